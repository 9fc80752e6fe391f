import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { json, scriptedService, type ScriptedService } from '../connectors/scripted-service.node.ts';
import { startOData, type ODataService } from '../connectors/query/odata-service.node.ts';
import { launchBrowser } from '../environment/browser.node.ts';
import { servePage, type PageServer } from '../environment/page.node.ts';
import { identityProvider } from './identity-provider.node.ts';
import { orders } from './orders-description.ts';
import { outcome, runGateway, type RunningGateway } from './running-gateway.node.ts';

// A page without code: it names a gateway, and has its tables, its calls and the events of its services.

let odata: ODataService;
let service: ScriptedService;
let provider: ScriptedService;
let site: PageServer;
let running: RunningGateway;
let browser: Browser;
let page: Page;

const html = (gateway: string): string => `<!doctype html><meta charset="utf-8">
<script type="module" src="/fxloom.js"></script>
<fx-app gateway="${gateway}" connections='{"Shop": {"triggers": {"OnOrder": "Collect(Heard, Event); Set(last, Event.note)"}}}'>
  <fx-label id="Count" text="=CountRows(Filter(Orders, Pieces &gt; 30)) &amp; &quot; heavy&quot;"></fx-label>
  <fx-label id="One" text="=Shop.GetOrder(17).note"></fx-label>
  <fx-label id="Events" text="=Concat(Shop.OnOrder(), id &amp; &quot;,&quot;)"></fx-label>
  <fx-label id="News" text="=CountRows(Heard) &amp; &quot; news, last &quot; &amp; last"></fx-label>
  <fx-button id="None" on-select="=Collect(Heard, {id: 0, note: &quot;none&quot;}); Set(last, &quot;none&quot;)"></fx-button>
</fx-app>`;

before(async () => {
  odata = await startOData(400);
  service = await scriptedService((response, { method, url, headers }) => {
    if (method === 'DELETE') response.writeHead(204).end();
    else if (url.endsWith('/subscriptions')) json(response, {}, 201, { location: '/v1/subscriptions/7' });
    else json(response, { id: 17, note: headers['x-key'] === 'canary-key' ? 'by key' : 'no key' });
  });
  provider = await identityProvider({ email: 'ann@example.com', email_verified: true });
  site = await servePage(
    { fxloom: 'src/index.ts' },
    (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(html(running.url)),
  );
  const everything = { users: ['ann@example.com'], operations: 'all' };
  running = await runGateway(
    {
      allowPrivate: ['127.0.0.1'],
      origins: [site.url],
      oidc: { issuer: provider.url, clientId: 'gateway' },
      limits: { callbackMilliseconds: 200 },
      connections: {
        Sales: { ...everything, definition: `${odata.url}/$metadata`, tables: 'odata' },
        Shop: {
          ...everything,
          definition: 'orders.json',
          baseUrl: `${service.url}/v1`,
          hooks: { header: 'X-Signature', prefix: 'sha256=' },
        },
        Others: { ...everything, users: ['bob@example.com'], definition: 'orders.json', baseUrl: `${service.url}/v1` },
      },
    },
    { 'orders.json': orders },
  );
  await running.ask('PUT', '/admin/secrets/Shop', 'canary-key');
  await running.ask('PUT', '/admin/secrets/Shop/hook', 'canary-hook');
  browser = await launchBrowser();
  page = await browser.newPage();
});
after(async () => {
  await browser.close();
  for (const one of [running, site, provider, service, odata]) await one.close();
});

/** Waits for a label to show a text. */
const shows = (id: string, wanted: string): Promise<unknown> =>
  page.waitForFunction(([name, value]) => document.querySelector(`#${name}`)?.shadowRoot?.textContent.trim() === value, [
    id,
    wanted,
  ] as const);

const signed = (body: string): string => `sha256=${createHmac('sha256', 'canary-hook').update(body).digest('hex')}`;

describe('a page that names a gateway', () => {
  it('says where to sign in', async () => {
    await page.goto(`${site.url}/app`);
    await page.waitForFunction(() => document.querySelector<HTMLElement & { app?: object }>('fx-app')?.app !== undefined);
    const said = await page.evaluate(() =>
      (document.querySelector('fx-app') as unknown as { diagnostics: { code: string; message: string }[] }).diagnostics
        .filter(({ code }) => code === 'GatewaySignIn')
        .map(({ message }) => message),
    );
    assert.equal(said.length, 1);
    const [, address = ''] = /(http\S+)$/.exec(said[0]!) ?? [];
    await page.goto(address);
    assert.equal(page.url(), `${site.url}/app`);
  });

  it('has the connections of who has signed in: tables and calls', async () => {
    await shows('Count', `${Array.from({ length: 400 }, (_, i) => ((i + 1) * 17) % 40).filter((n) => n > 30).length} heavy`);
    await shows('One', 'by key');
    assert.ok(!(await page.content()).includes('canary'));
  });

  it('shows events of a service as rows, and runs a formula for each; what is not signed is refused', async () => {
    const registrations = (): readonly string[] =>
      service.seen.filter(({ method, url }) => method === 'POST' && url.endsWith('/subscriptions')).map(({ body }) => body);
    while (registrations().length === 0) await service.request(service.seen.length);
    const { callback } = JSON.parse(registrations()[0]!) as { callback: string };
    const send = (body: string, signature: string): Promise<Response> =>
      fetch(callback, { method: 'POST', body, headers: { 'x-signature': signature } });
    assert.equal(outcome(await send('{"id":666,"note":"evil"}', signed('{}'))), 'signature');
    for (const [id, note] of [
      [1, 'a'],
      [2, 'b'],
    ] as const)
      assert.equal((await send(JSON.stringify({ id, note }), signed(JSON.stringify({ id, note })))).status, 202);
    await shows('Events', '1,2,');
    await shows('News', '2 news, last b');
    assert.equal(registrations().length, 1, 'one callback for all that follow it');
  });

  it('is taken off the service when it has gone', async () => {
    const before = service.seen.length;
    await page.goto('about:blank');
    let last = await service.request(before);
    while (last.method !== 'DELETE') last = await service.request(service.seen.length);
    assert.equal(last.url, '/v1/subscriptions/7');
  });
});
