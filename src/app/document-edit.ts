import type { ControlSource } from './document.ts';
import { endOf, isFlow, pairOf, SourceText, type Keys, type Splice } from './document-text.ts';
import { textOf, type YamlNode, type YamlPair } from './document-yaml.ts';
import type { Place, ScalarStyle, SourceFile } from './places.ts';
import { isList, isMap, isScalar } from './yaml-nodes.ts';

// Edits are made in the text, at the places that the YAML parser tells, and never by writing the document anew: what is not edited keeps
// its comments, its order, its style and its line ends.

/** The files after one property of one control got another formula, or lost it (`null`). */
export function editSource(
  files: readonly SourceFile[],
  control: ControlSource,
  property: string,
  formula: string | null,
): SourceFile[] {
  const file = files.find((candidate) => candidate.name === control.place.file) ?? files[0] ?? { name: 'App.pa.yaml', text: '' };
  const edit = new Edit(file.text);
  const splice = edit.property(control, property, formula === null ? null : `=${formula.replaceAll('\r\n', '\n').trimEnd()}`);
  if (splice === undefined) return [...files];
  const text = file.text.slice(0, splice.from) + splice.insert + file.text.slice(splice.to);
  return files.includes(file)
    ? files.map((other) => (other === file ? { name: file.name, text } : other))
    : [{ name: file.name, text }];
}

/** A change at the place of a key: its value becomes another formula (without `=`), or the key itself another. */
export interface KeyEdit {
  readonly place: Place;
  readonly formula?: string;
  readonly key?: string;
}

/** Text of a file that is replaced. */
export interface TextChange extends Splice {
  readonly file: string;
}

/** What changes in the texts of files for changes at some keys, by file and place. `RangeError` where no key stands at a place. */
export function keyChanges(files: readonly SourceFile[], edits: readonly KeyEdit[]): TextChange[] {
  return files.flatMap(({ name, text }) => {
    const own = edits.filter(({ place }) => place.file === name);
    if (own.length === 0) return [];
    const edit = new Edit(text);
    const splices = own.flatMap((change) => edit.change(change)).sort((a, b) => a.from - b.from);
    return splices.map((splice) => ({ file: name, ...splice }));
  });
}

/** Files with their texts changed. */
export function withChanges(files: readonly SourceFile[], changes: readonly TextChange[]): SourceFile[] {
  return files.map((file) => {
    const own = changes.filter((change) => change.file === file.name).sort((a, b) => b.from - a.from);
    if (own.length === 0) return file;
    const text = own.reduce((all, { from, to, insert }) => all.slice(0, from) + insert + all.slice(to), file.text);
    return { name: file.name, text };
  });
}

/** A splice without what stays the same at its start and its end. */
function narrowed({ from, to, insert }: Splice, text: string): Splice {
  const limit = Math.min(to - from, insert.length);
  let start = 0;
  while (start < limit && text[from + start] === insert[start]) start++;
  let end = 0;
  while (end < limit - start && text[to - 1 - end] === insert[insert.length - 1 - end]) end++;
  return { from: from + start, to: to - end, insert: insert.slice(start, insert.length - end) };
}

class Edit extends SourceText {
  property(control: ControlSource, property: string, value: string | null): Splice | undefined {
    const owner = this.locate(control.path);
    if (owner === undefined) {
      if (control.name !== 'App') throw new RangeError(`${control.name} is not in this document.`);
      return value === null ? undefined : this.appendApp(property, value);
    }
    const properties = isMap(owner.value) ? pairOf(owner.value, 'Properties') : undefined;
    const pair = isMap(properties?.value) ? pairOf(properties.value, property) : undefined;
    if (value === null) return pair && this.remove(properties!, pair);
    if (pair !== undefined) return this.replace(pair, value, isFlow(properties!.value));
    return this.add(owner, properties, property, value);
  }

  change({ place, formula, key }: KeyEdit): Splice[] {
    const found = pairAt(this.root, place.offset);
    if (found === undefined) throw new RangeError(`No key stands at line ${place.line} of ${place.file}.`);
    const { pair, flow } = found;
    const splices = formula === undefined ? [] : [narrowed(this.replace(pair, `=${formula}`, flow), this.text)];
    return key === undefined ? splices : [...splices, ...this.rename(pair, key)];
  }

