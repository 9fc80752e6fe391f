import { types } from '../formula/index.ts';
import { ControlModel, type Place } from './control-model.ts';
import type { AppSource, ControlSource } from './document.ts';
import type { Graph } from './graph.ts';
import { kindOf } from './kinds.ts';
import type { PropertyHost } from './property.ts';
import { Collection, Variable } from './state.ts';

/** Everything that a running app consists of, by name. Screens, controls and the app share one namespace. */
export class AppModel {
  readonly source: AppSource;
  readonly app: ControlModel;
  readonly screens: readonly ControlModel[];
  /** By name: the app, screens, controls; not the rows of galleries, which have no name of their own. */
  readonly controls = new Map<string, ControlModel>();
  /** The rows of galleries, as a control that the template's controls are in. */
  readonly rows = new Map<ControlModel, ControlModel>();
  readonly variables = new Map<string, Variable>();
  readonly collections = new Map<string, Collection>();
  private readonly context = new Map<ControlModel, Map<string, Variable>>();
  private readonly graph: Graph;
  private readonly host: PropertyHost;

  constructor(source: AppSource, graph: Graph, host: PropertyHost) {
    this.source = source;
    this.graph = graph;
    this.host = host;
    this.app = this.add(source.app, { parent: undefined, gallery: undefined });
    this.screens = source.screens.map((screen) => this.addAll(screen));
  }

  /** All controls in an order in which each comes after what it is in. */
  *all(): Generator<ControlModel> {
    yield* this.controls.values();
    yield* this.rows.values();
  }

  /** How many variables and collections there are. */
  get nameCount(): number {
    let count = this.variables.size + this.collections.size;
    for (const variables of this.context.values()) count += variables.size;
    return count;
  }

  screen(name: string): ControlModel | undefined {
    const found = this.controls.get(name);
    return found?.role === 'screen' ? found : undefined;
  }

  /** The context variables of a screen. */
  contextOf(screen: ControlModel): Map<string, Variable> {
    let variables = this.context.get(screen);
    if (variables === undefined) this.context.set(screen, (variables = new Map<string, Variable>()));
    return variables;
  }

  /** The variable of a name: of a screen, or global. Made if there is none, blank. */
  variable(name: string, screen?: ControlModel): Variable {
    const variables = screen === undefined ? this.variables : this.contextOf(screen);
    let variable = variables.get(name);
    if (variable === undefined) variables.set(name, (variable = new Variable(name, types.blank, this.graph.cell(null))));
    return variable;
  }

  collection(name: string): Collection {
    let collection = this.collections.get(name);
    if (collection === undefined) {
      collection = new Collection(name, types.emptyTable, this.graph.cell([]));
      this.collections.set(name, collection);
    }
    return collection;
  }

  /** Values of variables and choices of users, from a model that this one replaces. */
  takeOver(before: AppModel): void {
    for (const [name, variable] of before.variables) this.variables.get(name)?.write(variable.read());
    for (const [name, collection] of before.collections) this.collections.get(name)?.write(collection.read());
    for (const [screen, variables] of before.context) {
      const own = this.screen(screen.name);
      for (const [name, variable] of variables) if (own !== undefined) this.contextOf(own).get(name)?.write(variable.read());
    }
    for (const [name, control] of before.controls) this.controls.get(name)?.choices.takeOver(control.choices);
  }

  private addAll(root: ControlSource): ControlModel {
    const screen = this.add(root, { parent: undefined, gallery: undefined });
    const open: ControlModel[] = [screen];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const inRows = at.kind?.definition.children === 'rows';
      const place: Place = { parent: at, gallery: inRows ? at : at.gallery };
      if (inRows) this.rows.set(at, this.rowOf(at));
      for (const source of at.source.children) {
        const control = this.add(source, place);
        at.children.push(control);
        open.push(control);
      }
    }
    return screen;
  }

  private add(source: ControlSource, place: Place): ControlModel {
    const control = new ControlModel(this.host, this.graph, source, kindOf(source), place);
    this.controls.set(source.name, control);
    return control;
  }

  /** Properties of the row (`TemplateFill`) are written with the gallery's, and evaluated for each row. */
  private rowOf(gallery: ControlModel): ControlModel {
    const definition = gallery.kind!.rows!;
    const own = new Map([...gallery.source.properties].filter(([name]) => gallery.isOfRows(name)));
    const source: ControlSource = { ...gallery.source, control: definition.name, properties: own, children: [] };
    return new ControlModel(this.host, this.graph, source, { definition, defaults: {} }, { parent: gallery, gallery });
  }
}
