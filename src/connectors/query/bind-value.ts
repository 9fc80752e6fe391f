import { DateTimeValue, DateValue, Decimal, instantOf, wallAt, type Value } from '../../formula/core.ts';
import { always, isBlank, joined, never, type Comparison, type Operand, type Predicate, type QueryColumn } from './query.ts';

/*
 * Comparisons of a column with a value, once the value is known: as conditions that hold for the very rows that the formula would choose
 * here, blanks included (SEMANTICS of Power Fx: blank counts as zero in an order, and equals only blank). Where a service cannot say it
 * exactly, the condition holds for more rows, and `exact` tells that they must be looked through.
 */

export interface Bound {
  readonly predicate: Predicate;
  readonly exact: boolean;
}

export const exactly = (predicate: Predicate): Bound => ({ predicate, exact: true });
export const roughly = (predicate: Predicate): Bound => ({ predicate, exact: false });

/** Nothing that the service can say: all rows are looked through. */
export const anyRow: Bound = roughly(always);

/** Day zero of Power Fx, which blank counts as in an order of dates. */
const EPOCH = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;
/** More than any zone's clock is ever set forward or back by. */
const UNSETTLED = 25 * 3_600_000;

const opposites: { readonly [C in Comparison]: Comparison } = { eq: 'ne', ne: 'eq', lt: 'ge', ge: 'lt', gt: 'le', le: 'gt' };
const mirrored: { readonly [C in Comparison]: Comparison } = { eq: 'eq', ne: 'ne', lt: 'gt', gt: 'lt', le: 'ge', ge: 'le' };

export const negated = (operator: Comparison): Comparison => opposites[operator];
export const turned = (operator: Comparison): Comparison => mirrored[operator];

/** Whether a comparison of two numbers holds. */
export function holds(a: number, operator: Comparison, b: number): boolean {
  switch (operator) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'lt':
      return a < b;
    case 'le':
      return a <= b;
    case 'gt':
      return a > b;
    case 'ge':
      return a >= b;
  }
}

const compare = (column: QueryColumn, operator: Comparison, value: Value): Predicate => ({
  kind: 'compare',
  left: { kind: 'column', column },
  operator,
  right: { kind: 'constant', value, like: column },
});

/** A column compared with a value. */
export function bindComparison(
  column: QueryColumn,
  operator: Comparison,
  value: Value,
  surroundings: { readonly zone: string; readonly texts: 'exact' | 'insensitive' },
): Bound {
  if (value === null && (operator === 'eq' || operator === 'ne')) return exactly(isBlank(column, operator === 'eq'));
  switch (column.kind) {
    case 'number':
      return bindNumber(column, operator, value);
    case 'date':
      return bindMoment(column, operator, value, (wall) => exactly(dayTest(column, operator, wall)));
    case 'dateTime':
      return bindMoment(column, operator, value, (wall) => instantTest(column, operator, wall, surroundings.zone));
    case 'text':
      return bindText(column, operator, value, surroundings.texts);
    case 'choice':
      return bindChoice(column, operator, value);
    case 'guid':
      return bindGuid(column, operator, value);
    case 'boolean':
      return typeof value === 'boolean' ? withBlank(column, compare(column, operator, value), operator === 'ne') : anyRow;
  }
}

/** A test of what is there, and what the formula says of blanks. */
const withBlank = (column: QueryColumn, predicate: Predicate, blankToo: boolean, exact = true): Bound => ({
  predicate: blankToo ? joined('or', [predicate, isBlank(column)]) : predicate,
  exact,
});

// ---- Numbers ------------------------------------------------------------------------------------------------------------------------

export const numberOf = (value: Value): number | undefined =>
  value === null ? 0 : typeof value === 'number' ? value : value instanceof Decimal ? value.toNumber() : undefined;

function bindNumber(column: QueryColumn, operator: Comparison, value: Value): Bound {
  const number = numberOf(value);
  if (number === undefined) return anyRow;
  const blankToo = operator === 'ne' || (operator !== 'eq' && holds(0, operator, number));
  const { whole, margin } = column;
  if (whole !== undefined && (number < whole.min || number > whole.max)) {
    // Beyond what the column can hold: the service might refuse to read it.
    const all = holds(number > 0 ? whole.max : whole.min, operator, number);
    return withBlank(column, all ? isBlank(column, false) : never, blankToo);
  }
  if (margin === undefined) return withBlank(column, compare(column, operator, value ?? 0), blankToo);
  const around = near({ kind: 'column', column }, column, operator, number, Math.abs(number) * margin);
  return withBlank(column, around, blankToo, false);
}

