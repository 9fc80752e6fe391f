/**
 * What runs formulas. Functions that few apps use come with `loadFunctions`; `index.ts` is the whole language: all functions from the start,
 * definitions, and the services of editors.
 */
export * as types from './type.ts';
export type { ControlType, Type, RecordType, TableType, Fields } from './type.ts';
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
export { check, type CheckOptions, type CheckResult, type Declaration, type DelegatedPart } from './check.ts';
export { compile, compileBehavior } from './compile.ts';
export { rootFrame, rowFrame, type Evaluate, type EvaluateAsync, type Frame } from './evaluate.ts';
export { evaluate, evaluateBehavior, type Evaluation } from './evaluate-formula.ts';
export { createRun, refused } from './new-run.ts';
export { createScope, type ScopeAdditions } from './built-in-scope.ts';
export { loadFunctions } from './functions/groups.ts';
export { commaSeparators, invariantSeparators, type Separators } from './lexer.ts';
export { parse, type ParseOptions, type ParseResult } from './parser.ts';
export { children, pathAt, unwrap, type Expression, type NameToken } from './expression.ts';
export { printName, printValue, type PrintOptions } from './print.ts';
export { equal } from './equality.ts';
export { commonType } from './unify.ts';
export { coercionTo, plainText } from './coercion.ts';
export type { Checked, CheckedArgument, CheckedOf } from './checked.ts';
export type { CallShape, Category, RowScope } from './function.ts';
export { instantOf, wallAt } from './zone.ts';
