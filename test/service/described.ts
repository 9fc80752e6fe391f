import assert from 'node:assert/strict';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** The parts of the service's OpenAPI description that the tests read. */
export interface Description {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: { readonly [path: string]: { readonly [method: string]: OperationDescription } };
  readonly components: { readonly schemas: { readonly [name: string]: object } };
}

export interface OperationDescription {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description?: string;
    readonly schema: { readonly type?: string; readonly enum?: readonly string[]; readonly default?: unknown };
    readonly 'x-ms-dynamic-values'?: { readonly operationId: string };
  }[];
  readonly requestBody?: { readonly content: { readonly [type: string]: { readonly schema: object } } };
  readonly responses: { readonly [status: string]: ResponseDescription };
  readonly security?: readonly object[];
  readonly 'x-ms-pageable'?: { readonly nextLinkName: string };
}

interface ResponseDescription {
  readonly content?: {
    readonly [type: string]: { readonly schema?: object; readonly 'x-event-schema'?: { readonly [name: string]: object } };
  };
}

/** Says of each answer whether it is what the description promised. */
export class Promises {
  readonly #description: Description;
  readonly #ajv = new Ajv2020({ allErrors: true, strict: false, multipleOfPrecision: 6 });
  readonly #compiled = new Map<object, ValidateFunction>();

  constructor(description: Description) {
    this.#description = description;
    addFormats(this.#ajv);
    this.#ajv.addFormat('decimal', true);
    this.#ajv.addSchema({ $id: 'service:/', components: description.components });
  }

  /** Asserts that the status is documented, and that the body has its type and schema. */
  check(method: string, path: string, status: number, type: string | null, body: unknown): void {
    const operation = this.#operationAt(method, path);
    if (operation === undefined) return;
    const where = `${method} ${path} ${status}`;
    const response = operation.responses[String(status)];
    assert.ok(response, `${where}: the status is not in the description`);
    if (status === 304) return;
    const described = Object.keys(response.content ?? {});
    if (described.length === 0) return assert.equal(body, undefined, `${where}: has a body`);
    const found = described.find((each) => type?.split(';')[0] === each);
    assert.ok(found, `${where}: ${String(type)} is not one of ${described.join(', ')}`);
    const schema = response.content?.[found]?.schema;
    if (schema && found.includes('json')) this.matches(schema, body, where);
    return undefined;
  }

  /** Asserts that a value is what a schema of the description says. */
  matches(schema: object, value: unknown, where: string): void {
    let validate = this.#compiled.get(schema);
    if (validate === undefined) {
      validate = this.#ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"service:/#/')) as object);
      this.#compiled.set(schema, validate);
    }
    assert.ok(validate(value), `${where}: ${this.#ajv.errorsText(validate.errors)}`);
  }

  #operationAt(method: string, path: string): OperationDescription | undefined {
    for (const [template, operations] of Object.entries(this.#description.paths)) {
      if (new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)) return operations[method.toLowerCase()];
    }
    return undefined;
  }
}
