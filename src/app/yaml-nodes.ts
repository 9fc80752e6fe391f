import type { ScalarStyle } from './places.ts';

/*
 * The nodes of a YAML file, as the reader by lines and the YAML library both make them: every scalar is the text that stands there.
 */

/** Where a node begins and ends in the text, and where what belongs to it ends: spaces and comments. */
export type Range = readonly [from: number, to: number, end: number];

export class YamlScalar {
  readonly kind = 'scalar';
  readonly value: string;
  readonly type: ScalarStyle;
  readonly range: Range;

  constructor(value: string, type: ScalarStyle, range: Range) {
    this.value = value;
    this.type = type;
    this.range = range;
  }
}

/** A list or a map of pairs; `flow`: written in brackets. */
class Collection<T> {
  readonly items: T[] = [];
  readonly flow: boolean;
  range: Range = [0, 0, 0];

  constructor(flow = false) {
    this.flow = flow;
  }
}

export class YamlList extends Collection<YamlNode> {
  readonly kind = 'list';
}

export class YamlMap extends Collection<YamlPair> {
  readonly kind = 'map';
}

/** `*name`: what stands at an anchor elsewhere. App files do not use them. */
export class YamlAlias {
  readonly kind = 'alias';
  readonly range: Range;

  constructor(range: Range) {
    this.range = range;
  }
}

export type YamlValue = YamlScalar | YamlList | YamlMap | YamlAlias;
export type YamlNode = YamlValue | null | undefined;

export interface YamlPair {
  readonly key: YamlValue;
  readonly value: YamlValue | null;
}

export const isScalar = (node: unknown): node is YamlScalar => node instanceof YamlScalar;
export const isList = (node: unknown): node is YamlList => node instanceof YamlList;
export const isMap = (node: unknown): node is YamlMap => node instanceof YamlMap;
export const isAlias = (node: unknown): node is YamlAlias => node instanceof YamlAlias;
