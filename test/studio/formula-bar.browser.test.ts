import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';

import { createScope, evaluate, types, type FormulaContext, type Symbol } from '../../src/formula/index.ts';
import '../../src/studio/index.ts';
import type { FormulaBar, FormulaInput } from '../../src/studio/index.ts';

const total: Symbol = { name: 'Total', type: types.number, read: () => 42, source: 'Total', role: 'variable' };
const context: FormulaContext = { scope: createScope({ symbols: new Map([['Total', total]]) }) };

async function mount(formula = ''): Promise<FormulaBar> {
  const bar = document.createElement('fx-formula-bar');
  bar.context = context;
  bar.formula = formula;
  document.body.append(bar);
  await bar.updateComplete;
  return bar;
}

const shadow = (bar: FormulaBar): ShadowRoot => bar.shadowRoot!;
const text = (bar: FormulaBar): string => shadow(bar).querySelector('.cm-content')!.textContent;
const outcome = (bar: FormulaBar): string => shadow(bar).querySelector('.outcome')!.textContent.trim();

/** Waits until something holds, at most two seconds. */
async function until(holds: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never happened: ${what}`);
}

describe('formula bar', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows a formula in colours and tells each change with what the checker says', async () => {
    const bar = await mount('Total + 1');
    expect(shadow(bar).querySelector('.token-number')?.textContent).to.equal('1');
    const inputs: FormulaInput[] = [];
    bar.addEventListener('fx-input', (event) => inputs.push((event as CustomEvent<FormulaInput>).detail));
    bar.focus();
    await sendKeys({ press: 'End' });
    await sendKeys({ type: '0' });
    expect(bar.formula).to.equal('Total + 10');
    expect(inputs.at(-1)?.result?.valid).to.equal(true);
    expect(inputs.at(-1)?.result?.type?.kind).to.equal('number');
  });

  it('shows what is wrong, and what is meant', async () => {
    const bar = await mount('Totl + 1');
    await bar.updateComplete;
    expect(outcome(bar)).to.contain('Did you mean "Total"?');
    bar.formula = 'Total + 1';
    await bar.updateComplete;
    await bar.updateComplete;
    expect(outcome(bar)).to.equal('');
  });

  it('shows the value that it is given, tables with their rows', async () => {
    const bar = await mount('[1, 2]');
    bar.outcome = { value: [{ Value: 1 }, { Value: 2 }], type: types.table({ Value: types.number }) };
    await bar.updateComplete;
    expect(outcome(bar)).to.contain('2 rows');
    expect([...shadow(bar).querySelectorAll('td')].map((cell) => cell.textContent)).to.deep.equal(['1', '2']);
  });

  it('completes with the keyboard, and puts the caret inside the parentheses of a call', async () => {
    const bar = await mount();
    bar.focus();
    await sendKeys({ type: 'Low' });
    await until(() => shadow(bar).querySelector('.cm-tooltip-autocomplete li[aria-selected]') !== null, 'the completion list');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await sendKeys({ press: 'Enter' });
    await sendKeys({ type: 'Total' });
    expect(text(bar)).to.equal('Lower(Total)');
  });

  it('commits with Enter, starts a line with Shift and Enter, gives up with Escape', async () => {
    const bar = await mount('1');
    const events: string[] = [];
    for (const name of ['fx-commit', 'fx-cancel']) bar.addEventListener(name, () => events.push(name));
    bar.focus();
    await sendKeys({ press: 'End' });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ type: '+2' });
    await sendKeys({ press: 'Enter' });
    // The first Escape may close a list of completions.
    await sendKeys({ press: 'Escape' });
    await sendKeys({ press: 'Escape' });
    expect(bar.formula).to.equal('1\n+2');
    expect(events).to.include.members(['fx-commit', 'fx-cancel']);
  });

  it('names its editor for screen readers', async () => {
    const bar = await mount();
    expect(shadow(bar).querySelector('[role="textbox"]')?.getAttribute('aria-label')).to.equal('Formula');
  });

  it('shows what a selected part gives, for any row', async () => {
    const bar = await mount('Filter([1, 2, 3], Value > 2)');
    bar.evaluate = (formula) => evaluate(formula, context.scope);
    bar.focus();
    await sendKeys({ press: 'End' });
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'F9' });
    await sendKeys({ press: 'F9' });
    const selected = (): string => shadow(bar).querySelector('.selected')?.textContent.replace(/\s+/g, ' ').trim() ?? '';
    await until(() => selected().includes('Value > 2'), 'the part');
    expect(selected()).to.contain('false').and.to.contain('row 1 of 3');
    const next = shadow(bar).querySelector<HTMLButtonElement>('button[aria-label="Row after"]')!;
    next.click();
    await bar.updateComplete;
    next.click();
    await bar.updateComplete;
    expect(selected()).to.contain('true').and.to.contain('row 3 of 3');
    expect(next.disabled).to.equal(true);
  });

  it('steps through the parts, and colours names by what they are', async () => {
    const bar = await mount('Abs(Total)');
    bar.evaluate = (formula) => evaluate(formula, context.scope);
    await until(() => shadow(bar).querySelector('.name-variable')?.textContent === 'Total', 'the colour of a variable');
    bar.focus();
    const code = (): string | undefined => shadow(bar).querySelector('.selected code')?.textContent;
    const steps: (string | undefined)[] = [];
    const step = async (): Promise<void> => {
      await sendKeys({ press: 'F10' });
      await bar.updateComplete;
      steps.push(code());
    };
    await step();
    await step();
    await sendKeys({ down: 'Shift' });
    await step();
    await sendKeys({ up: 'Shift' });
    expect(steps).to.deep.equal(['Total', 'Abs(Total)', 'Total']);
    await sendKeys({ press: 'ArrowLeft' });
    await bar.updateComplete;
    expect(code()).to.equal(undefined);
  });
});
