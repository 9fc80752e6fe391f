import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { formulaOf } from '../app/authoring/index.ts';
import type { App, ControlModel } from '../app/index.ts';
import { color, size, type PropertyDefinition } from '../controls/core.ts';
import { printType, type Value } from '../formula/index.ts';
import { propertyChoices } from './property-choices.ts';
import { propertyEditor } from './property-editor.ts';

/** A formula that is put into the app: `null` takes the property away. */
export interface PropertyEdit {
  readonly property: string;
  readonly formula: string | null;
}

/** Formulas that say no more than a value: a number, a text, a member, a colour. */
const simple =
  /^(?:-?\d+(?:\.\d+)?|"(?:[^"]|"")*"|true|false|(?:\w+|'[^']+')\.(?:\w+|'[^']+')|RGBA\([\d.,\s]+\)|ColorValue\("[^"]*"\))$/i;

/**
 * The properties of a control beside the app, as their declaration tells them: values of simple types in fields, formulas as what they are.
 * A press on a name or a formula brings it into the formula bar.
 *
 * @fires fx-edit - A property was set, or given back to its default: `PropertyEdit`.
 * @fires fx-property - A property should be shown in the formula bar: its name.
 */
export class PropertyPanel extends LitElement {
  static override readonly properties = {
    app: { attribute: false },
    control: {},
    property: {},
    /** Raised with each change of the app, which is the same object before and after. */
    revision: { type: Number },
    search: { state: true },
  };
  static override readonly styles = css`
    :host {
      display: block;
      overflow-y: auto;
      padding: 12px 8px 16px 12px;
      border-inline-start: 1px solid ${color('border-subtle')};
      background: ${color('surface')};
      scrollbar-width: thin;
    }
    h2,
    h3 {
      margin: 0 0 8px;
      overflow: hidden;
      font-size: ${size.text};
      font-weight: 600;
      text-overflow: ellipsis;
    }
    h2 span {
      color: ${color('text-muted')};
      font-weight: 400;
    }
    h3 {
      margin: 16px 0 4px;
      color: ${color('text-muted')};
      font-size: ${size.textSmall};
    }
    .row {
      display: grid;
      grid-template-columns: 136px minmax(0, 1fr) 24px;
      gap: 0 8px;
      align-items: center;
      min-height: 30px;
      border-radius: ${size.radius};
    }
    .row.chosen {
      background: ${color('brand-tint')};
    }
    :is(input:not([type='checkbox'], [type='color']), select, .formula) {
      box-sizing: border-box;
      width: 100%;
      min-width: 0;
      height: 26px;
      padding: 0 6px;
      border: 1px solid ${color('border-subtle')};
      border-radius: ${size.radius};
      color: inherit;
      background: ${color('surface')};
      font: inherit;
      font-size: ${size.textSmall};
    }
    input[type='color'] {
      width: 40px;
      height: 26px;
      padding: 0;
      border: 1px solid ${color('border-subtle')};
      border-radius: ${size.radius};
      background: none;
    }
    input.unset {
      opacity: 0.35;
    }
    input[type='checkbox'] {
      justify-self: start;
      width: 16px;
      height: 16px;
      margin: 5px 0;
    }
    button {
      overflow: hidden;
      min-height: 24px;
      padding: 0 4px;
      border: 0;
      border-radius: ${size.radius};
      color: inherit;
      background: none;
      font: inherit;
      text-align: start;
      text-overflow: ellipsis;
      white-space: nowrap;
      cursor: pointer;
    }
    button:hover {
      background: ${color('hover')};
    }
    .name.set {
      font-weight: 600;
    }
    .name.wrong {
      color: ${color('danger-text')};
    }
    .formula {
      font-family: ui-monospace, 'Cascadia Code', Consolas, monospace;
    }
    .clear {
      width: 24px;
      padding: 0;
      color: ${color('text-muted')};
      text-align: center;
    }
    :is(button, input, select):focus-visible {
      outline: 2px solid ${color('focus')};
      outline-offset: -1px;
    }
    p {
      margin: 8px 4px;
      color: ${color('text-muted')};
    }
  `;

  declare app: App | undefined;
  /** The chosen control, by name. */
  declare control: string;
  /** The property that is in the formula bar. */
  declare property: string;
  declare revision: number;
  declare private search: string;

  constructor() {
    super();
    this.control = '';
    this.property = '';
    this.revision = 0;
    this.search = '';
  }

