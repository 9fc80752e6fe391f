import { assert } from 'chai';
import type { ControlElement, GroupContainer } from '../../src/controls/index.ts';
import type { Value } from '../../src/formula/index.ts';
import { mountControl, nextFrame, settled, unmountAll } from './mount-control.ts';

afterEach(unmountAll);

type Properties = { readonly [name: string]: Value };
type Box = readonly [x: number, y: number, width: number, height: number];

/** A container with rectangles inside, and where they are in it. */
async function laidOut(container: Properties, ...children: readonly Properties[]): Promise<Box[]> {
  const { element } = await mountControl<GroupContainer>('fx-group-container', { Width: 400, Height: 200, ...container });
  const made: ControlElement[] = [];
  for (const properties of children) made.push((await mountControl('fx-rectangle', properties, { inside: element })).element);
  await settled(element, ...made);
  await nextFrame();
  const outer = element.getBoundingClientRect();
  return made.map((child) => {
    const { left, top, width, height } = child.getBoundingClientRect();
    return [left - outer.left, top - outer.top, width, height].map((number) => Math.round(number)) as unknown as Box;
  });
}

const small = { Width: 50, Height: 30 };
const row = { LayoutMode: 'auto', LayoutDirection: 'horizontal' };
const column = { LayoutMode: 'auto', LayoutDirection: 'vertical' };

describe('a manual container', () => {
  it('places by X and Y', async () => {
    assert.deepEqual(await laidOut({}, { X: 10, Y: 20, ...small }), [[10, 20, 50, 30]]);
  });

  it('gives a size where no formula does', async () => {
    assert.deepEqual(await laidOut({}, {}), [[0, 0, 150, 100]]);
  });

  it('places from the right where the page runs that way', async () => {
    document.documentElement.dir = 'rtl';
    const [box] = await laidOut({}, { X: 10, Y: 0, ...small });
    document.documentElement.dir = '';
    assert.deepEqual(box, [340, 0, 50, 30]);
  });
});

// oxfmt-ignore
const layouts: readonly (readonly [
  what: string,
  container: Properties,
  children: readonly Properties[],
  boxes: readonly Box[],
])[] = [
  ['a row follows its order', row, [small, small], [[0, 0, 50, 30], [50, 0, 50, 30]]],
  ['a column follows its order', column, [small, small], [[0, 0, 50, 30], [0, 30, 50, 30]]],
  ['a gap lies between', { ...row, LayoutGap: 8 }, [small, small], [[0, 0, 50, 30], [58, 0, 50, 30]]],
  ['padding lies around', { ...row, PaddingLeft: 12, PaddingTop: 6 }, [small], [[12, 6, 50, 30]]],
  ['X and Y do not count', row, [{ X: 99, Y: 99, ...small }], [[0, 0, 50, 30]]],
  ['a share takes the free space', row, [small, { ...small, FillPortions: 1 }], [[0, 0, 50, 30], [50, 0, 350, 30]]],
  ['shares divide it', row, [{ ...small, FillPortions: 1 }, { ...small, FillPortions: 3 }], [[0, 0, 100, 30], [100, 0, 300, 30]]],
  ['shares divide the height too', column, [{ ...small, FillPortions: 1 }, { ...small, FillPortions: 1 }], [[0, 0, 50, 100], [0, 100, 50, 100]]],
  ['a least width holds', row, [{ ...small, FillPortions: 1, LayoutMinWidth: 300 }, { ...small, FillPortions: 1 }], [[0, 0, 300, 30], [300, 0, 100, 30]]],
  ['a greatest width holds', row, [{ ...small, FillPortions: 1, LayoutMaxWidth: 120 }, { ...small, FillPortions: 1 }], [[0, 0, 120, 30], [120, 0, 280, 30]]],
  ['without a share, a size does not shrink', { ...row, LayoutOverflowX: 'scroll' }, [{ Width: 300, Height: 30 }, { Width: 300, Height: 30 }], [[0, 0, 300, 30], [300, 0, 300, 30]]],
  ['the middle across', { ...row, LayoutAlignItems: 'center' }, [small], [[0, 85, 50, 30]]],
  ['the end across', { ...row, LayoutAlignItems: 'end' }, [small], [[0, 170, 50, 30]]],
  ['stretched across a row', { ...row, LayoutAlignItems: 'stretch' }, [small], [[0, 0, 50, 200]]],
  ['stretched across a column', { ...column, LayoutAlignItems: 'stretch' }, [small], [[0, 0, 400, 30]]],
  ['one is stretched by itself', row, [{ ...small, AlignInContainer: 'stretch' }, small], [[0, 0, 50, 200], [50, 0, 50, 30]]],
  ['one is not stretched with the others', { ...row, LayoutAlignItems: 'stretch' }, [{ ...small, AlignInContainer: 'center' }, small], [[0, 85, 50, 30], [50, 0, 50, 200]]],
  ['free space before', { ...row, LayoutJustifyContent: 'end' }, [small], [[350, 0, 50, 30]]],
  ['free space around', { ...row, LayoutJustifyContent: 'center' }, [small], [[175, 0, 50, 30]]],
  ['free space between', { ...row, LayoutJustifyContent: 'space-between' }, [small, small], [[0, 0, 50, 30], [350, 0, 50, 30]]],
  ['what does not fit goes on below', { ...row, LayoutWrap: true, LayoutGap: 10 }, [{ Width: 250, Height: 40 }, { Width: 250, Height: 40 }], [[0, 0, 250, 40], [0, 50, 250, 40]]],
  ['a hidden child takes no room', row, [{ ...small, Visible: false }, small], [[0, 0, 0, 0], [0, 0, 50, 30]]],
];

