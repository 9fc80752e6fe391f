/*
 * CSDL in XML as CSDL in JSON (OData CSDL 4.01, both representations), as far as tables need it.
 */

/** An element with its attributes and elements inside; names without prefixes. */
interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const markup =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([^\s<>/=!?]+)((?:\s+[^\s<>/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Deeper documents are no metadata. */
const DEEPEST = 100;

const decoded = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, digits?: string, name?: string) => {
    if (name !== undefined) return entities.get(name) ?? whole;
    const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The outermost element; undefined where the text is no XML. Document types and entities of a document's own are not read. */
function readXml(text: string): Element | undefined {
  const root: Element = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  let at = 0;
  for (const match of text.matchAll(markup)) {
    const [whole, cdata, closing, name, attributes, empty] = match;
    const inner = open.at(-1)!;
    inner.text += cdata ?? decoded(text.slice(at, match.index));
    at = match.index + whole.length;
    if (name === undefined) continue;
    if (closing === '/') {
      if (open.length === 1 || inner.name !== bare(name)) return undefined;
      open.pop();
      continue;
    }
    const element: Element = { name: bare(name), attributes: attributesOf(attributes ?? ''), children: [], text: '' };
    inner.children.push(element);
    if (empty !== '/') open.push(element);
    if (open.length > DEEPEST) return undefined;
  }
  return open.length === 1 ? root.children[0] : undefined;
}

const attributesOf = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(attribute)].map(([, name, double, single]) => [bare(name!), decoded(double ?? single ?? '')]));

type Json = { [name: string]: unknown };

/** The metadata as CSDL JSON; undefined where the text is none. */
export function csdlOfXml(text: string): Json | undefined {
  const root = readXml(text.replace(/^\uFEFF/, ''));
  if (root === undefined || root.name !== 'Edmx') return undefined;
  const document: Json = { $Version: root.attributes.get('Version') ?? '4.0' };
  const outside: [target: string, annotations: Json][] = [];
  for (const schema of inside(root, 'Schema')) {
    const namespace = schema.attributes.get('Namespace') ?? '';
    const alias = schema.attributes.get('Alias');
    const made: Json = { ...(alias !== undefined && { $Alias: alias }) };
    for (const child of schema.children) {
      if (child.name === 'Annotations') outside.push([child.attributes.get('Target') ?? '', annotationsIn(child)]);
      else put(made, child);
    }
    document[namespace] = { ...(document[namespace] as Json | undefined), ...made };
  }
  const annotations: Json = {};
  for (const [target, terms] of outside) annotations[target] = { ...(annotations[target] as Json | undefined), ...terms };
  return { ...document, $Annotations: annotations };
}

function* inside(element: Element, name: string): Generator<Element> {
  for (const child of element.children) {
    if (child.name === name) yield child;
    else yield* inside(child, name);
  }
}

function put(into: Json, element: Element): void {
  const name = element.attributes.get('Name');
  if (name === undefined || name.startsWith('$') || name.startsWith('@')) return;
  Object.defineProperty(into, name, { value: memberOf(element), enumerable: true, configurable: true, writable: true });
}

function memberOf(element: Element): Json {
  const { name, attributes, children } = element;
  const own: Json = annotationsIn(element);
  const of = (attributeName: string): string | undefined => attributes.get(attributeName);
  switch (name) {
    case 'EntityType':
    case 'ComplexType': {
      const key = children.find((child) => child.name === 'Key')?.children.flatMap((ref) => ref.attributes.get('Name') ?? []);
      const made: Json = { $Kind: name, ...(of('BaseType') && { $BaseType: of('BaseType') }), ...(key && { $Key: key }), ...own };
      for (const child of children) if (child.name === 'Property' || child.name === 'NavigationProperty') put(made, child);
      return made;
    }
    case 'EnumType': {
      const members = children.filter((child) => child.name === 'Member').map((member, i) => [member.attributes.get('Name'), i]);
      return { $Kind: name, ...(of('IsFlags') === 'true' && { $IsFlags: true }), ...(Object.fromEntries(members) as Json) };
    }
    case 'TypeDefinition':
      return { $Kind: name, $UnderlyingType: of('UnderlyingType') };
    case 'EntityContainer': {
      const made: Json = { $Kind: name };
      for (const child of children) if (child.name === 'EntitySet') put(made, child);
      return made;
    }
    case 'EntitySet':
      return { $Collection: true, $Type: of('EntityType'), ...own };
    default:
      return property(element, own);
  }
}

function property({ name, attributes }: Element, own: Json): Json {
  const written = attributes.get('Type') ?? 'Edm.String';
  const collection = /^Collection\((.*)\)$/.exec(written)?.[1];
  const number = (facet: string): number | undefined => {
    const value = attributes.get(facet);
    return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
  };
  return {
    ...(name === 'NavigationProperty' && { $Kind: name }),
    $Type: collection ?? written,
    ...(collection !== undefined && { $Collection: true }),
    ...(attributes.get('Nullable') !== 'false' && { $Nullable: true }),
    ...(number('MaxLength') !== undefined && { $MaxLength: number('MaxLength') }),
    ...(number('Precision') !== undefined && { $Precision: number('Precision') }),
    ...(attributes.has('DefaultValue') && { $DefaultValue: attributes.get('DefaultValue') }),
    ...own,
  };
}

const annotationsIn = (element: Element): Json =>
  Object.fromEntries(
    element.children
      .filter((child) => child.name === 'Annotation' && child.attributes.has('Term'))
      .map((child) => [`@${child.attributes.get('Term')!}`, valueOf(child, true)]),
  );

const constants = ['Bool', 'String', 'Int', 'Decimal', 'EnumMember', 'PropertyPath', 'NavigationPropertyPath', 'Path'] as const;

function valueOf(element: Element, tagged: boolean): unknown {
  for (const kind of constants) {
    const value = element.attributes.get(kind);
    if (value !== undefined) return kind === 'Bool' ? value === 'true' : value;
  }
  const [child] = element.children.filter(({ name }) => name !== 'Annotation');
  if (child === undefined)
    return tagged && element.text.trim() === '' ? true : element.name === 'Bool' ? element.text === 'true' : element.text.trim();
  if (child.name === 'Record')
    return Object.fromEntries(
      child.children
        .filter(({ name }) => name === 'PropertyValue')
        .map((value) => [value.attributes.get('Property') ?? '', valueOf(value, true)]),
    );
  if (child.name === 'Collection') return child.children.map((item) => valueOf(item, false));
  return valueOf(child, false);
}
