import axe from 'axe-core';
import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { connectText } from '../../src/connectors/index.ts';
import type { ConnectionsPane } from '../../src/studio/panes/connections.ts';
import '../../src/studio/panes/connections.ts';
import { appOf, control, screenOf } from '../app/app-text.ts';
import { serviceUrl } from '../environment/service.ts';

const address = await serviceUrl();

async function until<T>(what: string, find: () => T | null | undefined | false): Promise<T> {
  for (let i = 0; i < 400; i++) {
    const found = find();
    if (found !== undefined && found !== null && found !== false && found !== '') return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Waited in vain: ${what}`);
}

describe('the pane of connections', () => {
  let pane: ConnectionsPane;
  const root = (): ShadowRoot => pane.shadowRoot!;
  const all = (selector: string): HTMLElement[] => [...root().querySelectorAll<HTMLElement>(selector)];
  const textIn = (selector: string): string => root().querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  const fill = (name: string, value: string): void => {
    root().querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`)!.value = value;
  };
  const submit = (): void => root().querySelector('form')!.requestSubmit();
  const choose = async (name: string): Promise<void> => {
    const option = all('[role="option"]').find((of) => of.textContent?.includes(name) === true);
    option!.click();
    await pane.updateComplete;
  };
  const violations = async (): Promise<string[]> => {
    const found = await axe.run(pane, { rules: { region: { enabled: false } } });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  };

  beforeEach(async function () {
    if (address === null) this.skip();
    const documentUrl = `${address}/openapi.json`;
    const text = await (await fetch(documentUrl)).text();
    const connector = await connectText(text, { namespace: 'Shop', documentUrl, baseUrl: address });
    pane = document.createElement('fx-connections-pane') as ConnectionsPane;
    pane.style.height = '400px';
    pane.subject = { app: appOf(screenOf(), { connectors: [connector] }), control: '', property: '' };
    document.body.append(pane);
    await pane.updateComplete;
  });
  afterEach(() => document.body.replaceChildren());

  it('lists functions, finds them by keyboard, and tells what they take and give', async () => {
    expect(all('[role="option"]').length).to.be.greaterThan(5);
    root().querySelector<HTMLElement>('[role="listbox"]')!.focus();
    const first = textIn('[aria-selected="true"] .name');
    await sendKeys({ press: 'ArrowDown' });
    await pane.updateComplete;
    expect(textIn('[aria-selected="true"] .name')).not.to.equal(first);
    await choose('ListOrders');
    expect(textIn('h2')).to.match(/^Shop\.ListOrders\(\{.*status/);
    expect(await violations()).to.deep.equal([]);
  });

  it('tries one: the value, the request, the answer, and that it is as described', async () => {
    await choose('ListOrders');
    submit();
    await until('an answer', () => textIn('[role="status"]') !== '');
    expect(textIn('[role="status"]')).to.match(/^200 .*ms/);
    const shown = all('pre').map((of) => of.textContent);
    expect(shown[0]).to.contain('GET ').and.to.contain('/orders');
    expect(shown[1]).to.contain('content-type: application/json');
    expect(await violations()).to.deep.equal([]);
  });

  it('says what is wrong with values and answers', async () => {
    await choose('GetOrder');
    fill('id', '999999999');
    submit();
    await until('an answer', () => textIn('[role="status"]') !== '');
    expect(textIn('[role="status"]')).to.match(/^404/);
    expect(textIn('.error')).to.match(/^Shop\.GetOrder failed/);
  });

  it('adds a cURL command, and says where a damaged description is damaged', async () => {
    all('button')
      .find((of) => of.textContent?.includes('Add') === true)!
      .click();
    await pane.updateComplete;
    expect(await violations()).to.deep.equal([]);
    fill('description', '{"openapi": "3.1.0", "paths": {\n  "/a": 7}}');
    submit();
    expect(await until('a problem', () => textIn('[role="alert"]'))).to.match(/^Line 2, column \d+: /);
    fill('name', 'Weather 2');
    fill('description', "curl 'https://weather.example/now?city=Oslo'");
    submit();
    await until('the new connection', () => textIn('h2').startsWith('Weather2.'));
    expect(root().querySelector('select')!.value).to.equal('Weather2');
    expect(all('pre').at(-1)!.textContent).to.contain('"Weather2"').and.to.contain('"weather2.txt"');
    // The browser's own way of saving is stopped before it opens a window.
    const create = Object.getOwnPropertyDescriptor(URL, 'createObjectURL')!;
    const [blobs, names]: [Blob[], string[]] = [[], []];
    Object.defineProperty(URL, 'createObjectURL', { ...create, value: (blob: Blob) => (blobs.push(blob), 'data:,') });
    Object.defineProperty(HTMLAnchorElement.prototype, 'click', {
      configurable: true,
      value(this: HTMLAnchorElement) {
        names.push(this.download);
      },
    });
    all('button')
      .find((of) => of.textContent?.includes('Save weather2.txt') === true)!
      .click();
    Object.defineProperty(URL, 'createObjectURL', create);
    Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
    expect([names, await blobs[0]!.text()]).to.deep.equal([['weather2.txt'], "curl 'https://weather.example/now?city=Oslo'"]);
    expect(await violations()).to.deep.equal([]);
  });

  it('lets a description join the running app: its formulas call it, and what was set stays', async () => {
    const app = appOf(screenOf(control('Out', 'Label', { Text: 'If(x = 7, Text(CountRows(Late.ListOrders().value)))' })), {
      variables: { x: 7 },
    });
    pane.subject = { app, control: '', property: '' };
    await pane.updateComplete;
    expect(app.diagnostics.filter(({ severity }) => severity === 'error')).not.to.deep.equal([]);
    all('button')
      .find((of) => of.textContent?.includes('Add') === true)!
      .click();
    await pane.updateComplete;
    fill('name', 'Late');
    fill('description', `${address}/openapi.json`);
    submit();
    await until('the new connection', () => textIn('h2').startsWith('Late.'));
    expect([...app.connectors.keys()]).to.deep.equal(['Late']);
    expect(all('select option').map((of) => of.textContent)).to.deep.equal(['Late']);
    expect(app.diagnostics.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
    const seen: unknown[] = [];
    const stop = app.watch('Out.Text', (value) => seen.push(value));
    await until('the answer', () => /^\d+$/.test(String(seen.at(-1))));
    stop();
    expect(() => app.connect(app.connectors.get('Late')!)).to.throw(RangeError);
  });

  it('replays a recording without the service', async () => {
    await choose('ListOrders');
    const path = '/service/orders?sort=orderedAt&order=desc&top=50&skip=0';
    const exchange = { method: 'GET', path, status: 200, reason: 'OK', headers: {}, body: '{"value": 7}' };
    const files = new DataTransfer();
    files.items.add(new File([JSON.stringify({ fixture: 1, exchanges: [exchange] })], 'a.json'));
    const input = root().querySelector<HTMLInputElement>('label.quiet input[type="file"]')!;
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
    await until('the recording', () => textIn('.bar .quiet').includes('recording'));
    submit();
    await until('an answer', () => textIn('[role="status"]') !== '');
    expect(textIn('section')).to.contain('Not as described').and.to.contain('value');
  });
});
