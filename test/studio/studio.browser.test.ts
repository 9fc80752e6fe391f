import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';

import '../../src/index.ts';
import { createApp, AppDocument, mount, type App } from '../../src/app/index.ts';
import '../../src/studio/index.ts';
import type { FormulaBar, Studio } from '../../src/studio/index.ts';

const source = `App:
  Properties:
    Formulas: =Rate = 0.2;
    OnStart: =Set(total, 1)
Screens:
  Home:
    Children:
      - Title:
          Control: Label@2.5.1
          Properties:
            Text: =total & " " & Other.Text
            Color: =Nope
      - Other:
          Control: Label@2.5.1
          Properties:
            Text: =Rate * total
`;

async function open(): Promise<{ app: App; studio: Studio }> {
  const app = createApp(new AppDocument([{ name: 'App.pa.yaml', text: source }]));
  const studio = document.createElement('fx-studio');
  const stage = document.createElement('div');
  studio.append(stage);
  document.body.append(studio);
  mount(app, stage);
  await app.start();
  studio.app = app;
  await studio.updateComplete;
  return { app, studio };
}

const within = <E extends Element>(root: Element, selector: string): E => root.shadowRoot!.querySelector<E>(selector)!;
const barOf = (studio: Studio): FormulaBar => within(studio, 'fx-formula-bar');

