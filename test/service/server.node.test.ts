import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { startService } from '../../demo/service/main.ts';
import { databasePlace } from './running-shop.ts';
import { watch } from './watched-stream.ts';

const { DATABASE_URL: url } = process.env;
const skip = url === undefined || url === '' ? 'needs a PostgreSQL server, named by DATABASE_URL' : false;

describe('a shop on a PostgreSQL server', { skip }, () => {
  const place = databasePlace();
  after(() => place.drop());
  const start = (more: object = {}) => startService({ activity: false, ...place.options, ...more });

  const note = async (service: { url: string }): Promise<string> =>
    ((await (await fetch(`${service.url}/orders/1`)).json()) as { note: string }).note;

  it('is filled once by services that start together, and they hear each other', async () => {
    const [here, there] = await Promise.all([start(), start()]);
    const watchers = await Promise.all([here, there].map((service) => watch(`${service.url}/order-events?activity=off`)));
    const headers = { 'Content-Type': 'application/json' };
    const { value } = (await (await fetch(`${here.url}/orders?status=New&top=1`)).json()) as { value: readonly [{ id: number }] };
    const body = JSON.stringify({ status: 'Confirmed' });
    assert.equal((await fetch(`${there.url}/orders/${value[0].id}`, { method: 'PATCH', headers, body })).status, 200);
    const [heardHere, heardThere] = await Promise.all(watchers.map((watcher) => watcher.take(1)));
    assert.deepEqual(heardHere, heardThere);
    for (const watcher of watchers) watcher.close();
    await Promise.all([here.close(), there.close()]);
  });

  it('keeps what was done in it', async () => {
    const first = await start();
    const headers = { 'Content-Type': 'application/json' };
    await fetch(`${first.url}/orders/1`, { method: 'PATCH', headers, body: JSON.stringify({ note: 'kept' }) });
    await first.close();
    const second = await start();
    assert.equal(await note(second), 'kept');
    await second.close();
  });

  it('is not overwritten by another', async () => {
    await assert.rejects(start({ seed: 7 }), /holds the shop of another seed or version.*drop schema fxloom_test_/);
    const again = await start();
    assert.equal(await note(again), 'kept');
    await again.close();
  });
});
