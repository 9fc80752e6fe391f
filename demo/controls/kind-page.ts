import { html, nothing, render, type TemplateResult } from 'lit';
import {
  attributeName,
  domEventName,
  type ControlDefinition,
  type ControlElement,
  type EventDetail,
  type OutputDetail,
  type PropertyDefinition,
} from '../../src/controls/index.ts';
import { createScope, evaluate, FormulaError, isTable, printType, type Value } from '../../src/formula/index.ts';
import { formulaOf } from '../../src/app/authoring/index.ts';
import { propertyEditor } from '../../src/studio/property-editor.ts';
import type { Sample } from './kinds.ts';
import { htmlOf, scriptOf, yamlOf, type Properties } from './snippets.ts';

const scope = createScope();
/** How many rows of a sample's table are written out as a formula. */
const ROWS = 6;
/** How many events the log keeps. */
const LOGGED = 6;

const snippets = [
  ['HTML', htmlOf],
  ['.pa.yaml', yamlOf],
  ['JavaScript', scriptOf],
] as const;

/** A kind on a page of its own: one control to try, its properties to set, what it tells, and the code that makes it. */
export class KindPage {
  readonly #definition: ControlDefinition;
  readonly #root: HTMLElement;
  readonly #element: ControlElement;
  readonly #states: readonly HTMLElement[];
  #changed: Properties;
  /** What was typed where a formula is expected, understood or not. */
  #drafts: { readonly [property: string]: string } = {};
  #problems: { readonly [property: string]: string } = {};
  #log: readonly string[] = [];
  #wanted = '';
  #snippet = 0;
  #copied = false;

