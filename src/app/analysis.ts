import {
  check,
  parse,
  types,
  type Checked,
  type CheckOptions,
  type CheckResult,
  type Features,
  type FormulaContext,
  type Namespace,
  type ParseResult,
  type Symbol,
  type Type,
} from '../formula/index.ts';
import { allItemsType, isAllItems } from './all-items.ts';
import { placed, unknownKind, unknownProperty, withArticle } from './app-diagnostic.ts';
import type { AppModel } from './app-model.ts';
import { isBehavior, typeNamed } from './components.ts';
import type { ControlModel } from './control-model.ts';
import type { AppDiagnostic, CustomParameter, CustomProperty, PropertySource } from './document.ts';
import { errorSymbols } from './error-record.ts';
import { hostedOutput } from './form-outputs.ts';
import { AppDefinitions } from './app-definitions.ts';
import { Property, type PropertyHost } from './property.ts';
import { AppScope, Changed, hidesEnum, type Standpoint, type Surrounding } from './symbols.ts';
import { UnboundSource } from './unbound-source.ts';
import { inferVariables } from './variables.ts';

/** A formula checked, and how many of its diagnostics are about its syntax. */
export interface Known extends CheckResult {
  readonly syntax: number;
}

/** Rounds after which types that follow from each other are taken as they are. */
const MAX_ROUNDS = 10;

/**
 * Checks the formulas of an app, each once where that is enough. The types of variables follow from all formulas that set them, which may
 * read variables themselves: those formulas are checked again until the types stay the same. Types of properties that follow from a
 * formula (`Gallery.Selected` from `Items`) are worked out when somebody asks for them.
 */
export class Analysis {
  readonly namedFormulas = new Map<string, Property>();
  private readonly model: AppModel;
  readonly features: Features;
  private readonly definitions: AppDefinitions;
  private readonly surrounding: Surrounding;
  private readonly scopes = new Map<ControlModel, AppScope>();
  private readonly parsed = new Map<PropertySource, ParseResult>();
  /** By control, as instances of a component share the formulas of its definition. */
  private readonly results = new Map<ControlModel, Map<PropertySource, Known>>();
  /** Formulas that read nothing, by their text and what their place expects. */
  private readonly closed = new Map<string, Map<Type | undefined, Known>>();
  /** A name of the app is that of an enum as well: formulas mean different things in different places. */
  private hiding: boolean;
  private readonly defaults = new Map<Property, PropertySource>();
  private readonly propertyTypes = new Map<Property, Type>();
  private readonly working = new Set<Property>();
  private readonly lookedThrough = new Set<Property>();
  /** Custom properties whose result is being worked out. */
  private readonly calling = new Set<CustomProperty>();
  private readonly reported: AppDiagnostic[] = [];
  private conflicts: readonly AppDiagnostic[] = [];

  constructor(
    model: AppModel,
    host: PropertyHost,
    features: Features,
    namespaces: ReadonlyMap<string, Namespace>,
    symbols: ReadonlyMap<string, Symbol>,
    plan?: Surrounding['plan'],
  ) {
    this.model = model;
    this.features = features;
    this.definitions = new AppDefinitions(model.app.source.properties.get('Formulas'), features);
    const { functions, types: named } = this.definitions;
    this.surrounding = { namedFormulas: this.namedFormulas, functions, types: named, namespaces, symbols, plan };
    for (const [name, formula] of this.definitions.formulas) {
      this.namedFormulas.set(name, new Property(host, model.app, name, undefined, formula, true));
    }
    const names = [model.controls, ...[...model.prototypes.values()].map(({ inside }) => inside), this.namedFormulas];
    this.hiding = names.some((map) => [...map.keys()].some(hidesEnum));
  }

  /** The names that a formula of a control sees; without a control, those of the app. */
  scopeOf(owner: ControlModel | undefined): AppScope {
    if (owner === undefined) return this.scope({ owner, world: undefined, gallery: undefined });
    let scope = this.scopes.get(owner);
    if (scope === undefined) {
      scope = this.scope({ owner, world: owner.component, gallery: owner.gallery });
      this.scopes.set(owner, scope);
    }
    return scope;
  }

  /** Where a formula of a control stands, for language services: its names, rules, and the type that is wanted. */
  contextOf(owner: ControlModel, name: string, source = owner.source.properties.get(name)): FormulaContext {
    if (owner.role === 'app' && name === 'Formulas')
      return { scope: this.undefinedScope(), features: this.features, definitions: true };
    const behavior = owner.isEvent(name);
    const expected = behavior ? undefined : expecting(owner.definitionOf(owner.ownName(name))?.type).expected;
    const scope =
      source === undefined ? this.scopeOf(owner) : behavior ? this.eventScope(owner, source) : this.scopeFor(owner, source);
    return { scope, features: this.features, behavior, ...(expected && { expected }) };
  }

