import { assert, expect } from 'chai';
import { KindPage } from '../../demo/controls/kind-page.ts';
import { samples } from '../../demo/controls/kinds.ts';
import { formulaOf } from '../../src/app/authoring/index.ts';
import { catalogue, type ControlElement } from '../../src/controls/index.ts';
import { isTable, type Value } from '../../src/formula/index.ts';
import { appOf } from '../app/app-text.ts';
import { assertAccessible, settled, until } from '../controls/mount-control.ts';

describe('a kind of control on its own page', () => {
  let root: HTMLElement;
  beforeEach(() => document.body.append((root = document.createElement('div'))));
  afterEach(() => root.remove());

  const kinds = catalogue.map(({ definition }) => definition).filter(({ tag }) => samples.has(tag));

  function show(name: string): ControlElement {
    const definition = kinds.find((kind) => kind.name === name)!;
    new KindPage(definition, samples.get(definition.tag)!, [], root).show();
    return root.querySelector<ControlElement>('.stage > *')!;
  }
  const code = (): string => root.querySelector('pre')!.textContent;
  const button = (text: string): HTMLButtonElement =>
    [...root.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === text)!;
  const editor = (name: string): HTMLInputElement => root.querySelector(`#p-${name}`)!;
  function set(name: string, text: string): void {
    const field = editor(name);
    field.value = text;
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new Event('change'));
  }

  for (const { name, properties } of kinds) {
    it(`${name}: its code makes the same control, in a page and in an app`, async () => {
      const element = show(name);
      const given = Object.keys(samples.get(element.localName)!.properties);
      const page = document.createElement('div');
      page.innerHTML = code();
      root.append(page);
      const copy = page.firstElementChild as ControlElement;
      await settled(element, copy);
      button('.pa.yaml').click();
      const whole = name === 'Screen' ? code() : `Screens:\n  S:\n    Children:\n${code().replaceAll(/^/gm, '      ')}\n`;
      const app = appOf(whole);
      expect(app.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).to.deep.equal([]);
      for (const property of given) {
        const { type } = properties[property]!;
        const first = (value: Value): string => formulaOf(isTable(value) ? [...value.slice(0, 6)] : value, type);
        expect(first(copy.read(property)), property).to.equal(first(element.read(property)));
      }
    });
  }

  it('shows what is set at once, and a formula that cannot be read leaves what was', async () => {
    const element = show('DropDown');
    set('Items', '=["North", "South"]');
    expect(element.read('Items')).to.deep.equal([{ Value: 'North' }, { Value: 'South' }]);
    expect(code()).to.include('items="North, South"');
    set('Items', '=["North", ');
    expect(root.querySelector('.problem')!.textContent).to.not.equal('');
    expect(editor('Items').value).to.equal('=["North", ');
    expect(element.read('Items')).to.have.length(2);
    root.querySelector<HTMLButtonElement>('[aria-label="Back to the default of Items"]')!.click();
    expect(element.read('Items')).to.deep.equal([]);
    expect(root.querySelector('.problem')).to.equal(null);
  });

  it('logs events and shows outputs', async () => {
    const element = show('Toggle');
    await settled(element);
    element.renderRoot.querySelector<HTMLElement>('[part~=control], input, button')!.click();
    await until(() => root.querySelector('.log li') !== null, 'an event in the log');
    assert.include(root.querySelector('.outputs')!.textContent, 'true');
  });

  for (const name of ['Button', 'DatePicker', 'ColumnChart']) {
    it(`${name}: axe finds nothing`, async () => {
      await settled(show(name));
      await assertAccessible(root);
    });
  }
});
