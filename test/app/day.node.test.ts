import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../environment/browser.node.ts';

const HOUR = 3_600_000;

/** A screen with a list, and one that makes the list anew every few seconds for a minute and then goes back; messages with each. */
const app = `App:
  Properties:
    OnStart: =Set(ticks, 0); ClearCollect(rows, Sequence(20))
Screens:
  Still:
    Properties:
      OnVisible: '=UpdateContext({shown: Now()})'
    Children:
      - Go:
          Control: Button
          Properties:
            OnSelect: =Navigate(Busy, ScreenTransition.Fade)
      - List:
          Control: Gallery@2.15.0
          Variant: Vertical
          Properties:
            Items: =rows
            Y: =80
          Children:
            - Line:
                Control: Label
                Properties:
                  Text: =ThisItem.Value & " of " & CountRows(rows) & " at " & Text(shown)
            - Field:
                Control: TextInput
                Properties:
                  Default: =ThisItem.Value
  Busy:
    Children:
      - Beat:
          Control: Timer@2.1.0
          Properties:
            AutoStart: =true
            Duration: =5000
            Repeat: =true
            OnTimerEnd: |-
              =Set(ticks, ticks + 1);
              ClearCollect(rows, AddColumns(Sequence(20, ticks), text, "Row " & Value));
              If(Mod(ticks, 12) = 0, Notify("Done " & ticks, NotificationType.Information, 2000); Back())
      - Shown:
          Control: Gallery@2.15.0
          Variant: Vertical
          Properties:
            Items: =rows
            Y: =80
          Children:
            - Word:
                Control: Label
                Properties:
                  Text: =ThisItem.Value & " " & ticks
`;

describe('an app that runs for a day', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fxloom-day-'));
  let browser: Browser;
  let page: Page;
  let session: CDPSession;
  before(async () => {
    writeFileSync(join(folder, 'day.pa.yaml'), app);
    const bin = join(process.cwd(), 'bin/fxloom.mjs');
    const made = spawnSync(process.execPath, [bin, 'export', 'day.pa.yaml'], { cwd: folder, encoding: 'utf8' });
    assert.equal(made.status, 0, made.stderr);
    browser = await launchBrowser();
    page = await browser.newPage();
    session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await page.goto(pathToFileURL(join(folder, 'day.html')).href);
    await page.waitForFunction(() => (document.querySelector('fx-app') as { app?: object } | null)?.app !== undefined);
    // Somebody presses the button every ten minutes.
    await page.evaluate(() => {
      const { app: running } = document.querySelector('fx-app') as unknown as { app: { press(name: string): Promise<unknown> } };
      setInterval(() => void running.press('Go'), 600_000);
    });
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Lets so much time pass in the page, at once. */
  async function pass(milliseconds: number): Promise<void> {
    const over = new Promise((resolve) => session.once('Emulation.virtualTimeBudgetExpired', resolve));
    await session.send('Emulation.setVirtualTimePolicy', { policy: 'advance', budget: milliseconds });
    await over;
  }

  const ticks = (): Promise<number> =>
    page.evaluate(() => (document.querySelector('fx-app') as unknown as { value(path: string): number }).value('ticks'));

  /** What is there once all that nobody holds has been taken away. */
  async function counts(): Promise<{ readonly nodes: number; readonly listeners: number; readonly heap: number }> {
    for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
    const { metrics } = await session.send('Performance.getMetrics');
    return { nodes, listeners, heap: metrics.find(({ name }) => name === 'JSHeapUsedSize')!.value };
  }

  it('holds no more at its end than after its first hours', async () => {
    await pass(2 * HOUR);
    const first = { ...(await counts()), ticks: await ticks() };
    await pass(22 * HOUR);
    const last = { ...(await counts()), ticks: await ticks() };
    const told = JSON.stringify({ first, last });
    console.log(`A day: ${told}`);
    assert.ok(last.ticks > 10 * first.ticks && first.ticks > 100, told);
    // An app that lost one node or listener a minute would hold more than a thousand more.
    assert.ok(last.nodes - first.nodes < 300, told);
    assert.ok(last.listeners - first.listeners < 100, told);
    assert.ok(last.heap < 1.3 * first.heap, told);
  });
});
