import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { backgroundImage } from './addresses.ts';
import { baseStyles, manualPlacement } from './base-styles.ts';
import { coloring } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design, output } from './definition.ts';
import { DisplayMode, ImagePosition, LoadingSpinner } from './enums.ts';
import { renderSpinner, spinnerStyles } from './spinning.ts';
import { color, own } from './theme.ts';

const { boolean, color: colorType, image, number, optionType, text } = types;

/** A screen: the whole area of an app, with controls placed on it. It scrolls where they do not fit. */
export class Screen extends controlElement({
  name: 'Screen',
  tag: 'fx-screen',
  category: 'screen',
  summary: 'The whole area of an app, with controls placed on it.',
  children: 'controls',
  parts: { control: null, skeleton: null, spinner: 'What turns while the screen waits.' },
  properties: {
    Fill: coloring.Fill,
    BackgroundImage: data(image, null, 'A picture behind everything.'),
    ImagePosition: design(optionType(ImagePosition), 'fit', 'How that picture fills the screen.'),
    Width: design(number, null, 'Width in pixels; that of the app where no formula sets it.', {
      css: 'width',
      formula: 'Max(App.Width, App.DesignWidth)',
    }),
    Height: design(number, null, 'Height in pixels; that of the app where no formula sets it.', {
      css: 'height',
      formula: 'Max(App.Height, App.DesignHeight)',
    }),
    Size: output(number, 'How large the screen is, from 1 (phone) to 4 (large desktop).'),
    Orientation: output(text, 'Whether it is wider than high, or higher than wide.'),
    LoadingSpinner: design(optionType(LoadingSpinner), 'none', 'What a spinner waits for.'),
    LoadingSpinnerColor: design(colorType, null, 'The colour of that spinner.', { css: 'spinner-color' }),
    DisplayMode: design(optionType(DisplayMode), 'edit', 'Whether people can use what is on it.'),
    Visible: design(boolean, true, 'Whether it is shown.'),
    AccessibleLabel: data(text, '', 'What screen readers call it.'),
  },
  events: { OnVisible: 'When the screen is shown.', OnHidden: 'When another screen is shown instead.' },
}) {
  static override readonly shadowRootOptions: ShadowRootInit = { mode: 'open' };

  static override styles: CSSResultGroup = [
    baseStyles,
    manualPlacement,
    spinnerStyles,
    css`
      :host {
        display: block;
        width: ${own('width', '100%')};
        height: ${own('height', '100%')};
        min-height: 100%;
        overflow: auto;
        background-color: ${own('fill', color('canvas'))};
        background-repeat: no-repeat;
        background-position: center;
        isolation: isolate;
      }
      .failure {
        padding: 16px;
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    this.internals.role = 'group';
    this.internals.ariaLabel = this.AccessibleLabel || null;
    if (changed.has('BackgroundImage') || changed.has('ImagePosition'))
      backgroundImage(this, this.BackgroundImage, this.ImagePosition);
  }

  override render(): TemplateResult {
    return html`${this.error === null ? nothing : this.renderFailure()}<slot></slot>${
        this.pending && this.LoadingSpinner !== 'none' ? renderSpinner() : nothing
      }`;
  }
}
register(Screen);
