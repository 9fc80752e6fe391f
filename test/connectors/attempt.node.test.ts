import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { connect, readFixture, replaying, writeFixture } from '../../src/connectors/index.ts';
import type { FormulaError } from '../../src/formula/index.ts';
import { json, scriptedService, type ScriptedService } from './scripted-service.node.ts';

const row = {
  type: 'object',
  required: ['id', 'due'],
  properties: {
    id: { type: 'integer' },
    due: { type: 'string', format: 'date' },
    state: { type: 'string', enum: ['new', 'done'] },
  },
};
const answer = (schema: object): object => ({ 200: { description: 'ok', content: { 'application/json': { schema } } } });
const description = {
  openapi: '3.1.0',
  info: { title: 'Items', version: '1' },
  components: {
    securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'key' }, token: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/items/{id}': {
      put: {
        operationId: 'PutItem',
        security: [{ key: [] }],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'deep', in: 'query', schema: { type: 'boolean' } },
        ],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { tags: { type: 'array', items: { type: 'string' } }, from: { type: 'string', format: 'date' } },
              },
            },
          },
        },
        responses: answer(row),
      },
    },
    '/items': { get: { operationId: 'List_Items', security: [{ token: [] }], responses: answer({ type: 'array', items: row }) } },
  },
};

const folder = mkdtempSync(join(tmpdir(), 'fxloom-call-'));
const open: ScriptedService[] = [];
after(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all(open.map((service) => service.close()));
});

async function service(answers: (url: string) => unknown): Promise<ScriptedService> {
  const started = await scriptedService((response, { url }) => json(response, answers(url)));
  open.push(started);
  return started;
}

describe('one call, told whole', () => {
  it('takes what a person types, masks secrets, and says where the answer is not as described', async () => {
    const { url, seen } = await service((address) => ({ id: 1.5, due: 'soon', state: 'old', told: address }));
    const connector = connect(description, {
      namespace: 'S',
      baseUrl: url,
      credentials: { get: () => ({ kind: 'apiKey', value: 'canary-7' }) },
    });
    const report = await connector.attempt('PutItem', { id: '7', deep: 'true', tags: '["a", "b"]', from: '2026-03-01' });
    assert.deepEqual(
      [seen[0]!.url, seen[0]!.body],
      ['/items/7?deep=true&key=canary-7', '{"tags":["a","b"],"from":"2026-03-01"}'],
    );
    assert.deepEqual(report.credentials, ['?key=•••']);
    // The value is the service's own, whatever it repeats in it.
    const shown = JSON.stringify([{ ...report, value: null }, [...report.request!.headers]]);
    assert.ok(!shown.includes('canary-7') && shown.includes('•••'));
    assert.deepEqual(
      report.misfits?.map(({ path, message }) => `${path} ${message}`),
      [
        'id is a number where a whole number is described',
        'due is no date that can be read',
        'state is "old", none of the values described',
        'told is not described',
      ],
    );
    for (const [values, problem] of [
      [{}, /Give a value for id/],
      [{ id: 'seven' }, /"seven" is no value of this parameter: a number/],
      [{ id: '1', other: '2' }, /There is no parameter other/],
    ] as const) {
      const { value, request } = await connector.attempt('PutItem', values);
      assert.match((value as FormulaError).message, problem);
      assert.equal(request, undefined);
    }
    await assert.rejects(connector.attempt('Nothing', {}), RangeError);
  });

  it('is recorded, and replayed offline', async () => {
    let n = 0;
    const { url } = await service(() => [{ id: ++n, due: '2026-03-01' }]);
    const credentials = { get: () => ({ kind: 'bearer' as const, token: 'canary-8' }) };
    const online = connect(description, { namespace: 'S', baseUrl: url, credentials });
    const exchanges = [
      ...(await online.attempt('ListItems', {})).exchanges,
      ...(await online.attempt('ListItems', {})).exchanges,
    ];
    const text = writeFixture(exchanges);
    assert.ok(!text.includes('canary-8'));
    const offline = connect(description, {
      namespace: 'S',
      baseUrl: 'https://nowhere.invalid',
      retries: 0,
      transport: replaying(readFixture(text), online.definition),
    });
    const ids: unknown[] = [];
    for (let i = 0; i < 3; i++) ids.push(JSON.stringify((await offline.attempt('ListItems', {})).value).match(/\d+/)?.[0]);
    assert.deepEqual(ids, ['1', '2', '2']);
    assert.match(((await offline.attempt('PutItem', { id: '1' })).value as FormulaError).message, /no recorded answer/);
    for (const wrong of ['', '{}', '{"fixture": 1, "exchanges": [{}]}'])
      assert.throws(() => readFixture(wrong), TypeError, wrong);
  });
});

