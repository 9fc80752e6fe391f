import { FormulaError, formulaError } from './error.ts';
import { VALUE } from './type.ts';
import { Dynamic, JsonNumber, type Json, type Table, type Value } from './value.ts';

/*
 * Dynamic arrays as functions over tables see them (SEMANTICS 5.10): JSON's null is blank, and what is no array is an error.
 */

export const noArray = formulaError('InvalidArgument', 'The dynamic value is no array.');

/** A JSON value as a value of a formula. */
export const dynamicOf = (json: Json | undefined): Value => (json === null || json === undefined ? null : new Dynamic(json));

/** One element of a JSON array, as a value. */
export function at(json: Json, choose: (items: readonly Json[]) => Json | FormulaError | undefined): Value {
  if (!Array.isArray(json)) return noArray;
  const found = choose(json as readonly Json[]);
  return found instanceof FormulaError ? found : dynamicOf(found);
}

/** A JSON array made of elements of another. */
export const part = (json: Json, choose: (items: readonly Json[]) => readonly Json[]): Value =>
  Array.isArray(json) ? new Dynamic(choose(json as readonly Json[])) : noArray;

/** The elements of a dynamic array as values. */
export const elementsOf = ({ json }: Dynamic): readonly Value[] | FormulaError =>
  Array.isArray(json) ? (json as readonly Json[]).map(dynamicOf) : noArray;

/** A dynamic array as a table with one column. */
export function tableOfElements(value: Dynamic): Table | FormulaError {
  const items = elementsOf(value);
  return items instanceof FormulaError ? items : items.map((item) => ({ [VALUE]: item }));
}

const noObject = formulaError('InvalidArgument', 'The dynamic value is no object, so it has no fields.');

const isObject = (json: Json): json is { readonly [name: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof JsonNumber);

/** The names of an object's fields, in their order. */
export const fieldNames = (json: Json): readonly string[] | FormulaError => (isObject(json) ? Object.keys(json) : noObject);

/** A field of an object: blank where it is missing or null. */
export const dynamicField = (json: Json, name: string): Value =>
  isObject(json) ? dynamicOf(Object.hasOwn(json, name) ? json[name] : null) : noObject;
