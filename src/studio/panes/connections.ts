import { html, nothing, type TemplateResult } from 'lit';
import {
  describeFunction,
  readFixture,
  writeFixture,
  type BoundOperation,
  type CallReport,
  type Connector,
  type FunctionDescription,
  type FunctionParameter,
} from '../../connectors/index.ts';
import { addedConnection, replayed, type ShownConnection } from './added-connection.ts';
import { callReport } from './call-report.ts';
import { connectionsStyles } from './connections-styles.ts';
import { PaneElement } from './pane.ts';

/** Has the browser save a text as a file. */
function saveFile(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: name.endsWith('.json') ? 'application/json' : 'text/plain' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

/**
 * The connections of the app, and others that join it while it runs: what their functions take and give, what is wrong with their descriptions, and a try of
 * one with values: request, answer, time, and whether it is as described. Answers can be saved and replayed without the service.
 */
export class ConnectionsPane extends PaneElement {
  static override readonly properties = {
    ...PaneElement.properties,
    added: { state: true },
    connection: { state: true },
    filter: { state: true },
    operation: { state: true },
    report: { state: true },
    running: { state: true },
    adding: { state: true },
    problem: { state: true },
    replay: { state: true },
  };
  static override readonly styles = connectionsStyles;

  declare private added: readonly ShownConnection[];
  declare private connection: string;
  declare private filter: string;
  declare private operation: string;
  declare private report: CallReport | undefined;
  declare private running: boolean;
  declare private adding: boolean;
  declare private problem: string;
  /** Answers instead of the service. */
  declare private replay: Connector | undefined;

  constructor() {
    super();
    this.added = [];
    this.connection = '';
    this.filter = '';
    this.operation = '';
    this.running = false;
    this.adding = false;
    this.problem = '';
  }

  private get connections(): readonly ShownConnection[] {
    const { added } = this;
    const own = [...(this.subject?.app.connectors ?? [])].flatMap(([name, connector]): ShownConnection[] =>
      'attempt' in connector
        ? [added.find((of) => of.connector === connector) ?? { name, connector: connector as Connector }]
        : [],
    );
    return [...own, ...added.filter(({ name }) => !own.some((of) => of.name === name))];
  }

  private get shown(): ShownConnection | undefined {
    const { connections } = this;
    return connections.find(({ name }) => name === this.connection) ?? connections[0];
  }

  private get operations(): readonly BoundOperation[] {
    const wanted = this.filter.trim().toLowerCase();
    const all = [...(this.shown?.connector.operations.values() ?? [])];
    return all.filter(({ name, operation }) => `${name} ${operation.path} ${operation.summary}`.toLowerCase().includes(wanted));
  }

  private get bound(): BoundOperation | undefined {
    const { operations } = this;
    return operations.find(({ name }) => name === this.operation) ?? operations[0];
  }

  // ---- What is chosen --------------------------------------------------------------------------------------------------------------

  private pick(operation: string): void {
    this.operation = operation;
    this.report = undefined;
  }

  private show(connection: string): void {
    this.connection = connection;
    this.replay = undefined;
    this.problem = '';
    this.pick('');
  }

  private readonly handleKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { operations, bound } = this;
    if (step === undefined || bound === undefined) return;
    event.preventDefault();
    const next = operations[Math.min(Math.max(operations.indexOf(bound) + step, 0), operations.length - 1)]!;
    this.pick(next.name);
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
    );
  };

  // ---- Adding ----------------------------------------------------------------------------------------------------------------------

  private async add(name: string, input: string): Promise<void> {
    this.problem = '';
    try {
      const taken = new Set(this.connections.map((of) => of.name));
      const named = await addedConnection(name, input, taken);
      this.added = [...this.added, named];
      this.subject?.app.connect(named.connector);
      this.adding = false;
      this.show(named.name);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  private readonly handleAdd = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    void this.add(textOf(form.get('name')), textOf(form.get('description')));
  };

  private readonly handleFile = (event: Event): void => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file !== undefined) void file.text().then((text) => this.add(file.name.replace(/\..*$/, ''), text));
  };

  // ---- Trying ----------------------------------------------------------------------------------------------------------------------

  private readonly handleCall = (event: SubmitEvent): void => {
    event.preventDefault();
    const { shown, bound } = this;
    if (shown === undefined || bound === undefined || this.running) return;
    const given = [...new FormData(event.target as HTMLFormElement)].flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value] as const] : [],
    );
    this.running = true;
    this.problem = '';
    void (this.replay ?? shown.connector)
      .attempt(bound.name, new Map(given))
      .then(
        (report) => {
          if (this.bound?.name !== bound.name) return;
          this.report = report;
          void this.updateComplete.then(() => this.renderRoot.querySelector('section')?.scrollIntoView({ block: 'start' }));
        },
        (error: unknown) => {
          this.problem = String(error);
        },
      )
      .finally(() => {
        this.running = false;
      });
  };

  private save(report: CallReport): void {
    saveFile(`${report.name}.fixture.json`, writeFixture(report.exchanges));
  }

  private readonly handleReplay = (event: Event): void => {
    const file = (event.target as HTMLInputElement).files?.[0];
    const { shown } = this;
    if (file === undefined || shown === undefined) return;
    void file
      .text()
      .then((text) => replayed(shown, readFixture(text)))
      .then(
        (connector) => {
          this.replay = connector;
          this.problem = '';
        },
        (error: unknown) => {
          this.problem = error instanceof Error ? error.message : String(error);
        },
      );
  };

  // ---- Drawing ---------------------------------------------------------------------------------------------------------------------

  override render(): TemplateResult {
    return html`<nav aria-label="Functions of connections">${this.renderChoice()} ${this.renderOperations()}</nav>
      <main aria-label="Connection">
        ${this.problem === '' ? nothing : html`<p class="error" role="alert">${this.problem}</p>`}
        ${this.adding ? this.renderAdding() : this.renderOperation()}
      </main>`;
  }

  private renderChoice(): TemplateResult {
    const { connections, shown } = this;
    return html`<div class="bar">
        <select aria-label="Connection" @change=${(event: Event) => this.show((event.target as HTMLSelectElement).value)}>
          ${connections.map(({ name }) => html`<option value=${name} ?selected=${name === shown?.name}>${name}</option>`)}
        </select>
        <button
          type="button"
          aria-expanded=${this.adding}
          @click=${() => {
            this.adding = !this.adding;
            this.problem = '';
          }}
        >
          Add…
        </button>
      </div>
      <input
        type="search"
        aria-label="Filter functions"
        placeholder="Filter functions"
        .value=${this.filter}
        @input=${(event: Event) => {
          this.filter = (event.target as HTMLInputElement).value;
          this.report = undefined;
        }}
      />`;
  }

  private renderOperations(): TemplateResult {
    const { operations, bound } = this;
    if (operations.length === 0) return html`<p class="quiet">No functions.</p>`;
    return html`<div role="listbox" tabindex="0" aria-label="Functions" aria-activedescendant="chosen" @keydown=${this.handleKey}>
      ${operations.map(
        ({ name, operation }) =>
          html`<div
            role="option"
            id=${name === bound?.name ? 'chosen' : nothing}
            aria-selected=${name === bound?.name}
            title=${`${operation.method} ${operation.path}`}
            @click=${() => this.pick(name)}
          >
            <span class="verb">${operation.method}</span><span class="name">${name}</span>
          </div>`,
      )}
    </div>`;
  }

  private renderAdding(): TemplateResult {
    return html`<form @submit=${this.handleAdd}>
      <label>Name <input name="name" autocomplete="off" placeholder="From its title" /></label>
      <label>
        Address of a description, or its text: OpenAPI, Swagger, a Postman collection, a cURL command
        <textarea name="description" required></textarea>
      </label>
      <div class="bar">
        <label>Or a file <input type="file" accept=".json,.yaml,.yml,.txt,.sh" @change=${this.handleFile} /></label>
        <button type="submit">Add</button>
      </div>
    </form>`;
  }

  private renderOperation(): TemplateResult {
    const { bound, shown } = this;
    if (bound === undefined || shown === undefined)
      return html`<p>The app has no connections. Add a description to see what its service offers.</p>`;
    const about = describeFunction(bound);
    return html`<h2>${signatureText(shown.name, about)}</h2>
      <p>${about.summary}</p>
      <p class="quiet">${about.method} ${about.path} · gives ${about.result}</p>
      ${about.unsupported === undefined ? nothing : html`<p class="error">It cannot be called: ${about.unsupported}.</p>`}
      ${this.renderTrial(bound)} ${this.report === undefined ? nothing : this.renderReport(this.report)}
      ${
        shown.record === undefined
          ? nothing
          : html`<h3>In connections.json</h3>
              <p class="quiet">Formulas can call it now. To keep it, add this to the app’s connections.</p>
              <pre tabindex="0">${JSON.stringify(shown.record, null, 2)}</pre>
              ${shown.file === undefined ? nothing : this.renderFile(shown.file, shown.connector)}`
      }
      ${this.renderFindings(shown.connector)}`;
  }

  /** The description itself, for the file that the record names. */
  private renderFile({ name, text }: NonNullable<ShownConnection['file']>, { definition }: Connector): TemplateResult {
    const sampled = definition.format === 'curl' || definition.format === 'postman';
    return html`<p class="quiet">
        ${name} is the description as it was given, beside the app’s
        files.${sampled ? ' Take keys and passwords out of it first: the connection is given them, a file never.' : ''}
      </p>
      <button type="button" @click=${() => saveFile(name, text)}>Save ${name}</button>`;
  }

  private renderTrial({ signature }: BoundOperation): TemplateResult {
    const fields = [...signature.required, ...signature.optional];
    return html`<form @submit=${this.handleCall}>
      <div class="fields">${fields.map((field) => parameterField(field))}</div>
      <div class="bar">
        <span class="quiet">
          ${signature.behavior ? 'Calling it may change data of the service.' : 'Calling it only reads.'}
          ${this.replay === undefined ? nothing : 'Answers come from the recording.'}
        </span>
        <label class="quiet">Replay <input type="file" accept=".json" @change=${this.handleReplay} /></label>
        <button type="submit" class="call" ?disabled=${signature.unsupported !== undefined}>
          ${this.running ? 'Calling…' : 'Call'}
        </button>
      </div>
    </form>`;
  }

  private renderReport(report: CallReport): TemplateResult {
    return html`<section aria-label="Answer">
      ${callReport(report)}
      ${report.exchanges.length === 0 ? nothing : html`<button type="button" @click=${() => this.save(report)}>Save recording</button>`}
    </section>`;
  }

  private renderFindings({ diagnostics }: Connector): TemplateResult | typeof nothing {
    const found = diagnostics.filter(({ severity }) => severity !== 'info');
    if (found.length === 0) return nothing;
    return html`<h3>In the description</h3>
      <ul>
        ${found.map(
          ({ severity, line, column, pointer, message }) =>
            html`<li class=${severity === 'error' ? 'error' : 'quiet'}>
              ${line === undefined ? pointer : `${line}:${column}`} ${message}
            </li>`,
        )}
      </ul>`;
  }
}

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '');

