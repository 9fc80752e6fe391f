import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { zip } from '../../src/app/package/index.ts';
import { launchBrowser } from '../environment/browser.node.ts';
import { startDemo, type Demo } from '../environment/demo.node.ts';
import { serveFolder } from '../environment/static.node.ts';

/** Ends a page as a crash does: nothing in it runs any more. */
async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // The answer of a page that has crashed never comes.
  void session.send('Page.crash' as 'Page.enable').catch(() => {});
  await crashed;
  await page.close();
}

describe('the studio', () => {
  let demo: Demo;
  let browser: Browser;
  let context: BrowserContext;
  const folder = mkdtempSync(join(tmpdir(), 'fxloom-studio-'));
  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    // Without a person nobody can choose a place: files are downloaded, as in browsers that have no such dialog.
    await context.addInitScript(() => delete (globalThis as { showSaveFilePicker?: unknown }).showSaveFilePicker);
  });
  after(async () => {
    await browser.close();
    demo.close();
    rmSync(folder, { recursive: true });
  });

  const complaints: string[] = [];
  async function open(): Promise<Page> {
    const page = await context.newPage();
    complaints.length = 0;
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${demo.url}/studio/`);
    await page.locator('li[data-name=OrdersTitle]').click();
    return page;
  }

  async function edit(page: Page, formula: string): Promise<void> {
    await page.getByRole('button', { name: /^Property:/ }).click();
    await page.getByLabel('Find a property').fill('Text');
    await page.getByRole('option', { name: /^Text/ }).first().click();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(formula);
  }

  it('offers edits again after the tab died', async () => {
    const page = await open();
    await edit(page, '"Kept " & 1 + 1');
    await page.getByText('Kept on this device').waitFor();
    await crash(page);
    const next = await open();
    await next.getByRole('button', { name: 'Restore' }).click();
    await next.getByText('Kept 2', { exact: true }).waitFor();
    assert.deepEqual(complaints, []);
    await next.close();
  });

  it('copies, pastes, removes and takes steps back', async () => {
    const page = await open();
    const item = (name: string) => page.locator(`li[data-name="${name}"]`);
    await item('OrdersTitle').click();
    await page.keyboard.press('Control+c');
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^- OrdersTitle:\n {4}Control: /);
    await page.keyboard.press('Control+v');
    await item('OrdersTitle_1').and(page.locator('[aria-selected=true]')).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await item('OrdersTitle_1').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await item('OrdersTitle_1').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await item('OrdersTitle_1').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Redo' }).click();
    await item('OrdersTitle_1').waitFor();
    await page.evaluate(() => navigator.clipboard.writeText('no controls'));
    await page.getByRole('button', { name: 'Paste' }).click();
    await page.getByText('What is pasted is no list of controls').waitFor();
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('starts a new app, to which a button is added that counts', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await page.locator('li[data-name=Screen1]').click();
    for (const kind of ['Button', 'Label']) {
      await page.getByRole('button', { name: 'Insert', exact: true }).click();
      await page.getByRole('button', { name: kind, exact: true }).click();
      await page.locator(`li[data-name=${kind}1]`).waitFor();
    }
    await edit(page, '"Pressed " & count & " times"');
    await page.locator('li[data-name=Button1]').click();
    await page.getByRole('button', { name: /^Property:/ }).click();
    await page.getByLabel('Find a property').fill('OnSelect');
    await page.getByRole('option', { name: /^OnSelect/ }).click();
    await page.locator('.cm-content').click();
    await page.keyboard.type('Set(count, count + 1)');
    // The app follows the formula a moment after the last key.
    const label = page.getByText(/^Pressed [1-9]\d* times$/);
    for (let i = 0; i < 40 && !(await label.isVisible()); i++) {
      await page.locator('fx-button').click();
      await page.waitForTimeout(250);
    }
    assert.equal(await label.isVisible(), true);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('opens packages and saves files', async () => {
    const source =
      'Screens:\n  Home:\n    Children:\n      - Said: # kept\n          Control: Label\n          Properties:\n            Text: ="from a package"\n';
    const bytes = await zip([{ name: String.raw`Src\Home.pa.yaml`, bytes: new TextEncoder().encode(source) }]);
    writeFileSync(join(folder, 'said.msapp'), bytes);
    const page = await open();
    await page.locator('input[type=file]').setInputFiles(join(folder, 'said.msapp'));
    await page.getByText('from a package', { exact: true }).waitFor();
    await page.locator('li[data-name=Said]').click();
    await edit(page, '"saved"');
    await page.getByText('saved', { exact: true }).waitFor();
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save' }).click()]);
    assert.equal(saved.suggestedFilename(), 'Home.pa.yaml');
    assert.equal(readFileSync(await saved.path(), 'utf8'), source.replace('from a package', 'saved'));
    await page.locator('input[type=file]').setInputFiles({ name: 'a.msapp', mimeType: '', buffer: Buffer.from('PK') });
    await page.getByText('a.msapp: This is no package of an app').waitFor();
    assert.equal(await page.getByText('saved', { exact: true }).isVisible(), true);
    assert.deepEqual(complaints, []);
    await page.close();
  });
});

describe('what is kept of an app', () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: Awaited<ReturnType<typeof serveFolder>>;
  const folder = mkdtempSync(join(tmpdir(), 'fxloom-store-'));
  before(async () => {
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    await buildStore(folder);
    [browser, site] = await Promise.all([launchBrowser(), serveFolder(folder)]);
    context = await browser.newContext();
  });
  after(async () => {
    await browser.close();
    site.close();
    rmSync(folder, { recursive: true });
  });

  async function open(): Promise<Page> {
    const page = await context.newPage();
    await page.goto(site.url);
    return page;
  }

  /** Does something with a store in a page. */
  const withStore = <T>(page: Page, work: string, given: unknown = null): Promise<T> =>
    page.evaluate<T>(`(async () => {
      const { SourceStore } = await import('/store.js');
      const store = new SourceStore('app');
      const given = ${JSON.stringify(given)};
      ${work}
    })()`);

  it('is never less than what was confirmed, whenever the tab dies', async () => {
    let confirmed = 0;
    for (let round = 0; round < 40; round++) {
      const page = await open();
      page.on('console', (message) => (confirmed = Math.max(confirmed, Number(message.text()))));
      const text = 'x'.repeat(200_000);
      const busy = withStore(
        page,
        'for (let i = given.from; ; i++) { await store.save([{name: "a", text: i + given.text}]); console.log(i); }',
        { from: confirmed + 1, text },
      ).catch(() => {});
      await page.waitForTimeout(30 + ((round * 37) % 150));
      await crash(page);
      await busy;
      const next = await open();
      const kept = await withStore<{ files: { text: string }[]; damaged: boolean } | undefined>(next, 'return store.latest()');
      if (confirmed > 0) {
        assert.ok(parseInt(kept!.files[0]!.text, 10) >= confirmed, `round ${round}`);
        assert.deepEqual([kept!.files[0]!.text.endsWith(text), kept!.damaged], [true, false]);
      }
      await next.close();
    }
    assert.ok(confirmed > 20, `${confirmed} states were kept`);
  });

  it('is the state before a damaged one; two tabs do not overwrite one another; little is kept', async () => {
    const page = await open();
    const found = await withStore(
      page,
      `await store.clear();
       for (let i = 1; i <= 15; i++) await store.save([{name: 'a', text: 'state ' + i}]);
       const other = new store.constructor('app');
       await other.latest();
       await other.save([{name: 'a', text: 'of the other'}]);
       const late = await store.save([{name: 'a', text: 'late'}]);
       const database = await new Promise((done) => { const request = indexedDB.open('fxloom-sources'); request.onsuccess = () => done(request.result); });
       const revisions = () => database.transaction('revisions', 'readwrite').objectStore('revisions');
       const all = () => new Promise((done) => { const request = revisions().getAll(); request.onsuccess = () => done(request.result); });
       const latest = await store.latest();
       const kept = await all();
       const head = kept.find(({text}) => text.includes('of the other'));
       await new Promise((done) => { revisions().put({...head, text: head.text.slice(0, -5)}).onsuccess = done; });
       const before = await store.latest();
       await store.clear();
       return [late.other, latest.files[0].text, kept.length, before.files[0].text, before.damaged, await store.latest()];`,
    );
    assert.deepEqual(found, [true, 'of the other', 10, 'state 15', true, undefined]);
    await page.close();
  });
});

async function buildStore(outDir: string): Promise<void> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      lib: { entry: 'src/studio/source-store.ts', formats: ['es'], fileName: () => 'store.js' },
    },
  });
}
