import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { glyph, paths, Popup } from '../controls/core.ts';
import { pickerStyles } from './property-picker-styles.ts';
import { fieldLine } from './shared-styles.ts';
import type { PropertyChoice } from './property-choices.ts';

const groupTitles = { data: 'Data', event: 'Actions', design: 'Design' } as const;

/** Which properties are listed. */
type Filter = 'all' | 'set' | 'wrong';
const filterTitles: { readonly [F in Filter]: string } = { all: 'All', set: 'Only set', wrong: 'With errors' };

/**
 * Chooses a property of a control: a button that opens a list with a search field (a combo box by the ARIA practices), with properties that
 * have a formula marked, and those with an error.
 *
 * @fires change - Another property was chosen: `value`.
 */
export class PropertyPicker extends LitElement {
  static override readonly properties = {
    choices: { attribute: false },
    value: {},
    search: { state: true },
    filter: { state: true },
    active: { state: true },
  };
  static override readonly styles = [fieldLine, pickerStyles];

  declare choices: readonly PropertyChoice[];
  declare value: string;
  declare private search: string;
  declare private filter: Filter;
  /** The name under the keyboard. */
  declare private active: string;

  private readonly popup = new Popup(this);

  constructor() {
    super();
    this.choices = [];
    this.value = '';
    this.search = '';
    this.filter = 'all';
    this.active = '';
  }

  private get found(): readonly PropertyChoice[] {
    const wanted = this.search.trim().toLowerCase();
    const passes = ({ set, wrong }: PropertyChoice): boolean =>
      this.filter === 'set' ? set : this.filter === 'wrong' ? wrong : true;
    return this.choices.filter((choice) => choice.name.toLowerCase().includes(wanted) && passes(choice));
  }

  private async open(): Promise<void> {
    this.search = '';
    this.active = this.value;
    this.popup.show();
    await this.updateComplete;
    this.renderRoot.querySelector('input')?.focus();
    this.scrollToActive();
  }

  private close(): void {
    this.popup.hide();
    this.renderRoot.querySelector<HTMLElement>('.button')?.focus();
  }

  private choose(name: string): void {
    this.close();
    if (name === '' || name === this.value) return;
    this.value = name;
    this.dispatchEvent(new Event('change'));
  }

  private handleKey(event: KeyboardEvent): void {
    const names = this.found.map(({ name }) => name);
    const at = names.indexOf(this.active);
    const steps: { readonly [key: string]: number } = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[event.key];
    if (step !== undefined) this.active = names[Math.max(0, Math.min(names.length - 1, at + step))] ?? '';
    else if (event.key === 'Enter') this.choose(this.active);
    else if (event.key === 'Escape') this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
    void this.updateComplete.then(() => this.scrollToActive());
  }

  private handleBlur({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof Node && !this.renderRoot.contains(relatedTarget)) this.popup.hide();
  }

  private scrollToActive(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  private handleSearch(event: InputEvent): void {
    this.search = (event.target as HTMLInputElement).value;
    this.active = this.found[0]?.name ?? '';
  }

  override render(): TemplateResult {
    const chosen = this.choices.find(({ name }) => name === this.value);
    return html`<button
        type="button"
        class="button"
        aria-haspopup="dialog"
        aria-expanded=${this.popup.open ? 'true' : 'false'}
        aria-label=${`Property: ${this.value}`}
        @click=${() => (this.popup.open ? this.close() : void this.open())}
      >
        <span class="label">${this.value}</span>${chosen?.wrong === true ? html`<span class="wrong">!</span>` : nothing}
        ${glyph(paths.chevronDown)}
      </button>
      <div
        class="popup"
        popover="manual"
        role="dialog"
        aria-label="Properties"
        @keydown=${this.handleKey}
        @focusout=${this.handleBlur}
      >
        ${this.popup.open ? this.renderList() : nothing}
      </div>`;
  }

  private renderList(): TemplateResult {
    const { found } = this;
    return html`<input
        class="line"
        role="combobox"
        aria-label="Find a property"
        aria-expanded="true"
        aria-controls="choices"
        aria-activedescendant=${this.active === '' ? nothing : `choice-${this.active}`}
        placeholder="Find a property"
        .value=${this.search}
        @input=${this.handleSearch}
      />
      <div class="filters" role="group" aria-label="Shown">
        ${(Object.keys(filterTitles) as Filter[]).map(
          (filter) =>
            html`<button
              type="button"
              aria-pressed=${filter === this.filter ? 'true' : 'false'}
              @click=${() => (this.filter = filter)}
            >
              ${filterTitles[filter]}
            </button>`,
        )}
      </div>
      <div id="choices" role="listbox" aria-label="Properties">
        ${found.length === 0 ? html`<p>No property of this kind.</p>` : nothing}
        ${(['data', 'event', 'design'] as const).map((group) => this.renderGroup(group, found))}
      </div>`;
  }

  private renderGroup(group: PropertyChoice['group'], found: readonly PropertyChoice[]): TemplateResult | typeof nothing {
    const own = found.filter((choice) => choice.group === group);
    if (own.length === 0) return nothing;
    return html`<div role="group" aria-label=${groupTitles[group]}>
      <div class="title" aria-hidden="true">${groupTitles[group]}</div>
      ${own.map(
        ({ name, set, wrong }) =>
          html`<div
            role="option"
            id=${`choice-${name}`}
            class=${set ? 'set' : ''}
            aria-selected=${name === this.active ? 'true' : 'false'}
            @click=${() => this.choose(name)}
          >
            <span>${name}</span
            >${wrong ? html`<span class="wrong">error</span>` : set ? html`<span class="mark">set</span>` : nothing}
          </div>`,
      )}
    </div>`;
  }
}

customElements.define('fx-property-picker', PropertyPicker);

declare global {
  interface HTMLElementTagNameMap {
    'fx-property-picker': PropertyPicker;
  }
}
