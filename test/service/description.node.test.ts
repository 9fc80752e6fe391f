import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { operations } from '../../demo/service/operations.ts';
import type { OperationDescription } from './described.ts';
import { runShop } from './running-shop.ts';

interface Swagger {
  readonly swagger: string;
  readonly host: string;
  readonly basePath: string;
  readonly schemes: readonly string[];
  readonly paths: { readonly [path: string]: { readonly [method: string]: SwaggerOperation } };
  readonly definitions: { readonly [name: string]: object };
  readonly securityDefinitions: {
    readonly [name: string]: { readonly type: string; readonly in: string; readonly name: string };
  };
}

interface SwaggerOperation {
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly type?: string;
    readonly schema?: object;
  }[];
  readonly responses: {
    readonly [status: string]: { readonly description?: string; readonly schema?: object; readonly $ref?: string };
  };
  readonly security?: readonly { readonly [scheme: string]: readonly string[] }[];
}

const shop = await runShop();
const openapi = shop.description;
const swagger = (await (await fetch(`${shop.url}/swagger.json`)).json()) as Swagger;

const openapiOperations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, string, OperationDescription] => [path, method, operation]),
);
const swaggerOperations = Object.entries(swagger.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, string, SwaggerOperation] => [path, method, operation]),
);

