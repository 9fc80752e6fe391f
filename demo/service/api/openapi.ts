import { HEADERS, INFO, KEY_DESCRIPTION, KEY_HEADER, TAGS, isConditional, problem, problemsOf } from './description.ts';
import { OPENAPI, SchemaPrinter, type JsonSchema } from './json-schema.ts';
import type { HeaderName, Operation, Parameter, ResponseDescription } from './operation.ts';

/** The OpenAPI 3.1 description. */
export function openapiOf(operations: readonly Operation[], baseUrl: string): JsonSchema {
  const printer = new SchemaPrinter(OPENAPI);
  const paths: { [path: string]: JsonSchema } = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method] = printOperation(printer, operation);
  printer.print(problem);
  return {
    openapi: '3.1.0',
    info: { ...INFO, summary: 'The service of the demo.' },
    servers: [{ url: baseUrl, description: 'This service.' }],
    tags: TAGS,
    paths,
    components: {
      schemas: Object.fromEntries(printer.named),
      responses: {
        Problem: { description: 'Something went wrong.', content: problemContent() },
      },
      headers: Object.fromEntries(
        Object.entries(HEADERS).map(([name, schema]) => {
          const { description, ...printed } = printer.print(schema);
          return [name, { description, schema: printed }];
        }),
      ),
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: KEY_HEADER, description: KEY_DESCRIPTION } },
    },
  };
}

function printOperation(printer: SchemaPrinter, operation: Operation): JsonSchema {
  const { id, tag, summary, description, parameters, body, responses, secured, nextLinkName } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    ...(secured && { security: [{ key: [] }] }),
    ...(nextLinkName && { 'x-ms-pageable': { nextLinkName } }),
    parameters: Object.entries(parameters).map(([name, parameter]) => printParameter(printer, name, parameter)),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: printer.print(body) } } } }),
    responses: {
      ...Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, printResponse(printer, response)])),
      ...(isConditional(operation) && { 304: { description: 'It has not changed.', headers: printHeaders(['ETag']) } }),
      ...Object.fromEntries(
        [...problemsOf(operation)].map(([status, { description: when, headers }]) => [
          status,
          { description: when, ...(headers.length > 0 && { headers: printHeaders(headers) }), content: problemContent() },
        ]),
      ),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

const problemContent = (): JsonSchema => ({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } });

function printParameter(printer: SchemaPrinter, name: string, parameter: Parameter): JsonSchema {
  const { schema, in: place, required, visibility, values } = parameter;
  const { description, 'x-ms-summary': summary, ...printed } = printer.print(schema);
  return {
    name,
    in: place,
    description: schema.description ?? description ?? schema.summary,
    required,
    'x-ms-summary': schema.summary ?? summary,
    ...(visibility && { 'x-ms-visibility': visibility }),
    ...(values && {
      'x-ms-dynamic-values': {
        operationId: values.operation,
        'value-collection': 'value',
        'value-path': values.value,
        'value-title': values.title,
      },
    }),
    schema: printed,
  };
}

function printResponse(
  printer: SchemaPrinter,
  { description, schema, type, events, headers = [] }: ResponseDescription,
): JsonSchema {
  const printed = schema && printer.print(schema);
  return {
    description,
    ...(headers.length > 0 && { headers: printHeaders(headers) }),
    ...(events && {
      content: {
        'text/event-stream': {
          schema: { type: 'string', description: 'Server-sent events.' },
          'x-event-schema': Object.fromEntries(Object.entries(events).map(([name, event]) => [name, printer.print(event)])),
        },
      },
    }),
    ...(printed && { content: { [type ?? 'application/json']: { schema: printed } } }),
    ...(type !== undefined && !schema && !events && { content: { [type]: {} } }),
  };
}

const printHeaders = (names: readonly HeaderName[]): JsonSchema =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
