import { parseYaml } from './yaml-library.ts';
import { isList, isMap, isScalar, type YamlMap, type YamlNode, type YamlPair, type YamlValue } from './yaml-nodes.ts';

/** Text that takes the place of other text. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export type Keys = YamlMap;

/** A file of an app as text with the places of its nodes: what edits are made in. */
export class SourceText {
  protected readonly text: string;
  protected readonly eol: string;
  protected readonly root: YamlNode;

  constructor(text: string) {
    this.text = text;
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
    this.root = parseYaml(text).root;
  }

  protected locate(path: readonly string[]): YamlPair | undefined {
    let node: YamlNode = this.root;
    let rest = path;
    if (isList(node)) rest = path.slice(2);
    else {
      let pair: YamlPair | undefined;
      for (const name of path[0] === 'App' ? ['App'] : path.slice(0, 2)) {
        pair = isMap(node) ? pairOf(node, name) : undefined;
        if (pair === undefined) return undefined;
        node = pair.value;
      }
      rest = path.slice(2);
      if (rest.length === 0) return pair;
      node = isMap(node) ? pairOf(node, 'Children')?.value : undefined;
    }
    for (const [i, name] of rest.entries()) {
      const pair: YamlPair | undefined = childOf(node, name);
      if (pair === undefined || i === rest.length - 1) return pair;
      node = isMap(pair.value) ? pairOf(pair.value, 'Children')?.value : undefined;
    }
    return undefined;
  }

  /** Whole lines at the start of a line, or after a last line that lacks its end. */
  protected insertAt(at: number, lines: string): Splice {
    const open = at > 0 && this.text[at - 1] !== '\n';
    return { from: at, to: at, insert: open ? this.eol + lines.slice(0, -this.eol.length) : lines };
  }

  protected column(node: YamlValue): number {
    return node.range[0] - this.lineStart(node.range[0]);
  }

  protected lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  protected afterLine(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end === -1 ? this.text.length : end + 1;
  }

  protected afterColon(pair: YamlPair): number {
    return this.text.indexOf(':', pair.key.range[1]) + 1;
  }

  /** After the last line of a pair. */
  protected afterLines(pair: YamlPair): number {
    const end = endOf(pair) || this.afterColon(pair);
    return end > 0 && this.text[end - 1] === '\n' ? end : this.afterLine(end);
  }
}

export function pairOf(map: Keys, name: string): YamlPair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === name);
}

function childOf(node: YamlNode, name: string): YamlPair | undefined {
  if (!isList(node)) return undefined;
  for (const item of node.items) {
    const pair = isMap(item) ? pairOf(item, name) : undefined;
    if (pair !== undefined) return pair;
  }
  return undefined;
}

export const isFlow = (node: unknown): boolean => isMap(node) && node.flow === true;

/** Where the text of a pair ends, its comment aside; 0 for a pair whose value is not there. */
export function endOf(pair: YamlPair): number {
  const value = pair.value;
  if (value === null) return pair.key.range[1];
  if (isMap(value) && value.flow !== true && value.items.length > 0) return endOf(value.items.at(-1)!);
  if (isList(value) && value.flow !== true && value.items.length > 0) {
    const last = value.items.at(-1);
    return isMap(last) && last.items.length > 0 && last.flow !== true
      ? endOf(last.items.at(-1)!)
      : (last?.range[1] ?? value.range[1]);
  }
  return value.range[1];
}
