import { Decimal } from '../decimal.ts';
import { FormulaError, formulaError } from '../error.ts';
import { defineFunction, optional, overload, param, type Documentation, type FunctionDefinition } from '../function.ts';
import { power } from '../operators.ts';
import { columnOf, number, numeric, text } from '../type.ts';
import type { TableRow, Value } from '../value.ts';

export const documentation: Documentation = {
  number: {
    Round: {
      forms: ['number, num_digits', 'source, num_digits'],
      summary: 'The number rounded to digits after the point; halves away from zero.',
      examples: [
        ['Round(2.345, 2)', '2.35'],
        ['Round(1250, -2)', '1300'],
      ],
    },
    RoundUp: {
      forms: ['number, num_digits', 'source, num_digits'],
      summary: 'The number rounded away from zero.',
      examples: [['RoundUp(2.341, 2)', '2.35']],
    },
    RoundDown: {
      forms: ['number, num_digits', 'source, num_digits'],
      summary: 'The number rounded towards zero.',
      examples: [['RoundDown(2.349, 2)', '2.34']],
    },
    Trunc: {
      forms: ['number', 'number, num_digits', 'source', 'source, num_digits'],
      summary: 'The number without what follows the digits to keep (none unless given).',
      examples: [
        ['Trunc(-2.9)', '-2'],
        ['Trunc(2.349, 2)', '2.34'],
      ],
    },
    Int: {
      summary: 'The nearest whole number that is not greater.',
      examples: [
        ['Int(2.9)', '2'],
        ['Int(-2.1)', '-3'],
      ],
    },
    Abs: {
      summary: 'The number without its sign.',
      examples: [['Abs(-5)', '5']],
    },
    Mod: {
      forms: ['number, divisor', 'number_or_column, divisor_or_column'],
      summary: 'What is left after division; its sign is that of the divisor.',
      examples: [
        ['Mod(8, 3)', '2'],
        ['Mod(-8, 3)', '1'],
      ],
    },
    Sqrt: {
      summary: 'The square root.',
      examples: [['Sqrt(9)', '3']],
    },
    Exp: {
      summary: 'e to the power of the number.',
      examples: [['Exp(0)', '1']],
    },
    Ln: {
      summary: 'The natural logarithm.',
      examples: [['Ln(1)', '0']],
    },
    Log: {
      forms: ['number', 'number, base', 'input', 'input, base'],
      summary: 'The logarithm to a base, 10 unless given.',
      examples: [
        ['Log(1000)', '3'],
        ['Log(8, 2)', '3'],
      ],
    },
    Power: {
      forms: ['base, exponent', 'base_or_column, exponent_or_column'],
      summary: 'The base to the power of the exponent.',
      examples: [['Power(2, 10)', '1024']],
    },
    Rand: {
      summary: 'A number by chance, from 0 up to, not including, 1.',
      examples: [['Rand() < 1', 'true']],
    },
    RandBetween: {
      summary: 'A whole number by chance, between two others or one of them.',
      examples: [['RandBetween(5, 5)', '5']],
    },
    Sequence: {
      summary: 'A table of so many numbers, from a start (1 unless given) in steps (of 1 unless given).',
      examples: [
        ['Sequence(3)', 'Table({Value:1},{Value:2},{Value:3})'],
        ['Sequence(3, 10, -5)', 'Table({Value:10},{Value:5},{Value:0})'],
      ],
    },
    Hex2Dec: {
      forms: ['number', 'table'],
      summary: 'The number that up to ten hexadecimal digits stand for; from 8000000000 on it is negative.',
      examples: [
        ['Hex2Dec("A5")', '165'],
        ['Hex2Dec("FFFFFFFFFF")', '-1'],
      ],
    },
    Dec2Hex: {
      forms: ['number, places', 'table, places'],
      summary: 'The whole number in hexadecimal digits, with zeros in front up to the places given.',
      examples: [
        ['Dec2Hex(165)', '"A5"'],
        ['Dec2Hex(165, 4)', '"00A5"'],
      ],
    },
  },
};

/** A number or a decimal, by its own rule. */
type Numeric = number | Decimal;

// ---- Rounding -----------------------------------------------------------------------------------------------------------------------

/** Shifts the decimal point by the digits of a number's text, so that 1.005 rounds as people expect. */
const shift = (value: number, digits: number): number => {
  const [mantissa, exponent] = String(value).split('e') as [string, string | undefined];
  return Number(`${mantissa}e${Number(exponent ?? 0) + digits}`);
};

type Rounding = 'halfAway' | 'up' | 'down';

/** Powers of ten by which doubles are multiplied and divided exactly enough. */
const units: readonly number[] = Array.from({ length: 16 }, (_, i) => 10 ** i);

const roundSize = { halfAway: Math.round, up: Math.ceil, down: Math.floor } as const;

