import {
  check,
  compile,
  createRun,
  createScope,
  parse,
  rootFrame,
  types,
  type Symbol,
  type Value,
} from '../../src/formula/index.ts';
import { graphMemory, graphTasks } from './graph.ts';
import { coded, dialects, formulas, inputs, longFormula, richFormula, rows, size, total } from '../workload.mjs';

const symbol = (name: string, type: types.Type, value: Value): [string, Symbol] => [name, { name, type, read: () => value }];
const rowType = { Id: types.number, Price: types.number, Quantity: types.number, Name: types.text };

function evaluator(formula: string, symbols: readonly [string, Symbol][]): () => Value {
  const { formula: checked, valid, diagnostics } = check(formula, createScope({ symbols: new Map(symbols) }));
  if (!valid) throw new Error(`${formula}: ${diagnostics[0]?.message}`);
  const evaluate = compile(checked);
  const frame = rootFrame(createRun({ fuel: Number.MAX_SAFE_INTEGER }));
  return () => evaluate(frame);
}

const overRows = (formula: string): (() => Value) => evaluator(formula, [symbol('T', types.table(rowType), rows())]);

export const memory = graphMemory;

export const tasks: { readonly [name: string]: () => () => unknown } = {
  ...graphTasks,
  parse: () => {
    let salt = 0;
    return () => parse(longFormula(dialects.fx, ++salt % 90)).tokens.length;
  },
  'parse rich': () => {
    let salt = 0;
    const nodes = size(parse(richFormula(0)).expression);
    return () => (parse(richFormula(++salt % 90)).diagnostics.length > 0 ? 0 : nodes);
  },
  evaluate: () => {
    const symbols = Object.entries(inputs).map(([name, value]) =>
      symbol(name, typeof value === 'number' ? types.number : types.boolean, value),
    );
    const all = formulas(dialects.fx).map((formula) => evaluator(formula, symbols));
    return () => total(all.map((evaluate) => evaluate()));
  },
  check: () => {
    const symbols = new Map(
      Object.entries(inputs).map(([name, value]) =>
        symbol(name, typeof value === 'number' ? types.number : types.boolean, value),
      ),
    );
    const scope = createScope({ symbols });
    const parsed = formulas(dialects.fx).map((formula) => parse(formula));
    return () => parsed.filter((result) => check(result, scope).valid).length;
  },
  filter: () => {
    const evaluate = overRows('Filter(T, Price > 500)');
    return () => (evaluate() as readonly unknown[]).length;
  },
  'filter, sort, sum': () => overRows('Sum(Sort(Filter(T, Price > 500), Price), Price * Quantity)'),
  records: () => {
    const evaluate = overRows('ForAll(T, {id: Id, total: Price * Quantity})');
    return () => (evaluate() as readonly unknown[]).length;
  },
  concat: () => {
    const evaluate = overRows('Concat(T, Name & ": " & Quantity, ", ")');
    return () => (evaluate() as string).length;
  },
  'look-up of texts': () => {
    const { table, keys } = coded(1000);
    const evaluate = evaluator('ForAll(K As k, LookUp(T, Code = k.Key, Price))', [
      symbol('T', types.table({ ...rowType, Code: types.text }), table),
      symbol('K', types.table({ Key: types.text }), keys),
    ]);
    return () => (evaluate() as readonly unknown[]).length;
  },
  'look-up': () => {
    const table = rows().slice(0, 1000);
    const keys = table.map((_: unknown, i: number) => ({ Key: (i * 7) % 1000 }));
    const evaluate = evaluator('ForAll(K As k, LookUp(T, Id = k.Key, Price))', [
      symbol('T', types.table(rowType), table),
      symbol('K', types.table({ Key: types.number }), keys),
    ]);
    return () => (evaluate() as readonly unknown[]).length;
  },
};
