import {
  check,
  compile,
  createRun,
  createScope,
  factsOf,
  FormulaError,
  Pending,
  rootFrame,
  type CheckResult,
  type Scope,
  type Symbol,
  type Table,
  type TableFacts,
  type Value,
} from '../../../src/formula/index.ts';
import { CallPool, FormulaCalls } from '../../../src/app/calls.ts';
import type { QueryConnector } from '../../../src/connectors/query/query-connector.ts';

/** A formula over tables of a connector, evaluated as an app does: until it has its last value. */
export class Lab {
  readonly scope: Scope;
  private readonly pool: CallPool;
  readonly zone: string;

  constructor(connector: QueryConnector, zone: string, variables: readonly Symbol[] = []) {
    this.zone = zone;
    this.pool = new CallPool(connector);
    const sources = [...connector.tables.values()].map((table): Symbol => {
      const place = {
        name: table.name,
        type: table.type!,
        capabilities: table.capabilities,
        read: () => null,
        write: () => undefined,
      };
      return { name: table.name, type: table.type!, read: () => null, place, role: 'collection' };
    });
    const symbols = new Map([...sources, ...variables].map((symbol) => [symbol.name, symbol]));
    const base = createScope({ symbols });
    this.scope = { ...bound(base), plan: (result, text) => connector.plan(result, text) };
  }

  check(formula: string): CheckResult {
    return check(formula, this.scope);
  }

  /** The value once nothing is awaited any more; `all` asks for further pages until there are none. */
  evaluate(
    formula: string,
    all = true,
  ): Promise<{ readonly value: Value; readonly facts: TableFacts | undefined; readonly result: CheckResult }> {
    const result = this.check(formula);
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new Error(`${formula}: ${errors.map(({ message }) => message).join(' ')}`);
    const run = compile(result.formula);
    return new Promise((resolve) => {
      let scheduled = false;
      const again = (): void => {
        if (scheduled) return;
        scheduled = true;
        setImmediate(() => {
          scheduled = false;
          step();
        });
      };
      const calls = new FormulaCalls(this.pool, again);
      const step = (): void => {
        const value = calls.evaluate(() => run(rootFrame({ ...createRun({ timeZone: this.zone }), calls, fuel: 1e9 })));
        if (value instanceof Pending || calls.pending) return;
        const facts = Array.isArray(value) ? factsOf(value as Table) : undefined;
        if (facts?.loading === true) return;
        if (all && facts?.more !== undefined && facts.problem === undefined) return facts.more();
        calls.dispose();
        resolve({ value, facts, result });
      };
      step();
    });
  }

  /** The same as a behavior: asked once, awaited. */
  once(operation: Parameters<CallPool['once']>[0], args: readonly Value[]): Promise<Value> {
    return this.pool.once(operation, args);
  }
}

/** A scope's methods as properties, so that one can be put in its place. */
const bound = (scope: Scope): Scope => ({
  symbol: (name) => scope.symbol(name),
  function: (name) => scope.function(name),
  namespace: (name) => scope.namespace(name),
  optionSet: (name) => scope.optionSet(name),
  type: (name) => scope.type(name),
  symbols: () => scope.symbols(),
  functions: () => scope.functions(),
  namespaces: () => scope.namespaces(),
  optionSets: () => scope.optionSets(),
});

export const variable = (name: string, type: Symbol['type'], value: Value): Symbol => ({ name, type, read: () => value });

export const isError = (value: Value): value is FormulaError => value instanceof FormulaError;
