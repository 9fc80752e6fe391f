import type { Credentials, OfflineSpace } from '../connectors/index.ts';
import { defineElement, languageAround, loadMessages, loadTags, type ControlElement } from '../controls/core.ts';
import { loadFunctions, type Value } from '../formula/index.ts';
import type { SessionTrace } from './trace/session-trace.ts';
import { App, type AppConnector, type AppOptions, type AppUser } from './app.ts';
import { fetchAppFiles, type AppFiles } from './app-files.ts';
import type { AppDiagnostic, AppSource } from './document.ts';
import { fetchText, problem } from './fetch-file.ts';
import type { Island } from './island.ts';
import { loadKindsOf } from './kinds.ts';
import { loadLanguage } from './language-late.ts';
import { mediaAddresses, readMedia, type MediaAddresses } from './media.ts';
import { mount } from './mount.ts';
import type * as Mounting from './mount-island.ts';
import { observe } from './observe.ts';
import { PageHistory, screenIn } from './page-history.ts';
import type { MediaFile } from './package/media.ts';

// Importing this module in Node must not fail, although there is nothing to show there.
const Base = (globalThis as { HTMLElement?: typeof HTMLElement }).HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * An app in a page.
 *
 *     <fx-app src="app.pa.yaml" connections="connections.json"></fx-app>
 *
 * - `src`: the address of the app's file, or of several, separated by spaces; of a package (`.msapp`, an exported solution); or of what
 *   `fxloom export` made of it (`.json`), which runs without reading formulas. `open` shows an app that the page has at hand.
 * - `connections`: JSON, or the address of a JSON file: `{"Shop": {"definition": "openapi.json", "baseUrl": "/api/", "auth": "shop"}}`.
 *   `auth` names an entry of the property `credentials`; secrets never stand in attributes.
 * - `gateway`: the address of a gateway, whose connections for the person who has signed in there need not be written.
 * - `media`: JSON of the addresses of pictures, sounds and films, by the names that formulas call them: `{"logo": "logo.svg"}`.
 * - `history`: the screen that is shown stands in the address (`#screen=Orders`), and the browser's back button goes back through screens. A
 *   value is what the screen is called there, for pages with several apps: `history="orders"` makes `#orders=…`.
 * - `trace`: a trace of the session begins with the app (`downloadTrace`, `fxloom replay`).
 * - `inspect`: Alt and a click on a control shows why a property of it is so.
 * - `diagnostics="off"` hides what is wrong with the app's formulas from those who look at the page; it stays in the property.
 *
 * Without `src` the element is an island: controls in it may have attributes that begin with `=`, which are formulas over each other.
 *
 *     <fx-app connections='{"Shop": {"definition": "/openapi.json"}}'>
 *       <fx-drop-down id="Status" items='["Open", "Shipped"]'></fx-drop-down>
 *       <fx-gallery items="=Shop.ListOrders({status: Status.Selected.Value}).value"></fx-gallery>
 *     </fx-app>
 *
 * `User()` is what the property `user` says, `Param(name)` what the query of the page's address says.
 *
 * Events: `fx-ready` when the app runs, `fx-exit` and `fx-hide` when the app asks to be left or hidden, `fx-navigate` (detail `{from, to}`), `fx-error` (detail `{source, message}`) for an error that no
 * formula handled.
 */
export class AppElement extends Base {
  static readonly observedAttributes = ['src', 'connections', 'gateway', 'media'];

  /** Credentials by the names that connections give them. Set before the element is in the page, or before `src` is. */
  credentials: { readonly [name: string]: Credentials } = {};
  /** Connectors that the page has bound itself, beside those of `connections`. */
  connectors: readonly AppConnector[] = [];
  /** Who uses the app, for `User()`. */
  user: AppUser | undefined;
  /** Global variables of the app, with their first values. */
  variables: { readonly [name: string]: Value } = {};

  /** Addresses of media files of the app, by the names that formulas call them; beside those that a package brings. */
  media: MediaAddresses = {};