/** Rounds to digits after the point, or before it where they are negative. Fractions of a digit are cut off. */
function round(value: Numeric, digits: number, mode: Rounding): Value {
  const places = Math.trunc(digits);
  if (value instanceof Decimal) return value.round(places, mode);
  if (places > 300 || (places >= 0 && Number.isInteger(value))) return value;
  if (places < -300) return 0;
  const size = Math.abs(value);
  const unit = units[places];
  if (unit !== undefined && size * unit < 1e14) {
    // Its digits need to be looked at only where the value is neither clearly beside the boundary nor on it but for the last bits.
    const scaled = size * unit;
    const boundary = mode === 'halfAway' ? Math.floor(scaled) + 0.5 : Math.round(scaled);
    const off = Math.abs(scaled - boundary);
    if (off > scaled * 1e-13) return (Math.sign(value) * roundSize[mode](scaled)) / unit;
    if (off < scaled * 3.5e-16) return (Math.sign(value) * (mode === 'halfAway' ? boundary + 0.5 : boundary)) / unit;
  }
  return Math.sign(value) * shift(roundSize[mode](shift(significant(size, places), places)), -places);
}

/** The value without the noise beyond its 15 significant digits (`3 * 0.415`), unless those are asked for. */
const significant = (size: number, places: number): number => (size * 10 ** places < 1e15 ? Number(size.toPrecision(15)) : size);

const rounding = (name: string, mode: Rounding): FunctionDefinition =>
  defineFunction({
    name,
    parameters: [param('number', numeric), param('num_digits', number)],
    rowByRow: true,
    result: numeric,
    evaluate: (value, digits) => round(value, digits, mode),
  });

// ---- Functions of one double ---------------------------------------------------------------------------------------------------------

const noValue = (what: string): FormulaError => formulaError('Numeric', what);

/** A function of one number that computes in doubles; decimals are converted. */
export const ofOne = (name: string, compute: (value: number) => Value): FunctionDefinition =>
  defineFunction({
    name,
    parameters: [param('number', number)],
    rowByRow: true,
    result: number,
    evaluate: compute,
  });

const logarithm = (value: number, base: number): Value => {
  if (!(value > 0)) return noValue('Only numbers above zero have a logarithm.');
  if (base === 1) return formulaError('Div0', 'There is no logarithm to base 1.');
  if (!(base > 0)) return noValue('The base of a logarithm must be above zero.');
  if (base === 10) return Math.log10(value);
  return base === 2 ? Math.log2(value) : Math.log(value) / Math.log(base);
};

// ---- Remainder, chance, sequences ------------------------------------------------------------------------------------------------------

const zeroDivisor = formulaError('Div0', 'The divisor is zero.');

/** The remainder with the sign of the divisor; both are doubles, or both decimals. */
function modulo(value: Numeric, divisor: Numeric): Value {
  if (value instanceof Decimal) {
    const by = divisor as Decimal;
    if (by.sign === 0) return zeroDivisor;
    const rest = value.remainder(by);
    return rest instanceof Decimal && rest.sign !== 0 && rest.sign !== by.sign ? rest.add(by) : rest;
  }
  const by = divisor as number;
  if (by === 0) return zeroDivisor;
  const rest = value % by;
  return rest !== 0 && rest < 0 !== by < 0 ? rest + by : rest;
}

const emptyRange = formulaError('Numeric', 'The lower end is above the upper end.');

/** A whole number of a range; where there is none between the ends, the next above. */
function between(bottom: Numeric, top: Numeric, chance: number): Value {
  if (bottom instanceof Decimal) {
    if (bottom.compare(top as Decimal) > 0) return emptyRange;
    const low = bottom.negate().round(0, 'floor');
    const high = (top as Decimal).round(0, 'floor');
    if (low instanceof FormulaError || high instanceof FormulaError) return emptyRange;
    const size = Math.max(1, Number(high.coefficient + low.coefficient) + 1);
    return low.negate().add(Decimal.fromNumber(Math.floor(chance * size)) as Decimal);
  }
  if (bottom > (top as number)) return emptyRange;
  const low = Math.ceil(bottom);
  return low + Math.floor(chance * Math.max(1, Math.floor(top as number) - low + 1));
}

/** Rows that one call may make. */
const LONGEST_SEQUENCE = 50_000;

/** Rows with a column `Value`: `count` numbers from `start` on. A number beyond range is an error in its row. */
function sequence(count: number, start: Numeric, step: Numeric): Value {
  const length = Math.floor(count);
  if (!(length >= 0 && length <= LONGEST_SEQUENCE)) {
    return formulaError('InvalidArgument', 'The length of a sequence must be between 0 and 50,000.');
  }
  const rows: TableRow[] = [];
  for (let i = 0; i < length; i++) rows.push({ Value: nth(start, step, i) });
  return rows;
}

