import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { field, isRow, types, type Row, type Table } from '../formula/index.ts';
import { baseStyles, face, focusRing, hostPadding } from './base-styles.ts';
import { coloring, interaction, placement, typography, typographyAliases } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design, output } from './definition.ts';
import { displayText, rowLike, rowText } from './display-text.ts';
import { ButtonLayout, ToolbarAlignment, ToolbarPadding } from './enums.ts';
import { icon } from './icons.ts';
import { messages } from './messages.ts';
import { color, own, size } from './theme.ts';

const { emptyRecord, emptyTable, optionType } = types;

/** A row of buttons, one for each row of a table. */
export class Toolbar extends controlElement({
  name: 'Toolbar',
  tag: 'fx-toolbar',
  category: 'input',
  summary: 'A row of buttons, one for each row of a table.',
  parts: { tool: 'One button.' },
  properties: {
    Items: data(
      emptyTable,
      null,
      'The buttons: `ItemDisplayName`, `ItemKey`, `ItemIconName`, `ItemTooltip`, `ItemDisabled`, `ItemVisible`, `ItemAppearance`.',
    ),
    Selected: output(emptyRecord, 'The row of the button that was pressed last.', (read, chosen) =>
      chosen !== undefined && isRow(chosen) ? (rowLike(read('Items') as Table, chosen) ?? null) : null,
    ),
    SelectedItems: output(emptyTable, 'That row, in a table.', (read) => {
      const row = read('Selected');
      return isRow(row) ? [row] : [];
    }),
    Layout: design(optionType(ButtonLayout), 'Icon before', 'Where icons are.'),
    Alignment: design(optionType(ToolbarAlignment), 'Horizontal', 'Which way buttons follow each other.'),
    Padding: design(optionType(ToolbarPadding), 'Medium', 'How much room there is around buttons.'),
    ...placement(480, 40),
    ...interaction,
    ...typography,
    Color: coloring.Color,
    Fill: coloring.Fill,
  },
  propertyAliases: { ...typographyAliases },
  events: { OnSelect: 'When the user presses a button.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('text') }),
    hostPadding('0px', '0px'),
    css`
      :host {
        display: inline-block;
        overflow: auto;
        --_decoration: ${own('underline', '')} ${own('strike', '')};
      }
      .bar {
        display: flex;
        gap: 4px;
        align-items: center;
        min-height: 100%;
        padding: 4px;
      }
      .bar.Small {
        gap: 0;
        padding: 0;
      }
      .bar.Large {
        gap: 8px;
        padding: 8px;
      }
      .bar.Vertical {
        flex-direction: column;
        align-items: stretch;
      }
      .tool {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        min-height: 32px;
        padding: 0 10px;
        border: 1px solid transparent;
        border-radius: ${size.radius};
        background: none;
        color: inherit;
        font: inherit;
        text-decoration-line: var(--_decoration);
        white-space: nowrap;
        cursor: pointer;
      }
      .tool.Primary {
        background: ${color('brand-fill')};
        color: ${color('on-brand')};
      }
      .tool:hover:enabled:not(.Primary) {
        background: ${color('hover')};
      }
      .tool:disabled {
        color: ${color('text-disabled')};
        cursor: default;
      }
      .tool:focus-visible {
        ${focusRing}
      }
      svg {
        flex: none;
        width: 20px;
        height: 20px;
      }
    `,
  ];

  /** The button that the keyboard is on. */
  #current = 0;

  protected override get empty(): boolean {
    return this.Items.length === 0;
  }

  override render(): TemplateResult {
    if (this.error !== null) return html`${this.renderFailure()}`;
    const shown = this.Items.filter((row): row is Row => isRow(row) && field(row, 'ItemVisible') !== false);
    this.#current = Math.max(0, Math.min(this.#current, shown.length - 1));
    return html`<div
        class="bar ${this.Alignment} ${this.Padding}"
        part="control"
        role="toolbar"
        aria-label=${this.AccessibleLabel || messages.toolbar}
        aria-orientation=${this.Alignment === 'Vertical' ? 'vertical' : 'horizontal'}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        @keydown=${(event: KeyboardEvent) => this.#keyed(event, shown.length)}
      >
        ${shown.map((row, place) => this.#renderTool(row, place))}
      </div>
      ${this.renderPending()}`;
  }

  #renderTool(row: Row, place: number): TemplateResult {
    const name = displayText(field(row, 'ItemDisplayName')) || rowText(row);
    const sign = displayText(field(row, 'ItemIconName'));
    const words = this.Layout === 'Icon only' && sign !== '' ? nothing : html`<span>${name}</span>`;
    const drawn = this.Layout === 'Text only' || sign === '' ? nothing : icon(this, sign);
    return html`<button
      type="button"
      class="tool ${displayText(field(row, 'ItemAppearance'))}"
      part="tool"
      aria-label=${words === nothing ? name : nothing}
      title=${displayText(field(row, 'ItemTooltip')) || nothing}
      tabindex=${place === this.#current ? (this.TabIndex ?? 0) : -1}
      ?disabled=${this.mode !== 'edit' || field(row, 'ItemDisabled') === true}
      @click=${() => this.#pressed(row, place)}
    >
      ${this.Layout === 'Icon after' ? html`${words}${drawn}` : html`${drawn}${words}`}
    </button>`;
  }

  #pressed(row: Row, place: number): void {
    this.#current = place;
    this.output('Selected', row);
    this.raise('OnSelect');
  }

  #keyed(event: KeyboardEvent, many: number): void {
    const forth = this.matches(':dir(rtl)') ? -1 : 1;
    const moves = new Map([
      ['ArrowRight', this.#current + forth],
      ['ArrowLeft', this.#current - forth],
      ['ArrowDown', this.#current + 1],
      ['ArrowUp', this.#current - 1],
      ['Home', 0],
      ['End', many - 1],
    ]);
    const next = moves.get(event.key);
    if (next === undefined || many === 0) return;
    event.preventDefault();
    this.#current = (next + many) % many;
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelectorAll<HTMLElement>('.tool')[this.#current]?.focus());
  }
}
register(Toolbar);
