import { DAY, EPOCH, inCalendar, inTimes, serialOf } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { FormulaError, formulaError, joinErrors } from './error.ts';
import { equal } from './equality.ts';
import type { Evaluate } from './evaluate.ts';
import { grownText } from './limits.ts';
import { OptionValue, joinedMember, type OptionSet } from './option-set.ts';
import type { Type } from './type.ts';
import { DateTimeValue, DateValue, TimeValue, isInheritedName, type Table, type Value } from './value.ts';
import { validWall } from './zone.ts';

/*
 * What operators do, once the checker has chosen the types: one record each, with its own closure body per operator. A body tests for the
 * common case first; blanks and errors take the slow path. (One generic closure with a function parameter is 2.5 times slower.)
 */

export interface Operator {
  readonly name: string;
  readonly compile: (operands: readonly Evaluate[]) => Evaluate;
  /** Whether this value of the first operand decides alone, so that the second is not evaluated. */
  readonly decides?: (first: Value) => boolean;
  /** Of constants it makes a constant, where a rule asks for one. */
  readonly folds?: true;
  /** How it is made again, where it was made for its operands: by what, and from what. */
  readonly made?: Maker;
}

/** Operators that are made when a formula is checked. */
export type Maker =
  | readonly ['swapped', Operator]
  | readonly ['options', OptionSet]
  | readonly ['text', exact: boolean]
  | readonly ['column', exact: boolean, column: string, blankRows: boolean];

type Binary = readonly [Evaluate, Evaluate];

const overflow = formulaError('Numeric', 'The result is too large for a number.');
const divisionByZero = formulaError('Div0', 'The divisor is zero. Test it first, for example with If(d <> 0, n / d).');
const tooLong = formulaError('InvalidArgument', 'The time is too long.');
const badDate = formulaError('InvalidArgument', 'The date is outside the years 1 to 9999.');

const finite = (value: number): number | FormulaError => (Number.isFinite(value) ? value : overflow);

/** The error among two operands, both if both are; null where there is none. */
function errorOf(a: Value, b: Value): FormulaError | null {
  if (a instanceof FormulaError) return b instanceof FormulaError ? joinErrors(a, b) : a;
  return b instanceof FormulaError ? b : null;
}

const zero = (value: Value): number => (value === null ? 0 : (value as number));

// ---- Doubles ------------------------------------------------------------------------------------------------------------------------

const add: Operator = {
  name: 'add',
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      if (typeof a === 'number' && typeof b === 'number') return finite(a + b);
      return errorOf(a, b) ?? finite(zero(a) + zero(b));
    };
  },
};

const subtract: Operator = {
  name: 'subtract',
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      if (typeof a === 'number' && typeof b === 'number') return finite(a - b);
      return errorOf(a, b) ?? finite(zero(a) - zero(b));
    };
  },
};

const multiply: Operator = {
  name: 'multiply',
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      if (typeof a === 'number' && typeof b === 'number') return finite(a * b);
      return errorOf(a, b) ?? finite(zero(a) * zero(b));
    };
  },
};

const divide: Operator = {
  name: 'divide',
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      if (typeof a === 'number' && typeof b === 'number') return b === 0 ? divisionByZero : finite(a / b);
      const error = errorOf(a, b);
      if (error !== null) return error;
      return zero(b) === 0 ? divisionByZero : finite(zero(a) / zero(b));
    };
  },
};

const raise: Operator = {
  name: 'raise',
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      return errorOf(a, b) ?? power(zero(a), zero(b));
    };
  },
};

/** `base` to the power of `exponent`: a zero base with a negative exponent divides by zero, a root of a negative number is refused. */
export function power(base: number, exponent: number): number | FormulaError {
  if (base === 0 && exponent < 0) return divisionByZero;
  const result = base ** exponent;
  if (Number.isFinite(result)) return result;
  return Number.isNaN(result) ? formulaError('Numeric', 'A negative number has no such root.') : overflow;
}

const negate: Operator = {
  name: 'negate',
  compile: ([operand]) => {
    const value = operand as Evaluate;
    return (frame) => {
      const a = value(frame);
      if (typeof a === 'number') return -a;
      return a instanceof FormulaError ? a : 0;
    };
  },
};

const percent: Operator = {
  name: 'percent',
  compile: ([operand]) => {
    const value = operand as Evaluate;
    return (frame) => {
      const a = value(frame);
      if (typeof a === 'number') return a / 100;
      return a instanceof FormulaError ? a : 0;
    };
  },
};

