import {
  factsOf,
  FormulaError,
  isRow,
  isTable,
  PENDING,
  Pending,
  printValue,
  types,
  type FunctionDefinition,
  type RemoteCalls,
  type Symbol,
  type TableFacts,
  type Value,
} from '../../formula/index.ts';
import type { App } from '../app.ts';
import { callKey } from '../call-key.ts';
import type { FormulaCalls, MadeCall } from '../calls.ts';
import type { Cause, Touched } from '../cause.ts';
import { ControlModel } from '../control-model.ts';
import type { PropertySource } from '../document.ts';
import { hostedOutput } from '../form-outputs.ts';
import { outputSources } from '../outputs.ts';
import { Property } from '../property.ts';
import type { RowContext } from '../rows.ts';
import { ServiceSource } from '../service-source.ts';
import { Collection, Variable } from '../state.ts';
import { symbolsIn } from '../steps.ts';
import { dependenciesOf, ThisItem } from '../symbols.ts';
import { watchedEvaluation, type WatchedEvaluation } from './evaluation.ts';
import type { ErrorOrigin, ExplainedKind, Explanation, WrittenFormula } from './explanation.ts';

/** What an explanation is made of, its inputs not worked out yet. */
type Parts = Omit<Explanation, 'inputs' | 'used' | 'facts' | 'pending'> & {
  readonly pending?: boolean;
  readonly inputs?: () => readonly Explanation[];
};

/** Explains values of an app as they are now. Asking changes nothing; formulas are evaluated once more to see what they read. */
export class Explainer {
  private readonly app: App;
  private readonly properties = new Map<Property, Map<RowContext | undefined, Explanation>>();
  private readonly symbols = new Map<Symbol, Explanation>();

  constructor(app: App) {
    this.app = app;
  }

  /** A property, a variable, a collection, a named formula or a table of a service. `RangeError` if the app has no such thing. */
  explain(path: string, row: RowContext | undefined): Explanation {
    const { model, analysis } = this.app.program;
    const dot = path.lastIndexOf('.');
    const owner = dot < 0 ? undefined : model.find(path.slice(0, dot));
    const name = path.slice(dot + 1);
    const context = owner?.role === 'screen' ? model.contextOf(owner).get(name) : undefined;
    const found = owner?.property(name) ?? context ?? (dot < 0 ? analysis.scopeOf(this.app.screen).symbol(path) : undefined);
    if (found === undefined)
      throw new RangeError(`This app has no ${path}. A property is written Control.Property, a variable by its name.`);
    return this.ofSymbol(found, row ?? (found instanceof Property ? this.firstRow(found) : undefined));
  }

  // ---- Names -------------------------------------------------------------------------------------------------------------------

  private ofSymbol(symbol: Symbol, row: RowContext | undefined): Explanation {
    if (symbol instanceof Property) return this.ofProperty(symbol, row);
    // What a row has is another thing in each row.
    const known = row === undefined ? this.symbols.get(symbol) : undefined;
    if (known !== undefined) return known;
    const made = this.made(this.partsOf(symbol, row));
    if (row === undefined) this.symbols.set(symbol, made);
    return made;
  }

  private partsOf(symbol: Symbol, row: RowContext | undefined): Parts {
    if (symbol instanceof Variable || symbol instanceof Collection) return this.partsOfState(symbol);
    const { name, type } = symbol;
    const value = symbol.read(this.app.program.newRun(undefined, row));
    if (symbol instanceof ServiceSource) {
      const calls = (): Explanation[] => this.ofCalls(symbol.call.calls);
      return { kind: 'table', name, type, value, because: 'rows of a service', inputs: calls };
    }
    if (symbol instanceof ThisItem) {
      const items = symbol.gallery.property('Items');
      const index = row?.of(symbol.gallery)?.index ?? 0;
      const because = `row ${index + 1} of ${symbol.gallery.path}`;
      return { kind: 'row', name, type, value, because, inputs: () => this.ofSymbols(items ? [items] : [], row?.outer) };
    }
    if (symbol instanceof ControlModel) return { kind: 'control', name: symbol.path, type, value, because: 'a control' };
    const follows = (): Explanation[] => this.ofSymbols(dependenciesOf([symbol]), row);
    return { kind: 'name', name, type, value, because: symbol.summary ?? '', inputs: follows };
  }

  private partsOfState(place: (Variable | Collection) & Touched): Parts {
    const { name, type, cause, touched } = place;
    const kind: ExplainedKind = place.role;
    const common = { kind, name, type, value: place.read() };
    if (touched === undefined) {
      const given = place instanceof Variable && place.given !== undefined;
      return { ...common, because: given ? 'given by the page' : `not set so far${this.settersOf(name)}` };
    }
    if (cause === undefined) return { ...common, at: touched, because: 'given by the page' };
    const because = `set by ${pathOf(cause)}`;
    return { ...common, at: touched, because, inputs: () => [this.ofCause(cause)] };
  }

