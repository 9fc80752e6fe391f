import type { Definition } from '../definition.ts';
import { arrayMember, child, flagMember, isObject, member, objectMember, textMember, type JsonObject } from '../json.ts';
import { bareType, isFormType, isJsonType } from '../media.ts';
import type { Fault } from './rule.ts';

/** A definition as Swagger 2.0, and what of it cannot be expressed there. */
export interface SwaggerResult {
  readonly document: JsonObject;
  /** What got lost or changed; with the place in the given document. */
  readonly losses: readonly Required<Fault>[];
}

type Draft = { [name: string]: unknown };

const methods: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);

/** Writes a definition as Swagger 2.0, which certification takes. One that is in Swagger 2.0 already stays as it is. */
export function toSwagger(definition: Definition): SwaggerResult {
  const root = isObject(definition.schemas.root) ? definition.schemas.root : {};
  return definition.format === 'swagger' ? { document: root, losses: [] } : new Conversion(definition, root).run();
}

class Conversion {
  private readonly definition: Definition;
  private readonly root: JsonObject;
  private readonly losses: Required<Fault>[] = [];

  constructor(definition: Definition, root: JsonObject) {
    this.definition = definition;
    this.root = root;
  }

  run(): SwaggerResult {
    const { root } = this;
    const document: Draft = { swagger: '2.0', info: root['info'] ?? {}, ...this.address(), paths: {} };
    for (const [path, item] of Object.entries(objectMember(root, 'paths') ?? {}))
      set(document['paths'] as Draft, path, this.path(item, child('/paths', path)));
    const schemas = objectMember(objectMember(root, 'components'), 'schemas') ?? {};
    if (Object.keys(schemas).length > 0)
      document['definitions'] = mapOf(schemas, (schema, name) => this.schema(schema, child('/components/schemas', name)));
    const schemes = this.securitySchemes();
    if (Object.keys(schemes).length > 0) document['securityDefinitions'] = schemes;
    for (const name of ['security', 'tags', 'externalDocs']) if (root[name] !== undefined) document[name] = root[name];
    for (const [name, value] of Object.entries(root)) if (name.startsWith('x-')) document[name] = value;
    if (objectMember(root, 'webhooks') !== undefined)
      this.lose('/webhooks', 'Webhooks have no form in Swagger 2.0 and are left out.');
    return { document, losses: this.losses };
  }

  private lose(pointer: string, message: string): void {
    this.losses.push({ pointer, message });
  }

  private address(): Draft {
    const [first, ...others] = [...this.definition.servers].sort(
      (a, b) => Number(b.url.startsWith('https:')) - Number(a.url.startsWith('https:')),
    );
    if (others.length > 0) this.lose('/servers', `Swagger 2.0 has one server; only ${first!.url} is kept.`);
    if (first === undefined || !URL.canParse(first.url)) {
      this.lose('/servers', 'The address of the service is not said or is relative; fill in host yourself.');
      return {};
    }
    const url = new URL(first.url);
    return { host: url.host, basePath: url.pathname, schemes: [url.protocol.slice(0, -1)] };
  }

  private path(item: unknown, pointer: string): Draft {
    const place = this.definition.schemas.follow({ raw: item, pointer });
    const raw = isObject(place?.raw) ? place.raw : {};
    const shared = arrayMember(raw, 'parameters');
    const made: Draft = {};
    for (const [name, value] of Object.entries(raw)) {
      if (methods.has(name) && isObject(value)) made[name] = this.operation(value, shared, child(pointer, name));
      else if (name.startsWith('x-')) made[name] = value;
      else if (name !== 'parameters' && name !== '$ref')
        this.lose(child(pointer, name), `${name} of a path has no form in Swagger 2.0.`);
    }
    return made;
  }

