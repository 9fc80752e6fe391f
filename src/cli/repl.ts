import { readFileSync } from 'node:fs';
import { canvas, parse, printType, Session, type Diagnostic, type Effects, type Value } from '../formula/index.ts';
import { showValue } from './show-value.ts';
import { suggestion, underlined } from './underline.ts';

/** Where the prompt writes. */
export interface ReplOutput {
  result(text: string): void;
  error(text: string): void;
  /** Characters of a line. */
  readonly width: number;
}

const help = `Write a formula to see its value. What else works:

  Set(x, 5)                        a variable; then x + 1
  Collect(list, {a: 1})            a collection; Patch, Remove, Clear …
  Total = Sum(list, a);            a named formula: follows what it reads
  Twice(n: Number): Number = n*2;  a function; with steps: Add(n: Number): Void { … };
  Point := Type({x: Number});      a type

  .type FORMULA   the type of a formula, which is not evaluated
  .load FILE      reads the lines of a file as if they were written here
  .help           this text
  .exit           ends; so does Ctrl-D

A line goes on while a bracket, a text or a comment is open. Ctrl-C gives up the line, or the evaluation that waits.`;

const openers: ReadonlySet<string> = new Set(['OpenParen', 'OpenBracket', 'OpenBrace', 'IslandStart', 'InterpolationStart']);
const closers: ReadonlySet<string> = new Set(['CloseParen', 'CloseBracket', 'CloseBrace', 'InterpolationEnd']);

/** What people write who do not know that commands begin with a dot. */
const plainCommands: ReadonlyMap<string, string> = new Map([
  ['help', '.help'],
  ['?', '.help'],
  ['exit', '.exit'],
  ['quit', '.exit'],
]);

/** Whether a text is open at its end: a bracket, a text or a comment that has not been closed. */
export function isOpen(text: string): boolean {
  const { tokens, comments } = parse(text, { features: { ...canvas, EnableExpressionChaining: true } });
  let depth = 0;
  for (const { tokenType } of tokens) {
    if (openers.has(tokenType.name)) depth++;
    else if (closers.has(tokenType.name)) depth--;
  }
  return (
    depth > 0 ||
    tokens.some(({ tokenType }) => tokenType.name === 'OpenText') ||
    comments.some(({ tokenType }) => tokenType.name === 'OpenComment')
  );
}

/** A conversation in formulas over lines of text: what is written, and what comes of it. */
export class Repl {
  /** Whether anything that was written was wrong, or gave an error. */
  failed = false;
  /** Whether `.exit` was written. */
  ended = false;
  private readonly output: ReplOutput;
  private readonly session: Session;
  private pending = '';
  private cancel: AbortController | undefined;
  private loading = 0;

  constructor(output: ReplOutput) {
    this.output = output;
    this.session = new Session({ run: { effects: effectsOf(output) } });
  }

  /** Whether the next line goes on with an open formula. */
  get continues(): boolean {
    return this.pending !== '';
  }

  /** Takes a line; resolves when what came of it has been written. */
  async line(line: string): Promise<void> {
    if (!this.continues && line.trimStart().startsWith('.') && !/^\.\d/.test(line.trim())) return this.command(line.trim());
    const word = this.continues ? undefined : plainCommands.get(line.trim());
    if (word !== undefined && this.session.scope.symbol(line.trim()) === undefined) return this.command(word);
    const text = this.continues ? `${this.pending}\n${line}` : line;
    // An empty line ends what is open, so that nobody is caught in it.
    if (isOpen(text) && !(this.continues && line.trim() === '')) {
      this.pending = text;
      return;
    }
    this.pending = '';
    await this.step(text);
  }

  /** The end of what is written: an open formula is taken as it is. */
  async end(): Promise<void> {
    const text = this.pending;
    this.pending = '';
    if (text !== '') await this.step(text);
  }

  /** Gives up what is open, or what is being evaluated. Whether there was such. */
  interrupt(): boolean {
    const busy = this.cancel !== undefined || this.continues;
    this.cancel?.abort();
    this.pending = '';
    return busy;
  }

  private async step(text: string): Promise<void> {
    this.cancel = new AbortController();
    const result = await this.session.step(text, { signal: this.cancel.signal });
    this.cancel = undefined;
    if (result.kind === 'nothing') return;
    if (result.kind === 'refused') return this.refuse(text, result.diagnostics);
    this.warn(text, result.diagnostics);
    if (result.kind === 'defined') return this.output.result(`Defined: ${result.names.join(', ')}`);
    const shown = showValue(result.value, result.type, this.output.width);
    if (shown.startsWith('error: ')) {
      this.failed = true;
      this.output.error(shown);
    } else if (shown !== '') {
      const name = result.variable;
      this.output.result(name === undefined ? shown : shown.includes('\n') ? `${name}:\n${shown}` : `${name}: ${shown}`);
    }
  }

  private refuse(text: string, diagnostics: readonly Diagnostic[]): void {
    this.failed = true;
    for (const line of underlined(text, diagnostics)) this.output.error(line);
    const { scope, features } = this.session;
    const meant = suggestion(text, diagnostics, { scope, features, behavior: true });
    if (meant !== undefined) this.output.error(`try: ${meant}`);
  }

  private warn(text: string, diagnostics: readonly Diagnostic[]): void {
    for (const line of underlined(text, diagnostics)) this.output.error(line);
  }

  // ---- Commands ----------------------------------------------------------------------------------------------------------------

  private async command(line: string): Promise<void> {
    const [, name, rest] = /^\.(\S*)\s*([\s\S]*)$/.exec(line)!;
    switch (name) {
      case 'help':
        return this.output.result(help);
      case 'exit':
        this.ended = true;
        return undefined;
      case 'type':
        return this.type(rest!);
      case 'load':
        return this.load(rest!);
      default:
        return this.fail(`There is no command .${name!}. Write .help for those that there are.`);
    }
  }

  private type(formula: string): void {
    if (formula === '') return this.fail('Write a formula after .type.');
    const { valid, type, diagnostics } = this.session.check(formula);
    if (valid) this.output.result(printType(type));
    else this.refuse(formula, diagnostics);
  }

  private async load(file: string): Promise<void> {
    if (file === '') return this.fail('Write the name of a file after .load.');
    if (this.loading > 20) return this.fail(`${file} is not loaded: the files load one another.`);
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      return this.fail(`${file} cannot be read: ${(error as Error).message}`);
    }
    this.loading++;
    for (const line of text.split(/\r\n|\n|\r/)) {
      await this.line(line);
      if (this.ended) break;
    }
    await this.end();
    this.loading--;
  }

  private fail(message: string): void {
    this.failed = true;
    this.output.error(message);
  }
}

/** What formulas do to an app, at a prompt: messages are written, all else is not there. */
function effectsOf(output: ReplOutput): Effects {
  return {
    setContext: () => output.error('UpdateContext needs an app. Use Set here.'),
    navigate: () => false,
    back: () => false,
    notify: (message, type) => output.result(`[${type}] ${message}`),
    reset: () => undefined,
    select: () => Promise.resolve(undefined),
    setFocus: () => undefined,
    refresh: () => Promise.resolve(true),
    perform: (name, args): Value => {
      output.result(`[${name}] ${args.map((arg) => (typeof arg === 'string' ? arg : String(arg))).join(', ')}`);
      return true;
    },
  };
}