  /** The behaviors that would set a name. */
  private settersOf(name: string): string {
    const { model, analysis } = this.app.program;
    const found = model
      .all()
      .flatMap((owner) => owner.routines.map((source) => ({ owner, source })))
      .filter(({ source }) => source.formula.includes(name))
      .filter(({ owner, source }) => analysis.routineResult(owner, source).declarations.some((one) => one.name === name))
      .map(({ owner, source }) => `${owner.path}.${source.name}`);
    return found.length === 0 ? '' : `; ${found.slice(0, 5).join(', ')} would`;
  }

  private ofCause(cause: Cause): Explanation {
    const { control, source, at, calls } = cause;
    const result = this.app.program.analysis.routineResult(control, source);
    return this.made({
      kind: 'behavior',
      name: pathOf(cause),
      type: types.voidType,
      value: null,
      because: 'ran',
      at,
      formula: written(control, source),
      inputs: () => [
        ...calls.map(({ operation, args }) => this.ofCall({ operation, args, value: undefined, pending: false }, at)),
        ...this.ofSymbols(symbolsIn(result.formula), undefined),
      ],
    });
  }

  // ---- Properties --------------------------------------------------------------------------------------------------------------

  private ofProperty(property: Property, context: RowContext | undefined): Explanation {
    const { gallery } = property.owner;
    const row = gallery === undefined ? undefined : context?.of(gallery);
    const rows = this.properties.get(property) ?? new Map<RowContext | undefined, Explanation>();
    this.properties.set(property, rows);
    let known = rows.get(row);
    if (known === undefined) rows.set(row, (known = this.made(this.partsOfProperty(property, row))));
    return known;
  }

  private partsOfProperty(property: Property, row: RowContext | undefined): Parts {
    const { owner, name, type } = property;
    const value = row === undefined ? property.node.read() : row.value(property);
    const where = row === undefined ? '' : ` in row ${row.index + 1}`;
    const common = { kind: property.role, name: property.path + where, type, value };
    const choices = row === undefined ? owner.choices : row.choicesOf(owner);
    if (property.measured !== undefined && property.measured.read() !== null)
      return { ...common, because: 'measured on the page', inputs: () => this.written(property, row)?.inputs() ?? [] };
    if (!property.isOutput) return { ...common, ...this.byFormula(property, row, value) };
    const { program } = this.app;
    const assigned = row === undefined ? program.assignedNode(property)?.read() : program.assignedIn(property, row);
    const hosted = hostedOutput(owner, name);
    const sources = hosted?.sources(owner) ?? outputSources(owner.kind!.definition, name).map((one) => owner.property(one)!);
    const chosenAt = choices.chosenAt(name, assigned);
    const others = (): Explanation[] => this.ofSymbols(sources, row);
    if (chosenAt !== undefined && hosted === undefined)
      return { ...common, because: 'chosen or typed by the user', at: chosenAt, inputs: others };
    if (assigned !== undefined) return { ...common, ...this.byFormula(property, row, value) };
    return {
      ...common,
      because: hosted === undefined ? `told by ${owner.path}` : `worked out for ${owner.path}`,
      inputs: others,
    };
  }

  private byFormula(
    property: Property,
    row: RowContext | undefined,
    value: Value,
  ): Pick<Parts, 'because' | 'formula' | 'origin' | 'inputs' | 'pending'> {
    const found = this.written(property, row);
    if (found === undefined) {
      const kind = property.owner.kind?.definition.name ?? 'control';
      return { because: property.source === undefined ? `default of every ${kind}` : this.broken(property) };
    }
    const { formula, inputs, evaluation, pending } = found;
    const origin = value instanceof FormulaError ? this.originOf(formula, evaluation(), row) : undefined;
    return { because: 'formula', ...(formula && { formula }), ...(origin && { origin }), inputs, pending };
  }

  private broken(property: Property): string {
    const wrong = this.app.program.brokenBy(property.owner);
    return wrong?.property === property.name ? `its formula has an error: ${wrong.message}` : 'its formula has an error';
  }

  /** The formula of a property and what it follows from; undefined where it has none that runs. */
  private written(property: Property, row: RowContext | undefined) {
    const { program } = this.app;
    const result = program.analysis.resultOf(property);
    if (result?.valid !== true) return undefined;
    const node = property.isOverridden ? program.assignedNode(property) : property.node;
    const calls =
      row === undefined ? node && program.callsOf(node)?.calls : (row.attached.get(property) as FormulaCalls | undefined);
    let watched: WatchedEvaluation | undefined;
    const evaluation = (): WatchedEvaluation =>
      (watched ??= watchedEvaluation(result.formula, program.newRun(answersOf(calls), row)));
    const inputs = (): Explanation[] => {
      const { read } = evaluation();
      const named = this.ofSymbols(result.reads, row).map((input, i) =>
        read.has([...result.reads][i]!) || result.volatile ? input : unused(input),
      );
      return [...this.ofCalls(calls), ...named];
    };
    const formula = property.source === undefined ? undefined : written(property.owner, property.source);
    return { formula, inputs, evaluation, pending: calls?.pending ?? false };
  }

