import { sentence, type ControlDefinition } from '../controls/core.ts';
import {
  Reference,
  types,
  type DataSource,
  type FunctionDefinition,
  type Symbol,
  type Type,
  type Value,
} from '../formula/index.ts';
import { Choices } from './choices.ts';
import { isFunction, isGivenOutside } from './components.ts';
import type { ComponentSource, ControlSource, CustomProperty, PropertySource } from './document.ts';
import type { NodeMaker } from './graph.ts';
import { Property, type PropertyHost } from './property.ts';

/** What a kind of control is, and the defaults that the control's template and variant change. */
export interface Kind {
  readonly definition: ControlDefinition;
  readonly defaults: { readonly [property: string]: Value };
  /** The kind of its rows, for galleries: properties of rows are written among the gallery's own. */
  readonly rows?: ControlDefinition;
  /** Of what component the control is an instance. */
  readonly component?: ComponentSource;
}

/** How a control stands among others. */
export interface Place {
  readonly parent: ControlModel | undefined;
  /** The gallery whose rows the control is in. */
  readonly gallery: ControlModel | undefined;
  /** The form that the control is in, unless a gallery is nearer. */
  readonly form: ControlModel | undefined;
  /** The instance of a component that the control is inside of. */
  readonly component?: ControlModel | undefined;
}

/** What an instance of a component asks of the model that it is part of. */
export interface InstanceHost extends PropertyHost {
  /** Makes the controls inside an instance. */
  fill(instance: ControlModel): void;
  /** A property of a component that is called with arguments. */
  functionOf(instance: ControlModel, custom: CustomProperty): FunctionDefinition;
}

/**
 * A control, a screen or the app itself while the app runs: the same for a page and for Node. Elements, where there are any, follow it.
 */
export class ControlModel implements Symbol {
  readonly name: string;
  readonly source: ControlSource;
  /** Undefined where there is no such kind of control. */
  readonly kind: Kind | undefined;
  readonly parent: ControlModel | undefined;
  readonly gallery: ControlModel | undefined;
  /** The form that the control is in, unless a gallery is nearer. */
  readonly form: ControlModel | undefined;
  /** The instance of a component that the control is inside of. */
  readonly component: ControlModel | undefined;
  readonly reference: Reference;
  readonly role: 'control' | 'screen' | 'app';
  /** What the user chose, for controls outside galleries; rows keep their own. */
  readonly choices: Choices;
  private readonly host: InstanceHost;
  private readonly properties = new Map<string, Property>();
  private readonly below: ControlModel[] = [];
  private readonly names = new Map<string, ControlModel>();
  private filled = false;
  private knownType: Type | undefined;
  private knownFunctions: ReadonlyMap<string, FunctionDefinition> | undefined;

  constructor(host: InstanceHost, graph: NodeMaker, source: ControlSource, kind: Kind | undefined, place: Place) {
    this.host = host;
    this.name = source.name;
    this.source = source;
    this.kind = kind;
    this.parent = place.parent;
    this.gallery = place.gallery;
    this.component = place.component;
    this.form = place.form;
    this.reference = new Reference(source.name, this);
    this.role = source.control === 'App' ? 'app' : source.control === 'Screen' ? 'screen' : 'control';
    this.choices = new Choices(graph);
    for (const property of kind?.component === undefined ? source.properties.values() : instanceFormulas(kind.component, source))
      this.define(property);
  }

  /** What is directly in it. Inside an instance of a component that is made when somebody asks. */
  get children(): readonly ControlModel[] {
    if (!this.filled) {
      this.filled = true;
      if (this.kind?.component !== undefined) this.host.fill(this);
    }
    return this.below;
  }

  /** For an instance of a component: the controls inside by name, and the instance itself by the component's name. */
  get inside(): Map<string, ControlModel> {
    void this.children;
    return this.names;
  }

  adopt(child: ControlModel): void {
    this.below.push(child);
  }

