import {
  formulaError,
  overload,
  PENDING,
  raw,
  types,
  type Checked,
  type CheckedArgument,
  type FormulaError,
  type FunctionDefinition,
  type Overload,
  type Value,
} from '../../formula/core.ts';
import { mapParts } from './checked-tree.ts';
import { guarded, isGuarded, missing, type Reading } from './guard.ts';

/*
 * A formula in which no function takes the beginning of a table for the whole: names, calls and rows may all stand for tables of which not all
 * rows are there, and only the values themselves know.
 */

type Call = Extract<Checked, { kind: 'call' }>;

/** What functions make of the beginning of a table, where they do not need all of it. */
const readings: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ...['Filter', 'Search', 'ShowColumns', 'DropColumns', 'RenameColumns', 'AddColumns', 'ForAll'].map(
    (name) => [name, 'rows'] as const,
  ),
  ['FirstN', 'first'],
  ['First', 'found'],
  ['LookUp', 'found'],
  ['Index', 'numbered'],
  ['IsEmpty', 'some'],
]);

/** Functions that hand a table on as it is, with what is known of it, or do not look at its rows. */
const handing: ReadonlySet<string> = new Set([
  ...['If', 'Switch', 'IfError', 'IsError', 'IsBlank', 'IsBlankOrError', 'Coalesce', 'With', 'Query'],
  ...['Set', 'UpdateContext', 'Navigate', 'Back', 'Refresh', 'Relate', 'Unrelate'],
]);

/** Functions that keep a table in a variable: as it is at that moment, and whole. */
const keeping: ReadonlySet<string> = new Set(['Set', 'UpdateContext', 'Navigate']);

export const isKeeping = (name: string): boolean => keeping.has(name);

/** What guarding takes from where it happens. */
export interface GuardContext {
  /** A behavior does not wait for rows that come later. */
  readonly behavior: boolean;
  /** Told of each part that has to be fetched whole, and by what. */
  needed(part: Checked, by: Checked): void;
}

/** The same formula, each of its functions knowing of rows that are yet to come. */
export function guardFormula(node: Checked, context: GuardContext): Checked {
  const inner = mapParts(node, (part) => guardFormula(part, context));
  if (inner.kind === 'operator') return mapParts(inner, (part) => whole(part, inner, context));
  if (inner.kind !== 'call' || inner.function.reads !== undefined) return inner;
  const name = inner.function.remote === undefined ? inner.function.name : '';
  if (keeping.has(name)) for (const { node: arg } of inner.args) keptTables(arg, inner, context);
  if (handing.has(name)) return inner;
  const reading = readings.get(name) ?? 'all';
  // What a behavior does for each row it does for all of them.
  if (reading === 'all' || (context.behavior && name === 'ForAll')) return withWholeTables(inner, 0, context);
  const ready = withWholeTables(inner, 1, context);
  const [first] = ready.args;
  return isGuarded(ready.overload) || first === undefined || !mayBePartial(first.node)
    ? ready
    : { ...ready, overload: guarded(ready.overload, reading) };
}

/** A call that gets its tables when they are whole, from an argument on. */
function withWholeTables(node: Call, from: number, context: GuardContext): Call {
  // What the planner has put there knows by itself.
  const first = isGuarded(node.overload) ? 1 : from;
  let changed = false;
  const args = node.args.map((argument, i): CheckedArgument => {
    if (i < first || (argument.parameter.mode !== 'value' && argument.parameter.mode !== 'raw')) return argument;
    const made = whole(argument.node, node, context);
    if (made !== argument.node) changed = true;
    return made === argument.node ? argument : { ...argument, node: made };
  });
  return changed ? { ...node, args } : node;
}

function keptTables(node: Checked, by: Checked, context: GuardContext): void {
  if (node.kind === 'record') for (const [, part] of node.fields) keptTables(part, by, context);
  else if (mayBePartial(node)) context.needed(node, by);
}

const mayBePartial = ({ type, kind }: Checked): boolean => type.kind === 'table' && kind !== 'table' && kind !== 'literal';

/** A part that has its value when all rows of it are there; of a record that is written out, each of its fields. */
function whole(node: Checked, by: Checked, context: GuardContext): Checked {
  if (node.kind === 'record' || node.kind === 'table') return mapParts(node, (part) => whole(part, by, context));
  if (!mayBePartial(node)) return node;
  context.needed(node, by);
  const wait = context.behavior ? wholeNow : wholeLater;
  return {
    kind: 'call',
    function: wait,
    overload: wait.overloads[0]!,
    args: [{ parameter: wait.overloads[0]!.parameters[0]!, node }],
    type: node.type,
    awaits: node.awaits,
    span: node.span,
  };
}

const waiting = (
  otherwise: (found: FormulaError) => FormulaError,
): FunctionDefinition & { readonly overloads: readonly Overload[] } => ({
  name: 'AllRows',
  overloads: [
    overload({
      parameters: [raw('table', types.any)],
      result: types.unknown,
      evaluate: (table: Value) => {
        const found = missing([table]);
        return found === undefined ? table : otherwise(found);
      },
    }),
  ],
});

const notYet = formulaError(
  'NotApplicable',
  'Not all rows of the table are here yet, and this needs all of them. Name the table itself here rather than what shows it, or try again when it has been read.',
);

const wholeLater = waiting((found) => found);
const wholeNow = waiting((found) => (found === PENDING ? notYet : found));
