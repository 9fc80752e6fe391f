import { check, Checker, type CheckResult } from '../check.ts';
import type { Checked } from '../checked.ts';
import { compileAsync, compileNode } from '../compile.ts';
import { formulaError } from '../error.ts';
import { rootFrame, rowFrame, type Evaluate, type EvaluateAsync, type Frame } from '../evaluate.ts';
import { unwrap, type NameToken } from '../expression.ts';
import type { Features } from '../features.ts';
import { overload, raw, type FunctionDefinition, type Overload } from '../function.ts';
import { step } from '../limits.ts';
import { mark } from '../marks.ts';
import { partialRow } from '../print.ts';
import type { Run } from '../run.ts';
import { schemaProblem } from '../schema-problem.ts';
import type { Scope, Symbol } from '../scope.ts';
import * as types from '../type.ts';
import { kindName, type Type } from '../type.ts';
import { isRow, row, type TableRow, type Value } from '../value.ts';
import type { Findings } from './findings.ts';
import type { FunctionSource } from './read-definitions.ts';
import { withNames } from './with-names.ts';

/** How deep functions may call one another in one evaluation. Each level costs stack. */
export const MAX_CALL_DEPTH = 200;
const MAX_PARAMETERS = 30;

/** Names that the checker must know to be the language's own. */
const restricted: ReadonlySet<string> = new Set([
  'Type', 'IsType', 'AsType', 'Set', 'Collect', 'ClearCollect', 'UpdateContext', 'Navigate',
]); // prettier-ignore

const tooDeep = formulaError('InvalidFunctionUsage', `Functions call one another more than ${MAX_CALL_DEPTH} levels deep.`);

/** What follows from the body of a function for each call of it. */
interface Facts {
  readonly awaits: boolean;
  readonly volatile: boolean;
  readonly reads: ReadonlySet<Symbol>;
}
const nothing: Facts = { awaits: false, volatile: false, reads: new Set() };
const sameFacts = (a: Facts, b: Facts): boolean =>
  a.awaits === b.awaits && a.volatile === b.volatile && a.reads.size === b.reads.size;

/** A function that a user has defined, as a record like those of the language. */
class UserFunction implements FunctionDefinition {
  readonly name: string;
  readonly summary: string;
  readonly behavior: boolean;
  readonly overloads: readonly Overload[];
  readonly source: FunctionSource;
  readonly parameters: ReadonlyMap<string, Type>;
  readonly result: Type;
  facts: Facts = nothing;
  private body: Checked | undefined;
  private sync: Evaluate | undefined;
  private async: EvaluateAsync | undefined;

  constructor(source: FunctionSource, parameters: ReadonlyMap<string, Type>, result: Type) {
    this.source = source;
    this.name = source.name.name;
    this.behavior = source.imperative;
    this.parameters = parameters;
    this.result = result;
    const list = source.parameters.map(({ name, type }) => `${name.name}: ${type.name}`).join(', ');
    this.summary = `${this.name}(${list}): ${source.result.name}`;
    this.overloads = [
      {
        ...overload({
          parameters: [...parameters].map(([name, type]) => ({ ...raw(name, type), strict: true })),
          result,
          evaluate: (...args) => this.evaluate(args as unknown as unknown[]),
        }),
        evaluateAsync: (...args) => this.evaluateAsync(args),
      },
    ];
  }

  get awaits(): boolean {
    return this.facts.awaits;
  }

  get volatile(): boolean {
    return this.facts.volatile;
  }

  reads(): Iterable<Symbol> {
    return this.facts.reads;
  }

  /** The body to evaluate from now on. */
  use(body: Checked): void {
    this.body = body;
    this.sync = undefined;
    this.async = undefined;
  }

  private evaluate(args: readonly unknown[]): Value {
    this.sync ??= compileNode(this.body!);
    const frame = this.enter(args);
    if (frame === undefined) return tooDeep;
    try {
      return this.sync(frame);
    } finally {
      leave(frame.run);
    }
  }

  private async evaluateAsync(args: readonly unknown[]): Promise<Value> {
    this.async ??= compileAsync(this.body!);
    const frame = this.enter(args);
    if (frame === undefined) return tooDeep;
    try {
      return await this.async(frame);
    } finally {
      leave(frame.run);
    }
  }

  /** The frame of a call: its arguments are a row around the body. */
  private enter(args: readonly unknown[]): Frame | undefined {
    const run = args.at(-1) as Run;
    step(run);
    const depth = run.depth ?? 0;
    if (depth >= MAX_CALL_DEPTH) return undefined;
    run.depth = depth + 1;
    return rowFrame(row([...this.parameters.keys()].map((name, i) => [name, args[i] as Value])), rootFrame(run));
  }
}

const leave = (run: Run): void => void (run.depth = (run.depth ?? 1) - 1);

/** The functions of a list of definitions: their signatures first, which others can use at once, then their bodies. */
export class UserFunctions {
  /** Functions with a mistake in their signature are left out. */
  readonly definitions: ReadonlyMap<string, FunctionDefinition>;
  private readonly functions = new Map<string, UserFunction>();
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
        this.functions.set(name, new UserFunction(source, signature.parameters, signature.result));
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
      for (const definition of this.functions.values()) {
        const result = this.checkBody(definition, names);
        results.set(definition.source, result);
        const facts = { awaits: result.awaits, volatile: result.volatile, reads: result.reads };
        if (!sameFacts(facts, definition.facts)) settled = false;
        definition.facts = facts;
        definition.use(result.formula);
      }
    }
    return results;
  }

  private checkBody({ source, parameters, result, behavior }: UserFunction, scope: Scope): CheckResult {
    const features = { ...this.features, EnableExpressionChaining: behavior };
    const checked = check(source.body, scope, { features, behavior, rows: [{ fields: parameters, aliases: [] }] });
    const checker = new Checker(scope, features, behavior, source.body.text);
    const formula = resultOf(checker, checked.formula, result, source);
    const diagnostics = [...checked.diagnostics.slice(source.body.diagnostics.length), ...checker.diagnostics];
    return { ...checked, formula, type: formula.type, diagnostics, valid: checked.valid && checker.diagnostics.length === 0 };
  }
}

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
function partly(node: Checked, type: Type): Checked {
  const apply = (value: Value): Value =>
    Array.isArray(value) ? (value as Value[]).map((item) => apply(item) as TableRow) : isRow(value) ? partialRow(value) : value;
  return { kind: 'coerce', operand: node, coercion: { to: type, apply }, type, awaits: node.awaits, span: node.span };
}
