import { HEADERS, INFO, KEY_DESCRIPTION, KEY_HEADER, TAGS, isConditional, problem, problemsOf } from './description.ts';
import { SWAGGER, SchemaPrinter, type JsonSchema } from './json-schema.ts';
import type { HeaderName, Operation, Parameter, ResponseDescription } from './operation.ts';

/** The Swagger 2.0 description: the same operations in the older shape. */
export function swaggerOf(operations: readonly Operation[], baseUrl: string): JsonSchema {
  const printer = new SchemaPrinter(SWAGGER);
  const paths: { [path: string]: JsonSchema } = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method] = printOperation(printer, operation);
  printer.print(problem);
  const { host, pathname, protocol } = new URL(baseUrl);
  return {
    swagger: '2.0',
    info: INFO,
    host,
    basePath: pathname,
    schemes: [protocol.replace(':', '')],
    consumes: ['application/json'],
    produces: ['application/json', 'application/problem+json'],
    tags: TAGS,
    paths,
    definitions: Object.fromEntries(printer.named),
    responses: { Problem: { description: 'Something went wrong.', schema: problemSchema() } },
    securityDefinitions: { key: { type: 'apiKey', in: 'header', name: KEY_HEADER, description: KEY_DESCRIPTION } },
  };
}

function printOperation(printer: SchemaPrinter, operation: Operation): JsonSchema {
  const { id, tag, summary, description, parameters, body, responses, secured, nextLinkName } = operation;
  const types = Object.values(responses).flatMap(({ type }) => type ?? []);
  const printedBody = body && { name: 'body', in: 'body', required: true, 'x-ms-summary': 'Body', schema: printer.print(body) };
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    ...(types.length > 0 && { produces: [...types, 'application/problem+json'] }),
    ...(secured && { security: [{ key: [] }] }),
    ...(nextLinkName && { 'x-ms-pageable': { nextLinkName } }),
    parameters: [
      ...Object.entries(parameters).map(([name, parameter]) => printParameter(printer, name, parameter)),
      ...(printedBody ? [printedBody] : []),
    ],
    responses: {
      ...Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, printResponse(printer, response)])),
      ...(isConditional(operation) && { 304: { description: 'It has not changed.', headers: printHeaders(printer, ['ETag']) } }),
      ...Object.fromEntries(
        [...problemsOf(operation)].map(([status, { description: when, headers }]) => [
          status,
          { description: when, ...(headers.length > 0 && { headers: printHeaders(printer, headers) }), schema: problemSchema() },
        ]),
      ),
      default: { $ref: '#/responses/Problem' },
    },
  };
}

const problemSchema = (): JsonSchema => ({ $ref: '#/definitions/Problem' });

/** In this version a parameter is a schema itself, and cannot refer to one. */
function printParameter(
  printer: SchemaPrinter,
  name: string,
  { schema, in: place, required, visibility, values }: Parameter,
): JsonSchema {
  const { example, ...printed } = printer.printWhole(schema);
  return {
    name,
    in: place,
    required,
    ...printed,
    description: schema.description ?? schema.summary,
    ...(example !== undefined && { 'x-example': example }),
    ...(place === 'path' && { 'x-ms-url-encoding': 'single' }),
    ...(visibility && { 'x-ms-visibility': visibility }),
    ...(values && {
      'x-ms-dynamic-values': {
        operationId: values.operation,
        'value-collection': 'value',
        'value-path': values.value,
        'value-title': values.title,
      },
    }),
  };
}

function printResponse(
  printer: SchemaPrinter,
  { description, schema, type, events, headers = [] }: ResponseDescription,
): JsonSchema {
  const printed = schema ? printer.print(schema) : type === undefined ? undefined : { type: events ? 'string' : 'file' };
  return {
    description,
    ...(headers.length > 0 && { headers: printHeaders(printer, headers) }),
    ...(printed && { schema: printed }),
    ...(events && {
      'x-event-schema': Object.fromEntries(Object.entries(events).map(([name, event]) => [name, printer.print(event)])),
    }),
  };
}

/** Nor can a header refer to one. */
function printHeaders(printer: SchemaPrinter, names: readonly HeaderName[]): JsonSchema {
  return Object.fromEntries(
    names.map((name) => {
      const { example, ...printed } = printer.printWhole(HEADERS[name]);
      return [name, { ...printed, ...(example !== undefined && { 'x-example': example }) }];
    }),
  );
}
