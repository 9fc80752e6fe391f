import {
  canvas,
  compile,
  createRun,
  type FormulaError,
  formulaError,
  Pending,
  refused,
  rootFrame,
  withNames,
  type CheckResult,
  type Diagnostic,
  type Features,
  type FunctionDefinition,
  type Namespace,
  type NotificationType,
  type Row,
  type Surroundings,
  type Symbol,
  type Table,
  type Value,
} from '../formula/index.ts';
import type { Definition, ExchangeFacts, Interceptor, OfflineSpace, ServiceTable } from '../connectors/index.ts';
import { Behaviors } from './behaviors.ts';
import { CallPool, type MadeCall, type Services } from './calls.ts';
import { touch, type Cause } from './cause.ts';
import { ConnectionSignal } from './connection-signal.ts';
import type { ControlModel } from './control-model.ts';
import type { AppDiagnostic, AppDocument, AppSource } from './document.ts';
import { noPage, type Device } from './device.ts';
import type { EffectHost } from './effects.ts';
import type { Explanation } from './inspect/explanation.ts';
import { Events } from './events.ts';
import { Forms } from './forms.ts';
import { Graph, type Node } from './graph.ts';
import { languageNow } from './language-late.ts';
import { Listeners } from './listeners.ts';
import { localData, type LocalData } from './local-data.ts';
import type { MediaAddresses } from './media.ts';
import { Navigation, type Move } from './navigation.ts';
import { Notifications } from './notifications.ts';
import { chosenOf, isChosen } from './outputs.ts';
import { untilAnswered } from './pending.ts';
import { effects, type PerformHost, type TraceMessage } from './perform.ts';
import { Program } from './program.ts';
import type { SourceFile } from './places.ts';
import type { RowContext } from './rows.ts';
import { TableSources } from './table-sources.ts';
import { themeSymbol } from './theme.ts';
import { stepsOf, type Step } from './steps.ts';
import type { Recorder } from './trace/recorder.ts';
import type { SessionTrace, TraceOptions } from './trace/session-trace.ts';
import { typeOfValue } from './value-type.ts';

/** What an app needs of a connector (`connect` of fxloom/connectors gives it). */
export interface AppConnector extends Services {
  readonly namespace: Namespace;
  /** Tables of the service, which formulas name by themselves: `Orders`. */
  readonly tables?: ReadonlyMap<string, ServiceTable>;
  readonly definition?: Definition;
  /** The exchanges of a call, newest last. */
  exchanges?(operation: FunctionDefinition, args: readonly Value[]): readonly ExchangeFacts[];
  /** Whether the service can be reached, now and from then on. */
  readonly reachable?: { subscribe(tell: (reached: boolean) => void): { unsubscribe(): void } };
  /** Comes when the service has told a type that a formula was checked without. */
  readonly learned?: { subscribe(tell: () => void): { unsubscribe(): void } };
  /** Has all exchanges pass an interceptor, until the returned function is called. */
  intercept?(interceptor: Interceptor): () => void;
  /** Has functions of formulas know of pages that are yet to come; `plan` does so by itself. */
  readonly guard?: AppConnector['plan'] | undefined;
  /** Moves work of formulas to those tables that answer queries. */
  readonly plan?: (result: CheckResult, text: string, behavior: boolean) => CheckResult;
}

