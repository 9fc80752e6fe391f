import { answerPlan, type AnswerPlan } from './answer-plan.ts';
import { isSafe } from './definition.ts';
import type { ApiBody, ApiOperation, ApiParameter, Definition, MediaType, ParameterPlace, Visibility } from './definition.ts';
import type { Diagnostics } from './diagnostic.ts';
import { flagMember } from './json.ts';
import { chooseMedia, isFormType, isJsonType } from './media.ts';
import type { TypeReader } from './schema-type.ts';
import { coerceDefault, composedDefault, hiddenDefault, hiddenType } from './defaults.ts';
import type { Schema } from './schema.ts';
import * as service from './service-type.ts';
import type { ServiceType } from './service-type.ts';
import type { ConnectorSettings } from './settings.ts';
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
    const answer = answerPlan(this.signing, operation);
    if (answer.refused !== undefined) this.refuse(answer.refused);
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
      behavior: !isSafe(operation.method) && !isSubscription(operation, this.signing.settings),
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
          `The parameter ${name} is in: path, but the path has no placeholder {${name}}. Add it, or take the parameter out.`,
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
    if (schema.kind === 'object' && schema.items !== undefined && schema.properties.size === 0)
      this.refuse('its body has items although it is no array');
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
    const subscribes = isSubscription(this.operation, settings);
    for (const [name, place] of schema.properties) {
      if (subscribes && isCallbackAddress(place)) continue;
      const property = definition.schemas.read(place);
      // What only the service sets is no part of a request (OpenAPI 3.1 section 4.8.24, `readOnly`).
      if (definition.format !== 'swagger' && flagMember(property.raw, 'readOnly') === true) continue;
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