/** Waits until something holds, at most five seconds. */
async function until(holds: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 250; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never happened: ${what}`);
}

/** Chooses a formula, and puts the caret behind a piece of it. */
async function caretIn(studio: Studio, control: string, property: string, piece: string): Promise<void> {
  studio.control = control;
  studio.property = property;
  await studio.updateComplete;
  const bar = barOf(studio);
  await bar.updateComplete;
  const at = bar.formula.indexOf(piece) + piece.length;
  bar.select(at, at);
}

const lines = (pane: Element): string[] =>
  [...pane.shadowRoot!.querySelectorAll('li')].map((line) => line.textContent.trim().replaceAll(/\s+/g, ' '));

describe('studio', () => {
  afterEach(() => document.body.replaceChildren());

  it('chooses a property by typing a part of its name', async () => {
    const { studio } = await open();
    studio.control = 'Title';
    await studio.updateComplete;
    const picker = within(studio, 'fx-property-picker');
    within<HTMLElement>(picker, '.button').click();
    await until(() => picker.shadowRoot!.activeElement?.localName === 'input', 'the search field has the focus');
    await sendKeys({ type: 'colo' });
    await sendKeys({ press: 'Enter' });
    await until(() => studio.property === 'Color', 'Color is chosen');
    expect(within(picker, '.button').textContent.trim()).to.match(/^Color\s*!/);
    await until(() => picker.shadowRoot!.activeElement?.className === 'button', 'the button has the focus again');
  });

  it('F2 renames in all formulas, with the value kept; it can be taken back and done again', async () => {
    const { app, studio } = await open();
    await caretIn(studio, 'Title', 'Text', 'tot');
    await sendKeys({ press: 'F2' });
    const dialog = within(studio, 'fx-rename-dialog');
    await until(() => within<HTMLDialogElement>(dialog, 'dialog').open, 'the dialog opens');
    expect(within(dialog, '#note').textContent.trim()).to.equal('3 places in formulas will follow.');
    await sendKeys({ type: 'Rate' });
    await sendKeys({ press: 'Enter' });
    await until(() => dialog.shadowRoot!.querySelector('[role="alert"]') !== null, 'the name is refused');
    expect(within<HTMLDialogElement>(dialog, 'dialog').open).to.equal(true);
    within<HTMLInputElement>(dialog, 'input').select();
    await sendKeys({ type: 'grand total' });
    await sendKeys({ press: 'Enter' });
    await until(() => app.document!.files[0]!.text.includes("Set('grand total', 1)"), 'the file has the new name');
    expect(app.value('Title.Text')).to.equal('1 0.2');
    studio.undo();
    expect(app.document!.files[0]!.text).to.equal(source);
    studio.redo();
    expect(app.document!.files[0]!.text).to.contain("Rate * 'grand total'");
  });

  it('Shift+F12 lists who uses a name, and leads there; F12 leads to where it is written', async () => {
    const { studio } = await open();
    await caretIn(studio, 'Title', 'Text', 'tot');
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'F12' });
    await sendKeys({ up: 'Shift' });
    const dock = within(studio, 'fx-dock');
    await until(
      () => dock.shadowRoot!.querySelector('fx-uses-pane')?.shadowRoot?.querySelector('li') instanceof HTMLElement,
      'the list is there',
    );
    const pane = within(dock, 'fx-uses-pane');
    expect(lines(pane)).to.deep.equal([
      'App.OnStart Set(total, 1)',
      'Title.Text total & " " & Other.Text',
      'Other.Text Rate * total',
    ]);
    pane.shadowRoot!.querySelectorAll('button')[2]!.click();
    await until(() => studio.control === 'Other', 'the formula is shown');
    await caretIn(studio, 'Title', 'Text', 'Oth');
    await sendKeys({ press: 'F12' });
    expect(studio.control).to.equal('Other');
    await caretIn(studio, 'Other', 'Text', 'Ra');
    await sendKeys({ press: 'F12' });
    expect(`${studio.control}.${studio.property}`).to.equal('App.Formulas');
  });

  it('lists problems, and leads to the part that is meant', async () => {
    const { studio } = await open();
    const dock = within(studio, 'fx-dock');
    within<HTMLElement>(dock, '[data-name="problems"]').click();
    await until(
      () => dock.shadowRoot!.querySelector('fx-problems-pane')?.shadowRoot?.querySelector('li') instanceof HTMLElement,
      'the list is there',
    );
    const pane = within(dock, 'fx-problems-pane');
    expect(lines(pane)[0]).to.match(/^Error Title\.Color/);
    within<HTMLElement>(pane, 'button').click();
    await until(() => studio.property === 'Color', 'the formula is shown');
    await until(
      () => barOf(studio).shadowRoot!.activeElement?.classList.contains('cm-content') === true,
      'the bar has the focus',
    );
  });

  it('lays the formula out, and puts it into one line', async () => {
    const { studio } = await open();
    await caretIn(studio, 'Title', 'Text', '');
    const bar = barOf(studio);
    const before = bar.formula;
    bar.formula = 'If(total>1,"a","b")';
    await bar.updateComplete;
    within<HTMLElement>(bar, '[aria-label="Lay out"]').click();
    await until(() => bar.formula.includes('\n'), 'it is laid out');
    expect(bar.formula).to.equal('If(\n    total > 1,\n    "a",\n    "b"\n)');
    within<HTMLElement>(bar, '[aria-label="Put into one line"]').click();
    await until(() => !bar.formula.includes('\n'), 'it is one line');
    expect(bar.formula).to.equal('If(total>1,"a","b")');
    expect(before).to.not.equal('');
  });

  it('App.Formulas is checked, completed and laid out as definitions', async () => {
    const { app, studio } = await open();
    await caretIn(studio, 'App', 'Formulas', '');
    const bar = barOf(studio);
    bar.select(bar.formula.length, bar.formula.length);
    await sendKeys({ type: ' Gross(Net: Number): Number = Net * (1 + Rat' });
    await until(() => bar.shadowRoot!.querySelector('.cm-tooltip-autocomplete') !== null, 'names are offered');
    await sendKeys({ press: 'Escape' });
    await sendKeys({ type: 'e);' });
    expect(bar.shadowRoot!.querySelector('.outcome')!.textContent.trim()).to.equal('');
    within<HTMLElement>(bar, '[aria-label="Lay out"]').click();
    await until(() => bar.formula.includes('\n'), 'it is laid out');
    expect(bar.formula).to.match(/^Rate = 0\.2;\nGross\(Net: Number\): Number = Net \* \(1 \+ Rate\);/);
    await until(() => app.document!.files[0]!.text.includes('Gross'), 'the app has the function');
    expect(app.evaluate('Gross(10)').value).to.equal(12);
    bar.select(bar.formula.length, bar.formula.length);
    await sendKeys({ type: ' Wrong = Nope;' });
    await until(() => bar.shadowRoot!.querySelector('.error') !== null, 'it says what is wrong');
  });

  it('frames the chosen control', async () => {
    const { studio } = await open();
    studio.control = 'Other';
    await studio.updateComplete;
    const frame = (): HTMLElement | null => studio.shadowRoot!.querySelector('.frame.chosen');
    await until(() => frame()?.hidden === false, 'the frame is there');
    const other =
      document.querySelector('[data-control="Other"]') ??
      studio.querySelector('div')!.shadowRoot!.querySelector('[data-control="Other"]');
    const [a, b] = [frame()!, other!].map((element) => element.getBoundingClientRect());
    expect([a!.x, a!.y, a!.width].map(Math.round)).to.deep.equal([b!.x, b!.y, b!.width].map(Math.round));
  });
});
