import { isSafe } from './definition.ts';
import type { ApiBody, ApiOperation, ApiParameter, Definition, MediaType, ParameterPlace, Visibility } from './definition.ts';
import type { Diagnostics } from './diagnostic.ts';
import {
  askedMedia,
  chooseAnswerMedia,
  chooseMedia,
  chooseResponse,
  isBinaryType,
  isFormType,
  isJsonType,
  streamKind,
} from './media.ts';
import type { TypeReader } from './schema-type.ts';
import { coerceDefault, composedDefault, hiddenDefault, hiddenType } from './defaults.ts';
import type { Schema, SchemaPlace } from './schema.ts';
import * as service from './service-type.ts';
import type { ServiceType } from './service-type.ts';
import type { ConnectorSettings } from './settings.ts';
import { streamPlan, type StreamPlan } from './streams/plan.ts';
import { isPolling, triggerRows } from './streams/trigger.ts';
import { isCallbackAddress, isSubscription } from './streams/webhook.ts';

/** A parameter of a function, or one that the function fills itself. */
export interface FunctionParameter {
  /** As formulas write it; `id_1` where a required parameter has the same name. */
  readonly name: string;
  /** As the service wants it. */
  readonly wire: string;
  readonly place: ParameterPlace | 'body';
  readonly type: ServiceType;
  readonly required: boolean;
  /** JSON that is sent where the caller gives nothing; undefined sends nothing. */
  readonly default: unknown;
  readonly label: string;
  readonly description: string;
  readonly visibility: Visibility;
  /** How it is written outside a body. */
  readonly source: ApiParameter | undefined;
}

/** How the body of a request is made. */
export type BodyPlan =
  /** Each property is a parameter of its own; `hidden` ones too, in the schema's order. */
  | { readonly kind: 'properties'; readonly media: MediaType; readonly parameters: readonly FunctionParameter[] }
  /** One parameter is the whole body. */
  | { readonly kind: 'whole'; readonly media: MediaType; readonly parameter: FunctionParameter };

/** How an answer is read. */
export interface AnswerPlan {
  readonly type: ServiceType;
  /** What the type was made of, for answers in XML. */
  readonly schema: SchemaPlace | undefined;
  /** The body is text whatever it looks like: the definition gives no schema. */
  readonly raw: boolean;
  /** What the request asks for. */
  readonly mediaType: string | undefined;
  /** The answer goes on: what its items make together. */
  readonly stream: StreamPlan | undefined;
}

/** An operation as a function of formulas. */
export interface Signature {
  readonly name: string;
  readonly operation: ApiOperation;
  readonly required: readonly FunctionParameter[];
  readonly optional: readonly FunctionParameter[];
  /** Sent without being asked for. For a record whose hidden fields are sent: those fields, under the record's name. */
  readonly hidden: readonly FunctionParameter[];
  /** All parameters outside the body that are sent, in the document's order. */
  readonly sent: readonly FunctionParameter[];
  readonly body: BodyPlan | undefined;
  readonly answer: AnswerPlan;
  /** Why it cannot be called; undefined where it can. */
  readonly unsupported: string | undefined;
  readonly behavior: boolean;
}

/** What `signature` works with: one per connector. */
export interface Signing {
  readonly definition: Definition;
  readonly settings: ConnectorSettings;
  readonly types: TypeReader;
  readonly diagnostics: Diagnostics;
}

/** A name that formulas can call: letters and digits of the operation's id or path, `_` before a first digit; empty where none are left. */
export const functionName = (operation: ApiOperation): string => callableName(operation.id ?? operation.path);

/** The same for any operation id, wherever it is mentioned. */
export function callableName(id: string): string {
  const letters = id.replace(/[^A-Za-z0-9]/g, '');
  return letters === '' || /^[A-Za-z]/.test(letters) ? letters : `_${letters}`;
}

/** Makes an operation's function: which parameters callers give, which the function fills, what comes back. */
export function signature(signing: Signing, operation: ApiOperation, name: string): Signature {
  const builder = new SignatureBuilder(signing, operation);
  return builder.build(name);
}

