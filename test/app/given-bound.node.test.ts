import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { AppDocument } from '../../src/app/index.ts';
import { startShop, type ShopService } from '../connectors/shop-service.node.ts';
import { launchBrowser } from '../environment/browser.node.ts';
import { dataPath } from '../environment/data.node.ts';
import { serveFolder } from '../environment/static.node.ts';

/** An app of others, what a maker changes in it so that its data is the shop's, and what a user then does. */
interface Bound {
  /** What the names of its files begin with. */
  readonly files: readonly string[];
  readonly edits?: readonly (readonly [control: string, property: string, formula: string])[];
  /** What is in the package of the app, but not among these files. */
  readonly more?: string;
  /** Controls that the maker takes out. */
  readonly without?: readonly string[];
  /** A control put into another one, as pasted. */
  readonly paste?: readonly [into: string, text: string];
  /** What the app calls tables of the service. */
  readonly tables?: object;
  /** What is wrong with the app all the same. */
  readonly wrong?: readonly string[];
  readonly use: (page: Page, service: string) => Promise<void>;
}

const json = async <T>(address: string): Promise<T> => (await fetch(address)).json() as Promise<T>;

interface Customers {
  readonly value: readonly { readonly name: string; readonly email: string }[];
}

/** The elements of a control, one for each row that shows it. */
const elements = (page: Page, name: string): Locator => page.locator(`[data-control="${name}"]`);

const apps: { readonly [name: string]: Bound } = {
  'a screen of inputs places an order for what is chosen in its gallery': {
    files: ['powerplatform-snippets__source__screen'],
    // Colours of two types, which new apps refuse.
    wrong: ['Select parameters - Mockup - Parameter description.Color'],
    more: 'App:\n  Properties:\n    Formulas: =nfToggleOn = "Reserved"; nfToggleOff = "No";\n',
    edits: [
      [
        'Screen1',
        'OnVisible',
        `ClearCollect(colParameters, ForAll(FirstN(Shop.ListProducts({available: true, sort: "stock", order: "desc"}).value, 8) As p,
          {id: p.id, title: p.name, svg: "<circle cx='8' cy='8' r='7'/>", status: "No"}))`,
      ],
      [
        'Button',
        'OnSelect',
        `Set(placed, Shop.CreateOrder(17, ForAll(Filter(Gallery.AllItems, status = "Yes") As one, {productId: one.id, quantity: Slider.Value}),
          {note: RadioGroup.Selected.Value, dueOn: Date(2026, 12, 24)})); Notify("Placed " & placed.number)`,
      ],
    ],
    use: async (page, service) => {
      const choose = elements(page, 'Select parameters - Mockup - Button');
      await choose.nth(1).click();
      await choose.nth(2).click();
      await page.getByRole('radio', { name: 'Quiet zone' }).check();
      await page.getByRole('slider').first().press('ArrowRight');
      await page.getByText('Booking duration: 2 h').waitFor();
      await page.getByRole('button', { name: 'Send telemetry' }).click();
      const told = await page
        .getByText(/^Placed SO-/)
        .first()
        .textContent();
      const id = Number(told!.trim().slice(-6));
      const { note, dueOn } = await json<{ readonly note: string; readonly dueOn: string }>(`${service}/orders/${id}`);
      assert.deepEqual([note, dueOn], ['Quiet zone', '2026-12-24']);
      const lines = await json<{ readonly value: readonly { readonly quantity: number }[] }>(`${service}/orders/${id}/lines`);
      assert.deepEqual(
        lines.value.map(({ quantity }) => quantity),
        [2, 2],
      );
    },
  },
  'a gallery of contacts shows customers, page after page': {
    files: ['PowerApps-Tooling__AlmTestApp-asManyEntitiesAsPossible__'],
    tables: { Contacts: { table: 'Customers', columns: { 'Full Name': 'name', Email: 'email', 'Entity Image': 'color' } } },
    wrong: ['App.Theme', 'Image6.Image', 'Image7.Image', 'Image8.Image'],
    use: async (page, service) => {
      await page.getByText('Sample ALM app').waitFor();
      const [first, last] = await Promise.all(
        ['asc', 'desc'].map(async (order) => (await json<Customers>(`${service}/customers?top=1&order=${order}`)).value[0]!),
      );
      await elements(page, 'Gallery4').getByText(first!.email).click();
      const end = page.getByText(last!.email);
      while (!(await end.isVisible())) await page.mouse.wheel(0, 2000);
    },
  },
  'a form changes a customer': {
    files: ['PowerApps-Tooling__Screens__FormsScreen2', 'PowerApps-Tooling__Components__MyHeaderComponent'],
    // It says that it gives a number, and sets a variable.
    wrong: ['MyHeaderComponent.MyAction1'],
    edits: [
      ['Form1', 'Item', 'LookUp(Contacts, id = 17)'],
      ['Form1', 'OnSuccess', 'Notify("Saved as version " & Form1.LastSubmit.version)'],
    ],
    without: [
      ...['Company Name', 'User Name', 'Address 1', 'Website', 'Birthday', 'Description', 'Full Name', 'Business Phone'].map(
        (field) => `${field}_DataCard1`,
      ),
    ],
    paste: [
      'RightContainer1',
      '- Save:\n    Control: Classic/Button\n    Properties:\n      Text: ="Save"\n      OnSelect: =SubmitForm(Form1)\n',
    ],
    tables: {
      Contacts: {
        table: 'Customers',
        columns: {
          firstname: 'name',
          'First Name': 'name',
          lastname: 'city',
          'Last Name': 'city',
          jobtitle: 'company',
          'Job Title': 'company',
          mobilephone: 'phone',
          'Mobile Phone': 'phone',
          emailaddress1: 'email',
          Email: 'email',
        },
      },
    },
    use: async (page, service) => {
      await elements(page, 'DataCardValue8').getByRole('textbox').fill('Atelier Seventeen');
      await page.getByRole('button', { name: 'Save' }).click();
      await page
        .getByText(/Saved as version/)
        .first()
        .waitFor();
      const { company } = await json<{ readonly company: string }>(`${service}/customers/17`);
      assert.equal(company, 'Atelier Seventeen');
    },
  },
  'a calendar of others shows what is to be delivered': {
    files: ['powerplatform-samples__pnp_calendarcomponent_caea6__'],
    edits: [
      [
        'CalendarComponent_3',
        'CalendarItems',
        'ForAll(Shop.ListOrders({from: Date(2026, 11, 9), to: Date(2026, 11, 9)}).value As o, {Date: Text(o.dueOn, "m/d/yyyy"), Title: o.number, Time: o.customer.name})',
      ],
    ],
    use: async (page, service) => {
      interface Order {
        readonly number: string;
        readonly dueOn: string;
      }
      const { value } = await json<{ readonly value: readonly Order[] }>(`${service}/orders?from=2026-11-09&to=2026-11-09`);
      await page.getByRole('button', { name: 'Today' }).click();
      await page.getByText('November 2026').waitFor();
      await elements(page, 'btnNextMonth_1').click();
      await page.getByText('December 2026').waitFor();
      await elements(page, 'btnPrevMonth_1').click();
      await page.getByText('November 2026').waitFor();
      const { dueOn } = value[0]!;
      await elements(page, 'btnDayValue')
        .getByText(String(Number(dueOn.slice(-2))), { exact: true })
        .first()
        .click();
      for (const { number } of value.filter((one) => one.dueOn === dueOn).slice(0, 3)) await page.getByText(number).waitFor();
    },
  },
  'charts that a web service draws are asked for with the months of the shop': {
    files: [
      'powerplatform-samples__logisam_charts4powerapps_86e8a__Components',
      'powerplatform-samples__logisam_charts4powerapps_86e8a__scrBar',
    ],
    edits: [
      [
        'btnRandomValues',
        'OnSelect',
        'Set(tblDemoData, ForAll(Shop.GetStatistics().byMonth As m, {Label: m.month, Data: m.orders}))',
      ],
    ],
    use: async (page, service) => {
      const { byMonth } = await json<{ readonly byMonth: readonly { readonly month: string; readonly orders: number }[] }>(
        `${service}/statistics`,
      );
      const [, asked] = await Promise.all([
        page.getByRole('button', { name: 'Random Values' }).click(),
        page.waitForRequest(
          (request) => request.url().startsWith('https://quickchart.io/') && request.url().includes(byMonth[0]!.month),
        ),
      ]);
      const chart = decodeURIComponent(asked.url());
      for (const { month, orders } of byMonth)
        assert.ok(chart.includes(`'${month}'`) && chart.includes(`${orders}`), `${month} in ${chart}`);
    },
  },
};

