/** One argument of a command, and where it begins in the text. */
export interface Word {
  readonly text: string;
  readonly offset: number;
}

/** A text that cannot be taken apart: a quote that is not closed. */
export interface WordProblem {
  readonly offset: number;
  readonly message: string;
}

/** The shells whose commands differ: how each continues lines and escapes. */
type Shell = 'bash' | 'cmd' | 'powershell';

function shellOf(text: string): Shell {
  if (/\^[\r\n"{}&%^]/.test(text)) return 'cmd';
  return /`\s*\r?\n/.test(text) ? 'powershell' : 'bash';
}

/** Takes commands apart as their shell does: bash, the Windows command line, or PowerShell, told apart by how they continue lines. */
export function splitCommands(text: string): {
  readonly commands: readonly (readonly Word[])[];
  readonly problems: readonly WordProblem[];
} {
  const shell = shellOf(text);
  return new Splitter(shell === 'cmd' ? withoutCarets(text) : plain(straightened(text)), shell).split();
}

/** A text whose only quotes are those that word processors make of straight ones: they are meant as quotes. */
const straightened = (text: string): string => (/["']/.test(text) ? text : text.replace(/[“”„]/g, '"').replace(/[‘’‚]/g, "'"));

/** Characters with the places they come from. */
interface Characters {
  readonly text: string;
  readonly place: (i: number) => number;
}

const plain = (text: string): Characters => ({ text, place: (i) => i });

/** What the Windows command line hands on: `^` taken away outside quotes, lines joined. */
function withoutCarets(text: string): Characters {
  const places: number[] = [];
  let result = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '^' && !quoted) {
      i++;
      if (text[i] === '\r') i++;
      if (text[i] === '\n') continue;
    } else if (text[i] === '"') quoted = !quoted;
    if (i >= text.length) break;
    result += text[i]!;
    places.push(i);
  }
  return { text: result, place: (i) => places[i] ?? text.length };
}

const ansiEscapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['0', '\0'],
]);

class Splitter {
  private readonly text: string;
  private readonly place: (i: number) => number;
  private readonly shell: Shell;
  private readonly commands: Word[][] = [[]];
  private readonly problems: WordProblem[] = [];
  private word: string | undefined;
  private start = 0;
  private position = 0;

  constructor({ text, place }: Characters, shell: Shell) {
    this.text = text;
    this.place = place;
    this.shell = shell;
  }

  split(): { readonly commands: readonly (readonly Word[])[]; readonly problems: readonly WordProblem[] } {
    while (this.position < this.text.length) this.step();
    this.endWord();
    return { commands: this.commands.filter((words) => words.length > 0), problems: this.problems };
  }

  private step(): void {
    const { text, shell } = this;
    const character = text[this.position]!;
    const next = text[this.position + 1];
    const escape = shell === 'bash' ? '\\' : shell === 'powershell' ? '`' : '';
    if (character === escape && next !== undefined) {
      const lineEnd = /^\r?\n/.exec(text.slice(this.position + 1, this.position + 3))?.[0];
      if (lineEnd === undefined) this.add(next);
      this.position += 1 + (lineEnd?.length ?? 1);
    } else if (character === '"') this.quote('"');
    else if (character === "'" && shell !== 'cmd') this.quote("'");
    else if (character === '$' && next === "'" && shell === 'bash') {
      this.position++;
      this.quote("$'");
    } else if (
      character === '\n' ||
      (character === ';' && shell !== 'cmd') ||
      (character === '&' && (next === '&' || shell === 'cmd')) ||
      character === '|'
    ) {
      this.endWord();
      this.commands.push([]);
      this.position++;
    } else if (
      character === '#' &&
      this.word === undefined &&
      shell !== 'cmd' &&
      !/^#\s+curl/i.test(text.slice(this.position, this.position + 9))
    ) {
      // A comment, unless it is root's prompt.
      const end = text.indexOf('\n', this.position);
      this.position = end === -1 ? text.length : end;
    } else if (/\s/.test(character)) {
      this.endWord();
      this.position++;
    } else {
      this.add(character);
      this.position++;
    }
  }

  private add(text: string): void {
    if (this.word === undefined) {
      this.word = '';
      this.start = this.position;
    }
    this.word += text;
  }

  private endWord(): void {
    if (this.word !== undefined)
      this.commands[this.commands.length - 1]!.push({ text: this.word, offset: this.place(this.start) });
    this.word = undefined;
  }

  private quote(kind: '"' | "'" | "$'"): void {
    const begin = this.position;
    const mark = kind === '"' ? '"' : "'";
    this.add('');
    for (this.position++; ; this.position++) {
      const character = this.text[this.position];
      if (character === undefined) {
        this.problems.push({ offset: this.place(begin), message: `The quote ${mark} that begins here is not closed.` });
        return;
      }
      const next = this.text[this.position + 1];
      if (character === mark) {
        // Doubled quotes are a quote to Windows.
        if (next !== mark || this.shell === 'bash') break;
        this.add(mark);
        this.position++;
      } else if (this.escapes(kind, character, next)) {
        this.position++;
        if (next !== '\n') this.add(kind === "$'" ? this.ansi(next!) : next!);
      } else this.add(character);
    }
    this.position++;
  }

  private escapes(kind: '"' | "'" | "$'", character: string, next: string | undefined): boolean {
    if (next === undefined || kind === "'") return false;
    if (this.shell === 'powershell' && character === '`') return true;
    if (character !== '\\') return false;
    return kind === "$'" || (this.shell === 'bash' ? '"\\$`\n'.includes(next) : next === '"' || next === '\\');
  }

  /** An escape of bash's `$'…'`; the position is on its letter. */
  private ansi(letter: string): string {
    if (letter !== 'u' && letter !== 'x') return ansiEscapes.get(letter) ?? letter;
    const digits = (letter === 'u' ? /^[0-9a-fA-F]{1,4}/ : /^[0-9a-fA-F]{1,2}/).exec(
      this.text.slice(this.position + 1, this.position + 5),
    )?.[0];
    if (digits === undefined) return letter;
    this.position += digits.length;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}
