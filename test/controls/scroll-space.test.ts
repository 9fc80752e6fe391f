import { assert } from 'chai';
import { GalleryLayout, MOST_ROWS } from '../../src/controls/gallery-layout.ts';
import { ScrollSpace } from '../../src/controls/scroll-space.ts';

const WINDOW = 600;

/** Scrolls like a browser: the element is at a position, which the space may put right. */
class Scrolled {
  readonly space = new ScrollSpace();
  position = 0;
  place = 0;

  constructor(whole: number) {
    this.space.resize(whole, WINDOW);
  }

  by(pixels: number): void {
    this.to(this.position + pixels);
  }

  to(position: number): void {
    const inside = Math.max(0, Math.min(position, this.space.real - WINDOW));
    const moved = this.space.scrolled(inside);
    this.place = moved.place;
    this.position = moved.position;
    assert.equal(this.place - this.space.shift, this.position, 'what is shown at the position is what is at the place');
  }
}

describe('scrolling over more than a browser can scroll', () => {
  it('is ordinary scrolling where everything fits', () => {
    const scrolled = new Scrolled(50_000);
    scrolled.to(1234);
    assert.deepEqual([scrolled.place, scrolled.space.shift, scrolled.space.real], [1234, 0, 50_000]);
  });

  for (const rows of [200_000, 1_000_000, 5_000_000]) {
    const whole = rows * 72;
    it(`keeps the element small for ${rows} rows`, () => assert.isAtMost(new Scrolled(whole).space.real, 8_000_000));

    it(`the wheel moves by what it turns, over the seams of pages, in ${rows} rows`, () => {
      const scrolled = new Scrolled(whole);
      scrolled.to(70_000);
      for (let turn = 0; turn < 3000; turn++) {
        const before = scrolled.place;
        scrolled.by(100);
        assert.equal(scrolled.place, before + 100);
      }
    });

    it(`the thumb reaches both ends of ${rows} rows`, () => {
      const scrolled = new Scrolled(whole);
      scrolled.to(scrolled.space.real);
      for (let turn = 0; turn < 2000; turn++) scrolled.by(300);
      assert.equal(scrolled.place, whole - WINDOW);
      scrolled.to(0);
      for (let turn = 0; turn < 2000; turn++) scrolled.by(-300);
      assert.equal(scrolled.place, 0);
    });

    it(`the thumb in the middle is the middle of ${rows} rows`, () => {
      const scrolled = new Scrolled(whole);
      scrolled.to(scrolled.space.real / 2);
      assert.closeTo(scrolled.place / whole, 0.5, 0.01);
    });

    it(`any row of ${rows} can be gone to`, () => {
      const { space } = new Scrolled(whole);
      for (const row of [0, 1, 1000, Math.floor(rows / 3), rows - 20]) {
        const { place, position } = space.goTo(row * 72);
        assert.equal(place, row * 72);
        assert.equal(position + space.shift, place);
        assert.isAtLeast(position, 0);
        assert.isAtMost(position, space.real - WINDOW);
      }
    });
  }

  it('keeps its place where rows are added', () => {
    const scrolled = new Scrolled(100_000);
    scrolled.to(60_000);
    scrolled.space.resize(900_000_000, WINDOW);
    const { place } = scrolled.space.goTo(60_000);
    assert.equal(place, 60_000);
  });
});

describe('places of rows', () => {
  const layout = (wrap = 1): GalleryLayout => new GalleryLayout({ size: 64, padding: 8, wrap, breadth: 400, window: WINDOW });

  it('a row has its padding around it', () => {
    assert.deepEqual(layout().placeOf(0), [8, 8]);
    assert.deepEqual(layout().placeOf(2), [152, 8]);
    assert.equal(layout().across, 384);
  });

  it('rows lie side by side', () => {
    assert.equal(layout(3).across, (400 - 4 * 8) / 3);
    assert.deepEqual(layout(2).placeOf(3), [80, 8 + 188 + 8]);
    assert.equal(layout(3).whole(7), 3 * 72 + 8);
  });

  it('never more rows than there should be', () => {
    const small = new GalleryLayout({ size: 1, padding: 0, wrap: 5, breadth: 400, window: 5000 });
    assert.isAtMost(small.rowsAt(1000, 1_000_000).size, MOST_ROWS);
  });

  it('goes no further than needed to see a row', () => {
    assert.equal(layout().placeToSee(3, 0), 0);
    assert.equal(layout().placeToSee(0, 500), 0);
    assert.equal(layout().placeToSee(20, 0), 20 * 72 + 80 - WINDOW);
  });
});
