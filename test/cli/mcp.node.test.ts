import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { json, scriptedService, type ScriptedService } from '../connectors/scripted-service.node.ts';
import { orders } from '../gateway/orders-description.ts';
import { runGateway, type RunningGateway } from '../gateway/running-gateway.node.ts';

const bin = join(process.cwd(), 'bin/fxloom.mjs');
const folder = mkdtempSync(join(tmpdir(), 'fxloom-mcp-'));
const clients: Client[] = [];
let service: ScriptedService;
let gateway: RunningGateway;
let hang = false;

before(async () => {
  writeFileSync(join(folder, 'orders.json'), JSON.stringify(orders));
  service = await scriptedService((response, { url, method }) => {
    if (hang) return;
    if (url.includes('/orders/404')) json(response, { message: 'no such order' }, 404);
    else if (url.includes('/orders/1')) json(response, { id: 1, note: method });
    else json(response, { value: Array.from({ length: 3 }, (_, i) => ({ id: i, note: 'n' })) });
  });
  gateway = await runGateway(
    {
      allowPrivate: ['127.0.0.1'],
      connections: { Shop: { definition: 'orders.json', baseUrl: service.url, users: 'all', operations: 'all' } },
    },
    { 'orders.json': orders },
  );
  await gateway.ask('PUT', '/admin/secrets/Shop', 'canary-key');
});
after(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all([gateway.close(), service.close()]);
  rmSync(folder, { recursive: true });
});

async function connected(...args: string[]): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  clients.push(client);
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [bin, 'mcp', ...args],
      stderr: 'ignore',
      env: { TOKEN: gateway.admin },
    }),
  );
  return client;
}

describe('operations as tools', () => {
  let client: Client;
  before(async () => {
    client = await connected(join(folder, 'orders.json'), '--base', service.url, '--operations', 'all');
  });

  it('have names, schemas of their parameters, and what their methods promise', async () => {
    const { tools } = await client.listTools();
    const [list, change] = ['ListOrders', 'UpdateOrder'].map((name) => tools.find((tool) => tool.name === name)!);
    assert.deepEqual(list!.inputSchema, {
      type: 'object',
      properties: { status: { type: 'string' }, top: { type: 'integer' } },
      additionalProperties: false,
    });
    assert.deepEqual(change!.inputSchema.required, ['id']);
    assert.deepEqual(
      [list!, change!].map(({ annotations }) => [
        annotations!.readOnlyHint,
        annotations!.destructiveHint,
        annotations!.idempotentHint,
      ]),
      [
        [true, false, true],
        [false, true, false],
      ],
    );
  });

  const rows: readonly (readonly [tool: string, args: object, result: unknown])[] = [
    ['GetOrder', { id: 1 }, { value: { id: 1, note: 'GET' }, complete: true }],
    ['UpdateOrder', { id: 1, note: 'x' }, { value: { id: 1, note: 'PATCH' }, complete: true }],
    ['GetOrder', { id: 404 }, { error: { kind: 'NotFound', status: 404 } }],
    ['GetOrder', {}, { error: { kind: 'MissingRequired' } }],
    ['GetOrder', { id: 1, other: 2 }, { error: { kind: 'InvalidArgument' } }],
    ['GetOrder', { id: 'one' }, { error: { kind: 'InvalidArgument' } }],
    ['GetFile', { name: '../admin' }, { error: { kind: 'InvalidArgument' } }],
  ];
  for (const [name, args, wanted] of rows)
    it(`${name} with ${JSON.stringify(args)}`, async () => {
      const { structuredContent, isError } = await client.callTool({ name, arguments: { ...args } });
      const { error, ...rest } = structuredContent as { readonly error?: { readonly kind: string; readonly status?: number } };
      const found =
        error === undefined ? rest : { error: { kind: error.kind, ...(error.status !== undefined && { status: error.status }) } };
      assert.deepEqual(found, wanted);
      assert.equal(isError === true, error !== undefined);
    });

  it('an unknown tool is an error of the protocol', () =>
    assert.rejects(client.callTool({ name: 'Nothing' }), /no tool Nothing/));

  it('a cancelled call ends at the service, too', async () => {
    hang = true;
    const controller = new AbortController();
    const before = service.seen.length;
    const called = client.callTool({ name: 'ListOrders' }, undefined, { signal: controller.signal });
    const { closed } = await service.request(before);
    controller.abort();
    await assert.rejects(called);
    assert.equal(await closed, false);
    hang = false;
  });
});

it('only what reads is served unless more is asked for, and a gateway has the secret and the description', async () => {
  const client = await connected('--gateway', gateway.url, '--connection', 'Shop', '--token', 'env:TOKEN');
  const names = (await client.listTools()).tools.map(({ name }) => name);
  assert.ok(names.includes('ListOrders') && !names.includes('UpdateOrder'));
  const { structuredContent } = await client.callTool({ name: 'GetOrder', arguments: { id: 1 } });
  assert.deepEqual(structuredContent, { value: { id: 1, note: 'GET' }, complete: true });
  assert.equal(service.seen.at(-1)!.headers['x-key'], 'canary-key');
});