  #given: AppFiles | undefined;
  #app: App | undefined;
  #end: (() => void) | undefined;
  #ready = promised<App>();
  #loads = 0;
  #trace: Promise<SessionTrace> | undefined;
  #offline: Promise<OfflineSpace> | undefined;
  #bound: readonly AppConnector[] = [];
  #records: { readonly [name: string]: unknown } = {};
  #kept: OfflineSpace | undefined;
  #panel: { dispose(): void } | undefined;
  #inspector: Promise<{ open(path: string): Promise<void>; dispose(): void }> | undefined;

  /** The running app; undefined until it has been loaded. */
  get app(): App | undefined {
    return this.#app;
  }

  /** Resolves when the app runs. */
  get ready(): Promise<App> {
    return this.#ready.promise;
  }

  /** All that is wrong: files that cannot be read, connections, formulas. */
  get diagnostics(): readonly AppDiagnostic[] {
    return this.#app?.diagnostics ?? [];
  }

  get src(): string {
    return this.getAttribute('src') ?? '';
  }

  set src(value: string) {
    this.setAttribute('src', value);
  }

  /** Shows an app that the page has at hand, until `src` is set again. Resolves when it runs. */
  open(app: AppFiles): Promise<App> {
    this.#unload();
    this.#given = app;
    if (this.isConnected) this.#schedule();
    return this.ready;
  }

