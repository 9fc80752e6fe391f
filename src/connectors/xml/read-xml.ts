/** An element of an XML document. Names are without prefixes: services change them at will. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, without what is only indentation. */
  readonly text: string;
}

/** Where a text stops being XML. */
export class XmlError extends Error {
  /** Characters from the beginning. */
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const MAX_DEPTH = 256;
const named: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Open {
  readonly tag: string;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly texts: string[];
}

/**
 * Reads an XML 1.0 document and gives its root. Document types are passed over: no entity but XML's own five is known and nothing outside the
 * text is ever read, so a document can neither grow nor reach files. Throws `XmlError`.
 */
export function readXml(source: string): XmlElement {
  return new XmlReader(source).document();
}

class XmlReader {
  private readonly source: string;
  private at = 0;
  private readonly open: Open[] = [];
  private root: XmlElement | undefined;

  constructor(source: string) {
    this.source = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  }

  document(): XmlElement {
    const { source } = this;
    while (this.at < source.length) {
      const next = source.indexOf('<', this.at);
      this.text(source.slice(this.at, next === -1 ? source.length : next));
      if (next === -1) break;
      this.at = next;
      this.markup();
    }
    const unclosed = this.open.at(-1);
    if (unclosed !== undefined) throw new XmlError(`<${unclosed.tag}> is not closed`, source.length);
    if (this.root === undefined) throw new XmlError('there is no element', source.length);
    return this.root;
  }

  private markup(): void {
    const { source, at } = this;
    if (source.startsWith('<!--', at)) this.skip('-->', 4);
    else if (source.startsWith('<![CDATA[', at)) {
      const end = this.find(']]>', 9);
      if (this.open.length === 0) throw new XmlError('text stands outside the root element', at);
      this.open.at(-1)!.texts.push(source.slice(at + 9, end));
      this.at = end + 3;
    } else if (source.startsWith('<?', at)) this.skip('?>', 2);
    else if (source.startsWith('<!', at)) this.documentType();
    else if (source.startsWith('</', at)) this.close();
    else this.start();
  }

  private find(end: string, from: number): number {
    const found = this.source.indexOf(end, this.at + from);
    if (found === -1) throw new XmlError(`${end} is missing`, this.at);
    return found;
  }

  private skip(end: string, from: number): void {
    this.at = this.find(end, from) + end.length;
  }

  /** `<!DOCTYPE …>`, with its declarations in brackets. */
  private documentType(): void {
    const match = sticky(/<!DOCTYPE[^[>]*(?:\[[^\]]*\]\s*)?>/iy, this.at).exec(this.source);
    if (match === null || this.root !== undefined || this.open.length > 0)
      throw new XmlError('this markup is not known', this.at);
    this.at += match[0].length;
  }

  private start(): void {
    const match = sticky(/<([^\s/>="'<]+)/y, this.at).exec(this.source);
    if (match === null) throw new XmlError('a name is missing after <', this.at);
    if (this.root !== undefined) throw new XmlError('there is a second root element', this.at);
    if (this.open.length >= MAX_DEPTH) throw new XmlError(`elements are nested deeper than ${MAX_DEPTH}`, this.at);
    const tag = match[1]!;
    this.at += match[0].length;
    const attributes = this.attributes();
    const empty = this.source[this.at] === '/';
    if (empty) this.at++;
    if (this.source[this.at] !== '>') throw new XmlError(`> is missing after <${tag}`, this.at);
    this.at++;
    this.open.push({ tag, name: local(tag), attributes, children: [], texts: [] });
    if (empty) this.end();
  }

  private attributes(): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    for (;;) {
      const match = sticky(/\s*([^\s/>="'<]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')|\s+/y, this.at).exec(this.source);
      if (match === null) return attributes;
      this.at += match[0].length;
      const [, name, double, single] = match;
      if (name !== undefined && !/^xmlns(?::|$)/.test(name))
        attributes.set(local(name), unescaped(double ?? single ?? '', this.at));
    }
  }

  private close(): void {
    const match = sticky(/<\/([^\s>]+)\s*>/y, this.at).exec(this.source);
    const tag = this.open.at(-1)?.tag;
    if (match === null || match[1] !== tag)
      throw new XmlError(tag === undefined ? 'an element is closed that is not open' : `</${tag}> is missing`, this.at);
    this.at += match[0].length;
    this.end();
  }

  private end(): void {
    const { name, attributes, children, texts } = this.open.pop()!;
    const whole = texts.join('');
    const element = { name, attributes, children, text: children.length > 0 && whole.trim() === '' ? '' : whole };
    const parent = this.open.at(-1);
    if (parent === undefined) this.root = element;
    else parent.children.push(element);
  }

  private text(text: string): void {
    const inside = this.open.at(-1);
    if (inside !== undefined) inside.texts.push(unescaped(text, this.at));
    else if (text.trim() !== '') throw new XmlError('text stands outside the root element', this.at);
  }
}

function sticky(pattern: RegExp, at: number): RegExp {
  pattern.lastIndex = at;
  return pattern;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

const unescaped = (text: string, at: number): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([\w.-]+));|&/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined && Object.hasOwn(named, name)) return named[name]!;
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : -1;
    if (code < 1 || code > 0x10ffff) throw new XmlError(`${whole} is no character that XML knows`, at);
    return String.fromCodePoint(code);
  });
