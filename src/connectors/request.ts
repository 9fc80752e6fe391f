import {
  BlobValue,
  Dynamic,
  field,
  FormulaError,
  formulaError,
  isError,
  isRow,
  isTable,
  row,
  type Json,
  type Value,
} from '../formula/index.ts';
import { joinAddress, pathValueProblem } from './address.ts';
import { fieldsBody, wholeBody, type BodyContext, type WrittenBody } from './body.ts';
import type { HttpMethod } from './definition.ts';
import type { FormField } from './form-body.ts';
import { safeDecode } from './json.ts';
import { missingField, MissingField, mergeJson, toJson } from './json-body.ts';
import { headerText, pathText, queryParts } from './parameter-style.ts';
import { hiddenDefault } from './defaults.ts';
import type { FunctionParameter, Signature } from './signature.ts';
import { valueText, type Writing } from './value-text.ts';

/** A request, complete but for credentials. Plain data: it can be shown, compared, stored. */
export interface HttpRequest {
  readonly method: HttpMethod;
  /** Absolute. */
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  /** Answered from what is kept on this device, and by nobody else. */
  readonly from?: 'store';
}

/** Stands for the service's address until a policy puts the real one in its place. */
export const UNSAID = 'https://unsaid.invalid';

/** What building a request takes from the connection. */
export interface RequestContext extends Writing, BodyContext {
  /** What paths are appended to, without a trailing slash. */
  readonly base: string;
  readonly globals: ReadonlyMap<string, string>;
}

/**
 * Builds the request of a call: the arguments are the required values in order, then a record of the optional ones. Pure. Gives an error
 * value where the values cannot be sent: an argument is an error, a required field is missing, a path value would lead elsewhere.
 */
export function buildRequest(signature: Signature, args: readonly Value[], context: RequestContext): HttpRequest | FormulaError {
  const failed = args.find(isError);
  if (failed !== undefined) return failed;
  try {
    return new RequestBuilder(signature, args, context).build();
  } catch (error) {
    if (error instanceof FormulaError) return error;
    if (error instanceof MissingField) return missingField(error.field);
    throw error;
  }
}

/** Headers that belong to the transport, a gateway or credentials; a definition cannot have them set. */
export const forbiddenHeader =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|cookie2?|origin|referer|date|via|dnt|accept-charset|accept-encoding|access-control-.*|proxy-.*|sec-.*|x-forwarded-.*|x-ms-request-(?:method|url)|x-fxloom-.*)$/i;
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

class RequestBuilder {
  private readonly signature: Signature;
  private readonly context: RequestContext;
  private readonly given: ReadonlyMap<FunctionParameter, Value>;

  constructor(signature: Signature, args: readonly Value[], context: RequestContext) {
    this.signature = signature;
    this.context = context;
    this.given = argumentsByParameter(signature, args);
  }

  build(): HttpRequest {
    const { operation } = this.signature;
    const headers = new Map<string, string>();
    const query: string[] = [];
    const inPath = new Map<string, string>();
    let contentType: string | undefined;
    for (const parameter of this.signature.sent) {
      const value = this.value(parameter);
      if (value === undefined) continue;
      if (parameter.place === 'query') query.push(...queryParts(parameter, value, this.context));
      else if (parameter.place === 'path') inPath.set(parameter.wire, this.pathPiece(parameter, value));
      else if (parameter.place === 'header') {
        const text = headerText(parameter, value, this.context);
        if (/^content-type$/i.test(parameter.wire)) contentType = text === '' ? undefined : headerValue(parameter.wire, text);
        else if (!forbiddenHeader.test(parameter.wire) && headerName.test(parameter.wire) && text !== '')
          headers.set(parameter.wire, headerValue(parameter.wire, text));
      }
    }
    const body = this.body(contentType);
    if (body !== undefined) headers.set('Content-Type', headerValue('Content-Type', body.contentType));
    const { mediaType } = this.signature.answer;
    if (mediaType !== undefined && ![...headers.keys()].some((name) => name.toLowerCase() === 'accept'))
      headers.set('Accept', headerValue('Accept', acceptOf(mediaType)));
    const url = joinAddress(this.context.base, this.path(inPath), query);
    if (isError(url)) throw url;
    return { method: operation.method, url, headers, body: body?.content };
  }

  /** What is sent for a parameter outside the body; undefined sends nothing. */
  private value(parameter: FunctionParameter): Value | undefined {
    const given = this.given.get(parameter);
    if (given !== undefined && given !== null) return given;
    if (parameter.default !== undefined) return fromJson(parameter.default);
    return given === null && parameter.required ? null : undefined;
  }