  /** Where an error comes from: a part of the formula, or of one that it reads. */
  private originOf(
    formula: WrittenFormula | undefined,
    { failed }: WatchedEvaluation,
    row: RowContext | undefined,
  ): ErrorOrigin | undefined {
    if (failed === undefined || formula === undefined) return undefined;
    const further = failed.kind === 'symbol' ? this.ofSymbol(failed.symbol, row).origin : undefined;
    if (further !== undefined) return further;
    const { from, to } = failed.span;
    const { line, column } = places.get(formula)!.placeOf(from);
    return { formula, from, to, line, column };
  }

  // ---- Calls -------------------------------------------------------------------------------------------------------------------

  private ofCalls(calls: FormulaCalls | undefined): Explanation[] {
    return [...(calls?.made() ?? [])].map((call) => this.ofCall(call));
  }

  /** `since`: only exchanges from that time on are its own. */
  private ofCall({ operation, args, value, pending }: MadeCall, since?: number): Explanation {
    const all = this.app.exchangesOf(operation, args);
    const exchanges = since === undefined ? all : all.filter(({ started }) => started >= since);
    const type = operation.overloads[0]?.result;
    return this.made({
      kind: 'call',
      name: `${operation.name}(${args.map((argument) => shortValue(argument)).join(', ')})`,
      type: typeof type === 'object' ? type : types.unknown,
      value: value ?? (since === undefined ? PENDING : null),
      pending,
      because: 'answer of the service',
      exchanges,
      ...(exchanges.length > 0 && { at: exchanges.at(-1)!.started }),
    });
  }

  // ---- Making ------------------------------------------------------------------------------------------------------------------

  private ofSymbols(symbols: Iterable<Symbol>, row: RowContext | undefined): Explanation[] {
    return [...symbols].map((symbol) => this.ofSymbol(symbol, row));
  }

  private made({ inputs, pending = false, ...parts }: Parts): Explanation {
    let known: readonly Explanation[] | undefined;
    const facts = factsIn(parts.value);
    return {
      ...parts,
      pending: pending || parts.value instanceof Pending,
      ...(facts && { facts }),
      used: true,
      get inputs() {
        return (known ??= inputs?.() ?? []);
      },
    };
  }

  /** In a gallery a property has a value for each row: the first stands for all. */
  private firstRow({ owner: { gallery } }: Property): RowContext | undefined {
    if (gallery === undefined) return undefined;
    const outer = gallery.gallery === undefined ? undefined : this.firstRow(gallery.property('Items')!);
    return this.app.row(gallery.path, 0, outer);
  }
}

const places = new WeakMap<WrittenFormula, PropertySource>();

function written(owner: ControlModel, source: PropertySource): WrittenFormula {
  const { file, line, column } = source.placeOf(0);
  const formula = { text: source.formula, control: owner.path, property: source.name, file, line, column };
  places.set(formula, source);
  return formula;
}

const pathOf = ({ control, source }: Cause): string => `${control.path}.${source.name}`;

const unused = (input: Explanation): Explanation => ({
  ...input,
  used: false,
  get inputs() {
    return input.inputs;
  },
});

/** Answers that a formula has got, for evaluating it once more. */
const answersOf = (calls: FormulaCalls | undefined): RemoteCalls => {
  const known = [...(calls?.made() ?? [])].map((call) => ({ call, key: callKey(call.args) }));
  return {
    read: (_site, operation: FunctionDefinition, args) => {
      const key = callKey(args);
      return known.find(({ call, key: own }) => call.operation === operation && own === key)?.call.value ?? PENDING;
    },
    start: () => Promise.resolve(PENDING),
  };
};

/** The facts of a table, or of the first table in a record that a service answered. */
function factsIn(value: Value): TableFacts | undefined {
  if (isTable(value)) return factsOf(value);
  if (!isRow(value)) return undefined;
  for (const part of Object.values(value)) {
    const facts = isTable(part) ? factsOf(part) : undefined;
    if (facts !== undefined) return facts;
  }
  return undefined;
}

const MAX_ARGUMENT = 60;

const shortValue = (value: Value): string => {
  const text = printValue(value);
  return text.length > MAX_ARGUMENT ? `${text.slice(0, MAX_ARGUMENT - 1)}…` : text;
};
