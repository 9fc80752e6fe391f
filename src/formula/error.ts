/** The kinds of errors of Power Fx, with the reference's numbers. Kinds from 1000 on belong to app makers. */
export const ErrorKind = {
  None: 0,
  Sync: 1,
  MissingRequired: 2,
  CreatePermission: 3,
  EditPermissions: 4,
  DeletePermissions: 5,
  Conflict: 6,
  NotFound: 7,
  ConstraintViolated: 8,
  GeneratedValue: 9,
  ReadOnlyValue: 10,
  Validation: 11,
  Unknown: 12,
  Div0: 13,
  BadLanguageCode: 14,
  BadRegex: 15,
  InvalidFunctionUsage: 16,
  FileNotFound: 17,
  AnalysisError: 18,
  ReadPermission: 19,
  NotSupported: 20,
  InsufficientMemory: 21,
  QuotaExceeded: 22,
  Network: 23,
  Numeric: 24,
  InvalidArgument: 25,
  Internal: 26,
  NotApplicable: 27,
  Timeout: 28,
  ServiceUnavailable: 29,
  InvalidJSON: 30,
  Custom: 1000,
} as const;

export type ErrorKindName = keyof typeof ErrorKind;

/** What an error says beyond its kind: for a failed HTTP call the status, the body (shortened), and the messages for single fields. */
export interface ErrorDetails {
  readonly httpStatus?: number;
  readonly httpResponse?: string;
  /** The request that failed, without credentials: `GET https://shop.example/orders`. */
  readonly httpRequest?: string;
  /** Of a change that met a newer version: what was to be written, and what the service has, each as it is sent. */
  readonly mine?: string;
  readonly theirs?: string;
  /** Messages by field name, from a service's validation answer. */
  readonly fields?: { readonly [field: string]: string };
}

/** One error: its kind as a number of `ErrorKind`, what happened, and where it came from. */
export interface ErrorRecord {
  readonly kind: number;
  readonly message: string;
  /** The control property whose formula met the error first. */
  readonly source?: string;
  /** The control property that saw it. */
  readonly observed?: string;
  readonly details?: ErrorDetails;
}

/**
 * An error as a value: formulas pass it on, `IfError` catches it, a control shows it. It is never thrown. Several errors met by one
 * operation are collected in order (SEMANTICS 5.4).
 */
export class FormulaError {
  readonly errors: readonly ErrorRecord[];

  constructor(errors: readonly ErrorRecord[]) {
    this.errors = errors;
  }

  /** The kind of the first error. */
  get kind(): number {
    return this.errors[0]?.kind ?? ErrorKind.Unknown;
  }

  /** The message of the first error. */
  get message(): string {
    return this.errors[0]?.message ?? '';
  }

  toString(): string {
    return this.errors.map((error) => error.message).join(' ');
  }
}

/** An error value of a kind, with a sentence that says what happened and what to do. */
export function formulaError(kind: ErrorKindName, message: string, details?: ErrorDetails): FormulaError {
  return new FormulaError([
    details === undefined ? { kind: ErrorKind[kind], message } : { kind: ErrorKind[kind], message, details },
  ]);
}

/**
 * The value of a formula that waits for the first answer of a call. It moves through evaluation as an error does, but nothing catches it:
 * `IfError`, `IsError`, `Coalesce` and `IsBlank` let it pass, so no intermediate value is shown and no call starts from a missing answer.
 */
export class Pending extends FormulaError {
  constructor() {
    super([{ kind: ErrorKind.None, message: 'Waiting for the answer of a service.' }]);
  }
}

/** The one pending value. */
export const PENDING = new Pending();

/** As many errors as one value keeps: sums of sums would otherwise double them without end. */
const MOST_ERRORS = 1000;

/** Joins the errors of several values, left to right; pending wins over all. The same error twice counts twice. */
export function joinErrors(first: FormulaError, second: FormulaError): FormulaError {
  if (first instanceof Pending || second instanceof Pending) return PENDING;
  if (first.errors.length >= MOST_ERRORS) return first;
  return new FormulaError([...first.errors, ...second.errors].slice(0, MOST_ERRORS));
}
