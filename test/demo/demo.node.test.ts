import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';

import { launchBrowser } from '../environment/browser.node.ts';
import { startDemo, type Demo } from '../environment/demo.node.ts';
import { differing, looksOf, storedLooks, storeLooks, variants } from './looks.ts';

/** The demo as people meet it: built, under its content security policy, over its service, in Chromium. */
describe('the demo', () => {
  let demo: Demo;
  let browser: Browser;
  const complaints: string[] = [];

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    demo.close();
  });

  async function open(path: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    complaints.length = 0;
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${demo.url}${path}`);
    return page;
  }

  /** The numbers of the orders in sight. */
  const numbers = (page: Page): Promise<string[]> => page.getByText(/^SO-\d{4}-\d{6}$/).allTextContents();

  it('shows orders of the service, and those that a search asks for, without a word in the console', async () => {
    const page = await open('/player/');
    await page.getByText('SO-2026-010000').waitFor();
    const policy = (await page.request.get(`${demo.url}/player/`)).headers()['content-security-policy'] ?? '';
    assert.match(policy, /script-src 'self'(?:;|$)/);
    await page.getByLabel('Search orders').fill('Lefèvre');
    await page.getByText('SO-2026-010000').waitFor({ state: 'hidden' });
    await page.getByText('Rémi Lefèvre').first().waitFor();
    assert.ok((await numbers(page)).length > 0);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('shows the last search, though the answers come in reverse order', async () => {
    const page = await open('/player/');
    await page.getByText('SO-2026-010000').waitFor();
    const delays = [900, 600, 300, 0];
    const scripted = await page.request.post(`${demo.url}/service/faults`, { data: { match: '/orders', delays } });
    assert.ok(scripted.ok());
    const box = page.getByLabel('Search orders');
    for (const text of ['Washington', 'Chopra', 'Rinaldi', 'Lefèvre']) {
      await box.fill(text);
      await page.waitForTimeout(450);
    }
    await page.getByText('Rémi Lefèvre').first().waitFor();
    await page.waitForTimeout(1000);
    assert.equal(await page.getByText('Rémi Lefèvre').first().isVisible(), true);
    assert.equal(await page.getByText('Aaliyah Washington').count(), 0);
    await page.request.delete(`${demo.url}/service/faults`);
    await page.close();
  });

  it('opens an order, refuses a bad date beside its field, saves a good one', async () => {
    const page = await open('/player/');
    await page.getByText('SO-2026-009999').click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Due').fill('2020-01-01');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Must not be before the day of the order').waitFor();
    await page.getByLabel('Due').fill('2026-12-24');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Due December 24, 2026').waitFor();
    // The refusal is the service's answer 422, which the browser itself notes.
    assert.deepEqual(
      complaints.filter((text) => !text.includes('422')),
      [],
    );
    await page.close();
  });

  it('follows a formula while it is typed, and goes on while it is broken', async () => {
    const page = await open('/studio/');
    await page.locator('li[data-name=OrdersTitle]').click();
    await page.getByRole('button', { name: /^Property:/ }).click();
    await page.getByLabel('Find a property').fill('Text');
    await page.getByRole('option', { name: /^Text/ }).first().click();
    const editor = page.locator('.cm-content');
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('"Orders: " & CountRows(OrderPage.value)');
    await page.getByText('Orders: 50', { exact: true }).waitFor();
    await page.keyboard.type(' & Nonsense');
    await page.getByText('"Nonsense" is not a name known here.').waitFor();
    assert.equal(await page.getByText('Orders: 50', { exact: true }).isVisible(), true);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('runs formulas in attributes of plain HTML', async () => {
    const page = await open('/embed/controls.html');
    await page.getByText('50 orders shown').waitFor();
    await page.getByLabel('Search').fill('Lefèvre');
    await page.getByText(/^\d orders shown$/).waitFor();
    assert.deepEqual(complaints, []);
    await page.close();
  });

  for (const variant of Object.keys(variants)) {
    it(`shows every kind of control in every state as it was looked at, ${variant}`, async (test) => {
      const { fonts, looks } = await looksOf(browser, `${demo.url}/controls/`, variant);
      const stored = storedLooks();
      if (stored === undefined) return storeLooks(fonts, variant, looks);
      if (stored.fonts !== fonts) return test.skip('The looks were stored with other fonts.');
      assert.deepEqual(differing(stored.looks[variant] ?? {}, looks), []);
    });
  }
});
