import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';

import '../../src/index.ts';
import '../../src/studio/index.ts';
import type { AppElement } from '../../src/index.ts';
import type { FormulaBar } from '../../src/studio/index.ts';
import { serviceUrl } from '../environment/service.ts';

const SOURCE = `Screens:
  Main:
    Children:
      - Total:
          Control: Label
          Properties:
            Text: ="one"
      - Name:
          Control: Classic/TextInput
          Properties:
            Default: ="Ann"
`;

const service = (await serviceUrl())!;

const outcome = (bar: FormulaBar): string => bar.shadowRoot!.querySelector('.outcome')!.textContent.trim();

async function says(bar: FormulaBar, wanted: string): Promise<void> {
  for (let i = 0; i < 250 && !outcome(bar).includes(wanted); i++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(outcome(bar)).to.contain(wanted);
}

/** An app and a bar beside it, as a page writes them. */
async function page(bar: string): Promise<{ readonly player: AppElement; readonly bar: FormulaBar }> {
  const place = document.createElement('main');
  place.innerHTML = `${bar}<fx-app id="shop" connections='{"Shop": {"definition": "${service}/openapi.json"}}'></fx-app>`;
  document.body.append(place);
  const player = place.querySelector('fx-app')!;
  await player.open({ files: [{ name: 'App.pa.yaml', text: SOURCE }] });
  return { player, bar: place.querySelector('fx-formula-bar')! };
}

async function type(bar: FormulaBar, formula: string): Promise<void> {
  bar.select(0, bar.formula.length);
  await sendKeys({ type: formula });
  await sendKeys({ press: 'Escape' });
}

describe('a formula bar beside an app', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows a formula of the app, and the app follows what is typed', async () => {
    const { player, bar } = await page('<fx-formula-bar for="shop" property="Total.Text"></fx-formula-bar>');
    await says(bar, '"one"');
    expect(bar.formula).to.equal('"one"');
    await type(bar, 'Name.Text & "!"');
    await sendKeys({ press: 'Enter' });
    await says(bar, 'Ann!');
    expect(player.value('Total.Text')).to.equal('Ann!');
    await player.app!.change('Name', 'Text', 'Bob');
    expect(player.value('Total.Text')).to.equal('Bob!');
    await says(bar, 'Bob!');
  });

  it('without a property tries what is typed, with the names of the app, and changes nothing', async () => {
    const { player, bar } = await page('<fx-formula-bar for="shop" formula="Name.Text & 1"></fx-formula-bar>');
    await says(bar, '"Ann1"');
    await type(bar, 'Shop.ListOrders({top: 3}).value');
    await says(bar, '3 rows');
    expect(player.value('Total.Text')).to.equal('one');
  });

  it('says which app or property it does not find', async () => {
    const { bar } = await page('<fx-formula-bar for="shop" property="Totl.Text"></fx-formula-bar>');
    await says(bar, '"Totl.Text" names no property of this app');
    bar.property = 'Total.Text';
    await says(bar, '"one"');
    bar.app = 'elsewhere';
    await says(bar, 'There is no <fx-app id="elsewhere">');
  });

  it('can be moved, and leaves the app alone when it is gone', async () => {
    const { player, bar } = await page('<fx-formula-bar for="shop" property="Total.Text"></fx-formula-bar>');
    await says(bar, '"one"');
    bar.remove();
    player.app!.edit('Total', 'Text', '"two"');
    document.body.append(bar);
    for (let i = 0; i < 250 && bar.formula !== '"two"'; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    await says(bar, '"two"');
    expect(bar.formula).to.equal('"two"');
  });
});
