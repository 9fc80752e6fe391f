import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type * as signIn from '../../src/app/sign-in.ts';
import type * as connectors from '../../src/connectors/index.ts';
import { authorizationServer, type AuthorizationServer } from '../connectors/authorization-server.node.ts';
import { launchBrowser } from '../environment/browser.node.ts';
import { servePage, type PageServer } from '../environment/page.node.ts';

// A person signs in: a page, a window of its own, and an authorization server of another origin.
let server: AuthorizationServer;
let site: PageServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;

before(async () => {
  server = await authorizationServer('fxloom');
  site = await servePage(
    { connectors: 'src/connectors/index.ts', signIn: 'src/app/sign-in.ts', back: 'test/app/sign-in-back.ts' },
    (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><script type="module" src="/back.js"></script>'),
    () => server.url,
  );
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  await site.close();
  await server.close();
});

beforeEach(async () => {
  server.answer = {};
  Object.assign(server.granted, { code: 0, refresh: 0 });
  context = await browser.newContext();
  page = await context.newPage();
  await page.goto(site.url);
  await page.evaluate(
    async ([issuer, redirectUri]) => {
      const modules = ['/connectors.js', '/signIn.js'];
      const [{ connect, OAuthCredentials }, { popup }] = (await Promise.all(modules.map((path) => import(path)))) as [
        typeof connectors,
        typeof signIn,
      ];
      const credentials = new OAuthCredentials({ clientId: 'fxloom', redirectUri, issuer, origins: [issuer], authorize: popup });
      const schema = { type: 'object', properties: { name: { type: 'string' } } };
      const connector = connect(
        {
          openapi: '3.1.0',
          servers: [{ url: issuer }],
          components: { securitySchemes: { oauth: { type: 'oauth2', flows: {} } } },
          paths: {
            '/me': {
              get: {
                operationId: 'Me',
                security: [{ oauth: [] }],
                responses: { 200: { description: '', content: { 'application/json': { schema } } } },
              },
            },
          },
        },
        { namespace: 'S', credentials, retries: 0, limits: { parallel: 50 } },
      );
      const me = connector.namespace.functions.get('Me')!;
      const button = document.createElement('button');
      button.textContent = 'Sign in';
      button.addEventListener('click', () => {
        document.title = 'waiting';
        credentials.signIn().then(
          () => (document.title = 'signed in'),
          (error: unknown) => (document.title = String(error)),
        );
      });
      document.body.append(button);
      Object.assign(globalThis, { ask: async () => JSON.stringify(await connector.call(me, [])) });
    },
    [server.url, `${site.url}/back`] as const,
  );
});

/** Clicks the button, and in the window what a person chooses there; gives what the page says then. */
async function sign(choose: (window: Page) => Promise<unknown>): Promise<string> {
  const [opened] = await Promise.all([page.waitForEvent('popup'), page.click('button')]);
  await opened.waitForSelector('a');
  await choose(opened);
  await page.waitForFunction(() => !['Page', 'waiting'].includes(document.title));
  if (!opened.isClosed()) await opened.waitForEvent('close');
  return page.title();
}
const ask = (times: number): Promise<readonly string[]> =>
  page.evaluate(
    (n) => Promise.all(Array.from({ length: n }, () => (globalThis as unknown as { ask(): Promise<string> }).ask())),
    times,
  );

describe('signing in by a window', () => {
  it('gives a token by PKCE, and closes the window', async () => {
    assert.equal(await sign((window) => window.click('text=Allow')), 'signed in');
    assert.deepEqual(await ask(1), ['{"name":"Ann"}']);
    assert.deepEqual(server.granted, { code: 1, refresh: 0 });
  });

  it('renews once for twenty calls that are refused together', async () => {
    await sign((window) => window.click('text=Allow'));
    server.expire();
    assert.deepEqual(new Set(await ask(20)), new Set(['{"name":"Ann"}']));
    assert.deepEqual(server.granted, { code: 1, refresh: 1 });
  });

  // oxfmt-ignore
  const refusals: readonly (readonly [name: string, answer: AuthorizationServer['answer'], choose: (window: Page) => Promise<unknown>, says: RegExp])[] = [
    ['refuses consent', {}, (window) => window.click('text=Refuse'), /refused or given up/],
    ['closes the window', {}, (window) => window.close(), /closed before the sign-in was finished/],
    ['meets another issuer', { issuer: 'https://evil.example' }, (window) => window.click('text=Allow'), /cannot be trusted/],
    ['meets a server in trouble', { error: 'server_error' }, (window) => window.click('text=Allow'), /“server_error”/],
  ];
  for (const [name, answer, choose, says] of refusals)
    it(`says so where a person ${name}, and leaves nobody signed in`, async () => {
      server.answer = answer;
      assert.match(await sign(choose), says);
      assert.match((await ask(1))[0]!, /401/);
      assert.deepEqual(server.granted, { code: 0, refresh: 0 });
      // Another attempt is a new one.
      server.answer = {};
      assert.equal(await sign((window) => window.click('text=Allow')), 'signed in');
    });

  it('takes no answer to another sign-in', async () => {
    const [opened] = await Promise.all([page.waitForEvent('popup'), page.click('button')]);
    await opened.waitForSelector('a');
    // Another page of this origin, which an attacker had somebody open with a code of his own.
    const other = await context.newPage();
    await other.goto(`${site.url}/back?code=stolen&state=another&iss=${encodeURIComponent(server.url)}`);
    await other.waitForTimeout(100);
    assert.equal(await page.title(), 'waiting');
    await opened.click('text=Allow');
    await page.waitForFunction(() => document.title === 'signed in');
    assert.deepEqual(await ask(1), ['{"name":"Ann"}']);
  });
});
