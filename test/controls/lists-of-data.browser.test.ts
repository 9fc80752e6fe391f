import { assert } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import type { ColumnChart, ControlElement, DataTable, Legend, PieChart } from '../../src/controls/index.ts';
import { field, isRow, type Row, type Table } from '../../src/formula/index.ts';
import { chartData, scaleOf } from '../../src/controls/chart-data.ts';
import { sortedOrder } from '../../src/controls/data-table-sort.ts';
import { mountControl, nextFrame, settled, styleOf, unmountAll, until } from './mount-control.ts';

afterEach(unmountAll);

const people = [
  { Name: 'Helga', City: 'Göteborg', Orders: 12 },
  { Name: 'Tomás', City: 'Porto', Orders: 3 },
  { Name: 'Aiko', City: 'Kyoto', Orders: 41 },
];
const many: Table = Array.from({ length: 1_000_000 }, (_, index) => ({ id: index + 1, Name: `Order ${index + 1}` }));

const rowsOf = (element: DataTable): ControlElement[] => [...element.querySelectorAll<ControlElement>('fx-data-table-row')];
const cellsOf = (row: ControlElement): string[] =>
  [...row.children].map((cell) => cell.shadowRoot!.querySelector('[part=control]')?.textContent?.trim() ?? '');
const byPlace = (element: DataTable): ControlElement[] =>
  rowsOf(element).toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
const namesIn = (element: DataTable): string[] => byPlace(element).map((row) => cellsOf(row)[0]!);
const nameOf = (row: unknown): unknown => (isRow(row as Row) ? field(row as Row, 'Name') : null);

async function table(properties: object = {}): Promise<{ element: DataTable; events: string[] }> {
  const { element, events } = await mountControl<DataTable>('fx-data-table', { Items: people, ...properties });
  await until(() => element.renderRoot.querySelectorAll('.head').length > 0 || element.Items.length === 0, 'the heads');
  await nextFrame();
  return { element, events };
}

describe('a data table', () => {
  it('has a column for each column of its rows, with heads', async () => {
    const { element } = await table();
    const heads = [...element.renderRoot.querySelectorAll('.head')].map((head) => head.textContent.trim());
    assert.deepEqual(heads, ['Name', 'City', 'Orders']);
    assert.deepEqual(byPlace(element).map(cellsOf), [['Helga', 'Göteborg', '12'], ['Tomás', 'Porto', '3'], ['Aiko', 'Kyoto', '41']]); // oxfmt-ignore
  });

  it('a press on a head sorts, up, then down, then no more; numbers by their worth', async () => {
    const { element } = await table();
    for (const names of ['Tomás, Helga, Aiko', 'Aiko, Helga, Tomás', 'Helga, Tomás, Aiko']) {
      [...element.renderRoot.querySelectorAll<HTMLElement>('.head button')].at(-1)!.click();
      await until(() => namesIn(element).join(', ') === names, names);
    }
  });

  it('what is chosen while it is sorted is the row that is seen', async () => {
    const { element, events } = await table();
    element.renderRoot.querySelector<HTMLElement>('.head button')!.click();
    await until(() => namesIn(element)[0] === 'Aiko', 'the rows in order');
    byPlace(element)[0]!.click();
    assert.equal(nameOf(element.Selected), 'Aiko');
    assert.deepEqual(events, ['OnRowSelect', 'OnSelect']);
  });

  it('several rows are chosen with Ctrl and Shift, where that is allowed', async () => {
    const { element } = await table({ EnableMultipleSelection: 'yes' });
    const press = (place: number, keys: object = {}): void =>
      void byPlace(element)[place]!.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, ...keys }));
    press(0);
    press(2, { ctrlKey: true });
    assert.deepEqual(element.SelectedItems.map(nameOf), ['Helga', 'Aiko']);
    press(0);
    press(2, { shiftKey: true });
    assert.equal(element.SelectedItems.length, 3);
    await settled(element);
  });

  it('arrow keys go from row to row, and Enter presses', async () => {
    const { element, events } = await table();
    byPlace(element)[0]!.focus();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    assert.equal(nameOf(element.Selected), 'Tomás');
    await sendKeys({ press: 'End' });
    await sendKeys({ press: 'Enter' });
    assert.equal(nameOf(element.Selected), 'Aiko');
    assert.include(events, 'OnSelect');
  });

  it('a million rows: at most sixty exist, and the last is reached', async () => {
    const { element } = await table({ Items: many });
    assert.isAtMost(rowsOf(element).length, 60);
    byPlace(element)[0]!.focus();
    await sendKeys({ press: 'End' });
    await nextFrame();
    assert.include(
      rowsOf(element).map((row) => cellsOf(row)[0]),
      '1000000',
    );
    assert.isAtMost(rowsOf(element).length, 60);
  });

  it('columns of a host say what stands in cells and heads, also where there are no rows', async () => {
    const { element } = await table({ Items: [] });
    element.renderRow = (_index, row, host) => {
      const cell = document.createElement('fx-data-table-column') as ControlElement;
      cell.assign('HeaderText', 'Who');
      const update = (_: number, item: unknown): void => void cell.assign('Text', `→ ${String(nameOf(item))}`);
      host.append(cell);
      update(0, row);
      return { update, dispose: () => host.replaceChildren() };
    };
    await until(() => element.renderRoot.querySelector('.head')?.textContent.trim() === 'Who', 'the head');
    element.Items = people;
    await until(() => namesIn(element).join() === '→ Helga,→ Tomás,→ Aiko', 'the cells');
  });
});

