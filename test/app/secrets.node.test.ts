import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import type * as app from '../../src/app/index.ts';
import type * as connectors from '../../src/connectors/index.ts';
import { launchBrowser } from '../environment/browser.node.ts';
import { servePage, type PageServer } from '../environment/page.node.ts';
import { control, screenOf } from './app-text.ts';

// A whole app in a browser over a real service that asks for every kind of credentials and repeats them in its errors: they are put into
// requests and into nothing else that the page has or keeps.
const CANARY = 'canary-4711';
const schemes = {
  header: { type: 'apiKey', in: 'header', name: 'X-Key' },
  query: { type: 'apiKey', in: 'query', name: 'sig' },
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'bearer' },
  oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: {} } } },
};
const names = Object.keys(schemes);
const item = { type: 'object', properties: { name: { type: 'string' } } };
const answers = { 200: { description: '', content: { 'application/json': { schema: item } } } };
const by = (name: string, method: string): object => ({
  [method]: { operationId: `${method}_${name}`, security: [{ [name]: [] }], responses: answers },
});
const description = {
  openapi: '3.1.0',
  info: { title: 'Guarded', version: '1' },
  servers: [{ url: '/api' }],
  components: { securitySchemes: schemes },
  paths: Object.fromEntries(
    names.flatMap((name) => [
      [`/${name}`, { ...by(name, 'get'), ...by(name, 'post') }],
      [`/${name}/broken`, by(`${name}_broken`, 'get')],
    ]),
  ),
};
for (const name of names)
  Object.assign((description.paths[`/${name}/broken`] as { get: object }).get, { security: [{ [name]: [] }] });

const text = screenOf(
  ...names.flatMap((name) => [
    control(`Good${name}`, 'Label', { Text: `"good ${name}: " & Guarded.get${name}().name` }),
    control(`Bad${name}`, 'Label', { Text: `IfError(Guarded.get${name}broken().name, "bad ${name}: " & FirstError.Message)` }),
    control(`Raw${name}`, 'Label', { Text: `Guarded.get${name}broken().name` }),
    control(`Send${name}`, 'Button', { OnSelect: `Set(sent${name}, Guarded.post${name}().name); Notify(sent${name})` }),
    control(`Sent${name}`, 'Label', { Text: `"sent ${name}: " & sent${name}` }),
  ]),
);

interface Seen {
  readonly url: string;
  readonly key: string;
}
const seen: Seen[] = [];

/** What a request carries to prove who asks. */
const proofOf = ({ url, headers }: IncomingMessage): string =>
  `${headers.authorization ?? ''} ${String(headers['x-key'] ?? '')} ${new URL(url ?? '', 'http://x').searchParams.get('sig') ?? ''}`.trim();

function serve(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '', 'http://x');
  const json = (status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json', 'x-echo': proofOf(request) }).end(JSON.stringify(body));
  if (pathname === '/openapi.json') json(200, description);
  else if (pathname === '/token') json(200, { access_token: `${CANARY}-oauth`, token_type: 'Bearer', expires_in: 3600 });
  else if (pathname === '/App.pa.yaml') response.writeHead(200, { 'content-type': 'text/yaml' }).end(text);
  else if (!pathname.startsWith('/api/')) response.writeHead(404).end();
  else {
    const key = proofOf(request);
    seen.push({ url: request.url ?? '', key });
    if (pathname.endsWith('/broken')) json(403, { message: `Who are you, ${key}?`, errors: { key: [key] }, url: request.url });
    else json(200, { name: 'open' });
  }
}

let site: PageServer;
let browser: Browser;
let page: Page;
const told: string[] = [];