  /** The names of the app without those that it defines itself: what is written to define them brings them. */
  private undefinedScope(): AppScope {
    const surrounding = { ...this.surrounding, namedFormulas: new Map(), functions: new Map(), types: new Map() };
    return new AppScope(this.model, surrounding, { owner: undefined, world: undefined, gallery: undefined });
  }

  private scope(standpoint: Standpoint): AppScope {
    return new AppScope(this.model, this.surrounding, standpoint);
  }

  private scopeFor(owner: ControlModel, source: PropertySource): AppScope {
    const world = owner.worldOf(source);
    return world === owner.component ? this.scopeOf(owner) : this.scope({ owner, world, gallery: owner.gallery });
  }

  /** Events of a gallery happen in a row of it, and `App.OnError` sees errors. */
  private eventScope(owner: ControlModel, source: PropertySource): AppScope {
    if (owner.role === 'app' && source.name === 'OnError')
      return this.scope({ owner, world: undefined, gallery: undefined, more: errorSymbols.values() });
    if (owner.kind?.definition.children === 'rows') return this.scope({ owner, world: owner.component, gallery: owner });
    return this.scopeFor(owner, source);
  }

  /** A property's formula checked; undefined where it has none. */
  resultOf(property: Property): Known | undefined {
    const { source, definition, owner } = property;
    if (source !== undefined) return this.check(source, owner, expecting(definition?.type));
    if (definition?.formula === undefined) return undefined;
    let byDefault = this.defaults.get(property);
    if (byDefault === undefined) {
      // A formula that the kind of control brings: a source without a place.
      byDefault = { name: property.name, formula: definition.formula, place: nowhere, placeOf: () => nowhere };
      this.defaults.set(property, byDefault);
    }
    return this.check(byDefault, owner, expecting(definition.type));
  }

  /** The formula of an event, or of what is called with arguments, checked. */
  routineResult(owner: ControlModel, source: PropertySource): Known {
    const custom = owner.custom(source.name);
    if (custom === undefined) return this.check(source, owner, { behavior: true });
    return this.check(source, owner, {
      behavior: isBehavior(custom),
      rows: [{ fields: this.parametersOf(owner, custom), aliases: [] }],
      ...expecting(typeNamed(custom.dataType)),
    });
  }

  /** The types of the parameters of a custom property, by name. */
  parametersOf(owner: ControlModel, { parameters }: CustomProperty): Map<string, Type> {
    return new Map(parameters.map((parameter) => [parameter.name, this.parameterType(owner, parameter)]));
  }

  /** The type of a parameter: the declared one, with the columns of the default where it is a record or a table. */
  private parameterType(owner: ControlModel, { dataType, default: source }: CustomParameter): Type {
    const type = typeNamed(dataType);
    return source === undefined || !isOpen(type) ? type : shaped(this.check(source, owner).type, type);
  }

  /** The value of a parameter that is left out. */
  parameterDefault(owner: ControlModel, parameter: CustomParameter): Known | undefined {
    return parameter.default && this.check(parameter.default, owner, expecting(typeNamed(parameter.dataType)));
  }

  /** What a custom property gives that is called with arguments. */
  resultTypeOf(owner: ControlModel, custom: CustomProperty): Type {
    const type = typeNamed(custom.dataType);
    const source = owner.formulaOf(custom);
    if (!isOpen(type) || source === undefined || this.calling.has(custom)) return type;
    this.calling.add(custom);
    const found = shaped(this.routineResult(owner, source).type, type);
    this.calling.delete(custom);
    return found;
  }

  /** A property's formula as it was written, for formulas that look through its name; undefined while they are parts of a circle. */
  meaningOf(property: Property): Checked | undefined {
    if (this.lookedThrough.has(property)) return undefined;
    this.lookedThrough.add(property);
    const result = this.resultOf(property);
    this.lookedThrough.delete(property);
    return result?.valid === true ? (result.written ?? result.formula) : undefined;
  }

  typeOf(property: Property): Type {
    const known = this.propertyTypes.get(property);
    if (known !== undefined) return known;
    // A formula whose type depends on itself: the circle is reported when all have been checked.
    if (this.working.has(property)) return types.unknown;
    this.working.add(property);
    const type = this.workOutType(property);
    this.working.delete(property);
    this.propertyTypes.set(property, type);
    return type;
  }

