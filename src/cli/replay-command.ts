import { readFile } from 'node:fs/promises';
import { replay } from '../app/trace/index.ts';
import { printWhy } from './print-why.ts';
import { takeOption } from './take-option.ts';

/**
 * `fxloom replay TRACE.ndjson [--until LINE] [--why PATH]...`: runs a traced session once more without a network and says where it differs.
 * `--until` stops after a line of the trace; `--why` prints why a value is so then. Exit code 1 where it differs, 2 for what is no trace.
 */
export async function replayCommand(args: readonly string[]): Promise<number> {
  const why = takeOption(args, '--why');
  const until = takeOption(why.others, '--until');
  const [file] = until.others;
  const last = until.asked[0] === undefined ? Infinity : Number(until.asked[0]);
  if (file === undefined || Number.isNaN(last) || last < 1) {
    console.error('Usage: fxloom replay TRACE.ndjson [--until LINE] [--why PATH]...');
    return 2;
  }
  const text = await readFile(file, 'utf8');
  let found;
  try {
    found = await replay(text, last);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(error.message);
    return 2;
  }
  const { app, differences, lines, compared } = found;
  for (const { line, kind, what, traced, replayed } of differences) {
    console.log(`${file}:${line} ${kind}: ${what}`);
    if (kind === 'value') console.log(`  traced   ${traced}\n  replayed ${replayed ?? 'nothing'}`);
  }
  let known = true;
  for (const path of why.asked) known = (await printWhy(app, path)) && known;
  console.log(`${lines} lines replayed, ${compared} values compared, ${differences.length} differences`);
  app.dispose();
  return differences.length > 0 || !known ? 1 : 0;
}