class SignatureBuilder {
  private readonly signing: Signing;
  private readonly operation: ApiOperation;
  private readonly required: FunctionParameter[] = [];
  private readonly optional: FunctionParameter[] = [];
  private readonly hidden: FunctionParameter[] = [];
  private readonly sent: FunctionParameter[] = [];
  private unsupported: string | undefined;
  private readonly dropInternal: boolean;

  constructor(signing: Signing, operation: ApiOperation) {
    this.signing = signing;
    this.operation = operation;
    this.dropInternal = (signing.settings.compatibility ?? 'powerApps') !== 'powerApps';
  }

  build(name: string): Signature {
    const { operation } = this;
    for (const parameter of operation.parameters) this.addParameter(parameter);
    this.checkPath();
    const body = operation.body === undefined ? undefined : this.addBody(operation.body);
    const answer = this.answer();
    const required = this.dropInternal ? this.required : inPlaceOrder(this.required);
    const { renamed, optional } = renameOptional(required, this.optional);
    const swap = (parameter: FunctionParameter): FunctionParameter => renamed.get(parameter) ?? parameter;
    return {
      name,
      operation,
      required: this.withoutGlobals(required),
      optional,
      hidden: this.hidden,
      sent: this.sent.map(swap),
      body:
        body?.kind === 'properties'
          ? { ...body, parameters: body.parameters.map(swap) }
          : body === undefined
            ? undefined
            : { ...body, parameter: swap(body.parameter) },
      answer,
      unsupported: this.unsupported,
      behavior: !isSafe(operation.method) && !this.subscribes(),
    };
  }

