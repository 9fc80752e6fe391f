import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { catalogue } from '../src/controls/index.ts';
import { launchBrowser } from './environment/browser.node.ts';

const app = `Screens:
  Home:
    Children:
      - Greeting:
          Control: Label
          Properties:
            Text: ="Hello, " & Upper("world")
      - List:
          Control: Gallery
          Properties:
            Items: =["Oak", "Ash"]
`;

/** `$digest` is that of a script in the page that loads the module. */
// oxfmt-ignore
const policies: readonly (readonly [name: string, policy: string])[] = [
  ['none', ''],
  ['scripts of its own', "script-src 'self'"],
  ['a nonce', "script-src 'self' 'nonce-abc'"],
  ['a nonce, strict-dynamic', "script-src 'nonce-abc' 'strict-dynamic'"],
  ['a hash, strict-dynamic', "script-src '$digest' 'strict-dynamic'"],
  ['all of its own', "default-src 'self'; script-src 'self'; style-src 'self'"],
  ['nothing by default', "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"],
  ['Trusted Types', "default-src 'self'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types fxloom"],
  ['Trusted Types alone', "require-trusted-types-for 'script'; trusted-types fxloom"],
  ['workers of its own', "default-src 'self'; worker-src 'none'"],
  ['connections to itself', "connect-src 'self'; script-src 'self'"],
  ['a sandbox', 'sandbox allow-scripts'],
];

const every = catalogue
  .filter(({ definition }) => definition.name !== 'GalleryTemplate')
  .map(
    ({ definition: { tag } }) =>
      `<${tag} text="Text" items='["Oak", "Ash"]' html-text="<p style='color:red'>Hello</p>" default="1"></${tag}>`,
  )
  .join('\n');

/** The bundles, each with a page that uses it and a text that is there once it runs. */
const bundles: { readonly [file: string]: { readonly body: string; readonly shows: (page: Page) => Promise<unknown> } } = {
  'fxloom.js': {
    body: `<fx-app src="app.pa.yaml"></fx-app>${every}`,
    shows: async (page) => {
      await page.getByText('Hello, WORLD').waitFor();
      await page.waitForFunction(() => document.querySelectorAll(':not(:defined)').length === 0);
      await page.locator('fx-html-viewer p').waitFor();
    },
  },
  'fxloom-studio.js': {
    body: '<fx-app src="app.pa.yaml"></fx-app><fx-formula-bar></fx-formula-bar>',
    shows: async (page) => {
      await page.getByText('Hello, WORLD').waitFor();
      await page.locator('fx-formula-bar .cm-content').click();
      await page.keyboard.type('Sum(1,');
      await page.locator('.cm-tooltip, [role=listbox], .cm-diagnostic').first().waitFor();
    },
  },
  'fxloom-formula-bar.js': {
    body: '<fx-formula-bar></fx-formula-bar>',
    shows: async (page) => {
      await page.locator('fx-formula-bar .cm-content').click();
      await page.keyboard.type('1 + "a');
    },
  },
};