describe('an auto-layout container', () => {
  for (const [what, container, children, boxes] of layouts) {
    it(what, async () => {
      const found = await laidOut(container, ...children);
      // What is hidden is nowhere.
      assert.deepEqual(
        found.map((box): Box => (box[2] === 0 ? [0, 0, 0, 0] : box)),
        [...boxes],
      );
    });
  }

  it('runs from right to left where the page does', async () => {
    document.documentElement.dir = 'rtl';
    const boxes = await laidOut(row, small, small);
    document.documentElement.dir = '';
    assert.deepEqual(boxes, [
      [350, 0, 50, 30],
      [300, 0, 50, 30],
    ]);
  });

  it('a container inside shares out its own space', async () => {
    const { element: outer } = await mountControl<GroupContainer>('fx-group-container', {
      ...column,
      Width: 400,
      Height: 200,
      LayoutAlignItems: 'stretch',
    });
    const { element: inner } = await mountControl<GroupContainer>(
      'fx-group-container',
      { ...row, Height: 60 },
      { inside: outer },
    );
    const { element: leaf } = await mountControl('fx-rectangle', { FillPortions: 1, Height: 20 }, { inside: inner });
    await nextFrame();
    assert.equal(inner.offsetWidth, 400);
    assert.equal(leaf.offsetWidth, 400);
    assert.equal(leaf.offsetHeight, 20);
  });

  it('a text that grows makes its neighbours move', async () => {
    const { element } = await mountControl<GroupContainer>('fx-group-container', { ...column, Width: 120, Height: 300 });
    const text = { Text: 'a rather long text that runs over several lines', Width: 120, AutoHeight: true };
    const { element: label } = await mountControl('fx-label', text, { inside: element });
    const { element: below } = await mountControl('fx-rectangle', small, { inside: element });
    await nextFrame();
    assert.isAbove(label.offsetHeight, 40);
    assert.equal(below.offsetTop, label.offsetHeight);
  });
});

describe('a screen', () => {
  it('fills what is around it, and scrolls what does not fit', async () => {
    const box = document.createElement('div');
    box.style.height = '300px';
    document.body.append(box);
    const { element } = await mountControl('fx-screen', {}, { inside: box });
    await mountControl('fx-rectangle', { Y: 900, Height: 100 }, { inside: element });
    await nextFrame();
    assert.equal(element.offsetHeight, 300);
    assert.equal(element.scrollHeight, 1000);
    box.remove();
  });
});
