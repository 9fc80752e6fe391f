import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { build } from 'vite';
import { startService } from '../../demo/service/main.ts';
import { databasePlace } from './running-shop.ts';
import { watch } from './watched-stream.ts';

const place = databasePlace();
after(() => place.drop());
const start = (port: number, latencyMs = 0) => startService({ activity: false, port, latencyMs, ...place.options });

describe('a service in this process', () => {
  it('stops cleanly, however busy, and starts again on its port at once', async () => {
    const first = await start(0);
    const port = Number(new URL(first.url).port);
    const stream = await watch(`${first.url}/order-events`);
    const waiting = fetch(`${first.url}/orders?x-fault-delay=60000`).then(
      () => 'answered',
      () => 'failed',
    );
    assert.equal((await fetch(`${first.url}/orders/1`)).status, 200);
    await first.close();
    await stream.closed;
    assert.equal(await waiting, 'failed');
    await assert.rejects(fetch(`${first.url}/orders/1`));
    const second = await start(port, 150);
    assert.equal(second.url, first.url);
    const from = performance.now();
    assert.equal((await fetch(`${second.url}/orders/1`)).status, 200);
    assert.ok(performance.now() - from >= 149, 'answers are as late as they were told to be');
    await assert.rejects(start(port), { code: 'EADDRINUSE' });
    await second.close();
  });
});

describe('a service as a process', () => {
  const folder = mkdtempSync(resolve('node_modules/.cache', 'service-'));
  const children: ChildProcess[] = [];
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  async function run(port: number): Promise<{ child: ChildProcess; url: string }> {
    const child = spawn(process.execPath, [resolve(folder, 'main.js')], {
      env: { ...process.env, PORT: String(port), ...(place.options.schema && { DATABASE_SCHEMA: place.options.schema }) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, url };
  }

  it('prints its address, survives being killed, and ends when it is asked to', async () => {
    await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      build: {
        ssr: true,
        minify: false,
        target: 'esnext',
        outDir: folder,
        rolldownOptions: { input: { main: 'demo/service/main.ts' }, output: { entryFileNames: '[name].js' } },
      },
    });
    const first = await run(0);
    assert.match(first.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal((await fetch(`${first.url}/orders/1`)).status, 200);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await run(Number(new URL(first.url).port));
    assert.equal(second.url, first.url);
    assert.equal((await fetch(`${second.url}/orders/1`)).status, 200);
    second.child.kill('SIGTERM');
    assert.deepEqual(await once(second.child, 'exit'), [0, null]);
  });
});
