import * as yaml from 'yaml';
import { YamlAlias, YamlList, YamlMap, YamlScalar, type YamlNode, type YamlValue } from './yaml-nodes.ts';

/** What the YAML library says of a text. */
export interface ParsedYaml {
  readonly root: YamlNode;
  /** What is wrong: a code of the library, its sentence, and where. */
  readonly problems: readonly { readonly code: string; readonly message: string; readonly offset: number }[];
}

/**
 * Reads any YAML, by the fail-safe schema: no version number becomes a number and no name a boolean. Throws for brackets nested so deep that the
 * library's stack ends.
 */
export function parseYaml(text: string): ParsedYaml {
  const { contents, errors, warnings } = yaml.parseDocument(text, { schema: 'failsafe', prettyErrors: false, uniqueKeys: true });
  return {
    root: converted(contents),
    problems: [...errors, ...warnings].map(({ code, message, pos }) => ({ code, message, offset: pos[0] })),
  };
}

function converted(node: yaml.ParsedNode | null): YamlValue | null {
  if (yaml.isScalar(node)) {
    return new YamlScalar(typeof node.value === 'string' ? node.value : '', node.type ?? 'PLAIN', node.range);
  }
  if (yaml.isSeq(node)) {
    const list = new YamlList(node.flow === true);
    for (const item of node.items) list.items.push(converted(item));
    list.range = node.range;
    return list;
  }
  if (yaml.isMap(node)) {
    const map = new YamlMap(node.flow === true);
    for (const { key, value } of node.items) map.items.push({ key: converted(key)!, value: converted(value) });
    map.range = node.range;
    return map;
  }
  return node === null ? null : new YamlAlias(node.range);
}
