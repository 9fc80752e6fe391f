import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face } from './base-styles.ts';
import {
  allCorners,
  border,
  cornerAliases,
  corners,
  dropShadow,
  coloring,
  interaction,
  lookup,
  padding,
  placement,
} from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { design } from './definition.ts';
import { LayoutAlignItems, LayoutDirection, LayoutJustifyContent, LayoutMode, LayoutOverflow } from './enums.ts';
import { own } from './theme.ts';

const { boolean, number, optionType } = types;

/** A child's share of the free space. */
const portions = own('portions', 'var(--fx-default-portions, 0)');

/** Children that lie across the direction in a way of their own, and keep their size. */
const unstretched = css`:state(align-start), :state(align-center), :state(align-end)`;

const overflow = lookup({ scroll: 'auto', hide: 'clip' });
const flex = lookup({ start: 'flex-start', center: 'center', end: 'flex-end', 'space-between': 'space-between' });

const vertical = { LayoutMode: 'auto', LayoutDirection: 'vertical' } as const;
const horizontal = { LayoutMode: 'auto', LayoutDirection: 'horizontal' } as const;

/**
 * Holds other controls: each where its X and Y say, or one after the other in a row or column that shares out the space.
 *
 * How the auto layout follows Power Apps: along the direction, a child keeps its Width (Height) unless it has FillPortions, by which the
 * free space is shared; across, it lies as AlignInContainer or the container's LayoutAlignItems says, and keeps its Height (Width) unless
 * it is stretched. Least and greatest sizes hold throughout.
 */