  /** Sets a global variable. Before the app runs, its first value. */
  set(name: string, value: Value): void {
    if (this.#app === undefined) this.variables = { ...this.variables, [name]: value };
    else this.#app.set(name, value);
  }

  /** The value of `Label1.Text`, of a variable or of a named formula. */
  value(path: string): Value {
    if (this.#app === undefined) throw new RangeError('The app has not been loaded yet. Wait for `ready`.');
    return this.#app.value(path);
  }

  /** The values of such a path, as they come. */
  observe(path: string): ReturnType<typeof observe> {
    if (this.#app === undefined) throw new RangeError('The app has not been loaded yet. Wait for `ready`.');
    return observe(this.#app, path);
  }

  /** Opens a panel over the page that says why a value is so: `inspect('Label1.Text')`. */
  async inspect(path: string): Promise<void> {
    const app = await this.ready;
    this.#inspector ??= import('./inspect/inspector.ts').then(({ Inspector }) => new Inspector(app, this));
    await (await this.#inspector).open(path);
  }

  /** Begins a trace of what happens from now on. The attribute `trace` begins one with the app. */
  async startTrace(): Promise<SessionTrace> {
    return (this.#trace ??= (await this.ready).trace());
  }

  /** Saves the trace as a file that `fxloom replay` reads, or a report can hold. */
  async downloadTrace(name = 'session.fxtrace.ndjson'): Promise<void> {
    (await this.startTrace()).download(this.ownerDocument, name);
  }

  connectedCallback(): void {
    // Moved within the page: it stays as it is.
    if (this.#app === undefined) this.#schedule();
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.#unload();
    });
  }

  attributeChangedCallback(name: string): void {
    if (name === 'src') this.#given = undefined;
    if (this.isConnected) this.#schedule();
  }

  /** Loads once for several changes, and when the page around is there. */
  #schedule(): void {
    const load = ++this.#loads;
    const begin = (): void => {
      if (load === this.#loads && this.isConnected) void this.#load(load);
    };
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin, { once: true });
    else queueMicrotask(begin);
  }

  #unload(): void {
    void this.#trace?.then((trace) => trace.stop());
    this.#trace = undefined;
    void this.#inspector?.then((inspector) => inspector.dispose());
    this.#inspector = undefined;
    this.#end?.();
    this.#end = undefined;
    this.#app?.dispose();
    this.#panel?.dispose();
    this.#panel = undefined;
    if (!this.isConnected) this.#kept?.close();
    if (this.#app !== undefined) this.#ready = promised<App>();
    this.#app = undefined;
  }

  async #load(load: number): Promise<void> {
    const diagnostics: AppDiagnostic[] = [];
    const [given, connectors] = await Promise.all([this.#files(diagnostics), this.#connectors(diagnostics)]);
    const media = { ...readMedia(this.getAttribute('media') ?? '', this.baseURI, diagnostics), ...this.media };
    const [opened] = await Promise.all([
      given === undefined ? this.#openIsland() : openApp(given, diagnostics),
      // Without the texts controls speak English.
      loadMessages(languageAround(this)).catch(() => {}),
    ]);
    if (load !== this.#loads || !this.isConnected) return;
    this.#unload();
    if ('elements' in opened) this.#runIsland(opened, connectors, diagnostics);
    else this.#run(opened, connectors, diagnostics, media, given?.media);
  }

  /** The controls in the page as an app. Their formulas are known only here, so what reads formulas is loaded. */
  async #openIsland(): Promise<Island & Pick<typeof Mounting, 'mountIsland'>> {
    const [{ formulasIn, readIsland, tagsIn }, { mountIsland }] = await Promise.all([
      import('./island.ts'),
      import('./mount-island.ts'),
      loadLanguage(),
    ]);
    await Promise.all([loadTags([...tagsIn(this), 'fx-screen', 'fx-placeholder']), loadFunctions(formulasIn(this))]);
    return { ...readIsland(this), mountIsland };
  }

  async #files(diagnostics: AppDiagnostic[]): Promise<AppFiles | undefined> {
    const addresses = this.src.split(/\s+/).filter((address) => address !== '');
    return this.#given ?? (addresses.length === 0 ? undefined : fetchAppFiles(addresses, this.baseURI, diagnostics));
  }

  async #connectors(diagnostics: AppDiagnostic[]): Promise<readonly AppConnector[]> {
    this.#kept?.close();
    this.#kept = undefined;
    this.#offline = undefined;
    this.#records = {};
    const given = this.getAttribute('connections')?.trim() ?? '';
    const gateway = this.getAttribute('gateway')?.trim() ?? '';
    if (given === '' && gateway === '') return this.connectors;
    const inline = given === '' || given.startsWith('{');
    const address = inline ? this.baseURI : new URL(given, this.baseURI).href;
    const text = inline ? given || '{}' : await fetchText(address, `the connections ${given}`, diagnostics);
    if (text === undefined) return this.connectors;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const { loadConnections } = await import('./connections.ts');
    const loaded = await loadConnections(text, inline ? 'connections' : given, {
      base: address,
      timeZone,
      credentials: this.credentials,
      gateway: gateway === '' ? undefined : { address: gateway, page: location.href },
      offline: () => this.#space(),
    });
    diagnostics.push(...loaded.diagnostics);
    this.#records = loaded.records;
    return [...this.connectors, ...loaded.connectors];
  }

  #run(
    source: AppSource,
    connectors: readonly AppConnector[],
    problems: readonly AppDiagnostic[],
    named: MediaAddresses,
    files: readonly MediaFile[] = [],
  ): void {
    const name = this.getAttribute('history');
    const screen = name === null ? undefined : screenIn(location, name || 'screen');
    const { addresses, release } = mediaAddresses(files);
    const app = this.#make(source, connectors, problems, { screen, media: { ...named, ...addresses } });
    const history = name === null ? undefined : new PageHistory(app, window, name || 'screen');
    const end = mount(app, this, { diagnostics: this.getAttribute('diagnostics') !== 'off' });
    this.#started(app, () => {
      history?.dispose();
      end();
      release();
    });
  }

