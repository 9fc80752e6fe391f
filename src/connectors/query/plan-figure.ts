import { type Checked, type Value } from '../../formula/core.ts';
import type { Chain } from './chain.ts';
import { planCondition } from './plan-condition.ts';
import { columnsOf, operandOf, planNumber, type NumberPlan } from './plan-number.ts';
import { columnAt } from './planning.ts';
import type { BoundAggregate } from './planned-query.ts';
import type { StepContext } from './plan-steps.ts';
import type { Aggregate, QueryColumn } from './query.ts';

type Call = Extract<Checked, { kind: 'call' }>;
type BindFigure = (values: readonly Value[]) => BoundAggregate | undefined;
type Kind = 'sum' | 'average' | 'min' | 'max';

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['Sum', 'sum'],
  ['Average', 'average'],
  ['Min', 'min'],
  ['Max', 'max'],
]);

/** How a source is asked for a figure over the rows of a chain; undefined, and reported, where it cannot be. */
export function planFigure(node: Call, chain: Chain, context: StepContext): BindFigure | undefined {
  const { name } = node.function;
  const { closed } = chain;
  const aggregate = aggregateOf(node, chain, context);
  if (name === 'CountIf' && !closed) {
    for (const { node: condition } of node.args.slice(1)) chain.where(planCondition(condition, context.planning()), condition);
  }
  if (aggregate === undefined || closed || !chain.whole) {
    const bounded = closed && aggregate !== undefined;
    if (!bounded) context.report(node.span, { code: 'DelegationNeedsAllRows', what: name });
    return undefined;
  }
  return (values) => {
    const { predicate, exact } = chain.filter(values);
    const asked = exact ? aggregate(values) : undefined;
    return asked && { aggregate: asked, filter: predicate };
  };
}

type AggregatePlan = (values: readonly Value[]) => Aggregate | undefined;

function aggregateOf(node: Call, chain: Chain, context: StepContext): AggregatePlan | undefined {
  const { abilities } = chain.source;
  const { name } = node.function;
  if (name === 'CountRows' || name === 'CountIf') return abilities.count ? () => ({ kind: 'count' }) : undefined;
  const [, argument] = node.args;
  if (argument?.parameter.mode !== 'perRow') return undefined;
  const planning = context.planning();
  const column = columnAt(argument.node, planning);
  if (name === 'Distinct') {
    return column !== undefined && abilities.distinct && isListed(column, chain)
      ? () => ({ kind: 'distinct', column })
      : undefined;
  }
  const kind = kinds.get(name)!;
  if (!abilities.functions.has(kind)) return undefined;
  if (column !== undefined) {
    const fits = column.kind === 'number' || ((kind === 'min' || kind === 'max') && isMoment(column));
    return fits ? () => ({ kind, of: { kind: 'column', column }, column }) : undefined;
  }
  const plan = kind === 'sum' ? planNumber(argument.node, planning) : undefined;
  return plan && computedSum(plan);
}

/** A sum of what is computed of each row. Blanks among it count as nothing, as zero does here. */
function computedSum(plan: NumberPlan): AggregatePlan | undefined {
  const columns = columnsOf(plan);
  const [column] = columns;
  if (column === undefined || columns.some(({ nullable }) => nullable)) return undefined;
  return (values) => {
    const of = operandOf(plan, { ...column, type: 'Edm.Double' }, values);
    return of && { kind: 'sum', of, column };
  };
}

const isMoment = ({ kind }: QueryColumn): boolean => kind === 'date' || kind === 'dateTime';

/** Whether different values can be listed in the order in which they come first: by a key that is a number. */
function isListed(column: QueryColumn, chain: Chain): boolean {
  const { key, columns, texts } = chain.source.abilities;
  const only = key.length === 1 ? columns.get(key[0]!) : undefined;
  const plain = column.kind !== 'dateTime' && column.margin === undefined && (column.kind !== 'text' || texts === 'exact');
  return plain && chain.sortTerms.length === 0 && only?.kind === 'number';
}
