import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions } from 'playwright-core';

/*
 * What every kind looks like in every state, against what was stored: each state of the page of controls as a mosaic, so coarse that the edges of letters
 * do not matter, and fine enough that a missing rail, mark or colour does. `UPDATE_LOOKS=1 TEST=demo npm test` stores anew what has been looked at.
 */

/** States by their names, each as `columns:` and two characters a cell: how light it is, and its hue. */
type Looks = { readonly [state: string]: string };
interface Stored {
  /** How wide a text is in the fonts that the looks were taken with. */
  readonly fonts: number;
  readonly looks: { readonly [variant: string]: Looks };
}

const file = 'test/demo/looks.json';

// oxfmt-ignore
export const variants: { readonly [name: string]: BrowserContextOptions & { readonly rtl?: boolean } } = {
  light: { colorScheme: 'light' },
  'right to left': { colorScheme: 'light', rtl: true },
  'forced colours': { colorScheme: 'light', forcedColors: 'active' },
};

export async function looksOf(browser: Browser, address: string, variant: string): Promise<{ fonts: number; looks: Looks }> {
  const { rtl = false, ...options } = variants[variant]!;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForFunction(() => document.querySelectorAll(':not(:defined)').length === 0);
    if (rtl) await page.evaluate(() => void (document.documentElement.dir = 'rtl'));
    const fonts = await page.evaluate(() => {
      const probe = document.createElement('span');
      probe.textContent = 'Hamburgefonstiv 0123456789 ÄÖÜ';
      document.body.append(probe);
      const { width } = probe.getBoundingClientRect();
      probe.remove();
      return Math.round(width * 10) / 10;
    });
    const decoder = await context.newPage();
    let looks: Looks = {};
    // Pictures and late code come when they come: what is seen twice the same is all there.
    for (let round = 0, before = ''; round < 20 && JSON.stringify(looks) !== before; round++) {
      before = JSON.stringify(looks);
      const states = await page.evaluate(() =>
        [...document.querySelectorAll('section.kind')].flatMap((kind) =>
          [...kind.querySelectorAll('figure')].map((figure) => {
            const { x, y, width, height } = figure.querySelector('.stage')!.getBoundingClientRect();
            const name = `${kind.querySelector('h2')!.textContent}, ${figure.querySelector('figcaption')!.textContent}`;
            return { name, x: x + scrollX, y: y + scrollY, width, height };
          }),
        ),
      );
      const picture = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' });
      looks = await decoder.evaluate(mosaics, { data: picture.toString('base64'), states });
    }
    return { fonts, looks };
  } finally {
    await context.close();
  }
}

interface State {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Runs in a page, which can read pictures. */
async function mosaics({ data, states }: { data: string; states: readonly State[] }): Promise<Looks> {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
  const digit = (share: number): string => Math.max(0, Math.min(35, Math.round(share * 35))).toString(36);
  const entries = states.map(({ name, x, y, width, height }) => {
    const cell = width * height > 30_000 ? 32 : 16;
    const [columns, rows] = [Math.max(1, Math.round(width / cell)), Math.max(1, Math.round(height / cell))];
    const canvas = new OffscreenCanvas(columns, rows);
    const drawing = canvas.getContext('2d')!;
    drawing.imageSmoothingQuality = 'high';
    drawing.drawImage(picture, x, y, width, height, 0, 0, columns, rows);
    const { data: pixels } = drawing.getImageData(0, 0, columns, rows);
    const cells = Array.from({ length: columns * rows }, (_, at) => {
      const [red, green, blue] = [pixels[at * 4]! / 255, pixels[at * 4 + 1]! / 255, pixels[at * 4 + 2]! / 255];
      const light = 0.299 * red + 0.587 * green + 0.114 * blue;
      const hue = (difference: number): number => Math.max(0, Math.min(5, Math.round(2.5 + difference * 4)));
      return digit(light) + (hue(blue - light) * 6 + hue(red - light)).toString(36);
    });
    return [name, `${columns}:${cells.join('')}`] as const;
  });
  return Object.fromEntries(entries);
}

/** What was stored; undefined where looks are to be stored anew. */
export const storedLooks = (): Stored | undefined =>
  process.env['UPDATE_LOOKS'] === undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Stored) : undefined;

export function storeLooks(fonts: number, variant: string, looks: Looks): void {
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Stored) : undefined;
  writeFileSync(file, `${JSON.stringify({ fonts, looks: { ...before?.looks, [variant]: looks } }, undefined, 2)}\n`);
}

/** The states that look other than before: there is more or less of them, or a part that one would notice has changed. */
export const differing = (before: Looks, now: Looks): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((name) => {
    const [first, second] = [before[name], now[name]];
    return first === undefined || second === undefined || changedShare(first, second) > 0.04;
  });

function changedShare(first: string, second: string): number {
  const [[columns, cells], [others, otherCells]] = [first.split(':'), second.split(':')] as [string[], string[]];
  if (columns !== others || cells!.length !== otherCells!.length) return 1;
  const worth = (text: string, at: number): number => Number.parseInt(text[at]!, 36);
  const count = cells!.length / 2;
  const changed = Array.from({ length: count }, (_, at) => at * 2).filter((at) => {
    const hues = [worth(cells!, at + 1), worth(otherCells!, at + 1)] as const;
    const turned = Math.abs(Math.floor(hues[0] / 6) - Math.floor(hues[1] / 6)) > 1 || Math.abs((hues[0] % 6) - (hues[1] % 6)) > 1;
    return turned || Math.abs(worth(cells!, at) - worth(otherCells!, at)) > 3;
  });
  // One cell may be a letter that has moved.
  return changed.length <= 1 ? 0 : changed.length / count;
}