const signatureText = (namespace: string, { name, required, optional }: FunctionDescription): string => {
  const options = optional.length === 0 ? [] : [`{${optional.map((parameter) => parameter.name).join(', ')}}`];
  return `${namespace}.${name}(${[...required.map((parameter) => parameter.name), ...options].join(', ')})`;
};

/** A field for a parameter: its type beside its name, its default in grey, and what the description allows. */
function parameterField(parameter: FunctionParameter): TemplateResult {
  const { name, required, description, label, type } = parameter;
  const choices = 'choices' in type ? (type.choices ?? []) : [];
  const list = `choices-${name}`;
  return html`<label title=${description}>
    ${label === '' ? name : `${label} (${name})`} <span class="kind">${type.kind}${required ? ', required' : ''}</span>
    <input
      name=${name}
      autocomplete="off"
      ?required=${required && parameter.default === undefined}
      placeholder=${parameter.default === undefined ? '' : JSON.stringify(parameter.default)}
      list=${choices.length === 0 ? nothing : list}
    />
    ${choices.length === 0 ? nothing : html`<datalist id=${list}>${choices.map(({ value, label: of }) => html`<option value=${String(value)}>${of}</option>`)}</datalist>`}
  </label>`;
}

customElements.define('fx-connections-pane', ConnectionsPane);
