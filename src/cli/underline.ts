import { diagnose, quickFixes, type Diagnostic, type FormulaContext } from '../formula/index.ts';

/** A diagnostic under the line of the formula that it is about. */
export function underline(formula: string, { from, to, severity, code, message }: Diagnostic): string {
  const start = formula.lastIndexOf('\n', from - 1) + 1;
  const newline = formula.indexOf('\n', from);
  const line = formula.slice(start, newline < 0 ? undefined : newline);
  const width = Math.max(1, Math.min(to, start + line.length) - from);
  return `${line}\n${' '.repeat(from - start)}${'^'.repeat(width)}\n${severity}: ${message} (${code})`;
}

/** What is wrong with a formula, each mistake under its line; consequences of others only where there is nothing else. */
export function underlined(formula: string, diagnostics: readonly Diagnostic[]): readonly string[] {
  const causes = diagnostics.filter(({ secondary }) => secondary !== true);
  return (causes.length > 0 ? causes : diagnostics).map((diagnostic) => underline(formula, diagnostic));
}

/** The formula as it was probably meant: with the first edit after which nothing is wrong; undefined where there is none. */
export function suggestion(formula: string, diagnostics: readonly Diagnostic[], context: FormulaContext): string | undefined {
  for (const diagnostic of diagnostics) {
    for (const { from, to, insert } of diagnostic.secondary === true ? [] : quickFixes(formula, diagnostic, context)) {
      const meant = formula.slice(0, from) + insert + formula.slice(to);
      if (diagnose(meant, context).valid) return meant;
    }
  }
  return undefined;
}

/** Line and column, from 1, of an offset into a text. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}
