import type { ControlDefinition } from '../controls/core.ts';
import { Reference, types, type Symbol, type Type, type Value } from '../formula/index.ts';
import { Choices } from './choices.ts';
import type { ControlSource, PropertySource } from './document.ts';
import type { Graph } from './graph.ts';
import { Property, type PropertyHost } from './property.ts';

/** What a kind of control is, and the defaults that the control's template and variant change. */
export interface Kind {
  readonly definition: ControlDefinition;
  readonly defaults: { readonly [property: string]: Value };
  /** The kind of its rows, for galleries: properties of rows are written among the gallery's own. */
  readonly rows?: ControlDefinition;
}

/** How a control stands among others. */
export interface Place {
  readonly parent: ControlModel | undefined;
  /** The gallery whose rows the control is in. */
  readonly gallery: ControlModel | undefined;
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
  readonly children: ControlModel[] = [];
  readonly reference: Reference;
  readonly role: 'control' | 'screen' | 'app';
  /** What the user chose, for controls outside galleries; rows keep their own. */
  readonly choices: Choices;
  private readonly host: PropertyHost;
  private readonly properties = new Map<string, Property>();
  private knownType: Type | undefined;

  constructor(host: PropertyHost, graph: Graph, source: ControlSource, kind: Kind | undefined, place: Place) {
    this.host = host;
    this.name = source.name;
    this.source = source;
    this.kind = kind;
    this.parent = place.parent;
    this.gallery = place.gallery;
    this.reference = new Reference(source.name, this);
    this.role = source.control === 'App' ? 'app' : source.control === 'Screen' ? 'screen' : 'control';
    this.choices = new Choices(graph);
    for (const property of source.properties.values()) this.define(property);
  }

  get screen(): ControlModel | undefined {
    return this.role === 'screen' ? this : this.parent?.screen;
  }

  /** Whether a container with automatic layout decides where and how large it is. Rows of galleries are not measured. */
  get isLaidOut(): boolean {
    const { parent, gallery } = this;
    if (parent?.kind === undefined || gallery !== undefined) return false;
    return parent.kind.defaults['LayoutMode'] === 'auto' || parent.source.properties.has('LayoutMode');
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
    return this.kind?.definition.summary ?? '';
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
    return this.isEvent(name) ? this.source.properties.get(name) : undefined;
  }

  /** Formulas of events, in the order of the source. */
  get events(): readonly PropertySource[] {
    return [...this.source.properties.values()].filter((property) => this.isEvent(property.name));
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
    if (this.isEvent(source.name) || this.isOfRows(source.name) || (this.role === 'app' && source.name === 'Formulas')) return;
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

  private fields(): ReadonlyMap<string, Type> {
    const names = new Set([...Object.keys(this.kind?.definition.properties ?? {}), ...this.properties.keys()]);
    return new LazyFields(names, (name) => this.property(name)?.type ?? types.unknown);
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
