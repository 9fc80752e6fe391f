import type { Severity } from '../../formula/index.ts';
import type { Definition } from '../definition.ts';
import type { JsonObject } from '../json.ts';

/** What a rule finds wrong, and where, where that is not the subject itself. */
export interface Fault {
  readonly message: string;
  /** A JSON pointer. */
  readonly pointer?: string;
}

/**
 * One rule of the checker: its id, how grave a breach is, what to do about one, and the test. The rules are those of the connector
 * certification (Power Platform documentation, "Certification swagger validator rules"), of OpenAPI, and notes on what binding makes of it.
 */
export interface Rule<S> {
  readonly id: string;
  readonly level: Severity;
  readonly remedy: string;
  /** A sentence, faults with places of their own, or nothing where all is well. */
  readonly test: (subject: S) => string | readonly Fault[] | undefined;
}

interface Subject {
  readonly pointer: string;
  readonly document: DocumentSubject;
}

export interface DocumentSubject {
  readonly pointer: string;
  readonly root: JsonObject;
  readonly definition: Definition;
  readonly length: number;
  readonly paths: readonly PathSubject[];
  readonly operations: readonly OperationSubject[];
  /** Operations by the names that formulas call, and by their ids. */
  readonly operationOf: (id: string) => OperationSubject | undefined;
}

export interface PathSubject extends Subject {
  readonly path: string;
  readonly item: JsonObject;
}

export interface OperationSubject extends Subject {
  readonly raw: JsonObject;
  readonly item: JsonObject;
  readonly method: string;
  readonly path: string;
  /** With references followed, those of the path among them. */
  readonly parameters: readonly ParameterSubject[];
  readonly responses: readonly ResponseSubject[];
  /** A source of events. */
  readonly trigger: boolean;
}

export interface ParameterSubject extends Subject {
  readonly raw: JsonObject;
  readonly name: string;
  readonly where: string;
  readonly operation: Pick<OperationSubject, 'raw' | 'method' | 'path'>;
}

export interface ResponseSubject extends Subject {
  readonly raw: JsonObject;
  readonly status: string;
}

/** A schema as it stands, references not followed; parameters of Swagger 2.0 are schemas too. */
export interface SchemaSubject extends Subject {
  readonly raw: JsonObject;
  /** `root`: of a body, a response, a parameter or a definition; `property`; `items`. */
  readonly place: 'parameter' | 'root' | 'property' | 'items';
  readonly inResponse: boolean;
  /** For a property: whether the schema around requires it. */
  readonly required: boolean;
}

/** Rules over one kind of subject, typed by it. */
export const rulesFor =
  <S>() =>
  (...rules: readonly Rule<S>[]): readonly Rule<S>[] =>
    rules;