  /** Another key, and the order of screens with it where the key is that of a screen. */
  private rename(pair: YamlPair, key: string): Splice[] {
    const isScreen = this.locate(['Screens', textOf(pair.key) ?? '']) === pair;
    const state = isScreen && isMap(this.root) ? pairOf(this.root, 'EditorState')?.value : undefined;
    const order = isMap(state) ? pairOf(state, 'ScreensOrder')?.value : undefined;
    const entries = isList(order) ? order.items.filter(isScalar).filter(({ value }) => value === textOf(pair.key)) : [];
    return [pair.key, ...entries].map(({ range }) => ({ from: range[0], to: range[1], insert: keyText(key) }));
  }

  private replace(pair: YamlPair, value: string, flow: boolean): Splice {
    const node = pair.value;
    if (!isScalar(node) || node.range[0] === node.range[1]) {
      const at = this.afterColon(pair);
      const end = node?.range[1] ?? at;
      return { from: at, to: end, insert: ` ${this.write(value, 'PLAIN', this.column(pair.key), flow)}` };
    }
    const [from, to] = node.range;
    if (node.value === value) return { from, to: from, insert: '' };
    const style = node.type ?? 'PLAIN';
    if (style === 'BLOCK_LITERAL' || (style === 'BLOCK_FOLDED' && !value.includes('\n'))) {
      if (!hasControlCharacters(value))
        return { from, to, insert: this.rewriteBlock(this.text.slice(from, to), value, this.column(pair.key)) };
    }
    const written = this.write(value, style, this.column(pair.key), flow);
    // A block ends with a line end of its own.
    return {
      from,
      to,
      insert:
        style.startsWith('BLOCK') && !written.startsWith('|') ? written + this.eol : this.withoutLastEnd(written, to, style),
    };
  }

  /** What replaces a scalar that is no block must not bring a second line end. */
  private withoutLastEnd(written: string, to: number, style: ScalarStyle): string {
    const blocked = written.startsWith('|') && !style.startsWith('BLOCK');
    return blocked && /^[ \t]*(?:\r?\n|$)/.test(this.text.slice(to)) ? written.slice(0, -this.eol.length) : written;
  }

  private rewriteBlock(raw: string, value: string, column: number): string {
    const header = raw.slice(0, raw.indexOf('\n')).trimEnd();
    const indent = /\n([ ]+)\S/.exec(raw)?.[1] ?? ' '.repeat(column + 2);
    return this.block(header, value, indent);
  }

  private block(header: string, value: string, indent: string): string {
    const lines = value.split('\n').map((line) => (line === '' ? '' : indent + line));
    return [header, ...lines, ''].join(this.eol);
  }

  /** A formula as a scalar: in the style it had where that can hold it, otherwise plain, otherwise as a block (quoted within braces). */
  private write(value: string, style: ScalarStyle, column: number, flow: boolean): string {
    const single = !value.includes('\n');
    if (hasControlCharacters(value) || (flow && !single)) return JSON.stringify(value);
    if (single && style === 'QUOTE_DOUBLE') return JSON.stringify(value);
    if (single && style === 'QUOTE_SINGLE') return quote(value);
    if (single && canBePlain(value, flow)) return value;
    return flow ? quote(value) : this.block('|-', value, ' '.repeat(column + 2));
  }

  private remove(properties: YamlPair, pair: YamlPair): Splice {
    const map = properties.value as Keys;
    const only = map.items.length === 1;
    if (isFlow(map)) return only ? this.lineOf(properties) : this.removeFromFlow(map, pair);
    return this.lineOf(only ? properties : pair);
  }

  private removeFromFlow(map: Keys, pair: YamlPair): Splice {
    const at = map.items.indexOf(pair);
    const next = map.items[at + 1];
    if (next !== undefined) return { from: pair.key.range[0], to: next.key.range[0], insert: '' };
    return { from: endOf(map.items[at - 1]!), to: endOf(pair), insert: '' };
  }

  private lineOf(pair: YamlPair): Splice {
    return { from: this.lineStart(pair.key.range[0]), to: this.afterLines(pair), insert: '' };
  }