  /** Checks what has not been checked yet, and gives all that was found wrong. */
  *diagnostics(): Generator<AppDiagnostic> {
    yield* this.reported;
    yield* this.conflicts;
    const { source, problems, diagnostics } = this.definitions;
    for (const problem of problems) yield placed(this.model.app, source!, problem, 'syntax');
    for (const diagnostic of diagnostics)
      if (diagnostic.secondary !== true) yield placed(this.model.app, source!, diagnostic, 'types');
    for (const control of this.model.all()) yield* this.diagnosticsOf(control);
    for (const property of this.namedFormulas.values()) {
      yield* this.ofFormula(this.model.app, property.source!, this.resultOf(property)!);
    }
    this.parsed.clear();
  }

  /** What is wrong with the formulas that are written for a control. */
  *diagnosticsOf(control: ControlModel): Generator<AppDiagnostic> {
    if (control.kind === undefined) yield unknownKind(control);
    for (const property of control.written) {
      if (property.definition === undefined && control.kind !== undefined) yield unknownProperty(control, property.source!);
      yield* this.ofFormula(control, property.source!, this.resultOf(property)!, expectedShape(property));
    }
    for (const routine of control.routines) yield* this.ofFormula(control, routine, this.routineResult(control, routine));
  }

  // ---- Checking ----------------------------------------------------------------------------------------------------------------

  private check(source: PropertySource, owner: ControlModel, options: CheckOptions = {}): Known {
    let results = this.results.get(owner);
    if (results === undefined) this.results.set(owner, (results = new Map<PropertySource, Known>()));
    let result = results.get(source);
    if (result === undefined) {
      const scope = options.behavior === true ? this.eventScope(owner, source) : this.scopeFor(owner, source);
      result = this.shared(source.formula, options) ?? this.checkAnew(source, scope, options);
      results.set(source, result);
    }
    return result;
  }

  private checkAnew(source: PropertySource, scope: AppScope, options: CheckOptions): Known {
    const parsed = this.parse(source);
    const result = { ...check(parsed, scope, { features: this.features, ...options }), syntax: parsed.diagnostics.length };
    if (isClosed(result, options)) {
      const known = this.closed.get(source.formula) ?? new Map<Type | undefined, Known>();
      this.closed.set(source.formula, known.set(options.expected, result));
    }
    return result;
  }

  /** A formula that reads nothing (`RGBA(0, 0, 0, 1)`) means the same wherever it stands; large apps have it a thousand times. */
  private shared(formula: string, options: CheckOptions): Known | undefined {
    if (this.hiding) return undefined;
    return options.behavior === true || options.rows !== undefined ? undefined : this.closed.get(formula)?.get(options.expected);
  }

  private parse(source: PropertySource): ParseResult {
    let parsed = this.parsed.get(source);
    if (parsed === undefined) this.parsed.set(source, (parsed = parse(source.formula, { features: this.features })));
    return parsed;
  }

  private workOutType(property: Property): Type {
    const { definition, source, owner } = property;
    if (definition === undefined) return source === undefined ? types.unknown : this.resultOf(property)!.type;
    const { type } = definition;
    if (!isOpen(type)) return type;
    const custom = owner.custom(property.name);
    if (custom !== undefined) return this.customType(property, custom, type);
    const hosted = definition.hosted === true ? hostedOutput(owner, property.name)?.type?.(owner) : undefined;
    if (hosted !== undefined) return hosted;
    if (!property.isOutput) return source === undefined ? type : shaped(this.resultOf(property)!.type, type);
    const items = owner.property('Items');
    const rows = items === undefined || items === property ? undefined : items.type;
    if (rows?.kind !== 'table') return type;
    if (isAllItems(property) && owner.gallery === undefined) return allItemsType(owner, rows);
    return type.kind === 'table' ? rows : type.kind === 'record' ? types.rowType(rows) : type;
  }

  /**
   * A custom property has one type in all instances of a component: what its default in the definition says, else what the first instance
   * that gives it a value says.
   */
  private customType({ owner, name, source }: Property, custom: CustomProperty, shape: Type): Type {
    const prototype = this.model.prototypeOf(owner);
    if (prototype === undefined) return shape;
    if (owner !== prototype) return prototype.property(name)?.type ?? shape;
    const instances = custom.kind === 'Input' ? this.model.instancesOf(prototype) : [];
    for (const control of [owner, ...instances]) {
      const given = control === owner ? source : control.source.properties.get(name);
      const type = given === undefined ? types.blank : this.check(given, control).type;
      if (type.kind !== 'blank' && type.kind !== 'unknown' && !(isOpen(type) && type.kind !== 'any')) return shaped(type, shape);
    }
    return shape;
  }

  // ---- Named formulas and variables --------------------------------------------------------------------------------------------

  /** Whether a name is a table of a service: what is collected into it makes no collection of that name. */
  private isServiceTable(name: string): boolean {
    const symbol = this.surrounding.symbols.get(name);
    return symbol?.place !== undefined && !(symbol instanceof UnboundSource);
  }

