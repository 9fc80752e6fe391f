import type { Json } from '../../formula/index.ts';
import { isObject } from '../json.ts';

/** A part of JSON by its path; names that differ by case only are found too. Undefined where there is none. */
export function partAt(json: unknown, steps: readonly string[]): unknown {
  let value = json;
  for (const step of steps) {
    if (Array.isArray(value)) value = (value as readonly unknown[])[/^\d+$/.test(step) ? Number(step) : -1];
    else if (isObject(value)) {
      const name = Object.hasOwn(value, step) ? step : Object.keys(value).find((key) => key.toLowerCase() === step.toLowerCase());
      value = name === undefined ? undefined : value[name];
    } else return undefined;
  }
  return value;
}

/** JSON copied part by part; exact numbers stay what they are. Iterative depth is bounded by what the reader of answers allowed. */
export function copyJson(json: Json): Json {
  if (Array.isArray(json)) return (json as readonly Json[]).map(copyJson);
  if (!isObject(json)) return json;
  const prototype: unknown = Object.getPrototypeOf(json);
  if (prototype !== Object.prototype && prototype !== null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, of]) => [name, copyJson(of)]));
}
