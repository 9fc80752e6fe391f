import {
  check,
  parse,
  types,
  type CheckOptions,
  type CheckResult,
  type FormulaContext,
  type FunctionDefinition,
  type ParseResult,
  type Type,
} from '../formula/index.ts';
import { placed, unknownKind, unknownProperty, withArticle } from './app-diagnostic.ts';
import type { ControlModel } from './control-model.ts';
import type { AppDiagnostic, PropertySource } from './document.ts';
import { AppDefinitions } from './app-definitions.ts';
import { expecting, isOpen, KnownFormulas, type Known, type KnowledgeParts } from './known-formulas.ts';
import { Property } from './property.ts';
import { AppScope, Changed, hidesEnum, type Surrounding } from './symbols.ts';
import { UnboundSource } from './unbound-source.ts';
import { inferVariables } from './variables.ts';

/** Rounds after which types that follow from each other are taken as they are. */
const MAX_ROUNDS = 10;

/**
 * Checks the formulas of an app, each once where that is enough. The types of variables follow from all formulas that set them, which may
 * read variables themselves: those formulas are checked again until the types stay the same. Types of properties that follow from a
 * formula (`Gallery.Selected` from `Items`) are worked out when somebody asks for them.
 */
export class Analysis extends KnownFormulas {
  readonly namedFormulas = new Map<string, Property>();
  protected readonly surrounding: Surrounding;
  private readonly definitions: AppDefinitions;
  private readonly parsed = new Map<PropertySource, ParseResult>();
  /** By control, as instances of a component share the formulas of its definition. */
  private readonly results = new Map<ControlModel, Map<PropertySource, Known>>();
  /** Formulas that read nothing, by their text and what their place expects. */
  private readonly closed = new Map<string, Map<Type | undefined, Known>>();
  /** A name of the app is that of an enum as well: formulas mean different things in different places. */
  private hiding: boolean;
  private readonly reported: AppDiagnostic[] = [];
  private conflicts: readonly AppDiagnostic[] = [];

  constructor(parts: KnowledgeParts) {
    super(parts);
    const { model, host, features, namespaces, symbols, plan } = parts;
    this.definitions = new AppDefinitions(model.app.source.properties.get('Formulas'), features);
    const { functions, types: named } = this.definitions;
    this.surrounding = { namedFormulas: this.namedFormulas, functions, types: named, namespaces, symbols, plan };
    for (const [name, formula] of this.definitions.formulas) {
      this.namedFormulas.set(name, new Property(host, model.app, name, undefined, formula, true));
    }
    const names = [model.controls, ...[...model.prototypes.values()].map(({ inside }) => inside), this.namedFormulas];
    this.hiding = names.some((map) => [...map.keys()].some(hidesEnum));
  }

  /** The functions that the app defines. */
  get defined(): ReadonlyMap<string, FunctionDefinition> {
    return this.definitions.functions;
  }

  override contextOf(owner: ControlModel, name: string, source = owner.source.properties.get(name)): FormulaContext {
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

  *diagnosticsOf(control: ControlModel): Generator<AppDiagnostic> {
    if (control.kind === undefined) yield unknownKind(control);
    for (const property of control.written) {
      if (property.definition === undefined && control.kind !== undefined) yield unknownProperty(control, property.source!);
      yield* this.ofFormula(control, property.source!, this.resultOf(property)!, expectedShape(property));
    }
    for (const routine of control.routines) yield* this.ofFormula(control, routine, this.routineResult(control, routine));
  }

  // ---- Checking ----------------------------------------------------------------------------------------------------------------

  protected check(source: PropertySource, owner: ControlModel, options: CheckOptions = {}): Known {
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

  // ---- Named formulas and variables --------------------------------------------------------------------------------------------

  /** Whether a name is a table of a service: what is collected into it makes no collection of that name. */
  private isServiceTable(name: string): boolean {
    const symbol = this.surrounding.symbols.get(name);
    return symbol?.place !== undefined && !(symbol instanceof UnboundSource);
  }

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

const expectedShape = ({ definition }: Property): Type | undefined =>
  definition !== undefined && definition.type.kind !== 'any' && isOpen(definition.type) ? definition.type : undefined;

const fits = (type: Type, shape: Type): boolean =>
  type.kind === shape.kind ||
  type.kind === 'blank' ||
  type.kind === 'unknown' ||
  type.kind === 'dynamic' ||
  (shape.kind === 'table' && type.kind === 'record');
