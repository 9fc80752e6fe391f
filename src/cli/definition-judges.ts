import {
  canvas,
  checkDefinitions,
  commaSeparators,
  createScope,
  formatDefinitions,
  FormulaError,
  invariantSeparators,
  printValue,
  readDefinitions,
  Session,
  type DefinitionsOptions,
  type Type,
} from '../formula/index.ts';
import { readType } from './type-notation.ts';
import { codes, mistakes, same, text, type Args, type Judge } from './row-judge.ts';

/*
 * What rows about definitions state: named formulas, functions and types.
 */

const features = canvas;

/** How definitions are written where a row comes from tests of the newer form. */
const form = (test: string): DefinitionsOptions => ({ features, colonEqual: test.includes('ColonEqualRequired') });
const definitions = (args: Args, test: string): readonly string[] =>
  codes(readDefinitions(text(args['script'] ?? args['definition']), form(test)).diagnostics);

/** How many definitions hold, and whether there are mistakes. Functions with steps need a host that lets them change things. */
const counted: Judge = (args, test) => {
  const read = readDefinitions(text(args['script']), { ...form(test), behavior: false });
  const checked = checkDefinitions(read.definitions, createScope(), { features });
  const wanted = [args['udfCount'], args['namedFormulaCount'] ?? args['nfCount'], args['expectErrors']];
  const mistaken = [...codes(read.diagnostics), ...codes(checked.diagnostics)].length > 0;
  return same(JSON.stringify([checked.functions.size, checked.formulas.size, mistaken]), JSON.stringify(wanted));
};

// ---- Definitions and a formula ------------------------------------------------------------------------------------------------------

/** Types that the rows use without saying what they are. */
const knownTypes = new Map([
  ['Point', readType('![x:n,y:n]')],
  ['Accounts', readType('*[id:n,name:s,address:s]')],
  ['SomeRecord', readType('![id:n,name:s]')],
]);

const typesBeside = (source: string): ReadonlyMap<string, Type> =>
  new Map([...knownTypes].filter(([name]) => !source.includes(`${name} :=`)));

/** The formula's printed value after the definitions, or `refused` where either is wrong. */
async function afterDefinitions(source: string, expression: string | null, decimals: boolean): Promise<string> {
  const session = new Session({ features: { ...features, NumberIsFloat: !decimals }, names: { types: typesBeside(source) } });
  const defined = await session.step(source);
  if (defined.kind === 'refused') return 'refused';
  if (expression === null) return '';
  const step = await session.step(expression);
  if (step.kind === 'refused') return 'refused';
  return step.kind === 'value' && !(step.value instanceof FormulaError) ? printValue(step.value, step.type) : 'error';
}

const evaluated: Judge = async (args, test) => {
  const source = text(args['udfExpression'] ?? args['userDefinitions'] ?? args['udf'] ?? args['script']);
  const expression = (args['expression'] ?? args['evalExpression'] ?? null) as string | null;
  const fails = args['expectedError'] === true || args['isValid'] === false || args['isValidEval'] === false;
  const value = await afterDefinitions(source, expression, test.endsWith('Decimal'));
  if (fails || args['isValidDefinition'] === false)
    return value === 'refused' || value === 'error' ? undefined : `gives ${value}`;
  const wanted = args['expected'] ?? args['expectedResult'];
  const plain = value.startsWith('"') ? (JSON.parse(value) as string) : value;
  return plain === String(wanted) || (typeof wanted === 'number' && Number(plain) === wanted) ? undefined : `gives ${value}`;
};

const inLocale = (separators: DefinitionsOptions['separators']): Judge =>
  mistakes(
    ({ expression }) => codes(readDefinitions(text(expression), { features, ...(separators && { separators }) }).diagnostics),
    ({ isValid }) => isValid === false,
  );

/** The mistakes of definitions, in their grammar and in their meaning. */
function findings(source: string, options: DefinitionsOptions): { readonly codes: readonly string[]; readonly types: number } {
  const read = readDefinitions(source, options);
  const checked = checkDefinitions(read.definitions, createScope(), { features });
  return { codes: [...codes(read.diagnostics), ...codes(checked.diagnostics)], types: checked.types.size };
}

const typesDefined: Judge = (args) =>
  same(String(findings(text(args['typeDefinition']), { features }).types), String(args['expectedDefinedTypesCount']));

const typeMistakes: Judge = (args) => {
  const found = findings(text(args['typeDefinition']), { features }).codes;
  return found.length >= Number(args['expectedErrorCount']) ? undefined : `finds ${found.join(', ')}`;
};

const duplicates = mistakes(
  (args, test) => findings(text(args['definition']), form(test)).codes,
  ({ valid }) => valid === false,
);

export const definitionJudges: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['named formulas that parse', mistakes(definitions, () => false)],
  ['named formulas that do not parse', mistakes(definitions, () => true)],
  ['definitions counted', counted],
  ['types defined', typesDefined],
  ['type definitions with errors', typeMistakes],
  ['separators, comma locale', inLocale(commaSeparators)],
  ['separators, dot locale', inLocale(invariantSeparators)],
  ['pretty printing of definitions', ({ script, expected }) => same(formatDefinitions(text(script), { features }), expected)],
  ['definitions and a formula', evaluated],
  ['duplicate definitions', duplicates],
]);
