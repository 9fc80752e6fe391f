import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { openFiles, type App, type AppElement, type AppPackage, type MediaFile, type OpenedPackage } from '../app/core.ts';
import { copyFrom, insertControl, insertScreen, pasteInto, removeFrom } from '../app/authoring/index.ts';
import { appBarStyles } from './app-bar-styles.ts';
import { Autosave, type AutosaveState } from './autosave.ts';
import './insert-menu.ts';
import type { InsertChoice } from './insert-menu.ts';
import { fileOfApp, saveFile, type SavedFile } from './save-file.ts';
import { flatButton } from './shared-styles.ts';
import { SourceStore } from './source-store.ts';

const said: { readonly [state in AutosaveState['state']]: string } = {
  clean: '',
  waiting: 'Saving…',
  kept: 'Kept on this device',
  other: 'Another tab has changed this app. Yours is kept beside it; save it to a file.',
  failed: '',
};

/**
 * What is done with an app as a whole, and with its controls: opening a package or files, saving, taking steps back copying, pasting and
 * removing. Edits are kept on the device as they are made, and offered again when the same app is opened. Raises `fx-chosen` (detail
 * `{control}`) for a control that should be chosen.
 */
export class AppBar extends LitElement {
  static override readonly properties = {
    app: { attribute: false },
    player: { attribute: false },
    control: {},
    autosave: { state: true },
    message: { state: true },
    choices: { state: true },
    offered: { state: true },
  };
  static override readonly styles = [flatButton, appBarStyles];

  declare app: App | undefined;
  /** The element that runs the app, where another one can be opened in it. */
  declare player: AppElement | undefined;
  /** The chosen control, by name. */
  declare control: string;
  declare private autosave: AutosaveState;
  declare private message: string | undefined;
  declare private choices: readonly AppPackage[];
  declare private offered: Date | undefined;

  private keeper: Autosave | undefined;
  private store: SourceStore | undefined;
  private readonly stops: (() => void)[] = [];
  private place: SavedFile | undefined;
  private name = 'App';
  private media: readonly MediaFile[] = [];

