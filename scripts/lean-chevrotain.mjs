/**
 * Chevrotain without what the parser of formulas never calls: the lexer (formulas have their own), checks of the grammar, recovery, concrete
 * syntax trees, sentences of errors (the grammar is whole for any text, so there are none) and the analysis of the grammar, which is made here,
 * when a page is built: what each decision of each rule answers for each type of token is written into the page as a table. Modules are stood in
 * for, settings that are settled become constants, and methods that nobody names are left out. A version of Chevrotain that is built otherwise
 * stops the build; a test compares the trees.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minifySync, runnerImport, transformWithOxc } from 'vite';

const sources = resolve(dirname(fileURLToPath(import.meta.url)), '../src/formula');
const library = dirname(fileURLToPath(import.meta.resolve('chevrotain')));

const nothing = (...names) => names.map((name) => `export const ${name} = () => [];`).join('\n');
const empty = (...names) => names.map((name) => `export class ${name} {}`).join('\n');

const standIns = {
  'api.js': `
    export { EmbeddedActionsParser } from './parse/parser/parser.js';
    export { createToken, EOF } from './scan/tokens_public.js';`,
  'scan/tokens_public.js': `
    import { augmentTokenTypes } from './tokens.js';
    export function createToken({ name, categories }) {
      const type = { name, CATEGORIES: categories };
      augmentTokenTypes([type]);
      return type;
    }
    export const EOF = createToken({ name: 'EOF', categories: [] });`,
  'parse/grammar/checks.js': nothing('validateRuleIsOverridden'),
  'parse/grammar/interpreter.js': empty(
    'NextTerminalAfterAtLeastOneSepWalker',
    'NextTerminalAfterAtLeastOneWalker',
    'NextTerminalAfterManySepWalker',
    'NextTerminalAfterManyWalker',
  ),
  'parse/grammar/lookahead.js': `export const PROD_TYPE = {}; ${nothing('getLookaheadPathsForOptionalProd', 'getLookaheadPathsForOr')}`,
  'parse/errors_public.js': `
    const say = () => 'The grammar does not take this text.';
    export const defaultParserErrorProvider = {
      buildMismatchTokenMessage: say,
      buildNotAllInputParsedMessage: say,
      buildNoViableAltMessage: say,
      buildEarlyExitMessage: say,
    };
    export const defaultGrammarValidatorErrorProvider = {};`,
  'parse/parser/traits/recoverable.js': "export const IN_RULE_RECOVERY_EXCEPTION = '';",
  'parse/parser/parser.js': `
    import { toFastProperties } from '@chevrotain/utils';
    import { EOF } from '../../scan/tokens_public.js';
    import { ErrorHandler } from './traits/error_handler.js';
    import { LexerAdapter } from './traits/lexer_adapter.js';
    import { LooksAhead } from './traits/looksahead.js';
    import { RecognizerApi } from './traits/recognizer_api.js';
    import { RecognizerEngine } from './traits/recognizer_engine.js';
    import { applyMixins } from './utils/apply_mixins.js';

    export const END_OF_FILE = { image: '', startOffset: -1, tokenTypeIdx: EOF.tokenTypeIdx, tokenType: EOF };
    export const DEFAULT_PARSER_CONFIG = {};
    export const DEFAULT_RULE_CONFIG = { recoveryValueFunc() {}, resyncEnabled: true };
    export const ParserDefinitionErrorType = {};

    const nothing = () => {};
    export class EmbeddedActionsParser {
      constructor(vocabulary, config) {
        this.definitionErrors = [];
        this.initErrorHandler(config);
        this.initLexerAdapter();
        this.initLooksAhead();
        this.initRecognizerEngine(vocabulary, config);
        this.attemptInRepetitionRecovery = nothing;
        this.cstInvocationStateUpdate = this.cstFinallyStateUpdate = this.cstPostTerminal = this.cstPostNonTerminal = nothing;
      }
      performSelfAnalysis() {
        this.selfAnalysisDone = true;
        toFastProperties(this);
        this.preComputeLookaheadFunctions();
      }
    }
    applyMixins(EmbeddedActionsParser, [LooksAhead, LexerAdapter, RecognizerEngine, RecognizerApi, ErrorHandler]);`,
};

/** The decisions, for `lookAheadFuncsCache`: a sign for each type of token (EOF, too), `y` to go in, a figure for an alternative, a dot for none. */
const lookahead = (tables) => `
  const tables = ${JSON.stringify(tables)};
  const answers = (signs, types) => {
    const byType = [];
    for (const [i, { tokenTypeIdx }] of types.entries())
      byType[tokenTypeIdx] = signs[i] === 'y' || (signs[i] === '.' ? undefined : Number.parseInt(signs[i], 36));
    return function () { return byType[this.LA_FAST(1).tokenTypeIdx]; };
  };
  export class LooksAhead {
    initLooksAhead() {
      this.currRuleLookaheadFuncs = [];
      this.maxLookahead = 1;
    }
    preComputeLookaheadFunctions() {
      const types = Object.values(this.tokensMap);
      this.lookAheadFuncsCache = tables.map((decisions) => {
        const rule = [];
        for (const key in decisions) rule[key] = answers(decisions[key], types);
        return rule;
      });
    }
  }`;

