import { OptionValue, type Checked, type Span, type Value } from '../../formula/core.ts';
import type { Chain, TermPlan } from './chain.ts';
import { columnsRead } from './checked-tree.ts';
import type { Reason } from './delegation.ts';
import { guarded, type Reading } from './guard.ts';
import { planCondition, planTextTest, type Condition } from './plan-condition.ts';
import { columnAt, type Planning } from './planning.ts';
import { joined, type QueryColumn } from './query.ts';

type Call = Extract<Checked, { kind: 'call' }>;

/** What a step of a chain asks of the planner. */
export interface StepContext {
  readonly zone: string;
  /** Plans a part that stands inside of a row. */
  within(part: Checked): Checked;
  planning(): Planning;
  report(span: Span, reason: Reason): void;
  /** Keeps a part that is the same for all rows; undefined where it is not. */
  outer(part: Checked): number | undefined;
}

/** Puts a function into a chain; false where it cannot go on from the rows one by one. */
export type Step = (node: Call, chain: Chain, context: StepContext) => boolean;

/** The function itself, over the rows that come. */
function keep(node: Call, chain: Chain, context: StepContext, reading: Reading = 'rows'): true {
  const overload = guarded(node.overload, reading);
  const others = node.args.slice(1).map((argument) => {
    if (argument.parameter.mode === 'column' || argument.parameter.mode === 'name') return argument;
    return { ...argument, node: argument.parameter.mode === 'perRow' ? context.within(argument.node) : argument.node };
  });
  chain.continueWith((rows) => ({ ...node, overload, args: [{ ...node.args[0]!, node: rows }, ...others], awaits: true }));
  return true;
}

/** The names of columns that a call gives, from an argument on; undefined where one is worked out when the formula runs. */
function namesOf(node: Call, from: number, step = 1): readonly string[] | undefined {
  const names: string[] = [];
  for (let i = from; i < node.args.length; i += step) {
    const { text } = node.args[i]!;
    if (text === undefined) return undefined;
    names.push(text);
  }
  return names;
}

const filter: Step = (node, chain, context) => {
  for (const { node: condition } of node.args.slice(1)) {
    chain.reads(columnsRead(condition));
    if (chain.closed) context.report(condition.span, { code: 'DelegationAfterLimit', what: 'Filter' });
    else chain.where(planCondition(condition, context.planning()), condition);
  }
  return keep(node, chain, context);
};

const search: Step = (node, chain, context) => {
  const names = namesOf(node, 2);
  if (names === undefined) return false;
  chain.reads(new Set(names));
  const slot = context.outer(node.args[1]!.node);
  if (slot === undefined) return false;
  if (chain.closed) context.report(node.span, { code: 'DelegationAfterLimit', what: 'Search' });
  else chain.where(anyOf(names, node, slot, chain, context), node.args[1]!.node);
  return keep(node, chain, context);
};

/** A text in one of some columns. */
function anyOf(names: readonly string[], node: Call, slot: number, chain: Chain, context: StepContext): Condition | undefined {
  const planning = context.planning();
  const tests: Condition[] = [];
  for (const name of names) {
    const column = chain.columnOf(name);
    if (column === undefined || (column.kind !== 'text' && column.kind !== 'choice')) {
      planning.refuse(node, { code: 'SuggestRemoteExecutionHint', what: `Search in ${name}` });
      return undefined;
    }
    const test = planTextTest(node, { test: 'contains', column, ignoreCase: true, not: false }, slot, planning);
    if (test === undefined) return undefined;
    tests.push(test);
  }
  return (values) => {
    const bounds = tests.map((test) => test(values));
    return {
      predicate: joined(
        'or',
        bounds.map(({ predicate }) => predicate),
      ),
      exact: bounds.every(({ exact }) => exact),
    };
  };
}

// ---- Order --------------------------------------------------------------------------------------------------------------------------

const isDescending = (value: Value | undefined): boolean => {
  const word = value instanceof OptionValue ? value.value : value;
  return typeof word === 'string' && word.toLowerCase() === 'descending';
};

interface WantedTerm {
  readonly column: QueryColumn | undefined;
  readonly shown: string;
  readonly order: Checked | undefined;
}