before(async () => {
  site = await servePage({ fxloom: 'src/index.ts' }, serve);
  browser = await launchBrowser();
  page = await browser.newPage();
  page.on('console', (message) => told.push(message.text()));
  page.on('pageerror', (error) => told.push(String(error)));
  await page.goto(site.url);
  await page.evaluate(
    async ([canary, origin, path]) => {
      const { OAuthCredentials } = (await import(path)) as typeof connectors;
      const oauth = new OAuthCredentials({
        clientId: 'page',
        redirectUri: `${origin}/back`,
        clientCredentials: true,
        tokenUrl: `${origin}/token`,
        origins: [origin],
      });
      const own: { readonly [name: string]: connectors.Credential } = {
        header: { kind: 'apiKey', value: `${canary}-header` },
        query: { kind: 'apiKey', value: `${canary}-query` },
        basic: { kind: 'basic', user: 'ann', password: `${canary}-basic` },
        bearer: { kind: 'bearer', token: `${canary}-bearer` },
      };
      const credentials: connectors.Credentials = {
        get: (request) => (request.name === 'oauth' ? oauth.get(request) : own[request.name]),
      };
      const element = document.createElement('fx-app');
      element.credentials = { guard: credentials };
      element.setAttribute('connections', JSON.stringify({ Guarded: { definition: '/openapi.json', auth: 'guard' } }));
      element.setAttribute('src', '/App.pa.yaml');
      element.setAttribute('trace', '');
      document.body.append(element);
      const running = await element.ready;
      Object.assign(globalThis, { element, running });
    },
    [CANARY, site.url, '/fxloom.js'] as const,
  );
  for (const name of names) {
    await page.waitForFunction(
      (of) => {
        const { running } = globalThis as unknown as { running: app.App };
        return (
          running.value(`Good${of}.Text`) === `good ${of}: open` &&
          String(running.value(`Bad${of}.Text`)).startsWith(`bad ${of}: `)
        );
      },
      name,
      { timeout: 60_000 },
    );
    await page.evaluate((of) => (globalThis as unknown as { running: app.App }).running.press(`Send${of}`), name);
  }
});
after(async () => {
  await browser.close();
  await site.close();
});

describe('credentials of an app', () => {
  it('reach the service, each in its place', () => {
    const good = seen.filter(({ url }) => !url.includes('broken'));
    for (const name of names) {
      const own = good.filter(({ url }) => url.startsWith(`/api/${name}`)).map(({ key }) => key);
      const secret = name === 'basic' ? Buffer.from(`ann:${CANARY}-basic`).toString('base64') : `${CANARY}-${name}`;
      assert.ok(own.length >= 2 && own.every((key) => key.includes(secret)), `${name}: ${own.join(', ')}`);
    }
  });

  it('are nowhere in the page, its files, traces, errors or what it keeps', async () => {
    const found = await page.evaluate(async () => {
      const { element, running } = globalThis as unknown as { element: app.AppElement; running: app.App };
      const whole = (node: Node): string => {
        const children = [...node.childNodes].map(whole).join('');
        if (!(node instanceof Element)) return `${node.nodeValue ?? ''}${children}`;
        const attributes = [...node.attributes].map(({ name, value }) => ` ${name}="${value}"`).join('');
        const value = 'value' in node ? String(node.value) : '';
        return `<${node.localName}${attributes}>${value}${node.shadowRoot === null ? '' : whole(node.shadowRoot)}${children}`;
      };
      const keep: string[] = [];
      for (const { name } of await indexedDB.databases()) keep.push(name ?? '');
      const why = await Promise.all(['Goodheader.Text', 'Badquery.Text', 'Rawbearer.Text'].map((path) => running.why(path)));
      const trace = await element.startTrace();
      return {
        dom: whole(document.documentElement),
        files: JSON.stringify(running.document?.files),
        trace: trace.text,
        why: JSON.stringify(why, (_name, value: unknown) => (value instanceof Map || value instanceof Set ? [...value] : value)),
        diagnostics: JSON.stringify(element.diagnostics),
        values: [...document.querySelectorAll('*')].map(({ textContent }) => textContent).join(),
        kept: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, keep, document.cookie, history.state, location.href]),
      };
    });
    assert.ok(found.dom.includes('good header: open') && found.dom.includes('bad query: '), 'the app is in the page');
    assert.ok(found.trace.includes('/api/query'), 'the trace has the calls');
    const secrets = [CANARY, Buffer.from(`ann:${CANARY}-basic`).toString('base64')];
    for (const [where, content] of Object.entries({ ...found, told: told.join('\n') }))
      for (const secret of secrets)
        assert.ok(
          !content.includes(secret),
          `${where}: ${content.slice(Math.max(0, content.indexOf(secret) - 200)).slice(0, 400)}`,
        );
  });
});
