import { parse, type Features, type ParseResult } from '../formula/index.ts';
import type { PropertySource } from './document.ts';

/** What is wrong with the list of named formulas; offsets into the text of `App.Formulas`. */
export interface NamedFormulaProblem {
  readonly from: number;
  readonly to: number;
  readonly code: 'ErrNamedFormula_MissingValue' | 'ErrUDF_NotSupported' | 'ErrNamedFormula_Duplicate' | 'ErrNamedFormula_Syntax';
  readonly message: string;
}

export interface NamedFormulas {
  readonly formulas: ReadonlyMap<string, PropertySource>;
  readonly problems: readonly NamedFormulaProblem[];
}

type Token = ParseResult['tokens'][number];

const opens = new Set(['OpenParen', 'OpenBracket', 'OpenBrace', 'IslandStart', 'InterpolationStart']);
const closes = new Set(['CloseParen', 'CloseBracket', 'CloseBrace', 'InterpolationEnd']);
const endOf = (token: Token): number => token.startOffset + token.image.length;

/** Splits `App.Formulas` into its formulas. What is no named formula is reported and left out. */
export function namedFormulas(source: PropertySource, features: Features): NamedFormulas {
  const formulas = new Map<string, PropertySource>();
  const problems: NamedFormulaProblem[] = [];
  const { tokens } = parse(source.formula, { features });
  for (const parts of statements(tokens)) {
    const [first, second] = parts as [Token, Token?];
    const last = parts.at(-1)!;
    const whole = { from: first.startOffset, to: endOf(last) };
    const name = nameOf(first);
    if (
      name === undefined ||
      second === undefined ||
      (second.tokenType.name !== 'Equal' && second.tokenType.name !== 'OpenParen')
    ) {
      problems.push({
        ...whole,
        code: 'ErrNamedFormula_Syntax',
        message: 'A named formula has the form Name = formula; and ends with a semicolon.',
      });
    } else if (second.tokenType.name === 'OpenParen') {
      problems.push({
        ...whole,
        code: 'ErrUDF_NotSupported',
        message: `${name} is a function of its own. Such functions are not available yet.`,
      });
    } else if (parts.length === 2) {
      problems.push({ ...whole, code: 'ErrNamedFormula_MissingValue', message: `${name} has no formula after the equals sign.` });
    } else if (formulas.has(name)) {
      problems.push({
        ...whole,
        code: 'ErrNamedFormula_Duplicate',
        message: `There are two formulas named ${name}. Rename one of them.`,
      });
    } else {
      const start = endOf(second);
      formulas.set(name, {
        name,
        formula: source.formula.slice(start, endOf(last)),
        place: source.placeOf(first.startOffset),
        placeOf: (offset) => source.placeOf(start + offset),
      });
    }
  }
  return { formulas, problems };
}

/** The tokens between semicolons that are in no bracket. */
function* statements(tokens: readonly Token[]): Generator<readonly Token[]> {
  let depth = 0;
  let parts: Token[] = [];
  for (const token of tokens) {
    const kind = token.tokenType.name;
    if (opens.has(kind)) depth++;
    else if (closes.has(kind)) depth--;
    if (depth > 0 || !kind.startsWith('Semicolon')) {
      parts.push(token);
      continue;
    }
    if (parts.length > 0) yield parts;
    parts = [];
  }
  if (parts.length > 0) yield parts;
}

function nameOf({ image, tokenType }: Token): string | undefined {
  if (tokenType.name === 'Name') return image;
  return tokenType.name === 'QuotedName' ? image.slice(1, -1).replaceAll("''", "'") : undefined;
}
