/*
 * What a call through the gateway costs beside the same through http-proxy-middleware, which is given a target and a header to add. The gateway
 * also finds out who calls, holds the values against the description, puts the secret in, looks for it in the answer and writes a line of
 * log. A service, each server and the load are processes of their own on this machine; rounds take turns; medians. CPU time of the server for
 * each call is what compares; calls in a second and the 99th percentile say less on a machine that does other things.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkConfiguration, Gateway } from '../src/gateway/index.ts';

const CALLS = Number(process.argv[2] ?? 3000);
const ROUNDS = Number(process.argv[3] ?? 5);
const PARALLEL = 32;

type Role = 'service' | 'gateway' | 'proxy';
const order = JSON.stringify({
  id: 17,
  note: 'x'.repeat(2000),
  lines: Array.from({ length: 20 }, (_, i) => ({ id: i, price: 1.5 })),
});
const description = {
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  security: [{ key: [] }],
  paths: {
    '/orders/{id}': {
      get: {
        operationId: 'GetOrder',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: { 200: { description: 'ok', content: { 'application/json': { schema: { type: 'object' } } } } },
      },
    },
  },
};

const roles: { readonly [role in Role]: (target: string) => Promise<{ readonly url: string; readonly token?: string }> } = {
  service: () =>
    listening((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': order.length }).end(order);
    }),
  gateway: async (target) => {
    const folder = process.env['GATEWAY_FOLDER']!;
    const connections = {
      Shop: { definition: 'orders.json', baseUrl: target, users: 'all', operations: 'all', limits: { parallel: 1000 } },
    };
    const configuration = checkConfiguration(
      { listen: '127.0.0.1:0', allowPrivate: ['127.0.0.1'], connections },
      'gateway.json',
      folder,
    );
    const { url, tokenFile } = await Gateway.start(configuration);
    const token = readFileSync(tokenFile, 'utf8').trim();
    await fetch(`${url}/admin/secrets/Shop`, {
      method: 'PUT',
      body: 'canary-key',
      headers: { authorization: `Bearer ${token}` },
    });
    return { url, token };
  },
  proxy: async (target) => {
    const peer = createRequire(resolve('bench/peers/package.json')).resolve('http-proxy-middleware');
    const { createProxyMiddleware } = (await import(peer)) as {
      createProxyMiddleware: (options: object) => Parameters<typeof createServer>[1];
    };
    const agent = new Agent({ keepAlive: true });
    return listening(createProxyMiddleware({ target, agent, changeOrigin: true, headers: { 'x-key': 'canary-key' } })!);
  },
};

function listening(handle: NonNullable<Parameters<typeof createServer>[1]>): Promise<{ readonly url: string }> {
  const server = createServer(handle as never);
  return new Promise((done) =>
    server.listen(0, '127.0.0.1', () => done({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })),
  );
}

const [, self = '', role] = process.argv;
if (role !== undefined && Object.hasOwn(roles, role)) {
  process.send!(await roles[role as Role](process.env['TARGET'] ?? ''));
  process.on('message', () => process.send!(process.cpuUsage()));
} else await measure();

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly token?: string;
}

async function start(as: Role, target: string, folder: string): Promise<Started> {
  const child = fork(self, [as], {
    env: { ...process.env, TARGET: target, GATEWAY_FOLDER: folder },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [told] = (await once(child, 'message')) as [{ url: string; token?: string }];
  return { child, ...told };
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fxloom-bench-'));
  writeFileSync(join(folder, 'orders.json'), JSON.stringify(description));
  const service = await start('service', '', folder);
  const servers = { gateway: await start('gateway', service.url, folder), proxy: await start('proxy', service.url, folder) };
  const found = { gateway: [] as Measured[], proxy: [] as Measured[] };
  for (let round = 0; round <= ROUNDS; round++)
    for (const name of ['gateway', 'proxy'] as const) {
      const measured = await load(name, servers[name]);
      // The first round compiles the code.
      if (round > 0) found[name].push(measured);
    }
  const median = (name: 'gateway' | 'proxy', of: keyof Measured): number =>
    found[name].map((one) => one[of]).toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
  console.log(`${CALLS} calls a round, ${PARALLEL} at a time, ${ROUNDS} rounds, ${order.length} bytes each`);
  for (const name of ['gateway', 'proxy'] as const)
    console.log(
      `${name.padEnd(8)} ${Math.round(median(name, 'perSecond'))} calls/s, p99 ${median(name, 'p99').toFixed(1)} ms, ${Math.round(median(name, 'cpu'))} µs of CPU a call`,
    );
  const ratio = (of: keyof Measured): string => (median('gateway', of) / median('proxy', of)).toFixed(2);
  console.log(`gateway / http-proxy-middleware: calls/s ×${ratio('perSecond')}, p99 ×${ratio('p99')}, CPU ×${ratio('cpu')}`);
  for (const { child } of [service, servers.gateway, servers.proxy]) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
}

interface Measured {
  readonly perSecond: number;
  readonly p99: number;
  readonly cpu: number;
}

async function load(name: 'gateway' | 'proxy', { child, url, token }: Started): Promise<Measured> {
  const cpu = async (): Promise<number> => {
    child.send('cpu');
    const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage];
    return user + system;
  };
  const agent = new Agent({ keepAlive: true, maxSockets: PARALLEL });
  const options =
    name === 'gateway'
      ? {
          method: 'POST',
          agent,
          headers: { authorization: `Bearer ${token}`, 'x-fxloom-path': 'id=17', 'x-fxloom-gateway': '1' },
        }
      : { method: 'GET', agent, headers: {} };
  const address = name === 'gateway' ? `${url}/call/Shop/GetOrder` : `${url}/orders/17`;
  const times: number[] = [];
  const one = (): Promise<void> =>
    new Promise((done, fail) => {
      const from = performance.now();
      const sent = request(address, options, (response) => {
        let length = 0;
        response.on('data', (piece: Buffer) => (length += piece.length));
        response.on('end', () => {
          if (response.statusCode !== 200 || length !== order.length)
            fail(new Error(`${name} answered ${response.statusCode} with ${length} bytes.`));
          times.push(performance.now() - from);
          done();
        });
      });
      sent.on('error', fail);
      sent.end();
    });
  const [before, from] = [await cpu(), performance.now()];
  let left = CALLS;
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      while (left-- > 0) await one();
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  const used = (await cpu()) - before;
  agent.destroy();
  return { perSecond: CALLS / seconds, p99: times.toSorted((a, b) => a - b)[Math.floor(CALLS * 0.99)]!, cpu: used / CALLS };
}
