import {
  FormulaReader,
  MissingNameError,
  StoredFormulaError,
  UserFunction,
  type Checked,
  type CheckOptions,
  type CheckResult,
  type Data,
  type Diagnostic,
  type FunctionDefinition,
  type Scope,
  type Symbol,
  type Type,
} from '../../formula/index.ts';
import { about } from '../app-diagnostic.ts';
import type { ControlModel } from '../control-model.ts';
import type { AppDiagnostic, PropertySource } from '../document.ts';
import { KnownFormulas, type Known, type KnowledgeParts } from '../known-formulas.ts';
import { Property } from '../property.ts';
import { partsOf, symbolsIn } from '../steps.ts';
import { builtIn, type Surrounding } from '../symbols.ts';
import { damaged, orDamaged, type StoredApp, type StoredFunction } from './stored-app.ts';
import { StoredSource } from './stored-source.ts';

/** What was found out of an app's formulas when it was exported. A formula is read when somebody asks for it first. */
export class StoredKnowledge extends KnownFormulas {
  readonly namedFormulas: ReadonlyMap<string, Property>;
  protected readonly surrounding: Surrounding;
  private readonly stored: StoredApp;
  private readonly reader: FormulaReader;
  private readonly plan: Surrounding['plan'];
  private readonly results = new Map<ControlModel, Map<PropertySource, Known>>();
  private readonly own: ReadonlyMap<string, ReadonlyMap<string, number>>;

  constructor(stored: StoredApp, parts: KnowledgeParts) {
    super(parts);
    const { model, host, features, namespaces, symbols, plan } = parts;
    this.stored = stored;
    this.plan = plan;
    this.reader = new FormulaReader(stored.tables, builtIn, features, (key) => model.byKey(key)?.type);
    this.own = new Map(stored.own.map(([key, formulas]) => [key, new Map(inPairs<number>(formulas))]));
    const named = inPairs<number>(stored.named).map(([name, index]): [string, Property] => [
      name,
      new Property(host, model.app, name, undefined, new StoredSource(name, index, stored), true),
    ]);
    this.namedFormulas = new Map(named);
    const functions = new Map(stored.functions.map((data) => [data[0], this.function(data)]));
    this.surrounding = { namedFormulas: this.namedFormulas, functions, types: new Map(), namespaces, symbols, plan };
  }

  inferVariables(): void {
    for (const [key, variables, collections] of this.stored.variables) {
      const home = key === '' ? undefined : this.model.byKey(key);
      for (const [name, type] of inPairs<number>(variables)) this.model.variable(name, home).type = this.reader.type(type);
      for (const [name, type] of inPairs<number>(collections)) this.model.collection(name, home).type = this.reader.type(type);
    }
  }

  diagnostics(): readonly AppDiagnostic[] {
    return this.stored.diagnostics;
  }

  diagnosticsOf(control: ControlModel): readonly AppDiagnostic[] {
    const { control: name, component } = about(control);
    return this.stored.diagnostics.filter((found) => found.control === name && found.component === component);
  }

  protected check(source: PropertySource, owner: ControlModel, options: CheckOptions = {}): Known {
    let results = this.results.get(owner);
    if (results === undefined) this.results.set(owner, (results = new Map<PropertySource, Known>()));
    let result = results.get(source);
    if (result === undefined) {
      const behavior = options.behavior === true;
      const scope = behavior ? this.eventScope(owner, source) : this.scopeFor(owner, source);
      result = this.result(this.indexOf(source, owner), scope, behavior);
      results.set(source, result);
    }
    return result;
  }

  /** Where a formula is in the list: in an instance of a component it may mean something else than in the definition. */
  private indexOf(source: PropertySource, owner: ControlModel): number {
    const written = source instanceof StoredSource ? source.index : undefined;
    const apart = written === undefined || owner.component !== undefined || owner.kind?.component !== undefined;
    const own = apart ? this.own.get(this.model.keyOf(owner))?.get(source.name) : undefined;
    if (own !== undefined || written !== undefined) return own ?? written!;
    const component = owner.component?.kind?.component ?? owner.kind?.component;
    const key = owner.component === undefined ? `~${component?.name}` : `~${component?.name}.${owner.name}`;
    const index = this.own.get(key)?.get(source.name);
    if (index === undefined) throw damaged(new StoredFormulaError(`${owner.path}.${source.name} is not there.`));
    return index;
  }

  private result(index: number, scope: Scope, behavior: boolean): Known {
    const data = this.stored.formulas[index];
    if (data === undefined) throw damaged(new StoredFormulaError(`There is no formula ${index}.`));
    const result = new StoredResult(data, this.reader, { scope, behavior });
    return this.plan === undefined || !result.valid ? result : { ...this.plan(whole(result), '', behavior), syntax: 0 };
  }

