export * from './core.ts';
export { createScope, provideLibrary } from './whole-scope.ts';
export { Session, type SessionOptions, type StepResult } from './session.ts';
export { INSTRUCTION, SHARED_PLACES, numberCode, runNumberCode, type Places } from './number-code.ts';
export { checkDefinitions, type Definitions } from './definitions/definitions.ts';
export { Findings } from './definitions/findings.ts';
export { resolveTypes } from './definitions/resolve-types.ts';
export { UserFunctions } from './definitions/user-functions.ts';
export { UserFunction, type Called, type Facts } from './definitions/user-function.ts';
export { FormulaReader, type Standing } from './stored/read-formulas.ts';
export { FormulaWriter, namePath, UnwritableError } from './stored/write-formulas.ts';
export {
  MissingNameError,
  STORED_VERSION,
  StoredFormulaError,
  type Data,
  type StoredNode,
  type StoredTables,
} from './stored/stored-formula.ts';
export { withNames } from './definitions/with-names.ts';
export {
  readDefinitions,
  type DefinitionSource,
  type DefinitionsOptions,
  type DefinitionsSource,
  type FormulaSource,
  type FunctionSource,
  type TypeSource,
} from './definitions/read-definitions.ts';
export { library } from './functions/index.ts';
export { documentationOf, loadDocumentation, type Documented } from './documented.ts';
export { inlayHints, type InlayHint } from './services/inlay-hints.ts';
export { analyze, forgetAnalyses, type Analysis, type FormulaContext } from './services/context.ts';
export { complete, type Completion, type CompletionKind, type Completions } from './services/completion.ts';
export { completeDefinitions } from './services/definition-completion.ts';
export { partAt, partsOf, widerParts, type FormulaPart } from './services/part.ts';
export { namesIn, type NameKind, type NameUse } from './services/names.ts';
export { signatureHelp, type SignatureHelp, type SignatureText } from './services/signature.ts';
export { hover, type Hover } from './services/hover.ts';
export { liveAt } from './services/call-place.ts';
export { format } from './services/format.ts';
export { formatDefinitions } from './services/format-definitions.ts';
export { loadDefinitionServices } from './services/definition-formulas.ts';
export { diagnose, type Diagnosis } from './services/diagnose.ts';
export { quickFixes } from './services/quick-fixes.ts';
export { minify, type MinifyOptions } from './services/minify.ts';
export { fromLocal, separate, separatorsOf, toLocal, type SeparateOptions } from './services/separate.ts';
export { highlight, type HighlightedToken, type TokenClass } from './services/highlight.ts';
export { nearest } from './suggest.ts';
