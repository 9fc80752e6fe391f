import { printType } from '../formula/index.ts';
import type { BoundOperation } from './functions.ts';
import { formulaType, printServiceType } from './service-type.ts';
import type { FunctionParameter } from './signature.ts';

/** A function as tools print it. Types are in the reference's notation, or in words. */
export interface FunctionDescription {
  readonly name: string;
  readonly originalName: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly supported: boolean;
  readonly unsupported?: string;
  readonly isBehavior: boolean;
  readonly internal: boolean;
  readonly deprecated: boolean;
  /** In words: `Table({id: Number, title: Text})`. */
  readonly result: string;
  readonly returnType: string;
  readonly returnTypeDisplay: string;
  readonly required: readonly ParameterDescription[];
  readonly optional: readonly ParameterDescription[];
  readonly hidden: readonly ParameterDescription[];
}

export interface ParameterDescription {
  readonly name: string;
  readonly type: string;
  readonly in: string;
  readonly description: string;
  readonly default?: unknown;
}

/** Everything about a function that a person or a tool may want to read, as plain data. */
export function describeFunction({ name, operation, signature }: BoundOperation): FunctionDescription {
  return {
    name,
    originalName: operation.id ?? operation.path,
    method: operation.method,
    path: operation.path,
    summary: operation.summary || operation.description,
    supported: signature.unsupported === undefined,
    ...(signature.unsupported !== undefined && { unsupported: signature.unsupported }),
    isBehavior: signature.behavior,
    internal: operation.visibility === 'internal',
    deprecated: operation.deprecated,
    result: printType(formulaType(signature.answer.type)),
    returnType: printServiceType(signature.answer.type),
    returnTypeDisplay: printServiceType(signature.answer.type, true),
    required: signature.required.map(describeParameter),
    optional: signature.optional.map(describeParameter),
    hidden: signature.hidden.map(describeParameter),
  };
}

const describeParameter = ({ name, type, place, description, default: value }: FunctionParameter): ParameterDescription => ({
  name,
  type: printServiceType(type),
  in: place,
  description,
  ...(value !== undefined && { default: value }),
});
