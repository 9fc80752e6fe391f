import { formulaError, type FormulaError } from './error.ts';

const MAX = 79228162514264337593543950335n; // 2^96 - 1, the largest coefficient of .NET's decimal
const MAX_SCALE = 28;
const LOW_64 = 0xffffffffffffffffn;

const powers: bigint[] = [1n];
function pow10(exponent: number): bigint {
  for (let i = powers.length; i <= exponent; i++) powers.push(powers[i - 1]! * 10n);
  return powers[exponent]!;
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** Divides, rounding half to even, as .NET does when digits are lost. */
function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  let quotient = numerator / denominator;
  const remainder = abs(numerator % denominator) * 2n;
  const size = abs(denominator);
  if (remainder > size || (remainder === size && quotient % 2n !== 0n)) {
    quotient += numerator < 0n === denominator < 0n ? 1n : -1n;
  }
  return quotient;
}

const overflow = (): FormulaError =>
  formulaError('Numeric', 'The number is too large for a decimal (about 7.9E+28). Use Float() for larger numbers.');

const notDecimal = (): FormulaError =>
  formulaError('InvalidArgument', 'The number is too large for a decimal (about 7.9E+28). Use Float() for larger numbers.');

/**
 * A decimal number with .NET's rules: a 96-bit coefficient and a scale of 0 to 28, intermediate results rounded half to even.
 * The value is `coefficient` / 10^`scale`. Immutable.
 */
export class Decimal {
  readonly coefficient: bigint;
  readonly scale: number;

  private constructor(coefficient: bigint, scale: number) {
    this.coefficient = coefficient;
    this.scale = scale;
  }

  static readonly zero = new Decimal(0n, 0);
  static readonly one = new Decimal(1n, 0);

  /** `coefficient` / 10^`scale`, rounded half to even to what fits; an error of kind Numeric beyond 96 bits. */
  static of(coefficient: bigint, scale: number): Decimal | FormulaError {
    let value = coefficient;
    let digits = scale;
    if (digits < 0) {
      value *= pow10(-digits);
      digits = 0;
    }
    let drop = Math.max(0, digits - MAX_SCALE);
    const size = abs(value);
    while (drop <= digits && size / pow10(drop) > MAX) drop++;
    if (drop > digits) return overflow();
    if (drop > 0) {
      value = divideHalfEven(value, pow10(drop));
      digits -= drop;
      if (abs(value) > MAX) {
        if (digits === 0) return overflow();
        value = divideHalfEven(value, 10n);
        digits--;
      }
    }
    return new Decimal(value, digits);
  }