/** Rows in an order that the source makes; false where it cannot. */
function ordered(node: Call, chain: Chain, context: StepContext, wanted: readonly WantedTerm[]): boolean {
  const { abilities } = chain.source;
  const name = node.function.name;
  if (chain.closed) {
    context.report(node.span, { code: 'DelegationAfterLimit', what: name });
    return false;
  }
  const terms: TermPlan[] = [];
  for (const [i, { column, shown, order }] of wanted.entries()) {
    const slot = order === undefined ? undefined : context.outer(order);
    const fits =
      column !== undefined &&
      column.sort &&
      column.kind !== 'choice' &&
      chain.sortTerms.length + wanted.length <= abilities.sortColumns &&
      (order === undefined || slot !== undefined) &&
      (!column.nullable || abilities.blanks === 'anywhere' || (i === 0 && chain.sortTerms.length === 0));
    if (!fits) {
      context.report(node.span, {
        code: 'OpNotSupportedByColumnSuggestionMessage_OpNotSupportedByColumn',
        what: name,
        column: shown,
      });
      return false;
    }
    if (column.kind === 'text' && !abilities.cultureOrder)
      context.report(node.span, { code: 'DelegationTextOrder', what: shown });
    terms.push({ column, descending: (values) => slot !== undefined && isDescending(values[slot]) });
  }
  chain.sort(terms);
  return true;
}

const sort: Step = (node, chain, context) => {
  const [, key, order] = node.args;
  const planning = context.planning();
  const column = columnAt(key!.node, planning);
  return ordered(node, chain, context, [{ column, shown: column?.name ?? 'of a formula', order: order?.node }]);
};

const sortByColumns: Step = (node, chain, context) => {
  const names = namesOf(node, 1, 2);
  if (
    names === undefined ||
    node.args.some(({ node: arg, parameter }, i) => i > 0 && arg.type.kind === 'table' && parameter.mode === 'value')
  )
    return false;
  return ordered(
    node,
    chain,
    context,
    names.map((name, i) => ({ column: chain.columnOf(name), shown: name, order: node.args[2 + 2 * i]?.node })),
  );
};

// ---- Limits ---------------------------------------------------------------------------------------------------------------------------

const countAt =
  (slot: number | undefined) =>
  (values: readonly Value[]): number | undefined => {
    const count = slot === undefined ? 1 : (values[slot] ?? 0);
    return typeof count === 'number' && count >= 0 ? Math.trunc(count) : undefined;
  };

const firstN: Step = (node, chain, context) => {
  const count = node.args[1]?.node;
  const slot = count === undefined ? undefined : context.outer(count);
  if (count !== undefined && slot === undefined) return false;
  chain.limitTo(countAt(slot));
  return keep(node, chain, context, 'first');
};

const lastN: Step = (node, chain, context) => {
  const count = node.args[1]?.node;
  const slot = count === undefined ? undefined : context.outer(count);
  if ((count !== undefined && slot === undefined) || chain.closed || chain.source.abilities.sortColumns === 0) return false;
  if (!chain.whole) context.report(node.span, { code: 'DelegationNeedsAllRows', what: 'LastN' });
  chain.limitTo(countAt(slot), true);
  return keep(node, chain, context, 'all');
};

// ---- Columns --------------------------------------------------------------------------------------------------------------------------

const named =
  (change: (chain: Chain, names: readonly string[], node: Call) => void, from = 1, step = 1): Step =>
  (node, chain, context) => {
    const names = namesOf(node, from, step);
    if (names === undefined) return false;
    change(chain, names, node);
    return keep(node, chain, context);
  };

const renameColumns: Step = (node, chain, context) => {
  const [from, to] = [namesOf(node, 1, 2), namesOf(node, 2, 2)];
  if (from === undefined || to === undefined) return false;
  chain.rename(new Map(from.map((name, i) => [name, to[i]!])));
  return keep(node, chain, context);
};

/** Functions that go on from rows one by one, by name. */
export const steps: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['Filter', filter],
  ['Search', search],
  ['Sort', sort],
  ['SortByColumns', sortByColumns],
  ['FirstN', firstN],
  ['LastN', lastN],
  ['ShowColumns', named((chain, names) => chain.show(new Set(names)))],
  ['DropColumns', named((chain, names) => chain.drop(new Set(names)))],
  ['RenameColumns', renameColumns],
  [
    'AddColumns',
    named(
      (chain, names, node) => {
        for (const { parameter, node: part } of node.args) if (parameter.mode === 'perRow') chain.reads(columnsRead(part));
        chain.add(names);
      },
      1,
      2,
    ),
  ],
]);