  private operation(raw: JsonObject, shared: readonly unknown[], pointer: string): Draft {
    const made: Draft = {};
    for (const [name, value] of Object.entries(raw)) {
      if (
        ['tags', 'summary', 'description', 'externalDocs', 'operationId', 'deprecated', 'security'].includes(name) ||
        name.startsWith('x-')
      )
        made[name] = value;
      else if (['callbacks', 'servers'].includes(name))
        this.lose(child(pointer, name), `${name} of an operation have no form in Swagger 2.0.`);
    }
    const own = arrayMember(raw, 'parameters').map((of, i) => ({ raw: of, pointer: child(child(pointer, 'parameters'), i) }));
    const names = new Set(own.map(({ raw: of }) => this.key(of)));
    const all = [...shared.filter((of) => !names.has(this.key(of))).map((of) => ({ raw: of, pointer })), ...own];
    const parameters = all.flatMap(({ raw: of, pointer: at }) => this.parameter(of, at));
    const body = this.definition.schemas.follow({ raw: raw['requestBody'], pointer: child(pointer, 'requestBody') });
    if (raw['requestBody'] !== undefined && isObject(body?.raw)) {
      const types = Object.keys(objectMember(body.raw, 'content') ?? {});
      if (types.length > 0) made['consumes'] = types;
      parameters.push(...this.body(body.raw, body.pointer));
    }
    if (parameters.length > 0) made['parameters'] = parameters;
    const produces = new Set<string>();
    made['responses'] = mapOf(objectMember(raw, 'responses') ?? {}, (response, status) =>
      this.response(response, child(child(pointer, 'responses'), status), produces),
    );
    if (produces.size > 0) made['produces'] = [...produces];
    return made;
  }

  private key(raw: unknown): string {
    const place = this.definition.schemas.follow({ raw, pointer: '' });
    return `${textMember(place?.raw, 'in')} ${textMember(place?.raw, 'name')}`;
  }

  private parameter(given: unknown, pointer: string): readonly Draft[] {
    const place = this.definition.schemas.follow({ raw: given, pointer });
    if (!isObject(place?.raw)) return [];
    const { raw } = place;
    const where = textMember(raw, 'in');
    const name = textMember(raw, 'name') ?? '';
    if (where === 'cookie') {
      this.lose(pointer, `The parameter ${name} is a cookie, which Swagger 2.0 does not have; it is left out.`);
      return [];
    }
    const content = Object.entries(objectMember(raw, 'content') ?? {})[0];
    if (content !== undefined)
      this.lose(pointer, `The parameter ${name} is written as ${content[0]}; in Swagger 2.0 it is a text.`);
    const schema = content === undefined ? this.flat(raw['schema'], child(pointer, 'schema'), name) : { type: 'string' };
    const made: Draft = { name, in: where, ...extensionsOf(raw), ...schema };
    if (textMember(raw, 'description') !== undefined) made['description'] = raw['description'];
    if (where === 'path' || flagMember(raw, 'required') === true) made['required'] = true;
    if (made['type'] === 'array') made['collectionFormat'] = this.format(raw, where, pointer);
    return [made];
  }

  private format(raw: JsonObject, where: string | undefined, pointer: string): string {
    const style = textMember(raw, 'style') ?? (where === 'query' ? 'form' : 'simple');
    if (style === 'spaceDelimited') return 'ssv';
    if (style === 'pipeDelimited') return 'pipes';
    if (style !== 'form' && style !== 'simple')
      this.lose(pointer, `The style ${style} has no form in Swagger 2.0; values are separated by commas.`);
    return style === 'form' && flagMember(raw, 'explode') !== false && where === 'query' ? 'multi' : 'csv';
  }

  /** The schema of a parameter outside of bodies: a type without parts. */
  private flat(raw: unknown, pointer: string, name: string): Draft {
    const place = this.definition.schemas.follow({ raw, pointer });
    const schema = this.schema(place?.raw ?? {}, pointer);
    const type = schema['type'];
    if (typeof type === 'string' && type !== 'object') return schema;
    this.lose(
      pointer,
      `The parameter ${name} is ${type === undefined ? 'of no single type' : 'an object'}; in Swagger 2.0 it is a text.`,
    );
    return { type: 'string' };
  }

