import { assert } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import type { ControlElement, Gallery, GalleryRow, RenderRow } from '../../src/controls/index.ts';
import { field, formulaError, isRow, PENDING, type Table, type TableRow } from '../../src/formula/index.ts';
import { assertAccessible, mountControl, nextFrame, settled, unmountAll, until, type Mounted } from './mount-control.ts';

const rows = (count: number): Table => Array.from({ length: count }, (_, index) => ({ id: index, Name: `Row ${index}` }));
const million = rows(1_000_000);

/** A host that puts one label into each row, and counts. */
class Host {
  created = 0;
  disposed = 0;
  readonly renderRow: RenderRow = (index, row, host) => {
    this.created++;
    const label = document.createElement('fx-label') as ControlElement;
    label.assign('Width', 200);
    host.append(label);
    const update = (_: number, shown: TableRow): void => void label.assign('Text', isRow(shown) ? field(shown, 'Name') : null);
    update(index, row);
    return { update, dispose: () => this.disposed++ };
  };
}

async function mountGallery(items: Table, properties = {}): Promise<Mounted<Gallery> & { host: Host; shown: () => string[] }> {
  const host = new Host();
  const mounted = await mountControl<Gallery>(
    'fx-gallery',
    { Items: items, Width: 300, Height: 400, TemplateSize: 50, AccessibleLabel: 'Orders', ...properties },
    { before: (gallery) => (gallery.renderRow = host.renderRow) },
  );
  await nextFrame();
  const shown = (): string[] =>
    rowsOf(mounted.element)
      .filter((row) => isInSight(mounted.element, row))
      .toSorted((a, b) => placeOf(a) - placeOf(b))
      .map((row) => (row.querySelector('fx-label') as ControlElement).readText('Text'));
  return { ...mounted, host, shown };
}

const rowsOf = (gallery: Gallery): GalleryRow[] => [...gallery.querySelectorAll<GalleryRow>('fx-gallery-row')];
const placeOf = (row: Element): number => row.getBoundingClientRect().top;
const isInSight = (gallery: Gallery, row: Element): boolean => {
  const [outer, inner] = [gallery.getBoundingClientRect(), row.getBoundingClientRect()];
  return inner.bottom > outer.top + 1 && inner.top < outer.bottom - 1;
};
const selected = (gallery: Gallery): unknown => (gallery.Selected === null ? null : field(gallery.Selected, 'Name'));

afterEach(unmountAll);

describe('a gallery of a million rows', () => {
  it('has few of them as elements', async () => {
    const { element, shown } = await mountGallery(million);
    assert.isAtMost(rowsOf(element).length, 60);
    assert.deepEqual(shown(), ['Row 0', 'Row 1', 'Row 2', 'Row 3', 'Row 4', 'Row 5', 'Row 6', 'Row 7']);
    assert.isAtMost(element.renderRoot.querySelector<HTMLElement>('.scroller')!.scrollHeight, 10_000_000);
  });

  it('has a height of its own in a page that gives it none, and the one that a page gives it', async () => {
    const { element } = await mountGallery(million, { Height: null });
    assert.isAbove(element.offsetHeight, 200);
    assert.isAbove(rowsOf(element).length, 3);
    element.style.height = '120px';
    assert.equal(element.offsetHeight, 120);
  });

  it('can be scrolled to its end and back', async () => {
    const { element, part, shown } = await mountGallery(million);
    const scroller = part('.scroller');
    scroller.scrollTop = scroller.scrollHeight;
    await until(() => shown().at(-1) === 'Row 999999', 'the last row');
    assert.isAtMost(rowsOf(element).length, 60);
    scroller.scrollTop = 0;
    await until(() => shown()[0] === 'Row 0', 'the first row');
  });

  it('uses rows again instead of making new ones', async () => {
    const { host, part, shown } = await mountGallery(million);
    const before = host.created;
    for (let step = 1; step <= 40; step++) {
      part('.scroller').scrollTop = step * 137;
      await nextFrame();
    }
    assert.equal(shown()[0], `Row ${Math.floor((40 * 137) / 50)}`);
    assert.isAtMost(host.created - before, 8);
  });

  it('goes to its end by the keyboard, and tells where it is', async () => {
    const { element, shown } = await mountGallery(million);
    rowsOf(element)[0]!.focus();
    await sendKeys({ press: 'End' });
    await until(() => shown().at(-1) === 'Row 999999', 'the last row');
    const last = document.activeElement as GalleryRow;
    assert.equal((last.querySelector('fx-label') as ControlElement).readText('Text'), 'Row 999999');
    assert.isTrue(isInSight(element, last));
    await sendKeys({ press: 'ArrowUp' });
    await sendKeys({ press: 'Enter' });
    assert.equal(selected(element), 'Row 999998');
    await sendKeys({ press: 'Home' });
    await until(() => shown()[0] === 'Row 0', 'the first row');
    assert.isAtMost(rowsOf(element).length, 60);
  });

  it('says to screen readers which of how many', async () => {
    const { element } = await mountGallery(million);
    const internals = Reflect.get(rowsOf(element)[4]!, 'internals') as ElementInternals;
    assert.deepEqual([internals.ariaPosInSet, internals.ariaSetSize, internals.role], ['5', '1000000', 'option']);
  });
});

