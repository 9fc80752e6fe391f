import {
  compile,
  DEFAULT_FUEL,
  FormulaError,
  numberCode,
  Pending,
  rootFrame,
  writableTable,
  type Checked,
  type CheckResult,
  type DataSource,
  type Evaluate,
  type Features,
  type FunctionDefinition,
  type Namespace,
  type Places,
  type RemoteCalls,
  type Run,
  type Surroundings,
  type Symbol,
  type Type,
  type Value,
} from '../formula/index.ts';
import { allItems, allItemsSources, isAllItems } from './all-items.ts';
import { placed } from './app-diagnostic.ts';
import { AppModel, type ModelHost } from './app-model.ts';
import { callFormula, type CallFormula } from './call-formula.ts';
import { FormulaCalls, type CallPool } from './calls.ts';
import type { Choices } from './choices.ts';
import { ComponentFunction } from './component-function.ts';
import type { ControlModel } from './control-model.ts';
import { DependencyOrder } from './dependency-order.ts';
import type { AppDiagnostic, AppSource, CustomProperty } from './document.ts';
import type { Graph, GraphPart, Node } from './graph.ts';
import type { KnownFormulas } from './known-formulas.ts';
import { languageNow } from './language-late.ts';
import { defaultValue, outputSources, outputValue } from './outputs.ts';
import { hostedOutput, type HostedOutput, type ReadProperty } from './form-outputs.ts';
import { Property } from './property.ts';
import { GalleryRows, type RowContext, type RowHost } from './rows.ts';
import { selectedMember } from './selected.ts';
import { Variable } from './state.ts';
import { dependenciesOf, nodesOf } from './symbols.ts';
import type { TableSources } from './table-sources.ts';

export interface ProgramOptions {
  readonly surroundings: Surroundings;
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly sources: TableSources;
  /** Global variables that the host of the app gives. */
  readonly variables: readonly { readonly name: string; readonly value: Value; readonly type: Type }[];
}

/** A checked formula with what runs it, compiled when it is first needed. */
class Runnable {
  readonly result: CheckResult;
  private compiled: Evaluate | undefined;

  constructor(result: CheckResult) {
    this.result = result;
  }

  evaluate(run: Run): Value {
    this.compiled ??= compile(this.result.formula);
    run.fuel = DEFAULT_FUEL;
    return this.compiled(rootFrame(run));
  }
}

const runnables = new WeakMap<CheckResult, Runnable>();

/** What runs a checked formula; properties with the same formula share it. */
function runnableOf(result: CheckResult): Runnable {
  let runnable = runnables.get(result);
  if (runnable === undefined) runnables.set(result, (runnable = new Runnable(result)));
  return runnable;
}

/**
 * An app's formulas on the graph. Every property that somebody reads is a node: a formula, an output of a control, or a constant. A
 * property in a gallery's template has one node for all rows, which changes when the property has to be evaluated anew in each; its values
 * are kept by the rows. A formula with an error has the default of its property, and so have formulas that read themselves.
 */
export class Program implements ModelHost, RowHost {
  readonly graph: GraphPart;
  readonly model: AppModel;
  readonly analysis: KnownFormulas;
  private readonly surroundings: Surroundings;
  private readonly pool: CallPool;
  private readonly sources: TableSources;
  private readonly symbols: ReadonlyMap<string, Symbol>;
  private readonly order = new DependencyOrder<Property>((property) => this.dependencies(property));
  private readonly source: AppSource;
  private found: readonly AppDiagnostic[] | undefined;
  private readonly constants = new WeakMap<CheckResult, Value>();
  private readonly runnables = new Map<Property, Runnable | undefined>();
  private readonly assigned = new Map<Property, Node>();
  private readonly calls = new Map<Node, CallFormula>();
  private readonly galleries = new Map<ControlModel, GalleryRows>();
  private readonly places: Places = {
    of: (symbol) => {
      if (symbol instanceof Property) return symbol.owner.gallery === undefined ? symbol.node.slot : undefined;
      return symbol instanceof Variable ? symbol.cell.slot : undefined;
    },
    constant: (value) => this.graph.constant(value),
  };

