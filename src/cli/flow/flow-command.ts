import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { reactionsIn, type Reactions } from '../../app/index.ts';
import { ConfigurationError } from '../../gateway/index.ts';
import { readAppFolder } from '../app-folder.ts';
import { Flow, JournalKeeper } from './flow.ts';

/** What the connections beside an app say of triggers: `{"Shop": {"triggers": {"NewOrders": "Handled(Event)"}}}`. */
export async function reactionsOf(path: string): Promise<Reactions> {
  const folder = (await stat(path)).isDirectory() ? path : dirname(path);
  const text = await readFile(join(folder, 'connections.json'), 'utf8').catch(() => '{}');
  try {
    return reactionsIn((JSON.parse(text) ?? {}) as { readonly [name: string]: unknown });
  } catch {
    // Reading the app says what is wrong.
    return new Map();
  }
}

/**
 * `fxloom run FLOW [--data FOLDER]` where the connections name triggers: follows them and runs their formulas until SIGTERM or SIGINT. What has
 * come and what was done is kept in the folder. Exit code 1 where a formula is wrong or the folder is in use.
 */
export async function flowCommand(path: string, reactions: Reactions, data: string | undefined): Promise<number> {
  const place =
    data ?? join((await stat(path)).isDirectory() ? path : dirname(path), '.fxloom', basename(path).replace(/\..*$/, ''));
  const log = (text: string): void => console.log(`${new Date().toISOString()} ${text}`);
  let keeper: JournalKeeper;
  try {
    keeper = new JournalKeeper(place);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    return 1;
  }
  const folder = await readAppFolder(path, { keeper });
  if (typeof folder === 'string') {
    console.error(folder);
    return 2;
  }
  const flow = new Flow(folder, keeper, log);
  const wrong = flow.app.diagnostics.filter(({ severity }) => severity === 'error');
  for (const { file, line, column, message } of wrong) console.error(`${file}:${line}:${column} ${message}`);
  const problems = await flow.start(folder.connectors, reactions);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    await flow.close();
    return 1;
  }
  const names = [...reactions].flatMap(([name, formulas]) => [...formulas.keys()].map((operation) => `${name}.${operation}`));
  log(`Listening to ${names.join(', ')}; kept in ${place}.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await flow.close();
  return 0;
}
