import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { build } from 'vite';
import { json, scriptedService } from '../connectors/scripted-service.node.ts';
import { orders } from './orders-description.ts';
import { folderOf, outcome, runGateway } from './running-gateway.node.ts';

const open: { close(): Promise<void> }[] = [];
const folders: string[] = [];
after(async () => {
  await Promise.all(open.map((one) => one.close()));
  for (const folder of folders) rmSync(folder, { recursive: true });
});
const ownFolder = (): string => {
  const folder = folderOf();
  folders.push(folder);
  return folder;
};
const connection = (baseUrl: string): object => ({ definition: 'orders.json', baseUrl, users: 'all', operations: 'all' });

/** Every byte that a folder's files hold. */
const bytesOf = (folder: string): Buffer =>
  Buffer.concat(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile())
      .map((file) => readFileSync(file)),
  );

describe('secrets', () => {
  it('are in no answer, log, error, metric or file, however a service repeats them, in 1,000 calls', async () => {
    const canaries = ['canary-key-1', 'canary key/2', 'canary"quote"3', 'canary-hook-4', 'canary-ümlaut-5'];
    const [key = '', ...others] = canaries;
    const forms = canaries.flatMap((text) => [
      text,
      encodeURIComponent(text),
      JSON.stringify(text).slice(1, -1),
      Buffer.from(text).toString('base64'),
    ]);
    const service = await scriptedService((response, { headers }, n) => {
      const said = `${forms.join(' | ')} ${String(headers['x-key'])}`;
      const status = [200, 400, 401, 500, 429][n % 5]!;
      const latin = `${key} ${encodeURIComponent(others[0]!)}`;
      response.writeHead(status, { 'content-type': 'text/plain', etag: `"${latin}"`, link: `<https://x/?key=${encodeURIComponent(others[0]!)}>`, 'x-request-id': latin }); // oxfmt-ignore
      if (n % 7 === 0) return void response.destroy();
      // A secret in pieces.
      const bytes = Buffer.from(said);
      const half = n % bytes.length;
      response.write(bytes.subarray(0, half));
      setImmediate(() => response.end(bytes.subarray(half)));
    });
    const folder = ownFolder();
    const running = await runGateway(
      { allowPrivate: ['127.0.0.1'], connections: { Shop: connection(service.url) } },
      { 'orders.json': orders },
      { folder },
    );
    open.push(service);
    for (const [i, part] of ['', '/client', '/parameter%2Fregion', '/hook', '/scheme%2Fother'].entries())
      assert.equal((await running.ask('PUT', `/admin/secrets/Shop${part}`, canaries[i])).status, 204, part);
    const seen: string[] = [];
    const keep = async (response: Response): Promise<void> => {
      const text = await response.text().catch(() => 'broken');
      seen.push(`${response.statusText} ${[...response.headers].join(' ')} ${text}`);
    };
    for (let i = 0; i < 100; i++) {
      await Promise.all(
        Array.from({ length: 10 }, async (_, j) => {
          const options = [
            {},
            { query: 'status=x' },
            { query: 'no=1' },
            { path: 'id=1' },
            { headers: { origin: 'https://evil.example' } },
          ][j % 5]!;
          await running
            .call(['Shop', 'Shop', 'Nowhere'][j % 3]!, j % 5 === 3 ? 'GetOrder' : 'ListOrders', options)
            .then(keep, () => undefined);
        }),
      );
    }
    for (const path of ['/metrics', '/connections', '/healthz', '/connections/Shop/definition', '/admin/secrets/Shop'])
      await keep(await running.ask('GET', path));
    assert.ok(service.seen.length > 300 && service.seen.every(({ headers }) => headers['x-key'] === key));
    await running.close();
    const places = { answers: seen.join('\n'), log: running.log.join(''), files: bytesOf(folder).toString('latin1') };
    for (const [place, text] of Object.entries(places))
      for (const form of forms)
        assert.ok(!text.includes(Buffer.from(form).toString(place === 'files' ? 'latin1' : 'utf8')), `${form} in ${place}`);
    assert.ok(!places.log.includes(running.admin) && !places.files.includes('canary'));
    for (const line of running.log.join('').trim().split('\n'))
      assert.equal(typeof (JSON.parse(line) as { event: string }).event, 'string');
  });

  it('are thrown away when the host changes, kept when the path does, and sealed anew when the key does', async () => {
    const service = await scriptedService((response) => json(response, {}));
    open.push(service);
    const folder = ownFolder();
    const started = (baseUrl: string) =>
      runGateway(
        { allowPrivate: ['127.0.0.1'], connections: { Shop: connection(baseUrl) } },
        { 'orders.json': orders },
        { folder },
      );
    const keyOf = async (baseUrl: string): Promise<unknown> => {
      const running = await started(baseUrl);
      await running.call('Shop', 'ListOrders');
      await running.close();
      return service.seen.at(-1)?.headers['x-key'];
    };
    const first = await started(`${service.url}/v1`);
    await first.ask('PUT', '/admin/secrets/Shop', 'canary-key');
    await assert.rejects(started(service.url), /Another process \(\d+\) uses/, 'two on one folder');
    await first.close();
    assert.equal(await keyOf(`${service.url}/v2`), 'canary-key');
    const keys = join(folder, 'gateway-data/keys');
    const old = readFileSync(keys, 'utf8');
    assert.equal(statSync(keys).mode & 0o777, 0o600);
    writeFileSync(keys, `${Buffer.alloc(32, 7).toString('base64')}\n${old}`);
    assert.equal(await keyOf(service.url), 'canary-key');
    writeFileSync(keys, Buffer.alloc(32, 7).toString('base64'));
    assert.equal(await keyOf(service.url), 'canary-key', 'by the new key alone');
    writeFileSync(keys, Buffer.alloc(32, 8).toString('base64'));
    assert.equal(await keyOf(service.url), undefined, 'by a key of somebody else');
    writeFileSync(keys, Buffer.alloc(32, 7).toString('base64'));
    // Another port is another origin; the secret does not come back with the old one.
    const elsewhere = await scriptedService((response) => json(response, {}));
    open.push(elsewhere);
    const moved = await started(elsewhere.url);
    await moved.call('Shop', 'ListOrders');
    await moved.close();
    assert.equal(elsewhere.seen.at(-1)!.headers['x-key'], undefined);
    assert.match(moved.log.join(''), /secret-dropped/);
    assert.equal(await keyOf(service.url), undefined);
  });
});