/** A test that holds for all values that are off by no more than `off`. */
export function near(left: Operand, like: QueryColumn, operator: Comparison, number: number, off: number): Predicate {
  const test = (by: Comparison, value: number): Predicate => ({
    kind: 'compare',
    left,
    operator: by,
    right: { kind: 'constant', value, like },
  });
  const above = test('ge', number - off);
  const below = test('le', number + off);
  if (operator === 'eq') return joined('and', [above, below]);
  if (operator === 'ne') return always;
  return operator === 'gt' || operator === 'ge' ? above : below;
}

// ---- Dates and times ----------------------------------------------------------------------------------------------------------------

function bindMoment(column: QueryColumn, operator: Comparison, value: Value, test: (wall: number) => Bound): Bound {
  const wall = value === null ? EPOCH : value instanceof DateValue || value instanceof DateTimeValue ? value.wall : undefined;
  if (wall === undefined) return anyRow;
  const blankToo = operator === 'ne' || (operator !== 'eq' && holds(EPOCH, operator, wall));
  const { predicate, exact } = test(wall);
  return withBlank(column, predicate, blankToo, exact);
}

/** Days compared with a time of the wall clock. */
function dayTest(column: QueryColumn, operator: Comparison, wall: number): Predicate {
  const day = Math.floor(wall / DAY) * DAY;
  if (day === wall) return compare(column, operator, day);
  switch (operator) {
    case 'eq':
      return never;
    case 'ne':
      return isBlank(column, false);
    case 'lt':
    case 'le':
      return compare(column, 'le', day);
    case 'gt':
    case 'ge':
      return compare(column, 'gt', day);
  }
}

/**
 * Instants compared with a time of the wall clock. Formulas see whole milliseconds, services may keep finer ones. Near a change of the clocks
 * a wall time is none or two instants: all around it are then looked through.
 */
function instantTest(column: QueryColumn, operator: Comparison, given: number, zone: string): Bound {
  const wall = Math.floor(given);
  const instant = instantOf(wall, zone);
  const offset = (at: number): number => wallAt(at, zone) - at;
  const settled = [-UNSETTLED, 0, UNSETTLED].every((by) => offset(instant + by) === wall - instant);
  const [early, late] = settled ? [instant, instant] : [instant - UNSETTLED, instant + UNSETTLED];
  const from = compare(column, 'ge', operator === 'gt' && settled ? early + 1 : early);
  const until = compare(column, 'lt', operator === 'le' || operator === 'eq' || !settled ? late + 1 : late);
  const predicate = ((): Predicate => {
    if (operator === 'eq') return joined('and', [from, until]);
    if (operator === 'ne')
      return settled ? joined('or', [compare(column, 'lt', instant), compare(column, 'ge', instant + 1)]) : always;
    return operator === 'lt' || operator === 'le' ? until : from;
  })();
  return { predicate, exact: settled };
}

// ---- Texts --------------------------------------------------------------------------------------------------------------------------

function bindText(column: QueryColumn, operator: Comparison, value: Value, texts: 'exact' | 'insensitive'): Bound {
  if (typeof value !== 'string') return anyRow;
  if (operator === 'ne' && texts === 'insensitive') return anyRow;
  return withBlank(column, compare(column, operator, value), operator === 'ne', texts === 'exact');
}

function bindChoice(column: QueryColumn, operator: Comparison, value: Value): Bound {
  if (typeof value !== 'string') return anyRow;
  if (column.members?.includes(value) === false) return exactly(operator === 'eq' ? never : always);
  return withBlank(column, compare(column, operator, value), operator === 'ne');
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function bindGuid(column: QueryColumn, operator: Comparison, value: Value): Bound {
  if (typeof value !== 'string') return anyRow;
  // Written in capitals it is another text, although the same GUID.
  if (!guid.test(value)) return guid.test(value.toLowerCase()) ? anyRow : exactly(operator === 'eq' ? never : always);
  return withBlank(column, compare(column, operator, value), operator === 'ne');
}