const given = dataPath('apps/payaml-given');

describe('apps of others, bound to a service', { skip: given === undefined && 'needs FXLOOM_DATA' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'fxloom-bound-'));
  const sites: { close(): void }[] = [];
  let shop: ShopService;
  let browser: Browser;
  before(async () => {
    [shop, browser] = await Promise.all([startShop(), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    for (const site of sites) site.close();
    shop.close();
    rmSync(folder, { recursive: true });
  });

  /** Writes an app as a maker leaves it, and exports it as a web site. */
  async function siteOf({ files, edits = [], without = [], more, paste, tables }: Bound, name: string): Promise<string> {
    const names = readdirSync(given!).filter((file) => files.some((begin) => file.startsWith(begin)));
    const document = new AppDocument(names.map((file) => ({ name: file, text: readFileSync(join(given!, file), 'utf8') })));
    for (const control of without) document.remove(document.find(control)!);
    for (const [control, property, formula] of edits) document.edit(document.find(control)!, property, formula);
    if (paste !== undefined) document.insert(paste[1], document.find(paste[0])!);
    const app = join(folder, name);
    mkdirSync(app);
    for (const { name: file, text } of document.files) writeFileSync(join(app, file), text);
    if (more !== undefined) writeFileSync(join(app, 'More.pa.yaml'), more);
    writeFileSync(join(app, 'connections.json'), JSON.stringify({ Shop: { definition: `${shop.url}/openapi.json`, tables } }));
    const bin = join(process.cwd(), 'bin/fxloom.mjs');
    const site = `${app}-site`;
    const { status, stderr } = spawnSync(process.execPath, [bin, 'export', app, '--folder', site], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const server = await serveFolder(site);
    sites.push(server);
    return server.url;
  }

  for (const [i, [name, app]] of Object.entries(apps).entries()) {
    it(name, async () => {
      const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
      page.setDefaultTimeout(60_000);
      // The day on which the shop's orders end.
      await page.clock.setFixedTime('2026-11-15T12:00:00Z');
      await page.route('https://quickchart.io/**', (route) =>
        route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>' }),
      );
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      await page.goto(`${await siteOf(app, `app${i}`)}/`);
      await app.use(page, shop.url);
      const wrong = await page.evaluate(() =>
        document
          .querySelector('fx-app')!
          .diagnostics.filter(({ severity }) => severity === 'error')
          .map(({ control, property }) => `${control}.${property}`),
      );
      assert.deepEqual(wrong, app.wrong ?? []);
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }
});