export interface AppOptions {
  readonly connectors?: readonly AppConnector[];
  /**
   * The rules that formulas are judged by; unless given, those of Power Apps today (`canvasShipping`) for files that it has written, and those of
   * new apps for others.
   */
  readonly features?: Features;
  /** Zone, culture, clock and chance that formulas see; those of the machine unless given. */
  readonly surroundings?: Partial<Surroundings>;
  /** Global variables that the host gives, with their values. */
  readonly variables?: { readonly [name: string]: Value };
  /** Who uses the app (`User`); asked each time a formula is evaluated, so it may answer once somebody has signed in. */
  readonly user?: () => AppUser | undefined;
  /** Media files of the app, by the names that formulas call them. */
  readonly media?: MediaAddresses;
  /** The screen that is shown first, whatever `StartScreen` says: of a deep link. Passed over where there is none of that name. */
  readonly screen?: string | undefined;
  /** What the app was opened with (`Param`). */
  readonly parameters?: ReadonlyMap<string, string>;
  /** Keeps what the app saves on the device apart from other apps of the same origin; the first file's name unless given. */
  readonly storageName?: string;
  /** What connections keep on the device. */
  readonly offline?: OfflineSpace;
  /** What the host found wrong already: a file that is missing, a definition that cannot be read. */
  readonly problems?: readonly AppDiagnostic[];
}

/** Who uses an app. */
export interface AppUser {
  readonly fullName?: string;
  readonly email?: string;
  /** The address of a picture. */
  readonly image?: string;
  readonly entraObjectId?: string;
}

/** What shows an app: reacts to what formulas do to controls. */
export interface View {
  /** The app was changed: everything has to be shown anew. */
  rebuild(): void;
  reset(control: ControlModel, row: RowContext | undefined): void;
  focus(control: ControlModel, row: RowContext | undefined): void;
  /** The control, and the row, that an element shows. */
  shownBy?(element: Element): { readonly control: ControlModel; readonly row: () => RowContext | undefined } | undefined;
  /** What the page does for the app. */
  readonly device?: Device;
  /** The address that relative ones count from. */
  readonly base?: string;
}

/**
 * A running app: its document, its formulas on the graph, its navigation, its messages. It runs with and without a page; `mount` shows it.
 */
export class App implements EffectHost, PerformHost {
  readonly graph: Graph;
  readonly navigation: Navigation<ControlModel>;
  readonly notifications = new Notifications();
  readonly behaviors: Behaviors;
  /** Told of each move to another screen. */
  readonly moves = new Listeners<Move<ControlModel>>();
  /** Told of errors that nothing handled: of behaviors, with the control and event that met them. */
  readonly errors = new Listeners<{ readonly error: FormulaError; readonly source: string }>();
  /** Told of messages of `Trace`. */
  readonly traces = new Listeners<TraceMessage>();
  /** What the app keeps on this device. */
  readonly localData: LocalData;
  readonly forms: Forms;
  /** Whether the device and the services are connected, as formulas see it. */
  readonly connection: ConnectionSignal;
  /** Told after the app was changed while it runs (`edit`, a variable that was not there). */
  readonly changes = new Listeners<void>();
  /** Hears of all that enters the app from outside, while it is traced or replayed. @internal */
  recorder: Recorder | undefined;
  /** @internal */
  readonly source: AppSource;
  private resuming = false;
  private disposed = false;
  /** Formulas were checked without a type that is known now. */
  private outdated = false;
  private options: AppOptions;
  private readonly problems: readonly AppDiagnostic[];
  private readonly pool: CallPool;
  /** @internal */
  readonly sources: TableSources;
  private readonly surroundings: Surroundings;
  private readonly namespaces = new Map<string, Namespace>();
  private readonly bound = new Map<string, AppConnector>();
  private running: Program;
  private readonly events: Events;
  private view: View | undefined;
  private started: Promise<void> | undefined;
  private readonly linked: string | undefined;
  private readonly ends: (() => void)[];

