import {
  canvas,
  children,
  FormulaWriter,
  namePath,
  parse,
  type UserFunction,
  type Checked,
  type CheckResult,
  type ControlType,
  type Data,
  type Expression,
  type Scope,
  type Symbol,
} from '../../formula/index.ts';
import type { Analysis } from '../analysis.ts';
import { App, type AppConnector, type AppOptions } from '../app.ts';
import { isFunction, isGivenOutside } from '../components.ts';
import type { ControlModel } from '../control-model.ts';
import type { AppSource, ComponentSource, ControlSource, CustomProperty, PropertySource } from '../document.ts';
import { columnsOf, mentionsIn, wantedSources } from '../named-sources.ts';
import { partsOf, symbolsIn } from '../steps.ts';
import { builtIn } from '../symbols.ts';
import type { Property } from '../property.ts';
import { APP_VERSION, type StoredApp, type StoredComponent, type StoredControl, type StoredFunction } from './stored-app.ts';

/**
 * An app as data that a page runs without reading or checking a formula: what is found out here is written down. `options` are those that the
 * app will run with: its connectors, rules and the names of its media and variables. Throws an `UnwritableError` where a formula has something
 * that data cannot say.
 */
export function writeApp(source: AppSource, options: AppOptions = {}): StoredApp {
  // Plans are made where the app runs.
  const connectors = (options.connectors ?? []).map(withoutPlan);
  const app = new App(source, { ...options, connectors });
  try {
    return new AppWriter(app, source).write();
  } finally {
    app.dispose();
  }
}

/** A connector that leaves formulas as they are. What it does to them it does where the app runs. */
const withoutPlan = (connector: AppConnector): AppConnector =>
  Object.create(connector, { plan: { value: undefined }, guard: { value: undefined } }) as AppConnector;

class AppWriter {
  private readonly app: App;
  private readonly source: AppSource;
  private readonly analysis: Analysis;
  private readonly writer: FormulaWriter;
  private readonly formulas: Data[][] = [];
  private readonly known = new Map<string, number>();
  private readonly results = new Map<CheckResult, number>();
  /** The formulas of sources, as they are meant where they are written. */
  private readonly written = new Map<PropertySource, number>();
  private readonly own = new Map<string, Map<string, number>>();
  private readonly kinds: string[][] = [];

  constructor(app: App, source: AppSource) {
    this.app = app;
    this.source = source;
    this.analysis = app.program.analysis as Analysis;
    const { model } = app.program;
    const controls = [...this.everyControl()];
    let types: Map<ControlType, string> | undefined;
    this.writer = new FormulaWriter(builtIn, (type) =>
      (types ??= new Map(controls.map((control) => [control.type as ControlType, model.keyOf(control)]))).get(type),
    );
  }

  write(): StoredApp {
    const { model } = this.app.program;
    for (const control of this.everyControl()) this.control(control);
    const named = [...this.analysis.namedFormulas.values()].flatMap((property) => [property.name, this.property(property)!]);
    const functions = [...this.analysis.defined.values()].map((definition) => this.function(definition as UserFunction));
    const { features } = this.analysis;
    const screens = this.source.screens.map((screen) => this.controlData(screen));
    const components = this.source.components.map((component) => this.component(component));
    return {
      fxloom: 'app',
      version: APP_VERSION,
      file: this.source.app.place.file,
      ...(features !== canvas && { features }),
      kinds: this.kinds,
      app: this.controlData(this.source.app),
      screens,
      components,
      sources: [...wantedSources(this.source).keys()].map((name) => [name, [...columnsOf(name, this.source)]]),
      mentions: [...this.app.connectors.values()].some(({ tables }) =>
        [...(tables?.values() ?? [])].some((table) => table.mentions !== undefined),
      )
        ? [...mentionsIn(this.source)]
        : [],
      named,
      functions,
      variables: [...model.homes()].map(([home, variables, collections]) => [
        home === undefined ? '' : model.keyOf(home),
        ...(([variables, collections] as const).map((names): Data[] =>
          [...names.values()].flatMap(({ name, type }) => [name, this.writer.type(type)]),
        ) as [Data[], Data[]]),
      ]),
      own: [...this.own].map(([key, formulas]) => [key, [...formulas].flat()]),
      formulas: this.formulas,
      tables: this.writer.tables,
      diagnostics: this.app.program.diagnostics,
    };
  }

