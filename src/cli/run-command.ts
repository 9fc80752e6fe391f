import { createApp, type App } from '../app/index.ts';
import { FormulaError, printName, printValue } from '../formula/index.ts';
import { printWhy } from './print-why.ts';
import { mediaOf, readAppFolder } from './app-folder.ts';
import { flowCommand, reactionsOf } from './flow/flow-command.ts';
import { takeOption } from './take-option.ts';

/**
 * `fxloom run APP [FORMULA...] [--why PATH]...`: starts an app without a page, evaluates the formulas with the names that the first screen
 * sees, and prints their values; without formulas, which screen is shown and what its controls say. `--why Label1.Text` prints why a value
 * is so, as a tree; `--why 'Gallery1[2].Label1.Text'` in the second row. An app whose connections name triggers is kept running instead, and
 * what has come is kept in the folder of `--data`. Exit code 1 for errors, 2 where there is no app.
 */
export async function runCommand(args: readonly string[]): Promise<number> {
  const kept = takeOption(args, '--data');
  const { asked, others } = takeOption(kept.others, '--why');
  const [path, ...formulas] = others;
  if (path === undefined) {
    console.error("Usage: fxloom run APP ['FORMULA'...] [--why PATH]...");
    return 2;
  }
  const reactions = await reactionsOf(path).catch(() => new Map<string, never>());
  if (reactions.size > 0 && formulas.length === 0 && asked.length === 0) return flowCommand(path, reactions, kept.asked[0]);
  const folder = await readAppFolder(path);
  if (typeof folder === 'string') {
    console.error(folder);
    return 2;
  }
  const app = createApp(folder.document, { connectors: folder.connectors, media: mediaOf(folder), problems: folder.problems });
  let failed = false;
  const report = (text: string): void => {
    failed = true;
    console.error(text);
  };
  for (const { severity, file, line, column, message } of app.diagnostics)
    if (severity === 'error') report(`${file}:${line}:${column} ${message}`);
  app.errors.add(({ source, error }) => report(`${source}: ${error.message}`));
  app.traces.add(({ message }) => console.log(`Trace: ${message}`));
  await app.start();
  await app.idle();
  for (const formula of formulas) {
    const result = await app.settled(formula);
    for (const found of result.diagnostics) if (found.severity === 'error') report(`${formula}: ${found.message}`);
    if (result.value instanceof FormulaError) report(`${formula}: ${result.value.message}`);
    else if (result.valid) console.log(printValue(result.value, result.type));
  }
  for (const wanted of asked) if (!(await printWhy(app, wanted))) failed = true;
  if (formulas.length === 0 && asked.length === 0) await describe(app);
  app.dispose();
  return failed ? 1 : 0;
}

/** What a control shows, by the kinds of properties that show something. */
const shown = ['Text', 'Title', 'Value', 'Items', 'Selected'];

async function describe(app: App): Promise<void> {
  const { screen } = app;
  console.log(screen === undefined ? 'This app has no screen.' : `Screen ${screen.name}`);
  const open = (screen?.children ?? []).map((control) => ({ control, depth: 1 }));
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { control, depth } = next;
    const name = shown.find((one) => control.property(one)?.definition !== undefined);
    const property = name === undefined || control.gallery !== undefined ? undefined : control.property(name);
    const value = property === undefined ? undefined : (await app.settled(`${printName(control.name)}.${name}`)).value;
    const text = value === undefined || value instanceof FormulaError ? '' : ` ${name}: ${printValue(value, property!.type)}`;
    console.log(`${'  '.repeat(depth)}${control.name}${text.length > 120 ? `${text.slice(0, 119)}…` : text}`);
    open.unshift(...control.children.map((child) => ({ control: child, depth: depth + 1 })));
  }
}