  constructor(source: AppSource, options: AppOptions = {}) {
    this.source = source;
    this.options = options;
    this.problems = options.problems ?? [];
    this.linked = options.screen;
    this.graph = new Graph();
    this.behaviors = new Behaviors(this.graph);
    this.pool = new CallPool({
      start: (operation, args) => this.connectorOf(operation).start(operation, args),
      call: (operation, args) => this.connectorOf(operation).call(operation, args),
    });
    this.connection = new ConnectionSignal(this.graph);
    this.sources = new TableSources(options.media ?? {}, this.graph, this.pool, [this.connection, themeSymbol]);
    this.ends = [() => this.connection.dispose(), ...this.followChanges(options.offline)];
    for (const connector of options.connectors ?? []) this.bind(connector);
    const { surroundings, user, parameters } = options;
    const features = source.known?.features ?? options.features ?? source.features ?? canvas;
    this.localData = localData(options.storageName ?? source.app.place.file);
    this.forms = new Forms(this);
    const zone = Intl.DateTimeFormat().resolvedOptions();
    const run = { ...createRun(), timeZone: zone.timeZone, culture: zone.locale, ...surroundings };
    this.surroundings = {
      ...run,
      features,
      now: () => this.recorder?.now(run.now()) ?? run.now(),
      random: () => this.recorder?.random(run.random()) ?? run.random(),
      ...(user !== undefined && { user: () => userRow(user()) }),
      ...(parameters !== undefined && { parameters }),
    };
    this.navigation = new Navigation(this.graph, (move) => this.moved(move));
    this.running = this.build(Object.entries(options.variables ?? {}));
    this.events = new Events(this, this.pool, this.surroundings);
  }

  /** The connectors of the app, by the names that formulas call them. */
  get connectors(): ReadonlyMap<string, AppConnector> {
    return this.bound;
  }

  get model(): Program['model'] {
    return this.running.model;
  }

  get device(): Device {
    return this.view?.device ?? noPage;
  }

  get base(): string | undefined {
    return this.view?.base;
  }

  get program(): Program {
    return this.running;
  }

  /** All that is wrong with the app: its files and its formulas. What is right runs all the same. */
  get diagnostics(): readonly AppDiagnostic[] {
    return [...this.problems, ...this.running.diagnostics];
  }

  get screen(): ControlModel | undefined {
    return this.navigation.screen;
  }

  /** Runs `OnStart` and shows the first screen; resolves when both have been done. The screen does not wait for calls of `OnStart`. */
  start(): Promise<void> {
    this.started ??= this.begin();
    return this.started;
  }

  /**
   * Why a value is so: of a property (`Label1.Text`), a variable, a collection, a named formula or a table of a service. Waits for calls
   * that have not answered. In a gallery the first row unless another is given. Rejects with a `RangeError` if there is no such thing.
   */
  async why(path: string, row?: RowContext): Promise<Explanation> {
    const { why } = await import('./inspect/why.ts');
    return why(this, path, row);
  }

  /** The control that an element of the page shows. */
  shownBy(element: Element): ReturnType<NonNullable<View['shownBy']>> {
    return this.view?.shownBy?.(element);
  }

  /** Zone and culture that formulas see. @internal */
  get place(): Pick<Surroundings, 'timeZone' | 'culture'> {
    return { timeZone: this.surroundings.timeZone, culture: this.surroundings.culture };
  }

  /** @internal */
  get services(): readonly AppConnector[] {
    return [...this.connectors.values()];
  }

  /** The calls that have an answer which formulas show. @internal */
  get heldCalls(): readonly MadeCall[] {
    return this.pool.answered;
  }

  /** Begins where another app was: shows a screen, without what happens when it starts. @internal */
  resume(screen: ControlModel): void {
    this.started = Promise.resolve();
    this.resuming = true;
    this.navigation.navigate(screen);
    this.resuming = false;
    this.graph.flush();
  }

  /**
   * Begins a trace of what happens from now on, to be looked at or replayed: `fxloom replay`. Costs nothing while there is none.
   */
  async trace(options?: TraceOptions): Promise<SessionTrace> {
    const { SessionTrace: Made } = await import('./trace/session-trace.ts');
    return new Made(this, options);
  }

  /** The exchanges with its service that a call had, newest last. @internal */
  exchangesOf(operation: FunctionDefinition, args: readonly Value[]): readonly ExchangeFacts[] {
    return this.connectorOf(operation).exchanges?.(operation, args) ?? [];
  }

