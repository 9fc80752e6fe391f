import { createScope } from '../formula/core.ts';
import {
  types,
  type CheckResult,
  type FunctionDefinition,
  type Namespace,
  type OptionSet,
  type Run,
  type Scope,
  type Symbol,
  type Type,
  type Value,
} from '../formula/index.ts';
import { enumAliases, optionSets } from '../controls/core.ts';
import { connectionSync } from './connection-signal.ts';
import type { AppModel } from './app-model.ts';
import { ControlModel } from './control-model.ts';
import type { Node } from './graph.ts';
import type { Property } from './property.ts';
import type { RowContext } from './rows.ts';
import { Collection, Variable } from './state.ts';

export const builtIn = createScope({
  optionSets: new Map([...[...optionSets, connectionSync].map((set) => [set.name, set] as const), ...enumAliases]),
});

/** Whether a name of the app is one of the language, too. */
export const hidesEnum = (name: string): boolean =>
  builtIn.optionSet(name) !== undefined || builtIn.namespace(name) !== undefined;

/** What formulas of an app can name besides its controls and variables. */
export interface Surrounding {
  readonly namedFormulas: ReadonlyMap<string, Property>;
  /** Functions and types that the app defines. */
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  readonly types: ReadonlyMap<string, Type>;
  /** Connectors, by the name before the dot. */
  readonly namespaces: ReadonlyMap<string, Namespace>;
  /** Further names, such as a connector by itself for `Refresh(Shop)`. */
  readonly symbols: ReadonlyMap<string, Symbol>;
  /** Moves work to data sources that answer queries. */
  readonly plan?: Scope['plan'] | undefined;
}

/** What decides which names a formula sees. */
export interface Standpoint {
  readonly owner: ControlModel | undefined;
  /** The instance of a component whose inside the formula is written for; undefined for formulas of the app. */
  readonly world: ControlModel | undefined;
  /** The gallery whose row is `ThisItem`. */
  readonly gallery: ControlModel | undefined;
  /** Names that only this formula sees. */
  readonly more?: Iterable<Symbol>;
}

/**
 * The names that a formula of a control sees: its row, itself, its screen's variables, then those of the app. Inside a component: its own
 * variables and controls, and those of the app where the component has access to its scope.
 */
export class AppScope implements Scope {
  private readonly model: AppModel;
  private readonly surrounding: Surrounding;
  private readonly owner: ControlModel | undefined;
  private readonly world: ControlModel | undefined;
  private readonly own = new Map<string, Symbol>();

  constructor(model: AppModel, surrounding: Surrounding, { owner, world, gallery, more = [] }: Standpoint) {
    this.model = model;
    this.surrounding = surrounding;
    this.owner = owner;
    this.world = world;
    for (const symbol of more) this.own.set(symbol.name, symbol);
    // The row around an instance of a component is not seen inside.
    const form = owner?.form;
    if (form !== undefined) this.own.set('ThisItem', new FormItem(form));
    else if (gallery !== undefined && gallery.component === world) this.own.set('ThisItem', new ThisItem(gallery));
    if (owner === undefined || owner.role === 'app') return;
    this.own.set('Self', owner);
    const parent = owner.container ?? (owner.isPrototype ? model.screens[0] : undefined);
    if (parent !== undefined) this.own.set('Parent', parent);
  }

  symbol(name: string): Symbol | undefined {
    const own = this.own.get(name) ?? (this.home && this.model.nameIn(this.home, name)) ?? this.world?.inside.get(name);
    return own ?? this.ofApp(name);
  }

  function(name: string) {
    return (this.closed ? undefined : this.surrounding.functions.get(name)) ?? builtIn.function(name);
  }

  namespace(name: string): Namespace | undefined {
    return this.functionsOf(name) ?? this.surrounding.namespaces.get(name) ?? builtIn.namespace(name);
  }

  optionSet(name: string): OptionSet | undefined {
    return builtIn.optionSet(name);
  }

  type(name: string): Type | undefined {
    return this.surrounding.types.get(name) ?? builtIn.type(name);
  }

  isReserved(name: string): boolean {
    return builtIn.isReserved?.(name) ?? false;
  }

  *symbols(): Iterable<Symbol> {
    yield* this.own.values();
    if (this.home !== undefined) yield* this.model.namesIn(this.home);
    if (this.world !== undefined) yield* this.world.inside.values();
    if (this.closed) {
      yield this.model.app;
    } else {
      yield* this.model.controls.values();
      yield* this.model.variables.values();
      yield* this.model.collections.values();
      yield* this.surrounding.namedFormulas.values();
    }
    yield* this.surrounding.symbols.values();
  }

  *functions(): Iterable<FunctionDefinition> {
    if (!this.closed) yield* this.surrounding.functions.values();
    yield* builtIn.functions();
  }

