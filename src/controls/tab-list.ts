import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { isRow, types } from '../formula/index.ts';
import { baseStyles, face, focusRing } from './base-styles.ts';
import { choicesOf, selectedRow, selectedRows, type Choice } from './choice.ts';
import { coloring, interaction, placement, typography, typographyAliases } from './common-properties.ts';
import { fieldsOf } from './fields.ts';
import { controlElement, register } from './define.ts';
import { data, design, output } from './definition.ts';
import { Layout, TabListSize } from './enums.ts';
import { messages } from './messages.ts';
import { color, motion, own, size } from './theme.ts';

const { boolean, emptyRecord, emptyTable, optionType, text } = types;

/** A row of words of which one is chosen: what is shown below or beside follows it. */
export class TabList extends controlElement({
  name: 'TabList',
  tag: 'fx-tab-list',
  category: 'input',
  summary: 'A row of words of which one is chosen: what is shown below or beside follows it.',
  parts: { label: 'The text of a tab.' },
  properties: {
    Items: data(emptyTable, null, 'The rows to choose from.'),
    ItemDisplayText: data(text, '', 'The column that is shown; the first text column where it is blank.'),
    DefaultSelectedItems: data(emptyTable, null, 'The row that is chosen before the user chooses.'),
    Selected: output(emptyRecord, 'The chosen row.', selectedRow),
    SelectedItems: output(emptyTable, 'The chosen row, as a table.', selectedRows),
    Alignment: design(optionType(Layout), 'horizontal', 'Whether the words lie one beside or one below the other.'),
    Size: design(optionType(TabListSize), 'Medium', 'How large they are.'),
    ...placement(400, 44),
    ...interaction,
    Font: typography.Font,
    FontSize: design(types.number, null, 'Size of the text in points.', { css: 'size', unit: 'pt' }),
    FontWeight: typography.FontWeight,
    Italic: typography.Italic,
    Underline: typography.Underline,
    Strikethrough: typography.Strikethrough,
    Color: coloring.Color,
    Fill: coloring.Fill,
    Reset: data(boolean, false, 'Turning this true puts back the default.'),
  },
  propertyAliases: {
    FontColor: 'Color',
    FontItalic: typographyAliases.FontItalic,
    FontUnderline: typographyAliases.FontUnderline,
    FontStrikethrough: typographyAliases.FontStrikethrough,
  },
  events: { OnChange: 'When the user has chosen another.', OnSelect: 'When the user presses one.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('text-muted') }),
    css`
      :host {
        display: inline-block;
        overflow: auto clip;
        scrollbar-width: none;
        --_decoration: ${own('underline', '')} ${own('strike', '')};
        --_weight: ${own('weight', '400')};
      }
      .tabs {
        display: flex;
        height: 100%;
        min-height: 32px;
      }
      .vertical {
        flex-direction: column;
      }
      button {
        position: relative;
        flex: none;
        padding: 0 12px;
        border: 0;
        border-radius: ${size.radius};
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        text-decoration-line: var(--_decoration);
        white-space: nowrap;
        cursor: pointer;
        transition: color ${motion.fast};
      }
      .Large button {
        padding-inline: 16px;
        font-size: 1.14em;
      }
      .Small button {
        padding-inline: 8px;
        font-size: 0.86em;
      }
      .vertical button {
        min-height: 32px;
      }
      /* The word keeps its width when it becomes heavy. */
      .word {
        display: inline-grid;
      }
      .word::after {
        content: attr(data-word);
        height: 0;
        overflow: hidden;
        visibility: hidden;
        font-weight: 600;
      }
      button::after {
        content: '';
        position: absolute;
        inset-inline: 12px;
        inset-block-end: 2px;
        height: 3px;
        border-radius: 2px;
        background: ${color('brand-line')};
        scale: 0 1;
        transition: scale ${motion.enter};
      }
      .vertical button::after {
        inset-inline: 2px auto;
        inset-block: 8px;
        width: 3px;
        height: auto;
        scale: 1 0;
      }
      button:hover:enabled {
        color: ${color('text')};
      }
      button:hover:enabled:not([aria-selected='true'])::after {
        background: ${color('border')};
        scale: 1;
      }
      [aria-selected='true'] {
        color: ${color('text')};
        font-weight: 600;
      }
      [aria-selected='true']::after,
      .vertical [aria-selected='true']::after {
        scale: 1;
      }
      button:focus-visible {
        ${focusRing}
        outline-offset: -2px;
      }
      button:disabled {
        color: ${color('text-disabled')};
        cursor: default;
      }
      button:disabled::after {
        background: ${color('text-disabled')};
      }
      @media (forced-colors: active) {
        [aria-selected='true']::after {
          background: Highlight;
        }
      }
    `,
  ];

  protected override get empty(): boolean {
    return this.Items.length === 0;
  }

  override render(): TemplateResult {
    if (this.error !== null) return html`${this.renderFailure()}`;
    const choices = choicesOf(this.Items, this.ItemDisplayText || fieldsOf(this)[0]?.name);
    const vertical = this.Alignment === 'vertical';
    return html`${
      choices.length === 0
        ? nothing
        : html`<div
            class="tabs ${vertical ? 'vertical' : ''} ${this.Size}"
            role="tablist"
            part="control"
            aria-label=${this.AccessibleLabel || messages.list}
            aria-orientation=${vertical ? 'vertical' : nothing}
            title=${this.Tooltip || nothing}
            lang=${this.ContentLanguage || nothing}
            @keydown=${this.#keyed}
          >
            ${choices.map((choice) => this.#renderTab(choice))}
          </div>`
    }${this.renderPending()}`;
  }

  #renderTab({ row, text: shown, index }: Choice): TemplateResult {
    const selected = row === this.Selected;
    return html`<button
      type="button"
      role="tab"
      value=${index}
      aria-selected=${selected ? 'true' : 'false'}
      tabindex=${selected ? (this.TabIndex ?? 0) : -1}
      ?disabled=${this.mode === 'disabled'}
      @click=${() => this.#choose(index)}
    >
      <span class="word" part="label" data-word=${shown}>${shown}</span>
    </button>`;
  }

  #choose(index: number): void {
    const row = this.Items[index];
    if (this.mode !== 'edit' || row === undefined || !isRow(row)) return;
    const changes = row !== this.Selected;
    this.output('Selected', row);
    if (changes) this.raise('OnChange');
    this.raise('OnSelect');
  }

  #keyed(event: KeyboardEvent): void {
    const tabs = [...this.renderRoot.querySelectorAll<HTMLButtonElement>('[role=tab]')];
    const at = tabs.indexOf(event.target as HTMLButtonElement);
    const forth = this.Alignment !== 'vertical' && this.matches(':dir(rtl)') ? -1 : 1;
    const moves = new Map([
      [this.Alignment === 'vertical' ? 'ArrowDown' : 'ArrowRight', at + forth],
      [this.Alignment === 'vertical' ? 'ArrowUp' : 'ArrowLeft', at - forth],
      ['Home', 0],
      ['End', tabs.length - 1],
    ]);
    const next = moves.get(event.key);
    if (next === undefined || tabs.length === 0) return;
    event.preventDefault();
    const tab = tabs[(next + tabs.length) % tabs.length]!;
    tab.focus();
    tab.click();
  }
}
register(TabList);
