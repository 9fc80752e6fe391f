import { types, type Value } from '../formula/index.ts';
import { data, design, type PropertyDefinition } from './definition.ts';
import { Align, AlignInContainer, BorderStyle, DisplayMode, DropShadow, Font, FontWeight, VerticalAlign } from './enums.ts';

const { boolean, color, number, optionType, text } = types;

/** Writes a value in style sheets by a table; what the table lacks is left to the theme. */
/* @__NO_SIDE_EFFECTS__ */
export const lookup =
  (table: { readonly [value: string]: string }) =>
  (value: Value): string | null =>
    typeof value === 'string' && Object.hasOwn(table, value) ? table[value]! : null;

/** Writes true in style sheets as this, and leaves false to the theme. */
/* @__NO_SIDE_EFFECTS__ */
export const when =
  (css: string) =>
  (value: Value): string | null =>
    value === true ? css : null;

/**
 * Where the control is and how large; `width` and `height` are its size in an app where no formula sets one. `fills` is for what
 * fills an auto-layout container unless it is told not to: containers, galleries, forms and tables.
 */
/* @__NO_SIDE_EFFECTS__ */
export const placement = (width: number | null, height: number | null, fills = false) =>
  ({
    X: design(number, 0, 'Distance from the left edge of its container, in pixels.', { css: 'x' }),
    Y: design(number, 0, 'Distance from the top edge of its container, in pixels.', { css: 'y' }),
    Width: design(number, width, 'Width in pixels.', { css: 'width' }),
    Height: design(number, height, 'Height in pixels.', { css: 'height' }),
    Visible: design(boolean, true, 'Whether it is shown.'),
    FillPortions: design(
      number,
      fills ? 1 : 0,
      'Share of the free space that it takes in an auto-layout container; 0 keeps its size.',
      {
        css: 'portions',
        unit: '',
      },
    ),
    AlignInContainer: design(
      optionType(AlignInContainer),
      fills ? 'stretch' : 'setbycontainer',
      'How it lies across the direction of an auto-layout container.',
    ),
    LayoutMinWidth: design(number, 0, 'Least width in an auto-layout container.', { css: 'min-width' }),
    LayoutMinHeight: design(number, 0, 'Least height in an auto-layout container.', { css: 'min-height' }),
    LayoutMaxWidth: design(number, null, 'Greatest width in an auto-layout container; blank for none.', { css: 'max-width' }),
    LayoutMaxHeight: design(number, null, 'Greatest height in an auto-layout container; blank for none.', { css: 'max-height' }),
  }) as const;

/** What every control that people can use has in common. */
export const interaction = {
  DisplayMode: design(optionType(DisplayMode), 'edit', 'Whether people can use it, only read it, or see it greyed out.'),
  Tooltip: data(text, '', 'Shown while the pointer rests on it.'),
  AccessibleLabel: data(text, '', 'What screen readers call it.'),
  TabIndex: design(number, null, '0 puts it in the tab order, -1 takes it out; blank leaves it to the kind of control.'),
  ContentLanguage: data(text, '', 'The language of its content, "de-CH", where it is not the page\'s.'),
} as const;

/** The look of text. Sizes are in points, as in Power Apps: 10.5 is 14 pixels. */
export const typography = {
  Font: design(optionType(Font), '', 'The font; blank for the font of the page.', { css: 'font' }),
  Size: design(number, 10.5, 'Size of the text in points.', { css: 'size', unit: 'pt' }),
  FontWeight: design(optionType(FontWeight), '', 'How heavy the text is.', { css: 'weight', style: weight }),
  Italic: design(boolean, false, 'Whether the text is slanted.', { css: 'italic', style: when('italic') }),
  Underline: design(boolean, false, 'Whether the text is underlined.', { css: 'underline', style: when('underline') }),
  Strikethrough: design(boolean, false, 'Whether the text is struck through.', { css: 'strike', style: when('line-through') }),
} as const;

/** Names that modern controls have for the look of text. */
export const typographyAliases = {
  FontColor: 'Color',
  FontSize: 'Size',
  FontItalic: 'Italic',
  FontUnderline: 'Underline',
  FontStrikethrough: 'Strikethrough',
} as const;

function weight(value: Value): string | null {
  const weights = { normal: '400', regular: '400', lighter: '300', medium: '500', semibold: '600', bold: '700' };
  return typeof value !== 'string' || value === '' ? null : (lookup(weights)(value.toLowerCase()) ?? value);
}