  private pathPiece(parameter: FunctionParameter, value: Value): string {
    const text = pathText(parameter, value, this.context);
    // Lists and records are judged by what their style makes of them.
    const problem = pathValueProblem(valueText(value, parameter.type, this.context)) ?? pathValueProblem(safeDecode(text));
    if (problem !== undefined) throw formulaError('InvalidArgument', `The value of ${parameter.name} ${problem}.`);
    return text;
  }

  private path(values: ReadonlyMap<string, string>): string {
    const { path } = this.signature.operation;
    return path.replace(/\{([^{}]*)\}/g, (_whole, name: string) => {
      const text = values.get(name) ?? values.get(name.replace(/[*]$/, '')) ?? this.context.globals.get(name);
      if (text === undefined)
        throw formulaError(
          'InvalidArgument',
          `The address ${path} needs a value for ${name}, and the definition has no parameter of this name. Add it to the definition.`,
        );
      return text;
    });
  }

  private body(contentType: string | undefined): WrittenBody | undefined {
    const plan = this.signature.body;
    if (plan === undefined) return undefined;
    if (plan.kind === 'whole') {
      const { parameter, media } = plan;
      const value = this.given.get(parameter) ?? null;
      const json = this.json(parameter);
      if (value === null && json === undefined) return undefined;
      return wholeBody(value, json, media, contentType, this.context);
    }
    const fields: FormField[] = [];
    for (const parameter of plan.parameters) {
      const value = this.given.get(parameter) ?? null;
      const json = this.json(parameter);
      if (json !== undefined) fields.push({ name: parameter.wire, json, blobs: blobsOf(value) });
    }
    if (
      fields.length === 0 &&
      !plan.parameters.some((parameter) => parameter.required) &&
      this.signature.operation.body?.required !== true
    )
      return undefined;
    return fieldsBody(fields, plan.media, contentType, this.context);
  }

  /** The JSON of a body parameter: what is given over its defaults. */
  private json(parameter: FunctionParameter): unknown {
    const { type, required, name } = parameter;
    const value = this.given.get(parameter);
    // A record's hidden fields go along even where the caller gave a record of his own; its other defaults only where none was asked for.
    const fallback = value === undefined || value === null || required ? parameter.default : hiddenDefault(type);
    if (value === undefined || value === null) return fallback;
    return mergeJson(fallback, toJson(withDefaults(value, fallback), type, this.context, name), type);
  }
}

/** The bytes that a value is, or that the rows of a list are; undefined for anything else. */
function blobsOf(value: Value): readonly BlobValue[] | undefined {
  if (value instanceof BlobValue) return [value];
  if (!isTable(value) || value.length === 0) return undefined;
  const items = value.map((item) => (item !== null && isRow(item) ? Object.values(item)[0] : item));
  return items.every((item) => item instanceof BlobValue) ? items : undefined;
}

/** Defaults as fields of the record, so that a required field with a default counts as given. */
function withDefaults(value: Value, fallback: unknown): Value {
  if (!isRow(value) || typeof fallback !== 'object' || fallback === null || Array.isArray(fallback)) return value;
  const fields = new Map<string, Value>(Object.entries(value));
  for (const [name, json] of Object.entries(fallback)) {
    const own = fields.get(name);
    if (own === undefined || own === null) fields.set(name, new Dynamic(json as Json));
    else fields.set(name, withDefaults(own, json));
  }
  return row(fields);
}

/** The caller's values by parameter; blank optional ones count as not given. */
function argumentsByParameter(signature: Signature, args: readonly Value[]): ReadonlyMap<FunctionParameter, Value> {
  const { required, optional } = signature;
  const given = new Map<FunctionParameter, Value>();
  required.forEach((parameter, i) => given.set(parameter, args[i] ?? null));
  const options = args[required.length];
  if (options !== undefined && options !== null && isRow(options)) {
    for (const parameter of optional) {
      const value = field(options, parameter.name);
      if (value instanceof FormulaError) throw value;
      if (value !== null) given.set(parameter, value);
    }
  }
  return given;
}

/** A default of the definition as a value: plain scalars as they are, anything else untyped. */
const fromJson = (json: unknown): Value =>
  typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean' || json === null
    ? json
    : new Dynamic(json as Json);

/** JSON is preferred, but an error may come as anything. */
const acceptOf = (mediaType: string): string => (mediaType === '*/*' ? '*/*' : `${mediaType}, */*;q=0.1`);

function headerValue(name: string, text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u0008\u000A-\u001F\u007F]/.test(text))
    throw formulaError(
      'InvalidArgument',
      `The value of ${name} must not contain line breaks or control characters: it is sent as a header.`,
    );
  if (/[^ -~\u0080-\u00FF\t]/.test(text))
    throw formulaError('InvalidArgument', `The value of ${name} is sent as a header, which takes Latin letters only.`);
  return text.trim();
}
