import { Decimal } from './decimal.ts';
import { FormulaError } from './error.ts';
import { OptionValue } from './option-set.ts';
import { BlobValue, Color, DateTimeValue, DateValue, Guid, TimeValue, isRow, type Value } from './value.ts';

/**
 * Whether two values of one type are equal, as `=` sees it: blank equals only blank, texts compare by their characters (SEMANTICS 5.2).
 * Records compare field by field and tables row by row, for functions that need it; `=` itself is refused for those.
 */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Decimal) return b instanceof Decimal && a.compare(b) === 0;
  if (a instanceof DateValue || a instanceof DateTimeValue) {
    return (b instanceof DateValue || b instanceof DateTimeValue) && Math.abs(a.wall - b.wall) < 0.5;
  }
  if (a instanceof TimeValue) return b instanceof TimeValue && Math.abs(a.milliseconds - b.milliseconds) < 0.05;
  if (a instanceof Guid) return b instanceof Guid && a.text === b.text;
  if (a instanceof OptionValue) return b instanceof OptionValue && a.set.name === b.set.name && equalBacking(a.value, b.value);
  if (a instanceof Color) return b instanceof Color && sameColor(a, b);
  if (a instanceof FormulaError || a instanceof BlobValue) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((row, i) => equal(row as Value, b[i] as Value));
  return isRow(a) && isRow(b) && sameRow(a, b);
}

const equalBacking = (a: OptionValue['value'], b: OptionValue['value']): boolean =>
  a === b || (a instanceof Color && b instanceof Color && sameColor(a, b));

const sameColor = (a: Color, b: Color): boolean =>
  a.red === b.red && a.green === b.green && a.blue === b.blue && Math.abs(a.alpha - b.alpha) < 1e-9;

function sameRow(a: { readonly [name: string]: Value }, b: { readonly [name: string]: Value }): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const name of names) {
    const left = Object.hasOwn(a, name) ? (a[name] ?? null) : null;
    const right = Object.hasOwn(b, name) ? (b[name] ?? null) : null;
    if (!equal(left, right)) return false;
  }
  return true;
}