  /** Reads plain or exponent digits in invariant form (`-1.5`, `2E-3`); undefined where the text is no number. */
  static parse(text: string): Decimal | FormulaError | undefined {
    const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,6}))?$/.exec(text);
    if (match === null || (match[2] === '' && match[3] === '')) return undefined;
    const coefficient = BigInt(match[2]! + match[3]!);
    const scale = match[3]!.length - Number(match[4] ?? 0);
    if (coefficient === 0n) return Decimal.zero;
    if (scale < -400) return overflow();
    if (scale > 400 + match[2]!.length + match[3]!.length) return Decimal.zero;
    return Decimal.of(match[1] === '-' ? -coefficient : coefficient, scale);
  }

  /** A double as a decimal, with its 15 significant digits as .NET converts; an error of kind InvalidArgument where it does not fit. */
  static fromNumber(value: number): Decimal | FormulaError {
    if (Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return new Decimal(BigInt(value), 0);
    const found = Number.isFinite(value) ? Decimal.parse(String(Number(value.toPrecision(15)))) : undefined;
    return found instanceof Decimal ? found : notDecimal();
  }

  /** The double that .NET makes of it: not always the nearest, since it computes with the two halves of the coefficient. */
  toNumber(): number {
    const size = abs(this.coefficient);
    const value = (Number(size & LOW_64) + Number(size >> 64n) * 2 ** 64) / Number(`1e${this.scale}`);
    return this.coefficient < 0n ? -value : value;
  }

  get sign(): -1 | 0 | 1 {
    return this.coefficient === 0n ? 0 : this.coefficient < 0n ? -1 : 1;
  }

  negate(): Decimal {
    return new Decimal(-this.coefficient, this.scale);
  }

  abs(): Decimal {
    return this.coefficient < 0n ? this.negate() : this;
  }

  add(other: Decimal): Decimal | FormulaError {
    const scale = Math.max(this.scale, other.scale);
    return Decimal.of(this.coefficient * pow10(scale - this.scale) + other.coefficient * pow10(scale - other.scale), scale);
  }

  subtract(other: Decimal): Decimal | FormulaError {
    return this.add(other.negate());
  }

  multiply(other: Decimal): Decimal | FormulaError {
    return Decimal.of(this.coefficient * other.coefficient, this.scale + other.scale);
  }

  /** The quotient to 28 or 29 digits; the caller has excluded zero divisors. */
  divide(other: Decimal): Decimal | FormulaError {
    const shift = MAX_SCALE + 30;
    const numerator = this.coefficient * pow10(shift + other.scale);
    const scale = shift + this.scale;
    let quotient = numerator / other.coefficient;
    // A sticky digit keeps half-to-even honest when digits beyond the shift were lost.
    const exact = numerator % other.coefficient === 0n;
    if (!exact)
      quotient = quotient * 10n + (quotient < 0n || (quotient === 0n && numerator < 0n !== other.coefficient < 0n) ? -1n : 1n);
    const result = Decimal.of(quotient, exact ? scale : scale + 1);
    return result instanceof Decimal ? result.normalize() : result;
  }

  /** The remainder with the sign of the dividend, exact. */
  remainder(other: Decimal): Decimal | FormulaError {
    const scale = Math.max(this.scale, other.scale);
    return Decimal.of((this.coefficient * pow10(scale - this.scale)) % (other.coefficient * pow10(scale - other.scale)), scale);
  }

  compare(other: Decimal): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale);
    const left = this.coefficient * pow10(scale - this.scale);
    const right = other.coefficient * pow10(scale - other.scale);
    return left === right ? 0 : left < right ? -1 : 1;
  }

  /**
   * Rounds to `digits` after the point (negative: before it). `mode`: `halfAway` as Round, `down` towards zero, `up` away from zero,
   * `floor` towards minus infinity. Zero where even a unit of the digit would be too large.
   */
  round(digits: number, mode: 'halfAway' | 'down' | 'up' | 'floor'): Decimal | FormulaError {
    if (digits >= this.scale) return this;
    if (digits < -MAX_SCALE) return Decimal.zero;
    const unit = pow10(this.scale - digits);
    let quotient = this.coefficient / unit;
    const remainder = abs(this.coefficient % unit);
    const away = this.coefficient < 0n ? -1n : 1n;
    const bump =
      mode === 'halfAway'
        ? remainder * 2n >= unit
        : mode === 'up'
          ? remainder > 0n
          : mode === 'floor' && away < 0n && remainder > 0n;
    if (bump) quotient += away;
    return Decimal.of(quotient, digits);
  }

  /** The same value without trailing zeros after the point. */
  normalize(): Decimal {
    let { coefficient, scale } = this;
    while (scale > 0 && coefficient % 10n === 0n) {
      coefficient /= 10n;
      scale--;
    }
    return scale === this.scale ? this : new Decimal(coefficient, scale);
  }

  /** Plain digits, trailing zeros after the point removed, never an exponent. */
  toString(): string {
    const { coefficient, scale } = this.normalize();
    const digits = abs(coefficient)
      .toString()
      .padStart(scale + 1, '0');
    const whole = digits.slice(0, digits.length - scale);
    const text = scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
    return coefficient < 0n ? `-${text}` : text;
  }
}
