/*
 * What is said about definitions.
 */

// oxfmt-ignore
export const definitionMessages: { readonly [code: string]: string } = {
  ErrDefinitionExpected: 'This is no definition. Write Name = formula; or Name(parameter: Type): Type = formula; or Name := Type({…}; each with a semicolon at its end.',
  ErrNamedFormula_MissingValue: '"{0}" has no formula. Write one after the equals sign.',
  ErrNamedFormula_ColonEqualRequired: 'A named formula is written with := here: {0} := formula;',
  ErrNamedFormula_AlreadyDefined: 'There is a formula "{0}" already. Give this one another name.',
  ErrNamedFormula_Cycle: 'This formula depends on itself: {0}. Take one of these steps away.',
  ErrNamedType_InvalidTypeName: 'A type cannot be called "{0}": the name means something else. Choose another.',
  ErrNamedType_TypeAlreadyDefined: 'There is a type "{0}" already. Give this one another name.',
  ErrNamedType_InvalidCycles: 'The type "{0}" contains itself. A type can only be made of other types.',
  ErrUDF_MissingParamType: 'The parameter "{0}" has no type. Write {0}: Number, or another type.',
  ErrUDF_MissingReturnType: 'The type of what "{0}" gives is missing. Write {0}(…): Number = formula; or Void for a function that gives nothing.',
  ErrUDF_MissingFunctionBody: '"{0}" has no body. Write = and a formula, or steps in braces.',
  ErrUDF_FunctionAlreadyDefined: 'There is a function "{0}" already. Give this one another name.',
  ErrUDF_FunctionNameRestricted: 'A function cannot be called "{0}": the language needs the name. Choose another.',
  ErrUDF_TooManyParameters: '"{0}" has too many parameters: {1} are allowed. Put some of them into a record.',
  ErrUDF_DuplicateParameter: 'There are two parameters called "{0}". Rename one.',
  ErrUDF_UnknownType: 'There is no type "{0}". Use a type such as Number or Text, or define {0} := Type({…};',
  ErrUDF_InvalidParamType: 'A parameter cannot be of type {0}.',
  ErrUDF_InvalidReturnType: 'A function cannot give a value of type {0}.',
  ErrUDF_NonImperativeVoidType: 'Only a function with steps in braces can give nothing. Write {0}(…): Void { … };',
  ErrUDF_ReturnTypeDoesNotMatch: 'The function should give {0:a}, but its body gives {1:a}.',
  ErrUDF_ReturnTypeSchemaIncompatible: 'In what the function gives, "{0}" should be {1:a}, but is {2:a} here.',
  ErrUDF_ReturnTypeSchemaAdditionalFields: 'The {0:b} that the function gives has a field "{1}", which its type does not have. Take it away, or add it to the type.',
  ErrBehaviorFunction: 'Functions with steps in braces cannot be defined here. Write {0}(…): Type = formula;',
  WrnUDF_ShadowingBuiltInFunction: 'There is a function "{0}" in the language. Formulas will use this one instead.',
};
