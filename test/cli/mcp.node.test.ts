import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { json, scriptedService, type ScriptedService } from '../connectors/scripted-service.node.ts';
import { orders } from '../gateway/orders-description.ts';
import { raw, runGateway, type RunningGateway } from '../gateway/running-gateway.node.ts';

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

describe('tools over HTTP', () => {
  let child: ChildProcess;
  let url: string;
  before(async () => {
    child = spawn(process.execPath, [bin, 'mcp', join(folder, 'orders.json'), '--base', service.url, '--http', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    for await (const line of createInterface({ input: child.stderr! })) {
      url = /http:\/\/\S+/.exec(line)?.[0] ?? '';
      if (url !== '') break;
    }
  });
  after(() => child.kill());

  it('are those of the same description, for several clients at once', async () => {
    const found = await Promise.all(
      [1, 2, 3].map(async () => {
        const client = new Client({ name: 'test', version: '1' });
        clients.push(client);
        await client.connect(new StreamableHTTPClientTransport(new URL(url)));
        const names = (await client.listTools()).tools.map(({ name }) => name);
        return [
          names.includes('UpdateOrder'),
          (await client.callTool({ name: 'GetOrder', arguments: { id: 1 } })).structuredContent,
        ];
      }),
    );
    assert.deepEqual(found, Array(3).fill([false, { value: { id: 1, note: 'GET' }, complete: true }]));
  });

  // oxfmt-ignore
  const rows: readonly (readonly [what: string, target: string, headers: readonly string[], status: number])[] = [
    ['a name that leads here', '/mcp', ['Host', 'evil.example'], 403],
    ['a page of the web', '/mcp', ['Host', 'OWN', 'Origin', 'https://evil.example'], 403],
    ['a page that says it is none', '/mcp', ['Host', 'OWN', 'Origin', 'null'], 403],
    ['another path', '/', ['Host', 'OWN'], 404],
    ['another path with a query', '/mcp?x', ['Host', 'OWN'], 404],
    ['no message', '/mcp', ['Host', 'OWN', 'Content-Type', 'application/json', 'Accept', 'application/json, text/event-stream', 'Content-Length', '0'], 400],
  ];
  for (const [what, target, headers, status] of rows)
    it(`${what}: ${status}`, async () => {
      const own = headers.map((header) => header.replace('OWN', new URL(url).host));
      assert.equal(await raw(url, target, own), status);
    });

  it('end with SIGTERM', async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    assert.deepEqual((await ended)[0], 0);
    await assert.rejects(fetch(url));
  });
});
