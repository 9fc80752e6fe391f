import type { DefinitionDiagnostic, Diagnostics } from './diagnostic.ts';
import type { SchemaPlace, Schemas } from './schema.ts';
import type { StreamHints } from './streams/plan.ts';

/** What every API description is read into, whatever it was written in. Parts that cost time are read when they are first asked for. */
export interface Definition {
  readonly format: DefinitionFormat;
  /** As the document says it: `2.0`, `3.1.0`. */
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly servers: readonly Server[];
  readonly operations: readonly ApiOperation[];
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
  readonly schemas: Schemas;
  /** What was found while reading so far; grows as operations are bound. With places. */
  readonly diagnostics: readonly DefinitionDiagnostic[];
  /** Takes what is found later, while functions are made. */
  readonly report: Diagnostics;
}

/** What a definition was written in. */
export type DefinitionFormat = 'swagger' | 'openapi' | 'postman' | 'curl';

/** A base address: absolute, or relative to the document's own address. Variables have been replaced by their defaults. */
export interface Server {
  readonly url: string;
  readonly pointer: string;
}

/** In upper case: the usual nine, or any other that OpenAPI 3.2's `additionalOperations` names. */
export type HttpMethod = string;

const safeMethods: ReadonlySet<HttpMethod> = new Set(['GET', 'HEAD', 'QUERY']);
const repeatableMethods: ReadonlySet<HttpMethod> = new Set([...safeMethods, 'PUT', 'DELETE', 'OPTIONS']);

/** Whether a method only reads, so that formulas may call it whenever they like (RFC 9110 section 9.2.1). */
export const isSafe = (method: HttpMethod): boolean => safeMethods.has(method);

/** Whether sending it twice does what sending it once does (RFC 9110 section 9.2.2). */
export const isRepeatable = (method: HttpMethod): boolean => repeatableMethods.has(method);

export type Visibility = 'none' | 'important' | 'advanced' | 'internal';

export interface ApiOperation {
  /** The operationId; absent where the document has none. */
  readonly id: string | undefined;
  readonly method: HttpMethod;
  /** The template: `/items/{id}`. */
  readonly path: string;
  readonly pointer: string;
  readonly summary: string;
  readonly description: string;
  readonly deprecated: boolean;
  readonly visibility: Visibility;
  /** `x-ms-trigger`: the operation is a source of events, not a function. */
  readonly trigger: 'single' | 'batch' | undefined;
  /** The path registers a callback (`x-ms-notification-content`). */
  readonly webhook: boolean;
  /** What the service sends to the callback, where the path registers one. */
  readonly notification: SchemaPlace | undefined;
  readonly parameters: readonly ApiParameter[];
  readonly body: ApiBody | undefined;
  readonly responses: readonly ApiResponse[];
  readonly pages: Paging | undefined;
  /** `x-ms-long-running-operation`: 202 promises an answer, `Location` says where. */
  readonly longRunning: boolean;
  /** `x-fxloom-stream`: how the answer goes on. */
  readonly stream: StreamHints | undefined;
  /** Alternatives; each names schemes that are all needed. Empty: no credentials. */
  readonly security: readonly SecurityRequirement[];
  /** Own servers of the operation or path, before the document's. */
  readonly servers: readonly Server[];
}

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';
export type ParameterStyle =
  | 'matrix'
  | 'label'
  | 'simple'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'tabDelimited'
  | 'deepObject';

export interface ApiParameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly schema: SchemaPlace;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  /** Reserved characters stay as they are in a query (`allowReserved`). */
  readonly allowReserved: boolean;
  /** Given as `content`: the value is written in this media type. */
  readonly contentType: string | undefined;
  /** `x-ms-url-encoding: double`: escaped twice. */
  readonly doubleEncoding: boolean;
  readonly deprecated: boolean;
  readonly description: string;
  readonly summary: string;
  readonly visibility: Visibility;
  readonly pointer: string;
}

export interface ApiBody {
  /** What the single parameter of a body without properties is called. */
  readonly name: string | undefined;
  readonly required: boolean;
  readonly description: string;
  readonly content: readonly MediaType[];
  readonly pointer: string;
}

export interface MediaType {
  /** As written, parameters included: `application/json; charset=utf-8`. */
  readonly type: string;
  readonly schema: SchemaPlace | undefined;
  /** Content types of parts of a multipart or form body, by property. */
  readonly encoding: ReadonlyMap<string, PartEncoding>;
  /** OpenAPI 3.2: the schema of one item of a stream (`text/event-stream`, `application/jsonl`). */
  readonly itemSchema: SchemaPlace | undefined;
}

export interface PartEncoding {
  readonly contentType: string | undefined;
  readonly style: ParameterStyle | undefined;
  readonly explode: boolean | undefined;
}

export interface ApiResponse {
  /** `200`, `2XX`, `default`. */
  readonly status: string;
  readonly description: string;
  readonly content: readonly MediaType[];
  readonly pointer: string;
}

/** `x-ms-pageable`: where an answer has the address of the next page, and the items. */
export interface Paging {
  readonly nextLink: string;
  readonly items: string | undefined;
}

export type SecurityRequirement = ReadonlyMap<string, readonly string[]>;

export type SecurityScheme =
  | { readonly kind: 'apiKey'; readonly in: 'header' | 'query' | 'cookie'; readonly name: string }
  | { readonly kind: 'basic' }
  | { readonly kind: 'bearer' }
  | { readonly kind: 'oauth2'; readonly flows: readonly OAuthFlow[] }
  | { readonly kind: 'other'; readonly type: string };

export interface OAuthFlow {
  readonly kind: 'authorizationCode' | 'implicit' | 'password' | 'clientCredentials' | 'deviceAuthorization';
  readonly authorizationUrl: string | undefined;
  readonly tokenUrl: string | undefined;
  readonly refreshUrl: string | undefined;
  readonly scopes: ReadonlyMap<string, string>;
}