  constructor(source: AppSource, graph: Graph, pool: CallPool, options: ProgramOptions) {
    this.graph = graph.part();
    this.pool = pool;
    this.surroundings = options.surroundings;
    this.model = new AppModel(source, this.graph, this);
    for (const { name, value, type } of options.variables) {
      const variable = this.model.variable(name);
      variable.given = type;
      variable.type = type;
      variable.write(value);
    }
    this.sources = options.sources;
    this.symbols = options.sources.symbolsFor(source);
    const parts = {
      model: this.model,
      host: this,
      features: this.features,
      namespaces: options.namespaces,
      symbols: this.symbols,
      plan: options.sources.plan,
    };
    this.analysis = source.known?.formulas(parts) ?? new (languageNow().Analysis)(parts);
    this.analysis.inferVariables();
    this.source = source;
  }

  /** All that is wrong. Checks what nobody has asked for so far; an app that runs needs only what is shown. */
  get diagnostics(): readonly AppDiagnostic[] {
    return (this.found ??= this.source.known?.diagnostics ?? [
      ...this.source.diagnostics,
      ...this.unbound(),
      ...this.analysis.diagnostics(),
      ...this.circles(),
    ]);
  }

  /** The first error in the formulas of a control; with `passOver` of those whose properties it does not take. */
  brokenBy(control: ControlModel, passOver?: (property: Property) => boolean): AppDiagnostic | undefined {
    const isPassed = (property: Property | undefined): boolean => property !== undefined && passOver?.(property) === true;
    for (const found of this.analysis.diagnosticsOf(control))
      if (found.severity === 'error' && !isPassed(control.property(found.property ?? ''))) return found;
    for (const property of control.formulas) {
      if (isPassed(property)) continue;
      this.order.visit(property);
      const circle = this.circle(property);
      if (circle !== undefined) return circle;
    }
    return undefined;
  }

  private unbound(): readonly AppDiagnostic[] {
    return languageNow().unboundSources(
      this.source,
      this.symbols,
      (name) => this.model.nameIn(undefined, name) !== undefined || this.analysis.namedFormulas.has(name),
    );
  }

  get features(): Features {
    return this.surroundings.features;
  }

  typeOf(property: Property): Type {
    return this.analysis.typeOf(property);
  }

  nodeOf(property: Property): Node {
    // Sources first, so that no node waits for its sources to be made, however long the chain.
    for (const source of this.order.visit(property)) if (source !== property) void source.node;
    return this.makeNode(property);
  }

  private makeNode(property: Property): Node {
    if (property.owner.gallery !== undefined) return this.templateNode(property);
    if (property.isOutput) return this.outputNode(property);
    return property.isLaidOut ? this.sizeNode(property) : this.ownNode(property);
  }

  sourceOf(property: Property): DataSource | undefined {
    const formula = this.analysis.resultOf(property)?.formula;
    const place = formula?.kind === 'symbol' ? formula.symbol.place : undefined;
    return place === undefined ? undefined : writableTable(place);
  }

  meaningOf(property: Property): Checked | undefined {
    return this.analysis.meaningOf(property);
  }

  memberOf({ owner, name }: Property, member: string): Symbol | undefined {
    if (name !== 'Selected' || owner.kind?.definition.children !== 'rows') return undefined;
    return selectedMember(owner, member, (gallery, context) => this.rowsOf(gallery, context));
  }

  functionOf(instance: ControlModel, custom: CustomProperty): FunctionDefinition {
    return new ComponentFunction(this.analysis, instance, custom);
  }

  /** The node of what a formula assigns to a property that the user or the page may change as well. */
  assignedNode(property: Property): Node | undefined {
    if (property.source === undefined && property.definition?.formula === undefined) return undefined;
    let node = this.assigned.get(property);
    if (node === undefined) this.assigned.set(property, (node = this.ownNode(property)));
    return node;
  }

  /** The calls that the formula of a node makes itself. */
  callsOf(node: Node): CallFormula | undefined {
    return this.calls.get(node) ?? this.sources.callOf(node);
  }

  /** The value of a checked formula now, outside of the graph. */
  evaluateChecked(formula: Checked): Value {
    return compile(formula)(rootFrame(this.newRun({ read: () => new Pending(), start: () => Promise.resolve(null) })));
  }

  /** A run for formulas that only read. */
  newRun(calls?: RemoteCalls, context?: unknown): Run {
    return { ...this.surroundings, calls, effects: undefined, context, fuel: DEFAULT_FUEL };
  }

  runIn(row: RowContext): Run {
    return this.newRun(undefined, row);
  }

