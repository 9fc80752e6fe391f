import { expect } from 'chai';
import { assert, bigInt, integer, property, record } from 'fast-check';

import { Decimal } from '../../src/formula/decimal.ts';

const LIMIT = 2n ** 96n - 1n;
const decimals = record({ coefficient: bigInt(-LIMIT, LIMIT), scale: integer({ min: 0, max: 28 }) });
type Parts = { readonly coefficient: bigint; readonly scale: number };

const of = ({ coefficient, scale }: Parts): Decimal => Decimal.of(coefficient, scale) as Decimal;

/** The exact value as a fraction over 10^60. */
const exact = (value: Decimal): bigint => value.coefficient * 10n ** BigInt(60 - value.scale);
const size = (value: bigint): bigint => (value < 0n ? -value : value);

describe('decimals', () => {
  it('are read as they are written', () => {
    assert(property(decimals, (parts) => (Decimal.parse(of(parts).toString()) as Decimal).compare(of(parts)) === 0));
  });

  it('add exactly where the sum fits, otherwise to half a unit of its last digit', () => {
    assert(
      property(decimals, decimals, (a, b) => {
        const sum = of(a).add(of(b));
        if (!(sum instanceof Decimal)) return size(exact(of(a)) + exact(of(b))) > LIMIT * 10n ** 60n;
        const unit = 10n ** BigInt(60 - sum.scale);
        return size(exact(sum) - exact(of(a)) - exact(of(b))) * 2n <= unit;
      }),
    );
  });

  it('divide to half a unit of the last digit', () => {
    assert(
      property(decimals, decimals, (a, b) => {
        if (b.coefficient === 0n) return true;
        const quotient = of(a).divide(of(b));
        if (!(quotient instanceof Decimal)) return true;
        // quotient * b against a, both over 10^120, by at most half a unit of the quotient's 28 digits times b.
        const error = size(exact(quotient) * exact(of(b)) - exact(of(a)) * 10n ** 60n);
        const digits = quotient.coefficient.toString().replace('-', '').length;
        const unit = 10n ** BigInt(60 - Math.min(28, quotient.scale + Math.max(0, 28 - digits)));
        return error * 2n <= unit * size(exact(of(b))) || error === 0n;
      }),
    );
  });

  it('stay within 96 bits and 28 places', () => {
    assert(
      property(decimals, decimals, (a, b) => {
        const product = of(a).multiply(of(b));
        return !(product instanceof Decimal) || (size(product.coefficient) <= LIMIT && product.scale <= 28);
      }),
    );
  });

  const rounded: readonly (readonly [string, number, 'halfAway' | 'down' | 'up' | 'floor', string])[] = [
    ['2.5', 0, 'halfAway', '3'],
    ['-2.5', 0, 'halfAway', '-3'],
    ['-2.1', 0, 'floor', '-3'],
    ['2.1', 0, 'up', '3'],
    ['-2.9', 0, 'down', '-2'],
    ['1234.5', -2, 'up', '1300'],
    ['5', -100, 'up', '0'],
  ];
  for (const [digits, places, mode, expected] of rounded) {
    it(`${digits} to ${places} places, ${mode}, is ${expected}`, () =>
      expect(String((Decimal.parse(digits) as Decimal).round(places, mode))).to.equal(expected));
  }

  it('become the doubles that .NET makes of them', () => {
    expect((Decimal.parse('1000000000000000000000001.1') as Decimal).toNumber()).to.equal(1.000_000_000_000_000_1e24);
    expect((Decimal.parse('0.1') as Decimal).toNumber()).to.equal(0.1);
    expect((Decimal.parse('-79228162514264337593543950335') as Decimal).toNumber()).to.equal(-(2 ** 96));
  });
});
