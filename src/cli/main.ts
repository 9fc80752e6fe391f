/*
 * The `fxloom` command. Each sub-command is a file of its own that takes arguments and gives an exit code: 0 fine, 1 something is wrong
 * with what was given, 2 wrong arguments.
 */
import { checkCommand } from './check-command.ts';
import { connectorCall } from './connector-call.ts';
import { connectorCheck } from './connector-check.ts';
import { connectorDocs } from './connector-docs.ts';
import { connectorPack } from './connector-pack.ts';
import { connectorFunctions } from './connector-functions.ts';
import { evalCommand } from './eval-command.ts';
import { exportCommand } from './export-command.ts';
import { importCommand } from './import-command.ts';
import { lspCommand } from './lsp-command.ts';
import { replCommand } from './repl-command.ts';
import { replayCommand } from './replay-command.ts';
import { roundtripCommand } from './roundtrip-command.ts';
import { runCommand } from './run-command.ts';
import { testCommand } from './test-command.ts';

interface Command {
  readonly usage: string;
  readonly summary: string;
  /** It looks at its options itself: editors add some of their own. */
  readonly anyOptions?: boolean;
  readonly run: (args: readonly string[]) => number | Promise<number>;
}

const commands: { readonly [name: string]: Command } = {
  check: {
    usage: 'check FILE... [--json]',
    summary:
      'What is wrong with apps (.pa.yaml), API definitions (.json, .yaml) or formulas (.jsonl, .fx), with line and column.',
    run: checkCommand,
  },
  eval: {
    usage: "eval [--culture TAG] 'FORMULA'...",
    summary: 'The value of a formula, written as in a culture.',
    run: evalCommand,
  },
  repl: { usage: 'repl', summary: 'Formulas line after line, with variables and definitions.', run: replCommand },
  run: {
    usage: "run APP ['FORMULA'...] [--why PATH] [--data FOLDER]",
    summary:
      'Starts an app without a page; prints values of formulas, why a value is so, or what its first screen says. With triggers it keeps running.',
    run: runCommand,
  },
  replay: {
    usage: 'replay TRACE.ndjson [--until LINE] [--why PATH]',
    summary: 'Runs a traced session once more without a network, and says where it differs.',
    run: replayCommand,
  },
  test: { usage: 'test APP [--json]', summary: 'Runs the test plans of an app without a page.', run: testCommand },
  'connector functions': {
    usage: 'connector functions FILE... [--namespace NAME] [--internal] [--json]',
    summary: 'The functions that an API definition gives.',
    run: connectorFunctions,
  },
  lsp: {
    usage: 'lsp [--stdio]',
    summary: 'A language server for .pa.yaml and .fx files, on standard input and output.',
    anyOptions: true,
    run: lspCommand,
  },
  gateway: {
    usage: 'gateway [CONFIG] | gateway token|revoke|secret NAME [CONFIG]',
    summary: 'A server that keeps secrets and calls services for pages, by name of connection and operation.',
    anyOptions: true,
    run: async (args) => (await import('./gateway-command.ts')).gatewayCommand(args),
  },
  mcp: {
    usage: 'mcp [FILE] [--gateway URL --connection NAME] [--operations read|all|A,B] [--auth SCHEME=SECRET] [--http PORT]',
    summary: 'Serves the operations of an API as tools for agents (Model Context Protocol), on standard input and output.',
    anyOptions: true,
    // The protocol's library takes its time to load.
    run: async (args) => (await import('./mcp-command.ts')).mcpCommand(args),
  },
  'connector check': {
    usage: 'connector check FILE... [--json] [--summary] [--errors]',
    summary: 'What certification will say of a definition, and what to do about it.',
    run: connectorCheck,
  },
  'connector docs': {
    usage: 'connector docs FILE [--namespace NAME] [--out FILE.html | FILE.md]',
    summary: 'A reference page of a connector, with an example formula for each operation.',
    run: connectorDocs,
  },
  'connector pack': {
    usage: 'connector pack FILE --out FOLDER --publisher NAME --color #RRGGBB [--stack-owner NAME] [--icon FILE.png]',
    summary: 'Writes the package that certification expects, in Swagger 2.0.',
    run: connectorPack,
  },
  'connector call': {
    usage:
      'connector call FILE OPERATION name=value... [--base URL] [--auth SCHEME=SECRET] [--record FILE] [--replay FILE] [--json]',
    summary: 'Calls an operation and tells everything: the request, the answer, and whether it is as described.',
    run: connectorCall,
  },
  export: {
    usage: 'export APP [--out FILE.html | --folder FOLDER] [--title TEXT] [--base ADDRESS] [--source] [--force]',
    summary: 'Writes an app as one HTML file that runs anywhere, or as the files of a web site.',
    run: exportCommand,
  },
  'app import': {
    usage: 'app import FILE [FOLDER] [--app NAME] [--force]',
    summary: 'Unpacks the source of an app (.msapp) or of the apps of a solution (.zip), with its media, into a folder.',
    run: importCommand,
  },
  'app roundtrip': {
    usage: 'app roundtrip FILE',
    summary: 'Reads an app file and prints it as it would be written back.',
    run: roundtripCommand,
  },
};

function help(): string {
  const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length));
  const lines = Object.values(commands).map(({ usage, summary }) => `  fxloom ${usage.padEnd(width)}  ${summary}`);
  return `Fxloom: Power Fx canvas apps in any web page.\n\n${lines.join('\n')}`;
}

async function main(args: readonly string[]): Promise<number> {
  const [first, second] = args;
  if (first === undefined || first === '--help' || first === 'help') {
    console.log(help());
    return first === undefined ? 2 : 0;
  }
  const [name, rest] =
    commands[`${first} ${second ?? ''}`] === undefined ? [first, args.slice(1)] : [`${first} ${second!}`, args.slice(2)];
  const command = commands[name];
  if (command !== undefined) return runCommandOf(command, rest);
  const inside = Object.values(commands).filter(({ usage }) => usage.startsWith(`${first} `));
  if (inside.length > 0) return complain(`Say what: ${inside.map(({ usage }) => `fxloom ${usage}`).join('\n  ')}`);
  return complain(`There is no command "${first}".\n\n${help()}`);
}

async function runCommandOf({ usage, anyOptions, run: perform }: Command, args: readonly string[]): Promise<number> {
  const known = new Set(usage.match(/--[a-z-]+/g));
  const unknown = args.find((argument) => /^--[a-z][a-z-]*(?:=|$)/.test(argument) && !known.has(argument.split('=')[0]!));
  if (unknown !== undefined && anyOptions !== true) return complain(`There is no option ${unknown}.\nUsage: fxloom ${usage}`);
  try {
    return await perform(args);
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException;
    // An option without its value, or a value too many.
    if (code?.startsWith('ERR_PARSE_ARGS') === true) return complain(`${message}\nUsage: fxloom ${usage}`);
    // A file that is not there or cannot be read is no fault of the command: said in a line, without a trace.
    const reason = reasons.get(code ?? '');
    if (path === undefined && reason === undefined) throw error;
    const which = path ?? args.find((argument) => !argument.startsWith('--')) ?? 'A file';
    return complain(`${which} cannot be read: ${reason ?? code}.`, 1);
  }
}

/** Why a file cannot be read or written, by the code of the system. */
const reasons = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'a part of its path is a file'],
  ['EACCES', 'you may not use it'],
]);

function complain(text: string, code = 2): number {
  console.error(text);
  return code;
}

async function run(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2));
}

// Not awaited at the top: what is imported later may import this file's bundle, which then would never be ready.
void run();
