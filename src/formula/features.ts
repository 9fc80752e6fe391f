/**
 * The rules a formula is judged by. Each name is the reference's own feature or parser switch; data that the checker reads, never a
 * branch in evaluation (SEMANTICS 2.2 and 3.1).
 */
export interface Features {
  /** Numbers in formulas are doubles (`true` in canvas), otherwise decimals. */
  readonly NumberIsFloat: boolean;
  readonly TableSyntaxDoesntWrapRecords: boolean;
  readonly ConsistentOneColumnTableResult: boolean;
  readonly DisableRowScopeDisambiguationSyntax: boolean;
  readonly SupportColumnNamesAsIdentifiers: boolean;
  readonly StronglyTypedBuiltinEnums: boolean;
  readonly RestrictedIsEmptyArguments: boolean;
  readonly FirstLastNRequiresSecondArguments: boolean;
  readonly PowerFxV1CompatibilityRules: boolean;
  readonly PrimaryOutputPropertyCoercionDeprecated: boolean;
  readonly JsonFunctionAcceptsLazyTypes: boolean;
  readonly IsUserDefinedTypesEnabled: boolean;
  readonly AsTypeLegacyCheck: boolean;
  /** `a; b` is a chain of behaviors. */
  readonly EnableExpressionChaining: boolean;
  /** The text is a template with `${…}` islands unless it begins with `=`. */
  readonly TextFirst: boolean;
  /** `blank`, `null`, `This` … may be names. */
  readonly DisableReservedKeywords: boolean;
  /** A format of `Text` may name the language that it is written in, `[$-en-US]`, as Power Apps writes it. The reference has no such switch. */
  readonly TextFormatNamesLanguage: boolean;
}

const off: Features = {
  NumberIsFloat: true,
  TableSyntaxDoesntWrapRecords: false,
  ConsistentOneColumnTableResult: false,
  DisableRowScopeDisambiguationSyntax: false,
  SupportColumnNamesAsIdentifiers: false,
  StronglyTypedBuiltinEnums: false,
  RestrictedIsEmptyArguments: false,
  FirstLastNRequiresSecondArguments: false,
  PowerFxV1CompatibilityRules: false,
  PrimaryOutputPropertyCoercionDeprecated: false,
  JsonFunctionAcceptsLazyTypes: false,
  IsUserDefinedTypesEnabled: false,
  AsTypeLegacyCheck: false,
  EnableExpressionChaining: false,
  TextFirst: false,
  DisableReservedKeywords: false,
  TextFormatNamesLanguage: false,
};

/** Every switch off but `NumberIsFloat`: what a request's own flags are laid over. */
export const noFeatures: Features = off;

/** The rules that Power Fx is moving to (V1), with doubles: what new apps use. */
export const canvas: Features = {
  ...off,
  TableSyntaxDoesntWrapRecords: true,
  ConsistentOneColumnTableResult: true,
  SupportColumnNamesAsIdentifiers: true,
  StronglyTypedBuiltinEnums: true,
  RestrictedIsEmptyArguments: true,
  FirstLastNRequiresSecondArguments: true,
  PowerFxV1CompatibilityRules: true,
  PrimaryOutputPropertyCoercionDeprecated: true,
  JsonFunctionAcceptsLazyTypes: true,
  IsUserDefinedTypesEnabled: true,
  EnableExpressionChaining: true,
  TextFormatNamesLanguage: true,
};

/** What Power Apps judges formulas by today: the rules for imported apps. */
export const canvasShipping: Features = {
  ...off,
  TableSyntaxDoesntWrapRecords: true,
  ConsistentOneColumnTableResult: true,
  SupportColumnNamesAsIdentifiers: true,
  RestrictedIsEmptyArguments: true,
  PrimaryOutputPropertyCoercionDeprecated: true,
  IsUserDefinedTypesEnabled: true,
  EnableExpressionChaining: true,
  TextFormatNamesLanguage: true,
};