function nth(start: Numeric, step: Numeric, index: number): Value {
  if (start instanceof Decimal) {
    const way = (step as Decimal).multiply(Decimal.fromNumber(index) as Decimal);
    return way instanceof Decimal ? start.add(way) : way;
  }
  const value = start + (step as number) * index;
  return Number.isFinite(value) ? value : noValue('The number is too large.');
}

// ---- Hexadecimal ---------------------------------------------------------------------------------------------------------------------

const WORD = 2 ** 40; // numbers are 40 bits wide, negative ones as their complement
const outOfWord = noValue('The number does not fit into ten hexadecimal digits.');

function toHexadecimal(value: number, places: number | undefined): Value {
  const whole = Math.floor(value);
  if (whole < -WORD / 2 || whole >= WORD / 2) return outOfWord;
  const width = places === undefined ? 1 : Math.trunc(places);
  if (width < 1 || width > 10) return noValue('The number of places must be between 1 and 10.');
  if (whole < 0) return (whole + WORD).toString(16).toUpperCase();
  const digits = whole.toString(16).toUpperCase();
  if (places !== undefined && digits.length > width) return noValue('The number has more digits than the places given.');
  return digits.padStart(width, '0');
}

function fromHexadecimal(digits: string): Value {
  if (digits === '') return 0;
  if (!/^[0-9a-f]{1,10}$/i.test(digits)) return noValue('A hexadecimal number has up to ten digits 0 to 9 and A to F.');
  const value = Number.parseInt(digits, 16);
  return value >= WORD / 2 ? value - WORD : value;
}

// ---- The records ---------------------------------------------------------------------------------------------------------------------

export const numbers: readonly FunctionDefinition[] = [
  rounding('Round', 'halfAway'),
  rounding('RoundUp', 'up'),
  rounding('RoundDown', 'down'),
  defineFunction({
    name: 'Trunc',
    parameters: [param('number', numeric), optional(param('num_digits', number))],
    rowByRow: true,
    result: numeric,
    evaluate: (value, digits) => round(value, digits ?? 0, 'down'),
  }),
  defineFunction({
    name: 'Int',
    parameters: [param('number', numeric)],
    rowByRow: true,
    result: numeric,
    evaluate: (value) => (value instanceof Decimal ? value.round(0, 'floor') : Math.floor(value)),
  }),
  defineFunction({
    name: 'Abs',
    parameters: [param('number', numeric)],
    rowByRow: true,
    result: numeric,
    evaluate: (value) => (value instanceof Decimal ? value.abs() : Math.abs(value)),
  }),
  defineFunction({
    name: 'Mod',
    parameters: [param('number', numeric), param('divisor', numeric)],
    rowByRow: true,
    result: numeric,
    evaluate: modulo,
  }),
  ofOne('Sqrt', (value) => (value < 0 ? noValue('A negative number has no square root.') : Math.sqrt(value))),
  ofOne('Exp', Math.exp),
  ofOne('Ln', (value) => logarithm(value, Math.E)),
  defineFunction({
    name: 'Log',
    parameters: [param('number', number), optional(param('base', number))],
    rowByRow: true,
    result: number,
    evaluate: (value, base) => logarithm(value, base ?? 10),
  }),
  defineFunction({
    name: 'Power',
    parameters: [param('base', number), param('exponent', number)],
    rowByRow: true,
    result: number,
    evaluate: power,
  }),
  defineFunction({
    name: 'Rand',
    volatile: true,
    parameters: [],
    result: number,
    evaluate: (run) => run.random(),
  }),
  defineFunction({
    name: 'RandBetween',
    volatile: true,
    parameters: [param('bottom', numeric), param('top', numeric)],
    result: numeric,
    evaluate: (bottom, top, run) => between(bottom, top, run.random()),
  }),
  {
    name: 'Sequence',
    overloads: [
      overload({
        parameters: [param('records', number)],
        result: (call) => columnOf(call.number),
        when: (features) => features.NumberIsFloat,
        evaluate: (count) => sequence(count, 1, 1),
      }),
      overload({
        parameters: [param('records', number)],
        result: (call) => columnOf(call.number),
        when: (features) => !features.NumberIsFloat,
        evaluate: (count) => sequence(count, Decimal.one, Decimal.one),
      }),
      overload({
        parameters: [param('records', number), param('start', numeric), optional(param('step', numeric))],
        result: (call) => columnOf(call.number),
        evaluate: (count, start, step) => sequence(count, start, step ?? (start instanceof Decimal ? Decimal.one : 1)),
      }),
    ],
  },
  defineFunction({
    name: 'Hex2Dec',
    folds: true,
    parameters: [param('number', text)],
    rowByRow: true,
    result: numeric,
    evaluate: fromHexadecimal,
  }),
  defineFunction({
    name: 'Dec2Hex',
    parameters: [param('number', number), optional(param('places', number))],
    rowByRow: true,
    result: text,
    evaluate: toHexadecimal,
  }),
];
