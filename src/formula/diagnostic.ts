/** A half-open range of UTF-16 offsets into a formula's text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Severity = 'error' | 'warning' | 'info';

/** An edit that mends what a diagnostic reports: replace `from`–`to` by `insert`. */
export interface QuickFix extends Span {
  readonly title: string;
  readonly insert: string;
}

/**
 * What is wrong with a formula, where, and what to do about it. `code` is stable: for what the Power Fx reference reports it is the
 * reference's message id without its prefix and suffix (`ErrInvalidName`), so that a document or a search finds it. Messages may be reworded.
 */
export interface Diagnostic extends Span {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly fixes?: readonly QuickFix[];
  /** Follows from another diagnostic that says the cause: reported for completeness, not shown to people. */
  readonly secondary?: true;
}
