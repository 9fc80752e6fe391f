import {
  check,
  children,
  parse,
  types,
  type CheckOptions,
  type CheckResult,
  type Declaration,
  type Diagnostic,
  type Expression,
  type Features,
  type FormulaContext,
  type Namespace,
  type ParseResult,
  type Symbol,
  type Type,
} from '../formula/index.ts';
import type { AppModel } from './app-model.ts';
import { isBehavior, typeNamed } from './components.ts';
import type { ControlModel } from './control-model.ts';
import type { AppDiagnostic, CustomParameter, CustomProperty, PropertySource } from './document.ts';
import { errorSymbols } from './error-record.ts';
import { hostedOutput } from './form-outputs.ts';
import { namedFormulas } from './named-formulas.ts';
import { Property, type PropertyHost } from './property.ts';
import { Variable } from './state.ts';
import { AppScope, type Standpoint, type Surrounding } from './symbols.ts';
import { unify, type Contribution } from './unify.ts';

/** Where a variable is mentioned by a formula that sets it. */
interface Mention {
  readonly owner: ControlModel;
  readonly source: PropertySource;
  readonly declaration: Declaration;
}

/** Rounds of type inference after which the types are taken as they are; each round can only widen them. */
const MAX_ROUNDS = 10;

/**
 * Checks the formulas of an app, each once where that is enough. The types of variables follow from all formulas that set them, which may
 * read variables themselves: those formulas are checked again until the types stay the same. Types of properties that follow from a
 * formula (`Gallery.Selected` from `Items`) are worked out when somebody asks for them.
 */
export class Analysis {
  readonly namedFormulas = new Map<string, Property>();
  private readonly model: AppModel;
  private readonly features: Features;
  private readonly surrounding: Surrounding;
  private readonly scopes = new Map<ControlModel, AppScope>();
  private readonly parsed = new Map<PropertySource, ParseResult>();
  /** By control, as instances of a component share the formulas of its definition. */
  private readonly results = new Map<ControlModel, Map<PropertySource, CheckResult>>();
  private readonly defaults = new Map<Property, PropertySource>();
  private readonly propertyTypes = new Map<Property, Type>();
  private readonly working = new Set<Property>();
  /** Custom properties whose result is being worked out. */
  private readonly calling = new Set<CustomProperty>();
  private readonly reported: AppDiagnostic[] = [];

