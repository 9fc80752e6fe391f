import type { SoughtPlace } from './place.ts';

/**
 * Reads JSON that may be damaged, and knows where everything stands.
 *
 * 1. Strict JSON is parsed by `JSON.parse` elsewhere; this reader runs only for documents that it refused, and to find the places of
 *    pointers when diagnostics need them.
 * 2. It repairs what people do to JSON: comments, trailing and missing commas, missing closers at the end, raw control characters in
 *    strings, single quotes, names without quotes, text after the document. Each repair is reported once with its offset.
 * 3. It never recurses on input: open containers live on a stack, so depth costs memory, not the call stack.
 */
export interface Repair {
  readonly offset: number;
  readonly message: string;
  readonly code: 'syntax' | 'duplicate-key';
}

export interface Scanned {
  readonly root: unknown;
  readonly repairs: readonly Repair[];
}

type Container = { [name: string]: unknown } | unknown[];
interface Frame {
  readonly value: Container;
  readonly keys: Set<string> | undefined;
  /** The name that the next value belongs to; undefined while a name is expected. */
  key: string | undefined;
  index: number;
  /** A value has been read and no comma since. */
  full: boolean;
  readonly sought: SoughtPlace | undefined;
}

const MAX_REPAIRS = 100;
const numberPattern = /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const wordPattern = /[\p{L}\p{N}_$@.-]+/uy;
const escapes: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

class Scanner {
  readonly repairs: Repair[] = [];
  private position = 0;
  private readonly text: string;
  private readonly sought: SoughtPlace | undefined;

  constructor(text: string, sought?: SoughtPlace) {
    this.text = text;
    this.sought = sought;
  }

  read(): unknown {
    const stack: Frame[] = [];
    let root: unknown;
    let started = false;
    for (;;) {
      this.skipSpace();
      const frame = stack[stack.length - 1];
      const character = this.text[this.position];
      if (character === undefined) {
        if (frame !== undefined)
          this.repair(`The document ends before its last ${Array.isArray(frame.value) ? ']' : '}'}. Is a part of it missing?`);
        return started ? root : undefined;
      }
      if (frame === undefined && started) {
        this.repair('There is text after the end of the document; it is ignored.');
        return root;
      }
      if (character === '}' || character === ']') {
        this.close(stack, character);
        continue;
      }
      if (character === ',') {
        if (frame === undefined || !frame.full) this.repair('There is a comma too many here.');
        if (frame !== undefined) this.separate(frame);
        this.position++;
        continue;
      }
      if (frame !== undefined && frame.full) {
        this.repair('A comma is missing here.');
        this.separate(frame);
      }
      if (frame?.keys !== undefined && frame.key === undefined) {
        this.readName(frame);
        continue;
      }
      const value = this.readValue(stack, frame);
      if (!started) {
        root = value;
        started = true;
      }
    }
  }

  private separate(frame: Frame): void {
    frame.full = false;
    if (frame.keys === undefined) frame.index++;
    else frame.key = undefined;
  }

  private close(stack: Frame[], character: string): void {
    const frame = stack[stack.length - 1];
    if (frame === undefined) {
      this.repair(`There is a ${character} without its opening.`);
      this.position++;
      return;
    }
    const expected = frame.keys === undefined ? ']' : '}';
    if (!frame.full && (frame.key !== undefined || frame.index > 0 || (frame.keys?.size ?? 0) > 0)) {
      if (frame.key !== undefined) this.repair(`The name "${frame.key}" has no value.`);
      else this.repair(`There is a comma before ${character} that JSON does not allow.`);
    }
    if (character === expected) this.position++;
    else if (stack.some((outer) => (outer.keys === undefined ? ']' : '}') === character))
      this.repair(`A ${expected} is missing before this ${character}.`);
    else {
      this.repair(`There is a ${character} without its opening.`);
      this.position++;
      return;
    }
    stack.pop();
  }

  private readName(frame: Frame): void {
    const start = this.position;
    const character = this.text[start]!;
    let name: string;
    if (character === '"' || character === "'") name = this.readString(character);
    else {
      name = this.readWord();
      if (name === '') {
        this.repair(`A name in double quotes is expected here, not ${character}.`);
        this.position++;
        return;
      }
      this.repair(`The name ${name} must be in double quotes.`, start);
    }
    if (frame.keys!.has(name))
      this.repair(`The name "${name}" stands twice in one object; the later one counts.`, start, 'duplicate-key');
    frame.keys!.add(name);
    frame.key = name;
    this.skipSpace();
    if (this.text[this.position] === ':') this.position++;
    else this.repair(`A colon is missing after "${name}".`);
  }