describe('rows of a gallery', () => {
  it('the first is selected, and none looks so before the user chooses', async () => {
    const { element } = await mountGallery(rows(5));
    assert.equal(selected(element), 'Row 0');
    assert.isFalse(rowsOf(element).some((row) => row.matches(':state(marked)')));
  });

  it('a press selects, then raises OnSelect', async () => {
    const { element, events, outputs } = await mountGallery(rows(5));
    outputs.length = 0;
    (rowsOf(element)[2]!.querySelector('fx-label') as HTMLElement).click();
    assert.equal(selected(element), 'Row 2');
    assert.deepEqual(events, ['OnSelect']);
    assert.deepEqual(
      outputs.filter(({ cause }) => cause === 'user').map(({ property }) => property),
      ['Selected'],
    );
    assert.isTrue(rowsOf(element)[2]!.matches(':state(marked)'));
    assert.isTrue(rowsOf(element)[2]!.IsSelected);
    assert.isFalse(rowsOf(element)[0]!.IsSelected);
  });

  it('a press on a control inside selects the row, and is the control’s own', async () => {
    const { element, events } = await mountGallery(rows(5));
    const row = rowsOf(element)[3]!;
    const button = document.createElement('fx-button') as ControlElement;
    row.append(button);
    await settled(button);
    button.renderRoot.querySelector('button')!.click();
    assert.equal(selected(element), 'Row 3');
    assert.deepEqual(events.filter((event) => event === 'OnSelect').length, 1, 'the button’s, which bubbles; not the gallery’s');
  });

  it('not Selectable: a press raises OnSelect and selects nothing', async () => {
    const { element, events } = await mountGallery(rows(5), { Selectable: false });
    rowsOf(element)[2]!.click();
    assert.equal(selected(element), 'Row 0');
    assert.deepEqual(events, ['OnSelect']);
  });

  it('a disabled gallery takes no press', async () => {
    const { element, events } = await mountGallery(rows(5), { DisplayMode: 'disabled' });
    rowsOf(element)[2]!.click();
    assert.equal(selected(element), 'Row 0');
    assert.deepEqual(events, []);
  });

  it('stay selected when the items are read again', async () => {
    const { element } = await mountGallery(rows(5));
    rowsOf(element)[3]!.click();
    const fresh = rows(8).map((row) => ({ ...(row as object), extra: 'new' })) as Table;
    element.Items = fresh;
    await settled(element);
    assert.equal(element.Selected, fresh[3]);
    element.Items = rows(2);
    await settled(element);
    assert.equal(selected(element), 'Row 0', 'the first again, where the chosen one is gone');
  });

  it('follow the items: more, fewer, none', async () => {
    const { element, shown, host } = await mountGallery(rows(3));
    assert.equal(rowsOf(element).length, 3);
    element.Items = rows(6);
    await settled(element);
    assert.equal(shown().length, 6);
    element.Items = [];
    await settled(element);
    assert.equal(rowsOf(element).length, 0);
    assert.equal(host.created, host.disposed);
  });

  it('blank rows and error rows keep their places', async () => {
    const { element } = await mountGallery([{ Name: 'a' }, null, formulaError('Div0', 'Row failed.'), { Name: 'b' }]);
    assert.equal(rowsOf(element).length, 4);
  });

  it('Enter and space choose, arrows move without choosing', async () => {
    const { element, events } = await mountGallery(rows(20));
    rowsOf(element)[0]!.focus();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    assert.equal(selected(element), 'Row 0');
    await sendKeys({ press: 'Space' });
    assert.equal(selected(element), 'Row 2');
    await sendKeys({ press: 'PageDown' });
    await sendKeys({ press: 'Enter' });
    assert.equal(selected(element), 'Row 10');
    assert.deepEqual(events, ['OnSelect', 'OnSelect']);
  });

  it('one of them is in the tab order', async () => {
    const { element } = await mountGallery(rows(20));
    assert.deepEqual(rowsOf(element).filter((row) => row.tabIndex === 0).length, 1);
    rowsOf(element)[0]!.focus();
    await sendKeys({ press: 'ArrowDown' });
    assert.isTrue(document.activeElement === rowsOf(element).find((row) => row.tabIndex === 0));
  });

  it('lie side by side where WrapCount says so, with padding', async () => {
    const { element } = await mountGallery(rows(5), { WrapCount: 2, TemplatePadding: 10 });
    const [first, second, third] = rowsOf(element).map((row) => row.getBoundingClientRect());
    const outer = element.getBoundingClientRect();
    assert.equal(first!.left - outer.left, 10);
    assert.equal(first!.top - outer.top, 10);
    assert.equal(second!.left - first!.right, 10);
    assert.equal(second!.top, first!.top);
    assert.equal(third!.top - first!.bottom, 10);
    assert.equal(element.TemplateWidth, Math.round(first!.width));
  });

  it('lie one beside the other in a horizontal gallery', async () => {
    const { element } = await mountGallery(rows(100), { Layout: 'horizontal' });
    const [first, second] = rowsOf(element).map((row) => row.getBoundingClientRect());
    assert.equal(first!.width, 50);
    assert.equal(second!.left, first!.right);
    assert.equal(element.TemplateHeight, Math.round(first!.height));
    rowsOf(element)[0]!.focus();
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'Enter' });
    assert.equal(selected(element), 'Row 1');
  });

  it('lie from right to left where the page does', async () => {
    const box = document.createElement('div');
    box.dir = 'rtl';
    document.body.append(box);
    const { element } = await mountControl<Gallery>(
      'fx-gallery',
      { Items: rows(50), Width: 300, Height: 100, TemplateSize: 50, Layout: 'horizontal' },
      { inside: box },
    );
    await nextFrame();
    const [first, second] = rowsOf(element).map((row) => row.getBoundingClientRect());
    assert.equal(first!.right, element.getBoundingClientRect().right);
    assert.equal(second!.right, first!.left);
    element.scrollToRow(30);
    await until(() => rowsOf(element).some((row) => row.textContent?.includes('Row 30') === true), 'row 30');
    box.remove();
  });
});

