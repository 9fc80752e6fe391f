import { readFile } from 'node:fs/promises';
import { definitionRules } from '../connectors/publish/index.ts';
import { definitionFindings } from './definition-findings.ts';
import type { Finding } from './finding.ts';

const usage = 'Usage: fxloom connector check FILE... [--json] [--summary] [--errors]';

/**
 * `fxloom connector check FILE... [--json] [--summary] [--errors]`: what is wrong with definitions of connectors and their
 * `apiProperties.json`, or could be better, by the rules of certification. `--errors` leaves out warnings and notes, `--summary` prints counts by rule alone. Exit code 1 where a finding is an
 * error, 2 for wrong arguments or a file that cannot be read.
 */
export async function connectorCheck(args: readonly string[]): Promise<number> {
  const files = args.filter((argument) => !argument.startsWith('--'));
  const unknown = args.find((argument) => argument.startsWith('--') && !['--json', '--summary', '--errors'].includes(argument));
  if (files.length === 0 || unknown !== undefined) {
    console.error(unknown === undefined ? usage : `There is no option ${unknown}.\n${usage}`);
    return 2;
  }
  const found: Finding[] = [];
  let unread = false;
  for (const file of files) {
    try {
      found.push(...(await definitionFindings(file, await readFile(file, 'utf8'))));
    } catch (error) {
      unread = true;
      console.error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const shown = args.includes('--errors') ? found.filter(({ severity }) => severity === 'error') : found;
  if (args.includes('--json')) console.log(JSON.stringify(shown, null, 2));
  else print(shown, files.length, args.includes('--summary'));
  return unread ? 2 : found.some(({ severity }) => severity === 'error') ? 1 : 0;
}

const levels = ['error', 'warning', 'info'] as const;
const names = { error: ['error', 'errors'], warning: ['warning', 'warnings'], info: ['note', 'notes'] } as const;

function print(found: readonly Finding[], files: number, summary: boolean): void {
  if (!summary) {
    for (const { file, line, column, severity, code, message } of found) {
      console.log(`${file}:${line}:${column} ${names[severity][0]} ${code}\n    ${message}`);
    }
    if (found.length > 0) console.log('');
  }
  const byRule = grouped(found);
  const counts = [...byRule].map(([code, all]) => ({ code, severity: all[0]!.severity, count: all.length }));
  counts.sort(
    (a, b) => levels.indexOf(a.severity) - levels.indexOf(b.severity) || b.count - a.count || (a.code < b.code ? -1 : 1),
  );
  for (const { code, severity, count } of counts)
    console.log(`${String(count).padStart(7)}  ${names[severity][0].padEnd(8)} ${code}`);
  const totals = levels.map((level) => {
    const count = found.filter(({ severity }) => severity === level).length;
    return `${count} ${names[level][count === 1 ? 0 : 1]}`;
  });
  console.log(`${files} ${files === 1 ? 'file' : 'files'}, ${definitionRules.length} rules: ${totals.join(', ')}.`);
}

function grouped(found: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of found) {
    const group = groups.get(finding.code);
    if (group === undefined) groups.set(finding.code, [finding]);
    else group.push(finding);
  }
  return groups;
}
