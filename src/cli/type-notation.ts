import { types, type OptionSet, type Type } from '../formula/index.ts';

/*
 * The notation that Power Fx's own tests use for types: `n` number, `s` text, `![a:n]` a record, `*[a:n]` a table; `(display X)` after a
 * name gives a field another name for people. Names of types may be given.
 */

const letters: { readonly [letter: string]: Type } = {
  n: types.number,
  w: types.decimal,
  s: types.text,
  b: types.boolean,
  d: types.dateTime,
  D: types.date,
  T: types.time,
  c: types.color,
  g: types.guid,
  O: types.dynamic,
  h: types.hyperlink,
  i: types.image,
  m: types.media,
  o: types.blob,
  N: types.blank,
  '?': types.unknown,
};

export interface KnownTypes {
  readonly [name: string]: Type | (() => Type);
}

/** Reads a type; throws an error that says where for what is not one. */
export function readType(notation: string, known: KnownTypes = {}): Type {
  const reader = new Reader(notation, known);
  const type = reader.type();
  reader.end();
  return type;
}

class Reader {
  private at = 0;
  private readonly text: string;
  private readonly known: KnownTypes;
  constructor(text: string, known: KnownTypes) {
    this.text = text;
    this.known = known;
  }

  type(): Type {
    const aggregate = this.take(/[!*]\[/y);
    if (aggregate !== undefined) return this.fields(aggregate === '![' ? 'record' : 'table');
    const ofKnown = this.take(/[!*]?[\p{L}\p{N}_?]+/uy) ?? this.fail('a type');
    const table = ofKnown.startsWith('*');
    const name = ofKnown.replace(/^[!*]/, '');
    const type = this.known[name] ?? letters[name] ?? this.fail(`a type instead of "${name}"`);
    if (typeof type !== 'function') return table ? types.tableOf(type as types.RecordType) : type;
    // A type that contains itself: its fields are looked up when they are needed.
    return {
      kind: table ? 'table' : 'record',
      get fields() {
        return (type() as types.RecordType).fields;
      },
    };
  }

  private fields(kind: 'record' | 'table'): Type {
    const fields = new Map<string, Type>();
    const displayNames = new Map<string, string>();
    while (this.take(/\]/y) === undefined) {
      const name = this.take(/[\p{L}\p{N}_]+/uy) ?? this.fail('the name of a field');
      const display = this.take(/\((?:display name|display) [^)]*\)/y);
      if (display !== undefined) displayNames.set(name, display.replace(/^\((?:display name|display) |\)$/g, ''));
      if (this.take(/:/y) === undefined) this.fail('":"');
      fields.set(name, this.type());
      this.take(/,/y);
    }
    return { kind, fields, ...(displayNames.size > 0 && { displayNames }) };
  }

  end(): void {
    this.take(/\s*/y);
    if (this.at < this.text.length) this.fail('the end');
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at + /^\s*/.exec(this.text.slice(this.at))![0].length;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    return found[0];
  }

  private fail(wanted: string): never {
    throw new Error(`Expected ${wanted} at ${this.at + 1} of "${this.text}".`);
  }
}

/** Sets of choices as `Name{value=Label,…}`. */
export function readOptionSets(notation: string): OptionSet[] {
  return [...notation.matchAll(/(\w+)\{([^}]*)\}/g)].map(([, name, members]) => ({
    name: name!,
    backing: 'text',
    source: 'choices',
    members: new Map(members!.split(',').map((member) => [member.split('=')[1]!, member.split('=')[0]!])),
  }));
}
