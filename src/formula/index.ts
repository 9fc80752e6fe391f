export * as types from './type.ts';
export type { Type, RecordType, TableType, Fields } from './type.ts';
export { printType, sameType, quoteName } from './type.ts';
export {
  field,
  row,
  setField,
  isRow,
  isTable,
  isError,
  VOID,
  Void,
  Color,
  DateTimeValue,
  DateValue,
  TimeValue,
  Guid,
  BlobValue,
  Dynamic,
  JsonNumber,
  Reference,
  type Value,
  type Row,
  type Table,
  type TableRow,
  type Json,
} from './value.ts';
export { Decimal } from './decimal.ts';
export {
  ErrorKind,
  FormulaError,
  PENDING,
  Pending,
  formulaError,
  joinErrors,
  type ErrorDetails,
  type ErrorRecord,
} from './error.ts';
export { option, OptionValue, type OptionSet } from './option-set.ts';
export { errorKind, formMode } from './enums.ts';
export type { Diagnostic, QuickFix, Severity, Span } from './diagnostic.ts';
export { canvas, canvasShipping, noFeatures, type Features } from './features.ts';
export {
  defineFunction,
  overload,
  param,
  given,
  maybe,
  raw,
  lazy,
  perRow,
  optional,
  place,
  repeated,
  type FunctionDefinition,
  type Overload,
  type Parameter,
  type FieldNote,
  type FieldNotes,
  type KnownArguments,
  type LiveCalls,
  type LiveValue,
  type RemoteOperation,
} from './function.ts';
export { knownValue } from './constant.ts';
export {
  type Assignable,
  type Effects,
  type NotificationType,
  type Permissions,
  type RemoteCalls,
  type Run,
  type Surroundings,
  type WritableTable,
} from './run.ts';
export {
  allCapabilities,
  problemOf,
  problemsOf,
  rowIndex,
  type ColumnFacts,
  type DataSource,
  type RowProblem,
  type SourceCapabilities,
} from './data-source.ts';
export { writableTable } from './variable-table.ts';
export { DEFAULT_FUEL, DEFAULT_ROWS, DEFAULT_TEXT_LENGTH } from './limits.ts';
export type { Namespace, Scope, Symbol } from './scope.ts';
export { factsOf, withFacts, type TableFacts } from './table-facts.ts';
export { check, type CheckOptions, type CheckResult, type Declaration } from './check.ts';
export { compile, compileBehavior } from './compile.ts';
export { rootFrame, rowFrame, type Evaluate, type EvaluateAsync, type Frame } from './evaluate.ts';
export { createRun, evaluate, evaluateBehavior, refused, type Evaluation } from './evaluate-formula.ts';
export { createScope, type ScopeAdditions } from './built-in-scope.ts';
export { commaSeparators, invariantSeparators, type Separators } from './tokens.ts';
export { Session, type SessionOptions, type StepResult } from './session.ts';
export { checkDefinitions, type Definitions } from './definitions/definitions.ts';
export { Findings } from './definitions/findings.ts';
export { resolveTypes } from './definitions/resolve-types.ts';
export { UserFunctions } from './definitions/user-functions.ts';
export {
  readDefinitions,
  type DefinitionSource,
  type DefinitionsOptions,
  type DefinitionsSource,
  type FormulaSource,
  type FunctionSource,
  type TypeSource,
} from './definitions/read-definitions.ts';
export { parse, type ParseOptions, type ParseResult } from './parser.ts';
export { children, pathAt, unwrap, type Expression, type NameToken } from './expression.ts';
export { printName, printValue, type PrintOptions } from './print.ts';
export { equal } from './equality.ts';
export { commonType } from './unify.ts';
export { coercionTo, plainText } from './coercion.ts';
export { library } from './functions/index.ts';
export { documentationOf, type Documented } from './functions/documentation.ts';
export type { Checked, CheckedArgument } from './checked.ts';
export type { CallShape, Category, RowScope } from './function.ts';
export { instantOf, wallAt } from './zone.ts';
export { analyze, type Analysis, type FormulaContext } from './services/context.ts';
export { complete, type Completion, type CompletionKind, type Completions } from './services/completion.ts';
export { completeDefinitions } from './services/definition-completion.ts';
export { partAt, partsOf, widerParts, type FormulaPart } from './services/part.ts';
export { namesIn, type NameKind, type NameUse } from './services/names.ts';
export { signatureHelp, type SignatureHelp, type SignatureText } from './services/signature.ts';
export { hover, type Hover } from './services/hover.ts';
export { liveAt } from './services/call-place.ts';
export { format } from './services/format.ts';
export { formatDefinitions } from './services/format-definitions.ts';
export { minify, type MinifyOptions } from './services/minify.ts';
export { fromLocal, separate, separatorsOf, toLocal, type SeparateOptions } from './services/separate.ts';
export { highlight, type HighlightedToken, type TokenClass } from './services/highlight.ts';
