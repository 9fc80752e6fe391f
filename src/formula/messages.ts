/*
 * What diagnostics say: by code, what is wrong and what to do, `{0}` … for the parts; `{0:a}` for a kind of value in plain words with its
 * article, `{0:b}` without. The codes are the ids of the reference's messages; the words are ours. A code that is not here is a mistake of
 * the caller.
 */
import { withArticle, withoutArticle } from './kind-words.ts';

// oxfmt-ignore
const texts: { readonly [code: string]: string } = {
  // Syntax
  ErrBadToken: '"{0}" cannot stand here. Remove it, or put a value or an operator in its place.',
  ErrOperandExpected: 'A value is missing before {0}. Add a number, a text, a name or a formula here.',
  ErrOperatorExpected: 'Two values stand side by side. Put an operator such as + or & before "{0}", or remove it.',
  ErrExpectedFound_Ex_Fnd: 'Expected {1} here, but found {0}. Add {1}.',
  ErrColonExpected: 'A colon is expected after the field name. Records are written {name: value}.',
  ErrNumberTooLarge: 'This number is too large. Numbers go up to about 1.8E+308.',
  ErrEmptyIsland: 'The braces are empty. Put a formula between { and }, or write {{}} for the characters themselves.',
  ErrUnclosedComment: 'This comment has no end. Close it with */.',
  ErrRuleNestedTooDeeply: 'The formula nests more than {0} levels deep. Move parts of it into named formulas or With.',
  // Names
  ErrEmptyInvalidIdentifier: 'There is no name between the quotes. Write one, or remove them.',
  ErrInvalidName: '"{0}" is not a name known here.{1}',
  ErrUnknownFunction: 'There is no function "{0}".{1}',
  ErrUnimplementedFunction: 'The function "{0}" is known but not available here.',
  ErrInvalidDot: '{0:a} has no fields, so nothing can follow the dot.',
  ErrDeprecatedDotUseShowColumns: 'A column of a table cannot be taken with a dot. Use ShowColumns(…, {0}).',
  ErrColumnDoesNotExist_Name_Similar: 'There is no column "{0}". Did you mean "{1}"?',
  ErrColDNE_Name: 'There is no column "{0}".',
  ErrAsNotInContext: '"As" gives a name to the rows of a table function; it has no meaning here.',
  ErrScopeModificationLambda: 'The rows of this table cannot be changed while they are read.',
  // Calls
  ErrBadArity: 'The function takes {1} {2}, but got {0}.',
  ErrBadArityRange: 'The function takes {1} to {2} arguments, but got {0}.',
  ErrBadArityMinimum: 'The function takes at least {1} {2}, but got {0}.',
  ErrBadArityOdd: 'The function takes an odd number of arguments, but got {0}.',
  ErrBadArityEven: 'The function takes an even number of arguments, but got {0}.',
  ErrInvalidArgs_Func: 'Some arguments of {0} do not fit.',
  ErrBadType_ExpectedType_ProvidedType: '{0:a} is expected here, but this is {1:a}.{2}',
  ErrBadType_ExpectedTypesCSV: 'This value does not fit here. Types that do: {0}.',
  ErrBadType_Type: '{0:a} cannot be used here.',
  ErrBadType: 'The type of this value does not fit here.',
  ErrBadType_NonBehavioralVoidExpression: 'The results do not have one type. Make them agree with the first, {0:a}.',
  ErrBadSchema_ExpectedType: '{0:a} is expected, but with other columns than this one has.',
  ErrBadSchema_AdditionalField: 'This {0:b} has a field "{1}" that is not expected here. Take it away with DropColumns, or look for a slip in its name.',
  ErrTypeError_Arg_Expected_Found: 'The argument "{0}" should be {1:a}, but is {2:a}.',
  ErrTypeError_Expected_Found: 'The formula should give {0:a}, but gives {1:a}.',
  ErrInvalidArgumentExpectedType: '"{0}" is no type. Write a type name such as Number, or Type({…}).',
  ErrTypeFunction_InvalidTypeExpression: '"{0}" cannot be part of a type.',
  ErrDecimalRequiresPowerFxV1: 'Decimal needs the rules of Power Fx 1.0. Use Value or Float here.',
  ErrNumberOrStringExpected: 'A number or a text is expected here.',
  ErrNumberExpected: 'A number is expected here.',
  ErrStringExpected: 'A text is expected here.',
  ErrBooleanExpected: 'A true/false value is expected here.',
  ErrNeedTable_Func: 'The first argument of {0} should be a table.',
  ErrNeedTable_Arg: 'A table is expected here.',
  ErrNeedTableCol_Func: 'The first argument of {0} should be a table with one column.',
  ErrNeedRecord: 'A record is expected here.',
  ErrNeedRecord_Arg: 'A record is expected here.',
  ErrNeedRecordOrTable: 'A record or a table is expected here.',
  ErrNeedPrimitive: 'A text, a number, a date or a true/false value is expected here.',
  ErrInvalidSchemaNeedCol: 'A table with one column is expected. Use ShowColumns to choose one.',
  ErrInvalidSchemaNeedTypeCol_Col: 'Each row of the column "{1}" should hold {0:a}.',
  ErrExpectedIdentifierArg_Name: 'A column name is expected here, written without quotes.',
  ErrExpectedStringLiteralArg_Name: 'A column name in double quotes is expected here.',
  ErrArgNotAValidIdentifier_Name: '"{0}" cannot be a column name.',
  ErrColExists_Name: 'There is a column "{0}" already. Choose another name.',
  ErrColConflict_Name: 'The column "{0}" is named twice.',
  ErrColumnTypeMismatch_ColName_ExpectedType_ActualType: 'The column "{0}" takes {1:a}, and this is {2:a}.',
  ErrColumnMissing_ColName_ExpectedType: 'The column "{0}" ({1:b}) is missing.',
  ErrTableDoesNotAcceptThisType: 'The rows of a table must be alike, and this one does not fit the others.',
  ErrAddToSealed: 'Columns cannot be added to this record of the language. Choose the columns that you need with ShowColumns first.',
  ErrRenameOfSealed: 'The columns of this record of the language cannot be renamed. Choose those that you need with ShowColumns first.',
  ErrMultipleValuesForField_Name: 'The field "{0}" has a value already. Remove one of the two.',
  ErrRecordDoesNotAcceptThisType: 'This gives no value that a field could hold.',
  ErrUnknownNamespaceFunction: 'There is no function "{0}" in "{1}".{2}',
  ErrInvalidIdentifier: '"{0}" means a control, and this formula does not belong to one.',
  ErrColRenamedTwice_Name: 'The column "{0}" is renamed twice.',
  WarnColumnNameSpecifiedMultipleTimes_Name: 'The column "{0}" is named more than once.',
  ErrSortWrongType: 'Rows can be sorted by texts, numbers, dates and true/false values only.',
  ErrSearchWrongType: 'Only columns that hold texts can be searched.',
  ErrErrorIrrelevantField: 'An error has no field "{0}". It has Kind, Message, Source, Observed and Details.',
  ErrSummarizeInvalidArg: 'Name a column to group by here, or a formula with a name: Sum(ThisGroup, …) As Total.',
  ErrSummarizeNoGroupBy: 'Name at least one column to group by.',
  ErrSummarizeThisGroupColumnName: 'A column cannot be called ThisGroup here. Rename it with RenameColumns.',
  ErrSummarizeDataSourceContainsThisGroupColumn: 'The table has a column called ThisGroup. Rename it with RenameColumns.',
  ErrSummarizeDataSourceScopeNotSupported: 'The table of Summarize cannot be given a name with As.',
  ErrJoinArgIsNotAsNode: 'Write the columns of the result as LeftRecord.Column As Name or RightRecord.Column As Name.',
  ErrJoinDottedNameleft: 'Only columns of {0} and {1} can stand here.',
  ErrJoinCantAddRename: 'There is a column "{0}" already. Choose another name.',
  ErrJoinAtLeastOneRigthRecordField: 'Name at least one column of {0}.',
  ErrJoinNotPlainJoinTypeEnum: 'Write JoinType.Inner, JoinType.Left, JoinType.Right or JoinType.Full here.',
  ErrFilterFunction_OnlyTwoArgs: 'Filter takes one condition. Join conditions with And.',
  ErrFunctionArg2ParamMustBeConstant: 'The argument "{1}" of {0} must be a constant.',
  ErrUnsupportedTypeInTypeArgument: 'JSON cannot be read as {0:a}.',
  ErrTypeFunction_UnsupportedUsage: 'Type(…) can only stand where a type is expected.',
  ErrJSONArg1UnsupportedType: '{0:a} cannot be written as JSON.',
  ErrUntypedObjectScope: 'A dynamic value has no columns to use here. Give it a type first, with Table or ParseJSON.',
  ErrIncorrectFormat_Func: 'The format of {0} is not understood. Numbers take 0 # . , % E+0, dates take y m d h s AM/PM; put other letters in double quotes.',
  ErrNotSupportedFormat_Func: '{0} takes a format for numbers and dates only. Convert the text first, with Value or DateValue.',
  ErrInvalidStringInterpolation: 'A part in braces cannot be made a text. Wrap it in Text() or JSON().',
  ErrCannotCoerce_SourceType_TargetType: '{0:a} cannot become {1:a}.',
  // Operators
  ErrBadOperatorTypes: 'This operator does not work on {0:a} and {1:a}.',
  ErrIncompatibleTypesForEquality_Left_Right: '{0:a} and {1:a} cannot be compared. Convert one of them first, for example with Value() or Text().',
  ErrUnOrderedTypeForComparison_Type: 'There is no order between one {0:b} and another.',
  // Behavior
  ErrBehaviorPropertyExpected: '"{0}" changes something, so it can only be used in a behavior such as OnSelect.',
  ErrRemoteBehavior: '"{0}" sends data, so it can only be called in a behavior such as OnSelect.',
  ErrRemoteInRows: '"{0}" would be called once for each row. Call it once outside, or use ForAll in a behavior.',
  ErrChoicesArgument: 'Write the column of a data source here, Source.Column, or the name of a set of choices.',
  ErrNeedValidVariableName_Arg: '"{1}" cannot be changed with {0}. Give the variable a name of its own.',
  ErrFilterFunctionBahaviorAsPredicate: 'A condition of {0} cannot change anything. Do that before, or in ForAll.',
  ErrRemoveAllArg: 'After the rows only RemoveFlags.All can stand.',
  MutationFunctionCannotBeUsedWithImmutableValue: '"{0}" needs a collection or a variable that can be changed.',
};

/** The sentence for a code, with its parts filled in. */
export function message(code: string, parameters: readonly string[] = []): string {
  const text = extra.get(code) ?? texts[code] ?? code;
  const filled = text.replace(/\{(\d)(?::([ab]))?\}/g, (_, index: string, form: 'a' | 'b' | undefined) => {
    const part = parameters[Number(index)] ?? '';
    return form === undefined ? part : form === 'a' ? withArticle(part) : withoutArticle(part);
  });
  return text.startsWith('{') ? filled.charAt(0).toUpperCase() + filled.slice(1) : filled;
}

const extra = new Map<string, string>();

/** Adds the sentences of a part of the language that keeps its own, such as regular expressions. */
export function addMessages(more: { readonly [code: string]: string }): void {
  for (const [code, text] of Object.entries(more)) extra.set(code, text);
}
