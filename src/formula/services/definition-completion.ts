import { checkDefinitions } from '../definitions/definitions.ts';
import { readDefinitions } from '../definitions/read-definitions.ts';
import { withNames } from '../definitions/with-names.ts';
import type { Symbol } from '../scope.ts';
import { tokenize } from '../lexer.ts';
import { complete, type Completion, type Completions } from './completion.ts';
import type { FormulaContext } from './context.ts';

type Token = ReturnType<typeof tokenize>['tokens'][number];

const kindOf = (token: Token | undefined): string => token?.tokenType.name ?? '';
const endOf = (token: Token): number => token.startOffset + token.image.length;

/** What a definition is up to a caret. */
interface Unfinished {
  /** The tokens of the definition that begin before the caret. */
  readonly tokens: readonly Token[];
  /** Where its formula begins; undefined while it has none. */
  readonly body: number | undefined;
  /** The end of the definition. */
  readonly end: number;
}

/**
 * What can be typed at an offset of a list of definitions (`App.Formulas`): types where a parameter or a result wants one, and in formulas
 * what a formula offers, the parameters and the other definitions among it.
 */
export function completeDefinitions(text: string, offset: number, context: FormulaContext): Completions {
  const none: Completions = { from: offset, to: offset, items: [] };
  const { tokens, body, end } = unfinishedAt(text, offset);
  if (body !== undefined) {
    const inside = complete(text.slice(body, end), offset - body, { ...context, scope: namesAt(text, tokens, context) });
    const blank = text.slice(body, offset).trim() === '';
    return blank ? none : { ...inside, from: inside.from + body, to: inside.to + body };
  }
  const last = tokens.at(-1);
  const typing = last !== undefined && kindOf(last) === 'Name' && endOf(last) >= offset ? last : undefined;
  const before = typing === undefined ? last : tokens.at(-2);
  if (kindOf(before) !== 'Colon') return none;
  const typed = typing?.image.slice(0, offset - typing.startOffset).toLowerCase() ?? '';
  const ofResult = tokens.some((token) => kindOf(token) === 'CloseParen');
  const names = [...(context.scope.typeNames?.() ?? []), ...(ofResult ? ['Void'] : [])].filter(
    (name) => ofResult || name !== 'Void',
  );
  const items = [...new Set(names)]
    .filter((name) => name.toLowerCase().includes(typed))
    .sort((a, b) => a.localeCompare(b, 'en-US'))
    .map((name): Completion => ({ label: name, kind: 'type', insert: name, boost: 0 }));
  return { from: typing?.startOffset ?? offset, to: typing === undefined ? offset : endOf(typing), items };
}

const openers: ReadonlySet<string> = new Set(['OpenParen', 'OpenBracket', 'OpenBrace', 'IslandStart', 'InterpolationStart']);
const closers: ReadonlySet<string> = new Set(['CloseParen', 'CloseBracket', 'CloseBrace', 'InterpolationEnd']);

/** The definition that an offset is in. */
function unfinishedAt(text: string, offset: number): Unfinished {
  const { tokens } = tokenize(text);
  let depth = 0;
  let first = 0;
  let body: number | undefined;
  let end = text.length;
  for (const [i, token] of tokens.entries()) {
    const kind = kindOf(token);
    if (openers.has(kind)) depth++;
    else if (closers.has(kind)) depth--;
    if (depth > 0) continue;
    if (kind === 'Semicolon') {
      if (token.startOffset >= offset) {
        end = token.startOffset;
        break;
      }
      first = i + 1;
      body = undefined;
      depth = 0;
    } else if (kind === 'Equal' && body === undefined && endOf(token) <= offset) body = endOf(token);
  }
  return { tokens: tokens.slice(first).filter((token) => token.startOffset < offset), body, end };
}

/** The names that a definition's formula sees: its parameters, and what the other definitions bring. */
function namesAt(text: string, tokens: readonly Token[], { scope, features }: FormulaContext) {
  const { definitions } = readDefinitions(text, { ...(features && { features }) });
  const { types, functions, formulas } = checkDefinitions(definitions, scope, { ...(features && { features }) });
  const parameters = new Map<string, Symbol>();
  for (const [i, token] of tokens.entries()) {
    if (kindOf(token) === 'CloseParen') break;
    const type = kindOf(token) === 'Colon' ? tokens[i + 1]?.image : undefined;
    const name = tokens[i - 1]?.image;
    if (type === undefined || name === undefined) continue;
    const of = types.get(type) ?? scope.type(type);
    if (of !== undefined) parameters.set(name, { name, type: of, read: () => null, role: 'variable' });
  }
  return withNames(scope, { types, functions, symbols: new Map([...formulas, ...parameters]) });
}
