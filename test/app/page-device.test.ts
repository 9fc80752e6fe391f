import { expect } from 'chai';
import '../../src/controls/index.ts';
import type { AppElement } from '../../src/app/index.ts';
import '../../src/app/index.ts';
import { control, screenOf } from './app-text.ts';

/** An app in the page whose button runs a formula. */
async function shown(formula: string): Promise<AppElement> {
  const element = document.createElement('fx-app');
  const src = URL.createObjectURL(new Blob([screenOf(control('Go', 'Button', { OnSelect: formula }))]));
  element.src = src;
  document.body.append(element);
  const app = await element.ready;
  expect(element.diagnostics).to.deep.equal([]);
  await app.idle();
  return element;
}

const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

describe('the page around an app', () => {
  let element: AppElement;
  afterEach(() => element.remove());

  for (const [button, answer] of [
    ['.primary', true],
    ['button:not(.primary)', false],
  ] as const) {
    it(`asks in a dialog that has the keyboard; ${button} gives ${answer}`, async () => {
      element = await shown('Set(sure, Confirm("Delete SO-17?", {Title: "Delete", Subtitle: "It cannot be undone."}))');
      const pressed = element.app!.press('Go');
      await frame();
      const dialog = element.shadowRoot!.querySelector('dialog')!;
      expect([dialog.open, dialog.querySelector('h2')!.textContent, dialog.textContent]).to.deep.equal([
        true,
        'Delete',
        'DeleteIt cannot be undone.Delete SO-17?OKCancel',
      ]);
      expect(element.shadowRoot!.activeElement).to.equal(dialog.querySelector('.primary'));
      dialog.querySelector<HTMLElement>(button)!.click();
      await pressed;
      expect(element.app!.value('sure')).to.equal(answer);
      expect(element.shadowRoot!.querySelector('dialog')).to.equal(null);
    });
  }

  it('hides the app where it asks for that, unless the page prevents it', async () => {
    element = await shown('RequestHide()');
    element.addEventListener('fx-hide', (event) => event.preventDefault(), { once: true });
    await element.app!.press('Go');
    expect(element.hidden).to.equal(false);
    await element.app!.press('Go');
    expect(element.hidden).to.equal(true);
  });

  it('hears that the app wants to be left, and with it the user', async () => {
    element = await shown('Exit(true)');
    const heard: unknown[] = [];
    document.body.addEventListener('fx-exit', (event) => heard.push((event as CustomEvent).detail), { once: true });
    await element.app!.press('Go');
    expect(heard).to.deep.equal([{ signOut: true }]);
  });

  it('says who uses the app, from then on when the page knows', async () => {
    element = await shown('Set(who, User().FullName)');
    await element.app!.press('Go');
    element.user = { fullName: 'Ann Chopra' };
    expect(element.app!.value('who')).to.equal('');
    await element.app!.press('Go');
    expect(element.app!.value('who')).to.equal('Ann Chopra');
  });
});
