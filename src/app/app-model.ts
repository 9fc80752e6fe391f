import { types, type FunctionDefinition } from '../formula/index.ts';
import { componentKind } from './components.ts';
import { ControlModel, type InstanceHost, type Kind, type Place } from './control-model.ts';
import type { AppSource, ControlSource, CustomProperty } from './document.ts';
import type { Node, NodeMaker } from './graph.ts';
import { kindOf } from './kinds.ts';
import type { Property, PropertyHost } from './property.ts';
import { Collection, Variable } from './state.ts';

/** What the model asks of the program it belongs to. */
export interface ModelHost extends PropertyHost {
  functionOf(instance: ControlModel, custom: CustomProperty): FunctionDefinition;
}

/** Variables and collections that belong to one home: the app, a screen, an instance of a component. */
class Names {
  readonly variables = new Map<string, Variable>();
  readonly collections = new Map<string, Collection>();
}

/** Components within components deeper than this are refused. */
const MAX_DEPTH = 20;

/**
 * Everything that a running app consists of, by name. Screens, controls and the app share one namespace; the controls inside an instance of
 * a component have one of their own. Each component has a prototype, which stands for its definition: formulas of a definition are checked
 * and reported there, once, however many instances there are.
 */
export class AppModel implements InstanceHost {
  readonly source: AppSource;
  readonly app: ControlModel;
  readonly screens: readonly ControlModel[];
  /** By name: the app, screens, controls; not the rows of galleries, which have no name of their own. */
  readonly controls = new Map<string, ControlModel>();
  /** The rows of galleries, as a control that the template's controls are in. */
  readonly rows = new Map<ControlModel, ControlModel>();
  /** By the name of the component. */
  readonly prototypes = new Map<string, ControlModel>();
  private readonly names = new Map<ControlModel | undefined, Names>();
  /** The controls whose formulas are written for them alone: those of the app, and those of prototypes. */
  private readonly written: ControlModel[] = [];
  private readonly graph: NodeMaker;
  private readonly host: ModelHost;

  constructor(source: AppSource, graph: NodeMaker, host: ModelHost) {
    this.source = source;
    this.graph = graph;
    this.host = host;
    this.app = this.add(source.app, this.controls, { parent: undefined, gallery: undefined, form: undefined });
    this.screens = source.screens.map((screen) =>
      this.add(screen, this.controls, { parent: undefined, gallery: undefined, form: undefined }),
    );
    for (const screen of this.screens) this.addBelow(screen, screen.source.children, this.controls);
    for (const component of source.components) {
      const own: ControlSource = { ...component, properties: new Map() };
      const place = { parent: undefined, gallery: undefined, form: undefined };
      this.prototypes.set(component.name, new ControlModel(this, graph, own, componentKind(component), place));
    }
    for (const prototype of this.prototypes.values()) {
      this.written.push(prototype);
      // Made at once: what is written inside is checked.
      void prototype.children;
    }
  }

  /** All controls with formulas of their own, in an order in which each comes after what it is in. */
  all(): readonly ControlModel[] {
    return this.written;
  }

  get variables(): ReadonlyMap<string, Variable> {
    return this.namesOf(undefined).variables;
  }

  get collections(): ReadonlyMap<string, Collection> {
    return this.namesOf(undefined).collections;
  }

  /** How many variables and collections there are. */
  get nameCount(): number {
    let count = 0;
    for (const { variables, collections } of this.names.values()) count += variables.size + collections.size;
    return count;
  }

  // ---- What properties and instances ask -----------------------------------------------------------------------------------------

  typeOf(property: Property) {
    return this.host.typeOf(property);
  }

  nodeOf(property: Property): Node {
    return this.host.nodeOf(property);
  }

  sourceOf(property: Property) {
    return this.host.sourceOf(property);
  }

  meaningOf(property: Property) {
    return this.host.meaningOf(property);
  }

  memberOf(property: Property, name: string) {
    return this.host.memberOf(property, name);
  }

  functionOf(instance: ControlModel, custom: CustomProperty): FunctionDefinition {
    return this.host.functionOf(instance, custom);
  }

  fill(instance: ControlModel): void {
    const { component } = instance.kind!;
    instance.inside.set(component!.name, instance);
    this.addBelow(instance, component!.children, instance.inside);
  }

  /** A control by its name, or inside instances of components by its path: `Header1.Label1`. */
  find(path: string): ControlModel | undefined {
    const known = this.controls.get(path);
    const dot = path.lastIndexOf('.');
    return known ?? (dot < 0 ? undefined : this.find(path.slice(0, dot))?.inside.get(path.slice(dot + 1)));
  }

  screen(name: string): ControlModel | undefined {
    const found = this.controls.get(name);
    return found?.role === 'screen' ? found : undefined;
  }

  /** The context variables of a screen, or the variables of an instance of a component. */
  contextOf(home: ControlModel): ReadonlyMap<string, Variable> {
    return this.namesOf(home).variables;
  }

  /** What variables and collections belong to: the app (undefined), a screen, or what stands for a component. */
  *homes(): Generator<readonly [ControlModel | undefined, ReadonlyMap<string, Variable>, ReadonlyMap<string, Collection>]> {
    for (const [home, { variables, collections }] of this.names)
      if (home?.kind?.component === undefined || home.isPrototype) yield [home, variables, collections];
  }

  /**
   * What a control is known by among all that there are: its path, beginning with `~` and the component's name for those that stand for the
   * definition of a component.
   */
  keyOf(control: ControlModel): string {
    const { component } = control;
    if (component !== undefined) return `${this.keyOf(component)}.${control.name}`;
    return control.isPrototype ? `~${control.name}` : control.name;
  }

