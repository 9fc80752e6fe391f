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
    run: lspCommand,
  },
  gateway: {
    usage: 'gateway [CONFIG] | gateway token|revoke|secret NAME [CONFIG]',
    summary: 'A server that keeps secrets and calls services for pages, by name of connection and operation.',
    run: async (args) => (await import('./gateway-command.ts')).gatewayCommand(args),
  },
  mcp: {
    usage: 'mcp [FILE] [--gateway URL --connection NAME] [--operations read|all|A,B] [--auth SCHEME=SECRET] [--http PORT]',
    summary: 'Serves the operations of an API as tools for agents (Model Context Protocol), on standard input and output.',
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
    usage: 'export APP [--out FILE.html | --folder FOLDER] [--title TEXT] [--base ADDRESS] [--force]',
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
  const double = commands[`${first} ${second ?? ''}`];
  if (double !== undefined) return double.run(args.slice(2));
  const single = commands[first];
  if (single !== undefined) return single.run(args.slice(1));
  console.error(`There is no command "${first}".\n\n${help()}`);
  return 2;
}

async function run(): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    // A file that is not there or cannot be read is no fault of the command: said in a line, without a trace.
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined || path === undefined) throw error;
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    console.error(`${path} cannot be read: ${reason}.`);
    process.exitCode = 1;
  }
}

// Not awaited at the top: what is imported later may import this file's bundle, which then would never be ready.
void run();