describe('fxloom connector call', () => {
  /** Asynchronous: the service answers from this process. */
  const run = (...args: string[]): Promise<{ status: number | null; out: string; err: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['bin/fxloom.mjs', 'connector', 'call', ...args], {
        env: { ...process.env, KEY: 'canary-9' },
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
      child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
      child.on('close', (status) => resolve({ status, out, err }));
    });

  it('prints the request and the answer, records and replays', async () => {
    const { url, seen } = await service(() => [{ id: 1, due: '2026-03-01' }]);
    const file = join(folder, 'api.json');
    const fixture = join(folder, 'fixture.json');
    writeFileSync(file, JSON.stringify(description));
    const [damaged, nothing] = [join(folder, 'damaged.json'), join(folder, 'nothing.json')];
    writeFileSync(damaged, JSON.stringify(description).replace('"paths"', ',"paths"').slice(0, -1));
    writeFileSync(nothing, '{"openapi": "3.1.0", "paths": 7}');
    const first = await run(file, 'List_Items', '--base', url, '--auth', 'token=env:KEY', '--record', fixture);
    assert.deepEqual([first.status, first.err], [0, '']);
    assert.match(
      first.out,
      /GET http.*\/items\n[^]*Authorization: •••[^]*→ 200 OK, application\/json[^]*\d+ ms[^]*1 rows[^]*The answer is as described\./,
    );
    assert.equal(seen[0]!.headers.authorization, 'Bearer canary-9');
    assert.ok(!first.out.includes('canary-9') && !readFileSync(fixture, 'utf8').includes('canary-9'));
    const again = await run(file, 'ListItems', '--replay', fixture, '--json');
    assert.equal(again.status, 0);
    assert.equal((JSON.parse(again.out) as { exchanges: unknown[] }).exchanges.length, 1);
    assert.equal(seen.length, 1);
    // oxfmt-ignore
    const rows: readonly (readonly [args: readonly string[], status: number, out: RegExp, err: RegExp])[] = [
      [[file, 'ListItem'], 2, /^$/, /no operation ListItem\. Did you mean ListItems\?/],
      [[file, 'Put-Itm', 'id=1'], 2, /^$/, /no operation Put-Itm\. Did you mean PutItem\?/],
      [[file, 'PutItem'], 1, /error: Give a value for id\./, /^$/],
      [[file, 'PutItem', 'id=1', 'dep=true'], 1, /no parameter dep\. Did you mean deep\? There are: id, deep, tags, from\./, /^$/],
      [[file, 'PutItem', 'id=one'], 1, /"one" is no value of this parameter: a number is wanted\./, /^$/],
      [[file, 'PutItem', 'id=1', 'tags=[1'], 1, /"\[1" is no value of this parameter: a list as JSON is wanted\./, /^$/],
      [[file, 'PutItem', 'id=1', '--base', url], 1, /not as described: the answer is a list/, /^$/],
      [[file, 'PutItem', 'id=..', '--base', url], 1, /is no value of this parameter/, /^$/],
      [[damaged, 'ListItems', '--base', url], 0, /The answer is as described\./, /damaged\.json:1:\d+ error/],
      [[nothing, 'ListItems'], 2, /^$/, /describes no operation/],
      [[`${file}x`, 'ListItems'], 2, /^$/, /api\.jsonx/],
      [[file, 'ListItems', '--base', 'nowhere'], 1, /error: .*where the service is/, /^$/],
      [[file, 'ListItems', '--replay', file], 2, /^$/, /holds no recorded answers/],
    ];
    for (const [args, status, out, err] of rows) {
      const seenNow = await run(...args);
      assert.equal(seenNow.status, status, `${args.join(' ')}: ${seenNow.out} ${seenNow.err}`);
      assert.match(seenNow.out, out, args.join(' '));
      assert.match(seenNow.err, err, args.join(' '));
    }
    const wrong = await run(file, 'PutItem', 'id');
    assert.deepEqual([wrong.status, wrong.err.split('\n')[0]], [2, '"id" is not of the form name=value.']);
    assert.equal((await run(file, 'PutItem', 'id=1', '--replay', fixture)).status, 1);
  });
});
