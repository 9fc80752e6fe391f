import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../environment/browser.node.ts';
import { servePage, type PageServer } from '../../environment/page.node.ts';
import { startOData, type ODataService } from './odata-service.node.ts';

let service: ODataService;
let site: PageServer;
let browser: Browser;
let tab: Page;

/** A million rows that take no room: made while they are read. */
const MILLION = `
alter table "Orders" rename to few;
create view "Orders" as select "Id", 'A-' || lpad("Id"::text, 7, '0') as "Number", "Status", "Total", "Weight", "Quantity", "Pieces", "Big", "Paid", "OrderedAt", "DueOn", "Note", "Code", "CustomerId", "Version", ("Json"::jsonb || jsonb_build_object('Id', "Id", 'Number', 'A-' || lpad("Id"::text, 7, '0')))::text as "Json"
from (select i as "Id", (select f from few f limit 1) as f from generate_series(1, 1000000) i) g, lateral (select (g.f)."Status", (g.f)."Total", (g.f)."Weight", (g.f)."Quantity", (g.f)."Pieces", (g.f)."Big", (g.f)."Paid", (g.f)."OrderedAt", (g.f)."DueOn", (g.f)."Note", (g.f)."Code", (g.f)."CustomerId", (g.f)."Version", (g.f)."Json") r;
`;

describe('a gallery over a million rows', { timeout: 240_000 }, () => {
  before(async () => {
    service = await startOData(10);
    await service.database.exec(MILLION);
    site = await servePage(
      { player: 'src/player.ts' },
      (_, response) => response.writeHead(404).end(),
      () => new URL(service.url).origin,
    );
    browser = await launchBrowser();
    tab = await browser.newPage();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await service?.close();
  });

  it('fetches what it shows', async () => {
    await tab.goto(site.url);
    await tab.evaluate(
      async ([odata, player]) => {
        await import(player!);
        const app = document.createElement('fx-app');
        app.setAttribute('connections', JSON.stringify({ Sales: { odata } }));
        const gallery = document.createElement('fx-gallery');
        gallery.id = 'List';
        gallery.setAttribute('items', '=Filter(Orders, Id > 10)');
        gallery.style.cssText = 'display:block;width:400px;height:300px';
        const template = document.createElement('template');
        const label = document.createElement('fx-label');
        label.id = 'Name';
        label.setAttribute('text', '=ThisItem.Number');
        template.content.append(label);
        gallery.append(template);
        const count = document.createElement('fx-label');
        count.id = 'Count';
        count.setAttribute('text', '=CountRows(Orders)');
        app.append(gallery, count);
        document.body.append(app);
      },
      [service.url, '/player.js'],
    );
    const value = (path: string) => tab.evaluate((name) => String(document.querySelector('fx-app')!.value(name)), path);
    await tab.waitForFunction(
      () => {
        const app = document.querySelector('fx-app');
        return (
          app?.app !== undefined && String(app.value('Count.Text')) === '1000000' && Array.isArray(app.value('List.AllItems'))
        );
      },
      undefined,
      { timeout: 120_000 },
    );
    const shown = await tab.evaluate(
      () => (document.querySelector('fx-app')!.value('List.AllItems') as { Number: string }[])[0]!.Number,
    );
    assert.equal(shown, 'A-0000011');
    assert.equal(await value('Count.Text'), '1000000');
    const first = service.taken();
    assert.ok(first.rows >= 100 && first.rows <= 300, `${first.rows} rows: ${first.requests.join('\n')}`);
    console.log(`a gallery over 1,000,000 rows: ${first.rows} rows fetched by ${first.requests.length} requests`);
  });
});
