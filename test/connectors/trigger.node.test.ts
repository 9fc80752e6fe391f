import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { connect, type ConnectorSettings } from '../../src/connectors/index.ts';
import { factsOf, FormulaError, isTable, type Table, type Value } from '../../src/formula/index.ts';
import { json, scriptedService, type Script, type ScriptedService } from './scripted-service.node.ts';

// Polling triggers as tables that grow, against a real server.
const order = {
  type: 'object',
  properties: { id: { type: 'integer' }, at: { type: 'string', format: 'date-time' } },
};
const list = { type: 'object', properties: { data: { type: 'array', items: order }, count: { type: 'integer' } } };
const trigger = (schema: object, kind = 'batch', rest: object = {}): object => ({
  get: { operationId: 'News', 'x-ms-trigger': kind, responses: { 200: { description: '', schema } }, ...rest },
});
const policy = {
  properties: {
    policyTemplateInstances: [
      {
        templateId: 'pollingtrigger',
        parameters: {
          'x-ms-apimTemplateParameter.triggerConfig': {
            since: '@{triggerBody().data[0].at}',
            from: 'id-@{triggerBody().data[0].id}',
          },
          'x-ms-apimTemplateParameter.triggerDataPath': '@triggerBody().data',
          'x-ms-apimTemplate-operationName': ['News'],
        },
      },
    ],
  },
};

const open: ScriptedService[] = [];
after(() => Promise.all(open.map((service) => service.close())));

/** Watches a trigger until it has given so many rows, or an error. */
async function watched(
  path: object,
  script: Script,
  rows: number,
  settings: Partial<ConnectorSettings> = {},
): Promise<{ readonly service: ScriptedService; readonly latest: Value; readonly problems: readonly string[] }> {
  const service = await scriptedService(script);
  open.push(service);
  const document = { swagger: '2.0', info: {}, produces: ['application/json'], paths: { '/news': path } };
  const connector = connect(document, {
    namespace: 'Shop',
    baseUrl: service.url,
    triggers: true,
    pollMilliseconds: 5,
    retries: 0,
    ...settings,
  });
  const problems: string[] = [];
  const latest = await new Promise<Value>((resolve) => {
    const watch = connector.start(connector.namespace.functions.get('News')!, []).subscribe((value) => {
      const problem = value !== null && isTable(value) ? factsOf(value)?.problem : undefined;
      if (problem !== undefined) problems.push(problem.message);
      if (!(value instanceof FormulaError) && (value as Table).length < rows) return;
      resolve(value);
      queueMicrotask(() => watch.unsubscribe());
    });
  });
  return { service, latest, problems };
}

const ids = (value: Value): readonly unknown[] => (value as readonly { readonly id: number }[]).map(({ id }) => id);

describe('polling triggers', () => {
  it('ask at Location, when Retry-After says; 202 has nothing new', async () => {
    const headers = { location: '/news?state=1', 'retry-after': '0' };
    const { service, latest } = await watched(
      trigger({ type: 'array', items: order }),
      (response, _, n) =>
        n === 0
          ? response.writeHead(202, headers).end()
          : json(response, [{ id: n }], 200, { ...headers, location: `/news?state=${n + 1}` }),
      2,
    );
    assert.deepEqual(ids(latest), [1, 2]);
    assert.deepEqual([factsOf(latest as Table)!.live, factsOf(latest as Table)!.complete], [true, false]);
    assert.deepEqual(
      service.seen.slice(0, 3).map(({ url }) => url),
      ['/news', '/news?state=1', '/news?state=2'],
    );
  });

  it('by a policy take parameters from the last answer, and begin with what is new', async () => {
    const { service, latest } = await watched(
      trigger(list, 'batch', { parameters: [{ in: 'query', name: 'kind', type: 'string', default: 'a' }] }),
      (response, _, n) => json(response, { data: n === 1 ? [] : [{ id: n, at: `2026-01-0${n + 1}T00:00:00Z` }] }),
      1,
      { apiProperties: policy },
    );
    assert.deepEqual(ids(latest), [2]);
    const state = '/news?kind=a&since=2026-01-01T00%3A00%3A00Z&from=id-0';
    assert.deepEqual(
      service.seen.slice(0, 3).map(({ url }) => url),
      ['/news?kind=a', state, state],
    );
  });

  it('that say nothing of state are asked the same; what is known is no news', async () => {
    const { latest } = await watched(
      trigger({ type: 'object', properties: { value: { type: 'array', items: order } } }),
      (response, _, n) => json(response, { value: Array.from({ length: Math.min(n + 1, 3) }, (_of, id) => ({ id })) }),
      3,
    );
    assert.deepEqual(ids(latest), [0, 1, 2]);
  });

  it('of single events give the whole answer as a row', async () => {
    const { latest } = await watched(trigger(order, 'single'), (response, _, n) => json(response, { id: n }), 2);
    assert.deepEqual(ids(latest), [0, 1]);
  });

  it('go on after failures; a Location elsewhere is not followed', async () => {
    const { service, latest, problems } = await watched(
      trigger({ type: 'array', items: order }),
      (response, _, n) =>
        n === 1 ? json(response, {}, 500) : json(response, [{ id: n }], 200, { location: 'https://elsewhere.example/' }),
      2,
    );
    assert.deepEqual(ids(latest), [0, 2]);
    assert.equal(problems.length, 1);
    assert.deepEqual(new Set(service.seen.map(({ url }) => url)), new Set(['/news']));
  });

  it('are functions only where they are wanted, and never where the service would call back', () => {
    const callback = { ...trigger(order), 'x-ms-notification-content': { schema: order } };
    const names = (path: object, triggers: boolean): readonly string[] => [
      ...connect(
        { swagger: '2.0', paths: { '/news': path } },
        { namespace: 'C', triggers, includeWebhooks: true },
      ).operations.keys(),
    ];
    assert.deepEqual([names(trigger(order), false), names(trigger(order), true), names(callback, true)], [[], ['News'], []]);
  });
});