// ---- Decimals -----------------------------------------------------------------------------------------------------------------------

const decimalOr = (value: Value): Decimal => (value === null ? Decimal.zero : (value as Decimal));

const decimalOperator = (name: string, apply: (a: Decimal, b: Decimal) => Value): Operator => ({
  name,
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      return errorOf(a, b) ?? apply(decimalOr(a), decimalOr(b));
    };
  },
});

const hundred = Decimal.parse('0.01') as Decimal;
const decimals = {
  add: decimalOperator('add decimals', (a, b) => a.add(b)),
  subtract: decimalOperator('subtract decimals', (a, b) => a.subtract(b)),
  multiply: decimalOperator('multiply decimals', (a, b) => a.multiply(b)),
  divide: decimalOperator('divide decimals', (a, b) => (b.sign === 0 ? divisionByZero : a.divide(b))),
};

const unaryOperator = (name: string, apply: (value: Value) => Value): Operator => ({
  name,
  compile: ([operand]) => {
    const value = operand as Evaluate;
    return (frame) => {
      const a = value(frame);
      return a instanceof FormulaError ? a : apply(a);
    };
  },
});

const negateDecimal = unaryOperator('negate decimal', (value) => decimalOr(value).negate());
const percentDecimal = unaryOperator('percent of decimal', (value) => decimalOr(value).multiply(hundred));

// ---- Dates --------------------------------------------------------------------------------------------------------------------------

type Moment = DateValue | DateTimeValue | TimeValue;

const binaryOperator = (name: string, apply: (a: Value, b: Value) => Value): Operator => ({
  name,
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      return errorOf(a, b) ?? apply(a, b);
    };
  },
});

/** A span to add to a moment, in milliseconds: a time, or days as a number. */
const span = (value: Value): number =>
  value === null
    ? 0
    : value instanceof TimeValue
      ? value.milliseconds
      : value instanceof Decimal
        ? value.toNumber() * DAY
        : (value as number) * DAY;

/** A wall time of the zone near a computed one: in a spring gap the next, or the one before it where a time was taken away. */
function settledWall(wall: number, zone: string, backwards: boolean): number {
  const valid = validWall(wall, zone);
  return backwards && valid > wall ? wall - (valid - wall) : valid;
}

type MomentKind = 'date' | 'dateTime' | 'time';

/** A moment plus `sign` times a span. The wall clock counts, not the hours that pass. */
const moved =
  (keep: MomentKind, sign: 1 | -1) =>
  (moment: Value, by: Value, zone: string): Value => {
    const milliseconds = sign * Math.round(span(by));
    if (keep === 'time') {
      const sum = (moment === null ? 0 : (moment as TimeValue).milliseconds) + milliseconds;
      return inTimes(sum) ? new TimeValue(sum) : tooLong;
    }
    const from = moment === null ? EPOCH : moment instanceof TimeValue ? EPOCH + moment.milliseconds : (moment as DateValue).wall;
    if (!inCalendar(from + milliseconds)) return badDate;
    const wall = settledWall(from + milliseconds, zone, by instanceof TimeValue && milliseconds < 0);
    return keep === 'date' ? new DateValue(wall) : new DateTimeValue(wall);
  };

const momentOperator = (name: string, apply: (a: Value, b: Value, zone: string) => Value): Operator => ({
  name,
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      return errorOf(a, b) ?? apply(a, b, frame.run.timeZone);
    };
  },
});

/** A moment and a span: the result keeps the kind that is named; a date and a time make a date and time. */
const dateAdd = (keep: MomentKind): Operator => momentOperator(`add to ${keep}`, moved(keep, 1));
const dateSubtract = (keep: MomentKind): Operator => momentOperator(`subtract from ${keep}`, moved(keep, -1));
const swapped = (operator: Operator): Operator => ({
  name: operator.name,
  made: ['swapped', operator],
  compile: ([left, right]) => operator.compile([right as Evaluate, left as Evaluate]),
});

const serial = (value: Value): number => (value === null ? 0 : serialOf(value as Moment));
const dateDifference = binaryOperator('days between', (a, b) => serial(a) - serial(b));
const decimalDateDifference = binaryOperator('days between, decimal', (a, b) => Decimal.fromNumber(serial(a) - serial(b)));

