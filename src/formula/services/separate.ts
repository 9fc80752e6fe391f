import type { Checked } from '../checked.ts';
import { children, type Expression } from '../expression.ts';
import { quoteName } from '../type.ts';
import { numberSymbols } from '../format/number-symbols.ts';
import { commaSeparators, invariantSeparators, tokenize, type Separators } from '../lexer.ts';
import type { Token } from '../tokens.ts';
import { analyze, type Analysis, type FormulaContext } from './context.ts';

export interface SeparateOptions {
  /** Names of columns are written as people see them, or as the data has them; they stay unless this says so. */
  readonly names?: 'display' | 'logical';
  /** Where the names come from. */
  readonly context?: FormulaContext;
}

const invariant: { readonly [token: string]: (to: Separators) => string } = {
  Comma: ({ list }) => list,
  Semicolon: ({ chain }) => chain,
};

/**
 * A formula with other separators: `F(1.5, 2)` becomes `F(1,5; 2)` where the comma is the decimal separator, and back. Only these tokens
 * change, and names where asked for.
 */
export function separate(text: string, from: Separators, to: Separators, options: SeparateOptions = {}): string {
  const { tokens } = tokenize(text, from);
  const plain = rewrite(text, tokens, (token) => separator(token, from, to));
  const { context, names } = options;
  if (context === undefined || names === undefined) return plain;
  // Names are known in the invariant form only.
  const invariantText = from.decimal === '.' ? text : plain;
  const renamed = renames(analyze(invariantText, context), names);
  const ordered = tokenize(invariantText).tokens;
  return rewrite(text, tokens, (token, i) => renamed.get(ordered[i]!.startOffset) ?? separator(token, from, to));
}

/** How formulas are written in a culture (BCP 47): `1,5`, `;` and `;;` where the comma is the decimal separator, else `1.5`, `,` and `;`. */
export const separatorsOf = (culture: string): Separators =>
  numberSymbols(culture).decimal === ',' ? commaSeparators : invariantSeparators;

/** A formula as it is written in a culture; all but separators stays, and column names where `options` do not ask for others. */
export const toLocal = (formula: string, culture: string, options?: SeparateOptions): string =>
  separate(formula, invariantSeparators, separatorsOf(culture), options);

/** A formula as it is kept, from one that was written in a culture. */
export const fromLocal = (formula: string, culture: string, options?: SeparateOptions): string =>
  separate(formula, separatorsOf(culture), invariantSeparators, options);

function separator({ tokenType, image }: Token, from: Separators, to: Separators): string {
  const kind = tokenType.name;
  if (kind === 'Number') return image.replace(from.decimal, to.decimal);
  return invariant[kind]?.(to) ?? image;
}

function rewrite(text: string, tokens: readonly Token[], change: (token: Token, index: number) => string): string {
  let result = '';
  let at = 0;
  for (const [i, token] of tokens.entries()) {
    result += text.slice(at, token.startOffset) + change(token, i);
    at = token.startOffset + token.image.length;
  }
  return result + text.slice(at);
}

/** Other names for tokens, by their offsets. */
function renames(analysis: Analysis, names: 'display' | 'logical'): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const visit = (node: Expression): void => {
    const token = node.kind === 'name' || node.kind === 'member' || node.kind === 'scoped' ? node.name : undefined;
    const checked = token && analysis.checkedOf(node);
    if (token !== undefined && checked?.kind === 'field') {
      const name = names === 'logical' ? checked.name : (displayName(checked, analysis, node) ?? checked.name);
      found.set(token.from, quoteName(name));
    }
    for (const child of children(node)) visit(child);
  };
  visit(analysis.parsed.expression);
  return found;
}

function displayName(checked: Checked & { readonly kind: 'field' }, analysis: Analysis, node: Expression): string | undefined {
  const { target } = checked;
  if (target.kind === 'row')
    return analysis
      .rowsOf(node)
      .at(-1 - target.depth)
      ?.displayNames?.get(checked.name);
  return 'displayNames' in target.type ? target.type.displayNames?.get(checked.name) : undefined;
}