  private function([name, behavior, result, parameters, facts, body, summary]: StoredFunction): FunctionDefinition {
    const made = new StoredFunctionRecord(
      {
        name,
        behavior: behavior === 1,
        result: this.reader.type(result),
        parameters: new Map(inPairs<number>(parameters).map(([parameter, type]) => [parameter, this.reader.type(type)])),
        summary,
      },
      facts,
    );
    let read: Checked | undefined;
    made.use(
      () => (read ??= orDamaged(() => this.reader.node(body, { scope: this.scopeOf(undefined), behavior: behavior === 1 }))),
    );
    return made;
  }
}

/** A function of the app, whose body is read when it is called first. */
class StoredFunctionRecord extends UserFunction {
  private readonly flags: number;
  private reading = false;
  private found: ReadonlySet<Symbol> | undefined;

  constructor(called: ConstructorParameters<typeof UserFunction>[0], flags: number) {
    super(called);
    this.flags = flags;
  }

  override get awaits(): boolean {
    return (this.flags & 2) !== 0;
  }

  override get volatile(): boolean {
    return (this.flags & 4) !== 0;
  }

  /** What its body reads, and the bodies of functions that it calls: those may call it in turn. */
  override reads(): Iterable<Symbol> {
    if (this.found !== undefined || this.reading) return this.found ?? [];
    this.reading = true;
    const found = symbolsIn(this.body!);
    this.reading = false;
    return (this.found = found);
  }
}

/** A formula that was checked when the app was exported. It is read when somebody wants more of it than its type. */
class StoredResult implements Known {
  readonly type: Type;
  readonly syntax = 0;
  readonly declarations = [];
  private readonly data: readonly Data[];
  private readonly reader: FormulaReader;
  private readonly at: { readonly scope: Scope; readonly behavior: boolean };
  private known: { readonly formula: Checked; readonly diagnostics: readonly Diagnostic[] } | undefined;
  private names: ReadonlySet<Symbol> | undefined;

  constructor(data: readonly Data[], reader: FormulaReader, at: { readonly scope: Scope; readonly behavior: boolean }) {
    this.data = data;
    this.reader = reader;
    this.at = at;
    const node = data[1];
    this.type = orDamaged(() => reader.type(Array.isArray(node) ? (node as readonly Data[])[1] : node));
  }

  private get isRight(): boolean {
    return ((this.data[0] as number) & 1) !== 0;
  }

  get volatile(): boolean {
    return ((this.data[0] as number) & 4) !== 0;
  }

  get formula(): Checked {
    return this.read().formula;
  }

  get awaits(): boolean {
    return this.read().formula.awaits;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.read().diagnostics;
  }

  get valid(): boolean {
    return this.read().diagnostics.length === 0;
  }

  get reads(): ReadonlySet<Symbol> {
    return (this.names ??= this.findReads());
  }

  private findReads(): ReadonlySet<Symbol> {
    if (!this.valid) return new Set();
    const { reader, at } = this;
    const [, , further = [], unread = []] = this.data as readonly (readonly Data[])[];
    const found = symbolsIn(this.formula);
    const open: Checked[] = [this.formula];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.kind === 'symbol') found.add(node.symbol);
      open.push(...(node.kind === 'call' ? node.args.map((arg) => arg.node) : partsOf(node)));
    }
    for (const index of further) found.add(reader.symbol(index, at.scope));
    for (const index of unread) found.delete(reader.symbol(index, at.scope));
    return found;
  }

  private read() {
    return (this.known ??= this.isRight ? this.readRight() : this.wrong(this.data[2] as string, this.data[3] as string));
  }

  private readRight() {
    try {
      return { formula: orDamaged(() => this.reader.node(this.data[1], this.at)), diagnostics: [] };
    } catch (error) {
      // What it names is not here, and that is the formula's error; the others run.
      if (error instanceof MissingNameError) return this.wrong(error.message, 'MissingName');
      throw error;
    }
  }

  private wrong(message: string, code: string) {
    const span = { from: 0, to: 0 };
    const formula: Checked = { kind: 'invalid', type: this.type, awaits: false, span };
    return { formula, diagnostics: [{ ...span, severity: 'error' as const, code, message }] };
  }
}

/** A planner gives copies with other parts. */
const whole = ({ formula, type, diagnostics, valid, reads, awaits, volatile, declarations }: CheckResult): CheckResult => ({
  formula,
  type,
  diagnostics,
  valid,
  reads,
  awaits,
  volatile,
  declarations,
});

function inPairs<T extends Data>(data: readonly Data[]): [string, T][] {
  const found: [string, T][] = [];
  for (let i = 0; i + 1 < data.length; i += 2) found.push([data[i] as string, data[i + 1] as T]);
  return found;
}
