import { JsonNumber } from '../../formula/index.ts';
import { isObject } from '../json.ts';
import type { XmlShape } from './shape.ts';

/** JSON as an XML document of a shape. What the shape does not name becomes elements of its own names; blanks are left out. */
export function writeXml(json: unknown, shape: XmlShape): string {
  const text = element(json, shape, Array.isArray(json) && !shape.wrapped);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}`;
}

/** Any name as one that XML allows. */
const legal = (name: string): string => name.replace(/[^\p{L}\p{N}_.-]/gu, '_').replace(/^(?![\p{L}_])/u, '_');
const tag = ({ prefix, name }: XmlShape): string => (prefix === '' ? legal(name) : `${legal(prefix)}:${legal(name)}`);

const space = ({ namespace, prefix }: XmlShape): string =>
  namespace === '' ? '' : ` xmlns${prefix === '' ? '' : `:${legal(prefix)}`}="${escaped(namespace)}"`;

/** A value in its element. `around`: a list at the root, which needs one element around its items. */
function element(json: unknown, shape: XmlShape, around = false): string {
  const name = tag(shape);
  if (Array.isArray(json)) {
    const items = json.map((item: unknown) => element(item, shape.items)).join('');
    return shape.wrapped || around ? `<${name}${space(shape)}>${items}</${name}>` : items;
  }
  const { attributes, content } = isObject(json) && !(json instanceof JsonNumber) ? parts(json, shape) : scalar(json);
  return content === '' ? `<${name}${space(shape)}${attributes}/>` : `<${name}${space(shape)}${attributes}>${content}</${name}>`;
}

const scalar = (json: unknown): { readonly attributes: string; readonly content: string } => ({
  attributes: '',
  content: escaped(textOf(json)),
});

function parts(
  json: { readonly [name: string]: unknown },
  shape: XmlShape,
): { readonly attributes: string; readonly content: string } {
  const { fields } = shape;
  const attributes: string[] = [];
  const content: string[] = [];
  for (const [name, value] of Object.entries(json)) {
    if (value === undefined || value === null) continue;
    const field = fields.get(name);
    if (field?.node === 'attribute') attributes.push(` ${tag(field)}="${escaped(textOf(value))}"${space(field)}`);
    else if (field?.node === 'text') content.push(escaped(textOf(value)));
    else content.push(field === undefined ? loose(name, value) : element(value, field));
  }
  return { attributes: attributes.join(''), content: content.join('') };
}

/** A value that no schema describes. */
function loose(name: string, json: unknown): string {
  if (json === undefined || json === null) return '';
  if (Array.isArray(json)) return json.map((item: unknown) => loose(name, item)).join('');
  const own = legal(name);
  const content =
    isObject(json) && !(json instanceof JsonNumber)
      ? Object.entries(json)
          .map(([key, of]) => loose(key, of))
          .join('')
      : escaped(textOf(json));
  return `<${own}>${content}</${own}>`;
}

const textOf = (json: unknown): string =>
  json instanceof JsonNumber
    ? json.text
    : typeof json === 'object' && json !== null
      ? JSON.stringify(json)
      : json === undefined || json === null
        ? ''
        : String(json);

const entities: { readonly [character: string]: string } = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

/** Text without markup, and without characters that XML cannot have; line ends of attributes survive. */
const escaped = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, '\uFFFD')
    .replace(/[<>&"]/g, (character) => entities[character]!)
    .replaceAll('\r', '&#13;');
