import {
  BlobValue,
  formulaError,
  isError,
  isRow,
  isTable,
  type FormulaError,
  type Json,
  type TableFacts,
  type Value,
  withFacts,
} from '../formula/index.ts';
import type { Decoder } from './decode.ts';
import type { Answer } from './exchange.ts';
import { statusFailure } from './failure.ts';
import { parseJson } from './json-text.ts';
import { isXmlType } from './media.ts';
import type { AnswerPlan } from './answer-plan.ts';
import type { Signature } from './signature.ts';

/** What reading an answer takes from the connector. */
export interface AnswerReading {
  readonly decoder: Decoder;
  readonly distinctErrors: boolean;
}

/** Reads XML as JSON of the described shape; undefined for text that is no XML. */
export type ReadXml = (text: string) => Json | undefined;

/** Whether an answer is data in XML: the service says so, or the description does and the service says nothing. */
export function isXmlAnswer({ answer: { type, raw, mediaType } }: Signature, { status, headers, bytes }: Answer): boolean {
  if (status >= 300 || raw || type.kind === 'blob' || type.kind === 'text' || bytes.length === 0) return false;
  const said = headers.get('content-type') ?? '';
  return isXmlType(said === '' ? (mediaType ?? '') : said);
}

/** The value of an answer, by the operation's description. */
export function readAnswer(signature: Signature, name: string, answer: Answer, reading: AnswerReading, xml?: ReadXml): Value {
  if (answer.status >= 300) return failedAnswer(signature, name, answer, reading.distinctErrors);
  const { type, raw } = signature.answer;
  const contentType = answer.headers.get('content-type') ?? '';
  if (type.kind === 'blob')
    return answer.bytes.length === 0 ? null : new BlobValue(answer.bytes, contentType.split(';')[0]!.trim());
  const text = decodeText(answer.bytes, contentType);
  if (text.trim() === '') return null;
  if (raw) return text;
  return readText(text, signature.answer, name, contentType, reading, xml);
}

/** The error value of an answer that is no success. */
export function failedAnswer(signature: Signature, name: string, answer: Answer, distinct: boolean): FormulaError {
  const contentType = answer.headers.get('content-type') ?? '';
  const text = answer.redact(decodeText(answer.bytes, contentType));
  return statusFailure(
    { name, method: signature.operation.method },
    { status: answer.status, reason: answer.reason, contentType, text },
    distinct,
  );
}

function readText(
  text: string,
  { type }: AnswerPlan,
  name: string,
  contentType: string,
  { decoder }: AnswerReading,
  xml: ReadXml | undefined,
): Value {
  const json = xml?.(text);
  if (xml !== undefined && json === undefined)
    return formulaError(
      'InvalidArgument',
      `${name} failed: the service answered with text that is no XML where XML was expected. The answer may be incomplete.`,
    );
  // A plain text may be a bare date or truth value.
  const bare = type.kind !== 'record' && type.kind !== 'table' && type.kind !== 'text' && /^text\/plain/i.test(contentType);
  const parsed = json === undefined ? (parseJson(text) ?? (bare ? { json: text.trim() } : undefined)) : { json };
  if (parsed === undefined) {
    if (type.kind === 'text' && !/json/i.test(contentType)) return text;
    const page = /html/i.test(contentType) || /^\s*<(?:!doctype|html)/i.test(text);
    return formulaError(
      'InvalidJSON',
      `${name} failed: the service answered with ${page ? 'a web page' : 'text that is no JSON'} where data was expected. ${page ? 'Perhaps it wants you to sign in.' : 'The answer may be incomplete.'}`,
    );
  }
  // Text that the service calls text may look like JSON.
  if (type.kind === 'text' && typeof parsed.json !== 'string' && /^text\/(?!json)/i.test(contentType)) return text;
  const value = decoder.decode(parsed.json, type);
  return isError(value) ? prefixed(name, value) : value;
}

const prefixed = (name: string, error: FormulaError): FormulaError => {
  const first = error.errors[0]!;
  return new (error.constructor as new (errors: readonly (typeof first)[]) => FormulaError)([
    { ...first, message: `${name} failed: ${first.message}` },
  ]);
};

/** Bytes as text: by a byte order mark, else the charset that the service names, else UTF-8. Wrong bytes become replacement characters. */
function decodeText(bytes: Uint8Array<ArrayBuffer>, contentType: string): string {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  const charset = marked ?? /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Notes the facts of every table that an answer gives: itself, or the tables in its record. */
export function noteFacts(value: Value, facts: TableFacts): void {
  if (isTable(value)) withFacts(value, facts);
  else if (isRow(value)) for (const of of Object.values(value)) if (isTable(of)) withFacts(of, facts);
}
