import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { AppElement } from '../../src/app/index.ts';
import { launchBrowser } from '../environment/browser.node.ts';
import { control, screenOf } from './app-text.ts';
import { ordersDefinition } from './orders-service.node.ts';

interface Order {
  readonly id: number;
  readonly name: string;
  readonly total: number;
}

/** A real service of orders that can be taken away, and that notes every write. */
class Shop {
  orders: Order[] = [];
  /** What came, with the key that it carried. */
  readonly writes: { readonly method: string; readonly url: string; readonly body: string; readonly key: string }[] = [];
  /** Answers to writes are held back until this is called. */
  release: (() => void) | undefined;
  /** Answers every write so. */
  refuse: number | undefined;
  holding = false;
  port = 0;
  private server: Server | undefined;

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => this.answer(request.method!, request.url!, body, String(request.headers['x-key'] ?? ''), response));
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    return new Promise((resolve) => {
      if (server === undefined) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private answer(method: string, url: string, body: string, key: string, response: ServerResponse): void {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    response.setHeader('access-control-allow-methods', '*');
    const json = (value: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    const id = Number(/\/orders\/(\d+)/.exec(url)?.[1] ?? 0);
    if (method === 'OPTIONS') json({});
    else if (url.endsWith('openapi.json')) json(ordersDefinition(this.url));
    else if (method === 'GET' || method === 'HEAD') json(id === 0 ? this.orders : this.orders.find((order) => order.id === id));
    else {
      this.writes.push({ method, url, body, key });
      const act = (): void => {
        if (this.refuse !== undefined) return json({ title: 'no' }, this.refuse);
        const order = { total: 0, ...(JSON.parse(body) as object) } as Order;
        if (method === 'POST') this.orders = [...this.orders, { ...order, id: this.orders.length + 1 }];
        else this.orders = this.orders.map((one) => (one.id === id ? { ...one, ...order, id } : one));
        json(order);
      };
      if (this.holding) this.release = act;
      else act();
    }
  }
}

const text = screenOf(
  control('Count', 'Label', { Text: '"Orders: " & CountRows(Shop.ListOrders())' }),
  control('State', 'Label', { Text: 'If(Connection.Connected, "on", "off") & " " & Text(Connection.Sync)', Y: '30' }),
  control('Add', 'Button', { Text: '"Add"', OnSelect: 'Shop.CreateOrder({name: "new"})', Y: '60' }),
  control('Change', 'Button', { Text: '"Change"', OnSelect: 'Shop.UpdateOrder(1, {name: "mine", \'If-Match\': "1"})', Y: '90' }),
  control('List', 'Gallery', { Items: 'Shop.ListOrders()', Y: '140', Height: '160', Width: '400' }, [
    control('Name', 'Label', { Text: 'ThisItem.name' }),
  ]),
);

const shop = new Shop();
let browser: Browser;
let files: Map<string, string>;
let host: Server;
let origin: string;

/** The page with the app: on a host of its own, which stays when the service goes. */
function page(response: ServerResponse, url: string): void {
  const file = files.get(url.slice(1));
  const type = url.endsWith('.js') ? 'text/javascript' : url === '/app.pa.yaml' ? 'text/yaml' : 'text/html';
  response.writeHead(200, { 'content-type': type });
  if (file !== undefined) response.end(file);
  else if (url === '/app.pa.yaml') response.end(text);
  else
    response.end('<!doctype html><html lang="en"><title>Shop</title><script type="module" src="/page.js"></script><body></body>');
}

/** The player as pages load it, by file. Built aside: the build finds its sources by its own place. */
function builtPlayer(): [string, string][] {
  const script = `
    import { bundle } from './scripts/build.mjs';
    const built = [await bundle('page', "export * from '/src/player.ts';", { write: false, split: true })].flat();
    process.stdout.write(JSON.stringify(built[0].output.map(({ fileName, code }) => [fileName, code ?? ''])));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', maxBuffer: 1e8 });
  return JSON.parse(printed.slice(printed.indexOf('[["'))) as [string, string][];
}

type Policy = { readonly reads?: string; readonly writes?: string; readonly conflicts?: string };

/** Shows the app in a page. `key`: the header that the service looks at. */
async function show(context: BrowserContext, policy: Policy, user = 'ann'): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(origin);
  await tab.evaluate(
    ({ policy: offline, url, user: email }) => {
      const app = document.createElement('fx-app');
      app.user = { email };
      app.setAttribute('connections', JSON.stringify({ Shop: { definition: `${url}/openapi.json`, offline } }));
      app.src = '/app.pa.yaml';
      app.style.width = '600px';
      app.style.height = '400px';
      document.body.append(app);
    },
    { policy, url: shop.url, user },
  );
  await tab.waitForFunction(() => document.querySelector('fx-app')?.app !== undefined);
  return tab;
}

const value = (tab: Page, path: string): Promise<unknown> =>
  tab.evaluate((wanted) => {
    const found = document.querySelector('fx-app')!.value(wanted);
    return typeof found === 'string' ? found : String(found);
  }, path);
const says = (tab: Page, path: string, wanted: string): Promise<unknown> =>
  tab
    .waitForFunction(([name, expected]) => document.querySelector('fx-app')!.value(name!) === expected, [path, wanted], {
      timeout: 20_000,
    })
    .catch(async () => assert.fail(`${path} says "${String(await value(tab, path))}" rather than "${wanted}"`));
const press = (tab: Page, name: string): Promise<unknown> =>
  tab.evaluate((control) => (document.querySelector('fx-app') as AppElement).app!.press(control).then(() => true), name);
const pending = (tab: Page): Promise<string> =>
  tab.evaluate(() => {
    const panel = [...document.querySelector('fx-app')!.shadowRoot!.children].find((one) =>
      one.shadowRoot?.querySelector('summary'),
    );
    return panel === undefined || (panel as HTMLElement).hidden
      ? ''
      : (panel.shadowRoot!.querySelector('summary')!.textContent ?? '');
  });
const pendingSays = async (tab: Page, wanted: RegExp): Promise<void> => {
  for (let i = 0; i < 200; i++) {
    if (wanted.test(await pending(tab))) return;
    await tab.waitForTimeout(50);
  }
  assert.fail(`pending: "${await pending(tab)}" rather than ${wanted}`);
};
/** Once an answer is on the device. */
const kept = (tab: Page): Promise<unknown> =>
  tab.waitForFunction(
    () =>
      new Promise<boolean>((resolve) => {
        const opening = indexedDB.open('fxloom-offline');
        opening.onupgradeneeded = () => opening.transaction!.abort();
        opening.onerror = () => resolve(false);
        opening.onsuccess = () => {
          const database = opening.result;
          const counting = database.objectStoreNames.contains('answers')
            ? database.transaction('answers').objectStore('answers').count()
            : undefined;
          if (counting) counting.onsuccess = () => resolve(counting.result > 0);
          else resolve(false);
          database.close();
        };
      }),
    undefined,
    { polling: 50 },
  );
const choose = (tab: Page, label: string): Promise<void> => tab.getByRole('button', { name: label }).first().click();

describe('when the service is not there', { timeout: 240_000 }, () => {
  let context: BrowserContext;
  before(async () => {
    files = new Map(builtPlayer());
    host = createServer((request, response) => page(response, request.url!));
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    origin = `http://localhost:${(host.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await shop.stop();
    host.closeAllConnections();
    host.close();
  });
  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext();
    await shop.stop();
    await shop.start();
    shop.orders = [{ id: 1, name: 'first', total: 1 }];
    shop.writes.length = 0;
    shop.refuse = undefined;
    shop.holding = false;
  });

  for (const reads of ['offline', 'stale']) {
    it(`${reads}: a page that is opened while the service is gone shows what was there, with its age, and then what is`, async () => {
      const first = await show(context, { reads });
      await says(first, 'Count.Text', 'Orders: 1');
      await kept(first);
      await first.close();
      await shop.stop();
      const again = await show(context, { reads });
      await says(again, 'Count.Text', 'Orders: 1');
      await again.waitForFunction(() => {
        const list = document.querySelector('fx-app')!.shadowRoot!.querySelector('[data-control="List"]');
        return /^From \d\d:\d\d.*offline$/.test(list?.shadowRoot?.querySelector('.notice')?.textContent ?? '');
      });
      await says(again, 'State.Text', 'off NotConnected');
      shop.orders = [...shop.orders, { id: 2, name: 'second', total: 1 }];
      await shop.start();
      await says(again, 'Count.Text', 'Orders: 2');
      await says(again, 'State.Text', 'on Connected');
      await again.waitForFunction(
        () =>
          document
            .querySelector('fx-app')!
            .shadowRoot!.querySelector('[data-control="List"]')!
            .shadowRoot!.querySelector('.notice') === null,
      );
    });
  }

  it('what one user saw is not shown to another, and signing out forgets it', async () => {
    const first = await show(context, { reads: 'offline' });
    await says(first, 'Count.Text', 'Orders: 1');
    await kept(first);
    await shop.stop();
    const bob = await show(context, { reads: 'offline' }, 'bob');
    await bob.waitForTimeout(1500);
    assert.equal(
      await bob.evaluate(() =>
        document
          .querySelector('fx-app')!
          .diagnostics.map(({ code }) => code)
          .includes('FileMissing'),
      ),
      true,
    );
    await first.evaluate(() => document.querySelector('fx-app')!.forget());
    await first.close();
    const ann = await show(context, { reads: 'offline' });
    await ann.waitForTimeout(500);
    assert.notEqual(await value(ann, 'Count.Text').catch(() => ''), 'Orders: 1');
  });

  it('works where the browser keeps nothing', async () => {
    await context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError');
      };
    });
    const tab = await show(context, { reads: 'offline', writes: 'queue' });
    await says(tab, 'Count.Text', 'Orders: 1');
    await context.setOffline(true);
    await press(tab, 'Add');
    await pendingSays(tab, /^1 change not sent yet; kept only while this page is open$/);
    await context.setOffline(false);
    await pendingSays(tab, /^$/);
    assert.equal(shop.orders.length, 2);
  });

  it('changes made offline outlast the page, and arrive once and in order', async () => {
    const tab = await show(context, { reads: 'offline', writes: 'queue' });
    await says(tab, 'Count.Text', 'Orders: 1');
    await kept(tab);
    await context.setOffline(true);
    await press(tab, 'Add');
    await press(tab, 'Change');
    await press(tab, 'Add');
    await says(tab, 'State.Text', 'off NotConnectedPendingUpsync');
    await pendingSays(tab, /^3 changes not sent yet$/);
    assert.deepEqual(shop.writes, []);
    await tab.close();
    await context.setOffline(false);
    // Two pages at once: each change is sent by one of them.
    const [one, two] = await Promise.all([
      show(context, { reads: 'offline', writes: 'queue' }),
      show(context, { reads: 'offline', writes: 'queue' }),
    ]);
    // Before a page has read its queue it shows nothing to be sent: the service tells when all of it arrived.
    await says(one, 'Count.Text', 'Orders: 3');
    await pendingSays(one, /^$/);
    await pendingSays(two, /^$/);
    assert.deepEqual(
      shop.writes.map(({ method }) => method),
      ['POST', 'PUT', 'POST'],
    );
  });

  it('a page that dies while a change is on its way does not send it twice by itself', async () => {
    const tab = await show(context, { writes: 'queue' });
    await says(tab, 'Count.Text', 'Orders: 1');
    shop.holding = true;
    const pressed = press(tab, 'Add').catch(() => false);
    for (let i = 0; shop.writes.length === 0 && i < 100; i++) await tab.waitForTimeout(20);
    await tab.close({ runBeforeUnload: false });
    await pressed;
    shop.holding = false;
    shop.release?.();
    const next = await show(context, { writes: 'queue' });
    await pendingSays(next, /^1 change not sent yet; 1 needs you$/);
    await next.waitForTimeout(500);
    assert.equal(shop.writes.length, 1);
    await next.locator('summary').click();
    await choose(next, 'Discard');
    await pendingSays(next, /^$/);
    assert.equal(shop.orders.length, 2);
  });

  const conflicts = [
    ['Keep mine', 200, 'mine'],
    ['Take theirs', 412, 'first'],
  ] as const;
  for (const [button, then, name] of conflicts) {
    it(`a newer version: ${button}`, async () => {
      const tab = await show(context, { reads: 'offline', writes: 'queue' });
      await says(tab, 'Count.Text', 'Orders: 1');
      await context.setOffline(true);
      await press(tab, 'Change');
      shop.refuse = 412;
      await context.setOffline(false);
      await pendingSays(tab, /^1 change not sent yet; 1 needs you$/);
      await says(tab, 'State.Text', 'on ConnectedError');
      await tab.locator('summary').click();
      const versions = await tab.evaluate(() =>
        [...document.querySelector('fx-app')!.shadowRoot!.children].flatMap((one) =>
          [...(one.shadowRoot?.querySelectorAll('tr') ?? [])].map((row) => [...row.cells].map((cell) => cell.textContent)),
        ),
      );
      assert.deepEqual(versions, [
        ['Field', 'Mine', 'Theirs'],
        ['name', 'mine', 'first'],
      ]);
      if (then === 200) shop.refuse = undefined;
      await choose(tab, button);
      await pendingSays(tab, /^$/);
      assert.equal(shop.orders[0]!.name, name);
    });
  }
});
