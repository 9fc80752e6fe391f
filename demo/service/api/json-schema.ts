import { requiredNames, schemaOf, type Schema } from './schema.ts';

/** A schema as a description prints it. */
export type JsonSchema = { [keyword: string]: unknown };

/** How the two descriptions differ in spelling. */
export interface Dialect {
  /** Where named schemas stand: `#/components/schemas/`. */
  readonly root: string;
  readonly nullable: (schema: JsonSchema) => JsonSchema;
  readonly example: (value: unknown) => JsonSchema;
  /** Keywords that may stand beside a `$ref`; the others are wrapped in `allOf`. */
  readonly besideRef: boolean;
}

export const OPENAPI: Dialect = {
  root: '#/components/schemas/',
  nullable: (schema) => ('type' in schema ? { ...schema, type: [schema.type, 'null'] } : { anyOf: [schema, { type: 'null' }] }),
  example: (value) => ({ examples: [value] }),
  besideRef: true,
};

export const SWAGGER: Dialect = {
  root: '#/definitions/',
  nullable: (schema) => ({ ...schema, 'x-nullable': true }),
  example: (value) => ({ example: value }),
  besideRef: false,
};

/** Keywords that both descriptions spell alike. */
const PLAIN = [
  ...['format', 'enum', 'minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength', 'pattern', 'minItems', 'maxItems'],
  ...['minProperties', 'readOnly', 'default', 'description'],
] as const satisfies readonly (keyof Schema)[];

/** Prints schemas in one dialect and collects the named ones. */
export class SchemaPrinter {
  readonly named = new Map<string, JsonSchema>();
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** The schema where it is used: a named one as a reference. */
  print(schema: Schema): JsonSchema {
    const printed = schema.name === undefined ? this.printWhole(schema) : this.#reference(schema, schema.name);
    return schema.nullable ? this.#dialect.nullable(printed) : printed;
  }

  /** The schema itself, whether it has a name or not. */
  printWhole(schema: Schema): JsonSchema {
    const printed: JsonSchema = { type: schema.type };
    for (const keyword of PLAIN) if (schema[keyword] !== undefined) printed[keyword] = schema[keyword];
    if (schema.hint !== undefined) printed['x-hint'] = schema.hint;
    if (schema.summary !== undefined) printed['x-ms-summary'] = schema.summary;
    if (schema.example !== undefined) Object.assign(printed, this.#dialect.example(schema.example));
    if (schema.items) printed.items = this.print(schema.items);
    if (schema.additionalProperties) printed.additionalProperties = this.print(schema.additionalProperties);
    if (schema.properties) this.#printProperties(schema.properties, printed);
    return printed;
  }

  #printProperties(properties: NonNullable<Schema['properties']>, printed: JsonSchema): void {
    const required = requiredNames(properties);
    if (required.length > 0) printed.required = required;
    printed.properties = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, this.print(schemaOf(property))]),
    );
    printed.additionalProperties = false;
  }

  #reference(schema: Schema, name: string): JsonSchema {
    if (!this.named.has(name)) {
      this.named.set(name, {});
      // What a use says of its own (its description, its default) does not belong to the name.
      const { default: _default, readOnly: _readOnly, ...own } = schema;
      this.named.set(name, this.printWhole(own));
    }
    const reference = { $ref: this.#dialect.root + name };
    const beside: JsonSchema = {
      ...(schema.default !== undefined && { default: schema.default }),
      ...(schema.readOnly !== undefined && { readOnly: schema.readOnly }),
    };
    if (Object.keys(beside).length === 0) return reference;
    return this.#dialect.besideRef ? { ...reference, ...beside } : { allOf: [reference], ...beside };
  }
}
