import type { SchemaPlace, Schemas } from '../schema.ts';
import { rootShape } from './shape.ts';
import { writeXml } from './write-xml.ts';

/** A body as XML, as its schema describes it (OpenAPI 3.1, XML Object). */
export const xmlText = (json: unknown, schemas: Schemas, schema: SchemaPlace | undefined): string =>
  writeXml(json, rootShape(schemas, schema, 'root'));