  #runIsland(
    { source, elements, mountIsland }: Island & Pick<typeof Mounting, 'mountIsland'>,
    connectors: readonly AppConnector[],
    problems: readonly AppDiagnostic[],
  ): void {
    const app = this.#make(source, connectors, problems);
    this.#started(
      app,
      mountIsland(app, this, (control) => elements.get(control.name) as ControlElement),
    );
  }

  #make(
    source: AppSource,
    connectors: readonly AppConnector[],
    problems: readonly AppDiagnostic[],
    more: Pick<AppOptions, 'screen' | 'media'> = {},
  ): App {
    this.#bound = connectors;
    const app = new App(source, {
      ...more,
      connectors,
      ...(this.#kept && { offline: this.#kept }),
      variables: this.variables,
      problems,
      user: () => this.user,
      parameters: new Map(new URLSearchParams(location.search)),
    });
    app.moves.add(({ from, to }) => this.#tell('fx-navigate', { from: from?.name ?? null, to: to.name }));
    app.errors.add(({ source: where, error }) => this.#tell('fx-error', { source: where, message: error.message }));
    return app;
  }

  #started(app: App, end: () => void): void {
    this.#app = app;
    this.#end = end;
    if (this.hasAttribute('trace')) {
      // A trace that begins with the app hears of its start.
      this.#trace = app.trace();
      void this.#trace.then(() => app.start());
    } else void app.start();
    if (Object.values(this.#records).some(hasTriggers)) void this.#react(app);
    if (this.hasAttribute('inspect'))
      this.#inspector = import('./inspect/inspector.ts').then(({ Inspector }) => new Inspector(app, this));
    if (this.#kept !== undefined) void this.#showPending(this.#kept);
    this.#ready.resolve(app);
    this.#tell('fx-ready', { app });
  }

  /** Runs formulas when triggers of the connections tell of something. */
  async #react(app: App): Promise<void> {
    const [{ reactInPage, reactionsIn }] = await Promise.all([import('./reactions.ts'), loadLanguage()]);
    if (this.#app !== app) return;
    const { problems, end } = reactInPage(app, this.#bound, reactionsIn(this.#records));
    const before = this.#end;
    this.#end = () => {
      end();
      before?.();
    };
    for (const message of problems) this.#tell('fx-error', { source: 'connections', message });
  }

  /** What is kept on the device for this app and its user. */
  #space(): Promise<OfflineSpace> {
    const { email, entraObjectId, fullName } = this.user ?? {};
    return (this.#offline ??= import('../connectors/offline/index.ts').then(async ({ OfflineSpace: Space }) => {
      const space = await Space.open({ app: this.src || location.pathname, user: entraObjectId ?? email ?? fullName });
      this.#kept = space;
      return space;
    }));
  }

  /** Forgets what is kept on the device of this user's answers; with `writes`, changes that have not been sent too. For signing out. */
  async forget(what?: { readonly writes?: boolean }): Promise<void> {
    await (await this.#offline)?.clear(what);
  }

  /** Shows the changes that have not been sent. */
  async #showPending(space: OfflineSpace): Promise<void> {
    const { PendingPanel } = await import('./offline/pending-panel.ts');
    if (this.#kept !== space || this.shadowRoot === null) return;
    const panel = new PendingPanel(this.ownerDocument, space);
    this.shadowRoot.append(panel.element);
    this.#panel = panel;
  }

  #tell(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }
}

/** An app's source with all that it needs, before anything is shown, so that nothing jumps as kinds of controls arrive. */
async function openApp({ files, exported }: AppFiles, diagnostics: AppDiagnostic[]): Promise<AppSource> {
  const source = await (exported === undefined ? openSource(files) : openExported(exported, diagnostics));
  await loadKindsOf(source);
  return source;
}

async function openSource(files: AppFiles['files']): Promise<AppSource> {
  const [{ AppDocument }] = await Promise.all([
    import('./document.ts'),
    loadLanguage(),
    loadFunctions(files.map(({ text }) => text)),
  ]);
  return AppDocument.open(files);
}

/** An app that was exported: formulas are checked already. One that cannot be run is an app without screens that says why. */
async function openExported(exported: unknown, diagnostics: AppDiagnostic[]): Promise<AppSource> {
  const { callsIn, emptySource, readApp } = await import('./stored/read-app.ts');
  try {
    const source = readApp(exported);
    await loadFunctions(callsIn(exported));
    return source;
  } catch (error) {
    diagnostics.push(problem('', 'NotAnExportedApp', (error as Error).message));
    return emptySource;
  }
}

const hasTriggers = (record: unknown): boolean => typeof record === 'object' && record !== null && 'triggers' in record;

/** A promise with what resolves it. */
function promised<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

declare global {
  interface HTMLElementTagNameMap {
    'fx-app': AppElement;
  }
}

defineElement('fx-app', AppElement);
