import { readFile, writeFile } from 'node:fs/promises';
import {
  connectText,
  readFixture,
  replaying,
  writeFixture,
  type CallReport,
  type ConnectorSettings,
} from '../connectors/index.ts';
import { givenCredentials } from './given-credentials.ts';
import { FormulaError, isTable, printType, printValue } from '../formula/index.ts';

const usage = `Usage: fxloom connector call FILE OPERATION name=value... [--base URL] [--auth SCHEME=SECRET] [--record FILE] [--replay FILE] [--json]
  name=value     values of parameters; records and lists as JSON; name=@FILE takes the text of a file
  --auth         SCHEME is the name in the definition; SECRET a key, a token or user:password, or env:NAME for that of an environment variable
  --record       writes the exchange to a file, without credentials; --replay answers from such a file, offline`;

interface Options {
  readonly file: string;
  readonly operation: string;
  readonly values: ReadonlyMap<string, string>;
  readonly base: string | undefined;
  readonly auth: ReadonlyMap<string, string>;
  readonly record: string | undefined;
  readonly replay: string | undefined;
  readonly json: boolean;
}

/**
 * `fxloom connector call FILE OPERATION name=value...`: calls one operation and prints the request (secrets masked), the answer, the time it
 * took, and where the answer is not as described. A damaged file is mended as far as it goes, and its damage told. Exit code 1 where the call
 * failed or does not fit, 2 for wrong arguments or a file that describes nothing.
 */
export async function connectorCall(args: readonly string[]): Promise<number> {
  try {
    const options = await readArguments(args);
    const connector = await connectText(await readFile(options.file, 'utf8'), { namespace: 'Connector' });
    const damage = connector.diagnostics.filter(({ severity }) => severity === 'error');
    for (const { message, line = 1, column = 1 } of damage) console.error(`${options.file}:${line}:${column} error ${message}`);
    if (connector.operations.size === 0) throw new RangeError(`${options.file} describes no operation that could be called.`);
    const transport =
      options.replay === undefined
        ? undefined
        : replaying(readFixture(await readFile(options.replay, 'utf8')), connector.definition);
    const base = options.base ?? (options.replay === undefined ? undefined : 'https://replayed.invalid');
    const settings: ConnectorSettings = {
      namespace: 'Connector',
      retries: 0,
      live: false,
      ...(base !== undefined && { baseUrl: base }),
      ...(transport && { transport }),
      ...(options.auth.size > 0 && { credentials: givenCredentials(options.auth) }),
    };
    const bound = await connectText(await readFile(options.file, 'utf8'), settings);
    const report = await bound.attempt(options.operation, options.values);
    if (options.record !== undefined) await writeFile(options.record, writeFixture(report.exchanges));
    console.log(options.json ? JSON.stringify(asJson(report), null, 2) : asText(report));
    return report.value instanceof FormulaError || (report.misfits?.length ?? 0) > 0 ? 1 : 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

async function readArguments(args: readonly string[]): Promise<Options> {
  const plain: string[] = [];
  const named = new Map<string, string>();
  const auth = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    if (argument === '--json') continue;
    if (!argument.startsWith('--')) plain.push(argument);
    else if (argument === '--auth') auth.set(...pair(args[++i] ?? ''));
    else if (['--base', '--record', '--replay'].includes(argument)) named.set(argument, args[++i] ?? '');
    else throw new TypeError(`There is no option ${argument}.\n${usage}`);
  }
  const [file, operation, ...values] = plain;
  if (file === undefined || operation === undefined) throw new TypeError(usage);
  const read = values
    .map(pair)
    .map(async ([name, value]) => [name, value.startsWith('@') ? await readFile(value.slice(1), 'utf8') : value] as const);
  return {
    file,
    operation,
    values: new Map(await Promise.all(read)),
    base: named.get('--base'),
    auth,
    record: named.get('--record'),
    replay: named.get('--replay'),
    json: args.includes('--json'),
  };
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new TypeError(`"${text}" is not of the form name=value.\n${usage}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

const asJson = ({ request, value, type, ...rest }: CallReport): object => ({
  ...rest,
  request: request && {
    ...request,
    headers: Object.fromEntries(request.headers),
    body: typeof request.body === 'string' ? request.body : undefined,
  },
  type: printType(type),
  value: value instanceof FormulaError ? undefined : printValue(value, type),
  error: value instanceof FormulaError ? value.message : undefined,
});

const short = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;

function asText({ name, request, credentials, exchanges, milliseconds, value, type, misfits }: CallReport): string {
  const lines = [name];
  if (request !== undefined) {
    lines.push(
      `  ${request.method} ${request.url}`,
      ...[...request.headers].map(([header, text]) => `  ${header}: ${text}`),
      ...credentials.map((of) => `  ${of}`),
    );
    if (typeof request.body === 'string') lines.push(`  ${short(request.body, 1000)}`);
  }
  for (const { status, reason, headers, body, base64 } of exchanges) {
    lines.push(`→ ${status} ${reason}, ${headers['content-type'] ?? 'no content type'}`);
    lines.push(`  ${body === undefined ? `${Math.floor(((base64?.length ?? 0) * 3) / 4)} bytes` : short(body, 2000)}`);
  }
  lines.push(`${Math.round(milliseconds)} ms`);
  if (value instanceof FormulaError) lines.push(`error: ${value.message}`);
  else
    lines.push(
      `${printType(type, 1)}${isTable(value) ? `, ${value.length} rows` : ''}`,
      `  ${short(printValue(value, type), 1000)}`,
    );
  if (misfits?.length === 0) lines.push('The answer is as described.');
  for (const { path, message } of misfits ?? []) lines.push(`not as described: ${path === '' ? 'the answer' : path} ${message}`);
  return lines.join('\n');
}