  constructor(
    model: AppModel,
    host: PropertyHost,
    features: Features,
    namespaces: ReadonlyMap<string, Namespace>,
    symbols: ReadonlyMap<string, Symbol>,
  ) {
    this.model = model;
    this.features = features;
    this.surrounding = { namedFormulas: this.namedFormulas, namespaces, symbols };
    this.readNamedFormulas(host);
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
    const behavior = owner.isEvent(name);
    const expected = behavior ? undefined : expecting(owner.definitionOf(owner.ownName(name))?.type).expected;
    const scope =
      source === undefined ? this.scopeOf(owner) : behavior ? this.eventScope(owner, source) : this.scopeFor(owner, source);
    return { scope, features: this.features, behavior, ...(expected && { expected }) };
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
  resultOf(property: Property): CheckResult | undefined {
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
  routineResult(owner: ControlModel, source: PropertySource): CheckResult {
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
  parameterDefault(owner: ControlModel, parameter: CustomParameter): CheckResult | undefined {
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
    for (const control of this.model.all()) {
      yield* this.unknownKind(control);
      for (const property of control.written) {
        yield* this.unknownProperty(property);
        yield* this.ofFormula(control, property.source!, this.resultOf(property)!, expectedShape(property));
      }
      for (const routine of control.routines) yield* this.ofFormula(control, routine, this.routineResult(control, routine));
    }
    for (const property of this.namedFormulas.values()) {
      yield* this.ofFormula(this.model.app, property.source!, this.resultOf(property)!);
    }
  }

  // ---- Checking ----------------------------------------------------------------------------------------------------------------

  private check(source: PropertySource, owner: ControlModel, options: CheckOptions = {}): CheckResult {
    let results = this.results.get(owner);
    if (results === undefined) this.results.set(owner, (results = new Map<PropertySource, CheckResult>()));
    let result = results.get(source);
    if (result === undefined) {
      const scope = options.behavior === true ? this.eventScope(owner, source) : this.scopeFor(owner, source);
      result = check(this.parse(source), scope, { features: this.features, ...options });
      results.set(source, result);
    }
    return result;
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

  private readNamedFormulas(host: PropertyHost): void {
    const source = this.model.app.source.properties.get('Formulas');
    if (source === undefined) return;
    const { formulas, problems } = namedFormulas(source, this.features);
    for (const problem of problems)
      this.reported.push(placed(this.model.app, source, { ...problem, severity: 'error' }, 'syntax'));
    for (const [name, formula] of formulas) {
      this.namedFormulas.set(name, new Property(host, this.model.app, name, undefined, formula, true));
    }
  }

  /** Finds the names and types of variables. The first thing to do; types of properties may be asked for only then. */
  inferVariables(): void {
    let events = this.model.all().flatMap((owner) => owner.routines.map((source) => ({ owner, source })));
    // What can set nothing is checked once, at the end.
    events = events.filter(({ source }) => /\b(?:Set|UpdateContext|Navigate|Collect|ClearCollect)\b/.test(source.formula));
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const mentions = events.flatMap(({ owner, source }) =>
        this.routineResult(owner, source).declarations.map((declaration): Mention => ({ owner, source, declaration })),
      );
      const last = round === MAX_ROUNDS - 1;
      const before = this.model.nameCount;
      const changed = this.applyTypes(mentions, last);
      if (!changed && this.model.nameCount === before) return;
      this.results.clear();
      this.propertyTypes.clear();
    }
  }

  /** Gives names the types of their mentions; whether any changed. Conflicts are reported when the types are final. */
  private applyTypes(mentions: readonly Mention[], last: boolean): boolean {
    let changed = false;
    const problems: AppDiagnostic[] = [];
    for (const { target, contributions } of this.grouped(mentions).values()) {
      const { type, conflicts } = unify(contributions, this.features);
      if (!types.sameType(target.type, type)) changed = true;
      target.type = type;
      for (const { mention, type: other } of conflicts) problems.push(this.conflict(mention, type, other));
    }
    if (!changed || last) this.reported.push(...problems);
    return changed && !last;
  }

  private grouped(mentions: readonly Mention[]) {
    const collections = new Map<ControlModel | undefined, Set<string>>();
    for (const mention of mentions) {
      if (mention.declaration.scope !== 'collection') continue;
      const home = this.homeOf(mention);
      collections.set(home, (collections.get(home) ?? new Set<string>()).add(mention.declaration.name));
    }
    const groups = new Map<unknown, { readonly target: { type: Type }; readonly contributions: Contribution<Mention>[] }>();
    for (const mention of mentions) {
      const { name, scope, type } = mention.declaration;
      const home = this.homeOf(mention);
      const target =
        scope !== 'context' && collections.get(home)?.has(name) === true
          ? this.model.collection(name, home)
          : this.model.variable(name, home);
      let group = groups.get(target);
      if (group === undefined) {
        const given = target instanceof Variable && target.given !== undefined ? [{ type: target.given, mention }] : [];
        groups.set(target, (group = { target, contributions: given }));
      }
      group.contributions.push({ type, mention });
    }
    return groups;
  }

  /**
   * Where a name belongs: a context variable to the screen of the formula, or the one that it navigates to; a name that is set inside a
   * component without access to the app's scope to the component. Undefined for what is global.
   */
  private homeOf({ owner, source, declaration }: Mention): ControlModel | undefined {
    const world = owner.worldOf(source);
    if (declaration.scope !== 'context') return world?.kind!.component!.accessAppScope === false ? world : undefined;
    const call = callAt(this.parse(source).expression, declaration.span);
    if (call?.callee.name.name === 'Navigate') {
      const [target] = call.args;
      const named = target?.kind === 'name' ? this.model.controls.get(target.name.name)?.screen : undefined;
      if (named !== undefined) return named;
    }
    return world ?? owner.screen ?? this.model.screens[0];
  }

  private conflict({ owner, source, declaration }: Mention, type: Type, other: Type): AppDiagnostic {
    const message = `${declaration.name} is ${article(type)} elsewhere and ${article(other)} here. Give the two values names of their own.`;
    return placed(owner, source, { ...declaration.span, severity: 'error', code: 'VariableTypeConflict', message }, 'types');
  }

  // ---- Diagnostics -------------------------------------------------------------------------------------------------------------

  private *ofFormula(owner: ControlModel, source: PropertySource, result: CheckResult, shape?: Type): Generator<AppDiagnostic> {
    const syntax = this.parse(source).diagnostics.length;
    for (const [i, diagnostic] of result.diagnostics.entries()) {
      if (diagnostic.secondary !== true) yield placed(owner, source, diagnostic, i < syntax ? 'syntax' : 'types');
    }
    if (shape === undefined || !result.valid || fits(result.type, shape)) return;
    const message = `${source.name} wants ${article(shape)}, and this is ${article(result.type)}.`;
    yield placed(owner, source, { from: 0, to: source.formula.length, severity: 'error', code: 'ErrBadType', message }, 'types');
  }

  private *unknownKind(control: ControlModel): Generator<AppDiagnostic> {
    if (control.kind !== undefined) return;
    const { file, line, column } = control.source.place;
    const { componentName } = control.source;
    const what = componentName === undefined ? `control "${control.source.control}"` : `component "${componentName}"`;
    const message = `There is no ${what} here. ${control.name} is kept, and a placeholder stands in its place.`;
    yield { file, line, column, severity: 'warning', stage: 'advice', code: 'UnknownControl', message, ...about(control) };
  }

  private *unknownProperty({ owner, definition, source, name }: Property): Generator<AppDiagnostic> {
    if (definition !== undefined || owner.kind === undefined) return;
    const { file, line, column } = source!.place;
    const message = `${owner.kind.definition.name} has no property ${name} here. It is kept, but has no effect.`;
    yield {
      file,
      line,
      column,
      severity: 'warning',
      stage: 'advice',
      code: 'UnknownProperty',
      message,
      ...about(owner),
      property: name,
    };
  }
}

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

function callAt(root: Expression, span: { readonly from: number; readonly to: number }) {
  const open: Expression[] = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.kind === 'call' && at.from === span.from && at.to === span.to) return at;
    open.push(...children(at));
  }
  return undefined;
}

const article = (type: Type): string => {
  const name = types.kindName(type).toLowerCase();
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
};

/** Which control a diagnostic is about. */
export function about(owner: ControlModel): Pick<AppDiagnostic, 'control' | 'component'> {
  const component = owner.isPrototype ? owner : owner.component;
  return component === undefined ? { control: owner.name } : { control: owner.name, component: component.kind!.component!.name };
}

/** A formula's diagnostic with its place in the file. */
function placed(
  owner: ControlModel,
  source: PropertySource,
  diagnostic: Diagnostic,
  stage: AppDiagnostic['stage'],
): AppDiagnostic {
  const { file, line, column } = source.placeOf(diagnostic.from);
  const { severity, code, message, from, to } = diagnostic;
  return { file, line, column, severity, stage, code, message, ...about(owner), property: source.name, from, to };
}