/* @__NO_SIDE_EFFECTS__ */
export const alignment = (across: string, down: string) =>
  ({
    Align: design(optionType(Align), across, 'Where the text is from side to side.', {
      css: 'text-align',
      style: lookup({ left: 'start', right: 'end', center: 'center', justify: 'justify', start: 'start', end: 'end' }),
    }),
    VerticalAlign: design(optionType(VerticalAlign), down, 'Where the text is from top to bottom.', {
      css: 'vertical-align',
      style: lookup({ top: 'start', middle: 'center', bottom: 'end' }),
    }),
  }) as const;

/** The inner distance; `blank` leaves it to the theme. */
/* @__NO_SIDE_EFFECTS__ */
export const padding = (value: number | null) => {
  const side = (name: string): PropertyDefinition<typeof number> & { direction: 'in' } =>
    design(number, value, `Distance between the ${name} edge and the content.`, { css: `padding-${name}` });
  return {
    PaddingTop: side('top'),
    PaddingRight: side('right'),
    PaddingBottom: side('bottom'),
    PaddingLeft: side('left'),
  } as const;
};

/** Background and text colours, also while hovered, pressed and disabled. Blank colours are the theme's. */
export const coloring = {
  Fill: design(color, null, 'The background.', { css: 'fill' }),
  HoverFill: design(color, null, 'The background while the pointer is on it.', { css: 'hover-fill' }),
  PressedFill: design(color, null, 'The background while it is pressed.', { css: 'pressed-fill' }),
  DisabledFill: design(color, null, 'The background while it is disabled.', { css: 'disabled-fill' }),
  Color: design(color, null, 'The text.', { css: 'color' }),
  HoverColor: design(color, null, 'The text while the pointer is on it.', { css: 'hover-color' }),
  PressedColor: design(color, null, 'The text while it is pressed.', { css: 'pressed-color' }),
  DisabledColor: design(color, null, 'The text while it is disabled.', { css: 'disabled-color' }),
} as const;

/** The background alone, for what has no text. */
export const filling = {
  Fill: coloring.Fill,
  HoverFill: coloring.HoverFill,
  PressedFill: coloring.PressedFill,
  DisabledFill: coloring.DisabledFill,
} as const;

/** The line around it. A blank thickness is the theme's. */
export const border = {
  BorderColor: design(color, null, 'The line around it.', { css: 'border-color' }),
  HoverBorderColor: design(color, null, 'The line while the pointer is on it.', { css: 'hover-border-color' }),
  PressedBorderColor: design(color, null, 'The line while it is pressed.', { css: 'pressed-border-color' }),
  DisabledBorderColor: design(color, null, 'The line while it is disabled.', { css: 'disabled-border-color' }),
  BorderStyle: design(optionType(BorderStyle), 'solid', 'The kind of line.', { css: 'border-style' }),
  BorderThickness: design(number, null, 'The thickness of the line in pixels.', { css: 'border-thickness' }),
  FocusedBorderColor: design(color, null, 'The ring around it while it has the focus.', { css: 'focus-color' }),
  FocusedBorderThickness: design(number, null, 'The thickness of that ring; never less than 2 pixels.', {
    css: 'focus-thickness',
  }),
} as const;

/** The corners. */
export const corners = {
  RadiusTopLeft: design(number, null, 'Radius of the top left corner.', { css: 'radius-top-left' }),
  RadiusTopRight: design(number, null, 'Radius of the top right corner.', { css: 'radius-top-right' }),
  RadiusBottomLeft: design(number, null, 'Radius of the bottom left corner.', { css: 'radius-bottom-left' }),
  RadiusBottomRight: design(number, null, 'Radius of the bottom right corner.', { css: 'radius-bottom-right' }),
} as const;

/** Names that modern controls have for the corners. `BorderRadius`, which sets all four, is a property of its own. */
export const cornerAliases = {
  BorderRadiusTopLeft: 'RadiusTopLeft',
  BorderRadiusTopRight: 'RadiusTopRight',
  BorderRadiusBottomLeft: 'RadiusBottomLeft',
  BorderRadiusBottomRight: 'RadiusBottomRight',
} as const;

export const allCorners = {
  BorderRadius: design(number, null, 'Radius of all corners that have none of their own.', { css: 'radius' }),
} as const;

export const dropShadow = {
  DropShadow: design(optionType(DropShadow), 'none', 'The shadow that it casts.', {
    css: 'shadow',
    style: lookup({
      none: 'none',
      light: '0 1px 2px rgb(0 0 0 / 0.14)',
      semilight: '0 2px 4px rgb(0 0 0 / 0.14)',
      regular: '0 4px 8px rgb(0 0 0 / 0.14)',
      semibold: '0 8px 16px rgb(0 0 0 / 0.16)',
      bold: '0 14px 28px rgb(0 0 0 / 0.2)',
      extrabold: '0 28px 64px rgb(0 0 0 / 0.24)',
    }),
  }),
} as const;