  constructor(definition: ControlDefinition, sample: Sample, states: readonly HTMLElement[], root: HTMLElement) {
    this.#states = states;
    this.#definition = definition;
    this.#root = root;
    this.#changed = Object.fromEntries(
      Object.entries(sample.properties).map(([name, value]) => [name, isTable(value) ? [...value.slice(0, ROWS)] : value]),
    );
    this.#element = sample.create();
    this.#element.addEventListener('fx-event', (event) => this.#tell(event as CustomEvent<EventDetail>));
    this.#element.addEventListener('fx-output', (event) => this.#told(event as CustomEvent<OutputDetail>));
  }

  show(): void {
    this.#render();
  }

  #tell({ target, detail }: CustomEvent<EventDetail>): void {
    if (target !== this.#element) return;
    this.#log = [detail.event, ...this.#log].slice(0, LOGGED);
    this.#render();
  }

  #told({ target }: CustomEvent<OutputDetail>): void {
    if (target === this.#element) this.#render();
  }

  #assign(name: string, value: Value): void {
    this.#element.assign(name, value);
    this.#changed = { ...this.#changed, [name]: value };
    this.#render();
  }

  /** A property from a formula, as in an app; one that cannot be read leaves the value that was. */
  #assignFormula(name: string, text: string): void {
    const formula = text.trim().replace(/^=/, '');
    const { value } = formula === '' ? { value: null } : evaluate(formula, scope);
    const problem = value instanceof FormulaError ? (value.errors[0]?.message ?? 'The formula has an error.') : '';
    this.#drafts = { ...this.#drafts, [name]: text };
    this.#problems = { ...this.#problems, [name]: problem };
    if (problem === '') this.#assign(name, value);
    else this.#render();
  }

  #clear(name: string): void {
    const initial = this.#definition.properties[name]?.default ?? null;
    this.#element.assign(name, initial);
    this.#changed = Object.fromEntries(Object.entries(this.#changed).filter(([other]) => other !== name));
    this.#drafts = { ...this.#drafts, [name]: '' };
    this.#problems = { ...this.#problems, [name]: '' };
    this.#render();
  }

  #render(): void {
    const { name, tag, summary, properties, events } = this.#definition;
    const all = Object.entries(properties).filter(([, { ignored, names }]) => ignored !== true && names === undefined);
    const outputs = all.filter(([, { direction }]) => direction === 'out' || direction === 'both');
    render(
      html`
        <header class="kind-head">
          <h1>${name}</h1>
          <p>${summary}</p>
          <p class="names"><code>&lt;${tag}&gt;</code> in a page, <code>Control: ${name}</code> in an app</p>
        </header>
        <div class="try">
          <div class="bench">
            <section class="card stage-card" aria-label="The control"><div class="stage free">${this.#element}</div></section>
            ${this.#code()}
            <div class="tells">
              <section class="card">
                <h2>What it tells</h2>
                ${outputs.length === 0 ? html`<p class="quiet">Nothing.</p>` : this.#outputs(outputs.map(([output]) => output))}
              </section>
              <section class="card">
                <h2>Events</h2>
                ${this.#events(events)}
              </section>
            </div>
            <section class="card states-card">
              <h2>States</h2>
              ${this.#states}
            </section>
          </div>
          ${this.#panel(all.filter(([, { direction }]) => direction !== 'out'))}
        </div>
      `,
      this.#root,
    );
  }

  #outputs(names: readonly string[]): TemplateResult {
    return html`<dl class="outputs">
      ${names.map(
        (name) =>
          html`<dt><code>${this.#definition.name}1.${name}</code></dt>
            <dd>${shown(this.#element.read(name))}</dd>`,
      )}
    </dl>`;
  }

  #events(events: ControlDefinition['events']): TemplateResult {
    const names = Object.entries(events);
    if (names.length === 0) return html`<p class="quiet">None.</p>`;
    return html`<dl class="outputs">
        ${names.map(
          ([event, summary]) =>
            html`<dt><code>${event}</code> <code class="quiet">${domEventName(event)}</code></dt>
              <dd>${summary}</dd>`,
        )}
      </dl>
      <div role="log" aria-label="Events so far">
        <ol class="log">
          ${this.#log.map((event) => html`<li><code>${event}</code></li>`)}
        </ol>
      </div>`;
  }

  #code(): TemplateResult {
    const [, write] = snippets[this.#snippet]!;
    const text = write(this.#definition, this.#changed);
    const copy = async (): Promise<void> => {
      await navigator.clipboard.writeText(text);
      this.#copied = true;
      this.#render();
    };
    const choose = (index: number): void => {
      this.#snippet = index;
      this.#copied = false;
      this.#render();
    };
    return html`<section class="card code" aria-label="Code">
      <div class="code-head">
        ${snippets.map(
          ([title], index) =>
            html`<button type="button" aria-pressed=${index === this.#snippet} @click=${() => choose(index)}>${title}</button>`,
        )}
        <button type="button" class="copy" @click=${copy}>${this.#copied ? 'Copied' : 'Copy'}</button>
      </div>
      <pre tabindex="0" aria-label=${`The control as ${snippets[this.#snippet]![0]}`}><code>${text}</code></pre>
    </section>`;
  }

  #panel(all: readonly (readonly [string, PropertyDefinition])[]): TemplateResult {
    const wanted = this.#wanted.toLowerCase();
    const fits = ([name, { summary }]: readonly [string, PropertyDefinition]): boolean =>
      name.toLowerCase().includes(wanted) || summary.toLowerCase().includes(wanted);
    const search = (event: Event): void => {
      this.#wanted = (event.target as HTMLInputElement).value;
      this.#render();
    };
    return html`<aside class="card panel" aria-label="Properties">
      <h2>Properties</h2>
      <input type="search" placeholder="Find a property" aria-label="Find a property" .value=${this.#wanted} @input=${search} />
      ${(['data', 'design'] as const).map((category) => {
        const group = all.filter((entry) => entry[1].category === category && fits(entry));
        return group.length === 0
          ? nothing
          : html`<h3>${category === 'data' ? 'Data' : 'Design'}</h3>
              ${group.map(([name, property]) => this.#row(name, property))}`;
      })}
    </aside>`;
  }

  #row(name: string, property: PropertyDefinition): TemplateResult {
    const set = Object.hasOwn(this.#changed, name);
    const problem = this.#problems[name] ?? '';
    const title = `${property.summary} (${printType(property.type, 1)}; attribute ${attributeName(name, property)})`;
    return html`<div class="property">
      <label for=${`p-${name}`} title=${title}>${name}</label>
      ${this.#editor(name, property, title)}
      ${
        set
          ? html`<button
              type="button"
              class="clear"
              title="Back to the default"
              aria-label=${`Back to the default of ${name}`}
              @click=${() => this.#clear(name)}
            >
              ×
            </button>`
          : nothing
      }
      ${problem === '' ? nothing : html`<p class="problem" id=${`problem-${name}`} role="alert">${problem}</p>`}
    </div>`;
  }

  #editor(name: string, { type, default: initial = null }: PropertyDefinition, title: string): TemplateResult {
    const value = this.#changed[name] ?? initial;
    const id = `p-${name}`;
    const set = (next: Value): void => this.#assign(name, next);
    return (
      propertyEditor({ id, title, type, value, live: true, set }) ??
      html`<textarea
        id=${id}
        class="formula"
        rows="2"
        spellcheck="false"
        title=${title}
        placeholder="A formula"
        aria-invalid=${(this.#problems[name] ?? '') !== ''}
        .value=${this.#drafts[name] ?? (Object.hasOwn(this.#changed, name) ? `=${formulaOf(value, type)}` : '')}
        @change=${({ target }: Event) => this.#assignFormula(name, (target as HTMLTextAreaElement).value)}
      ></textarea>`
    );
  }
}

/** A value as a line of text. */
function shown(value: Value): string {
  const text = isTable(value) ? `${value.length} ${value.length === 1 ? 'row' : 'rows'}` : formulaOf(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
