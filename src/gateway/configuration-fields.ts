import { ConfigurationError } from './configuration-error.ts';

/** An object of the configuration whose members are read one by one; what nobody has read in the end is a mistake, such as a name misspelt. */
export class Fields {
  private readonly json: { readonly [name: string]: unknown };
  private readonly place: string;
  private readonly read = new Set<string>();

  /** @param place what sentences call it: `gateway.json: connections.Shop` */
  constructor(json: unknown, place: string) {
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      throw new ConfigurationError(`${place} must be an object: {…}.`);
    this.json = json as { readonly [name: string]: unknown };
    this.place = place;
  }

  get names(): readonly string[] {
    return Object.keys(this.json);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.json, name);
  }

  fail(name: string, what: string): never {
    throw new ConfigurationError(`${this.at(name)} ${what}.`);
  }

  missing(name: string, what: string): never {
    return this.fail(name, `is missing: ${what}`);
  }

  /** A text that is not empty; a missing one is a mistake unless there is a value for that. */
  text(name: string, fallback?: string): string {
    const value = this.take(name);
    if (value === undefined && fallback !== undefined) return fallback;
    return typeof value === 'string' && (value !== '' || fallback === '') ? value : this.fail(name, 'must be a text');
  }

  texts(name: string, fallback: readonly string[]): readonly string[] {
    const value = this.take(name);
    if (value === undefined) return fallback;
    return isTexts(value) ? value : this.fail(name, 'must be a list of texts');
  }

  number(name: string, fallback: number): number {
    const value = this.take(name) ?? fallback;
    return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : this.fail(name, 'must be a number above 0');
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.take(name) ?? fallback;
    return typeof value === 'boolean' ? value : this.fail(name, 'must be true or false');
  }

  word<W extends string>(name: string, words: readonly W[], fallback?: W): W {
    const value = this.take(name) ?? fallback;
    const found = words.find((word) => word === value);
    return found ?? this.fail(name, `must be one of ${words.map((word) => `"${word}"`).join(', ')}`);
  }

  /** One of some words, or a list of texts; what it means is said where it is missing, because nothing is allowed by itself. */
  wordOrTexts<W extends string>(name: string, words: readonly W[], meaning: string): W | readonly string[] {
    const value = this.take(name);
    if (isTexts(value)) return value;
    return words.find((word) => word === value) ?? this.fail(name, `must be ${meaning}`);
  }

  /** An http address; undefined where there is none. */
  address(name: string): string | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value) && new URL(value).username === '')
      return value;
    return this.fail(name, 'must be an address that begins with https:// or http://, without a user name');
  }

  /** The name of a variable of the environment, written `env:NAME`; secrets themselves never stand in the configuration. */
  variable(name: string): string | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    const [, variable] = typeof value === 'string' ? (/^env:(\w+)$/.exec(value) ?? []) : [];
    return (
      variable ?? this.fail(name, 'must name a variable of the environment, as "env:NAME": secrets do not stand in this file')
    );
  }

  fields(name: string): Fields {
    return new Fields(this.take(name) ?? {}, this.at(name));
  }

  /** To be called when all has been read. */
  done(): void {
    const unknown = this.names.find((name) => !this.read.has(name));
    if (unknown !== undefined) this.fail(unknown, `is not known; there are ${[...this.read].join(', ')}`);
  }

  private take(name: string): unknown {
    this.read.add(name);
    return Object.hasOwn(this.json, name) ? this.json[name] : undefined;
  }

  private at(name: string): string {
    return this.place.includes(': ') ? `${this.place}.${name}` : `${this.place}: ${name}`;
  }
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');
