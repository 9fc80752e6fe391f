import { children, parse, quoteName, type Expression } from '../formula/index.ts';
import { allControls } from './all-controls.ts';
import type { AppSource, ControlSource } from './document.ts';
import { keyChanges, keyText, withChanges, type KeyEdit } from './document-edit.ts';
import { readSource } from './document-reader.ts';
import { isFlow, pairOf, SourceText, type Splice } from './document-text.ts';
import type { YamlNode, YamlPair } from './document-yaml.ts';
import type { SourceFile } from './places.ts';
import { isList, isMap, isScalar, type YamlValue } from './yaml-nodes.ts';

// Controls are put in, taken out and copied as the lines that they are: everything else stays as it was written.

/** The files without a control or screen and all that is in it. */
export function removeControl(files: readonly SourceFile[], control: ControlSource): SourceFile[] {
  const file = fileOf(files, control);
  const changes = new StructureText(file.text).remove(control.path);
  return withChanges(
    files,
    changes.map((change) => ({ file: file.name, ...change })),
  );
}

/** Controls with all that is in them, in the list form that Power Apps puts on the clipboard. */
export function copyControls(files: readonly SourceFile[], controls: readonly ControlSource[]): string {
  return controls.map((control) => new StructureText(fileOf(files, control).text).copy(control.path)).join('');
}

/**
 * The files with controls put into another, and what the controls are called there: a name that is taken gets a number, in their formulas
 * too.
 *
 * @param text controls in the list form of the clipboard
 * @param parent a screen, a container, a gallery, a form or a component
 * @param before the child to put them before; without it they come last, which is in front of the others
 * @throws RangeError where the text is no list of controls, or the parent is written in a way that takes none
 */
export function insertControls(
  files: readonly SourceFile[],
  source: AppSource,
  text: string,
  parent: ControlSource,
  before?: ControlSource,
): { readonly files: SourceFile[]; readonly names: readonly string[] } {
  const file = fileOf(files, parent);
  const pasted = withFreeNames(text, source, parent);
  const change = new StructureText(file.text).insert(parent, pasted.text, before);
  return { files: withChanges(files, [{ file: file.name, ...change }]), names: pasted.names };
}

/** The files with an empty screen behind the others, in the file that has the last one. */
export function insertScreen(files: readonly SourceFile[], { screens }: AppSource, name: string): SourceFile[] {
  if (screens.some((screen) => screen.name === name)) throw new RangeError(`There is a screen ${name} already.`);
  const last = screens.at(-1);
  const file = last === undefined ? files[0] : fileOf(files, last);
  if (file === undefined) return [{ name: `${name}.pa.yaml`, text: `Screens:\n  ${keyText(name)}:\n` }];
  const changes = new StructureText(file.text).insertScreen(name);
  return withChanges(
    files,
    changes.map((change) => ({ file: file.name, ...change })),
  );
}

function fileOf(files: readonly SourceFile[], control: ControlSource): SourceFile {
  const file = files.find(({ name }) => name === control.place.file);
  if (file === undefined) throw new RangeError(`${control.name} is not in this document.`);
  return file;
}

class StructureText extends SourceText {
  copy(path: readonly string[]): string {
    const { pair, dash } = this.item(path);
    if (dash === undefined) {
      // Within braces the text is one piece, and a list of such pieces is the same.
      const [from] = pair.key.range;
      return `- { ${this.text.slice(from, pair.value?.range[1] ?? pair.key.range[1]).replaceAll(/\s*\n\s*/g, ' ')} }\n`;
    }
    const lines = this.text.slice(dash, this.afterLines(pair)).trimEnd().split(/\r?\n/);
    const column = dash - this.lineStart(dash);
    return `${lines.map((line, i) => (i === 0 ? line : outdented(line, column))).join('\n')}\n`;
  }

  remove(path: readonly string[]): Splice[] {
    if (path.length === 2 && !isList(this.root)) return this.removeScreen(path);
    const { pair, dash, list, at } = this.item(path);
    if (list.items.length === 1) {
      const owner = this.owner(path.slice(0, -1));
      const own = owner && isMap(owner.value) ? pairOf(owner.value, 'Children') : undefined;
      if (own !== undefined && !isFlow(owner!.value)) return [this.lines(own)];
    }
    if (dash !== undefined) return [{ from: this.lineStart(dash), to: this.afterLines(pair), insert: '' }];
    const [from, to] = [list.items[at]!, list.items[at + 1]].map((item) => item?.range[0]) as [number, number?];
    const [, end] = (list.items[at] as YamlValue).range;
    const before = at === 0 ? from : (list.items[at - 1] as YamlValue).range[1];
    return [to === undefined ? { from: before, to: end, insert: '' } : { from, to, insert: '' }];
  }