  evaluateIn(property: Property, row: RowContext): Value {
    if (!property.isOutput) return this.assignedIn(property, row) ?? defaultOf(property);
    const { owner, name } = property;
    const hosted = hostedOutput(owner, name);
    if (hosted !== undefined) return this.hostedValue(property, hosted, (other) => row.value(other), row.choicesOf(owner));
    const assigned = this.assignedIn(property, row);
    return outputValue(owner.kind!.definition, name, {
      read: (other) => valueIn(row, owner.property(other)),
      chosen: row.choicesOf(owner).get(name, assigned),
      assigned,
    });
  }

  /** What a formula assigns to a property in a row; undefined where there is no formula that can. */
  assignedIn(property: Property, row: RowContext): Value | undefined {
    const runnable = this.runnable(property);
    if (runnable === undefined) return undefined;
    if (!runnable.result.awaits) return this.attributed(runnable.evaluate(row.run), property);
    let calls = row.attached.get(property) as FormulaCalls | undefined;
    if (calls === undefined) {
      calls = new FormulaCalls(this.pool, () => this.changedInRows(property));
      row.attached.set(property, calls);
    }
    const run: Run = { ...row.run, calls };
    return this.attributed(
      calls.evaluate(() => runnable.evaluate(run)),
      property,
    );
  }

  /** The rows of a gallery; for one within a gallery, those of the row around it. */
  rowsOf(gallery: ControlModel, context: RowContext | undefined): GalleryRows | undefined {
    if (gallery.gallery !== undefined) return context?.of(gallery.gallery)?.rowsOf(gallery);
    let rows = this.galleries.get(gallery);
    if (rows === undefined) this.galleries.set(gallery, (rows = new GalleryRows(this, gallery, undefined)));
    return rows;
  }

  dispose(): void {
    for (const call of this.calls.values()) call.dispose();
    for (const rows of this.galleries.values()) rows.dispose();
    this.graph.dispose();
  }

  // ---- Nodes -------------------------------------------------------------------------------------------------------------------

  private ownNode(property: Property): Node {
    return this.formulaNode(property) ?? this.graph.cell(defaultOf(property));
  }

  /** A size: as measured on the page, and before that, or without a page, as the formula says. */
  private sizeNode(property: Property): Node {
    const own = this.assignedNode(property) ?? this.ownNode(property);
    const measured = this.graph.cell(null);
    property.measured = measured;
    return this.graph.formula([own, measured], () => measured.read() ?? own.read());
  }

  private formulaNode(property: Property): Node | undefined {
    const runnable = this.runnable(property);
    if (runnable === undefined) return undefined;
    const { formula, reads, awaits, volatile } = runnable.result;
    if (formula.kind === 'literal') return this.graph.cell(formula.value);
    if (reads.size === 0 && !awaits && !volatile) return this.graph.cell(this.constant(runnable));
    const sources = nodesOf(reads);
    if (!awaits) {
      const run = this.newRun();
      const evaluate = (): Value => this.attributed(runnable.evaluate(run), property);
      return this.graph.formula(sources, evaluate, numberCode(formula, this.places));
    }
    const made = callFormula(this.graph, sources, this.pool, (calls) =>
      this.attributed(runnable.evaluate(this.newRun(calls)), property),
    );
    this.calls.set(made.node, made);
    return made.node;
  }

  private outputNode(property: Property): Node {
    const { owner, name } = property;
    const { definition } = owner.kind!;
    const hosted = hostedOutput(owner, name);
    if (hosted !== undefined) {
      return this.graph.formula([owner.choices.version, ...hosted.sources(owner).map((source) => source.node)], () =>
        this.hostedValue(property, hosted, (other) => other.node.read(), owner.choices),
      );
    }
    if (isAllItems(property)) {
      const items = owner.property('Items')!.node;
      return this.graph.formula([items, ...allItemsSources(owner).map((source) => source.node)], () =>
        allItems(owner, items.read(), this.rowsOf(owner, undefined)),
      );
    }
    const assigned = this.assignedNode(property);
    const sources = outputSources(definition, name).map((other) => owner.property(other)!);
    return this.graph.formula(
      [owner.choices.version, ...(assigned === undefined ? [] : [assigned]), ...sources.map((source) => source.node)],
      () => {
        const value = assigned?.read();
        return outputValue(definition, name, {
          read: (other) => owner.property(other)?.node.read() ?? null,
          chosen: owner.choices.get(name, value),
          assigned: value,
        });
      },
    );
  }

