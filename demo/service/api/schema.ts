/**
 * Schemas of the service's own making. One value is the TypeScript type of the data, the check of what comes in, and what both
 * descriptions (OpenAPI 3.1 and Swagger 2.0) print; they differ only in spelling.
 */

declare const VALUE: unique symbol;

/** The parts of JSON Schema that the service uses, in a spelling of neither description. */
export interface Schema<T = unknown> {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  /** Named schemas are printed once and referred to. */
  readonly name?: string;
  readonly format?: string;
  /** A short title for people: `x-ms-summary`. */
  readonly summary?: string;
  readonly description?: string;
  readonly example?: unknown;
  readonly default?: T;
  readonly enum?: readonly string[];
  readonly nullable?: boolean;
  readonly readOnly?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly properties?: Properties;
  readonly additionalProperties?: Schema;
  /** What a value that `pattern` refuses is told. */
  readonly hint?: string;
  /** Not printed and not there: carries the TypeScript type. */
  readonly [VALUE]?: T;
}

/** A property that may be left out. */
export interface Optional<T> {
  readonly optional: Schema<T>;
}

export interface Properties {
  readonly [name: string]: Schema | Optional<unknown>;
}

/** The TypeScript type of what a schema describes. */
export type ValueOf<S> = S extends Schema<infer T> ? T : never;

type RequiredNames<P> = { [K in keyof P]: P[K] extends Optional<unknown> ? never : K }[keyof P];
type OptionalNames<P> = { [K in keyof P]: P[K] extends Optional<unknown> ? K : never }[keyof P];

/** The TypeScript type of an object with these properties. */
export type ObjectOf<P> = { readonly [K in RequiredNames<P>]: ValueOf<P[K]> } & {
  readonly [K in OptionalNames<P>]?: P[K] extends Optional<infer T> ? T : never;
};

type Facts<T> = Omit<Partial<Schema<T>>, 'type' | 'name' | 'items' | 'properties' | 'nullable'>;

export const text = (facts: Facts<string> = {}): Schema<string> => ({ type: 'string', ...facts });
export const integer = (facts: Facts<number> = {}): Schema<number> => ({ type: 'integer', format: 'int32', ...facts });
export const number = (facts: Facts<number> = {}): Schema<number> => ({ type: 'number', format: 'double', ...facts });
export const boolean = (facts: Facts<boolean> = {}): Schema<boolean> => ({ type: 'boolean', ...facts });
export const date = (facts: Facts<string> = {}): Schema<string> => text({ format: 'date', example: '2026-11-02', ...facts });
export const dateTime = (facts: Facts<string> = {}): Schema<string> =>
  text({ format: 'date-time', example: '2026-11-02T09:41:00Z', ...facts });
/** An amount with cents. */
export const money = (facts: Facts<number> = {}): Schema<number> => ({
  type: 'number',
  format: 'decimal',
  multipleOf: 0.01,
  minimum: 0,
  ...facts,
});
/** One of some words. */
export const choice = <const C extends readonly string[]>(
  name: string,
  words: C,
  facts: Facts<C[number]> = {},
): Schema<C[number]> => ({ type: 'string', name, enum: words, ...facts });
export const list = <S extends Schema>(items: S, facts: Facts<readonly ValueOf<S>[]> = {}): Schema<readonly ValueOf<S>[]> => ({
  type: 'array',
  items,
  ...facts,
});
export const object = <const P extends Properties>(
  name: string,
  properties: P,
  facts: Facts<ObjectOf<P>> = {},
): Schema<ObjectOf<P>> => ({ type: 'object', name, properties, ...facts });
/** An object whose keys are data. */
export const dictionary = <S extends Schema>(
  items: S,
  facts: Facts<{ readonly [key: string]: ValueOf<S> }> = {},
): Schema<{ readonly [key: string]: ValueOf<S> }> => ({ type: 'object', additionalProperties: items, ...facts });

export const nullable = <T>(schema: Schema<T>): Schema<T | null> => ({ ...schema, nullable: true });
/** With the value that holds when none is given. */
export const defaulting = <T>(schema: Schema<T>, value: T): Schema<T> & { readonly default: T } => ({
  ...schema,
  default: value,
});
export const optional = <T>(schema: Schema<T>): Optional<T> => ({ optional: schema });

/** The schema of a property, whether it may be left out or not. */
export const schemaOf = (property: Schema | Optional<unknown>): Schema => ('optional' in property ? property.optional : property);

/** Names of the properties that must be there. */
export const requiredNames = (properties: Properties): string[] =>
  Object.keys(properties).filter((name) => !('optional' in (properties[name] ?? {})));
