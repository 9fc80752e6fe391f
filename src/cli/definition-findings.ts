import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readSource, type Source } from '../connectors/index.ts';
import { checkDefinition, checkProperties, isProperties } from '../connectors/publish/index.ts';
import type { Finding } from './finding.ts';

/** What definitions are called beside their `apiProperties.json`. */
const besideNames = ['apiDefinition.swagger.json', 'apiDefinition.json'];

/**
 * What is wrong with the definition of an API, or with the `apiProperties.json` of a connector, with what to do about it. Properties are
 * compared with the definition in the same folder.
 */
export async function definitionFindings(file: string, text: string): Promise<Finding[]> {
  const source = await readSource(text);
  const found = isProperties(source)
    ? checkProperties(source, await definitionBeside(file))
    : checkDefinition(source, text.length);
  const findings = found.map(({ severity, code, message, remedy, line = 1, column = 1 }) => ({
    file,
    line,
    column,
    severity,
    stage:
      code === 'syntax' || code === 'yaml' || code === 'not-a-definition' ? 'syntax' : severity === 'error' ? 'types' : 'advice',
    code,
    message: remedy === '' ? message : `${message} ${remedy}`,
  })) satisfies Finding[];
  // Where the text is broken, much of what follows may come of it.
  const isSyntax = ({ stage }: Finding): boolean => stage === 'syntax';
  return [...findings.filter(isSyntax), ...findings.filter((finding) => !isSyntax(finding))];
}

async function definitionBeside(file: string): Promise<Source | undefined> {
  for (const name of besideNames) {
    const text = await readFile(join(dirname(file), name), 'utf8').catch(() => undefined);
    if (text !== undefined) return readSource(text);
  }
  return undefined;
}
