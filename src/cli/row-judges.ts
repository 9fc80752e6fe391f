import {
  canvas,
  check,
  commaSeparators,
  createScope,
  format,
  invariantSeparators,
  minify,
  parse,
  printName,
  printType,
  sameType,
  separate,
  type types,
  type Features,
  type ScopeAdditions,
  type Symbol,
  type Type,
} from '../formula/index.ts';
import { definitionJudges } from './definition-judges.ts';
import { codes, mistakes, same, text, type Args, type Judge } from './row-judge.ts';
import { readType } from './type-notation.ts';

/*
 * What the groups of rows state, one judge each: what is wrong with a row, or undefined.
 */

const features: Features = { ...canvas, DisableRowScopeDisambiguationSyntax: false };

const formula = (args: Args): readonly string[] => codes(parse(text(args['script']), { features }).diagnostics);

// ---- Types --------------------------------------------------------------------------------------------------------------------------

const columns = (notation: string): Type => readType(notation);
/** Names that the rows use without saying what they are. */
const tables: { readonly [name: string]: string } = {
  T1: '*[a:n,b:n,c:n]',
  T2: '*[a:n,b:b,c:s]',
  T3: '*[d:n]',
  T4: '*[a:n]',
  DS: '*[Id:n,Name:s,Age:n]',
  stringVar: 's',
  url: 'h',
};

const typed: Judge = (args) => {
  const names = new Map(Object.entries(tables).map(([name, notation]) => [name, columns(notation)]));
  const own = text(args['typedGlobal'] ?? args['tVariableType']);
  if (own !== '') names.set('T', columns(own));
  const symbols = new Map<string, Symbol>([...names].map(([name, type]) => [name, { name, type, read: () => null }]));
  const result = check(text(args['script'] ?? args['expression']), createScope({ symbols } satisfies ScopeAdditions), {
    features,
  });
  if (!result.valid) return `refused: ${codes(result.diagnostics).join(', ')}`;
  const wanted = columns(text(args['expectedType'] ?? args['expectedTypeString'] ?? args['typeSpec']));
  return sameType(result.type, wanted) ? undefined : `has type ${printType(result.type)}`;
};

// ---- Separators ---------------------------------------------------------------------------------------------------------------------

const displayed: types.RecordType = {
  ...(readType('![Num:n,B:b,Nested:*[Inner:n]]') as types.RecordType),
  displayNames: new Map([
    ['Num', 'DisplayNum'],
    ['B', 'DisplayB'],
    ['Nested', 'NestedDisplay'],
  ]),
};
const nested = displayed.fields.get('Nested') as types.TableType;
(displayed.fields as Map<string, Type>).set('Nested', { ...nested, displayNames: new Map([['Inner', 'InnerDisplay']]) });

const converted: Judge = (args) => {
  const forms = [invariantSeparators, commaSeparators] as const;
  const [from, to] = args['toDisplay'] === true ? forms : forms.toReversed();
  const context = { scope: createScope(), features, rows: [{ fields: displayed.fields, displayNames: displayed.displayNames! }] };
  const names = args['toDisplay'] === true ? 'display' : 'logical';
  return same(separate(text(args['inputExpression']), from, to, { context, names }), args['outputExpression']);
};

// ---- The judges ---------------------------------------------------------------------------------------------------------------------

const options = ({ removeComments }: Args): { readonly removeComments: boolean } => ({ removeComments: removeComments === true });
export const rowJudges: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ...definitionJudges,
  ['formulas that parse', mistakes(formula, () => false)],
  ['formulas that do not parse', mistakes(formula, () => true)],
  ['separators converted', converted],
  ['pretty printing', ({ script, expected }) => same(format(text(script), { features }), expected)],
  ['minifying', (args) => same(minify(text(args['script']), { features, ...options(args) }), args['expected'])],
  [
    'minifying text-first',
    (args) => {
      // The sign that begins a formula is no part of it.
      const found = minify(text(args['script']), { features: { ...features, TextFirst: true }, ...options(args) });
      return same(found.replace(/^=/, ''), args['expected']);
    },
  ],
  ['names quoted', ({ input, expected }) => same(printName(text(input)), expected)],
  ['types of formulas', typed],
]);