  /** `Label1`; inside an instance of a component `Header1.Label1`. */
  get path(): string {
    return this.component === undefined ? this.name : `${this.component.path}.${this.name}`;
  }

  /** Where its context variables live: its screen, or the instance of a component that it is inside of. */
  get home(): ControlModel | undefined {
    return this.component ?? this.screen;
  }

  /** The instance whose names a formula of this control sees; undefined for formulas that see the app's. */
  worldOf(source: PropertySource): ControlModel | undefined {
    return this.isInside(source) ? this : this.component;
  }

  /** Whether a formula of an instance is written in the component's definition. */
  private isInside(source: PropertySource): boolean {
    return this.kind?.component !== undefined && this.source.properties.get(source.name) !== source;
  }

  /** The custom property of a name, where the control is an instance of a component. */
  custom(name: string): CustomProperty | undefined {
    return this.kind?.component?.customProperties.get(name);
  }

  /** The formula of a custom property that is called with arguments. */
  formulaOf(custom: CustomProperty): PropertySource | undefined {
    const { component } = this.kind!;
    const given = isGivenOutside(custom) ? this.source.properties.get(custom.name) : component!.properties.get(custom.name);
    return given ?? custom.default;
  }

  /** What formulas can call of an instance: `Header1.Format(x)`. */
  get functions(): ReadonlyMap<string, FunctionDefinition> {
    return (this.knownFunctions ??= new Map(
      [...(this.kind?.component?.customProperties.values() ?? [])]
        .filter(isFunction)
        .map((custom) => [custom.name, this.host.functionOf(this, custom)]),
    ));
  }

  get screen(): ControlModel | undefined {
    return this.role === 'screen' ? this : this.parent?.screen;
  }

  /** Whether a container with automatic layout decides where and how large it is. Rows of galleries are not measured. */
  get isLaidOut(): boolean {
    const { parent, gallery } = this;
    if (parent?.kind === undefined || gallery !== undefined) return false;
    if (parent.kind.definition.children === 'cards') return true;
    return parent.kind.defaults['LayoutMode'] === 'auto' || parent.source.properties.has('LayoutMode');
  }

  /** The data source of a form. */
  get dataSource(): DataSource | undefined {
    const property = this.property('DataSource');
    return property === undefined ? undefined : this.host.sourceOf(property);
  }

  /** What `Parent` is to a formula of the control: groups are none. */
  get container(): ControlModel | undefined {
    return this.parent?.kind?.definition.transparent === true ? this.parent.container : this.parent;
  }

  /** A control by itself is a reference to it: `Navigate(Screen2)`, `Reset(TextInput1)`. */
  get type(): Type {
    return (this.knownType ??= {
      kind: 'control',
      name: this.kind?.definition.name ?? this.source.control,
      fields: this.fields(),
    });
  }

  get summary(): string {
    return sentence(this.kind?.definition.summary ?? '');
  }

  read(): Value {
    return this.reference;
  }

  /** A property that can be read: of the kind, or one that the source gives to a control of an unknown kind. Events are none. */
  member(name: string): Property | undefined {
    return this.property(name);
  }

  property(name: string): Property | undefined {
    const own = this.ownName(name);
    const known = this.properties.get(own);
    if (known !== undefined) return known;
    const definition = this.definitionOf(own);
    if (definition === undefined) return undefined;
    const property = new Property(this.host, this, own, definition, undefined);
    this.properties.set(own, property);
    return property;
  }

  /** Properties with a formula in the source; events aside. */
  get formulas(): Iterable<Property> {
    return [...this.properties.values()].filter((property) => property.source !== undefined);
  }

  /** The formula of an event. */
  event(name: string): PropertySource | undefined {
    const custom = this.custom(name);
    if (custom !== undefined && isFunction(custom)) return this.formulaOf(custom);
    if (!this.isEvent(name)) return undefined;
    return this.source.properties.get(name) ?? this.kind?.component?.properties.get(name);
  }