const noMomentFromNumber = formulaError('NotSupported', 'A date or time cannot be taken away from a number.');
const subtractMoment = binaryOperator('subtract a moment', () => noMomentFromNumber);

/** Days before day zero instead of after it; a time as long in the other direction. */
const negateMoment = (kind: MomentKind): Operator =>
  unaryOperator(`negate ${kind}`, (value) => {
    if (kind === 'time') return new TimeValue(value === null ? 0 : -(value as TimeValue).milliseconds);
    const wall = value === null ? EPOCH : 2 * EPOCH - (value as DateValue).wall;
    if (!inCalendar(wall)) return badDate;
    return kind === 'date' ? new DateValue(wall) : new DateTimeValue(wall);
  });

export const arithmetic = {
  number: { add, subtract, multiply, divide, raise, negate, percent },
  decimal: { ...decimals, negate: negateDecimal, percent: percentDecimal },
  addTo: { date: dateAdd('date'), dateTime: dateAdd('dateTime'), time: dateAdd('time') },
  subtractFrom: { date: dateSubtract('date'), dateTime: dateSubtract('dateTime'), time: dateSubtract('time') },
  swapped,
  dateDifference,
  decimalDateDifference,
  subtractMoment,
  negateMoment: { date: negateMoment('date'), dateTime: negateMoment('dateTime'), time: negateMoment('time') },
} as const;

// ---- Comparison ---------------------------------------------------------------------------------------------------------------------

const asNumber = (value: Value): number => {
  if (typeof value === 'number') return value;
  if (value === null) return 0;
  if (value instanceof Decimal) return value.toNumber();
  if (value instanceof OptionValue) return value.value as number;
  return serialOf(value as Moment);
};

const ordered = (name: string, test: (a: number, b: number) => boolean): Operator => ({
  name,
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      if (a instanceof Decimal && b instanceof Decimal) return test(a.compare(b), 0);
      return errorOf(a, b) ?? test(asNumber(a), asNumber(b));
    };
  },
});

const less: Operator = {
  name: '<',
  compile: (operands) => {
    const [left, right] = operands as Binary;
    const slow = ordered('<', (a, b) => a < b).compile(operands);
    return (frame) => {
      const a = left(frame);
      if (typeof a !== 'number') return slow(frame);
      const b = right(frame);
      return typeof b === 'number' ? a < b : (errorOf(a, b) ?? a < asNumber(b));
    };
  },
};

const greater: Operator = {
  name: '>',
  compile: (operands) => {
    const [left, right] = operands as Binary;
    const slow = ordered('>', (a, b) => a > b).compile(operands);
    return (frame) => {
      const a = left(frame);
      if (typeof a !== 'number') return slow(frame);
      const b = right(frame);
      return typeof b === 'number' ? a > b : (errorOf(a, b) ?? a > asNumber(b));
    };
  },
};

export const comparison: { readonly [operator: string]: Operator } = {
  '<': less,
  '>': greater,
  '<=': ordered('<=', (a, b) => a <= b),
  '>=': ordered('>=', (a, b) => a >= b),
};

const equals: Operator = {
  name: '=',
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      if (typeof a !== 'object' || a === null) return b instanceof FormulaError ? b : a === b;
      return errorOf(a, b) ?? equal(a, b);
    };
  },
};

const differs: Operator = {
  name: '<>',
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      if (typeof a !== 'object' || a === null) return b instanceof FormulaError ? b : a !== b;
      return errorOf(a, b) ?? !equal(a, b);
    };
  },
};

export const equality: { readonly [operator: string]: Operator } = { '=': equals, '<>': differs };

/** Dates and times against numbers, or each other: as days; blank equals only blank. */
const bySerial = (name: string, wanted: boolean): Operator =>
  binaryOperator(name, (a, b) =>
    a === null || b === null ? (a === b) === wanted : Math.abs(asNumber(a) - asNumber(b)) < 1e-9 === wanted,
  );
export const serialEquality: { readonly [operator: string]: Operator } = {
  '=': bySerial('=', true),
  '<>': bySerial('<>', false),
};

/** Operands of types that never are equal; they are evaluated for their errors. */
export const neverEqual: { readonly [operator: string]: Operator } = {
  '=': binaryOperator('=', (a, b) => a === null && b === null),
  '<>': binaryOperator('<>', (a, b) => !(a === null && b === null)),
};

// ---- Logic --------------------------------------------------------------------------------------------------------------------------