  /** All controls, also those within instances of components, rows of galleries among them. */
  private *everyControl(): Generator<ControlModel> {
    const { model } = this.app.program;
    const open: ControlModel[] = [...model.prototypes.values(), model.app, ...model.screens];
    for (let control = open.pop(); control !== undefined; control = open.pop()) {
      yield control;
      const rows = model.rows.get(control);
      if (rows !== undefined) yield rows;
      open.push(...control.children);
    }
  }

  // ---- Formulas --------------------------------------------------------------------------------------------------------------------

  private control(control: ControlModel): void {
    for (const property of [...control.formulas, ...byDefault(control)]) {
      const index = this.property(property);
      if (index !== undefined) this.note(control, property.source, property.name, index);
    }
    for (const source of routinesOf(control)) {
      const index = this.formula(this.analysis.routineResult(control, source), source, this.analysis.scopeOf(control));
      this.note(control, source, source.name, index);
    }
    for (const custom of control.kind?.component?.customProperties.values() ?? []) {
      for (const parameter of custom.parameters) {
        const result = this.analysis.parameterDefault(control, parameter);
        if (result === undefined) continue;
        const index = this.formula(result, parameter.default, this.analysis.scopeOf(control));
        this.note(control, parameter.default, `${custom.name} ${parameter.name}`, index);
      }
    }
  }

  private property(property: Property): number | undefined {
    const result = this.analysis.resultOf(property);
    return result && this.formula(result, property.source, this.analysis.scopeOf(property.owner));
  }

  /** Keeps the formula of a source; beside it what a source means in another place than where it is written. */
  private note(control: ControlModel, source: PropertySource | undefined, name: string, index: number): void {
    if (source !== undefined) {
      const known = this.written.get(source);
      if (known === undefined) this.written.set(source, index);
      if (known === undefined || known === index) return;
    }
    const key = this.app.program.model.keyOf(control);
    let own = this.own.get(key);
    if (own === undefined) this.own.set(key, (own = new Map<string, number>()));
    own.set(name, index);
  }

  /** The index of a checked formula. */
  private formula(result: CheckResult, source: PropertySource | undefined, scope: Scope): number {
    let index = this.results.get(result);
    if (index !== undefined) return index;
    const data = this.formulaData(result, source, scope);
    const key = JSON.stringify(data);
    index = this.known.get(key);
    if (index === undefined) this.known.set(key, (index = this.formulas.push(data) - 1));
    this.results.set(result, index);
    return index;
  }

  private formulaData(result: CheckResult, source: PropertySource | undefined, scope: Scope): Data[] {
    const { formula, valid, volatile, reads, diagnostics } = result;
    if (!valid) {
      const first = diagnostics.find(({ severity, secondary }) => severity === 'error' && secondary !== true) ?? diagnostics[0];
      return [0, this.writer.type(result.type), first?.message ?? '', first?.code ?? ''];
    }
    const data: Data[] = [1 + (volatile ? 4 : 0), this.writer.node(formula)];
    const inTree = symbolsOf(formula);
    const further = [...reads].filter((symbol) => !inTree.has(symbol));
    const unread = [...inTree].filter((symbol) => !reads.has(symbol));
    if (further.length + unread.length === 0) return data;
    const paths = pathsIn(parse(source?.formula ?? '').expression);
    const indexes = (symbols: readonly Symbol[]): number[] =>
      symbols.map((symbol) =>
        this.writer.symbol(
          paths.find((path) => symbolAt(scope, path) === symbol) ??
            paths.find((path) => path.at(-1) === symbol.name) ?? [symbol.name],
        ),
      );
    return [...data, indexes(further), indexes(unread)];
  }