  private edit(property: string, formula: string | null): void {
    this.dispatchEvent(new CustomEvent<PropertyEdit>('fx-edit', { detail: { property, formula } }));
  }

  private handleSearch({ target }: InputEvent): void {
    this.search = (target as HTMLInputElement).value;
  }

  private choose(property: string): void {
    this.dispatchEvent(new CustomEvent<string>('fx-property', { detail: property }));
  }

  override render(): TemplateResult {
    const model = this.app?.program.model.controls.get(this.control);
    if (model === undefined) return html`<p>Choose a control to see its properties.</p>`;
    const definition = model.kind?.definition;
    const wrong = new Set(
      this.app!.diagnostics.filter(({ control, severity }) => control === model.name && severity === 'error').map(
        ({ property }) => property ?? '',
      ),
    );
    const wanted = this.search.trim().toLowerCase();
    const listed = propertyChoices(model, wrong)
      .filter(({ name, group }) => group !== 'event' && name.toLowerCase().includes(wanted))
      .filter(({ name, set }) => set || definition?.properties[name]?.ignored !== true);
    return html`<h2>${model.name} <span>${definition?.name ?? model.source.control}</span></h2>
      <input
        type="search"
        placeholder="Filter"
        aria-label="Filter properties"
        autocomplete="off"
        .value=${this.search}
        @input=${this.handleSearch}
      />
      ${(['data', 'design'] as const).map((group) => {
        const names = listed.filter((choice) => choice.group === group).map(({ name }) => name);
        return names.length === 0
          ? nothing
          : html`<h3>${group === 'data' ? 'Data' : 'Design'}</h3>
              ${names.map((name) => this.renderRow(model, name, definition?.properties[name], wrong.has(name)))}`;
      })}`;
  }

  private renderRow(model: ControlModel, name: string, property: PropertyDefinition | undefined, wrong: boolean): TemplateResult {
    const formula = model.source.properties.get(name)?.formula;
    const set = formula !== undefined;
    const about = property === undefined ? name : `${property.summary} ${printType(property.type, 1)}.`;
    return html`<div class=${name === this.property ? 'row chosen' : 'row'}>
      <button
        type="button"
        class=${`name${set ? ' set' : ''}${wrong ? ' wrong' : ''}`}
        id=${`name-${name}`}
        title=${`${about} Press to see its formula.`}
        @click=${() => this.choose(name)}
      >
        ${name}
      </button>
      ${this.renderField(model, name, property, formula, about)}
      ${
        set
          ? html`<button
              type="button"
              class="clear"
              title="Back to the default"
              aria-label=${`Give ${name} back its default`}
              @click=${() => this.edit(name, null)}
            >
              ×
            </button>`
          : nothing
      }
    </div>`;
  }

  private renderField(
    model: ControlModel,
    name: string,
    property: PropertyDefinition | undefined,
    formula: string | undefined,
    title: string,
  ): TemplateResult {
    if (property !== undefined && property.names === undefined) {
      const value = this.shown(model, name, property, formula);
      const set = (next: Value): void => this.edit(name, next === null ? null : formulaOf(next, property.type));
      const field =
        value === undefined
          ? undefined
          : propertyEditor({
              id: `field-${name}`,
              labelledBy: `name-${name}`,
              title: `${name}: ${title}`,
              type: property.type,
              value,
              live: false,
              set,
            });
      if (field !== undefined) return field;
    }
    return html`<button
      type="button"
      class="formula"
      aria-label=${`Formula of ${name}`}
      title=${formula ?? 'No formula yet'}
      @click=${() => this.choose(name)}
    >
      ${formula === undefined ? nothing : `=${formula}`}
    </button>`;
  }

  /** What a field shows: the value of a formula that says no more than one, else the default; undefined for other formulas. */
  private shown(model: ControlModel, name: string, property: PropertyDefinition, formula: string | undefined): Value | undefined {
    if (formula === undefined) return model.kind?.defaults[name] ?? property.default ?? null;
    if (!simple.test(formula.trim())) return undefined;
    const { value, diagnostics } = this.app!.evaluate(formula, model);
    return diagnostics.some(({ severity }) => severity === 'error') ? undefined : value;
  }
}

if (typeof customElements !== 'undefined' && customElements.get('fx-property-panel') === undefined)
  customElements.define('fx-property-panel', PropertyPanel);

declare global {
  interface HTMLElementTagNameMap {
    'fx-property-panel': PropertyPanel;
  }
}
