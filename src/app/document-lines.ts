import type { ScalarStyle } from './places.ts';
import { YamlList, YamlMap, YamlScalar, type YamlValue } from './yaml-nodes.ts';

/*
 * A reader of the YAML that app files are written in: maps and lists by indentation, keys that are names, values on one line or in literal
 * blocks. It makes the nodes that the YAML library would make, ten times as fast; of anything else (braces, anchors, folded texts, mistakes)
 * it makes nothing, and the library reads the file.
 */

/** Thrown by what this reader leaves to the library. */
const UNUSUAL = Symbol('unusual');

const unusual = (): never => {
  throw UNUSUAL;
};

/** Characters that YAML forbids or treats in ways of its own; a lone carriage return among them. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const odd = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|\r(?!\n)/;
const emoji = /[\ud800-\udbff][\udc00-\udfff]/g;

const key = /^(?:"[^"\\]*"|'[^']*'|[A-Za-z_0-9][\w $./()-]*)(?=:(?: |$))/;
const header = /^\|([-+]?) *(?: #.*)?$/;
/** What begins a plain text in no way that means something else. */
const plainStart = /^[^\s,[\]{}#&*!|>'"%@`?:-]|^[?:-](?=\S)/;

interface Line {
  /** Where the first character that is no space stands. */
  readonly from: number;
  readonly to: number;
  readonly indent: number;
  /** Neither blank nor a comment. */
  readonly structural: boolean;
}

/** The nodes of a text, or undefined where the library has to read it. */
export function readLines(text: string): YamlValue | undefined {
  if (odd.test(text.replaceAll(emoji, ''))) return undefined;
  try {
    return new LineReader(text).read();
  } catch (thrown) {
    if (thrown === UNUSUAL) return undefined;
    throw thrown;
  }
}

class LineReader {
  private readonly text: string;
  private readonly lines: Line[] = [];
  private at = 0;

  constructor(text: string) {
    this.text = text;
    for (let start = 0; start < text.length;) {
      const end = text.indexOf('\n', start);
      const next = end < 0 ? text.length : end + 1;
      let to = end < 0 ? text.length : end;
      if (text.charCodeAt(to - 1) === 13 && to > start) to--;
      let from = start;
      while (from < to && text.charCodeAt(from) === 32) from++;
      const first = text.charCodeAt(from);
      this.lines.push({ from, to, indent: from - start, structural: from < to && first !== 35 });
      start = next;
    }
  }

  read(): YamlValue | undefined {
    this.skip();
    if (this.line === undefined || this.line.indent > 0) return undefined;
    const root = this.node(0);
    return this.line === undefined ? root : unusual();
  }

  /** The next line that is neither blank nor a comment. */
  private get line(): Line | undefined {
    return this.lines[this.at];
  }

  private skip(): void {
    while (this.at < this.lines.length && !this.lines[this.at]!.structural) this.at++;
  }

  private next(): void {
    this.at++;
    this.skip();
  }

  private node(indent: number): YamlValue {
    const line = this.line!;
    if (this.text.charCodeAt(line.from) === 9) unusual();
    return this.isItem(line) ? this.list(indent) : this.map(indent, line.from);
  }

  private isItem({ from, to }: Line): boolean {
    return this.text.charCodeAt(from) === 45 && (from + 1 === to || this.text.charCodeAt(from + 1) === 32);
  }

  private list(indent: number): YamlValue {
    const list = new YamlList();
    const start = this.line!.from;
    let end = start;
    for (let line = this.line; line !== undefined && line.indent === indent && this.isItem(line); line = this.line) {
      let from = line.from + 1;
      while (from < line.to && this.text.charCodeAt(from) === 32) from++;
      let item: YamlValue;
      if (from === line.to || this.text.charCodeAt(from) === 35) {
        this.next();
        item = this.below(indent, false) ?? unusual();
      } else if (key.test(this.text.slice(from, line.to))) {
        item = this.map(indent + from - line.from, from);
      } else {
        item = this.scalar(from, line.to, indent);
      }
      list.items.push(item);
      end = item.range[1];
    }
    if (this.line !== undefined && this.line.indent > indent) unusual();
    list.range = [start, end, end];
    return list;
  }

  /** A map whose first key stands at `from`; the others at the same indentation on lines of their own. */
  private map(indent: number, from: number): YamlValue {
    const map = new YamlMap();
    const names = new Set<string>();
    let end = from;
    let start = from;
    for (;;) {
      const line = this.line!;
      const written = key.exec(this.text.slice(start, line.to))?.[0] ?? unusual();
      const quoted = written.charCodeAt(0) === 34 || written.charCodeAt(0) === 39;
      const name = quoted ? written.slice(1, -1) : written;
      if (names.has(name) || (!quoted && written.endsWith(' '))) unusual();
      names.add(name);
      const style = quoted ? (written.charCodeAt(0) === 34 ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE') : 'PLAIN';
      const value = this.value(start + written.length + 1, line, indent);
      map.items.push({ key: scalarOf(name, style, start, start + written.length), value });
      end = value.range[1];
      const next = this.line;
      if (next === undefined || next.indent < indent) break;
      if (next.indent > indent || this.isItem(next)) unusual();
      start = next.from;
    }
    map.range = [from, end, end];
    return map;
  }

  private value(after: number, line: Line, indent: number): YamlValue {
    let from = after;
    while (from < line.to && this.text.charCodeAt(from) === 32) from++;
    const comment = this.text.charCodeAt(from) === 35 && from > after;
    if (from < line.to && !comment) return this.scalar(from, line.to, indent);
    this.next();
    return this.below(indent, true) ?? scalarOf('', 'PLAIN', after, after);
  }

  /** What stands on the lines below a key or a dash: more indented, or for a key a list at the same indentation. */
  private below(indent: number, listToo: boolean): YamlValue | undefined {
    const { line } = this;
    if (line === undefined) return undefined;
    if (line.indent > indent) return this.node(line.indent);
    return listToo && line.indent === indent && this.isItem(line) ? this.list(indent) : undefined;
  }

  private scalar(from: number, to: number, indent: number): YamlValue {
    const written = this.text.slice(from, to);
    switch (written[0]) {
      case '|':
        return this.block(written, from, indent);
      case '"':
      case "'":
        return this.quoted(written, from, indent);
      default:
        return this.plain(written, from, indent);
    }
  }

  private plain(written: string, from: number, indent: number): YamlValue {
    if (!plainStart.test(written) || written.includes('\t')) unusual();
    const comment = written.indexOf(' #');
    const value = (comment < 0 ? written : written.slice(0, comment)).trimEnd();
    if (value.includes(': ') || value.endsWith(':')) unusual();
    this.end(indent);
    return scalarOf(value, 'PLAIN', from, from + value.length);
  }

  private quoted(written: string, from: number, indent: number): YamlValue {
    const double = written.startsWith('"');
    const raw = (double ? /^"(?:[^"\\]|\\["\\/bfnrt])*"/ : /^'(?:[^']|'')*'/).exec(written)?.[0] ?? unusual();
    if (!/^(?: *| +#.*)$/.test(written.slice(raw.length)) || raw.includes('\t')) unusual();
    const value = double ? (JSON.parse(raw) as string) : raw.slice(1, -1).replaceAll("''", "'");
    this.end(indent);
    return scalarOf(value, double ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE', from, from + raw.length);
  }

  /** A value ends with its line: what is more indented would go on with it. */
  private end(indent: number): void {
    this.next();
    if (this.line !== undefined && this.line.indent > indent) unusual();
  }

  private block(written: string, from: number, around: number): YamlValue {
    const chomp = (header.exec(written) ?? unusual())[1];
    const { lines, text } = this;
    const first = this.at + 1;
    let at = first;
    while (at < lines.length && lines[at]!.from === lines[at]!.to) at++;
    const indent = lines[at]?.indent ?? 0;
    if (indent <= around) unusual();
    // A blank line before the text that is wider than the text is a mistake, which the library words.
    if (lines.slice(first, at).some((blank) => blank.indent > indent)) unusual();
    // The last line with anything but spaces on it.
    let last = at;
    for (; at < lines.length; at++) {
      const line = lines[at]!;
      if (line.from === line.to) continue;
      if (line.indent < indent) break;
      last = at;
    }
    const parts: string[] = [];
    for (let i = first; i <= last; i++) {
      const line = lines[i]!;
      parts.push(text.slice(Math.min(line.from - line.indent + indent, line.to), line.to));
    }
    const blank = lines.slice(last + 1, at);
    if (blank.some((line) => line.indent > indent)) unusual();
    const lineEnd = at === lines.length && !text.endsWith('\n') && blank.length === 0 ? '' : '\n';
    const ends = chomp === '-' ? '' : chomp === '+' ? (lineEnd === '' ? '' : '\n'.repeat(1 + blank.length)) : lineEnd;
    if (chomp === '+' && at === lines.length && !text.endsWith('\n')) unusual();
    const end = chomp === '+' ? this.lineEnd(at - 1) : this.lineEnd(last);
    this.at = at;
    this.skip();
    if (this.line !== undefined && this.line.indent > around) unusual();
    return scalarOf(parts.join('\n') + ends, 'BLOCK_LITERAL', from, end);
  }

  private lineEnd(at: number): number {
    const line = this.lines[at + 1];
    return line === undefined ? this.text.length : line.from - line.indent;
  }
}

const scalarOf = (value: string, type: ScalarStyle, from: number, to: number): YamlScalar =>
  new YamlScalar(value, type, [from, to, to]);