  /** A function that the app defines; what it reads follows from its body. */
  private function({ name, behavior, result, parameters, awaits, volatile, body, summary }: UserFunction): StoredFunction {
    return [
      name,
      Number(behavior),
      this.writer.type(result),
      [...parameters].flatMap(([parameter, type]) => [parameter, this.writer.type(type)]),
      (awaits ? 2 : 0) + (volatile ? 4 : 0),
      body === undefined ? 0 : this.writer.node(body),
      summary,
    ];
  }

  // ---- Controls --------------------------------------------------------------------------------------------------------------------

  private controlData(source: ControlSource): StoredControl {
    const { name, control, template = '', variant = '', layout = '', componentName, children: inside } = source;
    const kind = this.kind([control, template, variant, layout]);
    const data = [name, kind, this.properties(source)] as const;
    const below = inside.map((child) => this.controlData(child));
    if (componentName !== undefined) return [...data, below, componentName];
    return below.length === 0 ? data : [...data, below];
  }

  private kind(kind: string[]): number {
    while (kind.at(-1) === '') kind.pop();
    const key = kind.join('\n');
    const found = this.kinds.findIndex((known) => known.join('\n') === key);
    return found < 0 ? this.kinds.push(kind) - 1 : found;
  }

  private properties({ properties }: ControlSource): Data[] {
    return [...properties.values()].flatMap((source) => {
      const index = this.written.get(source);
      return index === undefined ? [] : [source.name, index];
    });
  }

  private component(component: ComponentSource): StoredComponent {
    const { name, accessAppScope, customProperties, children: inside } = component;
    return [
      name,
      Number(accessAppScope),
      [...customProperties.values()].map((custom) => this.custom(custom)),
      this.properties(component),
      inside.map((child) => this.controlData(child)),
    ];
  }

  private custom({
    name,
    kind,
    dataType,
    raiseOnReset,
    default: formula,
    parameters,
  }: CustomProperty): StoredComponent[2][number] {
    const index = (source: PropertySource | undefined): number => (source && this.written.get(source)) ?? -1;
    return [
      name,
      kind,
      dataType,
      Number(raiseOnReset),
      index(formula),
      parameters.map((one) => [one.name, one.dataType, Number(one.optional), index(one.default)]),
    ];
  }
}

/** Properties whose formula the kind of control brings. */
function* byDefault(control: ControlModel): Generator<Property> {
  for (const [name, { formula }] of Object.entries(control.kind?.definition.properties ?? {})) {
    const property = formula === undefined ? undefined : control.property(name);
    if (property !== undefined && property.source === undefined) yield property;
  }
}

/** The formulas of events, and of what is called with arguments; of an instance of a component those of the definition too. */
function* routinesOf(control: ControlModel): Generator<PropertySource> {
  const component = control.kind?.component;
  if (component === undefined || control.isPrototype) {
    yield* control.routines;
    return;
  }
  yield* control.routines;
  for (const source of component.properties.values()) {
    if (control.event(source.name) === source || component.customProperties.get(source.name) !== undefined) {
      const custom = component.customProperties.get(source.name);
      if (custom === undefined || (isFunction(custom) && !isGivenOutside(custom))) yield source;
    }
  }
  for (const custom of component.customProperties.values())
    if (isFunction(custom) && custom.default !== undefined && control.formulaOf(custom) === custom.default) yield custom.default;
}

/** All names in a formula: those that it reads, and places that it writes. */
function symbolsOf(formula: Checked): Set<Symbol> {
  const symbols = symbolsIn(formula);
  const open: Checked[] = [formula];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.kind === 'symbol') symbols.add(at.symbol);
    if (at.kind === 'call') open.push(...at.args.map(({ node }) => node));
    else open.push(...partsOf(at));
  }
  return symbols;
}

/** The names in an expression, longer ones first. */
function pathsIn(root: Expression): (readonly string[])[] {
  const paths: (readonly string[])[] = [];
  const open: Expression[] = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const path = namePath(at);
    if (path !== undefined) paths.push(path);
    open.push(...children(at));
  }
  return paths;
}

function symbolAt(scope: Scope, [first, ...rest]: readonly string[]): Symbol | undefined {
  let found = scope.symbol(first!);
  for (const name of rest) found = found?.member?.(name);
  return found;
}