  /** A node that has a new number whenever the property may have another value in some row. */
  private templateNode(property: Property): Node {
    const { owner } = property;
    const sources = [...nodesOf(this.runnable(property)?.result.reads ?? [])];
    if (property.isOutput) {
      sources.push(owner.choices.version);
      for (const other of this.outputSources(property)) sources.push(other.node);
    }
    if (sources.length === 0 && this.runnable(property)?.result.awaits !== true) return this.graph.cell(0);
    let version = 0;
    return this.graph.formula(sources, () => ++version);
  }

  /** What the app works out. What it has set itself holds as long as the item of the form stays the same. */
  private hostedValue(property: Property, hosted: HostedOutput, read: ReadProperty, choices: Choices): Value {
    const { owner, name, definition } = property;
    const item = name === 'Current' ? read(owner.property('Item')!) : undefined;
    const value = hosted.value(owner, read, choices.get(name, item));
    return definition === undefined ? value : defaultValue(definition, value);
  }

  /** The other properties that an output follows from. */
  private outputSources({ owner, name }: Property): readonly Property[] {
    const hosted = hostedOutput(owner, name);
    if (hosted !== undefined) return hosted.sources(owner);
    return outputSources(owner.kind!.definition, name).map((other) => owner.property(other)!);
  }

  private changedInRows(property: Property): void {
    const { node } = property;
    if ('invalidate' in node) (node as { invalidate(): void }).invalidate();
  }

  /** What a formula is worth that reads nothing: the same in all properties that have it. */
  private constant(runnable: Runnable): Value {
    let value = this.constants.get(runnable.result);
    if (value === undefined) this.constants.set(runnable.result, (value = runnable.evaluate(this.newRun())));
    return value;
  }

  private runnable(property: Property): Runnable | undefined {
    if (!this.runnables.has(property)) {
      const result = this.order.circular.has(property) ? undefined : this.analysis.resultOf(property);
      this.runnables.set(property, result?.valid === true ? runnableOf(result) : undefined);
    }
    return this.runnables.get(property);
  }

  /** An error says which property met it first. */
  private attributed(value: Value, property: Property): Value {
    if (!(value instanceof FormulaError) || value instanceof Pending || value.errors.every((error) => error.source !== undefined))
      return value;
    return new FormulaError(value.errors.map((error) => ({ ...error, source: error.source ?? property.path })));
  }

  // ---- Dependencies ------------------------------------------------------------------------------------------------------------

  private *formulas(): Generator<Property> {
    for (const control of this.model.all()) yield* control.written;
    yield* this.analysis.namedFormulas.values();
  }

  private dependencies(property: Property): readonly Property[] {
    const result = this.analysis.resultOf(property);
    const read = result?.valid === true ? dependenciesOf(result.reads) : [];
    const chosen = isAllItems(property) ? allItemsSources(property.owner) : [];
    return property.isOutput ? [...read, ...this.outputSources(property), ...chosen] : read;
  }

  private *circles(): Generator<AppDiagnostic> {
    for (const property of this.formulas()) this.order.visit(property);
    for (const property of this.order.circular.keys()) {
      const circle = this.circle(property);
      if (circle !== undefined) yield circle;
    }
  }

  private circle(property: Property): AppDiagnostic | undefined {
    const way = this.order.circular.get(property);
    const { source, owner } = property;
    if (source === undefined || way === undefined) return undefined;
    const path = way.map((step) => step.path).join(' → ');
    const message = `This formula depends on itself: ${path}. Take one of these steps away.`;
    const whole = { from: 0, to: source.formula.length };
    return placed(owner, source, { ...whole, severity: 'error', code: 'CircularReference', message }, 'types');
  }
}

/** The value of a property in a row; blank where the kind of control has no such property. */
const valueIn = (row: RowContext, property: Property | undefined): Value => (property === undefined ? null : row.value(property));

/** What a property is worth without a formula: what the template or variant says, else the kind. */
export function defaultOf({ owner, name, definition }: Property): Value {
  const own = owner.kind?.defaults;
  if (definition === undefined) return null;
  return own !== undefined && Object.hasOwn(own, name) ? defaultValue(definition, own[name]) : defaultValue(definition);
}
