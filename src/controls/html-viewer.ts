import { css, html, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face, focusRing, hostPadding, innerPadding } from './base-styles.ts';
import { border, coloring, interaction, padding, placement, typography, typographyAliases, when } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { color, own } from './theme.ts';

const { boolean, text } = types;

/** A text with markup. What could run is taken out, wherever the text comes from. */
export class HtmlViewer extends controlElement({
  name: 'HtmlViewer',
  tag: 'fx-html-viewer',
  category: 'display',
  summary: 'A text with markup.',
  properties: {
    HtmlText: data(text, '', 'The text, as HTML.'),
    AutoHeight: design(boolean, false, 'Whether it grows as high as its text.', { css: 'auto-height', style: when('auto') }),
    ...placement(300, 150),
    Tooltip: interaction.Tooltip,
    DisplayMode: interaction.DisplayMode,
    ContentLanguage: interaction.ContentLanguage,
    Font: typography.Font,
    Size: typography.Size,
    Color: coloring.Color,
    ...padding(5),
    Fill: coloring.Fill,
    HoverFill: coloring.HoverFill,
    PressedFill: coloring.PressedFill,
    DisabledFill: coloring.DisabledFill,
    BorderColor: border.BorderColor,
    HoverBorderColor: border.HoverBorderColor,
    PressedBorderColor: border.PressedBorderColor,
    DisabledBorderColor: border.DisabledBorderColor,
    BorderStyle: border.BorderStyle,
    BorderThickness: border.BorderThickness,
  },
  propertyAliases: { FontColor: typographyAliases.FontColor, FontSize: typographyAliases.FontSize },
  events: { OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('text') }),
    hostPadding('5px', '5px'),
    css`
      :host {
        display: inline-block;
        overflow: auto;
        contain: content;
        scrollbar-width: thin;
        height: ${own('auto-height', own('height', 'auto'))};
      }
      .content {
        ${innerPadding}
        overflow-wrap: break-word;
      }
      .content > :first-child {
        margin-block-start: 0;
      }
      .content > :last-child {
        margin-block-end: 0;
      }
      .content :is(h1, h2, h3, h4, h5, h6) {
        margin-block: 0.8em 0.4em;
        line-height: 1.3;
      }
      .content :is(p, ul, ol, dl, blockquote, table, pre) {
        margin-block: 0.6em;
      }
      .content img,
      .content svg {
        max-width: 100%;
      }
      .content a {
        color: ${color('brand-text')};
      }
      .content a:focus-visible {
        ${focusRing}
      }
      .content table {
        border-collapse: collapse;
      }
      .content blockquote {
        margin-inline: 0;
        padding-inline-start: 12px;
        border-inline-start: 3px solid ${color('border')};
      }
    `,
  ];

  /** The text that is shown now. */
  #shown = '';

  protected override get empty(): boolean {
    return this.HtmlText === '';
  }

  override render(): TemplateResult {
    if (this.error !== null) return html`<div class="content">${this.renderFailure()}</div>`;
    // The content is put in as elements, below: a template never sees it.
    return html`<div
        class="content"
        part="control"
        title=${this.Tooltip}
        lang=${this.ContentLanguage}
        @click=${() => this.#pressed()}
      ></div>
      ${this.renderPending()}`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    if (changed.has('HtmlText') || changed.has('status')) void this.#show(this.HtmlText);
  }

  /** The cleaner is loaded with the first text; meanwhile a later one may have come. */
  async #show(text: string): Promise<void> {
    const { cleanHtml } = await import('./clean-html.ts');
    if (text !== this.HtmlText) return;
    const place = this.renderRoot.querySelector('.content');
    if (place === null || this.error !== null || (this.#shown === text && place.hasChildNodes())) return;
    this.#shown = text;
    place.replaceChildren(cleanHtml(text));
  }

  #pressed(): void {
    if (this.mode === 'edit') this.raise('OnSelect');
  }
}
register(HtmlViewer);