  constructor() {
    super();
    this.control = '';
    this.autosave = { state: 'clean' };
    this.choices = [];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.release();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('app')) this.follow();
  }

  private release(): void {
    this.keeper?.dispose();
    for (const stop of this.stops.splice(0)) stop();
  }

  private follow(): void {
    this.release();
    const { app } = this;
    const file = app?.document?.files[0]?.name;
    this.autosave = { state: 'clean' };
    this.offered = undefined;
    if (app === undefined || file === undefined) return;
    // Packages often hold files of the same names.
    this.store = new SourceStore(`${this.name} ${file}`);
    this.keeper = new Autosave(app, this.store, (state) => (this.autosave = state));
    this.stops.push(app.changes.add(() => this.requestUpdate()));
    void this.offer(app, this.store);
  }

  /** Offers what was kept of the app, where that is another state than the one that was opened. */
  private async offer(app: App, store: SourceStore): Promise<void> {
    const kept = await store.latest().catch(() => undefined);
    if (kept === undefined || this.app !== app || JSON.stringify(kept.files) === JSON.stringify(plain(app))) return;
    this.offered = kept.savedAt;
  }

  private async restore(): Promise<void> {
    const kept = await this.store?.latest();
    if (kept !== undefined) this.attempt(() => this.app?.replaceFiles(kept.files));
    if (kept?.damaged === true) this.message = 'The last state was damaged. This is the one before it.';
    this.offered = undefined;
  }

  private async forget(): Promise<void> {
    await this.store?.clear();
    this.offered = undefined;
  }

  // ---- Opening and saving ------------------------------------------------------------------------------------------------------------

  /** Opens files that a person chose or dropped. Of several apps the person chooses one. */
  async open(files: Iterable<File>): Promise<void> {
    this.show(await openFiles(files));
  }

  /** Starts an app of one empty screen. The edits of the one before stay kept on the device. */
  async createNew(): Promise<void> {
    await this.keeper?.flush();
    const files = [{ name: 'New app.pa.yaml', text: 'Screens:\n  Screen1:\n' }];
    await this.start({ name: 'New app', files, media: [], resources: undefined });
  }

  private show({ apps, diagnostics }: OpenedPackage): void {
    this.message = diagnostics.map(({ file, message }) => `${file}: ${message}`).join('\n') || undefined;
    this.choices = apps.length > 1 ? apps : [];
    if (apps.length === 1) void this.start(apps[0]!);
  }

  private async start(opened: AppPackage): Promise<void> {
    this.choices = [];
    this.place = undefined;
    this.name = opened.name;
    this.media = opened.media;
    await this.player?.open(opened);
  }

  /** Saves to the file that was chosen before, or lets the person choose one. */
  async save(): Promise<void> {
    const { app } = this;
    if (app?.document === undefined) return;
    try {
      this.place = await saveFile(await fileOfApp(this.name, app.document.files, this.media), this.place);
      await this.keeper?.flush();
      this.message = undefined;
    } catch (error) {
      if ((error as Error).name !== 'AbortError')
        this.message = `The app could not be saved: ${textOf(error)} Your edits are still here.`;
    }
  }

  // ---- Controls ----------------------------------------------------------------------------------------------------------------------

  /** The chosen control as text of the clipboard; undefined where there is none. */
  copied(): string | undefined {
    return this.attempt(() => this.app && copyFrom(this.app, [this.control]));
  }

  /** Puts controls of the clipboard into the chosen one, or behind it. */
  async paste(text: string): Promise<void> {
    await this.put(async (app) => (await pasteInto(app, this.control, text))[0]);
  }

  /** Puts a new control into the chosen one, or behind it; or a new screen behind the others, which is then shown. */
  async insert({ kind, variant }: InsertChoice): Promise<void> {
    const into = this.control === 'App' || this.control === '' ? this.app?.screen?.name : this.control;
    await this.put(async (app) => {
      if (kind !== 'Screen') return insertControl(app, into ?? '', kind, variant);
      const name = await insertScreen(app);
      const screen = app.program.model.screens.find((candidate) => candidate.name === name);
      if (screen !== undefined) app.navigate(screen, null, null);
      return name;
    });
  }

  /** Puts something into the app and chooses it; what cannot be done is said. */
  private async put(work: (app: App) => Promise<string | undefined>): Promise<void> {
    const { app } = this;
    if (app === undefined) return;
    try {
      const name = await work(app);
      this.message = undefined;
      this.choose(name);
    } catch (error) {
      this.message = textOf(error);
    }
  }

  /** Takes the chosen control out. */
  removeControl(): void {
    const { app, control } = this;
    const around = app?.program.model.controls.get(control)?.container?.name ?? app?.screen?.name;
    if (app !== undefined && this.attempt(() => (removeFrom(app, control), true)) === true) this.choose(around);
  }

  private choose(control: string | undefined): void {
    if (control !== undefined) this.dispatchEvent(new CustomEvent('fx-chosen', { detail: { control } }));
  }

  private attempt<T>(work: () => T): T | undefined {
    try {
      const result = work();
      this.message = undefined;
      return result;
    } catch (error) {
      this.message = textOf(error);
      return undefined;
    }
  }

  private async toClipboard(): Promise<void> {
    const text = this.copied();
    if (text === undefined) return;
    await navigator.clipboard.writeText(text).catch(() => (this.message = 'The browser did not let the page copy.'));
  }

  private async fromClipboard(): Promise<void> {
    const text = await navigator.clipboard.readText().catch(() => undefined);
    if (text === undefined) this.message = 'The browser did not let the page read the clipboard. Press Ctrl+V in the tree.';
    else await this.paste(text);
  }

  // ---- Rendering ---------------------------------------------------------------------------------------------------------------------

  override render(): TemplateResult {
    const { autosave } = this;
    const none = this.app === undefined || this.control === '' || this.control === 'App';
    return html`<div role="toolbar" aria-label="App">
        ${
          this.player === undefined
            ? nothing
            : html`${this.button('New', 'Start an app of one empty screen', () => void this.createNew())}${this.renderOpen()}`
        }
        ${this.button('Save', 'Save to a file (Ctrl+S)', () => void this.save(), this.app === undefined)}
        <span class="gap"></span>
        <fx-insert-menu
          ?disabled=${this.app?.document === undefined}
          @fx-insert=${({ detail }: CustomEvent<InsertChoice>) => void this.insert(detail)}
        ></fx-insert-menu>
        ${this.button('Copy', 'Copy the control (Ctrl+C)', () => void this.toClipboard(), none)}
        ${this.button('Paste', 'Paste controls (Ctrl+V)', () => void this.fromClipboard(), this.app === undefined)}
        ${this.button('Delete', 'Delete the control (Del)', () => this.removeControl(), none)}
        <span class="state" role="status">${said[autosave.state] || (autosave.message ?? '')}</span>
        <slot></slot>
      </div>
      ${this.renderOffer()} ${this.renderChoices()}
      ${this.message === undefined ? nothing : html`<p class="message" role="alert">${this.message}</p>`}`;
  }

  private renderOpen(): TemplateResult {
    const choose = (event: Event): void => {
      const input = event.target as HTMLInputElement;
      void this.open([...(input.files ?? [])]).finally(() => (input.value = ''));
    };
    return html`<label class="flat" title="Open an app: .msapp, a solution (.zip) or .pa.yaml files">
      Open…<input type="file" multiple accept=".msapp,.zip,.yaml,.yml" @change=${choose} />
    </label>`;
  }

  private renderOffer(): TemplateResult | typeof nothing {
    if (this.offered === undefined) return nothing;
    return html`<p class="offer" role="status">
      Edits of ${this.offered.toLocaleString()} were kept on this device.
      ${this.button('Restore', 'Go on with them', () => void this.restore())}
      ${this.button('Forget', 'Leave them', () => void this.forget())}
    </p>`;
  }

  private renderChoices(): TemplateResult | typeof nothing {
    if (this.choices.length === 0) return nothing;
    return html`<p class="offer" role="status">
      Which app? ${this.choices.map((app) => this.button(app.name, `Open ${app.name}`, () => void this.start(app)))}
    </p>`;
  }

  private button(text: string, title: string, press: () => void, disabled = false): TemplateResult {
    return html`<button type="button" class="flat" title=${title} ?disabled=${disabled} @click=${press}>${text}</button>`;
  }
}

const plain = (app: App): readonly object[] => (app.document?.files ?? []).map(({ name, text }) => ({ name, text }));

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

declare global {
  interface HTMLElementTagNameMap {
    'fx-app-bar': AppBar;
  }
}

if (typeof customElements !== 'undefined' && customElements.get('fx-app-bar') === undefined)
  customElements.define('fx-app-bar', AppBar);
