import { readFile } from 'node:fs/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { GATEWAY_HEADER, gatewayTransport } from '../connectors/gateway.ts';
import { connectText, toolsOf, type Tool, type ToolSettings } from '../connectors/tools.ts';
import { givenCredentials, secretText } from './given-credentials.ts';
import { serveHttp } from './mcp-http.ts';
import { toolServer } from './mcp-server.ts';

const usage = `Usage: fxloom mcp [FILE] [OPTION...]
  FILE                  an OpenAPI, Swagger or Postman document; with a gateway it may be left out
  --operations          read (those that only read; this is what happens without it), all, or names separated by commas
  --base URL            the address of the service, where the document does not say it
  --auth SCHEME=SECRET  a credential, or env:NAME for that of an environment variable
  --gateway URL         calls go through this gateway, which has the credentials
  --connection NAME     the connection of the gateway
  --token SECRET        the token for the gateway, or env:NAME
  --max-rows NUMBER     rows of an answer, all pages together; 100 by default
  --http PORT           serves http://127.0.0.1:PORT/mcp instead of standard input and output`;

const options = ['operations', 'base', 'auth', 'gateway', 'connection', 'token', 'max-rows', 'http'];

/**
 * `fxloom mcp FILE`: the operations of a service as tools of the Model Context Protocol. Standard output belongs to the protocol; everything
 * else is said on standard error.
 */
export async function mcpCommand(args: readonly string[]): Promise<number> {
  const named = new Map<string, string[]>();
  const files: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    const name = argument.slice(2);
    if (!argument.startsWith('--')) files.push(argument);
    else if (options.includes(name) && args[i + 1] !== undefined) named.set(name, [...(named.get(name) ?? []), args[++i]!]);
    else return wrong(`${argument} is no option, or has no value.`);
  }
  const one = (name: string): string | undefined => named.get(name)?.at(-1);
  if (files.length > 1 || (files.length === 0 && one('gateway') === undefined)) return wrong('Name one file, or a gateway.');
  if (one('gateway') !== undefined && one('connection') === undefined) return wrong('Name the connection of the gateway.');
  let tools: readonly Tool[];
  try {
    tools = await readTools(files[0], one, named.get('auth') ?? []);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
  if (tools.length === 0) {
    console.error('There is no operation to serve. Without --operations all only those that read are served.');
    return 1;
  }
  console.error(`${tools.length} tools are served.`);
  const port = one('http');
  if (port !== undefined) return serveHttp(() => toolServer(tools), Number(port));
  const server = toolServer(tools);
  const closed = new Promise<void>((resolve) => (server.onclose = resolve));
  process.stdin.once('end', () => void server.close());
  await server.connect(new StdioServerTransport());
  await closed;
  return 0;
}

function wrong(sentence: string): number {
  console.error(`${sentence}\n${usage}`);
  return 2;
}

async function readTools(
  file: string | undefined,
  one: (name: string) => string | undefined,
  auth: readonly string[],
): Promise<readonly Tool[]> {
  const [gateway, connection = 'Service', operations = 'read'] = [one('gateway'), one('connection'), one('operations')];
  const token = secretText(one('token') ?? '');
  const headers: readonly (readonly [string, string])[] = token === '' ? [] : [['Authorization', `Bearer ${token}`]];
  const text = file === undefined ? await definitionAt(gateway!, connection, headers) : await readFile(file, 'utf8');
  const pairs = auth.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  const settings: ToolSettings = {
    namespace: connection,
    operations: operations === 'read' || operations === 'all' ? operations : operations.split(','),
    maxRows: Number(one('max-rows') ?? 100),
    ...(one('base') !== undefined && { baseUrl: one('base')! }),
    ...(gateway !== undefined && {
      transport: gatewayTransport({ url: gateway, connection, headers: () => headers }),
      gateway: true,
    }),
    ...(gateway === undefined && pairs.length > 0 && { credentials: givenCredentials(new Map(pairs)) }),
  };
  return toolsOf((await connectText(text, settings)).definition, settings);
}

async function definitionAt(
  gateway: string,
  connection: string,
  headers: readonly (readonly [string, string])[],
): Promise<string> {
  const address = `${gateway.replace(/\/+$/, '')}/connections/${encodeURIComponent(connection)}/definition`;
  const response = await fetch(address, { headers: Object.fromEntries([...headers, [GATEWAY_HEADER, '1']]) }).catch(
    () => undefined,
  );
  if (response === undefined) throw new RangeError(`No gateway answers at ${gateway}.`);
  if (response.ok) return response.text();
  throw new RangeError(
    response.status === 401
      ? 'The gateway wants a token: --token env:NAME.'
      : `The gateway has no connection ${connection} for this token.`,
  );
}