const ROUNDS = Number(process.env['FXLOOM_KILLS'] ?? 10);

describe('a gateway as a process', () => {
  it(
    `loses nothing that it has confirmed when it is killed (${ROUNDS} times), and ends calls before it ends`,
    { timeout: 600_000 },
    async () => {
      const built = ownFolder();
      await build({
        configFile: false,
        logLevel: 'error',
        build: {
          ssr: resolve('src/cli/gateway-command.ts'),
          outDir: built,
          emptyOutDir: false,
          target: 'node20',
          rolldownOptions: { output: { entryFileNames: 'gateway.mjs' } },
        },
      });
      writeFileSync(
        join(built, 'run.mjs'),
        "const { gatewayCommand } = await import('./gateway.mjs'); process.exitCode = await gatewayCommand([process.argv[2]]);",
      );
      const service = await scriptedService((response) => void setTimeout(() => json(response, { id: 1 }), 300));
      open.push(service);
      const folder = ownFolder();
      writeFileSync(join(folder, 'orders.json'), JSON.stringify(orders));
      writeFileSync(
        join(folder, 'gateway.json'),
        JSON.stringify({ listen: '127.0.0.1:0', allowPrivate: ['127.0.0.1'], connections: { Shop: connection(service.url) } }),
      );
      const start = async () => {
        const child = spawn(process.execPath, [join(built, 'run.mjs'), join(folder, 'gateway.json')], {
          env: { PATH: process.env['PATH'] },
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        const ended = once(child, 'exit') as Promise<[number | null]>;
        for await (const line of createInterface({ input: child.stdout })) {
          const { event, url } = JSON.parse(line) as { event: string; url: string };
          if (event === 'started') {
            child.stdout.resume();
            return { child, url, ended };
          }
        }
        throw new Error('The gateway has not started.');
      };
      let confirmed = 'none';
      let tried = 'none';
      let token: string | undefined;
      for (let round = 0; round < ROUNDS; round++) {
        const { child, url, ended } = await start();
        const admin = readFileSync(join(folder, 'gateway-data/admin-token'), 'utf8').trim();
        const ask = (method: string, path: string, body?: string): Promise<Response> =>
          fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${admin}` }, ...(body !== undefined && { body }) });
        await ask('POST', '/call/Shop/ListOrders');
        const found = service.seen.at(-1)?.headers['x-key'] ?? 'none';
        assert.ok(found === confirmed || found === tried, `${String(found)} is neither ${confirmed} nor ${tried}`);
        // One that was kept just before the kill, without anybody being told, is the one to find from now on.
        confirmed = String(found);
        if (token !== undefined)
          assert.equal((await fetch(`${url}/connections`, { headers: { authorization: `Bearer ${token}` } })).status, 200);
        setTimeout(() => child.kill('SIGKILL'), Math.random() * 120);
        for (let i = 0; child.exitCode === null && child.signalCode === null; i++) {
          tried = `canary-${round}-${i}`;
          const kept = await ask('PUT', '/admin/secrets/Shop', tried).then(
            ({ status }) => status === 204,
            () => false,
          );
          if (!kept) break;
          confirmed = tried;
          token = await ask('POST', '/admin/tokens/ann').then(
            async (response) => ((await response.json()) as { token: string }).token,
            () => token,
          );
        }
        await ended;
      }
      const { child, url, ended } = await start();
      const admin = readFileSync(join(folder, 'gateway-data/admin-token'), 'utf8').trim();
      const n = service.seen.length;
      const called = fetch(`${url}/call/Shop/ListOrders`, { method: 'POST', headers: { authorization: `Bearer ${admin}` } });
      await service.request(n);
      child.kill('SIGTERM');
      const response = await called;
      assert.equal(outcome(response), '200');
      assert.deepEqual(await response.json(), { id: 1 });
      assert.deepEqual((await ended)[0], 0);
      await assert.rejects(fetch(`${url}/healthz`));
    },
  );
});
