import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { startShop, type ShopService } from '../connectors/shop-service.node.ts';
import { launchBrowser } from '../environment/browser.node.ts';
import { serveFolder } from '../environment/static.node.ts';

const folder = mkdtempSync(join(tmpdir(), 'fxloom-export-'));
const bin = join(process.cwd(), 'bin/fxloom.mjs');

function fxloom(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', cwd: folder });
  return { status, out: stdout, err: stderr };
}

function write(name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** Data that would end its element in the page, were it not escaped. */
const nasty = '</script><script>alert(1)</script><!--<script>';

describe('fxloom export', () => {
  let shop: ShopService;
  let browser: Browser;
  before(async () => {
    [shop, browser] = await Promise.all([startShop(), launchBrowser()]);
    const postman = {
      info: { name: 'Mail', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
      auth: { type: 'bearer', bearer: [{ key: 'token', value: 'canary-1' }] },
      variable: [{ key: 'apiKey', value: 'canary-2' }],
      item: [
        {
          name: 'Send',
          request: {
            method: 'POST',
            url: 'https://mail.example/send',
            header: [{ key: 'X-Api-Key', value: 'canary-3' }],
          },
        },
      ],
    };
    const apiProperties = { properties: { connectionParameters: { pin: { type: 'securestring' } }, clientSecret: 'canary-4' } };
    const mail = { definition: postman, apiProperties, parameters: { pin: 'canary-5', region: 'eu' }, password: 'canary-6' };
    cpSync('demo/public/apps/shop', join(folder, 'shop'), { recursive: true });
    const connections = { Shop: { definition: `${shop.url}/openapi.json` }, Mail: mail };
    write('shop/connections.json', JSON.stringify(connections));
    const logo = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>';
    write('small/Assets/Images/logo.svg', logo);
    write(
      'small/Src/App.pa.yaml',
      `Screens:
  Home:
    Children:
      - Logo: { Control: Image, Properties: { Image: =logo } }
      - Say: { Control: Label, Properties: { Text: '="${nasty}"' } }
`,
    );
  });
  const sites: { close(): void }[] = [];
  after(async () => {
    await browser.close();
    for (const site of sites) site.close();
    shop.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page and gives what the browser complained of, beside it. */
  async function open(address: string): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(address);
    return { page, complaints };
  }

  /** Opens an order of the demo's app and changes it, over the real service. */
  async function useShop({ page, complaints }: Awaited<ReturnType<typeof open>>): Promise<void> {
    await page.getByText('SO-2026-009999').click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Due').fill('2026-12-24');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Due December 24, 2026').waitFor();
    assert.deepEqual(complaints, []);
    await page.close();
  }

  it('makes one file that runs from the disk, under a policy without gaps', async () => {
    const { status, out, err } = fxloom('export', 'shop');
    assert.deepEqual([status, err.match(/left out/g)?.length], [0, 3], err);
    assert.match(out, new RegExp(`^shop\\.html: \\d+ kB, calls ${shop.url}, https://mail\\.example$`, 'm'));
    const html = readFileSync(join(folder, 'shop.html'), 'utf8');
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!;
    assert.match(policy, /default-src 'none'.*script-src 'sha256-[^' ]*'; style-src 'sha256-[^' ]*';/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.doesNotMatch(html, /canary|\beval\(|new Function\(/);
    assert.ok(html.includes('ListOrders'), 'the definition is in it');
    const opened = await open(pathToFileURL(join(folder, 'shop.html')).href);
    const changed = await opened.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "run"';
      document.head.append(script);
      return document.title;
    });
    assert.equal(changed, 'shop');
    (opened.complaints as string[]).length = 0;
    await useShop(opened);
  });

  it('makes a folder that runs on a web server', async () => {
    assert.equal(fxloom('export', 'shop', '--folder', 'site', '--title', 'Orders & more').status, 0);
    const site = await serveFolder(join(folder, 'site'));
    sites.push(site);
    const opened = await open(`${site.url}/`);
    assert.equal(await opened.page.title(), 'Orders & more');
    await useShop(opened);
    assert.doesNotMatch(
      readdirSync(join(folder, 'site'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
        .join('\n'),
      /canary/,
    );
  });

  for (const [form, ...options] of [['small.html'], ['small', '--folder', 'small-site']]) {
    it(`brings media and any text along: ${form}`, async () => {
      assert.equal(fxloom('export', 'small', ...options).status, 0);
      const site = options.length > 0 ? await serveFolder(join(folder, 'small-site')) : undefined;
      if (site !== undefined) sites.push(site);
      const { page, complaints } = await open(site?.url ?? pathToFileURL(join(folder, 'small.html')).href);
      await page.getByText(nasty, { exact: true }).waitFor();
      assert.equal(
        await page.locator('img').evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
        30,
      );
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }

  it('says what is wrong, and leaves what was there', () => {
    write('keep.html', 'mine');
    write('broken/App.pa.yaml', 'Screens:\n  A:\n    Children: 1\n');
    write('lost/App.pa.yaml', 'Screens:\n  A:\n');
    write('lost/connections.json', '{"X": {"definition": "x.json"}}');
    write('secret/App.pa.yaml', 'Screens:\n  A:\n');
    // oxfmt-ignore
    const rows: readonly (readonly [args: readonly string[], status: number, said: RegExp])[] = [
      [['broken', '--out', 'keep.html'], 1, /App\.pa\.yaml:3:15 Children should be a list/],
      [['lost', '--out', 'keep.html'], 1, /X: x\.json cannot be read: there is no file .*lost\/x\.json.*--base/],
      [['small', '--folder', 'shop'], 1, /shop is there already.*--force/],
      [['small', '--out', 'a.html', '--folder', 'b'], 2, /^Usage/],
      [['nothing'], 2, /There is no nothing/],
      [[], 2, /^Usage/],
    ];
    for (const [args, status, said] of rows) {
      const found = fxloom('export', ...args);
      assert.equal(found.status, status, args.join(' '));
      assert.match(found.err, said);
    }
    assert.equal(readFileSync(join(folder, 'keep.html'), 'utf8'), 'mine');
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('.part')),
      [],
    );
  });
});