describe('what a gallery says', () => {
  it('nothing to show', async () => {
    const { element } = await mountGallery([]);
    assert.include(element.renderRoot.querySelector('.centre')?.textContent, 'Nothing to show');
  });

  it('that it waits, with the bones of rows', async () => {
    const { element } = await mountControl<Gallery>('fx-gallery', { Items: PENDING, Height: 300 });
    await nextFrame();
    assert.isAbove(element.renderRoot.querySelectorAll('.bone').length, 2);
    assert.notInclude(element.renderRoot.textContent, 'Nothing to show');
  });

  it('that it failed, beside the rows that it has', async () => {
    const { element, shown } = await mountGallery(rows(3));
    element.assign('Items', formulaError('Network', 'The shop did not answer.'));
    await settled(element);
    assert.include(element.renderRoot.querySelector('.banner')?.textContent, 'The shop did not answer.');
    assert.equal(shown().length, 3);
  });

  it('that there are more, and asks for them once when the last rows come near', async () => {
    const { element, part, shown } = await mountGallery(rows(50));
    let asked = 0;
    element.addEventListener('fx-more', () => asked++);
    element.extent = { complete: false, total: 10_000 };
    await settled(element);
    assert.include(part('.notice').textContent, 'Showing the first 50 of 10,000');
    assert.equal(asked, 0);
    part('.scroller').scrollTop = 50 * 50;
    await until(() => asked === 1, 'fx-more');
    part('.scroller').scrollTop = 0;
    await until(() => shown()[0] === 'Row 0', 'the first row');
    part('.scroller').scrollTop = 50 * 50;
    await until(() => shown().at(-1) === 'Row 49', 'the last row');
    assert.equal(asked, 1);
    element.Items = rows(100);
    await settled(element);
    assert.equal(shown().at(-1), 'Row 49', 'keeps its place');
    part('.scroller').scrollTop = 100 * 50;
    await until(() => asked === 2, 'fx-more again');
    element.extent = { complete: true };
    await settled(element);
    assert.isNull(element.renderRoot.querySelector('.notice'));
  });

  it('the number of the first row in sight', async () => {
    const { element, part } = await mountGallery(rows(100));
    part('.scroller').scrollTop = 500;
    await until(() => element.VisibleIndex === 11, 'row 11');
  });
});

describe('a gallery in a page', () => {
  it('fills rows from a template', async () => {
    const box = document.createElement('div');
    document.body.append(box);
    const template = document.createElement('template');
    const title = document.createElement('b');
    title.dataset['field'] = 'Name';
    const button = document.createElement('fx-button');
    button.dataset['bind'] = 'Text: Name, Width: id';
    template.content.append(title, button);
    const { element } = await mountControl<Gallery>(
      'fx-gallery',
      { Items: rows(3), Height: 300 },
      { before: (gallery) => gallery.append(template) },
    );
    await nextFrame();
    const [first] = rowsOf(element);
    assert.equal(first!.querySelector('b')!.textContent, 'Row 0');
    assert.equal((first!.querySelector('fx-button') as ControlElement).read('Text'), 'Row 0');
    const internals = Reflect.get(first!, 'internals') as ElementInternals;
    assert.equal(internals.role, 'listitem', 'a row that holds a button is no option');
    box.remove();
  });

  it('shows rows plainly where nobody says how', async () => {
    const { element } = await mountControl<Gallery>('fx-gallery', { Items: [{ Name: 'Ada', City: 'London' }], Height: 200 });
    await nextFrame();
    assert.include(rowsOf(element)[0]!.textContent, 'Ada');
    assert.include(rowsOf(element)[0]!.textContent, 'London');
    await assertAccessible(element);
  });

  it('takes its size from the page, whenever that changes', async () => {
    const { element } = await mountGallery(rows(100));
    element.Height = 800;
    await settled(element);
    await until(() => rowsOf(element).filter((row) => isInSight(element, row)).length === 16, '16 rows in sight');
  });
});