  *namespaces(): Iterable<Namespace> {
    for (const symbol of this.symbols()) {
      if (symbol instanceof ControlModel && symbol.kind?.component !== undefined) yield* present(this.functionsOf(symbol.name));
    }
    yield* this.surrounding.namespaces.values();
    yield* builtIn.namespaces();
  }

  optionSets() {
    return builtIn.optionSets();
  }

  plan(result: CheckResult, text: string, behavior: boolean): CheckResult {
    return this.surrounding.plan?.(result, text, behavior) ?? result;
  }

  /** Whether the app's own names are out of sight. */
  private get closed(): boolean {
    return this.world !== undefined && !this.world.kind!.component!.accessAppScope;
  }

  /** Where the variables live that a formula sees first. */
  private get home(): ControlModel | undefined {
    return this.world ?? this.owner?.screen;
  }

  private ofApp(name: string): Symbol | undefined {
    const { model } = this;
    const { namedFormulas, symbols } = this.surrounding;
    if (this.closed) return name === model.app.name ? model.app : symbols.get(name);
    return model.controls.get(name) ?? namedFormulas.get(name) ?? model.nameIn(undefined, name) ?? symbols.get(name);
  }

  /** What can be called of an instance of a component: `Header1.Format(x)`, `Self.Format(x)`. */
  private functionsOf(name: string): Namespace | undefined {
    const found = this.symbol(name);
    if (!(found instanceof ControlModel) || found.functions.size === 0) return undefined;
    return { name, functions: found.functions, summary: found.summary };
  }
}

const present = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

/** The row that a control of a gallery is in. */
export class ThisItem implements Symbol {
  readonly name = 'ThisItem';
  readonly source = undefined;
  readonly gallery: ControlModel;

  constructor(gallery: ControlModel) {
    this.gallery = gallery;
  }

  get type(): Type {
    const items = this.gallery.property('Items')?.type;
    return items?.kind === 'table' ? types.rowType(items) : types.unknown;
  }

  read(run: Run): Value {
    return (run.context as RowContext | undefined)?.of(this.gallery)?.item ?? null;
  }

  member(name: string): Symbol | undefined {
    return name === 'IsSelected' ? new IsSelected(this.gallery) : undefined;
  }
}

/** The record that a form shows, to the cards in it. */
class FormItem implements Symbol {
  readonly name = 'ThisItem';
  private readonly current: Property;

  constructor(form: ControlModel) {
    this.current = form.property('Current')!;
  }

  get type(): Type {
    return this.current.type;
  }

  get dependencies(): readonly Property[] {
    return [this.current];
  }

  get nodes(): readonly Node[] {
    return [this.current.node];
  }

  read(run: Run): Value {
    return this.current.read(run);
  }
}

/** Whether the row is the one that is selected in its gallery. */
export class IsSelected implements Symbol {
  readonly name = 'IsSelected';
  readonly type = types.boolean;
  private readonly gallery: ControlModel;
  private readonly selected: Property | undefined;

  constructor(gallery: ControlModel) {
    this.gallery = gallery;
    this.selected = gallery.property('Selected');
  }

  get dependencies(): readonly Property[] {
    return this.selected === undefined ? [] : [this.selected];
  }

  get nodes(): readonly Node[] {
    return this.dependencies.map((property) => property.node);
  }

  read(run: Run): Value {
    const item = (run.context as RowContext | undefined)?.of(this.gallery)?.item;
    return item !== undefined && item !== null && this.selected?.read(run) === item;
  }
}

/** What symbols of an app tell of themselves beyond what the language asks. */
interface Follows {
  /** The nodes of the graph that have to change for the symbol to change. */
  readonly nodes?: readonly Node[];
  /** The properties among them. */
  readonly dependencies?: readonly Property[];
}

/** The nodes that a formula reads. */
export const nodesOf = (reads: Iterable<Symbol>): Node[] => [...reads].flatMap((symbol) => (symbol as Follows).nodes ?? []);

/** The properties that a formula reads. */
export const dependenciesOf = (reads: Iterable<Symbol>): Property[] =>
  [...reads].flatMap((symbol) => (symbol as Follows).dependencies ?? []);

/** Names whose types are others than before. */
export class Changed {
  private readonly symbols: ReadonlySet<object>;
  private readonly owners = new Set<object>();
  private readonly hiding = new Set<string>();

  constructor(symbols: ReadonlySet<object>) {
    this.symbols = symbols;
    for (const symbol of symbols) {
      if (symbol instanceof Variable || symbol instanceof Collection) this.hiding.add(symbol.name);
      else this.owners.add((symbol as Property).owner);
    }
  }

  /** Whether the type of a symbol, or what its name means, may follow from them. */
  touches(symbol: Symbol): boolean {
    const { symbols } = this;
    if (symbols.has(symbol) || this.owners.has(symbol) || this.hiding.has(symbol.name)) return true;
    if (symbol instanceof ThisItem) return symbols.has(symbol.gallery.property('Items') ?? symbol);
    return (symbol as Follows).dependencies?.some((property) => symbols.has(property)) === true;
  }
}
