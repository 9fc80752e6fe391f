import type { App, RowContext } from '../app/index.ts';
import { printExplanation } from '../app/inspect/index.ts';

/** Prints why a value is so: `Label1.Text`, or in rows of galleries `Gallery1[2].Label1.Text`. Whether there is such a thing. */
export async function printWhy(app: App, wanted: string): Promise<boolean> {
  let row: RowContext | undefined;
  let path = wanted;
  try {
    for (let found = /^(.+?)\[(\d+)\]\.(.+)$/.exec(path); found !== null; found = /^(.+?)\[(\d+)\]\.(.+)$/.exec(path)) {
      const [, gallery, index, rest] = found as unknown as [string, string, string, string];
      // Its rows are there when its calls have answered.
      await app.why(`${gallery}.Items`, row);
      row = app.row(gallery, Number(index) - 1, row);
      path = rest;
    }
    console.log(printExplanation(await app.why(path, row)));
    return true;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(error.message);
    return false;
  }
}