  /** Resolves when no behavior is running any more. */
  idle(): Promise<void> {
    return this.behaviors.idle();
  }

  /** The value of a property (`Label1.Text`), a variable, a collection or a named formula now. `RangeError` if there is no such thing. */
  value(path: string): Value {
    return this.nodeOf(path).read();
  }

  /** Calls back with the value of such a path now and after each change, until the returned function is called. */
  watch(path: string, watcher: (value: Value) => void): () => void {
    let stop = this.nodeOf(path).watch(watcher);
    const rebuilt = this.changes.add(() => {
      stop();
      stop = this.nodeOf(path).watch(watcher);
    });
    return () => {
      rebuilt();
      stop();
    };
  }

  /** Sets a global variable or a collection. One that the app does not mention comes into being, and formulas that name it are checked anew. */
  set(name: string, value: Value): void {
    const { variables, collections } = this.running.model;
    const place = collections.get(name) ?? variables.get(name);
    if (place !== undefined) {
      this.recorder?.set(name, value);
      touch(place, undefined);
      place.write(value);
    } else this.rebuild([[name, value]]);
  }

  /** Does what a press on a control does. Resolves with the value of its `OnSelect`. */
  async press(name: string, row?: RowContext): Promise<Value> {
    return this.run(this.control(name), 'OnSelect', row);
  }

  /**
   * Does what a user does who changes an output of a control: types a text, chooses a row; `OnChange` then runs. A `RangeError` where a user
   * cannot change it.
   */
  async change(name: string, property: string, value: Value, row?: RowContext): Promise<Value> {
    const control = this.control(name);
    const output = control.property(property);
    const chosen = output && chosenOf(output);
    if (chosen === undefined) throw new RangeError(`${name}.${property} is nothing that a user changes.`);
    this.choose(control, chosen.name, value, row);
    this.graph.flush();
    return this.run(control, 'OnChange', row);
  }

  /** Keeps what the user chose in a control. */
  choose(control: ControlModel, name: string, value: Value, row: RowContext | undefined): void {
    this.recorder?.chosen(control, name, value, row);
    this.keepChoice(control, name, value, row);
  }

  private keepChoice(control: ControlModel, name: string, value: Value, row: RowContext | undefined): void {
    const property = control.property(name);
    if (property?.definition === undefined || !property.isOutput || !isChosen(property.definition)) return;
    const assigned = row === undefined ? this.running.assignedNode(property)?.read() : this.running.assignedIn(property, row);
    (row === undefined ? control.choices : row.choicesOf(control)).set(property.name, value, assigned);
  }

  /** Runs the formula of an event, after those of the same event that are still running. Blank where there is none. */
  run(control: ControlModel, event: string, row?: RowContext): Promise<Value> {
    this.recorder?.event(control, event, row);
    return this.events.run(control, event, row);
  }

  /**
   * Evaluates a formula once, with the names that a control sees; without one, those of the app. What it reads but does not wait for may be
   * pending. Throws `LanguageNeeded` in a page that has only what runs exported apps.
   */
  evaluate(formula: string, control?: ControlModel, row?: RowContext): CheckResult & { readonly value: Value } {
    const scope = this.running.analysis.scopeOf(control);
    const result = languageNow().check(formula, scope, { features: this.surroundings.features });
    const run = this.running.newRun(
      { read: () => new Pending(), start: (operation, args) => this.pool.once(operation, args) },
      row,
    );
    return { ...result, value: result.valid ? compile(result.formula)(rootFrame(run)) : refused(result) };
  }

  /** The same when the calls that it makes have answered. */
  async settled(formula: string): Promise<CheckResult & { readonly value: Value }> {
    const found = this.evaluate(formula, this.screen);
    if (!found.valid) return found;
    const steps = stepsOf(found.formula);
    return { ...found, value: await this.runSteps(steps) };
  }