  insert({ path, name }: ControlSource, text: string, before: ControlSource | undefined): Splice {
    const owner = this.owner(path);
    const value = owner === undefined ? this.root : owner.value;
    const own = isList(this.root) && path.length === 2 ? undefined : isMap(value) ? pairOf(value, 'Children') : undefined;
    const list: YamlNode = owner === undefined ? this.root : own?.value;
    if (isFlow(value) || (isList(list) && list.flow === true)) {
      throw new RangeError(
        `${name} is written in braces, which take no further controls. Write its Children as a list of lines.`,
      );
    }
    if (isList(list) && list.items.length > 0) {
      const items = list.items;
      const first = this.dashBefore(this.firstKey(items[0]));
      const next = before && items.find((item) => isMap(item) && pairOf(item, before.name) !== undefined);
      const at = next === undefined ? this.endOfList(items) : this.lineStart(this.dashBefore(this.firstKey(next)));
      return this.insertAt(at, this.indented(text, first - this.lineStart(first)));
    }
    if (own !== undefined)
      return this.insertAt(this.afterLine(this.afterColon(own)), this.indented(text, this.column(own.key) + 2));
    if (owner === undefined) throw new RangeError(`${name} is not in this document.`);
    const keys = isMap(value) ? value.items : [];
    const column = keys[0] === undefined ? this.column(owner.key) + 2 : this.column(keys[0].key);
    const at = keys.length > 0 ? this.afterLines(keys.at(-1)!) : this.afterLine(this.afterColon(owner));
    return this.insertAt(at, `${' '.repeat(column)}Children:${this.eol}${this.indented(text, column + 2)}`);
  }

  insertScreen(name: string): Splice[] {
    const { root } = this;
    const key = keyText(name);
    const screens = isMap(root) ? pairOf(root, 'Screens') : undefined;
    if (isList(root) || isFlow(root) || isFlow(screens?.value))
      throw new RangeError('This file is written in a way that takes no further screens. Write Screens as lines.');
    if (screens === undefined) return [this.insertAt(this.text.length, `Screens:${this.eol}  ${key}:${this.eol}`)];
    const last = isMap(screens.value) ? screens.value.items.at(-1) : undefined;
    const column = last === undefined ? this.column(screens.key) + 2 : this.column(last.key);
    const at = last === undefined ? this.afterLine(this.afterColon(screens)) : this.afterLines(last);
    const state = isMap(root) ? pairOf(root, 'EditorState')?.value : undefined;
    const order = isMap(state) ? pairOf(state, 'ScreensOrder')?.value : undefined;
    const entry = isList(order) && order.flow !== true ? order.items.at(-1) : undefined;
    const dash = entry === undefined || entry === null ? undefined : this.dashBefore(entry.range[0]);
    return [
      this.insertAt(at, `${' '.repeat(column)}${key}:${this.eol}`),
      ...(dash === undefined
        ? []
        : [this.insertAt(this.afterLine(entry!.range[1]), `${this.text.slice(this.lineStart(dash), dash)}- ${key}${this.eol}`)]),
    ];
  }

  private removeScreen(path: readonly string[]): Splice[] {
    const pair = this.locate(path);
    if (pair === undefined) throw new RangeError(`${path.at(-1)!} is not in this document.`);
    const state = isMap(this.root) ? pairOf(this.root, 'EditorState')?.value : undefined;
    const order = isMap(state) ? pairOf(state, 'ScreensOrder')?.value : undefined;
    const entries =
      isList(order) && order.flow !== true ? order.items.filter(isScalar).filter(({ value }) => value === path[1]) : [];
    return [
      this.lines(pair),
      ...entries.map(({ range }) => ({ from: this.lineStart(range[0]), to: this.afterLine(range[1]), insert: '' })),
    ];
  }

  /** What has the children: a control, a screen, or a component; undefined for the screen of a list, which has no text of its own. */
  private owner(path: readonly string[]): YamlPair | undefined {
    return isList(this.root) && path.length === 2 ? undefined : this.locate(path);
  }

  /** A control's entry in its list, with the place of its dash where it has one. */
  private item(path: readonly string[]) {
    const pair = this.locate(path);
    const owner = this.owner(path.slice(0, -1));
    const value = owner === undefined ? this.root : isMap(owner.value) ? pairOf(owner.value, 'Children')?.value : undefined;
    if (pair === undefined || !isList(value)) throw new RangeError(`${path.at(-1)!} is not in this document.`);
    const at = value.items.findIndex((item) => isMap(item) && item.items.includes(pair));
    const item = value.items[at];
    const dash = value.flow === true || isFlow(item) ? undefined : this.dashBefore(pair.key.range[0]);
    return { pair, dash, list: value, at };
  }

