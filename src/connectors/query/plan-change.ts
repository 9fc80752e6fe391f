import {
  createScope,
  FormulaError,
  overload,
  raw,
  types,
  type Assignable,
  type Checked,
  type CheckedOf,
  type Overload,
  type Table,
  type Value,
} from '../../formula/core.ts';

/*
 * `RemoveIf` and `UpdateIf` over a source: the rows that they are about are asked for as `Filter` asks for them, all of them, and not taken from
 * those that happen to be here.
 */

type Call = CheckedOf<'call'>;

/** Which arguments, beside the first, are conditions. */
const conditions: ReadonlyMap<string, (index: number) => boolean> = new Map([
  ['RemoveIf', () => true],
  ['UpdateIf', (index: number) => index % 2 === 1],
]);

const known = new WeakSet<Overload>();

/** Whether a call gets the rows that it changes as an argument. */
export const changesGivenRows = (node: Checked): boolean => node.kind === 'call' && known.has(node.overload);

/** The rows that a call changes, as a formula of their own; undefined for all other calls. Of several conditions all rows, where any may hold. */
export function rowsToChange(node: Call): Checked | undefined {
  const isCondition = conditions.get(node.function.name);
  const [target, ...others] = node.args;
  if (isCondition === undefined || target?.node.kind !== 'symbol' || known.has(node.overload)) return undefined;
  const tests = others.filter((_, i) => isCondition(i + 1));
  if (node.function.name === 'UpdateIf' && tests.length > 1) return target.node;
  const filter = createScope().function('Filter')!;
  const [taken] = filter.overloads;
  const [rows, test] = taken!.parameters;
  return {
    kind: 'call',
    function: filter,
    overload: taken!,
    args: [{ parameter: rows!, node: target.node }, ...tests.map(({ node: part }) => ({ parameter: test!, node: part }))],
    type: target.node.type,
    awaits: tests.some(({ node: part }) => part.awaits),
    span: tests[0]?.node.span ?? node.span,
  };
}

/** The call with the rows that it changes as its second argument. */
export function changing(node: Call, rows: Checked): Call {
  const [target, ...others] = node.args;
  const given = raw('rows', types.any);
  const evaluate = node.overload.evaluate as unknown as (...args: unknown[]) => Value;
  const [place, ...parameters] = node.overload.parameters;
  const made = {
    ...node.overload,
    ...overload({
      parameters: [place!, given, ...parameters],
      result: node.overload.result,
      evaluate: (...args: unknown[]) => {
        const [table, found, ...rest] = args as [Assignable, Value, ...unknown[]];
        if (found instanceof FormulaError) return found;
        const wrong = Array.isArray(found) ? (found as Table).find((item) => item instanceof FormulaError) : undefined;
        if (wrong instanceof FormulaError) return wrong;
        // The same source, for which these are all rows that there are.
        return evaluate(Object.create(table, { read: { value: () => found } }), ...rest);
      },
    }),
  } as unknown as Overload;
  known.add(made);
  return { ...node, overload: made, args: [target!, { parameter: given, node: rows }, ...others], awaits: true };
}