export const and: Operator = {
  name: '&&',
  decides: (first) => first !== true,
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      if (a === true) {
        const b = right(frame);
        return b === null ? false : b;
      }
      return a instanceof FormulaError ? a : false;
    };
  },
};

export const or: Operator = {
  name: '||',
  decides: (first) => first === true || first instanceof FormulaError,
  compile: (operands) => {
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      if (a === true) return true;
      if (a instanceof FormulaError) return a;
      const b = right(frame);
      return b === null ? false : b;
    };
  },
};

export const not: Operator = {
  name: '!',
  compile: ([operand]) => {
    const value = operand as Evaluate;
    return (frame) => {
      const a = value(frame);
      return a instanceof FormulaError ? a : a !== true;
    };
  },
};

// ---- Text ---------------------------------------------------------------------------------------------------------------------------

export const concatenate: Operator = {
  name: '&',
  folds: true,
  compile: (operands) => {
    if (operands.length !== 2) return concatenateAll(operands);
    const [left, right] = operands as Binary;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      if (typeof a === 'string' && typeof b === 'string') return grownText(a + b, frame.run);
      return errorOf(a, b) ?? grownText(`${(a as string | null) ?? ''}${(b as string | null) ?? ''}`, frame.run);
    };
  },
};

const concatenateAll =
  (operands: readonly Evaluate[]): Evaluate =>
  (frame) => {
    let text = '';
    let error: FormulaError | null = null;
    for (const operand of operands) {
      const value = operand(frame);
      if (value instanceof FormulaError) error = error === null ? value : joinErrors(error, value);
      else text += (value as string | null) ?? '';
    }
    return error ?? grownText(text, frame.run);
  };

const backingText = (value: Value): string =>
  value instanceof OptionValue ? String(value.value) : ((value as string | null) ?? '');

/** `&` of members of a set that concatenates, and of texts where the set takes them for members: a member made for the purpose. */
export const concatenateOptions = (set: OptionSet): Operator => ({
  name: '& of options',
  folds: true,
  made: ['options', set],
  compile: (operands) => {
    const joined = concatenateAll(operands.map((operand) => (frame) => textOr(operand(frame))));
    return (frame) => {
      const text = joined(frame);
      return typeof text === 'string' ? joinedMember(set, text) : text;
    };
  },
});

const textOr = (value: Value): Value => (value instanceof FormulaError ? value : backingText(value));

/** The set whose member a concatenation of such values is; undefined where it is a text. */
export function concatenatedSet(parts: readonly Type[]): OptionSet | undefined {
  const set = parts.find((part) => part.kind === 'option')?.set;
  if (set?.concatenates !== true) return undefined;
  const joins = (part: Type): boolean =>
    part.kind === 'option' ? part.set === set : set.acceptsBacking === true && part.kind === 'text';
  return parts.every(joins) ? set : undefined;
}

// ---- in, exactin --------------------------------------------------------------------------------------------------------------------

const textIn = (exact: boolean): Operator => ({
  ...binaryOperator(exact ? 'exactin' : 'in', (a, b) => {
    const part = (a as string | null) ?? '';
    const whole = (b as string | null) ?? '';
    return exact ? whole.includes(part) : whole.toLowerCase().includes(part.toLowerCase());
  }),
  made: ['text', exact],
});

/** A value among those of a table's one column. `blankRows`: whether a blank row counts as a blank value (rules before V1). */
const inColumn = (exact: boolean, column: string, blankRows: boolean): Operator => ({
  ...binaryOperator(exact ? 'exactin table' : 'in table', (a, b) => {
    const wanted = !exact && typeof a === 'string' ? a.toLowerCase() : a;
    for (const item of (b ?? []) as Table) {
      if (item instanceof FormulaError) return item;
      if (item === null) {
        if (blankRows && wanted === null) return true;
        continue;
      }
      const value = isInheritedName(column) && !Object.hasOwn(item, column) ? null : (item[column] ?? null);
      if (value instanceof FormulaError) return value;
      if (value === null && blankRows) continue;
      if (equal(wanted, !exact && typeof value === 'string' ? value.toLowerCase() : value)) return true;
    }
    return false;
  }),
  made: ['column', exact, column, blankRows],
});

/** A record among a table's rows. */
const rowIn: Operator = binaryOperator('record in table', (a, b) => ((b ?? []) as Table).some((item) => equal(a, item)));

export const membership = { text: textIn, column: inColumn, row: rowIn } as const;