  /** Finds the names and types of variables. The first thing to do; types of properties may be asked for only then. */
  inferVariables(): void {
    const { definitions } = this;
    definitions.check(this.scopeOf(undefined), () => this.forgetAll(new Set()));
    this.conflicts = inferVariables(this.model, {
      functions: () => ({ source: definitions.source, declarations: definitions.declarations }),
      features: this.features,
      declarationsOf: (owner, source) => this.routineResult(owner, source).declarations,
      parse: (source) => this.parse(source),
      isServiceTable: (name) => this.isServiceTable(name),
      changed: (names) => this.forget(names, true),
    });
    this.parsed.clear();
  }

  /**
   * Forgets what followed from the types of these names; with `named`, from names that there were not. Gives the formulas that are to be
   * checked anew, by their sources.
   */
  forget(names: ReadonlySet<object>, named: boolean): ReadonlySet<PropertySource> {
    const gone = new Set<PropertySource>();
    for (const name of names) if (hidesEnum((name as { readonly name: string }).name)) this.hiding = true;
    let changed = names;
    for (let round = 0; round < MAX_ROUNDS && (changed.size > 0 || (named && round === 0)); round++) {
      const news = new Changed(changed);
      const stale = (result: CheckResult): boolean => {
        if (named && round === 0 && !result.valid) return true;
        for (const symbol of result.reads) if (news.touches(symbol)) return true;
        return false;
      };
      for (const results of this.results.values()) {
        for (const [source, result] of results) if (stale(result) && results.delete(source)) gone.add(source);
      }
      changed = this.retyped();
    }
    this.definitions.check(this.scopeOf(undefined), () => this.forgetAll(gone));
    return gone;
  }

  /** Forgets all results: functions that formulas call read or wait for other things than before. */
  private forgetAll(gone: Set<PropertySource>): void {
    for (const results of this.results.values()) for (const source of results.keys()) gone.add(source);
    this.results.clear();
    this.closed.clear();
    this.propertyTypes.clear();
  }

  /** The properties whose type follows from a formula and is another one now. */
  private retyped(): Set<Property> {
    const changed = new Set<Property>();
    const before = [...this.propertyTypes].filter(([{ definition }]) => definition === undefined || isOpen(definition.type));
    for (const [property] of before) this.propertyTypes.delete(property);
    for (const [property, type] of before) if (!types.sameType(this.typeOf(property), type)) changed.add(property);
    return changed;
  }

  // ---- Diagnostics -------------------------------------------------------------------------------------------------------------

  private *ofFormula(owner: ControlModel, source: PropertySource, result: Known, shape?: Type): Generator<AppDiagnostic> {
    const { syntax } = result;
    for (const [i, diagnostic] of result.diagnostics.entries()) {
      if (diagnostic.secondary !== true) yield placed(owner, source, diagnostic, i < syntax ? 'syntax' : 'types');
    }
    if (shape === undefined || !result.valid || fits(result.type, shape)) return;
    const message = `${source.name} wants ${withArticle(shape)}, and this is ${withArticle(result.type)}.`;
    yield placed(owner, source, { from: 0, to: source.formula.length, severity: 'error', code: 'ErrBadType', message }, 'types');
  }
}

/** Whether a formula's meaning does not depend on where it stands: it names functions and members of enums at most. */
const isClosed = ({ valid, reads, awaits, diagnostics }: CheckResult, { behavior, rows }: CheckOptions): boolean =>
  valid && reads.size === 0 && !awaits && diagnostics.length === 0 && behavior !== true && rows === undefined;

/** Types that only say that there is a record, a table or anything at all: which one follows from a formula. */
const isOpen = (type: Type): boolean =>
  type.kind === 'any' || ((type.kind === 'record' || type.kind === 'table') && type.fields.size === 0);

const expecting = (type: Type | undefined): CheckOptions =>
  type === undefined || isOpen(type) || type.kind === 'void' ? {} : { expected: type };

const expectedShape = ({ definition }: Property): Type | undefined =>
  definition !== undefined && definition.type.kind !== 'any' && isOpen(definition.type) ? definition.type : undefined;

const fits = (type: Type, shape: Type): boolean =>
  type.kind === shape.kind ||
  type.kind === 'blank' ||
  type.kind === 'unknown' ||
  type.kind === 'dynamic' ||
  (shape.kind === 'table' && type.kind === 'record');

/** The type of a formula where it has the shape that the property wants, else the bare shape. */
const shaped = (type: Type, shape: Type): Type => (shape.kind === 'any' || type.kind === shape.kind ? type : shape);

const nowhere = { file: '', line: 1, column: 1, offset: 0 };