  private body(raw: JsonObject, pointer: string): readonly Draft[] {
    const content = Object.entries(objectMember(raw, 'content') ?? {});
    const [type, media] = content.find(([of]) => isJsonType(of)) ?? content.find(([of]) => isFormType(of)) ?? content[0] ?? [];
    if (type === undefined) return [];
    const at = child(child(child(pointer, 'content'), type), 'schema');
    const schemas = new Set(content.map(([, of]) => JSON.stringify(member(of, 'schema'))));
    if (schemas.size > 1) this.lose(pointer, `The body differs by media type; only the form for ${type} is kept.`);
    if (isFormType(type)) return this.form(member(media, 'schema'), at);
    const name = textMember(raw, 'x-bodyName') ?? 'body';
    const description = textMember(raw, 'description');
    return [
      {
        name,
        in: 'body',
        ...(flagMember(raw, 'required') === true && { required: true }),
        ...(description !== undefined && { description }),
        schema: this.schema(member(media, 'schema') ?? {}, at),
      },
    ];
  }

  private form(raw: unknown, pointer: string): readonly Draft[] {
    const schema = this.definition.schemas.read({ raw, pointer });
    return [...schema.properties].map(([name, place]) => {
      const property = this.definition.schemas.read(place);
      const binary = property.format === 'binary';
      return {
        name,
        in: 'formData',
        ...(schema.required.has(name) && { required: true }),
        ...(binary
          ? { type: 'file', ...(property.description !== '' && { description: property.description }) }
          : this.flat(place.raw, place.pointer, name)),
      };
    });
  }

  private response(given: unknown, pointer: string, produces: Set<string>): Draft {
    const place = this.definition.schemas.follow({ raw: given, pointer });
    const raw = isObject(place?.raw) ? place.raw : {};
    const content = Object.entries(objectMember(raw, 'content') ?? {});
    for (const [type] of content) produces.add(type);
    if (objectMember(raw, 'links') !== undefined) this.lose(child(pointer, 'links'), 'Links have no form in Swagger 2.0.');
    const [type, media] = content.find(([of]) => isJsonType(of)) ?? content[0] ?? [];
    if (new Set(content.map(([, of]) => JSON.stringify(member(of, 'schema')))).size > 1)
      this.lose(pointer, `The answer differs by media type; only the form for ${type} is kept.`);
    const schema = member(media, 'schema');
    return {
      description: textMember(raw, 'description') ?? '',
      ...extensionsOf(raw),
      ...(schema !== undefined && { schema: this.answerSchema(schema, pointer, type ?? '') }),
    };
  }

  private answerSchema(schema: unknown, pointer: string, type: string): unknown {
    const made = this.schema(schema, child(child(child(pointer, 'content'), type), 'schema'));
    return made['format'] === 'binary' && !isJsonType(bareType(type)) ? { type: 'file' } : made;
  }

  /** A schema of JSON Schema as one of Swagger 2.0. */
  private schema(raw: unknown, pointer: string): Draft {
    if (!isObject(raw)) return {};
    const reference = textMember(raw, '$ref');
    if (reference !== undefined) return { $ref: reference.replace('#/components/schemas/', '#/definitions/') };
    const made: Draft = {};
    for (const [name, value] of Object.entries(raw)) this.keyword(made, name, value, pointer, raw);
    return made;
  }

