/*
 * The `fxloom` command. Each sub-command is a file of its own that takes arguments and gives an exit code: 0 fine, 1 something is wrong
 * with what was given, 2 wrong arguments.
 */

interface Command {
  readonly usage: string;
  readonly summary: string;
  /** It looks at its options itself: editors add some of their own. */
  readonly anyOptions?: boolean;
  readonly run: (args: readonly string[]) => number | Promise<number>;
}

/** Each command loads what it needs: evaluating a formula takes no controls. */
const commands: { readonly [name: string]: Command } = {
  check: {
    usage: 'check FILE... [--json]',
    summary:
      'What is wrong with apps (.pa.yaml), API definitions (.json, .yaml) or formulas (.jsonl, .fx), with line and column.',
    run: async (args) => (await import('./check-command.ts')).checkCommand(args),
  },
  eval: {
    usage: "eval [--culture TAG] 'FORMULA'...",
    summary: 'The value of a formula, written as in a culture.',
    run: async (args) => (await import('./eval-command.ts')).evalCommand(args),
  },
  repl: {
    usage: 'repl',
    summary: 'Formulas line after line, with variables and definitions.',
    run: async (args) => (await import('./repl-command.ts')).replCommand(args),
  },
  run: {
    usage: "run APP ['FORMULA'...] [--why PATH] [--data FOLDER]",
    summary:
      'Starts an app without a page; prints values of formulas, why a value is so, or what its first screen says. With triggers it keeps running.',
    run: async (args) => (await import('./run-command.ts')).runCommand(args),
  },
  replay: {
    usage: 'replay TRACE.ndjson [--until LINE] [--why PATH]',
    summary: 'Runs a traced session once more without a network, and says where it differs.',
    run: async (args) => (await import('./replay-command.ts')).replayCommand(args),
  },
  test: {
    usage: 'test APP [--json]',
    summary: 'Runs the test plans of an app without a page.',
    run: async (args) => (await import('./test-command.ts')).testCommand(args),
  },
  'connector functions': {
    usage: 'connector functions FILE... [--namespace NAME] [--internal] [--json]',
    summary: 'The functions that an API definition gives.',
    run: async (args) => (await import('./connector-functions.ts')).connectorFunctions(args),
  },
  lsp: {
    usage: 'lsp [--stdio]',
    summary: 'A language server for .pa.yaml and .fx files, on standard input and output.',
    anyOptions: true,
    run: async () => (await import('./lsp-command.ts')).lspCommand(),
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
    run: async (args) => (await import('./mcp-command.ts')).mcpCommand(args),
  },
  'connector check': {
    usage: 'connector check FILE... [--json] [--summary] [--errors]',
    summary: 'What certification will say of a definition, and what to do about it.',
    run: async (args) => (await import('./connector-check.ts')).connectorCheck(args),
  },
  'connector docs': {
    usage: 'connector docs FILE [--namespace NAME] [--out FILE.html | FILE.md]',
    summary: 'A reference page of a connector, with an example formula for each operation.',
    run: async (args) => (await import('./connector-docs.ts')).connectorDocs(args),
  },
  'connector pack': {
    usage: 'connector pack FILE --out FOLDER --publisher NAME --color #RRGGBB [--stack-owner NAME] [--icon FILE.png]',
    summary: 'Writes the package that certification expects, in Swagger 2.0.',
    run: async (args) => (await import('./connector-pack.ts')).connectorPack(args),
  },
  'connector call': {
    usage:
      'connector call FILE OPERATION name=value... [--base URL] [--auth SCHEME=SECRET] [--record FILE] [--replay FILE] [--json]',
    summary: 'Calls an operation and tells everything: the request, the answer, and whether it is as described.',
    run: async (args) => (await import('./connector-call.ts')).connectorCall(args),
  },
  export: {
    usage: 'export APP [--out FILE.html | --folder FOLDER] [--title TEXT] [--base ADDRESS] [--source] [--force]',
    summary: 'Writes an app as one HTML file that runs anywhere, or as the files of a web site.',
    run: async (args) => (await import('./export-command.ts')).exportCommand(args),
  },
  'app import': {
    usage: 'app import FILE [FOLDER] [--app NAME] [--force]',
    summary: 'Unpacks the source of an app (.msapp) or of the apps of a solution (.zip), with its media, into a folder.',
    run: async (args) => (await import('./import-command.ts')).importCommand(args),
  },
  'app roundtrip': {
    usage: 'app roundtrip FILE',
    summary: 'Reads an app file and prints it as it would be written back.',
    run: async (args) => (await import('./roundtrip-command.ts')).roundtripCommand(args),
  },
};

const described = ({ usage, summary }: Command): string => `  fxloom ${usage}\n      ${summary}`;

function help(): string {
  return `Fxloom: Power Fx canvas apps in any web page.\n\n${Object.values(commands).map(described).join('\n')}`;
}

/** What to say where there is no such command: those that begin with the word, or the nearest. */
async function unknownCommand(word: string): Promise<string> {
  const group = Object.entries(commands).filter(([name]) => name.startsWith(`${word} `));
  if (group.length > 0) return `"${word}" has these commands:\n\n${group.map(([, command]) => described(command)).join('\n')}`;
  const { nearestWord } = await import('./unknown-command.ts');
  const words = Object.keys(commands).map((name) => name.split(' ')[0]!);
  const meant = nearestWord(word, words);
  return `There is no command "${word}".${meant === undefined ? '' : ` Did you mean "${meant}"?`} "fxloom help" lists all of them.`;
}

/** The command that arguments begin with, and the rest of them. */
function commandIn(args: readonly string[]): { readonly command: Command; readonly rest: readonly string[] } | undefined {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(' ');
    if (Object.hasOwn(commands, name)) return { command: commands[name]!, rest: args.slice(words) };
  }
  return undefined;
}

async function main(args: readonly string[]): Promise<number> {
  const [first, ...others] = args;
  const asksHelp = first === 'help' || first === '--help' || first === '-h';
  if (first === undefined || (asksHelp && others.length === 0)) {
    console.log(help());
    return first === undefined ? 2 : 0;
  }
  const found = commandIn(asksHelp ? others : args);
  if (found === undefined) return complain(await unknownCommand(asksHelp ? others[0]! : first));
  const { command, rest } = found;
  if (!asksHelp && rest[0] !== '--help' && rest[0] !== '-h') return runCommandOf(command, rest);
  console.log(described(command));
  return 0;
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
run();
