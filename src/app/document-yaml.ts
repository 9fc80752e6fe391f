import { readLines } from './document-lines.ts';
import type { AppDiagnostic, PropertySource } from './document.ts';
import { alignScalar, Lines, type Place, type SourceFile } from './places.ts';
import { YamlNeeded, yamlLibrary } from './yaml-late.ts';
import { isAlias, isMap, isScalar, type YamlNode, type YamlPair, type YamlScalar } from './yaml-nodes.ts';

export type { YamlNode, YamlPair } from './yaml-nodes.ts';
export type Keys = ReadonlyMap<string, YamlPair>;

/** A file beyond this many characters is refused: the largest real app has a hundredth of it. */
const MAX_CHARACTERS = 50_000_000;

/** One unclosed bracket makes thousands of errors; the first tell it. */
const MAX_SYNTAX_ERRORS = 20;

const NO_ALIASES = 'App files do not use YAML aliases. Write the part out where the alias stands.';

/**
 * A YAML file and the shapes that app files are made of: maps with known keys, texts, flags, formulas. What has another shape is reported
 * with its place and left out.
 */
export class YamlFile {
  private readonly file: SourceFile;
  private readonly lines: Lines;
  private readonly diagnostics: AppDiagnostic[];

  constructor(file: SourceFile, diagnostics: AppDiagnostic[]) {
    this.file = file;
    this.lines = new Lines(file);
    this.diagnostics = diagnostics;
  }

  get name(): string {
    return this.file.name;
  }

  /** The root of the file; undefined where it cannot be read at all. Throws `YamlNeeded` where the library is and has not been loaded. */
  parse(): YamlNode {
    if (this.file.text.length > MAX_CHARACTERS) {
      const limit = MAX_CHARACTERS.toLocaleString('en');
      this.report(null, 'FileTooLarge', `This file has more than ${limit} characters. Split the app into several files.`);
      return undefined;
    }
    const known = readLines(this.file.text);
    if (known !== undefined) return known;
    try {
      const { root, problems } = yamlLibrary().parseYaml(this.file.text);
      for (const { code, message, offset } of problems.slice(0, MAX_SYNTAX_ERRORS)) {
        this.reportAt(offset, yamlCode(code), yamlMessage(code, message));
      }
      return root;
    } catch (error) {
      if (error instanceof YamlNeeded) throw error;
      // The parser recurses: brackets nested thousands deep end its stack.
      const reason = error instanceof Error ? error.message : String(error);
      this.report(null, 'YamlSyntax', `This file cannot be read as YAML (${reason}). Check how deep it is nested.`);
      return undefined;
    }
  }

  /** A map from property names to formulas. */
  properties(value: YamlNode, owner: string): Map<string, PropertySource> {
    const properties = new Map<string, PropertySource>();
    for (const [name, pair] of this.entries(value, `Properties of ${owner}`, 'a map from property names to formulas')) {
      const property = this.formula(name, pair, owner);
      if (property !== undefined) properties.set(name, property);
    }
    return properties;
  }

  /** A formula; undefined where nothing stands, or no formula. */
  formula(name: string, pair: YamlPair, owner: string): PropertySource | undefined {
    const value = pair.value;
    const about = { control: owner, property: name };
    if (isBlank(value)) return undefined;
    if (isAlias(value)) return this.report(value, 'AliasUsed', NO_ALIASES, about);
    if (!isScalar(value)) {
      const hint = 'A formula that begins with a brace or a bracket has to stand in quotes or in a block (|-).';
      return this.report(value, 'NotAFormula', `${name} should be a formula, a text that begins with "=". ${hint}`, about);
    }
    const text = value.value;
    if (!text.startsWith('=')) {
      const remedy = `${name}: =${text.slice(0, 40)}`;
      return this.report(value, 'NotAFormula', `The formula of ${name} has to begin with "=". Write ${remedy}`, about);
    }
    const [from, to] = value.range;
    let places: readonly number[] | undefined;
    return {
      name,
      formula: text.slice(1),
      place: this.at(pair.key),
      placeOf: (offset) => {
        places ??= alignScalar(this.file.text.slice(from, to), text, value.type);
        return this.lines.place(from + places[Math.min(offset + 1, places.length - 1)]!);
      },
    };
  }

  /** The entries of a map; reports another shape. Nothing for a blank. */
  *entries(value: YamlNode, what: string, shape = 'a map'): Generator<[string, YamlPair]> {
    if (isBlank(value)) return;
    if (isAlias(value)) this.report(value, 'AliasUsed', NO_ALIASES);
    else if (!isMap(value)) this.report(value, 'WrongShape', `${what} should be ${shape}.`);
    else {
      for (const pair of value.items) {
        const name = textOf(pair.key);
        if (name === undefined || name === '')
          this.report(pair.key ?? value, 'WrongShape', 'A name is missing before the colon.');
        else yield [name, pair];
      }
    }
  }

  /** The entries of a map by key; reports keys that are not among the known ones. */
  keys(value: YamlNode, what: string, known: readonly string[], shape: string): Map<string, YamlPair> {
    const found = new Map<string, YamlPair>();
    for (const [key, pair] of this.entries(value, what, shape)) {
      if (!known.includes(key)) this.unknownKey(pair, key, what, known);
      else if (!found.has(key)) found.set(key, pair);
    }
    return found;
  }

  text(keys: Keys, name: string): string | undefined {
    const value = keys.get(name)?.value;
    const text = textOf(value);
    if (text === undefined && !isBlank(value)) this.report(value, 'WrongShape', `${name} should be a text.`);
    return text === '' ? undefined : text;
  }

  flag(keys: Keys, name: string): boolean {
    const text = this.text(keys, name);
    if (text !== undefined && text !== 'true' && text !== 'false') {
      this.report(keys.get(name)?.value, 'WrongShape', `${name} should be true or false.`);
    }
    return text === 'true';
  }

  unknownKey(pair: YamlPair, key: string, what: string, known: readonly string[]): void {
    this.report(pair.key, 'UnknownKey', `${what} has no ${key}. Known are ${known.join(', ')}.`);
  }

  at(node: YamlNode): Place {
    return this.lines.place(node?.range?.[0] ?? 0);
  }

  report(node: YamlNode, code: string, message: string, about: Pick<AppDiagnostic, 'control' | 'property'> = {}): undefined {
    this.reportAt(node?.range?.[0] ?? 0, code, message, about);
  }

  private reportAt(offset: number, code: string, message: string, about: Pick<AppDiagnostic, 'control' | 'property'> = {}): void {
    const { file, line, column } = this.lines.place(offset);
    this.diagnostics.push({ file, line, column, severity: 'error', stage: 'syntax', code, message, ...about });
  }
}

export const textOf = (node: YamlNode): string | undefined => (isScalar(node) ? node.value : undefined);

const isPlainNull = (node: YamlScalar): boolean =>
  node.type === 'PLAIN' && (node.value === '' || node.value === '~' || node.value === 'null');

/** Nothing, or what YAML writes for nothing. */
export const isBlank = (node: YamlNode): node is null | undefined =>
  node === null || node === undefined || (isScalar(node) && isPlainNull(node));

const yamlCode = (code: string): string => (code === 'DUPLICATE_KEY' ? 'DuplicateName' : 'YamlSyntax');

function yamlMessage(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'This name stands twice in the same map. Remove one of the two, or rename it.';
    case 'TAB_AS_INDENT':
      return 'A tab is used to indent. YAML indents with spaces.';
    default:
      return `${message} (YAML). A formula that contains ": " or " #" has to stand in quotes or in a block (|-).`;
  }
}
