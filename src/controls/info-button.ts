import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face, focusRing, hostPadding, innerPadding } from './base-styles.ts';
import { coloring, interaction, padding, placement, typography, typographyAliases } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { Popup, popupStyles } from './popup.ts';
import { color, own } from './theme.ts';

const { boolean, color: colorType, text } = types;

/** A small sign that explains something when it is pressed. */
export class InfoButton extends controlElement({
  name: 'InfoButton',
  tag: 'fx-info-button',
  category: 'display',
  summary: 'A small sign that explains something when it is pressed.',
  parts: { popup: 'The explanation.' },
  properties: {
    Content: data(text, 'InfoButton content', 'The explanation.'),
    AcceptsFocus: data(boolean, true, 'Whether the keyboard reaches it.'),
    IconColor: design(colorType, null, 'The sign.', { css: 'icon-color' }),
    ...placement(32, 32),
    ...interaction,
    ...typography,
    Color: coloring.Color,
    Fill: coloring.Fill,
    ...padding(null),
  },
  propertyAliases: { ...typographyAliases },
  events: { OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('text'), radius: '4px' }),
    hostPadding('0px', '0px'),
    popupStyles,
    css`
      :host {
        width: ${own('width', '32px')};
        height: ${own('height', '32px')};
        min-width: 24px;
        min-height: 24px;
        vertical-align: middle;
        --_icon: ${own('icon-color', own('color', color('text-muted')))};
        --_decoration: ${own('underline', '')} ${own('strike', '')};
      }
      .sign {
        ${innerPadding}
        display: grid;
        place-content: center;
        appearance: none;
        width: 100%;
        height: 100%;
        border: 0;
        border-radius: 4px;
        background: none;
        color: var(--_icon);
        cursor: pointer;
      }
      .sign:disabled {
        cursor: default;
      }
      .sign:focus-visible {
        ${focusRing}
      }
      .sign svg {
        width: 20px;
        height: 20px;
      }
      .popup {
        max-width: min(280px, 90vw) !important;
        padding: 12px;
        text-decoration-line: var(--_decoration);
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
    `,
  ];

  readonly #popup = new Popup(this);

  override get pressable(): boolean {
    return true;
  }

  override render(): TemplateResult {
    const shown = this.error?.message ?? this.Content;
    return html`<button
        type="button"
        part="control"
        class="sign"
        aria-label=${this.AccessibleLabel || messages.information}
        aria-expanded=${this.#popup.open ? 'true' : 'false'}
        aria-describedby=${this.#popup.open ? 'explanation' : nothing}
        title=${this.Tooltip || nothing}
        tabindex=${this.AcceptsFocus ? (this.TabIndex ?? nothing) : -1}
        ?disabled=${this.mode === 'disabled'}
        @click=${() => this.#pressed()}
        @keydown=${(event: KeyboardEvent) => this.#keyed(event)}
        @blur=${() => this.#popup.hide()}
      >
        ${glyph(this.error === null ? paths.information : paths.warning)}
      </button>
      <div class="popup" part="popup" id="explanation" role="note" popover="manual" lang=${this.ContentLanguage || nothing}>
        ${shown}
      </div>`;
  }

  #pressed(): void {
    if (this.#popup.open) this.#popup.hide();
    else this.#popup.show();
    this.raise('OnSelect');
  }

  #keyed(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#popup.open) return;
    event.preventDefault();
    this.#popup.hide();
  }
}
register(InfoButton);
