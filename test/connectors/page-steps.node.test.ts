import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { connect, type ConnectorSettings } from '../../src/connectors/index.ts';
import { ErrorKind, factsOf, FormulaError, isRow, isTable, row, type Table, type Value } from '../../src/formula/index.ts';
import { json, scriptedService, type ScriptedService } from './scripted-service.node.ts';

const open: ScriptedService[] = [];
after(() => Promise.all(open.map((service) => service.close())));

const text = { type: 'string' };
const integer = { type: 'integer' };
const rows = { type: 'array', items: { type: 'object', properties: { n: integer } } };
const query = (parameters: object): object[] =>
  Object.entries(parameters).map(([name, schema]) => ({ name, in: 'query', schema: schema as unknown }));

/** Numbers from `start` as rows. */
const numbers = (start: number, count: number): object[] =>
  Array.from({ length: Math.max(0, count) }, (_, i) => ({ n: start + i }));

interface Outcome {
  readonly table: Table;
  readonly requests: readonly string[];
}
async function read(
  parameters: object,
  schema: object,
  answer: (query: URLSearchParams) => unknown,
  args: readonly Value[] = [],
  settings: Partial<ConnectorSettings> = {},
): Promise<Outcome> {
  const service = await scriptedService((response, { url }) => json(response, answer(new URL(url, 'http://x').searchParams)));
  open.push(service);
  const connector = connect(
    {
      openapi: '3.1.0',
      paths: {
        '/a': {
          get: {
            operationId: 'f',
            parameters: query(parameters),
            responses: { 200: { content: { 'application/json': { schema } } } },
          },
        },
      },
    },
    { namespace: 'C', baseUrl: service.url, pages: 'all', ...settings },
  );
  const value = await connector.call(connector.namespace.functions.get('f')!, args);
  const table = isRow(value) ? (Object.values(value).find((of) => of !== null && isTable(of)) ?? null) : value;
  assert.ok(table !== null && isTable(table), String(value));
  return { table, requests: service.seen.map(({ url }) => url.slice(2)) };
}
const record = (properties: object): object => ({ type: 'object', properties: { items: rows, ...properties } });
const ALL = 25;
const page = (given: URLSearchParams, name: string, size: number, first = 1): object[] => {
  const start = (Number(given.get(name) ?? first) - first) * size;
  return numbers(start, Math.min(size, ALL - start));
};

describe('pages by parameters', () => {
  // oxfmt-ignore
  const cases: readonly (readonly [name: string, parameters: object, schema: object, answer: (query: URLSearchParams) => unknown, args: readonly Value[], requests: readonly string[]])[] = [
    ['page and size, the last one short', { page: { ...integer, default: 1 }, pageSize: { ...integer, default: 10 } }, rows, (given) => page(given, 'page', 10), [],
      ['?page=1&pageSize=10', '?pageSize=10&page=2', '?pageSize=10&page=3']],
    ['page and size that the caller gives', { page: integer, 'per-page': integer }, rows, (given) => page(given, 'page', Number(given.get('per-page'))), [row([['per-page', 20]])],
      ['?per-page=20', '?per-page=20&page=2']],
    ['page with the number of pages', { page_number: integer }, record({ total_pages: integer }), (given) => ({ items: page(given, 'page_number', 10), total_pages: 3 }), [],
      ['', '?page_number=2', '?page_number=3']],
    ['page from 0', { pageIndex: integer }, record({ meta: { type: 'object', properties: { totalCount: integer } } }), (given) => ({ items: page(given, 'pageIndex', 5, 0), meta: { totalCount: ALL } }), [],
      ['', '?pageIndex=1', '?pageIndex=2', '?pageIndex=3', '?pageIndex=4']],
    ['page until an empty one', { page: integer }, rows, (given) => page(given, 'page', 5), [],
      ['', '?page=2', '?page=3', '?page=4', '?page=5', '?page=6']],
    ['offset and limit', { offset: integer, limit: { ...integer, default: 20 } }, record({ total: integer }), (given) => ({ items: numbers(Number(given.get('offset')), Math.min(20, ALL - Number(given.get('offset')))), total: ALL }), [],
      ['?limit=20', '?limit=20&offset=20']],
    ['$skip', { $skip: integer, $top: integer }, rows, (given) => numbers(Number(given.get('$skip')), Math.min(10, ALL - Number(given.get('$skip')))), [],
      ['', '?$skip=10', '?$skip=20']],
    ['a cursor', { cursor: text, q: text }, record({ next_cursor: text }), (given) => ({ items: numbers(Number(given.get('cursor') ?? 0), 10), next_cursor: given.get('cursor') === '20' ? null : String(Number(given.get('cursor') ?? 0) + 10) }), [row([['q', 'a b']])],
      ['?q=a%20b', '?q=a%20b&cursor=10', '?q=a%20b&cursor=20']],
    ['a cursor inside, and a flag', { starting_after: text }, record({ paging: { type: 'object', properties: { cursors: { type: 'object', properties: { after: text } } } }, has_more: { type: 'boolean' } }),
      (given) => ({ items: numbers(0, 2), paging: { cursors: { after: 'x' } }, has_more: given.get('starting_after') === null }), [],
      ['', '?starting_after=x']],
    ['a next that is no address', { pageToken: text }, record({ next: text }), (given) => ({ items: numbers(0, 1), next: given.has('pageToken') ? '' : 'abc/=' }), [],
      ['', '?pageToken=abc%2F%3D']],
    ['a place that the caller names', { page: integer, pageSize: integer }, rows, (given) => page(given, 'page', 10), [row([['page', 2]])], ['?page=2']],
    ['a number of rows that the caller names', { offset: integer, limit: integer }, rows, (given) => numbers(0, Number(given.get('limit'))), [row([['limit', 3]])], ['?limit=3']],
    ['a start that is no offset', { start: integer }, rows, () => numbers(0, 3), [], ['']],
  ];
  for (const [name, parameters, schema, answer, args, requests] of cases)
    it(name, async () => {
      const read_ = await read(parameters, schema, answer, args);
      assert.deepEqual(read_.requests, requests);
      const complete = factsOf(read_.table)?.complete;
      assert.equal(complete, true);
    });

  it('are one table without gaps or doubles', async () => {
    const { table } = await read({ page: integer }, rows, (given) => page(given, 'page', 10));
    assert.deepEqual(table, numbers(0, ALL));
  });

  it('stop where the service gives the same page again', async () => {
    const { table, requests } = await read({ page: integer }, rows, () => numbers(0, 10));
    assert.equal(requests.length, 2);
    assert.equal(table.length, 10);
    const { complete, problem } = factsOf(table)!;
    assert.deepEqual([complete, problem instanceof FormulaError && problem.kind], [false, ErrorKind.Network]);
  });

  it('stop at as many rows as the connection wants, and say that there are more', async () => {
    const { table, requests } = await read({ page: integer }, rows, (given) => page(given, 'page', 10), [], { maxRows: 15 });
    assert.deepEqual([table.length, requests.length, factsOf(table)!.complete], [15, 2, false]);
  });

  it('are left alone where the connection wants only declared ones', async () => {
    const { requests } = await read({ page: integer }, rows, (given) => page(given, 'page', 10), [], { recognizePages: false });
    assert.equal(requests.length, 1);
  });
});