  /**
   * A behavior of the screen that is shown, with further names, checked: what is wrong with it, and what runs it. One that is wrong does
   * nothing.
   */
  routine(
    formula: string,
    names: ReadonlyMap<string, Symbol>,
  ): { readonly diagnostics: readonly Diagnostic[]; readonly run: () => Promise<Value> } {
    const scope = withNames(this.running.analysis.scopeOf(this.screen), { symbols: names });
    const {
      diagnostics,
      valid,
      formula: checked,
    } = languageNow().check(formula, scope, { features: this.surroundings.features, behavior: true });
    const steps = valid ? stepsOf(checked) : [];
    return { diagnostics, run: () => this.runSteps(steps) };
  }

  /** Tells of an error that a property shows to the user. Called by views, once for each. */
  met(error: FormulaError): void {
    this.events.met(error);
  }

  /** Runs steps of a test, as a behavior of the screen that is shown. @internal */
  runSteps(steps: readonly Step[]): Promise<Value> {
    return this.events.runSteps(steps, this.screen);
  }

  /** Changes a formula of the document while the app runs; `null` takes it away. What users did and what variables hold stays. */
  edit(control: string, property: string, formula: string | null): void {
    const { document } = this;
    const source = document?.find(control);
    if (document === undefined || source === undefined) throw new RangeError(`There is no control ${control} to edit.`);
    document.edit(source, property, formula);
    this.rebuild([]);
  }

  /** The app's source, where it can be edited. */
  get document(): AppDocument | undefined {
    return 'replace' in this.source ? (this.source as AppDocument) : undefined;
  }

  /**
   * Gives the running app a further connector: formulas that call it work from now on. What users did and what variables hold stays. Throws
   * a `RangeError` where the app has a connector of this name.
   */
  connect(connector: AppConnector): void {
    const { name } = connector.namespace;
    if (this.bound.has(name)) throw new RangeError(`This app has a connector ${name} already.`);
    this.options = { ...this.options, connectors: [...(this.options.connectors ?? []), connector] };
    this.bind(connector);
    this.rebuild([]);
  }

  /** Makes an app of another source with the connectors of this one, to compare the two. It shows nothing and starts nothing. */
  like(source: AppSource): App {
    return new App(source, this.options);
  }

  /**
   * Goes on with other files of the same app. What users did and what variables hold stays; `renamed` tells the name of one thing before
   * and now.
   */
  replaceFiles(files: readonly SourceFile[], renamed?: readonly [before: string, now: string]): void {
    const { document } = this;
    if (document === undefined) throw new RangeError('The source of this app cannot be edited.');
    document.replace(files);
    this.rebuild([], renamed);
  }

  /** A row of a gallery, to press and change controls in. `RangeError` if there is no such row. */
  row(gallery: string, index: number, outer?: RowContext): RowContext {
    const row = this.rowAt(this.control(gallery), index, outer);
    if (row === undefined) throw new RangeError(`${gallery} has no row ${index}.`);
    return row;
  }

  /** The control of a name; inside an instance of a component by its path, `Header1.Label1`. `RangeError` if there is none. */
  control(name: string): ControlModel {
    const control = this.running.model.find(name);
    if (control === undefined) throw new RangeError(`This app has no control ${name}.`);
    return control;
  }

  /** Lets a view show the app; one at a time. Returns what ends that. */
  attach(view: View): () => void {
    if (this.view !== undefined) throw new RangeError('This app is shown already.');
    this.view = view;
    return () => {
      if (this.view === view) this.view = undefined;
    };
  }

  dispose(): void {
    this.disposed = true;
    this.behaviors.close();
    for (const end of this.ends) end();
    this.running.dispose();
    this.sources.dispose();
  }

  // ---- Effects of behaviors ----------------------------------------------------------------------------------------------------

  setContext(home: ControlModel, values: Row, cause?: Cause): void {
    for (const [name, value] of Object.entries(values)) {
      const variable = this.running.model.variable(name, home);
      touch(variable, cause);
      variable.write(value);
    }
  }

