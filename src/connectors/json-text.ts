import { JsonNumber, type Json } from '../formula/index.ts';

/** Deeper values than this are not written: no service reads them, and writing them would exhaust the stack. */
const MAX_DEPTH = 500;

/** JSON as text, with the digits of numbers that a double cannot hold. */
export function writeJson(value: unknown, depth = 0): string {
  if (value instanceof JsonNumber) return value.text;
  if (value === null || value === undefined || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (depth > MAX_DEPTH) return 'null';
  if (Array.isArray(value)) return `[${(value as readonly unknown[]).map((item) => writeJson(item, depth + 1)).join(',')}]`;
  const parts: string[] = [];
  for (const [name, of] of Object.entries(value))
    if (of !== undefined) parts.push(`${JSON.stringify(name)}:${writeJson(of, depth + 1)}`);
  return `{${parts.join(',')}}`;
}

/** Whether a text may hold a number that a double would change: at least 16 digits in a row, or an exponent that overflows. */
const suspicious = /\d{16}|\d[eE]\+?\d{3}/;
const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON. A number whose digits a double cannot hold becomes a `JsonNumber`. Undefined where the text is no JSON.
 *
 * `JSON.parse` does the work; only a text that has such digits at all is looked through first, and the numbers at risk are carried past
 * the parser as marked texts.
 */
export function parseJson(text: string): { readonly json: Json } | undefined {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    if (!suspicious.test(body)) return { json: JSON.parse(body) as Json };
    return { json: parseExact(body) };
  } catch {
    return undefined;
  }
}

function parseExact(body: string): Json {
  JSON.parse(body); // Refuses what is no JSON before anything is replaced.
  const mark = unusedMark(body);
  let marked = false;
  const carried = body.replace(tokens, (token) => {
    if (token.startsWith('"') || isExact(token)) return token;
    marked = true;
    return `"${mark}${token}"`;
  });
  if (!marked) return JSON.parse(body) as Json;
  return JSON.parse(carried, (_name, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? new JsonNumber(value.slice(mark.length)) : value,
  ) as Json;
}

/** Whether a double gives these digits back. */
function isExact(token: string): boolean {
  const value = Number(token);
  if (!Number.isFinite(value)) return false;
  const significant = token
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
  if (significant.length <= 15) return true;
  return Number.isInteger(value)
    ? /^-?\d+$/.test(token) && BigInt(token) === BigInt(value)
    : /\./.test(token) && significant.length <= 17;
}

function unusedMark(body: string): string {
  let mark = '\uE000#';
  while (body.includes(mark) || body.includes('\\ue000') || body.includes('\\uE000')) {
    mark = `\uE000${mark}`;
    if (mark.length > 40) break;
  }
  return mark;
}
