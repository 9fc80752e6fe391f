/** One finding, with its place in a file. */
export interface Finding {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning' | 'info';
  /** `syntax`: it cannot be read; `types`: it does not fit; `advice`: it works, but could be better. */
  readonly stage: 'syntax' | 'types' | 'advice';
  readonly code: string;
  readonly message: string;
}