  private add(owner: YamlPair, properties: YamlPair | undefined, name: string, value: string): Splice {
    const map = properties?.value;
    if (isMap(map) && map.items.length > 0)
      return isFlow(map) ? this.addToFlow(map, name, value) : this.addToMap(map, name, value);
    const line = (indent: string): string => this.line(indent, name, value);
    if (properties !== undefined && !isFlow(map)) {
      return this.insertAt(this.afterLines(properties), line(' '.repeat(this.column(properties.key) + 2)));
    }
    if (properties !== undefined) return this.addToFlow(map as Keys, name, value);
    if (isMap(owner.value) && isFlow(owner.value)) {
      return this.insertBefore(owner.value, `Properties: { ${keyText(name)}: ${this.write(value, 'PLAIN', 0, true)} }`);
    }
    return this.addProperties(owner, line);
  }

  private addProperties(owner: YamlPair, line: (indent: string) => string): Splice {
    const keys = isMap(owner.value) ? owner.value : undefined;
    const indent = ' '.repeat(keys?.items[0] === undefined ? this.column(owner.key) + 2 : this.column(keys.items[0].key));
    const lines = `${indent}Properties:${this.eol}${line(`${indent}  `)}`;
    const children = keys && pairOf(keys, 'Children');
    const before = keys?.items[keys.items.indexOf(children!) - 1] ?? (children === undefined ? keys?.items.at(-1) : undefined);
    if (before !== undefined) return this.insertAt(this.afterLines(before), lines);
    return children === undefined
      ? this.insertAt(this.afterLine(this.afterColon(owner)), lines)
      : this.insertAt(this.lineStart(children.key.range[0]), lines);
  }

  /** In its place where the properties stand in order, otherwise at the end. */
  private addToMap(map: Keys, name: string, value: string): Splice {
    const names = map.items.map((item) => textOf(item.key) ?? '');
    const sorted = names.every((other, i) => i === 0 || names[i - 1]! <= other);
    const index = sorted ? names.findIndex((other) => other > name) : -1;
    const line = this.line(' '.repeat(this.column(map.items[0]!.key)), name, value);
    if (index === 0) return this.insertAt(this.lineStart(map.items[0]!.key.range[0]), line);
    return this.insertAt(this.afterLines(map.items.at(index === -1 ? -1 : index - 1)!), line);
  }

  private addToFlow(map: Keys, name: string, value: string): Splice {
    return this.insertBefore(map, `${keyText(name)}: ${this.write(value, 'PLAIN', 0, true)}`);
  }

  private insertBefore(map: Keys, entry: string): Splice {
    const last = map.items.at(-1);
    const at = last === undefined ? map.range[0] + 1 : endOf(last);
    return { from: at, to: at, insert: last === undefined ? ` ${entry} ` : `, ${entry}` };
  }

  private appendApp(name: string, value: string): Splice {
    return this.insertAt(this.text.length, `App:${this.eol}  Properties:${this.eol}${this.line('    ', name, value)}`);
  }

  private line(indent: string, name: string, value: string): string {
    const written = this.write(value, 'PLAIN', indent.length, false);
    return `${indent}${keyText(name)}: ${written}${written.endsWith(this.eol) ? '' : this.eol}`;
  }
}

/** The pair whose key stands at an offset. */
function pairAt(node: YamlNode | undefined, offset: number): { readonly pair: YamlPair; readonly flow: boolean } | undefined {
  if (!node || node.range[0] > offset || node.range[2] < offset) return undefined;
  if (isList(node)) {
    for (const item of node.items) {
      const found = pairAt(item, offset);
      if (found !== undefined) return found;
    }
  }
  if (!isMap(node)) return undefined;
  for (const pair of node.items) {
    if (pair.key.range[0] === offset) return { pair, flow: isFlow(node) };
    const found = pairAt(pair.value, offset);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What YAML does not hold unescaped: control characters but line end and tab, and halves of surrogate pairs. */
const hasControlCharacters = (text: string): boolean => /[^\P{Cc}\n\t]|[\ufeff\u2028\u2029\ud800-\udfff]/u.test(text);

const canBePlain = (text: string, flow: boolean): boolean =>
  !/:(?:\s|$)|\s#|\s$|\t/.test(text) && !(flow && /[,[\]{}]|:(?=["'])/.test(text));

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const keyText = (name: string): string => (/^[\w$ .()-]*\w$/.test(name) && /^\w/.test(name) ? name : JSON.stringify(name));