  /** The control of such a key. */
  byKey(key: string): ControlModel | undefined {
    const known = key.startsWith('~') ? this.prototypes.get(key.slice(1)) : this.controls.get(key);
    const dot = key.lastIndexOf('.');
    return known ?? (dot < 0 ? undefined : this.byKey(key.slice(0, dot))?.inside.get(key.slice(dot + 1)));
  }

  /** The variables of the app, of all screens and of all instances of components. */
  *allVariables(): Generator<Variable> {
    for (const { variables } of this.names.values()) yield* variables.values();
  }

  /** A variable or collection of a home, as formulas see it. */
  nameIn(home: ControlModel | undefined, name: string): Variable | Collection | undefined {
    const { variables, collections } = this.namesOf(home);
    const found = collections.get(name) ?? variables.get(name);
    if (found !== undefined || home?.kind?.component === undefined || home.isPrototype) return found;
    // An instance has what the definition's formulas bring into being.
    const model = this.nameIn(this.prototypeOf(home), name);
    if (model === undefined) return undefined;
    const own = model instanceof Collection ? this.collection(name, home) : this.variable(name, home);
    own.type = model.type;
    return own;
  }

  /** All variables and collections of a home. */
  namesIn(home: ControlModel): Iterable<Variable | Collection> {
    const { variables, collections } = this.namesOf(home.kind?.component === undefined ? home : this.prototypeOf(home));
    return [...variables.values(), ...collections.values()];
  }

  /** What stands for the definition of the component that a control is an instance of. */
  prototypeOf(instance: ControlModel): ControlModel | undefined {
    return this.prototypes.get(instance.kind?.component?.name ?? '');
  }

  /** The instances of a component that are written somewhere. */
  instancesOf(prototype: ControlModel): readonly ControlModel[] {
    return this.written.filter((control) => control !== prototype && control.kind?.component === prototype.kind!.component);
  }

  /** The variable of a name: of a screen or component, or global. Made if there is none, blank. */
  variable(name: string, home?: ControlModel): Variable {
    const { variables } = this.namesOf(home);
    let variable = variables.get(name);
    if (variable === undefined) variables.set(name, (variable = new Variable(name, types.blank, this.graph.cell(null))));
    return variable;
  }

  collection(name: string, home?: ControlModel): Collection {
    const { collections } = this.namesOf(home);
    let collection = collections.get(name);
    if (collection === undefined) {
      collection = new Collection(name, types.emptyTable, this.graph.cell([]));
      collections.set(name, collection);
    }
    return collection;
  }

  /** Values of variables and choices of users, from a model that this one replaces. One thing may have another name now. */
  takeOver(before: AppModel, renamed?: readonly [before: string, now: string]): void {
    const now = (name: string): string => (name === renamed?.[0] ? renamed[1] : name);
    for (const [home, { variables, collections }] of before.names) {
      const own = home === undefined ? undefined : this.controls.get(now(home.name));
      if (home !== undefined && own === undefined) continue;
      for (const state of [...variables.values(), ...collections.values()]) {
        const place = this.nameIn(own, now(state.name));
        if (place === undefined) continue;
        place.cause = state.cause;
        place.touched = state.touched;
        place.write(state.read());
      }
    }
    for (const [name, control] of before.controls) this.controls.get(now(name))?.choices.takeOver(control.choices);
  }

  private namesOf(home: ControlModel | undefined): Names {
    let names = this.names.get(home);
    if (names === undefined) this.names.set(home, (names = new Names()));
    return names;
  }

  /** Makes the controls in another; those inside instances of components are made later, when somebody asks. */
  private addBelow(root: ControlModel, sources: readonly ControlSource[], names: Map<string, ControlModel>): void {
    const open: (readonly [ControlModel, readonly ControlSource[]])[] = [[root, sources]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [at, children] = next;
      const inRows = at.kind?.definition.children === 'rows';
      const component = at.kind?.component === undefined ? at.component : at;
      const form = at.kind?.definition.children === 'cards' ? at : inRows ? undefined : at.form;
      const place: Place = { parent: at, gallery: inRows ? at : at.gallery, form, component };
      if (inRows) this.rows.set(at, this.rowOf(at));
      for (const source of children) {
        const control = this.add(source, names, place);
        at.adopt(control);
        if (control.kind?.component === undefined) open.push([control, source.children]);
      }
    }
  }

  private add(source: ControlSource, names: Map<string, ControlModel>, place: Place): ControlModel {
    const control = new ControlModel(this, this.graph, source, this.kindOf(source, place), place);
    names.set(source.name, control);
    this.note(control);
    return control;
  }

  /** Notes a control that has formulas of its own: one of the app or of a prototype. */
  private note(control: ControlModel): void {
    if (control.component === undefined || control.component.isPrototype) this.written.push(control);
  }

  private kindOf(source: ControlSource, place: Place): Kind | undefined {
    if (source.control !== 'CanvasComponent') return kindOf(source);
    const component = this.source.components.find(({ name }) => name === source.componentName);
    let depth = 0;
    for (let around = place.component; around !== undefined; around = around.component) {
      if (around.kind!.component === component || ++depth > MAX_DEPTH) return undefined;
    }
    return component && componentKind(component);
  }

  /** Properties of the row (`TemplateFill`) are written with the gallery's, and evaluated for each row. */
  private rowOf(gallery: ControlModel): ControlModel {
    const definition = gallery.kind!.rows!;
    const own = new Map([...gallery.source.properties].filter(([name]) => gallery.isOfRows(name)));
    const source: ControlSource = { ...gallery.source, control: definition.name, properties: own, children: [] };
    const place: Place = { parent: gallery, gallery, form: undefined, component: gallery.component };
    const row = new ControlModel(this, this.graph, source, { definition, defaults: {} }, place);
    this.note(row);
    return row;
  }
}
