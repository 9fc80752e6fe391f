import type { FormulaError, Type, Value } from '../../formula/index.ts';
import { formulaType, type ServiceType } from '../service-type.ts';
import type { Signature } from '../signature.ts';
import type { Known, Suggestion } from './dynamics.ts';
import type { LiveSurroundings } from './live-calls.ts';

/** Values of a call's parameters by their names, as far as they are known. */
export type KnownRecord = ReadonlyMap<string, Value> | { readonly [parameter: string]: Value };

/** Allowed values; `needs` names parameters that must be known first, `problem` says why there are none. */
export interface Suggestions {
  readonly values: readonly Suggestion[];
  readonly needs?: readonly string[];
  readonly problem?: FormulaError;
}

export interface KnownSchema {
  readonly type: Type | undefined;
  readonly needs?: readonly string[];
  readonly problem?: FormulaError;
}

/** Waits for the allowed values of a parameter. */
export async function askSuggestions(
  { dynamics }: LiveSurroundings,
  signature: Signature,
  parameter: string | readonly string[],
  known: KnownRecord,
): Promise<Suggestions> {
  const path = pathTo(signature, parameter);
  const found = await dynamics.settled(() => dynamics.suggestions(signature, path, asKnown(known)));
  return found.state === 'known' ? { values: found.value } : { values: [], ...reasonOf(found) };
}

/** Waits for the type of a parameter or of the answer. */
export async function askSchema(
  { dynamics, int64 }: LiveSurroundings,
  signature: Signature,
  parameter: string | readonly string[] | undefined,
  known: KnownRecord,
): Promise<KnownSchema> {
  const path = parameter === undefined ? [] : pathTo(signature, parameter);
  const found = await dynamics.settled(() => dynamics.type(signature, path, asKnown(known)));
  const type = found.state === 'known' ? found.value : found.state === 'none' ? declaredType(signature, path) : undefined;
  return { type: type && formulaType(type, int64), ...reasonOf(found) };
}

const asKnown = (known: KnownRecord): ReadonlyMap<string, Value> =>
  known instanceof Map ? (known as ReadonlyMap<string, Value>) : new Map(Object.entries(known));

/** The steps to a parameter or a property inside one: a name with slashes is taken apart where no parameter is called so. */
const pathTo = ({ required, optional }: Signature, parameter: string | readonly string[]): readonly string[] =>
  typeof parameter !== 'string'
    ? parameter
    : [...required, ...optional].some(({ name }) => name === parameter)
      ? [parameter]
      : parameter.split('/');

const reasonOf = (found: Known<unknown>): { readonly needs?: readonly string[]; readonly problem?: FormulaError } =>
  found.state === 'needs' ? { needs: found.parameters } : found.state === 'failed' ? { problem: found.error } : {};

function declaredType({ required, optional, answer }: Signature, [name, ...inside]: readonly string[]): ServiceType | undefined {
  let type = name === undefined ? answer.type : [...required, ...optional].find((of) => of.name === name)?.type;
  for (const step of inside) {
    const inner: ServiceType | undefined = type?.kind === 'table' ? type.row : type;
    type = inner?.kind === 'record' ? inner.fields.get(step)?.type : undefined;
  }
  return type;
}
