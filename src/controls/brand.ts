import { contrast, hexOfOklch, oklchOf } from './contrast.ts';
import { neutral, paired, type Pair } from './theme.ts';

/** Shades of one colour by lightness, from 10 (almost black) to 160 (almost white); the colour itself is 80. */
export function ramp(brand: string): ReadonlyMap<number, string> {
  const base = oklchOf(brand);
  const shades = new Map<number, string>();
  for (let step = 10; step <= 160; step += 10) shades.set(step, step === 80 ? brand : hexOfOklch(shade(base, step)));
  return shades;
}

const darkest = 0.2;
const lightest = 0.97;

/** Lightness runs in equal steps to either end; chroma falls where the eye would find it garish. */
function shade(
  { lightness, chroma, hue }: { lightness: number; chroma: number; hue: number },
  step: number,
): { lightness: number; chroma: number; hue: number } {
  const towards = step < 80 ? (80 - step) / 70 : (step - 80) / 80;
  const end = step < 80 ? darkest : lightest;
  return { lightness: lightness + (end - lightness) * towards, chroma: chroma * (1 - 0.75 * towards ** 1.6), hue };
}

/** The first of some colours that can be read on every one of the backgrounds; the last, if none can. */
const readable = (candidates: readonly string[], backgrounds: readonly string[], ratio: number): string =>
  candidates.find((candidate) => backgrounds.every((background) => contrast(candidate, background) >= ratio)) ??
  candidates.at(-1)!;

const surfaces = { light: [neutral[100], '#fafafa', neutral[95]], dark: [neutral[20], neutral[30], neutral[10]] } as const;

type BrandColor = 'brand-fill' | 'brand-text' | 'brand-line' | 'brand-tint' | 'on-brand-tint';

/** The tokens that follow from a brand colour. Shades are picked by contrast, so any colour gives readable controls. */
export function brandTokens(brand: string): { readonly [N in BrandColor]: Pair } {
  const shades = ramp(brand);
  const from = (...steps: readonly number[]): string[] => steps.map((step) => shades.get(step)!);
  const fill = readable(from(80, 70, 60, 50, 40), [neutral[100]], 4.5);
  const darkFill = readable(from(70, 60, 50, 40), [neutral[100]], 4.5);
  return {
    'brand-fill': [fill, darkFill],
    'brand-text': [
      readable(from(80, 70, 60, 50, 40, 30), surfaces.light, 4.5),
      readable(from(100, 110, 120, 130, 140, 150), surfaces.dark, 4.5),
    ],
    'brand-line': [
      readable(from(80, 70, 60, 50, 40), surfaces.light, 3),
      readable(from(90, 100, 110, 120, 130), surfaces.dark, 3),
    ],
    'brand-tint': [shades.get(150)!, shades.get(30)!],
    'on-brand-tint': [
      readable(from(60, 50, 40, 30), [shades.get(150)!], 4.5),
      readable(from(130, 140, 150), [shades.get(30)!], 4.5),
    ],
  };
}

export interface Theme {
  /** One colour, `#0f6cbd`, that the rest follows from. */
  readonly brand?: string;
  /** How tight rows and fields are. */
  readonly density?: 'comfortable' | 'compact';
  /** Single tokens by name, `text`, each for light and dark. */
  readonly colors?: { readonly [name: string]: Pair };
}

/**
 * Sets the tokens of a theme on an element, for all controls inside it. `document.documentElement` themes the page.
 * @throws {TypeError} if the brand is not a colour like `#0f6cbd`.
 */
export function applyTheme(target: HTMLElement, theme: Theme): void {
  const tokens = { ...(theme.brand === undefined ? {} : brandTokens(theme.brand)), ...theme.colors };
  for (const [name, pair] of Object.entries(tokens)) target.style.setProperty(`--fx-color-${name}`, paired(pair));
  if (theme.density !== undefined) target.style.setProperty('--fx-control-height', theme.density === 'compact' ? '24px' : '32px');
}