  private keyword(made: Draft, name: string, value: unknown, pointer: string, raw: JsonObject): void {
    const at = child(pointer, name);
    if (name === 'properties' && isObject(value)) made[name] = mapOf(value, (of, key) => this.schema(of, child(at, key)));
    else if (name === 'items' || (name === 'additionalProperties' && isObject(value))) made[name] = this.schema(value, at);
    else if (name === 'allOf') made[name] = arrayMember(raw, name).map((of, i) => this.schema(of, child(at, i)));
    else if (name === 'oneOf' || name === 'anyOf') this.branches(made, arrayMember(raw, name), at, name);
    else if (name === 'type' && Array.isArray(value)) {
      const types = (value as readonly unknown[]).filter((type) => type !== 'null');
      if (types.length === 1) made['type'] = types[0];
      else this.lose(at, 'Several types at once have no form in Swagger 2.0; any value is allowed.');
      if (types.length < value.length) made['x-nullable'] = true;
    } else if (name === 'nullable') made['x-nullable'] = value;
    else if (name === 'const') made['enum'] = [value];
    else if (name === 'contentEncoding') made['format'] = 'byte';
    else if (name === 'exclusiveMinimum' && typeof value === 'number')
      Object.assign(made, { minimum: value, exclusiveMinimum: true });
    else if (name === 'exclusiveMaximum' && typeof value === 'number')
      Object.assign(made, { maximum: value, exclusiveMaximum: true });
    else if (name === 'discriminator' && isObject(value)) made[name] = value['propertyName'];
    else if (name === 'examples') made['example'] ??= arrayMember(raw, name)[0];
    else if (unknownKeywords.has(name)) this.lose(at, `${name} has no form in Swagger 2.0 and is left out.`);
    else if (name !== 'writeOnly' && name !== 'deprecated') set(made, name, value);
  }

  private branches(made: Draft, branches: readonly unknown[], pointer: string, name: string): void {
    const real = branches.filter((of) => member(of, 'type') !== 'null');
    if (real.length < branches.length) made['x-nullable'] = true;
    if (real.length === 1) Object.assign(made, this.schema(real[0], child(pointer, branches.indexOf(real[0]))));
    else this.lose(pointer, `${name} has no form in Swagger 2.0; any value is allowed.`);
  }

  private securitySchemes(): Draft {
    const made: Draft = {};
    for (const [name, scheme] of this.definition.securitySchemes) {
      const pointer = child('/components/securitySchemes', name);
      if (scheme.kind === 'basic') set(made, name, { type: 'basic' });
      else if (scheme.kind === 'apiKey' && scheme.in !== 'cookie')
        set(made, name, { type: 'apiKey', in: scheme.in, name: scheme.name });
      else if (scheme.kind === 'bearer') {
        this.lose(
          pointer,
          `${name} is a bearer token; Swagger 2.0 knows it as a key in the header Authorization, to be typed with "Bearer " before it.`,
        );
        set(made, name, { type: 'apiKey', in: 'header', name: 'Authorization' });
      } else if (scheme.kind === 'oauth2' && scheme.flows[0] !== undefined) {
        const flow = scheme.flows.find(({ kind }) => kind === 'authorizationCode') ?? scheme.flows[0];
        const kinds = {
          authorizationCode: 'accessCode',
          implicit: 'implicit',
          password: 'password',
          clientCredentials: 'application',
          deviceAuthorization: 'accessCode',
        };
        if (scheme.flows.length > 1) this.lose(pointer, `${name} has several flows; only ${flow.kind} is kept.`);
        set(made, name, {
          type: 'oauth2',
          flow: kinds[flow.kind],
          ...(flow.authorizationUrl !== undefined && { authorizationUrl: flow.authorizationUrl }),
          ...(flow.tokenUrl !== undefined && { tokenUrl: flow.tokenUrl }),
          scopes: Object.fromEntries(flow.scopes),
        });
      } else this.lose(pointer, `${name} is a way to sign in that Swagger 2.0 does not know; it is left out.`);
    }
    return made;
  }
}

const unknownKeywords: ReadonlySet<string> = new Set([
  'not', 'if', 'then', 'else', 'prefixItems', 'contains', 'patternProperties', 'propertyNames', 'dependentSchemas', 'dependentRequired',
  'unevaluatedProperties', 'unevaluatedItems', '$defs', '$schema', '$id', '$anchor', 'contentMediaType', 'contentSchema',
]); // prettier-ignore

const extensionsOf = (raw: JsonObject): Draft =>
  Object.fromEntries(Object.entries(raw).filter(([name]) => name.startsWith('x-') && name !== 'x-bodyName'));

/** Sets a member, whatever its name. */
const set = (object: Draft, name: string, value: unknown): void =>
  void Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });

function mapOf(object: JsonObject, make: (value: unknown, name: string) => unknown): Draft {
  const made: Draft = {};
  for (const [name, value] of Object.entries(object)) set(made, name, make(value, name));
  return made;
}
