import { JsonNumber, type Json } from '../../formula/index.ts';
import type { SchemaPlace, Schemas } from '../schema.ts';
import { readXml, XmlError, type XmlElement } from './read-xml.ts';
import { rootShape, type XmlShape } from './shape.ts';

/** Reads XML documents as the JSON that their schema describes; undefined for text that is no XML. */
export function xmlReader(schemas: Schemas, schema: SchemaPlace | undefined): (text: string) => Json | undefined {
  const shape = rootShape(schemas, schema, '');
  return (text) => {
    try {
      return rootJson(readXml(text), shape);
    } catch (error) {
      if (error instanceof XmlError) return undefined;
      throw error;
    }
  };
}

/** The root of a list is the element around its items, whatever its name. */
function rootJson(root: XmlElement, shape: XmlShape): Json {
  if (shape.schema.kind !== 'array') return elementJson(root, shape);
  const { items } = shape;
  const own = root.children.filter(({ name }) => name === items.name);
  return (own.length > 0 ? own : root.children).map((child) => elementJson(child, items));
}

function elementJson(element: XmlElement, shape: XmlShape): Json {
  const { schema } = shape;
  if (isNil(element)) return null;
  if (schema.properties.size > 0) return recordJson(element, shape);
  if (schema.kind === 'object' || schema.kind === 'none' || schema.kind === 'mixed') return looseJson(element);
  return scalarJson(element.text, shape);
}

function recordJson(element: XmlElement, { fields }: XmlShape): Json {
  const record: [string, Json][] = [];
  for (const [name, field] of fields) {
    const json = fieldJson(element, field);
    if (json !== undefined) record.push([name, json]);
  }
  return Object.fromEntries(record);
}

function fieldJson(element: XmlElement, field: XmlShape): Json | undefined {
  if (field.node === 'text') return scalarJson(element.text, field);
  if (field.node === 'attribute') {
    const text = element.attributes.get(field.name);
    return text === undefined ? undefined : scalarJson(text, field);
  }
  const named = element.children.filter(({ name }) => name === field.name);
  if (field.schema.kind !== 'array') return named[0] === undefined ? undefined : elementJson(named[0], field);
  const { items } = field;
  if (!field.wrapped) return repeated(element, items);
  return named[0] === undefined ? undefined : repeated(named[0], items);
}

const repeated = (element: XmlElement, items: XmlShape): Json =>
  element.children.filter(({ name }) => name === items.name).map((child) => elementJson(child, items));

function scalarJson(text: string, { schema }: XmlShape): Json {
  const trimmed = text.trim();
  switch (schema.kind) {
    case 'number':
    case 'integer': {
      if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed)) return trimmed === '' ? null : text;
      const number = Number(trimmed);
      return Number.isSafeInteger(number) || !/^[+-]?\d+$/.test(trimmed) ? number : new JsonNumber(trimmed);
    }
    case 'boolean':
      return trimmed === 'true' || trimmed === '1'
        ? true
        : trimmed === 'false' || trimmed === '0'
          ? false
          : trimmed === ''
            ? null
            : text;
    default:
      return schema.format === '' ? text : trimmed;
  }
}

/** What no schema describes: attributes and children by name, repeated ones as lists, the text alone or as `#text`. */
function looseJson(element: XmlElement): Json {
  const { attributes, children, text } = element;
  if (attributes.size === 0 && children.length === 0) return text;
  const members = new Map<string, Json>([...attributes].map(([name, value]) => [`@${name}`, value]));
  for (const child of children) {
    const json = looseJson(child);
    const known = members.get(child.name);
    if (known === undefined) members.set(child.name, json);
    else if (Array.isArray(known)) (known as Json[]).push(json);
    else members.set(child.name, [known, json]);
  }
  if (text.trim() !== '') members.set('#text', text);
  return Object.fromEntries(members);
}

/** `xsi:nil="true"` (XML Schema part 1, section 2.6.2). */
const isNil = ({ attributes, children, text }: XmlElement): boolean =>
  attributes.get('nil') === 'true' && children.length === 0 && text === '';
