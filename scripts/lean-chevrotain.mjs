/**
 * Chevrotain without what the parser of formulas never calls: checks of the grammar (a test makes them), recovery, concrete syntax trees and
 * sentences of errors (the grammar is whole for any text, so there are none). Four modules are stood in for, and the lexer's checks are switched
 * off where the minifier can see it. A new version of Chevrotain that is built otherwise stops the build.
 */
const nothing = (...names) => names.map((name) => `export const ${name} = () => [];`).join('\n');

const standIns = {
  'parse/grammar/checks.js': nothing(
    'validateGrammar',
    'validateLookahead',
    'validateAmbiguousAlternationAlternatives',
    'validateEmptyOrAlternative',
    'validateNoLeftRecursion',
    'validateSomeNonEmptyLookaheadPath',
    'validateRuleIsOverridden',
  ),
  'parse/errors_public.js': `
    const say = () => 'The grammar does not take this text.';
    export const defaultParserErrorProvider = {
      buildMismatchTokenMessage: say,
      buildNotAllInputParsedMessage: say,
      buildNoViableAltMessage: say,
      buildEarlyExitMessage: say,
    };
    export const defaultGrammarResolverErrorProvider = { buildRuleNotFoundError: say };
    export const defaultGrammarValidatorErrorProvider = {};`,
  'parse/parser/traits/tree_builder.js': `
    const nothing = () => {};
    export class TreeBuilder {
      initTreeBuilder() {
        this.CST_STACK = [];
        this.outputCst = false;
        this.cstInvocationStateUpdate = this.cstFinallyStateUpdate = this.cstPostTerminal = nothing;
        this.cstPostNonTerminal = this.cstPostRule = this.setInitialNodeLocation = nothing;
      }
    }`,
  'parse/parser/traits/recoverable.js': `
    export const EOF_FOLLOW_KEY = {};
    export const IN_RULE_RECOVERY_EXCEPTION = 'InRuleRecoveryException';
    export class Recoverable {
      initRecoverable() {
        this.firstAfterRepMap = [];
        this.resyncFollows = {};
        this.recoveryEnabled = false;
      }
      attemptInRepetitionRecovery() {}
    }
    export function attemptInRepetitionRecovery() {}`,
};

const checked = /this\.config\.skipValidations === false/g;

/** @type {import('vite').Plugin} */
export const leanChevrotain = {
  name: 'lean-chevrotain',
  enforce: 'pre',
  load: (id) => standIns[partOf(id)],
  transform(code, id) {
    if (partOf(id) !== 'scan/lexer_public.js') return undefined;
    if (code.match(checked)?.length !== 2) this.error('Chevrotain is not as scripts/lean-chevrotain.mjs expects it.');
    return { code: code.replaceAll(checked, 'false'), map: null };
  },
};

/** The path of a module within Chevrotain. */
const partOf = (id) => /[\\/]chevrotain[\\/]lib[\\/]src[\\/](.*)$/.exec(id)?.[1].replaceAll('\\', '/');
