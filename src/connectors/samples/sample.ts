import type { SecurityRequirement } from '../definition.ts';

/** A request as somebody made and saved it: what a Postman collection or a cURL command tells of an operation. */
export interface SampleRequest {
  /** Words for the function's name. */
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  /** Where it stands in its document. */
  readonly pointer: string;
  readonly method: string;
  /** `https://shop.example/api`; with a `{name}` where a variable has no value. */
  readonly server: string;
  /** The template: `/orders/{id}`. */
  readonly path: string;
  readonly inPath: readonly SampleField[];
  readonly query: readonly SampleField[];
  readonly headers: readonly SampleField[];
  readonly body: SampleBody | undefined;
  readonly answers: readonly SampleAnswer[];
  readonly security: readonly SecurityRequirement[];
}

export interface SampleField {
  readonly name: string;
  /** The saved value; undefined where it is not known: a variable without a value. */
  readonly value: string | undefined;
  /** Switched off: known, but not sent. */
  readonly disabled: boolean;
  readonly description: string;
  readonly pointer: string;
  /** A part of a form that is a file. */
  readonly file: boolean;
}

export type SampleBody =
  /** Text in a media type; of JSON the value is what is known. */
  | { readonly kind: 'raw'; readonly type: string; readonly json: unknown; readonly pointer: string }
  | { readonly kind: 'form'; readonly type: string; readonly fields: readonly SampleField[]; readonly pointer: string }
  | { readonly kind: 'file'; readonly type: string; readonly pointer: string }
  | { readonly kind: 'graphql'; readonly query: string; readonly variables: unknown; readonly pointer: string };

export interface SampleAnswer {
  readonly status: string;
  readonly type: string | undefined;
  /** What the body says: JSON, a text, or undefined where there is none. */
  readonly json: unknown;
  readonly description: string;
  readonly pointer: string;
}