describe('sorting', () => {
  const order = (values: readonly (string | number | null)[], descending = false): readonly number[] =>
    sortedOrder(values.map((value) => ({ v: value })), (row) => (isRow(row) ? field(row, 'v') : null), descending); // oxfmt-ignore

  it('numbers by worth, texts by language, blank last, equal ones as they were', () => {
    assert.deepEqual(order([10, 9, null, 9]), [1, 3, 0, 2]);
    assert.deepEqual(order(['b', 'Ä', 'a10', 'a9']), [1, 3, 2, 0]);
    assert.deepEqual(order([10, null, 9], true), [0, 2, 1]);
  });
});

describe('charts', () => {
  const sales = [{ Month: 'January', Shop: 12, Web: 8 }, { Month: 'February', Shop: null, Web: -4 }]; // oxfmt-ignore

  it('draw the columns of numbers over the first column of texts', () => {
    const { series, points } = chartData(sales, 2);
    assert.deepEqual(series, ['Shop', 'Web']);
    assert.deepEqual(points.map(({ label, values }) => [label, ...values]), [['January', 12, 8], ['February', null, -4]]); // oxfmt-ignore
  });

  for (const [values, least, most, ticks] of [
    [[3, 12], null, null, [0, 2.5, 5, 7.5, 10, 12.5]],
    [[0, 0.07], null, null, [0, 0.02, 0.04, 0.06, 0.08]],
    [[-4, 8], null, null, [-5, -2.5, 0, 2.5, 5, 7.5, 10]],
    [[3], 0, 10, [0, 2, 4, 6, 8, 10]],
    [[], null, null, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  ] as const) {
    it(`lines of ${JSON.stringify(values)} from ${least} to ${most}`, () => {
      const scale = scaleOf(values, least, most);
      assert.deepEqual(scale.ticks, ticks);
      assert.isTrue(values.every((value) => value >= scale.least && value <= scale.most));
    });
  }

  it('a row is chosen by pointer and by keyboard', async () => {
    const { element, events, part } = await mountControl<ColumnChart>('fx-column-chart', { Items: sales, NumberOfSeries: 2 });
    await until(() => element.renderRoot.querySelectorAll('.item').length === 2, 'the columns');
    element.renderRoot.querySelectorAll('.item')[1]!.dispatchEvent(new MouseEvent('click'));
    assert.equal(field(element.Selected!, 'Month'), 'February');
    part('.chart').focus();
    await sendKeys({ press: 'Home' });
    await sendKeys({ press: 'Enter' });
    assert.equal(field(element.Selected!, 'Month'), 'January');
    assert.deepEqual(events, ['OnSelect', 'OnSelect']);
  });

  it('columns are as high as their numbers', async () => {
    const { element } = await mountControl<ColumnChart>('fx-column-chart', { Items: [{ a: 'x', v: 10 }, { a: 'y', v: 5 }] }); // oxfmt-ignore
    await until(() => element.renderRoot.querySelectorAll('rect').length === 2, 'the columns');
    const [first, second] = [...element.renderRoot.querySelectorAll('rect')].map((bar) => Number(bar.getAttribute('height')));
    assert.closeTo(first! / second!, 2, 0.02);
  });

  it('the same numbers are in a table for those who hear them', async () => {
    const { element } = await mountControl<ColumnChart>('fx-column-chart', { Items: sales, NumberOfSeries: 2 });
    const cells = [...element.renderRoot.querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    assert.deepEqual(cells, [['January', '12', '8'], ['February', '', '-4']]); // oxfmt-ignore
  });

  it('a legend has the colours of its chart', async () => {
    const { element: chart } = await mountControl<PieChart>('fx-pie-chart', { Items: sales });
    const { element: legend } = await mountControl<Legend>('fx-legend', {
      Items: chart.SeriesLabels,
      ItemColorSet: chart.ItemColorSet,
    });
    await until(() => chart.renderRoot.querySelectorAll('.shape').length === 2, 'the parts');
    const fills = (element: ControlElement, parts: string): string[] => [...element.renderRoot.querySelectorAll(parts)].map((part) => styleOf(part, 'fill')); // oxfmt-ignore
    assert.deepEqual(fills(legend, 'rect'), fills(chart, '.shape'));
    assert.deepEqual([...legend.renderRoot.querySelectorAll('li')].map((item) => item.textContent.trim()), ['January', 'February']); // oxfmt-ignore
  });
});
