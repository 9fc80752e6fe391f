import { expect } from 'chai';
import { of } from 'rxjs';
import { connect, connectText } from '../../src/connectors/index.ts';
import type { Value } from '../../src/formula/index.ts';

/** Names that reach prototypes where code is careless. */
export const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupSetter__',
  'then',
  'toJSON',
  'length',
  '',
  '0',
];
/** An operation. */
export const get = (rest: object = {}): object => ({ operationId: 'f', responses: { 200: { description: 'ok' } }, ...rest });
/** A description of these paths. */
export const openapi = (paths: unknown, rest: object = {}): object => ({
  openapi: '3.1.0',
  servers: [{ url: 'https://s.example' }],
  paths,
  ...rest,
});
/** A description whose one answer has this schema. */
export const withSchema = (schema: unknown, schemas: unknown = {}): object =>
  openapi(
    { '/a': { get: get({ responses: { 200: { content: { 'application/json': { schema } } } } }) } },
    { components: { schemas } },
  );
/** Own members of any name, `__proto__` included. */
export const named = (name: string, value: unknown): object =>
  JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`) as object;

/** Binds everything, calls everything with nothing and with texts; what must hold whatever the document says. */
export async function survive(document: object | string): Promise<void> {
  let requests = 0;
  const settings = {
    namespace: 'C',
    includeUnsupported: true,
    includeInternal: true,
    retries: 0,
    transport: ({ url }: { readonly url: string }) => {
      requests++;
      expect(new URL(url).protocol).to.match(/^https?:$/);
      return of({
        status: 200,
        reason: '',
        headers: new Map<string, string>(),
        body: of(new TextEncoder().encode('{"a": [1, {"b": null}]}')),
      });
    },
  };
  const connector = typeof document === 'string' ? await connectText(document, settings) : connect(document, settings);
  for (const definition of connector.namespace.functions.values()) {
    const [overload] = definition.overloads;
    expect(overload).to.not.equal(undefined);
    void definition.summary;
    void definition.remote?.stream;
  }
  expect(requests, 'binding sends nothing').to.equal(0);
  for (const definition of [...connector.namespace.functions.values()].slice(0, 20)) {
    const parameters = definition.overloads[0]!.parameters;
    for (const value of [null, 'x', 3] as readonly Value[])
      await connector.call(
        definition,
        parameters.map((parameter) => (parameter.optional ? null : value)),
      );
  }
  for (const { message, severity } of connector.diagnostics)
    expect([typeof message, typeof severity]).to.deep.equal(['string', 'string']);
}
