import { createApp, AppDocument, type App } from '../src/app/index.ts';
import { formulasOf, isRenamable, rename, type Named } from '../src/app/authoring/index.ts';
import { namesIn } from '../src/formula/index.ts';

/*
 * Renames over real apps, made by counting: something gets another name, and its old one again.
 */

const open = (text: string): App => createApp(new AppDocument([{ name: 'App.pa.yaml', text }]));

/** All that formulas of an app name and that can get another name. */
function targetsOf(app: App): readonly Named[] {
  const targets = new Set<Named>();
  for (const { text, context } of formulasOf(app)) {
    for (const { name, symbol, function: called } of namesIn(text, context)) {
      const target = symbol ?? called;
      if (target?.name === name && isRenamable(app, target)) targets.add(target);
    }
  }
  return [...targets];
}

const textsOf = (app: App): readonly string[] => [...formulasOf(app)].map(({ text }) => text);

/** New names of all sorts: plain, with blanks, quotes, signs and letters of other languages. */
const shapes: readonly ((name: string, i: number) => string)[] = [
  (name, i) => `New ${name}, ${i}: é`,
  (name, i) => `${name.replaceAll(/\W/g, '')}_${i}`,
  (name, i) => `'${i}' # ${name}`,
  (_, i) => `Число ${i}`,
];

/**
 * Renames things of an app, and each back again. The app has to mean the same with the new name (`rename` compares what each name of each formula
 * stands for), and to be what it was after the way back.
 *
 * @param text a `.pa.yaml` file
 * @param take of the things in it, by their number
 * @param shape which sort of names, from 0
 * @returns how many things were renamed, and what went wrong
 */
export function renameThereAndBack(
  text: string,
  take: (i: number) => boolean,
  shape = 0,
): { readonly count: number; readonly problems: readonly string[] } {
  const app = open(text);
  const before = textsOf(app);
  const problems: string[] = [];
  let count = 0;
  for (const [i, target] of targetsOf(app).entries()) {
    if (!take(i)) continue;
    count++;
    const name = shapes[shape % shapes.length]!(target.name, i);
    try {
      const { files, changes } = rename(app, target, name);
      if (changes.length === 0) problems.push(`${target.name}: nothing changed`);
      const there = open(files[0]!.text);
      const back = targetsOf(there).find((one) => one.name === name);
      if (back === undefined) problems.push(`${target.name}: nothing is called ${name}`);
      else {
        const again = open(rename(there, back, target.name).files[0]!.text);
        if (textsOf(again).some((formula, at) => formula !== before[at])) problems.push(`${target.name}: not what it was`);
        again.dispose();
      }
      there.dispose();
    } catch (error) {
      problems.push(`${target.name}: ${(error as Error).message}`);
    }
  }
  app.dispose();
  return { count, problems };
}
