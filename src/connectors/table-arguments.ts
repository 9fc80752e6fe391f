import { field, formulaError, row, type FormulaError, type Row, type Value } from '../formula/index.ts';
import type { FunctionParameter, Signature } from './signature.ts';

/*
 * How the values of a row become arguments of an operation.
 */

const isWhole = ({ body }: Signature, parameter: FunctionParameter): boolean =>
  body?.kind === 'whole' && body.parameter === parameter;

/** The arguments of an operation: each parameter from the key or from the column of its name. */
export function argumentsOf(signature: Signature, values: Row, fixed: ReadonlyMap<string, Value>): readonly Value[] {
  const valueOf = (parameter: FunctionParameter): Value =>
    isWhole(signature, parameter) ? values : (fixed.get(parameter.wire) ?? field(values, parameter.wire));
  const given = (parameter: FunctionParameter): boolean =>
    fixed.has(parameter.wire) ||
    isWhole(signature, parameter) ||
    (parameter.place === 'body' && Object.hasOwn(values, parameter.wire));
  const options = signature.optional.filter(given);
  const args = signature.required.map(valueOf);
  if (options.length > 0) args.push(row(options.map((parameter) => [parameter.name, valueOf(parameter)])));
  return args;
}

/** An error where a value is given that the operation does not take; blank ones are left out. */
export function unwritable(
  signature: Signature,
  values: Row,
  fixed: ReadonlyMap<string, Value>,
  table: string,
): FormulaError | undefined {
  if (signature.body === undefined || signature.body.kind === 'whole') return undefined;
  const taken = new Set(signature.body.parameters.map(({ wire }) => wire));
  const wrong = Object.keys(values).filter((name) => !taken.has(name) && !fixed.has(name) && field(values, name) !== null);
  if (wrong.length === 0) return undefined;
  const message = 'This cannot be set; the service sets it.';
  return formulaError('ReadOnlyValue', `${table} does not take ${wrong.join(', ')}: the service sets that itself.`, {
    fields: Object.fromEntries(wrong.map((name) => [name, message])),
  });
}
