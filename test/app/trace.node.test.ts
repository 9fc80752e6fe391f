import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { App } from '../../src/app/index.ts';
import { replay, type SessionTrace } from '../../src/app/trace/index.ts';
import { json, scriptedService, type ScriptedService } from '../connectors/scripted-service.node.ts';
import { appOf, control, screenOf } from './app-text.ts';
import { ordersConnector } from './orders-service.node.ts';

const text = screenOf(
  control('In', 'TextInput', { Default: '"Open"' }),
  control('Secret', 'TextInput', { Mode: 'TextMode.Password', Y: '30' }),
  control('Sum', 'Label', { Text: '"Total " & Sum(Shop.ListOrders({status: In.Text}), total)', Y: '60' }),
  control('Go', 'Button', { OnSelect: 'Set(chosen, Shop.GetOrder(7).name); Set(at, Now()); Set(dice, Rand())', Y: '90' }),
  control('Send', 'Button', { OnSelect: 'Shop.CreateOrder({name: Secret.Text})', Y: '120' }),
  control('Shown', 'Label', { Text: 'chosen & " " & at & " " & dice', Y: '150' }),
);

const CANARIES = ['canary-password-4711', 'canary-bearer-4712', 'canary-query-4713', 'canary-body-4714'];

/** Waits until something holds; every few milliseconds it is asked. */
async function until(what: string, holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    if (i > 1000) assert.fail(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  // What has been told is written a little later.
  await new Promise((resolve) => setTimeout(resolve));
}

describe('traces', () => {
  let service: ScriptedService;
  let app: App;
  let trace: SessionTrace;
  let whole = '';

  before(async () => {
    service = await scriptedService((response, { url, body }) => {
      if (url.startsWith('/orders/7')) json(response, { id: 7, name: 'Cy', access_token: CANARIES[3] });
      else if (body !== '') json(response, { id: 9, name: 'sent' }, 201);
      else json(response, url.includes('Shut') ? [{ id: 3, total: 5 }] : [{ id: 1, total: 10 }]);
    });
    const credentials = { get: () => ({ kind: 'bearer', token: CANARIES[1]! }) as const };
    app = appOf(text, { connectors: [await ordersConnector(service.url, { credentials })] });
    trace = await app.trace();
    await app.start();
    await until('the total', () => app.value('Sum.Text') === 'Total 10');
    await app.change('In', 'Value', 'Shut');
    await until('the other total', () => app.value('Sum.Text') === 'Total 5');
    await app.press('Go');
    await app.change('Secret', 'Value', CANARIES[0]!);
    await app.press('Send');
    await until('the values', () => trace.text.includes('"Shown.Text":"\\"Cy'));
    whole = trace.text;
    trace.stop();
  });
  after(async () => {
    app.dispose();
    await service.close();
  });

  it('a session runs once more without its service, and is the same', async () => {
    const { app: again, differences, compared } = await replay(whole);
    assert.deepEqual(differences, []);
    assert.ok(compared > 5, String(compared));
    assert.equal(again.value('Shown.Text'), app.value('Shown.Text'));
    assert.equal(again.value('Sum.Text'), 'Total 5');
    assert.match((await again.why('chosen')).because, /set by Go\.OnSelect/);
    again.dispose();
  });

  it('stops where it is told to', async () => {
    const lines = whole.trimEnd().split('\n');
    const { app: again } = await replay(
      whole,
      lines.findIndex((line) => line.includes('"event":"OnChange"')),
    );
    assert.match(String(again.value('Sum.Text')), /^Total/);
    assert.equal(again.value('chosen'), null);
    again.dispose();
  });

  it('says which value and which call differ', async () => {
    const other = whole
      .replaceAll(String.raw`\"Total \" & Sum`, String.raw`\"Sum \" & Sum`)
      .replaceAll('Shop.GetOrder(7)', 'Shop.GetOrder(8)');
    assert.notEqual(other, whole);
    const { app: again, differences } = await replay(other);
    const found = differences.map(({ kind, what, traced, replayed }) => [kind, what, traced, replayed]);
    assert.ok(
      found.some(([kind, what, a, b]) => kind === 'value' && what === 'Sum.Text' && a === '"Total 10"' && b === '"Sum 10"'),
      JSON.stringify(found),
    );
    assert.ok(
      found.some(([kind, what]) => kind === 'call not made' && what === `GET ${service.url}/orders/7`),
      JSON.stringify(found),
    );
    assert.ok(
      found.some(([kind, what]) => kind === 'call not in the trace' && what === `GET ${service.url}/orders/8`),
      JSON.stringify(found),
    );
    again.dispose();
  });

  it('a trace that begins later begins with what is there', async () => {
    const later = await app.trace();
    await app.change('In', 'Value', 'Open');
    await until('the total', () => app.value('Sum.Text') === 'Total 10');
    const { app: again, differences } = await replay(later.text);
    later.stop();
    assert.deepEqual(differences, []);
    assert.equal(again.value('Shown.Text'), app.value('Shown.Text'));
    again.dispose();
  });

  it('keeps the newest, in parts that can be replayed', async () => {
    const short = await app.trace({ maxLength: 60_000 });
    for (let i = 0; i < 400; i++) app.set('chosen', `round ${i} ${'x'.repeat(300)}`);
    await until('the last', () => short.text.includes('round 399'));
    assert.ok(short.text.length < 90_000, String(short.text.length));
    const { app: again, differences } = await replay(short.text);
    short.stop();
    assert.deepEqual(differences, []);
    assert.equal(again.value('chosen'), app.value('chosen'));
    again.dispose();
  });

  for (const canary of CANARIES) it(`has no ${canary}`, () => assert.equal(whole.includes(canary), false));

  it('nothing is made while nobody traces', async () => {
    assert.equal(app.recorder, undefined);
    const made: unknown[] = [];
    const { stringify } = JSON;
    JSON.stringify = ((value: object, ...rest: []) => {
      if (typeof value === 'object' && value !== null && 't' in value) made.push(value);
      return stringify(value, ...rest);
    }) as typeof JSON.stringify;
    await app.change('In', 'Value', 'Shut');
    JSON.stringify = stringify;
    assert.deepEqual(made, []);
  });

  it('what is no trace is said', () => assert.rejects(replay('{"a": 1}'), TypeError));
});
