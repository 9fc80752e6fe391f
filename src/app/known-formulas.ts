import {
  types,
  type Checked,
  type CheckOptions,
  type CheckResult,
  type Features,
  type FormulaContext,
  type Namespace,
  type Symbol,
  type Type,
} from '../formula/index.ts';
import { allItemsType, isAllItems } from './all-items.ts';
import type { AppModel } from './app-model.ts';
import { isBehavior, typeNamed } from './components.ts';
import type { ControlModel } from './control-model.ts';
import type { AppDiagnostic, CustomParameter, CustomProperty, PropertySource } from './document.ts';
import { errorSymbols } from './error-record.ts';
import { hostedOutput } from './form-outputs.ts';
import type { Property, PropertyHost } from './property.ts';
import { AppScope, type Standpoint, type Surrounding } from './symbols.ts';

/** A formula checked, and how many of its diagnostics are about its syntax. */
export interface Known extends CheckResult {
  readonly syntax: number;
}

/** What knowledge of an app's formulas is made from. */
export interface KnowledgeParts {
  readonly model: AppModel;
  readonly host: PropertyHost;
  readonly features: Features;
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly symbols: ReadonlyMap<string, Symbol>;
  /** Moves work to data sources that answer queries. */
  readonly plan: Surrounding['plan'];
}

/**
 * What is known of an app's formulas: each checked, and the types of properties. `Analysis` finds it out from their texts, `StoredKnowledge`
 * reads what was found out when the app was exported.
 */
export abstract class KnownFormulas {
  abstract readonly namedFormulas: ReadonlyMap<string, Property>;
  readonly features: Features;
  protected readonly model: AppModel;
  protected abstract readonly surrounding: Surrounding;
  protected readonly propertyTypes = new Map<Property, Type>();
  private readonly scopes = new Map<ControlModel, AppScope>();
  private readonly defaults = new Map<Property, PropertySource>();
  private readonly working = new Set<Property>();
  private readonly lookedThrough = new Set<Property>();
  /** Custom properties whose result is being worked out. */
  private readonly calling = new Set<CustomProperty>();

  constructor({ model, features }: KnowledgeParts) {
    this.model = model;
    this.features = features;
  }

  /** A formula checked as it stands; the same each time. */
  protected abstract check(source: PropertySource, owner: ControlModel, options?: CheckOptions): Known;

  /** Finds the names and types of variables. The first thing to do; types of properties may be asked for only then. */
  abstract inferVariables(): void;

  /** All that is wrong with the formulas. */
  abstract diagnostics(): Iterable<AppDiagnostic>;

  /** What is wrong with the formulas that are written for a control. */
  abstract diagnosticsOf(control: ControlModel): Iterable<AppDiagnostic>;

  /**
   * Where a formula of a control stands, for language services: its names, rules, and the type that is wanted. `RangeError` where the app was
   * exported without the texts of its formulas.
   */
  contextOf(_owner: ControlModel, _name: string, _source?: PropertySource): FormulaContext {
    throw new RangeError('This app was exported without the texts of its formulas. Open its source to see or change them.');
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

  protected scope(standpoint: Standpoint): AppScope {
    return new AppScope(this.model, this.surrounding, standpoint);
  }

  protected scopeFor(owner: ControlModel, source: PropertySource): AppScope {
    const world = owner.worldOf(source);
    return world === owner.component ? this.scopeOf(owner) : this.scope({ owner, world, gallery: owner.gallery });
  }

  /** Events of a gallery happen in a row of it, and `App.OnError` sees errors. */
  protected eventScope(owner: ControlModel, source: PropertySource): AppScope {
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

  private workOutType(property: Property): Type {
    const { definition, source, owner } = property;
    if (definition === undefined) return source === undefined ? types.unknown : this.resultOf(property)!.type;
    const { type } = definition;
    if (!isOpen(type)) return type;
    const custom = owner.custom(property.name);
    if (custom !== undefined) return this.customType(property, custom, type);
    const hosted = definition.hosted === true ? hostedOutput(owner, property.name)?.type?.(owner) : undefined;
    if (hosted !== undefined) return hosted;
    if (!property.isOutput) return source === undefined ? type : knownShape(this.resultOf(property)!, type);
    const items = owner.property('Items');
    const rows = items === undefined || items === property ? undefined : items.type;
    if (rows?.kind !== 'table') return rows?.kind === 'unknown' ? rows : type;
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
}

/** Types that only say that there is a record, a table or anything at all: which one follows from a formula. */
export const isOpen = (type: Type): boolean =>
  type.kind === 'any' || ((type.kind === 'record' || type.kind === 'table') && type.fields.size === 0);

export const expecting = (type: Type | undefined): CheckOptions =>
  type === undefined || isOpen(type) || type.kind === 'void' ? {} : { expected: type };

/** The type of a formula where it has the shape that the property wants, else the bare shape. */
const shaped = (type: Type, shape: Type): Type => (shape.kind === 'any' || type.kind === shape.kind ? type : shape);

/** The same, of a formula that may be wrong: then nothing is known of fields that it does not have, so that nobody misses them. */
const knownShape = ({ valid, type }: CheckResult, shape: Type): Type =>
  type.kind === 'unknown' || (!valid && isOpen(type)) ? types.unknown : shaped(type, shape);

const nowhere = { file: '', line: 1, column: 1, offset: 0 };