describe('under every content security policy', () => {
  let folder: string;
  let server: Server;
  let browser: Browser;
  let address: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fxloom-policies-'));
    // The test command has built `dist` just now.
    cpSync('dist/cdn', folder, { recursive: true });
    cpSync('dist/cdn', join(folder, 'other'), { recursive: true });
    cpSync('dist/not-defined.css', join(folder, 'not-defined.css'));
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const headers = { 'access-control-allow-origin': '*', 'content-type': types.get(extname(pathname)) ?? 'text/plain' };
      if (pathname === '/app.pa.yaml') return void response.writeHead(200, headers).end(app);
      if (pathname === '/') {
        const policy = searchParams.get('policy') ?? '';
        const secure = policy === '' ? {} : { 'content-security-policy': policy };
        return void response.writeHead(200, { ...headers, 'content-type': 'text/html', ...secure }).end(searchParams.get('html'));
      }
      const file = join(folder, pathname);
      if (!existsSync(file)) return void response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
      response.writeHead(200, headers).end(readFileSync(file));
    });
    await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
    address = `http://localhost:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const digestOf = (file: string): string =>
    `sha384-${createHash('sha384')
      .update(readFileSync(join(folder, file)))
      .digest('base64')}`;

  /** Opens a page, and gives what went wrong: reports of violations, errors, warnings. */
  async function open(html: string, policy: string, use: (page: Page) => Promise<unknown>): Promise<string[]> {
    const page = await browser.newPage();
    const wrong: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(String(error)));
    await page.exposeFunction('violated', (text: string) => wrong.push(text));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample, sourceFile }) => {
        (globalThis as unknown as { violated: (text: string) => void }).violated(
          `${violatedDirective}: ${blockedURI} ${sample} ${sourceFile}`,
        );
      });
    });
    try {
      await page.goto(`${address}/?${new URLSearchParams({ policy, html }).toString()}`);
      await use(page);
      await page.waitForTimeout(50);
      return wrong;
    } finally {
      await page.close();
    }
  }

  const loading = (file: string): string =>
    `<!doctype html><html lang="en"><script type="module" nonce="abc" crossorigin integrity="${digestOf(file)}" src="/${file}"></script>`;
  /** What is put into the page by a script that is allowed is allowed itself; what such a script imports is not. */
  const loader = (file: string): string =>
    `const script = document.createElement('script'); script.type = 'module'; script.src = '/${file}'; document.head.append(script);`;
  const sha256 = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

  for (const [file, { body, shows }] of Object.entries(bundles)) {
    for (const [name, policy] of policies) {
      it(`${file}: ${name}`, async () => {
        const hashed = policy.includes('$digest');
        const load = hashed ? `<!doctype html><html lang="en"><script>${loader(file)}</script>` : loading(file);
        const wrong = await open(`${load}${body}`, policy.replace('$digest', sha256(loader(file))), shows);
        assert.deepEqual(wrong, []);
      });
    }
  }

  it('where its policy of Trusted Types is not allowed, the page goes on and the console says why', async () => {
    const policy = "require-trusted-types-for 'script'; trusted-types 'none'";
    const wrong = await open(`${loading('fxloom.js')}<p>The page</p>`, policy, (page) => page.getByText('The page').waitFor());
    assert.match(wrong.join('\n'), /fxloom/);
  });

  it('two copies on one page: the elements are those of the first, and apps of both run', async () => {
    const html =
      '<!doctype html><html lang="en"><script type="module" src="/fxloom.js"></script><script type="module" src="/other/fxloom.js"></script>' +
      '<fx-app src="app.pa.yaml"></fx-app><fx-app id="second" src="app.pa.yaml"></fx-app><fx-slider></fx-slider><fx-rating></fx-rating>';
    const strict = policies.find(([name]) => name === 'Trusted Types')![1];
    const wrong = await open(html, strict, async (page) => {
      await page.waitForFunction(() => document.querySelectorAll(':not(:defined)').length === 0);
      await page.getByText('Hello, WORLD').nth(1).waitFor();
      const same = await page.evaluate(async () => {
        const [first, other] = (await Promise.all(['/fxloom.js', '/other/fxloom.js'].map((path) => import(path)))) as [
          { ControlElement: unknown },
          { ControlElement: unknown },
        ];
        const slider = customElements.get('fx-slider');
        return [
          first.ControlElement === other.ControlElement,
          Object.prototype.isPrototypeOf.call(first.ControlElement, slider!),
        ];
      });
      assert.deepEqual(same, [false, true]);
    });
    assert.deepEqual(wrong, []);
  });

  it('its files have digests for the attribute integrity', () => {
    const digests = JSON.parse(readFileSync(join(folder, 'integrity.json'), 'utf8')) as { [file: string]: string };
    for (const file of ['fxloom.js', 'fxloom-studio.js']) assert.equal(digests[file], digestOf(file));
  });

  it('what is not an element yet can be kept out of sight', async () => {
    const html = '<!doctype html><link rel="stylesheet" href="/not-defined.css"><fx-button>Raw</fx-button>';
    const wrong = await open(html, '', async (page) => {
      const visibility = () => page.evaluate(() => getComputedStyle(document.querySelector('fx-button')!).visibility);
      assert.equal(await visibility(), 'hidden');
      await page.addScriptTag({ type: 'module', url: '/fxloom.js' });
      await page.waitForFunction(() => customElements.get('fx-button') !== undefined);
      assert.equal(await visibility(), 'visible');
    });
    assert.deepEqual(wrong, []);
  });
});

const types = new Map([
  ['.html', 'text/html'],
  ['.js', 'text/javascript'],
  ['.css', 'text/css'],
  ['.json', 'application/json'],
]);
