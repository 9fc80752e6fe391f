import { check, Checker, type CheckResult } from '../check.ts';
import type { Checked } from '../checked.ts';
import { unwrap, type NameToken } from '../expression.ts';
import type { Features } from '../features.ts';
import type { FunctionDefinition } from '../function.ts';
import { partialRows } from '../made-coercion.ts';
import { mark } from '../marks.ts';
import { schemaProblem } from '../schema-problem.ts';
import type { Scope } from '../scope.ts';
import * as types from '../type.ts';
import { kindName, type Type } from '../type.ts';
import type { Findings } from './findings.ts';
import type { FunctionSource } from './read-definitions.ts';
import { sameFacts, UserFunction } from './user-function.ts';
import { withNames } from './with-names.ts';

const MAX_PARAMETERS = 30;

/** Names that the checker must know to be the language's own. */
const restricted: ReadonlySet<string> = new Set([
  'Type', 'IsType', 'AsType', 'Set', 'Collect', 'ClearCollect', 'UpdateContext', 'Navigate',
]); // prettier-ignore

/** The functions of a list of definitions: their signatures first, which others can use at once, then their bodies. */
export class UserFunctions {
  /** Functions with a mistake in their signature are left out. */
  readonly definitions: ReadonlyMap<string, FunctionDefinition>;
  private readonly functions = new Map<string, UserFunction>();
  private readonly sources = new Map<UserFunction, FunctionSource>();
  private readonly features: Features;

  constructor(sources: readonly FunctionSource[], scope: Scope, features: Features, findings: Findings) {
    this.features = features;
    this.definitions = this.functions;
    for (const source of sources) {
      const checker = new Checker(scope, features, false, source.body.text);
      const { name } = source.name;
      if (this.functions.has(name)) checker.error(source.name, 'ErrUDF_FunctionAlreadyDefined', name);
      const signature = this.functions.has(name) ? undefined : signatureOf(checker, source);
      if (signature !== undefined) {
        if (scope.function(name) !== undefined) checker.report('warning', source.name, 'WrnUDF_ShadowingBuiltInFunction', [name]);
        const made = new UserFunction({ name, behavior: source.imperative, ...signature, summary: summaryOf(source) });
        this.functions.set(name, made);
        this.sources.set(made, source);
      }
      findings.add(source, checker.diagnostics);
    }
  }

  /**
   * Checks the bodies with the names that they see, these functions among them. What a function reads and waits for follows from the
   * functions that it calls, so bodies are checked again until no more of it is found. `newRound` is called before each time.
   */
  check(scope: Scope, newRound?: () => void): ReadonlyMap<FunctionSource, CheckResult> {
    const names = withNames(scope, { functions: this.functions });
    const results = new Map<FunctionSource, CheckResult>();
    for (let settled = false; !settled;) {
      settled = true;
      newRound?.();
      for (const [definition, source] of this.sources) {
        const result = this.checkBody(definition, source, names);
        results.set(source, result);
        const facts = { awaits: result.awaits, volatile: result.volatile, reads: result.reads };
        if (!sameFacts(facts, definition.facts)) settled = false;
        definition.facts = facts;
        definition.use(() => result.formula);
      }
    }
    return results;
  }

  private checkBody({ parameters, result, behavior }: UserFunction, source: FunctionSource, scope: Scope): CheckResult {
    const features = { ...this.features, EnableExpressionChaining: behavior };
    const checked = check(source.body, scope, { features, behavior, rows: [{ fields: parameters, aliases: [] }] });
    const checker = new Checker(scope, features, behavior, source.body.text);
    const formula = resultOf(checker, checked.formula, result, source);
    const diagnostics = [...checked.diagnostics.slice(source.body.diagnostics.length), ...checker.diagnostics];
    return { ...checked, formula, type: formula.type, diagnostics, valid: checked.valid && checker.diagnostics.length === 0 };
  }
}

const summaryOf = ({ name, parameters, result }: FunctionSource): string =>
  `${name.name}(${parameters.map((parameter) => `${parameter.name.name}: ${parameter.type.name}`).join(', ')}): ${result.name}`;

/** The types of a function's parameters and result; undefined where one is wrong. */
function signatureOf(
  checker: Checker,
  source: FunctionSource,
): { readonly parameters: ReadonlyMap<string, Type>; readonly result: Type } | undefined {
  const { name } = source.name;
  if (restricted.has(name)) checker.error(source.name, 'ErrUDF_FunctionNameRestricted', name);
  else if (source.parameters.length > MAX_PARAMETERS)
    checker.error(source.name, 'ErrUDF_TooManyParameters', name, String(MAX_PARAMETERS));
  const parameters = new Map<string, Type>();
  for (const parameter of source.parameters) {
    const { name: own, type } = parameter;
    if (parameters.has(own.name)) checker.error(own, 'ErrUDF_DuplicateParameter', own.name);
    else if (type.name === 'Void') checker.error(type, 'ErrUDF_InvalidParamType', type.name);
    else parameters.set(own.name, typeOf(checker, type));
  }
  const result = source.result.name === 'Void' ? types.voidType : typeOf(checker, source.result);
  if (result.kind === 'void' && !source.imperative) checker.error(source.result, 'ErrUDF_NonImperativeVoidType', name);
  return checker.diagnostics.length === 0 ? { parameters, result } : undefined;
}

function typeOf(checker: Checker, { name, ...span }: NameToken): Type {
  const type = checker.scope.type(name);
  if (type === undefined) checker.error(span, 'ErrUDF_UnknownType', name);
  return type ?? types.unknown;
}

/** The body as the declared type. */
function resultOf(checker: Checker, body: Checked, declared: Type, source: FunctionSource): Checked {
  if (declared.kind === 'void' || body.type.kind === 'unknown') return body;
  const problem = schemaProblem(body.type, declared, checker.features);
  const converted = problem === undefined && body.type.kind !== 'void' ? checker.convert(body, declared) : undefined;
  if (converted !== undefined) return lacks(body.type, declared) ? partly(converted, declared) : converted;
  const whole = unwrap(source.body.expression);
  const span = mark(whole.kind === 'chain' ? whole.items.at(-1)! : whole);
  if (problem === undefined) checker.error(span, 'ErrUDF_ReturnTypeDoesNotMatch', source.result.name, kindName(body.type));
  else if (problem.kind === 'additional')
    checker.error(span, 'ErrUDF_ReturnTypeSchemaAdditionalFields', kindName(declared), problem.name);
  else checker.error(span, 'ErrUDF_ReturnTypeSchemaIncompatible', problem.name, problem.expected, problem.found);
  return checker.invalid(body.span);
}

/** Whether a record or table has not all fields of a declared type. */
const lacks = (type: Type, declared: Type): boolean =>
  types.isAggregate(type) && types.isAggregate(declared) && [...declared.fields.keys()].some((name) => !type.fields.has(name));

/** Records that lack fields of their type are printed without them. */
const partly = (node: Checked, type: Type): Checked => ({
  kind: 'coerce',
  operand: node,
  coercion: partialRows(type),
  type,
  awaits: node.awaits,
  span: node.span,
});
