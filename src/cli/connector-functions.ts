import { readFile } from 'node:fs/promises';
import {
  bindOperations,
  describeFunction,
  readDefinition,
  readSource,
  type DefinitionDiagnostic,
  type FunctionDescription,
} from '../connectors/index.ts';

/** What a definition's file gives: its functions, and what is wrong with it. */
export interface FileFunctions {
  readonly file: string;
  readonly functions: readonly FunctionDescription[];
  readonly diagnostics: readonly DefinitionDiagnostic[];
}

/**
 * `fxloom connector functions FILE... [--namespace NAME] [--internal] [--json]`: the functions of API descriptions. Gives the exit code:
 * 1 where a file cannot be read, 2 for wrong arguments.
 */
export async function connectorFunctions(args: readonly string[]): Promise<number> {
  const options = readArguments(args);
  if (options.files.length === 0) {
    console.error('Usage: fxloom connector functions FILE... [--namespace NAME] [--internal] [--json]');
    return 2;
  }
  const results: FileFunctions[] = [];
  let failed = false;
  for (const file of options.files) {
    try {
      results.push(functionsOf(file, readDefinition(await readSource(await readFile(file, 'utf8'))), options));
    } catch (error) {
      failed = true;
      const message = `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`;
      results.push({ file, functions: [], diagnostics: [{ severity: 'error', code: 'syntax', message, pointer: '' }] });
    }
  }
  console.log(
    options.json ? JSON.stringify(results, null, 2) : results.map((result) => printText(result, options.namespace)).join('\n\n'),
  );
  return failed ? 1 : 0;
}

interface Options {
  readonly files: readonly string[];
  readonly namespace: string;
  readonly internal: boolean;
  readonly json: boolean;
}

function readArguments(args: readonly string[]): Options {
  const files: string[] = [];
  let namespace = 'Connector';
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    if (argument === '--namespace') namespace = args[++i] ?? namespace;
    else if (!argument.startsWith('--')) files.push(argument);
  }
  return { files, namespace, internal: args.includes('--internal'), json: args.includes('--json') };
}

function functionsOf(
  file: string,
  definition: ReturnType<typeof readDefinition>,
  { namespace, internal }: Options,
): FileFunctions {
  const functions = bindOperations(definition, { namespace, includeInternal: internal, includeUnsupported: true }).map(
    describeFunction,
  );
  return { file, functions, diagnostics: definition.diagnostics };
}

function printText({ file, functions, diagnostics }: FileFunctions, namespace: string): string {
  const lines = functions.map(({ name, required, optional, result, isBehavior, unsupported, summary }) => {
    const inside = [
      ...required.map((parameter) => parameter.name),
      ...(optional.length > 0 ? [`{${optional.map((parameter) => parameter.name).join(', ')}}`] : []),
    ];
    const remark = unsupported === undefined ? summary : `cannot be called: ${unsupported}`;
    return `  ${namespace}.${name}(${inside.join(', ')}) → ${result}${isBehavior ? ' (behavior)' : ''}${remark === '' ? '' : `\n      ${remark}`}`;
  });
  const problems = diagnostics.map(
    ({ severity, line, column, message }) => `  ${line === undefined ? '' : `${line}:${column} `}${severity}: ${message}`,
  );
  return [`${file}: ${functions.length} functions`, ...lines, ...problems].join('\n');
}