/** Asks each decision of the parser, as Chevrotain computed them, for each type of token. */
async function decisions() {
  const { module } = await runnerImport(resolve(sources, 'parser.ts'), { configFile: false, logLevel: 'warn' });
  const parser = new module.FormulaParser();
  const types = Object.values(parser.tokensMap);
  const sign = (answer) => (answer === true ? 'y' : answer === undefined || answer === false ? '.' : answer.toString(36));
  const ask = (decide) => {
    if (decide.length > 0) throw new Error('An alternative of the grammar has a gate, which a table of types cannot tell.');
    return types.map((type) => sign(decide.call({ LA_FAST: () => type }))).join('');
  };
  const rules = parser.shortRuleNameToFull.map((_, i) => parser.lookAheadFuncsCache[i] ?? []);
  // The keys are sparse: a kind of decision and its number within the rule.
  return rules.map((rule) => Object.fromEntries(Object.entries(rule).map(([key, decide]) => [key, ask(decide)])));
}

/** Settings of the parser that are settled, and what they are. */
const settled = /this\.(?:recoveryEnabled|RECORDING_PHASE|outputCst|traceInitPerf)(?! = )/g;

/** A module as what is left of it where the settings are settled: one statement a line, without comments. */
function settle(path, code) {
  const options = { compress: true, mangle: false, codegen: { removeWhitespace: false } };
  const { code: text, errors } = minifySync(path, code.replaceAll(settled, 'false'), options);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  // What only a wrong grammar would make it say.
  return text.replace(/\bError\((?:"[^"]*"|`[^`]*`)\)/g, 'Error()');
}

const method = /^\t(?:static |[gs]et )?(\w+)\([^\n]*\) \{(?:\n[^]*?^\t)?\}\n/gm;
const namesIn = (text) => [...text.matchAll(/(?:\.|\["|\{ )(\w+)/g)].map(([, name]) => name);

/** The classes of Chevrotain's parser without the methods that neither they nor the grammar name. */
async function leanClasses(grammar) {
  const traits = readdirSync(resolve(library, 'parse/parser/traits')).filter((file) => file.endsWith('.js'));
  const own = traits.map((file) => `parse/parser/traits/${file}`).filter((path) => !path.endsWith('looksahead.js'));
  const texts = new Map(own.map((path) => [path, settle(path, readFileSync(resolve(library, path), 'utf8'))]));
  const outside = [...Object.values(standIns), lookahead([]), grammar].flatMap(namesIn);
  for (let before = -1, size = 0; before !== size;) {
    before = size;
    const named = new Set(['constructor', ...outside, ...[...texts.values()].flatMap(namesIn)]);
    for (const [path, text] of texts)
      texts.set(
        path,
        text.replace(method, (all, name) => (named.has(name) ? all : '')),
      );
    size = [...texts.values()].join('').length;
  }
  return texts;
}

/** What stands for each module, and the grammar. */
async function prepare() {
  const file = resolve(sources, 'parser.ts');
  const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file);
  const grammar = settle('parser.js', code);
  const looksahead = ['parse/parser/traits/looksahead.js', lookahead(await decisions())];
  return { modules: new Map([...(await leanClasses(grammar)), ...Object.entries(standIns), looksahead]) };
}
let prepared;

/** @type {import('vite').Plugin} */
export const leanChevrotain = {
  name: 'lean-chevrotain',
  enforce: 'pre',
  async load(id) {
    const part = partOf(id);
    return part === undefined ? undefined : (await (prepared ??= prepare())).modules.get(part);
  },
  transform: (code, id) =>
    id === resolve(sources, 'parser.ts') ? { code: code.replaceAll('this.RECORDING_PHASE', 'false'), map: null } : undefined,
};

/** The path of a module within Chevrotain. */
function partOf(id) {
  const path = relative(library, id).replaceAll('\\', '/');
  return path.startsWith('..') ? undefined : path;
}