/** Every object in a document, with the way to it. */
function* objectsIn(value: unknown, way = '#'): Generator<[way: string, value: { readonly [key: string]: unknown }]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [way, value as { readonly [key: string]: unknown }];
  for (const [key, child] of Object.entries(value))
    yield* objectsIn(child, `${way}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

/** What a reference names, in its own document. */
function resolve(document: unknown, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (value as { readonly [key: string]: unknown } | undefined)?.[part], document);
}

for (const [name, document] of [
  ['OpenAPI 3.1', openapi],
  ['Swagger 2.0', swagger],
] as const) {
  describe(name, () => {
    it('has references that lead somewhere, and no unused schemas', () => {
      const used = new Set<string>();
      for (const [way, { $ref }] of objectsIn(document)) {
        if ($ref === undefined) continue;
        assert.ok(typeof $ref === 'string', way);
        assert.ok(resolve(document, $ref), `${way}: ${$ref}`);
        used.add($ref);
      }
      const schemas = name === 'OpenAPI 3.1' ? openapi.components.schemas : swagger.definitions;
      const root = name === 'OpenAPI 3.1' ? '#/components/schemas/' : '#/definitions/';
      assert.deepEqual(
        Object.keys(schemas).filter((schema) => !used.has(root + schema)),
        [],
      );
    });

    it('describes every operation with words', () => {
      const described = name === 'OpenAPI 3.1' ? openapiOperations : swaggerOperations;
      assert.deepEqual(
        described.map(([path, method, { operationId }]) => `${operationId} ${method} ${path}`).toSorted(),
        operations.map(({ id, method, path }) => `${id} ${method} ${path}`).toSorted(),
      );
      for (const [way, value] of objectsIn(document)) {
        if (typeof value.operationId !== 'string' || way.endsWith('x-ms-dynamic-values')) continue;
        assert.match(value.operationId, /^[A-Z][A-Za-z]+$/);
        assert.match(String(value.summary), /^[A-Z][^.]{3,80}$/, way);
        assert.match(String(value.description), /\.$/, way);
        assert.notEqual(value.summary, value.description);
      }
    });

    it('names the parameters of its paths, and no parameter twice', () => {
      const described = name === 'OpenAPI 3.1' ? openapiOperations : swaggerOperations;
      for (const [path, , { operationId, parameters }] of described) {
        const inPath = parameters.filter((parameter) => parameter.in === 'path');
        assert.deepEqual(
          inPath.map((parameter) => `{${parameter.name}}`),
          path.match(/\{\w+\}/g) ?? [],
          operationId,
        );
        assert.ok(inPath.every(({ required }) => required));
        const keys = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
        assert.equal(new Set(keys).size, keys.length, operationId);
      }
    });

    it('has a success and the problems of each operation', () => {
      const described = name === 'OpenAPI 3.1' ? openapiOperations : swaggerOperations;
      for (const [, , { operationId, responses }] of described) {
        assert.ok(
          Object.keys(responses).some((status) => /^2\d\d$/.test(status)),
          operationId,
        );
        assert.ok(responses.default, operationId);
      }
    });
  });
}

describe('OpenAPI 3.1', () => {
  it('says where the service is', () => {
    assert.equal(openapi.openapi, '3.1.0');
    assert.equal(openapi.servers[0]?.url, shop.url);
  });

  it('has schemas that are JSON Schema, with defaults and examples that pass them', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, multipleOfPrecision: 6 });
    ajv.addSchema({ $id: 'service:/', components: openapi.components });
    let examples = 0;
    for (const [way, value] of objectsIn(openapi)) {
      const schema = value.schema ?? (/\/components\/schemas\/[^/]+$/.test(way) ? value : undefined);
      if (schema === undefined) continue;
      assert.ok(ajv.validateSchema(schema), `${way}: ${ajv.errorsText(ajv.errors)}`);
      for (const [inner, each] of objectsIn(schema, way)) {
        const values = [
          ...((each.examples as readonly unknown[] | undefined) ?? []),
          ...('default' in each ? [each.default] : []),
        ];
        if (values.length === 0 || /\/(examples|default)(\/|$)/.test(inner)) continue;
        const validate = ajv.compile(JSON.parse(JSON.stringify(each).replaceAll('"#/', '"service:/#/')) as object);
        for (const example of values)
          assert.ok(validate(example), `${inner}: ${JSON.stringify(example)} ${ajv.errorsText(validate.errors)}`);
        examples += values.length;
      }
    }
    assert.ok(examples > 50);
  });

  it('writes "or nothing" as a type', () => {
    const order = openapi.components.schemas.Order as { properties: { deliveredOn: { type: unknown } } };
    assert.deepEqual(order.properties.deliveredOn.type, ['string', 'null']);
    assert.doesNotMatch(JSON.stringify(openapi), /"nullable"|x-nullable|"example":/);
  });

  it('secures the operation that is secured, and describes the stream', () => {
    const byId = new Map(openapiOperations.map(([, , operation]) => [operation.operationId, operation]));
    assert.deepEqual(byId.get('GetSecretReport')?.security, [{ key: [] }]);
    assert.equal(openapiOperations.filter(([, , { security }]) => security).length, 1);
    const content = byId.get('WatchOrderEvents')?.responses['200']?.content?.['text/event-stream'];
    assert.deepEqual(content?.['x-event-schema'], { order: { $ref: '#/components/schemas/OrderEvent' } });
    assert.deepEqual(byId.get('ListOrders')?.['x-ms-pageable'], { nextLinkName: 'nextLink' });
  });

  it('offers values from operations that there are', () => {
    const ids = new Set(openapiOperations.map(([, , { operationId }]) => operationId));
    const offered = openapiOperations.flatMap(([, , { parameters }]) =>
      parameters.flatMap((each) => each['x-ms-dynamic-values'] ?? []),
    );
    assert.ok(offered.length >= 2);
    for (const { operationId } of offered) assert.ok(ids.has(operationId), operationId);
  });
});

describe('Swagger 2.0', () => {
  it('says where the service is', () => {
    const { host, protocol } = new URL(shop.url);
    assert.equal(swagger.swagger, '2.0');
    assert.deepEqual([swagger.host, swagger.basePath, swagger.schemes], [host, '/', [protocol.replace(':', '')]]);
  });

  it('has parameters of this version: a type of their own, or a body with a schema', () => {
    for (const [, , { operationId, parameters }] of swaggerOperations) {
      for (const { name, in: place, type, schema } of parameters) {
        const where = `${operationId} ${name}`;
        if (place === 'body') assert.ok(schema && type === undefined, where);
        else {
          assert.ok(['path', 'query', 'header'].includes(place), where);
          assert.ok(type !== undefined && ['string', 'integer', 'number', 'boolean'].includes(type), where);
          assert.equal(schema, undefined, where);
        }
      }
      assert.ok(parameters.filter((parameter) => parameter.in === 'body').length <= 1);
    }
  });

  it('has nothing of the newer version', () => {
    for (const [way, value] of objectsIn(swagger)) {
      for (const word of ['examples', 'content', 'requestBody', 'components', 'anyOf', 'oneOf', 'const', '$defs'])
        assert.ok(!(word in value), `${way} has ${word}`);
      assert.ok(!Array.isArray(value.type), `${way} has several types`);
      if ('$ref' in value) assert.deepEqual(Object.keys(value), ['$ref'], `${way} has words beside its reference`);
    }
  });

  it('says of each response what it is, and of the key where it goes', () => {
    for (const [, , { operationId, responses }] of swaggerOperations)
      for (const [status, response] of Object.entries(responses))
        assert.ok(response.description ?? response.$ref, `${operationId} ${status}`);
    assert.deepEqual(
      { ...swagger.securityDefinitions.key, description: '' },
      { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: '' },
    );
    const secured = swaggerOperations.filter(([, , { security }]) => security).map(([, , { operationId }]) => operationId);
    assert.deepEqual(secured, ['GetSecretReport']);
  });

  it('describes the same requests as the other', () => {
    for (const [path, method, { parameters }] of swaggerOperations) {
      const other = openapi.paths[path]?.[method];
      const names = (all: readonly { readonly name: string; readonly in: string; readonly required: boolean }[]) =>
        all.filter((each) => each.in !== 'body').map((each) => [each.in, each.name, each.required]);
      assert.deepEqual(names(parameters), names(other?.parameters ?? []));
      assert.equal(
        parameters.some((each) => each.in === 'body'),
        other?.requestBody !== undefined,
      );
    }
    assert.deepEqual(Object.keys(swagger.definitions).toSorted(), [...usedSchemas()].toSorted());
  });
});

/** In the older version the schemas of parameters are written where they are used, so only those of bodies have names. */
function usedSchemas(): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, { $ref }] of objectsIn(value)) {
      const name =
        typeof $ref === 'string' && $ref.startsWith('#/components/schemas/')
          ? $ref.slice('#/components/schemas/'.length)
          : undefined;
      if (name === undefined || names.has(name)) continue;
      names.add(name);
      visit(openapi.components.schemas[name]);
    }
  };
  for (const [, , { requestBody, responses }] of openapiOperations) visit([requestBody, responses]);
  return names;
}