  /** Whether it stands for the definition of a component: no instance, but what the formulas of the definition are checked on. */
  get isPrototype(): boolean {
    return this.kind?.component !== undefined && this.parent === undefined;
  }

  /** Properties whose formula is written for this very control: of an instance not those of the component's definition. */
  get written(): readonly Property[] {
    const all = [...this.formulas];
    return this.kind?.component === undefined || this.isPrototype ? all : all.filter(({ source }) => !this.isInside(source!));
  }

  /** Formulas of events, and those that are called with arguments, that are written for this very control. */
  get routines(): readonly PropertySource[] {
    const component = this.isPrototype ? this.kind!.component! : undefined;
    const sources = component === undefined ? this.source.properties.values() : instanceFormulas(component, this.source);
    return [...sources].filter(({ name }) => this.isRoutine(name));
  }

  /** Whether a name is that of an event, or of what is called with arguments. */
  private isRoutine(name: string): boolean {
    const custom = this.custom(name);
    return custom === undefined ? this.isEvent(name) : isFunction(custom);
  }

  isEvent(name: string): boolean {
    const events = this.kind?.definition.events;
    return events !== undefined && Object.hasOwn(events, name) ? true : /^On[A-Z]/.test(name) && !this.isProperty(name);
  }

  /** The name that a kind has for a property, where several lead to it. */
  ownName(name: string): string {
    const aliases = this.kind?.definition.propertyAliases;
    return aliases !== undefined && Object.hasOwn(aliases, name) ? aliases[name]! : name;
  }

  /** Gives a property its source, or takes it away; what read the property keeps reading it. */
  define(source: PropertySource): void {
    // Named formulas are properties of their own.
    if (this.isRoutine(source.name) || this.isOfRows(source.name) || (this.role === 'app' && source.name === 'Formulas')) return;
    const name = this.ownName(source.name);
    this.properties.set(name, new Property(this.host, this, name, this.definitionOf(name), source));
  }

  definitionOf(name: string) {
    const properties = this.kind?.definition.properties;
    return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
  }

  /** Whether a property is one of the gallery's rows. */
  isOfRows(name: string): boolean {
    const rows = this.kind?.rows?.properties;
    return rows !== undefined && Object.hasOwn(rows, name) && !this.isProperty(name);
  }

  private isProperty(name: string): boolean {
    return this.definitionOf(this.ownName(name)) !== undefined;
  }

  /** The properties that formulas can read, other names of them among these. */
  get propertyNames(): ReadonlySet<string> {
    const { properties = {}, propertyAliases = {} } = this.kind?.definition ?? {};
    return new Set([...Object.keys(properties), ...Object.keys(propertyAliases), ...this.properties.keys()]);
  }

  private fields(): ReadonlyMap<string, Type> {
    return new LazyFields(this.propertyNames, (name) => this.property(name)?.type ?? types.unknown);
  }
}

/** Fields whose types are worked out when they are asked for: the type of `Gallery.Selected` is that of a formula. */
class LazyFields extends Map<string, Type> {
  private readonly of: (name: string) => Type;

  constructor(names: Iterable<string>, of: (name: string) => Type) {
    super();
    this.of = of;
    for (const name of names) this.set(name, types.unknown);
  }

  override get(name: string): Type | undefined {
    return this.has(name) ? this.of(name) : undefined;
  }

  override *entries(): MapIterator<[string, Type]> {
    for (const name of this.keys()) yield [name, this.of(name)];
  }

  override [Symbol.iterator](): MapIterator<[string, Type]> {
    return this.entries();
  }
}

/** The formulas of an instance of a component: those of the definition, then those that are given where it is used. */
function* instanceFormulas({ properties, customProperties }: ComponentSource, given: ControlSource): Generator<PropertySource> {
  for (const custom of customProperties.values()) if (custom.default !== undefined) yield custom.default;
  yield* properties.values();
  for (const source of given.properties.values()) {
    const custom = customProperties.get(source.name);
    if (custom === undefined || isGivenOutside(custom)) yield source;
  }
}
