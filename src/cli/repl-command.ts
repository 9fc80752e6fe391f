import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { Repl, type ReplOutput } from './repl.ts';

const HISTORY = 500;

/** Where the lines of earlier conversations are kept: in the folder for settings of the user. */
function historyFile(): string {
  const { APPDATA, XDG_CONFIG_HOME } = process.env;
  return join(APPDATA ?? XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'fxloom', 'history');
}

/** The lines of earlier conversations, newest first; none where they cannot be read. */
function readHistory(): string[] {
  try {
    const lines = readFileSync(historyFile(), 'utf8').split('\n');
    return lines
      .filter((line) => line !== '')
      .slice(-HISTORY)
      .toReversed();
  } catch {
    return [];
  }
}

function remember(line: string): void {
  try {
    mkdirSync(dirname(historyFile()), { recursive: true });
    appendFileSync(historyFile(), `${line}\n`);
  } catch {
    // A history that cannot be kept is no reason to stop.
  }
}

const output: ReplOutput = {
  result: (text) => console.log(text),
  error: (text) => console.error(text),
  get width() {
    return process.stdout.columns ?? 100;
  },
};

/** `fxloom repl`: formulas, line after line. On a terminal with prompt and history; from a pipe the values alone. */
export async function replCommand(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    console.error('Usage: fxloom repl');
    return 2;
  }
  const repl = new Repl(output);
  return process.stdin.isTTY ? onTerminal(repl) : fromPipe(repl);
}

async function fromPipe(repl: Repl): Promise<number> {
  for await (const line of createInterface({ input: process.stdin })) {
    await repl.line(line);
    if (repl.ended) break;
  }
  await repl.end();
  return repl.failed ? 1 : 0;
}

function onTerminal(repl: Repl): Promise<number> {
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    history: readHistory(),
    historySize: HISTORY,
    removeHistoryDuplicates: true,
  });
  console.log('Fxloom. Write a formula; .help tells what else there is, .exit ends.');
  const ask = (): void => {
    terminal.setPrompt(repl.continues ? '.. ' : '> ');
    terminal.prompt();
  };
  ask();
  let work = Promise.resolve();
  terminal.on('line', (line) => {
    if (line.trim() !== '') remember(line);
    work = work.then(() => take(repl, line, terminal, ask));
  });
  terminal.on('SIGINT', () => {
    if (!repl.interrupt() && terminal.line === '') console.log('\nWrite .exit or press Ctrl-D to end.');
    else console.log('');
    terminal.write(null, { ctrl: true, name: 'u' });
    ask();
  });
  return new Promise((resolve) => {
    terminal.on('close', () => {
      void work.then(() => {
        console.log('');
        resolve(0);
      });
    });
  });
}

async function take(repl: Repl, line: string, terminal: Interface, ask: () => void): Promise<void> {
  await repl.line(line);
  if (repl.ended) terminal.close();
  else ask();
}
