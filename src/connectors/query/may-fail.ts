import type { Checked } from '../../formula/core.ts';
import { mapParts } from './checked-tree.ts';

/** Functions that have a value whatever they are given of the right types. */
const safe: ReadonlySet<string> = new Set([
  ...['And', 'Or', 'Not', 'If', 'Coalesce', 'IsBlank', 'IsBlankOrError', 'IsError', 'IfError', 'StartsWith', 'EndsWith', 'Blank'],
  ...[
    'Len',
    'Lower',
    'Upper',
    'Proper',
    'Trim',
    'TrimEnds',
    'Concatenate',
    'Substitute',
    'Abs',
    'Int',
    'Trunc',
    'Round',
    'RoundUp',
    'RoundDown',
  ],
  ...[
    'Year',
    'Month',
    'Day',
    'Hour',
    'Minute',
    'Second',
    'Weekday',
    'Today',
    'Now',
    'IsToday',
    'CountRows',
    'IsEmpty',
    'Filter',
    'LookUp',
  ],
]);

const failing: ReadonlySet<string> = new Set(['divide', 'divide decimals', 'raise', '%']);

/** Whether a condition may be an error for some row, which then stands in the row's place. Where it is not known, it may. */
export function mayFail(node: Checked): boolean {
  if (node.kind === 'invalid') return true;
  if (node.kind === 'call' && !safe.has(node.function.name)) return true;
  if (node.kind === 'coerce' && !isSafeCoercion(node.operand.type.kind, node.type.kind)) return true;
  if (node.kind === 'operator' && failing.has(node.operator.name)) {
    const divisor = node.operands[1];
    if (divisor?.kind !== 'literal' || divisor.value === 0 || divisor.value === null) return true;
  }
  let found = false;
  mapParts(node, (part) => {
    found ||= mayFail(part);
    return part;
  });
  return found;
}

const numbers: ReadonlySet<string> = new Set(['number', 'decimal', 'boolean']);

const isSafeCoercion = (from: string, to: string): boolean =>
  (numbers.has(from) && numbers.has(to)) || (to === 'text' && from !== 'dynamic') || (from === 'date' && to === 'dateTime');
