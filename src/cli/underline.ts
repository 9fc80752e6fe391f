import type { Diagnostic } from '../formula/index.ts';

/** A diagnostic under the line of the formula that it is about. */
export function underline(formula: string, { from, to, severity, code, message }: Diagnostic): string {
  const start = formula.lastIndexOf('\n', from - 1) + 1;
  const newline = formula.indexOf('\n', from);
  const line = formula.slice(start, newline < 0 ? undefined : newline);
  const width = Math.max(1, Math.min(to, start + line.length) - from);
  return `${line}\n${' '.repeat(from - start)}${'^'.repeat(width)}\n${severity}: ${message} (${code})`;
}

/** Line and column, from 1, of an offset into a text. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}
