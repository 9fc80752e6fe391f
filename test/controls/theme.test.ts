import { assert } from 'chai';
import { contrast, hexOf, hexOfOklch, oklchOf, rgbOf } from '../../src/controls/contrast.ts';
import { brandTokens, ramp } from '../../src/controls/brand.ts';
import { BRAND, colors } from '../../src/controls/theme.ts';

describe('colours', () => {
  it('contrast is that of WCAG', () => {
    assert.closeTo(contrast('#000000', '#ffffff'), 21, 0.001);
    assert.closeTo(contrast('#777777', '#ffffff'), 4.478, 0.001);
    assert.closeTo(contrast('#ffffff', '#777777'), 4.478, 0.001);
  });

  for (const hex of ['#000000', '#ffffff', '#0f6cbd', '#b4262c', '#8cbd18']) {
    it(`${hex} goes to OKLCH and back`, () => assert.equal(hexOfOklch(oklchOf(hex)), hex));
  }

  it('short forms are read, nonsense is refused', () => {
    assert.equal(hexOf(rgbOf('#fa0')), '#ffaa00');
    assert.throws(() => rgbOf('blue'), TypeError);
  });
});

it('the tokens of the brand colour are those that are kept ready', () => {
  const expected = brandTokens(BRAND);
  for (const [name, pair] of Object.entries(expected)) assert.deepEqual(colors[name as keyof typeof expected], pair, name);
});

/** Text on what it is read on. */
const readable: readonly (readonly [text: keyof typeof colors, on: keyof typeof colors])[] = [
  ['text', 'canvas'],
  ['text', 'surface'],
  ['text', 'raised'],
  ['text', 'sunken'],
  ['text', 'hover'],
  ['text-muted', 'canvas'],
  ['text-muted', 'surface'],
  ['text-muted', 'raised'],
  ['text-muted', 'sunken'],
  ['on-brand', 'brand-fill'],
  ['brand-text', 'canvas'],
  ['brand-text', 'surface'],
  ['brand-text', 'raised'],
  ['on-brand-tint', 'brand-tint'],
  ['text', 'brand-tint'],
  ['text-muted', 'brand-tint'],
  ['success-text', 'success-tint'],
  ['success-text', 'surface'],
  ['warning-text', 'warning-tint'],
  ['warning-text', 'surface'],
  ['danger-text', 'danger-tint'],
  ['danger-text', 'surface'],
  ['danger-text', 'canvas'],
  ['danger-text', 'raised'],
  ['info-text', 'info-tint'],
  ['info-text', 'surface'],
];

/** Lines and signs that say something, on what they are seen on. */
const visible: readonly (readonly [line: keyof typeof colors, on: keyof typeof colors])[] = [
  ['border-strong', 'surface'],
  ['border-strong', 'canvas'],
  ['brand-line', 'surface'],
  ['brand-line', 'canvas'],
  ['danger-line', 'surface'],
  ['success-line', 'surface'],
  ['warning-line', 'surface'],
  ['info-line', 'surface'],
  ['focus', 'surface'],
  ['focus', 'canvas'],
];

describe('theme', () => {
  for (const [index, scheme] of (['light', 'dark'] as const).entries()) {
    for (const [text, on] of readable) {
      it(`${scheme}: ${text} can be read on ${on}`, () =>
        assert.isAtLeast(contrast(colors[text][index]!, colors[on][index]!), 4.5));
    }
    for (const [line, on] of visible) {
      it(`${scheme}: ${line} can be seen on ${on}`, () =>
        assert.isAtLeast(contrast(colors[line][index]!, colors[on][index]!), 3));
    }
  }

  const brands = [BRAND, '#03787c', '#6b3fa0', '#b4262c', '#8cbd18', '#ffd400', '#f0f0f0', '#101010', '#00ffff', '#ff69b4'];
  for (const brand of brands) {
    it(`any brand gives readable controls: ${brand}`, () => {
      const tokens = brandTokens(brand);
      for (const index of [0, 1] as const) {
        assert.isAtLeast(contrast('#ffffff', tokens['brand-fill'][index]), 4.5);
        for (const on of ['surface', 'canvas', 'raised'] as const) {
          assert.isAtLeast(contrast(tokens['brand-text'][index], colors[on][index]), 4.5, `text on ${on}`);
          assert.isAtLeast(contrast(tokens['brand-line'][index], colors[on][index]), 3, `line on ${on}`);
        }
        assert.isAtLeast(contrast(tokens['on-brand-tint'][index], tokens['brand-tint'][index]), 4.5);
        assert.isAtLeast(contrast(colors.text[index], tokens['brand-tint'][index]), 4.5);
      }
    });
  }

  it('shades run from dark to light, with the brand in their middle', () => {
    const shades = ramp(BRAND);
    assert.equal(shades.get(80), BRAND);
    const lightness = [...shades.values()].map((shade) => oklchOf(shade).lightness);
    assert.deepEqual(
      lightness,
      [...lightness].sort((a, b) => a - b),
    );
    assert.equal(lightness.length, 16);
  });
});