  /** Every placeholder of the path needs a parameter, and every path parameter a placeholder. */
  private checkPath(): void {
    const { path, pointer, parameters } = this.operation;
    const { diagnostics, settings } = this.signing;
    const wanted = new Set([...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!));
    const given = new Set(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name));
    for (const name of wanted) {
      if (given.has(name) || settings.globals?.has(name) === true) continue;
      diagnostics.error(
        'path-parameter',
        pointer,
        `The path has a placeholder {${name}}, but no parameter in: path has this name. Add it, or the operation cannot be called.`,
      );
    }
    for (const name of given) {
      if (!wanted.has(name))
        diagnostics.warning(
          'path-parameter',
          pointer,
          `The parameter ${name} is in: path, but the path has no placeholder {${name}}.`,
        );
    }
  }

  private refuse(reason: string): void {
    this.unsupported ??= reason;
  }

  private addParameter(source: ApiParameter): void {
    const { settings, types, definition, diagnostics } = this.signing;
    const schema = definition.schemas.read(source.schema);
    const type = types.read(source.schema, source.name);
    const fixed = schema.default === undefined ? undefined : coerceDefault(type, schema.default);
    const parameter: FunctionParameter = {
      name: source.name,
      wire: source.name,
      place: source.in,
      type,
      required: source.required,
      default: composedDefault(type, fixed),
      label: source.summary || schema.title,
      description: source.description || schema.description,
      visibility: source.visibility,
      source,
    };
    if (source.deprecated) diagnostics.add('info', 'parameter', source.pointer, `The parameter ${source.name} is deprecated.`);
    if (source.in === 'cookie') {
      if (source.required) this.refuse(`the parameter ${source.name} is a cookie, which a page cannot set`);
      return;
    }
    const global = settings.globals?.get(source.name);
    if (source.visibility === 'internal') {
      if (source.required && fixed !== undefined) {
        this.hidden.push(parameter);
        this.sent.push(parameter);
        return;
      }
      if (source.required) {
        if (source.name === 'connectionId') {
          if (global !== undefined) this.sent.push({ ...parameter, default: global });
          return;
        }
        if (this.dropInternal && settings.exposeInternal !== true) return;
      } else if (this.dropInternal) return;
    }
    this.sent.push(global === undefined ? parameter : { ...parameter, default: global });
    (source.required ? this.required : this.optional).push(parameter);
  }

  private addBody(body: ApiBody): BodyPlan | undefined {
    const media = chooseMedia(body, this.signing.definition);
    if (media === undefined)
      return this.wholeBody(
        body,
        { type: 'application/json', schema: undefined, encoding: new Map(), itemSchema: undefined },
        service.text,
      );
    const schema = this.signing.definition.schemas.read(media.schema);
    if (
      schema.kind !== 'array' &&
      schema.kind !== 'none' &&
      schema.items !== undefined &&
      schema.kind === 'object' &&
      schema.properties.size === 0
    ) {
      this.refuse('its body has items although it is no array');
    }
    if (schema.properties.size === 0) return this.wholeBody(body, media, this.wholeType(media, schema));
    if (
      this.signing.settings.unwrapDynamicProperties === true &&
      body.name === 'item' &&
      schema.properties.size === 1 &&
      schema.properties.has('dynamicProperties')
    ) {
      return this.wholeBody(body, media, this.signing.types.read(schema.properties.get('dynamicProperties'), 'item'));
    }
    return this.flatBody(body, media, schema);
  }

  private wholeType(media: MediaType, schema: Schema): ServiceType {
    if (media.schema === undefined) return isJsonType(media.type) ? service.untyped : service.blob;
    if (schema.kind === 'none' && !isJsonType(media.type) && !isFormType(media.type) && schema.format === '')
      return /^text\//i.test(media.type) ? service.text : service.blob;
    return this.signing.types.read(media.schema, 'body');
  }

  private wholeBody(body: ApiBody, media: MediaType, type: ServiceType): BodyPlan {
    const schema = this.signing.definition.schemas.read(media.schema);
    const name = type.kind === 'blob' ? 'file' : (body.name ?? 'body');
    const parameter: FunctionParameter = {
      name,
      wire: name,
      place: 'body',
      type,
      required: body.required,
      default: composedDefault(type, schema.default === undefined ? undefined : coerceDefault(type, schema.default)),
      label: schema.title || schema.summary,
      description: body.description || schema.description,
      visibility: schema.visibility,
      source: undefined,
    };
    (body.required ? this.required : this.optional).push(parameter);
    return { kind: 'whole', media, parameter };
  }

  /** Each property of the body becomes a parameter. */
  private flatBody(body: ApiBody, media: MediaType, schema: Schema): BodyPlan {
    const { settings, types, definition } = this.signing;
    const parameters: FunctionParameter[] = [];
    for (const [name, place] of schema.properties) {
      if (this.subscribes() && isCallbackAddress(place)) continue;
      const property = definition.schemas.read(place);
      const required = schema.required.has(name);
      const type = types.read(place, name);
      const fixed = property.default === undefined ? undefined : coerceDefault(type, property.default);
      const parameter: FunctionParameter = {
        name,
        wire: name,
        place: 'body',
        type,
        required,
        default: composedDefault(type, fixed),
        label: property.summary || property.title,
        description: property.description || body.description,
        visibility: property.visibility,
        source: undefined,
      };
      if (property.visibility === 'internal') {
        if (required && fixed !== undefined && (this.dropInternal || !body.required)) {
          this.hidden.push(parameter);
          parameters.push(parameter);
          continue;
        }
        if (required && fixed === undefined && this.dropInternal && settings.exposeInternal !== true) continue;
        if (!required && this.dropInternal) continue;
      }
      parameters.push(parameter);
      (required ? this.required : this.optional).push(parameter);
      const inner = hiddenType(type);
      if (inner !== undefined) this.hidden.push({ ...parameter, type: inner, required: true, default: hiddenDefault(type) });
    }
    return { kind: 'properties', media, parameters };
  }

  private answer(): AnswerPlan {
    const response = chooseResponse(this.operation.responses);
    const none = { raw: false, schema: undefined, mediaType: undefined, stream: undefined };
    if (this.subscribes()) {
      const media = {
        type: 'text/event-stream',
        schema: this.operation.notification,
        itemSchema: undefined,
        encoding: new Map(),
      };
      const stream = streamPlan(this.operation, [], 'events')!;
      return { ...none, type: this.streamType(media, stream), mediaType: media.type, stream };
    }
    if (response === undefined) return { ...none, type: service.untyped, ...this.bareStream() };
    if (response.content.length === 0) return { ...none, type: service.text, raw: true, ...this.bareStream() };
    const { definition } = this.signing;
    const media = chooseAnswerMedia(response, definition.format !== 'swagger');
    if (media === undefined) {
      this.refuse(`its answer is ${response.content.map(({ type }) => type).join(', ')}, which is not supported`);
      return { ...none, type: service.untyped };
    }
    const stream = streamPlan(this.operation, definition.servers, this.polls() ? 'polls' : streamKind(media.type));
    if (stream !== undefined) return { ...none, type: this.streamType(media, stream), mediaType: media.type, stream };
    if (media.schema === undefined) {
      const binary = definition.format !== 'swagger' && isBinaryType(media.type);
      return { ...none, type: binary ? service.blob : service.text, raw: !binary, mediaType: media.type };
    }
    const type = this.signing.types.read(media.schema, 'result');
    return { ...none, type, schema: media.schema, mediaType: askedMedia(response, media).type };
  }

  private subscribes(): boolean {
    return isSubscription(this.operation, this.signing.settings);
  }

  private polls(): boolean {
    return this.signing.settings.triggers === true && isPolling(this.operation);
  }

  /** A WebSocket whose messages are not described. */
  private bareStream(): Pick<AnswerPlan, 'type' | 'raw' | 'stream'> | undefined {
    const stream = streamPlan(this.operation, this.signing.definition.servers, undefined);
    return (
      stream && { stream, raw: false, type: stream.value === 'newest' ? service.untyped : service.tableOfValues(service.untyped) }
    );
  }

  /** The newest item, or rows of items: of the item schema, the items of an array schema, or the schema. */
  private streamType(media: MediaType, { kind, value }: StreamPlan): ServiceType {
    const { types, definition, settings } = this.signing;
    if (kind === 'polls') return triggerRows(types.read(media.schema, 'item'), this.operation, settings);
    if (value === 'newest') return types.read(media.itemSchema ?? media.schema, 'item');
    const whole = definition.schemas.read(media.schema);
    const place = media.itemSchema ?? (whole.kind === 'array' ? whole.items : media.schema);
    const item = place === undefined ? service.untyped : types.read(place, 'item');
    if (item.kind === 'record' && item.fields.size > 0) return { kind: 'table', row: item, scalar: false };
    return service.tableOfValues(item.kind === 'record' ? service.untyped : item);
  }

  /** Parameters that the connection fills are taken from the signature's beginning. */
  private withoutGlobals(required: readonly FunctionParameter[]): readonly FunctionParameter[] {
    const { globals } = this.signing.settings;
    if (globals === undefined || globals.size === 0) return required;
    let filled = 0;
    while (filled < required.length && globals.has(required[filled]!.name)) filled++;
    return required.slice(filled);
  }
}

const placeOrder = { path: 0, query: 1, header: 2, cookie: 3, body: 4 } as const;

const inPlaceOrder = (parameters: readonly FunctionParameter[]): readonly FunctionParameter[] =>
  [...parameters].sort((a, b) => placeOrder[a.place] - placeOrder[b.place]);

/** Optional parameters with the name of a required one, or of one before them, get `_1`, `_2` … */
function renameOptional(
  required: readonly FunctionParameter[],
  optional: readonly FunctionParameter[],
): {
  readonly renamed: ReadonlyMap<FunctionParameter, FunctionParameter>;
  readonly optional: readonly FunctionParameter[];
} {
  const used = new Set(required.map((parameter) => parameter.name));
  const renamed = new Map<FunctionParameter, FunctionParameter>();
  const result = optional.map((parameter) => {
    let name = parameter.name;
    for (let i = 1; used.has(name); i++) name = `${parameter.name}_${i}`;
    used.add(name);
    if (name === parameter.name) return parameter;
    const copy = { ...parameter, name };
    renamed.set(parameter, copy);
    return copy;
  });
  return { renamed, optional: result };
}
