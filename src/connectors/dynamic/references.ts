import { Dynamic, isRow, row, field, type Json, type Row, type Value } from '../../formula/index.ts';
import { isObject } from '../json.ts';
import type { FunctionParameter, Signature } from '../signature.ts';
import type { DynamicArgument, DynamicSource } from './extension.ts';

/** Values of a call's parameters, by their names in formulas; what is not known is absent or blank. */
export type KnownValues = ReadonlyMap<string, Value>;

/** The call that asks the service: the operation's signature and its arguments. */
export interface Question {
  readonly signature: Signature;
  readonly args: readonly Value[];
}

/** The question of a dynamic extension, or the parameters whose values it still needs. */
export function question(
  arguments_: readonly DynamicArgument[],
  from: Signature,
  known: KnownValues,
  target: Signature,
): Question | { readonly needs: readonly string[] } {
  const needs: string[] = [];
  const given = new Map<FunctionParameter, Value>();
  for (const { target: steps, source, required } of arguments_) {
    const { value, name } = resolve(source, from, known);
    if (value === null || value === '') {
      if (required && source.kind === 'parameter') needs.push(name);
      continue;
    }
    const [parameter, rest] = parameterOf(target, steps);
    if (parameter !== undefined) given.set(parameter, nested(given.get(parameter) ?? null, rest, value));
  }
  if (needs.length > 0) return { needs };
  const options = target.optional.flatMap((parameter) => {
    const value = given.get(parameter);
    return value === undefined ? [] : [[parameter.name, value] as const];
  });
  return {
    signature: withDefaults(target, given),
    args: [...target.required.map((parameter) => given.get(parameter) ?? null), ...(options.length > 0 ? [row(options)] : [])],
  };
}

/** Parameters that the function fills itself are given values too: as their defaults. */
function withDefaults(signature: Signature, given: ReadonlyMap<FunctionParameter, Value>): Signature {
  const hidden = new Set(signature.hidden.filter((parameter) => given.has(parameter)));
  if (hidden.size === 0) return signature;
  const swap = (parameter: FunctionParameter): FunctionParameter =>
    hidden.has(parameter) ? { ...parameter, default: given.get(parameter) } : parameter;
  const { body } = signature;
  return {
    ...signature,
    sent: signature.sent.map(swap),
    body: body?.kind === 'properties' ? { ...body, parameters: body.parameters.map(swap) } : body,
  };
}

function resolve(source: DynamicSource, from: Signature, known: KnownValues): { readonly value: Value; readonly name: string } {
  if (source.kind === 'fixed') return { value: asValue(source.json), name: '' };
  const [parameter, rest] = parameterOf(from, source.path);
  if (parameter !== undefined) {
    const own = dig(known.get(parameter.name) ?? null, rest);
    const name = [parameter.name, ...rest].join('/');
    return { value: own ?? (parameter.default === undefined ? null : dig(asValue(parameter.default), rest)), name };
  }
  // Older descriptions name a property of the body without saying where it is.
  for (const value of known.values()) {
    const found = isRow(value) ? dig(value, source.path) : null;
    if (found !== null) return { value: found, name: '' };
  }
  return { value: null, name: source.path.join('/') };
}

/** The parameter that a path begins with, and the steps inside it. `body/name` is a parameter of its own where bodies are taken apart. */
function parameterOf(
  signature: Signature,
  steps: readonly string[],
): readonly [FunctionParameter | undefined, readonly string[]] {
  const all = [...signature.required, ...signature.optional, ...signature.hidden, ...signature.sent];
  const find = (name: string | undefined, inBody: boolean): FunctionParameter | undefined =>
    name === undefined
      ? undefined
      : (all.find((parameter) => parameter.wire === name && (!inBody || parameter.place === 'body')) ??
        all.find((parameter) => parameter.wire.toLowerCase() === name.toLowerCase() && (!inBody || parameter.place === 'body')));
  const [first, second] = steps;
  const { body, operation } = signature;
  if (body?.kind === 'properties' && steps.length > 1 && (first === 'body' || first === operation.body?.name)) {
    const inside = find(second, true);
    if (inside !== undefined) return [inside, steps.slice(2)];
  }
  if (body?.kind === 'whole' && first === 'body') return [body.parameter, steps.slice(1)];
  return [find(first, false), steps.slice(1)];
}

/** A value inside a record or inside JSON; blank where there is none. */
export function dig(value: Value, steps: readonly string[]): Value {
  let found = value;
  for (const step of steps) {
    if (found instanceof Dynamic)
      found = asValue(isObject(found.json) && Object.hasOwn(found.json, step) ? found.json[step] : null);
    else found = isRow(found) ? field(found, step) : null;
  }
  return found;
}

/** A record with a value put at a path inside it. */
function nested(record: Value, steps: readonly string[], value: Value): Value {
  const [first, ...rest] = steps;
  if (first === undefined) return value;
  const old: Row = isRow(record) ? record : {};
  return row([
    ...Object.entries(old).filter(([name]) => name !== first),
    [first, nested(isRow(record) ? field(record, first) : null, rest, value)],
  ]);
}

/** JSON as a value: scalars as they are, anything else untyped. */
export function asValue(json: unknown): Value {
  if (json === undefined || json === null) return null;
  return typeof json === 'object' ? new Dynamic(json as Json) : (json as string | number | boolean);
}
