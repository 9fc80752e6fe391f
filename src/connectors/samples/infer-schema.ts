import { isObject, member } from '../json.ts';

const MAX_DEPTH = 30;
/** Items of a list, and samples of one thing, that are looked at. */
const MAX_SAMPLES = 200;

const date = /^\d{4}-\d{2}-\d{2}$/;
const dateTime = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:?\d{2})?$/;

/**
 * The JSON Schema that samples of one value have in common. Fields that every sample has are required, at the top only: that an inner
 * one is needed nobody can tell from samples. Samples of different types say no type.
 */
export function inferSchema(samples: readonly unknown[], depth = 0): object {
  const known = samples.filter((sample) => sample !== null && sample !== undefined).slice(0, MAX_SAMPLES);
  if (known.length === 0 || depth > MAX_DEPTH) return {};
  if (known.every(Array.isArray))
    return {
      type: 'array',
      items: inferSchema(
        known.flatMap((list: unknown[]) => list.slice(0, MAX_SAMPLES)),
        depth + 1,
      ),
    };
  if (known.every(isObject)) {
    const names = [...new Set(known.flatMap((sample) => Object.keys(sample)))];
    const has = (sample: unknown, name: string): boolean => (member(sample, name) ?? null) !== null;
    return {
      type: 'object',
      required: depth === 0 ? names.filter((name) => samples.every((sample) => has(sample, name))) : [],
      properties: Object.fromEntries(
        names.map((name) => [
          name,
          inferSchema(
            known.map((sample) => member(sample, name)),
            depth + 1,
          ),
        ]),
      ),
    };
  }
  if (known.every((sample) => typeof sample === 'boolean')) return { type: 'boolean' };
  if (known.every((sample) => typeof sample === 'number')) return { type: known.every(Number.isInteger) ? 'integer' : 'number' };
  if (!known.every((sample) => typeof sample === 'string')) return {};
  const format = known.every((text) => date.test(text))
    ? 'date'
    : known.every((text) => dateTime.test(text))
      ? 'date-time'
      : undefined;
  return { type: 'string', ...(format !== undefined && { format }) };
}

/** The schema of a value that samples give as text, as addresses and headers do. */
export function inferTextSchema(samples: readonly string[]): object {
  const known = samples.filter((sample) => sample !== '');
  if (known.length === 0) return { type: 'string' };
  if (known.every((text) => /^(?:true|false)$/.test(text))) return { type: 'boolean' };
  // Digits that begin with 0, or are many, are a code rather than a number.
  if (known.every((text) => /^-?(?:0|[1-9]\d{0,14})$/.test(text))) return { type: 'integer' };
  if (known.every((text) => /^-?\d{1,10}\.\d{1,10}$/.test(text))) return { type: 'number' };
  return inferSchema(known);
}
