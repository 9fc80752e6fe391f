import { readSource } from '../connectors/index.ts';
import { checkDefinition } from '../connectors/publish/index.ts';
import type { Finding } from './finding.ts';

/** What is wrong with the definition of an API, with what to do about it. */
export async function definitionFindings(file: string, text: string): Promise<Finding[]> {
  return checkDefinition(await readSource(text), text.length).map(
    ({ severity, code, message, remedy, line = 1, column = 1 }) => ({
      file,
      line,
      column,
      severity,
      stage:
        code === 'syntax' || code === 'yaml' || code === 'not-a-definition'
          ? 'syntax'
          : severity === 'error'
            ? 'types'
            : 'advice',
      code,
      message: remedy === '' ? message : `${message} ${remedy}`,
    }),
  );
}
