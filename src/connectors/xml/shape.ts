import { member, objectMember, textMember } from '../json.ts';
import type { Schema, SchemaPlace, Schemas } from '../schema.ts';

/**
 * How a schema is written in XML (OpenAPI 3.1 section 4.8.26, XML Object). Parts are read when they are asked for, so a schema that contains
 * itself has a shape too.
 */
export class XmlShape {
  /** The element's or attribute's name, without its prefix. */
  readonly name: string;
  readonly schema: Schema;
  readonly namespace: string;
  readonly prefix: string;
  /** `text`: the value is the text of the element that it belongs to (`nodeType` of OpenAPI 3.2). */
  readonly node: 'element' | 'attribute' | 'text';
  /** Of a list: its items have an element of their own around them. */
  readonly wrapped: boolean;
  private readonly schemas: Schemas;

  constructor(schemas: Schemas, place: SchemaPlace | undefined, name: string) {
    const schema = schemas.read(place);
    const hints = objectMember(schema.raw, 'xml');
    const kind = textMember(hints, 'nodeType');
    this.schemas = schemas;
    this.schema = schema;
    this.wrapped = schema.kind === 'array' && (member(hints, 'wrapped') === true || kind === 'element');
    // The name of a list without an element of its own would be nobody's.
    this.name = schema.kind === 'array' && !this.wrapped ? name : (textMember(hints, 'name') ?? name);
    this.namespace = textMember(hints, 'namespace') ?? '';
    this.prefix = textMember(hints, 'prefix') ?? '';
    this.node =
      member(hints, 'attribute') === true || kind === 'attribute'
        ? 'attribute'
        : kind === 'text' || kind === 'cdata'
          ? 'text'
          : 'element';
  }

  /** The parts of a record by the names of its fields. */
  get fields(): ReadonlyMap<string, XmlShape> {
    return new Map([...this.schema.properties].map(([name, place]) => [name, new XmlShape(this.schemas, place, name)]));
  }

  /** The items of a list. */
  get items(): XmlShape {
    return new XmlShape(this.schemas, this.schema.items, this.name);
  }
}

/** The shape of a whole body: its element has the name that the schema gives itself, or has among the components. */
export function rootShape(schemas: Schemas, place: SchemaPlace | undefined, otherwise: string): XmlShape {
  const reference = textMember(place?.raw, '$ref') ?? '';
  const named = /^#\/(?:definitions|components\/schemas)\/([\w.-]+)$/.exec(reference)?.[1];
  return new XmlShape(schemas, place, named ?? otherwise);
}