  private firstKey(item: YamlNode): number {
    return isMap(item) && item.items.length > 0 ? item.items[0]!.key.range[0] : (item?.range[0] ?? 0);
  }

  /** The dash that begins the entry of a list at a place. */
  private dashBefore(at: number): number {
    let dash = this.text.lastIndexOf('-', at - 1);
    // One in a comment is another.
    while (dash > 0 && !/^-(?:\s|#[^\n]*\n)*$/.test(this.text.slice(dash, at))) dash = this.text.lastIndexOf('-', dash - 1);
    return dash;
  }

  private endOfList(items: readonly YamlNode[]): number {
    const last = items.at(-1)!;
    const pair = isMap(last) && !isFlow(last) ? last.items.at(-1) : undefined;
    return pair === undefined ? this.afterLine(last.range[1]) : this.afterLines(pair);
  }

  private lines(pair: YamlPair): Splice {
    return { from: this.lineStart(pair.key.range[0]), to: this.afterLines(pair), insert: '' };
  }

  private indented(text: string, column: number): string {
    const indent = ' '.repeat(column);
    const lines = text.trimEnd().split(/\r?\n/);
    return lines.map((line) => (line === '' ? '' : indent + line) + this.eol).join('');
  }
}

/** A line with so much less before it, as far as it has it. */
const outdented = (line: string, column: number): string => line.slice(Math.min(column, line.length - line.trimStart().length));

// ---- What is pasted ---------------------------------------------------------------------------------------------------------------

const CLIPBOARD = 'clipboard';

/** Pasted controls, each with a dash in the first column, under names that nothing else has. */
function withFreeNames(
  text: string,
  source: AppSource,
  parent: ControlSource,
): { readonly text: string; readonly names: readonly string[] } {
  const pasted = controlsIn(text);
  const component = parent.path[0] === 'ComponentDefinitions';
  const home = component ? source.components.filter(({ name }) => name === parent.path[1]) : source.screens;
  const taken = new Set(['App', ...[...allControls(home)].map(({ name }) => name)]);
  const all = [...allControls(pasted)];
  const own = new Set(all.map(({ name }) => name));
  const renamed = new Map<string, string>();
  for (const { name } of all) {
    if (!taken.has(name)) continue;
    const free = freeName(name, (other) => taken.has(other) || own.has(other));
    renamed.set(name, free);
    own.add(free);
  }
  const files = renaming([{ name: CLIPBOARD, text }], all, renamed);
  const controls = controlsIn(files[0]!.text);
  return { text: copyControls(files, controls), names: controls.map(({ name }) => name) };
}

/** The controls that a text of the clipboard lists. `RangeError`, with the place, where it is no such text. */
function controlsIn(text: string): readonly ControlSource[] {
  const { screens, diagnostics } = readSource([{ name: CLIPBOARD, text }]);
  const listed = screens[0]?.children ?? [];
  if (screens.length > 1 || !/^\s*(?:#.*\s+)*-\s/.test(text))
    throw new RangeError('What is pasted is no list of controls: "- Label1:" and below it its Control and Properties.');
  const wrong = diagnostics.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new RangeError(`Line ${wrong.line} of what is pasted: ${wrong.message}`);
  return listed;
}

function freeName(name: string, taken: (name: string) => boolean): string {
  const base = name.replace(/_\d+$/, '');
  for (let i = 1; ; i++) if (!taken(`${base}_${i}`)) return `${base}_${i}`;
}

/** Controls under other names, in their own formulas too. */
function renaming(
  files: readonly SourceFile[],
  controls: readonly ControlSource[],
  names: ReadonlyMap<string, string>,
): SourceFile[] {
  const edits: KeyEdit[] = [];
  for (const { name, place, properties } of controls) {
    const key = names.get(name);
    if (key !== undefined) edits.push({ place, key });
    for (const property of properties.values()) {
      const formula = formulaWith(names, property.formula);
      if (formula !== property.formula) edits.push({ place: property.place, formula });
    }
  }
  return withChanges(files, keyChanges(files, edits));
}

/** A formula that names things by their other names. */
function formulaWith(names: ReadonlyMap<string, string>, formula: string): string {
  const spans: { readonly from: number; readonly to: number; readonly name: string }[] = [];
  const open: Expression[] = [parse(formula).expression];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const name = at.kind === 'name' || at.kind === 'global' ? names.get(at.name.name) : undefined;
    if (name !== undefined) spans.push({ ...(at as { readonly name: { from: number; to: number } }).name, name });
    open.push(...children(at));
  }
  return spans
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, name }) => text.slice(0, from) + quoteName(name) + text.slice(to), formula);
}