  private readValue(stack: Frame[], frame: Frame | undefined): unknown {
    const start = this.position;
    const character = this.text[start]!;
    const sought = this.enter(frame, start);
    let value: unknown;
    if (character === '{' || character === '[') {
      this.position++;
      value = character === '{' ? {} : [];
      this.store(frame, value);
      stack.push({
        value: value as Container,
        keys: character === '{' ? new Set() : undefined,
        key: undefined,
        index: 0,
        full: false,
        sought,
      });
      return value;
    }
    if (character === '"' || character === "'") value = this.readString(character);
    else if (character === '-' || (character >= '0' && character <= '9')) value = this.readNumber();
    else value = this.readLiteral();
    this.store(frame, value);
    return value;
  }

  /** Notes where a value begins that is sought, or lies on the way to one. */
  private enter(frame: Frame | undefined, start: number): SoughtPlace | undefined {
    const step = frame?.keys === undefined ? String(frame?.index) : frame.key;
    const sought = frame === undefined ? this.sought : frame.sought?.children.get(step ?? '');
    if (sought !== undefined) sought.offset = start;
    return sought;
  }

  private store(frame: Frame | undefined, value: unknown): void {
    if (frame === undefined) return;
    frame.full = true;
    if (Array.isArray(frame.value)) frame.value.push(value);
    else if (frame.key === '__proto__') {
      Object.defineProperty(frame.value, frame.key, { value, enumerable: true, configurable: true, writable: true });
    } else if (frame.key !== undefined) frame.value[frame.key] = value;
  }

  private readString(quote: string): string {
    const start = this.position++;
    if (quote === "'") this.repair('A text must be in double quotes.', start);
    let result = '';
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined) {
        this.repair('This text has no closing quote.', start);
        return result;
      }
      this.position++;
      if (character === quote) return result;
      if (character === '\\') {
        result += this.readEscape();
        continue;
      }
      if (character < ' ')
        this.repair(
          `A text holds a raw ${character === '\n' || character === '\r' ? 'line break' : 'control character'}; write it as an escape.`,
          this.position - 1,
        );
      result += character;
    }
  }

  private readEscape(): string {
    const character = this.text[this.position++] ?? '';
    if (character === 'u') {
      const digits = this.text.slice(this.position, this.position + 4);
      if (/^[0-9a-fA-F]{4}$/.test(digits)) {
        this.position += 4;
        return String.fromCharCode(Number.parseInt(digits, 16));
      }
      this.repair('\\u must be followed by four hexadecimal digits.', this.position - 2);
      return '';
    }
    const known = escapes.get(character);
    if (known !== undefined) return known;
    if (!'"\\/'.includes(character))
      this.repair(`\\${character} is not an escape that JSON knows; write \\\\${character}.`, this.position - 2);
    return character;
  }

  private readNumber(): number {
    numberPattern.lastIndex = this.position;
    const digits = numberPattern.exec(this.text)?.[0] ?? '';
    const start = this.position;
    this.position += Math.max(digits.length, 1);
    const value = Number(digits);
    if (digits === '' || Number.isNaN(value)) this.repair('This is not a number.', start);
    return Number.isNaN(value) ? 0 : value;
  }

  private readLiteral(): unknown {
    const start = this.position;
    const word = this.readWord();
    switch (word) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
        return null;
      case '':
        this.repair(`A value is expected here, not ${this.text[start] ?? 'the end'}.`, start);
        this.position++;
        return null;
      default:
        this.repair(`A text must be in double quotes: "${word.slice(0, 40)}".`, start);
        return word;
    }
  }

  private readWord(): string {
    wordPattern.lastIndex = this.position;
    const word = wordPattern.exec(this.text)?.[0] ?? '';
    this.position += word.length;
    return word;
  }

  private skipSpace(): void {
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined) return;
      if (
        character === ' ' ||
        character === '\n' ||
        character === '\r' ||
        character === '\t' ||
        character === '\uFEFF' ||
        character === '\u00A0'
      )
        this.position++;
      else if (character === '/' && (this.text[this.position + 1] === '/' || this.text[this.position + 1] === '*'))
        this.skipComment();
      else return;
    }
  }

  private skipComment(): void {
    this.repair('JSON has no comments; this one is skipped.');
    const line = this.text[this.position + 1] === '/';
    const end = this.text.indexOf(line ? '\n' : '*/', this.position + 2);
    this.position = end === -1 ? this.text.length : end + (line ? 1 : 2);
  }

  private repair(message: string, offset = this.position, code: Repair['code'] = 'syntax'): void {
    if (this.repairs.length < MAX_REPAIRS) this.repairs.push({ offset, message, code });
  }
}

/** Reads JSON as far as it goes; `repairs` says what had to be mended. `root` is undefined where there is nothing to read. */
export function scanJson(text: string): Scanned {
  const scanner = new Scanner(text);
  return { root: scanner.read(), repairs: scanner.repairs };
}

/** Notes the offsets of what is sought. */
export function seekJson(text: string, sought: SoughtPlace): void {
  new Scanner(text, sought).read();
}