  navigate(screen: ControlModel, transition: string | null, context: Row | null, cause?: Cause): void {
    if (context !== null) this.setContext(screen, context, cause);
    this.navigation.navigate(screen, transition);
  }

  back(transition: string | null): boolean {
    return this.navigation.back(transition);
  }

  notify(message: string, type: NotificationType, timeout: number): void {
    this.notifications.notify(message, type, timeout);
  }

  reset(control: ControlModel, row: RowContext | undefined): void {
    const choices = row !== undefined && control.gallery !== undefined ? row.choicesOf(control) : control.choices;
    choices.clear((name) => control.property(name)?.definition?.derive !== undefined);
    this.view?.reset(control, row);
    if (control.kind?.component !== undefined) void this.events.run(control, 'OnReset', row);
    for (const child of control.children) if (control.gallery === child.gallery) this.reset(child, row);
  }

  async select(control: ControlModel, row: RowContext | undefined): Promise<void> {
    await this.events.run(control, 'OnSelect', row);
  }

  async selectRow(
    gallery: ControlModel,
    index: number,
    child: ControlModel | undefined,
    outer: RowContext | undefined,
  ): Promise<boolean> {
    const row = this.rowAt(gallery, index, outer);
    if (row === undefined) return false;
    this.keepChoice(gallery, 'Selected', row.item, outer);
    await this.events.run(child ?? gallery, 'OnSelect', row);
    return true;
  }

  perform(name: string, args: readonly Value[], row: RowContext | undefined): Value | Promise<Value> {
    const effect = effects.get(name);
    return effect === undefined ? formulaError('NotSupported', `${name} is not available in this app.`) : effect(this, args, row);
  }

  setFocus(control: ControlModel, row: RowContext | undefined): void {
    this.view?.focus(control, row);
  }

  invoke(instance: ControlModel, routine: string, args: Row, context: RowContext | undefined): Promise<Value> {
    return this.events.invoke(instance, routine, args, context);
  }

  refresh(namespace: string | undefined): Promise<Value> {
    return this.pool.refresh((operation) => namespace === undefined || operation.remote?.namespace === namespace);
  }

  // ---- Running -----------------------------------------------------------------------------------------------------------------

  private async begin(): Promise<void> {
    const { app, screens } = this.running.model;
    const starting = this.events.run(app, 'OnStart');
    const linked = this.running.model.screen(this.linked ?? '');
    const shown = linked ?? (await this.startScreen()) ?? screens[0];
    if (shown !== undefined && this.screen === undefined) this.navigation.navigate(shown);
    this.graph.flush();
    await starting;
  }

  /** The screen that `App.StartScreen` names, when its calls have answered. */
  private async startScreen(): Promise<ControlModel | undefined> {
    const property = this.running.model.app.property('StartScreen');
    if (property?.source === undefined) return undefined;
    await untilAnswered(this.graph, [property.node], (node) => this.running.callsOf(node));
    const value = property.node.read();
    const target = value !== null && typeof value === 'object' && 'target' in value ? (value.target as ControlModel) : undefined;
    return target === undefined ? undefined : this.running.model.screen(target.name);
  }

  private moved(move: Move<ControlModel>): void {
    const { from, to } = move;
    this.running.model.app.choices.set('ActiveScreen', to.reference, undefined);
    if (from !== undefined) void this.events.run(from, 'OnHidden');
    this.moves.tell(move);
    if (this.resuming) return;
    // The first screen's OnVisible comes after OnStart, as formulas expect.
    void this.events.run(to, 'OnVisible', undefined, from === undefined ? this.running.model.app : to);
  }

  /** Makes a connector's functions and tables known, and keeps `Connection` up to date with it. */
  private bind(connector: AppConnector): void {
    const { name } = connector.namespace;
    this.bound.set(name, connector);
    this.namespaces.set(name, connector.namespace);
    this.sources.add(name, connector);
    const following = connector.reachable?.subscribe((reached) => this.connection.reached(name, reached));
    if (following !== undefined) this.ends.push(() => following.unsubscribe());
    const learning = connector.learned?.subscribe(() => this.checkSoon());
    if (learning !== undefined) this.ends.push(() => learning.unsubscribe());
  }

