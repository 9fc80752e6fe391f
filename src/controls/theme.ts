import { unsafeCSS, type CSSResult } from 'lit';

/**
 * The look, as tokens. A token is a custom property, `--fx-color-text`, with a value for light and one for dark surroundings; which of
 * them holds follows `color-scheme`. Style sheets of controls write `${color.text}`: the page's value of the property where it sets one,
 * else ours. So a page needs no style sheet of ours, and can override any token anywhere, for a part of the page as well.
 */
export type Scheme = 'light' | 'dark';
export type Pair = readonly [light: string, dark: string];

/** Greys, from black to white, in the twelve steps that surfaces, lines and texts are made of. */
export const neutral = {
  0: '#000000',
  10: '#141414',
  20: '#1f1f1f',
  30: '#292929',
  40: '#3d3d3d',
  50: '#525252',
  60: '#616161',
  70: '#808080',
  80: '#adadad',
  90: '#d6d6d6',
  95: '#f0f0f0',
  100: '#ffffff',
} as const;

/** The brand colour where nobody sets one. */
export const BRAND = '#0f6cbd';

/** Every colour token, `--fx-color-` and the name. */
export const colors = {
  canvas: ['#fafafa', '#1a1a1a'],
  surface: [neutral[100], neutral[20]],
  raised: [neutral[100], neutral[30]],
  sunken: [neutral[95], neutral[10]],
  text: ['#242424', neutral[100]],
  'text-muted': ['#5c5c5c', neutral[80]],
  'text-disabled': ['#9e9e9e', '#6b6b6b'],
  border: ['#d1d1d1', '#5c5c5c'],
  'border-strong': [neutral[60], '#a3a3a3'],
  'border-subtle': ['#e3e3e3', neutral[40]],
  'on-brand': [neutral[100], neutral[100]],
  focus: [neutral[0], neutral[100]],
  'focus-gap': [neutral[100], neutral[0]],
  'shade-source': [neutral[0], neutral[100]],
  hover: ['#f3f3f3', '#333333'],
  skeleton: ['#e6e6e6', '#3a3a3a'],
  'success-text': ['#0e700e', '#8fd08f'],
  'success-tint': ['#f1faf1', '#0b2e0b'],
  'success-line': ['#107c10', '#54b054'],
  'warning-text': ['#835500', '#fbc56b'],
  'warning-tint': ['#fff8eb', '#3a2700'],
  'warning-line': ['#a86a00', '#d89614'],
  'danger-text': ['#b10e1c', '#f1a3ab'],
  'danger-tint': ['#fdf3f4', '#3b1114'],
  'danger-line': ['#c50f1f', '#e8646f'],
  'info-text': ['#0c5aa0', '#8cc3f5'],
  'info-tint': ['#eff6fc', '#0b2a45'],
  'info-line': ['#0f6cbd', '#4796dc'],
  // What `brandTokens(BRAND)` gives; a page that keeps the brand does not bring the arithmetic.
  'brand-fill': ['#0f6cbd', '#035ea9'],
  'brand-text': ['#0f6cbd', '#5ea0e8'],
  'brand-line': ['#0f6cbd', '#2c7dcd'],
  'brand-tint': ['#d1e5fd', '#022d54'],
  'on-brand-tint': ['#035193', '#91c3fc'],
} as const satisfies { readonly [name: string]: Pair };

export type ColorName = keyof typeof colors;

const property = (name: string, fallback: string): CSSResult => unsafeCSS(`var(--fx-${name}, ${fallback})`);
export const paired = ([light, dark]: Pair): string => `light-dark(${light}, ${dark})`;

/** Colours for style sheets: `${color('text')}`. */
export const color = (name: ColorName): CSSResult =>
  property(`color-${name}`, paired((colors as { readonly [name: string]: Pair })[name]!));

/** A colour as the pointer rests on it or presses it: a little darker in light surroundings, a little lighter in dark ones. */
export const shaded = (of: CSSResult, percent: number): CSSResult =>
  unsafeCSS(`color-mix(in oklab, ${of.cssText}, ${color('shade-source').cssText} ${percent}%)`);

/** A value that this control alone has been given, `--fx-own-fill`, or else the theme's. */
export const own = (name: string, fallback: CSSResult | string): CSSResult => property(`own-${name}`, String(fallback));

/** The same without the theme's: nothing where no formula sets it, so that what reads it can fall back. */
export const ownAlone = (name: string): CSSResult => unsafeCSS(`var(--fx-own-${name})`);

/** What a page can override for all controls of a kind: `--fx-button-fill`. */
export const role = (name: string, fallback: CSSResult | string): CSSResult => property(name, String(fallback));

/** Measures that pages may override; density changes the first two. */
export const size = {
  control: property('control-height', '32px'),
  gap: property('space-8', '8px'),
  radius: property('radius-4', '4px'),
  radiusLarge: property('radius-8', '8px'),
  text: property('text-size', '14px'),
  textSmall: property('text-size-small', '12px'),
  line: property('line-height', '20px'),
} as const;

export const motion = {
  fast: unsafeCSS('100ms cubic-bezier(0.33, 0, 0.67, 1)'),
  enter: unsafeCSS('150ms cubic-bezier(0.1, 0.9, 0.2, 1)'),
} as const;

export const shadow = {
  floating: property(
    'shadow-16',
    '0 8px 16px light-dark(rgb(0 0 0 / 0.14), rgb(0 0 0 / 0.5)), 0 0 2px light-dark(rgb(0 0 0 / 0.14), rgb(0 0 0 / 0.5))',
  ),
  raised: property(
    'shadow-4',
    '0 2px 4px light-dark(rgb(0 0 0 / 0.12), rgb(0 0 0 / 0.4)), 0 0 2px light-dark(rgb(0 0 0 / 0.1), rgb(0 0 0 / 0.4))',
  ),
} as const;