export class GroupContainer extends controlElement({
  name: 'GroupContainer',
  tag: 'fx-group-container',
  category: 'layout',
  summary: 'Holds other controls, each in its place, or one after the other in a row or column that shares out the space.',
  children: 'controls',
  parts: { control: null, skeleton: null },
  states: {
    grid: 'What is in it lies in a grid.',
    row: 'What is in it lies side by side.',
    column: 'What is in it lies one below the other.',
    wraps: 'It begins a new line where there is no room.',
    'across-start': 'What is in it begins at the start.',
    'across-center': 'What is in it lies in the middle.',
    'across-end': 'What is in it lies at the end.',
    'across-stretch': 'What is in it is stretched.',
  },
  properties: {
    ...placement(500, 200, true),
    DisplayMode: interaction.DisplayMode,
    AccessibleLabel: interaction.AccessibleLabel,
    Fill: coloring.Fill,
    BorderColor: border.BorderColor,
    BorderStyle: border.BorderStyle,
    BorderThickness: border.BorderThickness,
    ...corners,
    ...allCorners,
    ...dropShadow,
    ...padding(0),
    LayoutMode: design(optionType(LayoutMode), 'manual', 'Whether children are placed by X and Y or one after the other.'),
    LayoutDirection: design(
      optionType(LayoutDirection),
      'horizontal',
      'Whether children follow each other in a row or a column.',
    ),
    LayoutAlignItems: design(optionType(LayoutAlignItems), 'start', 'How children lie across the direction.'),
    LayoutJustifyContent: design(optionType(LayoutJustifyContent), 'start', 'Where the free space along the direction goes.', {
      css: 'justify',
      style: flex,
    }),
    LayoutGap: design(number, 0, 'Pixels between children.', { css: 'gap' }),
    LayoutWrap: design(boolean, false, 'Whether children that do not fit go on in another row or column.'),
    LayoutOverflowX: design(optionType(LayoutOverflow), 'hide', 'What happens to children that do not fit from side to side.', {
      css: 'overflow-x',
      style: overflow,
    }),
    LayoutOverflowY: design(optionType(LayoutOverflow), 'hide', 'What happens to children that do not fit from top to bottom.', {
      css: 'overflow-y',
      style: overflow,
    }),
    LayoutGridColumns: design(number, 12, 'Columns of the grid, where LayoutMode is Grid.', { css: 'columns', unit: '' }),
    LayoutGridRows: design(number, null, 'Rows of the grid; blank for as many as there are.', {
      css: 'rows',
      style: (value) => (typeof value === 'number' ? `repeat(${value}, minmax(0, 1fr))` : null),
    }),
  },
  propertyAliases: { ...cornerAliases },
  variants: {
    ManualLayout: { LayoutMode: 'manual' },
    manualLayoutContainer: { LayoutMode: 'manual' },
    AutoLayout: horizontal,
    HorizontalAutoLayout: horizontal,
    horizontalAutoLayoutContainer: horizontal,
    VerticalAutoLayout: vertical,
    verticalAutoLayoutContainer: vertical,
    GridLayout: { LayoutMode: 'grid' },
    gridLayoutContainer: { LayoutMode: 'grid' },
  },
  events: {},
}) {
  static override readonly shadowRootOptions: ShadowRootInit = { mode: 'open' };

  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: css`inherit` }),
    css`
      :host {
        display: block;
        padding-block: ${own('padding-top', '0px')} ${own('padding-bottom', '0px')};
        padding-inline: ${own('padding-left', '0px')} ${own('padding-right', '0px')};
        box-shadow: ${own('shadow', 'none')};
        overflow-x: ${own('overflow-x', 'clip')};
        overflow-y: ${own('overflow-y', 'clip')};
      }
      ::slotted(*) {
        position: absolute;
        inset-block-start: ${own('y', '0px')};
        inset-inline-start: ${own('x', '0px')};
        width: ${own('width', 'var(--fx-default-width, auto)')};
        height: ${own('auto-height', own('height', 'var(--fx-default-height, auto)'))};
      }
      :host(:is(:state(row), :state(column))) {
        display: flex;
        gap: ${own('gap', '0px')};
        justify-content: ${own('justify', 'flex-start')};
      }
      :host(:state(column)) {
        flex-direction: column;
      }
      :host(:state(wraps)) {
        flex-wrap: wrap;
        align-content: flex-start;
      }
      :host(:state(across-start)) {
        align-items: flex-start;
      }
      :host(:state(across-center)) {
        align-items: center;
      }
      :host(:state(across-end)) {
        align-items: flex-end;
      }
      :host(:state(across-stretch)) {
        align-items: stretch;
      }
      :host(:is(:state(row), :state(column))) ::slotted(*) {
        position: relative;
        inset: auto;
        flex-grow: ${portions};
        flex-shrink: min(1, ${portions});
        min-width: ${own('min-width', '0px')};
        min-height: ${own('min-height', '0px')};
        max-width: ${own('max-width', 'none')};
        max-height: ${own('max-height', 'none')};
      }
      /* Along the direction a share replaces the size; the size of one without a share is its basis. */
      :host(:state(row)) ::slotted(*) {
        flex-basis: calc(${own('width', 'var(--fx-default-width)')} * max(0, 1 - ${portions}));
        max-width: ${own('max-width', '100%')};
      }
      :host(:state(column)) ::slotted(*) {
        flex-basis: ${own('auto-height', `calc(${own('height', 'var(--fx-default-height)').cssText} * max(0, 1 - ${portions.cssText}))`)};
      }
      :host(:is(:state(row), :state(column))) ::slotted(:state(align-start)) {
        align-self: flex-start;
      }
      :host(:is(:state(row), :state(column))) ::slotted(:state(align-center)) {
        align-self: center;
      }
      :host(:is(:state(row), :state(column))) ::slotted(:state(align-end)) {
        align-self: flex-end;
      }
      :host(:is(:state(row), :state(column))) ::slotted(:state(align-stretch)) {
        align-self: stretch;
      }
      /* Across the direction, what is stretched has no size of its own. */
      :host(:state(row):state(across-stretch)) ::slotted(:not(:is(${unstretched}))),
      :host(:state(row)) ::slotted(:state(align-stretch)) {
        height: auto;
      }
      :host(:state(column):state(across-stretch)) ::slotted(:not(:is(${unstretched}))),
      :host(:state(column)) ::slotted(:state(align-stretch)) {
        width: auto;
      }
      :host(:state(grid)) {
        display: grid;
        gap: ${own('gap', '0px')};
        grid-template-columns: repeat(${own('columns', '12')}, minmax(0, 1fr));
        grid-template-rows: ${own('rows', 'none')};
      }
      :host(:state(grid)) ::slotted(*) {
        position: relative;
        inset: auto;
        width: auto;
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    const { states } = this.internals;
    for (const state of layoutStates) states.delete(state);
    for (const state of this.#layout()) states.add(state);
    this.internals.role = this.AccessibleLabel === '' ? null : 'group';
    this.internals.ariaLabel = this.AccessibleLabel || null;
  }

  override render(): TemplateResult {
    return html`${this.error === null ? nothing : this.renderFailure()}<slot></slot>`;
  }

  #layout(): string[] {
    if (this.LayoutMode === 'grid') return ['grid'];
    if (this.LayoutMode !== 'auto') return [];
    const direction = this.LayoutDirection === 'vertical' ? 'column' : 'row';
    return [direction, `across-${this.LayoutAlignItems || 'start'}`, ...(this.LayoutWrap ? ['wraps'] : [])];
  }
}
register(GroupContainer);

const layoutStates = ['grid', 'row', 'column', 'wraps', 'across-start', 'across-center', 'across-end', 'across-stretch'];