  /** Checks formulas anew, once for all types that came together. */
  private checkSoon(): void {
    if (this.outdated) return;
    this.outdated = true;
    queueMicrotask(() => {
      this.outdated = false;
      if (!this.disposed) this.rebuild([]);
    });
  }

  /** Hears what becomes of changes that waited. */
  private *followChanges(offline: OfflineSpace | undefined): Generator<() => void> {
    if (offline === undefined) return;
    const following = import('./offline/follow.ts').then(({ followOutbox }) => followOutbox(this, offline));
    yield () => void following.then((end) => end());
  }

  /** A change that waited was refused, long after the behavior that made it. @internal */
  refused(error: FormulaError, source: string): void {
    this.events.refused(error, source);
  }

  private connectorOf(operation: FunctionDefinition): AppConnector {
    const connector = this.connectors.get(operation.remote?.namespace ?? '');
    if (connector === undefined) throw new RangeError(`${operation.name} belongs to no connector of this app.`);
    return connector;
  }

  private rowAt(gallery: ControlModel, index: number, outer: RowContext | undefined): RowContext | undefined {
    const property = gallery.property('Items');
    const items = outer === undefined || property === undefined ? property?.node.read() : outer.value(property);
    const item = Array.isArray(items) ? (items as Table)[index] : undefined;
    return item === undefined ? undefined : this.running.rowsOf(gallery, outer)?.at(index, item, items as Table);
  }

  private nodeOf(path: string): Node {
    const { model, analysis } = this.running;
    const dot = path.lastIndexOf('.');
    const found =
      dot < 0
        ? (model.variables.get(path)?.cell ?? model.collections.get(path)?.cell ?? analysis.namedFormulas.get(path)?.node)
        : (model.find(path.slice(0, dot))?.property(path.slice(dot + 1))?.node ??
          this.contextNode(path.slice(0, dot), path.slice(dot + 1)));
    if (found === undefined)
      throw new RangeError(`This app has no ${path}. A property is written Control.Property, a variable by its name.`);
    return found;
  }

  private contextNode(screen: string, name: string): Node | undefined {
    const found = this.running.model.screen(screen);
    return found && this.running.model.contextOf(found).get(name)?.cell;
  }

  // ---- Building ----------------------------------------------------------------------------------------------------------------

  private build(given: Iterable<readonly [string, Value]>): Program {
    return new Program(this.source, this.graph, this.pool, {
      surroundings: this.surroundings,
      namespaces: this.namespaces,
      sources: this.sources,
      variables: [...given].map(([name, value]) => ({ name, value, type: typeOfValue(value) })),
    });
  }

  private rebuild(given: readonly (readonly [string, Value])[], renamed?: readonly [string, string]): void {
    const before = this.running;
    const now = (name: string): string => (name === renamed?.[0] ? renamed[1] : name);
    const kept = [...before.model.variables.values()].filter((variable) => variable.given !== undefined);
    this.running = this.build([...kept.map((variable) => [now(variable.name), variable.read()] as const), ...given]);
    this.running.model.takeOver(before.model, renamed);
    this.navigation.replace((screen) => this.running.model.screen(now(screen.name)) ?? this.running.model.screens[0]);
    this.changes.tell();
    this.view?.rebuild();
    before.dispose();
    this.graph.flush();
  }
}

const userRow = (user: AppUser | undefined): Row | undefined =>
  user && {
    FullName: user.fullName ?? '',
    Email: user.email ?? '',
    Image: user.image ?? null,
    EntraObjectId: user.entraObjectId ?? '',
  };

/** An app from its source. It can be started, asked and driven at once; `mount` shows it on a page. */
export const createApp = (source: AppSource, options?: AppOptions): App => new App(source, options);
