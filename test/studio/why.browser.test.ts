import axe from 'axe-core';
import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { WhyElement } from '../../src/app/inspect/index.ts';
import '../../src/app/inspect/index.ts';
import type { AppElement } from '../../src/app/index.ts';
import '../../src/app/index.ts';
import '../../src/studio/index.ts';
import { control, screenOf } from '../app/app-text.ts';

const text = screenOf(
  control('In', 'TextInput', { Default: '"Ann"' }),
  control('Out', 'Label', { Text: '"Hello " & In.Text', Y: '60' }),
  control('Bad', 'Label', { Text: '"Rate " & 1 / Len(Out.Text & In.Text) / 0', Y: '120' }),
);

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    if (i > 250) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const items = (why: WhyElement | null | undefined): HTMLElement[] => [
  ...(why?.shadowRoot?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? []),
];
const names = (why: WhyElement | null | undefined): string[] =>
  items(why).map((item) => item.querySelector('.name')!.textContent);

async function violations(root: Element | { include: Element; exclude: Element }): Promise<string[]> {
  const found = await axe.run(root, { rules: { region: { enabled: false } } });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe('why a value is so, on a page', () => {
  let element: AppElement;
  beforeEach(async () => {
    element = document.createElement('fx-app');
    element.src = URL.createObjectURL(new Blob([text]));
    element.style.height = '300px';
  });
  afterEach(() => document.body.replaceChildren());

  describe('in the studio', () => {
    let why: WhyElement;
    let studio: HTMLElementTagNameMap['fx-studio'];
    beforeEach(async () => {
      studio = document.createElement('fx-studio');
      studio.style.height = '600px';
      studio.append(element);
      document.body.append(studio);
      studio.app = await element.ready;
      studio.control = 'Out';
      studio.property = 'Text';
      await studio.updateComplete;
      const dock = studio.shadowRoot!.querySelector('fx-dock')!;
      dock.shadowRoot!.querySelector<HTMLElement>('[data-name="why"]')!.click();
      const shown = (): WhyElement | null | undefined =>
        dock.shadowRoot!.querySelector('fx-why-pane')?.shadowRoot?.querySelector<WhyElement>('fx-why');
      await until('the tree', () => items(shown() ?? null).length > 0);
      why = shown()!;
    });

    it('the tree follows keys, and Enter goes to the formula', async () => {
      expect(names(why)).to.deep.equal(['Out.Text', 'In.Text']);
      why.focus();
      await sendKeys({ press: 'ArrowDown' });
      await sendKeys({ press: 'ArrowRight' });
      expect(names(why)).to.deep.equal(['Out.Text', 'In.Text', 'In.Value']);
      await sendKeys({ press: 'ArrowDown' });
      await sendKeys({ press: 'ArrowRight' });
      await sendKeys({ press: 'ArrowDown' });
      expect((why.shadowRoot!.activeElement as HTMLElement).querySelector('.name')!.textContent).to.equal('In.Default');
      await sendKeys({ press: 'Enter' });
      expect([studio.control, studio.property]).to.deep.equal(['In', 'Default']);
      await until('the other tree', () => names(why)[0] === 'In.Default');
    });

    it('an error shows the part that it comes from', async () => {
      studio.control = 'Bad';
      await until('the other tree', () => names(why)[0] === 'Bad.Text');
      expect(why.shadowRoot!.querySelector('mark')!.textContent).to.equal('1 / Len(Out.Text & In.Text) / 0');
    });

    it('nothing for axe to find', async () => expect(await violations({ include: studio, exclude: element })).to.deep.equal([]));
  });

  it('Alt and a click asks about a control, where the page wants that', async () => {
    element.setAttribute('inspect', '');
    document.body.append(element);
    const app = await element.ready;
    const panel = (): ShadowRoot | null | undefined => document.body.lastElementChild?.shadowRoot;
    const label = (): HTMLElement | null | undefined => element.shadowRoot?.querySelector('[data-control="Out"]');
    await until('the label', () => app.value('Out.Text') === 'Hello Ann');
    label()!.click();
    expect(panel()?.querySelector('section') ?? null).to.equal(null);
    await until('the panel', () => {
      label()!.dispatchEvent(new MouseEvent('click', { altKey: true, bubbles: true, composed: true }));
      return names(panel()?.querySelector('fx-why')).length > 0;
    });
    expect(names(panel()!.querySelector('fx-why'))[0]).to.equal('Out.Text');
    expect(await violations(document.body.lastElementChild!)).to.deep.equal([]);
    await sendKeys({ press: 'Escape' });
    expect(panel()?.querySelector('section') ?? null).to.equal(null);
  });

  it('without the attribute Alt and a click is a click', async () => {
    document.body.append(element);
    const app = await element.ready;
    await until('the label', () => app.value('Out.Text') === 'Hello Ann');
    element
      .shadowRoot!.querySelector('[data-control="Out"]')!
      .dispatchEvent(new MouseEvent('click', { altKey: true, bubbles: true, composed: true }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(document.body.lastElementChild).to.equal(element);
    await element.inspect('In.Text');
    expect(document.body.lastElementChild).not.to.equal(element);
  });
});
