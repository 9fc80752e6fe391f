import { canvas, check, createScope, quoteName, type FormulaContext } from '../../formula/index.ts';
import type { Connector } from '../connector.ts';
import type { BoundOperation } from '../functions.ts';
import type { ServiceField, ServiceType } from '../service-type.ts';
import type { FunctionParameter } from '../signature.ts';

/** A formula that calls an operation, with values of the right types: one that the checker accepts. */
export function exampleFormula(connector: Connector, { name, signature }: BoundOperation): string {
  const call = `${quoteName(connector.name)}.${name}`;
  const options = signature.optional.filter(({ type }) => isPlain(type)).slice(0, 2);
  const record = `{${options.map((of) => `${quoteName(of.name)}: ${sample(of)}`).join(', ')}}`;
  const required = signature.required.map((of) => sample(of));
  const blank = signature.required.map(() => 'Blank()');
  const tries = [options.length === 0 ? required : [...required, record], required, blank];
  const context: FormulaContext = {
    scope: createScope({ namespaces: new Map([[connector.name, connector.namespace]]) }),
    features: canvas,
    behavior: signature.behavior,
  };
  const formulas = tries.map((args) => `${call}(${args.join(', ')})`);
  return formulas.find((formula) => check(formula, context.scope, context).valid) ?? formulas[0]!;
}

const isPlain = (type: ServiceType): boolean => type.kind === 'text' || type.kind === 'number' || type.kind === 'boolean';

const sample = ({ name, type, default: own }: FunctionParameter | ServiceField): string =>
  isPlain(type) && (typeof own === 'string' || typeof own === 'number' || typeof own === 'boolean')
    ? literal(own)
    : valueOf(type, name, 0);

const literal = (value: string | number | boolean): string =>
  typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : String(value);

function valueOf(type: ServiceType, name: string, depth: number): string {
  switch (type.kind) {
    case 'text':
      return literal(
        type.choices?.[0]?.value ??
          (/e-?mail/i.test(name) ? 'ann@example.com' : /ur[il]|link/i.test(name) ? 'https://example.com' : name),
      );
    case 'number':
      return literal(type.choices?.[0]?.value ?? 1);
    case 'boolean':
      return 'true';
    case 'date':
      return 'Date(2026, 3, 1)';
    case 'dateTime':
      return 'DateTime(2026, 3, 1, 9, 30, 0)';
    case 'option':
      return `"${[...type.set.members.keys()][0] ?? ''}"`;
    case 'record':
      return recordOf([...type.fields.values()], depth);
    case 'table':
      return type.scalar
        ? `[${valueOf(type.row.fields.get('Value')!.type, name, depth + 1)}]`
        : `[${recordOf([...type.row.fields.values()], depth)}]`;
    case 'untyped':
      return 'ParseJSON("{}")';
    case 'blob':
      return 'Blank()';
  }
}

/** The required fields; where there are none, the first one. */
function recordOf(fields: readonly ServiceField[], depth: number): string {
  const shown = fields.filter(({ hidden }) => !hidden);
  const required = shown.filter((field) => field.required);
  const chosen = depth > 3 ? [] : required.length > 0 ? required : shown.slice(0, 1);
  return `{${chosen.map(({ name, type }) => `${quoteName(name)}: ${valueOf(type, name, depth + 1)}`).join(', ')}}`;
}
