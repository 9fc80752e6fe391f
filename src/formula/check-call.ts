import { dotted, resolveFunction } from './callee.ts';
import type { Checked, CheckedArgument } from './checked.ts';
import type { Checker } from './check.ts';
import { logicalName, mark } from './marks.ts';
import type { Diagnostic, Span } from './diagnostic.ts';
import { unwrap, type CallNode, type Expression } from './expression.ts';
import { parameterAt, repetition, type CallShape, type FunctionDefinition, type Overload, type Parameter } from './function.ts';
import { isDefinedName } from './names.ts';
import { numberKind } from './number-kind.ts';
import { rowNames, type RowNames } from './row-names.ts';
import { schemaProblem } from './schema-problem.ts';
import { changesThings } from './side-effects.ts';
import { nearest } from './suggest.ts';
import { isTypeCall, readTypeExpression, typeMark } from './type-expression.ts';
import * as types from './type.ts';
import { isAggregate, isTextLike, kindName, printType, quoteName, type RecordType, type Type } from './type.ts';

/*
 * Calls: which function, which of its overloads, and each argument by its parameter's mode. Everything particular to a function stands in
 * its record; this file knows none.
 */

export function checkCall(checker: Checker, node: CallNode): Checked {
  const definition = resolveFunction(checker.scope, node.callee);
  if (definition === undefined) return unknownCall(checker, node);
  if (definition.volatile === true) checker.volatile = true;
  for (const symbol of definition.reads?.() ?? []) checker.reads.add(symbol);
  const nameSpan = calleeSpan(node);
  if (definition.behavior === true && !checker.behavior) {
    const pure = pureCall(checker, node, definition);
    if (pure !== undefined) return pure;
    checker.error(
      nameSpan,
      definition.remote === undefined ? 'ErrBehaviorPropertyExpected' : 'ErrRemoteBehavior',
      definition.name,
    );
  }
  if (definition.remote !== undefined && checker.loops > 0) {
    checker.report('warning', nameSpan, 'ErrRemoteInRows', [definition.name]);
  }
  return new CallChecker(checker, node, definition).check();
}

/** The call by those overloads that change nothing, where the arguments fit one or it is meant for them; undefined otherwise. */
function pureCall(checker: Checker, node: CallNode, definition: FunctionDefinition): Checked | undefined {
  const overloads = definition.overloads.filter(({ pure }) => pure === true);
  if (overloads.length === 0) return undefined;
  const { diagnostics } = checker;
  checker.diagnostics = [];
  const call = new CallChecker(checker, node, { ...definition, overloads, behavior: false, awaits: false });
  const found = call.check();
  const fits = !checker.diagnostics.some(isError) || call.isMeant(overloads);
  checker.diagnostics = fits ? [...diagnostics, ...checker.diagnostics] : diagnostics;
  return fits ? found : undefined;
}

const calleeSpan = (node: CallNode): Span =>
  node.callee.kind === 'name' ? node.callee.name : { from: node.callee.from, to: node.callee.to };

function unknownCall(checker: Checker, node: CallNode): Checked {
  if (isTypeCall(node)) {
    checker.error(node.open, 'ErrTypeFunction_UnsupportedUsage');
    return checker.invalid(node);
  }
  for (const arg of node.args) checker.check(arg);
  const path = dotted(node.callee) ?? [''];
  const name = path.join('.');
  const namespace = path.length > 1 ? checker.scope.namespace(path.slice(0, -1).join('.')) : undefined;
  const last = node.callee.name;
  const candidates = (): Iterable<string> =>
    namespace === undefined ? [...checker.scope.functions()].map((known) => known.name) : namespace.functions.keys();
  const code = checker.scope.isReserved?.(name) === true ? 'ErrUnimplementedFunction' : 'ErrUnknownFunction';
  checker.unknown(node, code, last, name, candidates);
  return checker.invalid(node);
}

// ---- Overloads ----------------------------------------------------------------------------------------------------------------------

interface Attempt {
  readonly overload: Overload;
  readonly shape: CallShape;
  readonly args: readonly CheckedArgument[];
  readonly type: Type;
  readonly tabular: readonly number[];
  readonly diagnostics: readonly Diagnostic[];
  readonly declarations: Checker['declarations'];
  readonly errors: number;
  /** Refused without an error of its own. */
  readonly refused: boolean;
}

const specialized = ({ overload, shape }: Attempt): Overload =>
  overload.specialize === undefined ? overload : { ...overload, evaluate: overload.specialize(shape) };

const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';

/** The same, not shown to people; its message is still only worked out when it is read. */
const asConsequence = (diagnostic: Diagnostic): Diagnostic =>
  diagnostic.code === 'ErrInvalidName'
    ? (Object.defineProperties(
        {},
        {
          ...Object.getOwnPropertyDescriptors(diagnostic),
          secondary: { value: true, enumerable: true },
        },
      ) as Diagnostic)
    : diagnostic;

/** How many arguments an overload takes. */
export function arityOf(overload: Overload): { readonly min: number; readonly max: number } {
  const { parameters } = overload;
  const min = parameters.filter((parameter) => !parameter.optional && !parameter.repeated).length;
  return { min, max: repetition(parameters).turns > 0 ? Infinity : parameters.length };
}

class CallChecker {
  readonly checker: Checker;
  readonly node: CallNode;
  readonly definition: FunctionDefinition;
  readonly nameSpan: Span;
  /** Arguments without a scope of their own are checked once for all overloads. */
  private readonly known = new Map<Expression, { readonly node: Checked; readonly diagnostics: readonly Diagnostic[] }>();

  constructor(checker: Checker, node: CallNode, definition: FunctionDefinition) {
    this.checker = checker;
    this.node = node;
    this.definition = definition;
    this.nameSpan = calleeSpan(node);
  }

  check(): Checked {
    const { checker, definition } = this;
    const overloads = definition.overloads.filter((overload) => overload.when === undefined || overload.when(checker.features));
    const fitting = overloads.filter((overload) => this.takes(overload));
    if (fitting.length === 0) return this.wrongArity(overloads);
    if (this.mistakesDynamic(overloads)) return checker.invalid(this.node);
    const { meant, others } = this.byMeaning(fitting);
    let best: Attempt | undefined;
    for (const group of [meant, others]) {
      // What is said about the mistakes in a call is what those overloads say that are meant for it.
      const known = best;
      for (const overload of group) {
        const attempt = this.attempt(overload);
        if (attempt.errors === 0 && !attempt.refused) return this.accept(attempt);
        if (known === undefined && (best === undefined || attempt.errors < best.errors)) best = attempt;
        if (this.hasItsRows(attempt)) return this.refuse(best!);
      }
    }
    return this.refuse(best!);
  }

  /**
   * Whether an overload over rows was given the rows that it wants: others cannot do better, and to try them on the same formulas, nested as
   * they may be, would take twice as long at each level.
   */
  private hasItsRows({ overload, args: [first], refused }: Attempt): boolean {
    if (refused || first === undefined || first.node.kind === 'invalid') return false;
    return first.node.type.kind === first.parameter.type.kind && overload.parameters.some(({ mode }) => mode === 'perRow');
  }

  /**
   * A dynamic value as the first argument of a function that works on values or on rows (`Sum`): it might be either, so it is refused.
   */
  private mistakesDynamic(overloads: readonly Overload[]): boolean {
    const [first] = this.node.args;
    const overRows = overloads.filter(({ parameters }) => parameters.some(({ mode }) => mode === 'perRow'));
    if (first === undefined || overRows.length === 0 || overRows.length === overloads.length) return false;
    if (overloads.some(({ parameters }) => parameters[0]?.type.kind === 'dynamic')) return false;
    if (this.typeOf(first).kind !== 'dynamic') return false;
    this.checker.error(mark(first), 'ErrUntypedObjectScope');
    this.checker.consequence(this.nameSpan, 'ErrInvalidArgs_Func', this.definition.name);
    return true;
  }

  private takes(overload: Overload): boolean {
    const { min, max } = arityOf(overload);
    const count = this.node.args.length;
    return count >= min && count <= max && overload.arity?.(count) === undefined;
  }

  /** Whether an overload says that it is meant for the arguments' types. */
  isMeant(overloads: readonly Overload[]): boolean {
    return overloads.some(({ accepts }) => accepts !== undefined) && this.byMeaning(overloads).meant.length > 0;
  }

  /** The overloads in order of preference: those meant for the arguments' types, and the others. */
  private byMeaning(overloads: readonly Overload[]): {
    readonly meant: readonly Overload[];
    readonly others: readonly Overload[];
  } {
    if (!overloads.some(({ accepts }) => accepts !== undefined)) return { meant: overloads, others: [] };
    const given = this.node.args.map((arg) => this.typeOf(arg));
    const meant = overloads.filter(({ accepts }) => accepts === undefined || accepts(given));
    return { meant, others: overloads.filter((overload) => !meant.includes(overload)) };
  }

  private wrongArity(candidates: readonly Overload[]): Checked {
    const { checker, node } = this;
    // A type among the arguments says which overload was meant.
    const typed = candidates.filter(({ parameters }) => this.typesIn(parameters));
    const overloads = typed.length > 0 ? typed : candidates;
    const count = node.args.length;
    const own = overloads.find((overload) => overload.arity?.(count) !== undefined && count >= arityOf(overload).min);
    const min = Math.min(...overloads.map((overload) => arityOf(overload).min));
    const max = Math.max(...overloads.map((overload) => arityOf(overload).max));
    const plural = (n: number): string => (n === 1 ? 'argument' : 'arguments');
    const report = (code: string, ...parameters: string[]): void => {
      // In a call that has no end yet, the arguments are still to come.
      if (node.close === undefined) checker.consequence(node, code, ...parameters);
      else checker.error(node, code, ...parameters);
    };
    if (own !== undefined) report(...own.arity!(count)!);
    else if (max === Infinity) report('ErrBadArityMinimum', String(count), String(min), plural(min));
    else if (min === max) report('ErrBadArity', String(count), String(min), plural(min));
    else report('ErrBadArityRange', String(count), String(min), String(max));
    for (const arg of node.args) {
      if (isTypeCall(unwrap(arg)) && typed.length > 0) continue;
      checker.check(unwrap(arg).kind === 'as' ? (unwrap(arg) as { value: Expression }).value : arg);
    }
    if (checker.observe !== undefined) this.look(overloads.find((overload) => count <= arityOf(overload).max));
    return checker.invalid(node);
  }

  /** Lets who watches see the arguments of an unfinished call as an overload would take them; what is wrong with them is not said. */
  private look(overload: Overload | undefined): void {
    if (overload === undefined) return;
    const { checker } = this;
    const { diagnostics } = checker;
    const declared = checker.declarations.length;
    checker.diagnostics = [];
    new OverloadChecker(this, overload).arguments();
    checker.diagnostics = diagnostics;
    checker.declarations.splice(declared);
  }

  /** Whether types were given where parameters want types. */
  private typesIn(parameters: readonly Parameter[]): boolean {
    return parameters.some(({ mode }, i) => {
      const arg = this.node.args[i];
      return mode === 'type' && arg !== undefined && isTypeCall(unwrap(arg));
    });
  }

  /** Checks the arguments as an overload wants them; what it reports stays aside until the overload is chosen. */
  private attempt(overload: Overload): Attempt {
    const { checker } = this;
    const outer = { diagnostics: checker.diagnostics, declarations: checker.declarations.length };
    checker.diagnostics = [];
    const work = new OverloadChecker(this, overload);
    const result = work.run();
    const attempt: Attempt = {
      ...result,
      diagnostics: checker.diagnostics,
      declarations: checker.declarations.splice(outer.declarations),
      errors: checker.diagnostics.filter(isError).length,
    };
    checker.diagnostics = outer.diagnostics;
    return attempt;
  }

  private accept(attempt: Attempt): Checked {
    const { checker, node, definition } = this;
    checker.diagnostics.push(...attempt.diagnostics);
    checker.declarations.push(...attempt.declarations);
    const awaits =
      definition.remote !== undefined || definition.awaits === true || attempt.args.some(({ node: arg }) => arg.awaits);
    return {
      kind: 'call',
      function: definition,
      overload: specialized(attempt),
      args: attempt.args,
      ...(attempt.tabular.length > 0 && { tabular: attempt.tabular }),
      ...(attempt.overload.specialize !== undefined && { given: attempt.shape }),
      type: attempt.type,
      awaits,
      span: node,
    };
  }

  private refuse(attempt: Attempt): Checked {
    const { checker, node } = this;
    checker.diagnostics.push(...attempt.diagnostics);
    checker.declarations.push(...attempt.declarations);
    const said = attempt.diagnostics.some(({ code, from }) => code === 'ErrInvalidArgs_Func' && from === this.nameSpan.from);
    // Where nothing but a warning says why, this is the error that people see. What follows from a part without a type is explained there.
    if (!said && attempt.diagnostics.some(isError))
      checker.consequence(this.nameSpan, 'ErrInvalidArgs_Func', this.definition.name);
    else if (!said) checker.error(this.nameSpan, 'ErrInvalidArgs_Func', this.definition.name);
    return { ...checker.invalid(node), type: attempt.type };
  }

  /** What an argument is that sees only the names around the call; nothing is said of its mistakes. A name given with `As` is passed over. */
  private typeOf(arg: Expression): Type {
    const { checker } = this;
    const outer = checker.diagnostics;
    checker.diagnostics = [];
    const inner = unwrap(arg);
    const { type } = this.plain(inner.kind === 'as' ? inner.value : arg);
    checker.diagnostics = outer;
    return type;
  }

  /** An argument that sees only the names around the call. */
  plain(arg: Expression): Checked {
    const { checker } = this;
    let known = this.known.get(arg);
    if (known === undefined) {
      const outer = checker.diagnostics;
      checker.diagnostics = [];
      known = { node: checker.check(arg), diagnostics: checker.diagnostics };
      checker.diagnostics = outer;
      this.known.set(arg, known);
    }
    checker.diagnostics.push(...known.diagnostics);
    return known.node;
  }
}

/** One overload tried on the arguments of a call. */
class OverloadChecker {
  private readonly call: CallChecker;
  private readonly checker: Checker;
  private readonly node: CallNode;
  private readonly overload: Overload;
  private readonly args: CheckedArgument[] = [];
  private readonly names: (string | undefined)[] = [];
  private readonly tabular: number[] = [];
  private readonly shape: CallShape;
  /** What `numeric` is in this call. */
  private number: Type = types.number;
  private refused = false;
  /** What cannot be assigned to, although it should. */
  private immutable: { readonly span: Span; readonly code: string; readonly name: string } | undefined;
  /** For each argument the name given to its rows with `As`. */
  private readonly aliases: (string | undefined)[] = [];

  constructor(call: CallChecker, overload: Overload) {
    this.call = call;
    this.checker = call.checker;
    this.node = call.node;
    this.overload = overload;
    this.shape = this.makeShape();
  }

  run(): Pick<Attempt, 'overload' | 'shape' | 'args' | 'type' | 'tabular' | 'refused'> {
    this.arguments();
    this.settleNumbers();
    const result = typeof this.overload.result === 'function' ? this.overload.result(this.shape) : this.overload.result;
    const scalar = result.kind === 'numeric' ? this.number : result;
    if (this.immutable !== undefined && !this.checker.diagnostics.some(isError)) {
      const { span, code, name } = this.immutable;
      this.checker.error(span, code, this.call.definition.name, name);
    }
    for (const declared of this.overload.declares?.(this.shape) ?? [])
      this.checker.declarations.push({ ...declared, span: this.node });
    const { overload, args, tabular, shape } = this;
    return {
      overload,
      shape,
      args,
      type: tabular.length > 0 ? this.tableResult(scalar) : scalar,
      tabular,
      refused: this.refused,
    };
  }

  /** Checks each argument as its parameter wants it. */
  arguments(): void {
    const { parameters } = this.overload;
    const count = Math.max(this.node.args.length, arityOf(this.overload).min);
    for (const [i, arg] of this.node.args.entries()) {
      this.args.push(this.argument(i, arg, parameterAt(parameters, i, count)));
      // A first argument of the wrong kind settles it: the others are not checked in a scope that makes no sense.
      if (i === 0 && this.args[0]!.node.type.kind === 'unknown' && this.hasRows()) {
        this.restWithoutScope(parameters);
        break;
      }
    }
  }

  /** The arguments behind rows of which nothing is known: a name that is not known elsewhere may be one of their columns. */
  private restWithoutScope(parameters: readonly Parameter[]): void {
    const { checker } = this;
    const outer = checker.diagnostics;
    checker.diagnostics = [];
    for (const [i, arg] of this.node.args.entries()) {
      if (i === 0) continue;
      const parameter = parameterAt(parameters, i, this.node.args.length);
      if (parameter.mode === 'perRow' || parameter.mode === 'lazy' || parameter.mode === 'value') this.call.plain(arg);
      this.args.push({ parameter, node: checker.invalid(arg) });
    }
    checker.diagnostics = [...outer, ...checker.diagnostics.map(asConsequence)];
  }

  private argument(index: number, arg: Expression, parameter: Parameter): CheckedArgument {
    const inner = unwrap(arg);
    if (parameter.mode === 'column') return this.column(index, arg, parameter);
    if (parameter.mode === 'name') return this.newName(index, arg, parameter);
    if (parameter.mode === 'type') return this.typeArgument(arg, parameter);
    if (parameter.mode === 'place') return this.place(index, arg, parameter);
    if (parameter.mode === 'choices') return this.choices(arg, parameter);
    if (parameter.named === true) return this.namedArgument(index, arg, parameter);
    if (inner.kind === 'as' && (parameter.aliased === true || (index === 0 && this.hasRows()))) {
      this.aliases[index] = inner.alias.name;
      return this.value(index, inner.value, parameter, this.call.plain(inner.value));
    }
    this.names[index] = inner.kind === 'name' ? inner.name.name : undefined;
    if (parameter.mode === 'perRow' || parameter.scope !== undefined) {
      const scope = this.rowScope(parameter);
      return this.value(
        index,
        arg,
        parameter,
        scope === undefined ? this.call.plain(arg) : this.checker.within(scope, () => this.checker.check(arg)),
      );
    }
    return this.value(index, arg, parameter, this.call.plain(arg));
  }

  private hasRows(): boolean {
    return this.overload.parameters.some(
      ({ mode, aliased, type }) => mode === 'perRow' || (aliased === true && type.kind === 'table'),
    );
  }

  private namedArgument(index: number, arg: Expression, parameter: Parameter): CheckedArgument {
    const inner = unwrap(arg);
    if (inner.kind !== 'as') {
      if (parameter.unnamed !== undefined) return this.argument(index, arg, parameter.unnamed);
      return this.value(index, arg, parameter, this.scopedCheck(arg, parameter));
    }
    this.names[index] = inner.alias.name;
    const checked = this.value(index, inner.value, parameter, this.scopedCheck(inner.value, parameter));
    return { ...checked, text: inner.alias.name };
  }

  private scopedCheck(arg: Expression, parameter: Parameter): Checked {
    const scope = parameter.mode === 'perRow' || parameter.scope !== undefined ? this.rowScope(parameter) : undefined;
    return scope === undefined ? this.call.plain(arg) : this.checker.within(scope, () => this.checker.check(arg));
  }

  // ---- Numbers ---------------------------------------------------------------------------------------------------------------------

  /** What the `numeric` parameters of this call are, after all arguments are known; converts the arguments to it. */
  private settleNumbers(): void {
    const numeric = [...this.args.entries()].filter(
      ([, { parameter, node }]) => parameter.type.kind === 'numeric' && node.type.kind !== 'unknown',
    );
    const leading = numeric.filter(([, { parameter }]) => !parameter.repeated);
    const kinds = (leading.length > 0 ? leading : numeric).map(([i, { node }]) => this.elementType(i, node));
    const type = types[numberKind(kinds, this.checker.features)];
    for (const [i, argument] of numeric) {
      const { parameter, node } = argument;
      const column = this.tabular.includes(i) ? [...(node.type as types.TableType).fields.keys()][0]! : undefined;
      const to = column === undefined ? type : types.table(new Map([[column, type]]));
      this.args[i] = { ...argument, parameter: { ...parameter, type }, node: this.checker.convert(node, to) ?? node };
    }
    this.number = type;
  }

  private elementType(index: number, node: Checked): Type {
    return this.tabular.includes(index) ? [...(node.type as types.TableType).fields.values()][0]! : node.type;
  }

  // ---- Values ----------------------------------------------------------------------------------------------------------------------

  private value(index: number, arg: Expression, parameter: Parameter, node: Checked): CheckedArgument {
    return { parameter, node: this.fit(index, arg, parameter, node) };
  }

  /** The argument as its parameter's type, or a diagnostic and an invalid node. */
  private fit(index: number, arg: Expression, parameter: Parameter, node: Checked): Checked {
    const wanted = parameter.type;
    if (parameter.pure === true && this.checker.features.PowerFxV1CompatibilityRules && changesThings(node)) {
      this.checker.error(mark(arg), 'ErrFilterFunctionBahaviorAsPredicate', this.call.definition.name);
    }
    if (node.type.kind === 'void' && wanted.kind !== 'any') return this.misfit(arg, wanted, node.type);
    if (node.type.kind === 'void' && parameter.voids !== true && (parameter.mode === 'value' || parameter.mode === 'raw')) {
      this.checker.error(mark(arg), 'ErrBadType');
      return this.checker.invalid(arg);
    }
    const column = this.overload.rowByRow === true && node.type.kind === 'table' && !isAggregate(wanted);
    if (wanted.kind === 'any' && !column) return node;
    if (node.type.kind === 'unknown') {
      this.checker.consequence(mark(arg), 'ErrBadType_ExpectedType_ProvidedType', kindName(wanted), 'Error');
      return this.checker.invalid(arg);
    }
    if (isAggregate(wanted) && wanted.fields.size === 0) return this.aggregate(arg, wanted.kind, node);
    if (column) return this.columnArgument(index, arg, wanted, node);
    if (parameter.strict === true && !this.fitsStrictly(arg, wanted, node)) return this.checker.invalid(arg);
    if (wanted.kind === 'numeric' && this.checker.convert(node, types.number) !== undefined) return node;
    return this.checker.convert(node, wanted) ?? this.misfit(arg, wanted, node.type);
  }

  private fitsStrictly(arg: Expression, wanted: Type, { type }: Checked): boolean {
    const problem = schemaProblem(type, wanted, this.checker.features);
    if (problem?.kind === 'additional') {
      this.checker.error(mark(arg), 'ErrBadSchema_AdditionalField', kindName(wanted), problem.name);
    } else if (problem !== undefined) {
      const { name, expected, found } = problem;
      this.checker.error(mark(arg), 'ErrColumnTypeMismatch_ColName_ExpectedType_ActualType', name, expected, found);
    }
    return problem === undefined;
  }

  private misfit(arg: Expression, wanted: Type, found: Type): Checked {
    const hint = wanted.kind === 'text' && !isAggregate(found) ? ' Wrap it in Text().' : '';
    this.checker.error(mark(arg), 'ErrBadType_ExpectedType_ProvidedType', kindName(wanted), kindName(found), hint);
    return this.checker.invalid(arg);
  }

  /** Any table, or any record. */
  private aggregate(arg: Expression, wanted: 'table' | 'record', node: Checked): Checked {
    if (node.type.kind === wanted) return node;
    const blankFits = node.type.kind === 'blank' && !(this.hasRows() && this.checker.features.PowerFxV1CompatibilityRules);
    if (blankFits) return { ...node, type: wanted === 'table' ? types.emptyTable : types.emptyRecord };
    if (node.type.kind === 'control' && wanted === 'record') return node;
    if (this.hasRows()) {
      this.checker.error(mark(arg), 'ErrBadType');
      return this.checker.invalid(arg);
    }
    return this.misfit(arg, wanted === 'table' ? types.emptyTable : types.emptyRecord, node.type);
  }

  /** A one-column table where a single value is wanted: the function is applied to each row. */
  private columnArgument(index: number, arg: Expression, wanted: Type, node: Checked): Checked {
    const { fields } = node.type as types.TableType;
    const [name, type] = [...fields][0] ?? [];
    // A function of several values takes any number of tables among them: its complaint is about the value, not the column.
    const scalars = this.overload.parameters.length;
    if (name === undefined || type === undefined || fields.size !== 1) {
      if (scalars > 1) return this.misfit(arg, wanted, node.type);
      this.checker.error(mark(arg), 'ErrInvalidSchemaNeedCol');
      return this.checker.invalid(arg);
    }
    const element = wanted.kind === 'numeric' ? types.number : wanted;
    if (this.checker.convert({ ...node, type }, element) === undefined) {
      if (scalars > 1) return this.misfit(arg, wanted, node.type);
      this.checker.error(mark(arg), 'ErrInvalidSchemaNeedTypeCol_Col', kindName(wanted), name);
      return this.checker.invalid(arg);
    }
    this.tabular.push(index);
    if (wanted.kind === 'numeric') return node;
    return this.checker.convert(node, types.table(new Map([[name, wanted]]))) ?? this.checker.invalid(arg);
  }

  /** The type of a function applied row by row. Before the column was always `Value`, a result like the first argument kept its name. */
  private tableResult(scalar: Type): Type {
    if (this.checker.features.ConsistentOneColumnTableResult) return types.columnOf(scalar);
    const first = this.args[0]!.node.type;
    const [name, type] = first.kind === 'table' && this.tabular[0] === 0 ? [...first.fields][0]! : [];
    const keeps = type?.kind === scalar.kind && this.overload.parameters.at(-1)?.repeated !== true;
    return types.table(new Map([[keeps ? name! : 'Result', scalar]]));
  }

  // ---- Rows ------------------------------------------------------------------------------------------------------------------------

  /** The names that a row argument sees: by its own rule, or the columns of the first argument. */
  private rowScope(parameter: Parameter): RowNames | undefined {
    const own = parameter.scope?.(this.shape);
    if (own !== undefined) return rowNames(own);
    const source = this.args[0]?.node.type;
    if (source === undefined || parameter.scope !== undefined) return undefined;
    const [alias] = this.aliases;
    const aliases = [alias ?? 'ThisRecord'];
    if (source.kind === 'dynamic') return { fields: new Map(), aliases, aliasOnly: true, type: types.dynamic };
    if (!isAggregate(source)) return undefined;
    const type: RecordType = source.kind === 'table' ? types.rowType(source) : source;
    return {
      fields: type.fields,
      ...(type.displayNames && { displayNames: type.displayNames }),
      aliases,
      aliasOnly: alias !== undefined,
      type,
    };
  }

  // ---- Columns and names -----------------------------------------------------------------------------------------------------------

  /** The name that an argument is: an identifier, or a text where the rules want one. */
  private nameText(arg: Expression, parameter: Parameter): string | undefined {
    const inner = unwrap(arg);
    const identifiers = parameter.identifier === true || this.checker.features.SupportColumnNamesAsIdentifiers;
    if (identifiers && inner.kind === 'name') return inner.name.name;
    if (!identifiers && inner.kind === 'text') return inner.value;
    if (identifiers && inner.kind === 'text') {
      const insert = quoteName(inner.value);
      const fixes = [{ from: inner.from, to: inner.to, insert, title: `Change to ${insert}` }];
      this.checker.report('error', mark(arg), 'ErrExpectedIdentifierArg_Name', [], { fixes });
    } else {
      this.checker.error(mark(arg), identifiers ? 'ErrExpectedIdentifierArg_Name' : 'ErrExpectedStringLiteralArg_Name');
    }
    return undefined;
  }

  /** A column that may be computed: as an identifier only by the rules of V1, as a text, or as a formula. */
  private computedColumn(index: number, arg: Expression, parameter: Parameter): CheckedArgument {
    const { features } = this.checker;
    const identifiers = features.SupportColumnNamesAsIdentifiers && features.PowerFxV1CompatibilityRules;
    const inner = unwrap(arg);
    const source = this.args[0]?.node.type;
    const column = identifiers && inner.kind === 'name' && source !== undefined && isAggregate(source);
    if (column && logicalName(source, inner.name.name) !== undefined) return this.named(index, arg, parameter, inner.name.name);
    if (inner.kind === 'text') return this.named(index, arg, parameter, inner.value);
    const node = this.call.plain(arg);
    if (isTextLike(node.type)) return { parameter, node };
    if (node.type.kind !== 'unknown')
      this.checker.error(mark(arg), identifiers ? 'ErrExpectedIdentifierArg_Name' : 'ErrExpectedStringLiteralArg_Name');
    return { parameter, node: this.checker.invalid(arg) };
  }

  private column(index: number, arg: Expression, parameter: Parameter): CheckedArgument {
    if (parameter.computed === true) return this.computedColumn(index, arg, parameter);
    const text = this.nameText(arg, parameter);
    if (text !== undefined) return this.named(index, arg, parameter, text);
    return { parameter, node: this.checker.literal('', types.text, arg), text: '' };
  }

  /** The column of a name; reports where the source has none. */
  private named(index: number, arg: Expression, parameter: Parameter, text: string): CheckedArgument {
    const source = this.args[0]?.node.type;
    const node = this.checker.literal(text, types.text, arg);
    if (source === undefined || !isAggregate(source)) return { parameter, node, text };
    const name = logicalName(source, text);
    this.names[index] = name ?? text;
    if (name === undefined) this.noColumn(arg, text, source.fields.keys());
    return { parameter, node: { ...node, value: name ?? text } as Checked, text: name ?? text };
  }

  noColumn(arg: Expression, text: string, columns: Iterable<string>): void {
    const meant = nearest(text, columns, Math.floor(text.length / 3) + 3);
    if (!isDefinedName(text)) this.checker.error(mark(arg), 'ErrArgNotAValidIdentifier_Name', text);
    else if (meant === undefined) this.checker.error(mark(arg), 'ErrColDNE_Name', text);
    else this.checker.error(mark(arg), 'ErrColumnDoesNotExist_Name_Similar', text, meant);
  }

  private newName(index: number, arg: Expression, parameter: Parameter): CheckedArgument {
    const text = this.nameText(arg, parameter) ?? '';
    if (text !== '' || unwrap(arg).kind === 'text') {
      if (!isDefinedName(text)) this.checker.error(mark(arg), 'ErrArgNotAValidIdentifier_Name', text);
    }
    this.names[index] = text;
    return { parameter, node: this.checker.literal(text, types.text, arg), text };
  }

  private typeArgument(arg: Expression, parameter: Parameter): CheckedArgument {
    const type = readTypeExpression(this.checker, arg, this.node);
    const node = type === undefined ? this.checker.invalid(arg) : this.checker.literal(null, { kind: 'type', of: type }, arg);
    return { parameter, node };
  }

  /**
   * Something that can be assigned to: a variable, a collection, a field or a row of one. Where it cannot be, that is said only if nothing
   * else is wrong: the rest of the call is checked all the same.
   */
  private place(index: number, arg: Expression, parameter: Parameter): CheckedArgument {
    const inner = unwrap(arg);
    const name = inner.kind === 'name' ? inner.name.name : undefined;
    this.names[index] = name;
    const node = parameter.unread === true ? this.unread(arg) : this.call.plain(arg);
    const rows = parameter.assigns !== true;
    const allowed = node.kind === 'invalid' || node.type.kind === 'blank' ? undefined : isAssignable(node, rows);
    if (allowed === false) {
      const code = rows || name === undefined ? 'MutationFunctionCannotBeUsedWithImmutableValue' : 'ErrNeedValidVariableName_Arg';
      this.immutable = { span: mark(arg), code, name: name ?? '' };
    }
    return {
      parameter,
      node: parameter.type.kind === 'any' ? node : this.fit(index, arg, { ...parameter, mode: 'value' }, node),
    };
  }

  /** An argument that is asked about: what it names is not among what the formula reads, unless it is read elsewhere. */
  private unread(arg: Expression): Checked {
    const { reads } = this.checker;
    const before = new Set(reads);
    const node = this.call.plain(arg);
    if (node.kind === 'symbol' && !before.has(node.symbol)) reads.delete(node.symbol);
    return node;
  }

  /** A set of choices by its name, or a column of a data source; the argument has the type of one choice. */
  private choices(arg: Expression, parameter: Parameter): CheckedArgument {
    const inner = unwrap(arg);
    const name = inner.kind === 'name' || inner.kind === 'global' ? inner.name.name : undefined;
    const set = name === undefined ? undefined : this.checker.scope.optionSet(name);
    if (set !== undefined) return { parameter, node: this.checker.literal(null, types.optionType(set), arg) };
    if (inner.kind !== 'member') {
      const node = this.call.plain(arg);
      if (node.kind !== 'invalid') this.checker.error(mark(arg), 'ErrChoicesArgument');
      return { parameter, node: this.checker.invalid(arg) };
    }
    const table = this.unread(inner.target);
    if (table.type.kind !== 'table' || !isAssignable(table, true)) {
      if (table.kind !== 'invalid') this.checker.error(mark(inner.target), 'ErrChoicesArgument');
      return { parameter, node: this.checker.invalid(arg) };
    }
    const column = logicalName(table.type, inner.name.name);
    if (column === undefined) {
      this.noColumn(arg, inner.name.name, table.type.fields.keys());
      return { parameter, node: this.checker.invalid(arg) };
    }
    return { parameter, node: this.checker.fieldOf(table, column, table.type.fields.get(column)!, arg) };
  }

  // ---- What type rules see ---------------------------------------------------------------------------------------------------------

  private makeShape(): CallShape {
    const { checker, node, args, names, aliases } = this;
    const { nameSpan } = this.call;
    const number = (): Type => this.number;
    const noColumn = this.noColumn.bind(this);
    const refuse = (): void => {
      this.refused = true;
    };
    const place = (at: number | 'name' | 'call' | Span): Span =>
      typeof at === 'number' ? typeMark(node.args[at] ?? node) : at === 'name' ? nameSpan : at === 'call' ? node : at;
    return {
      get args() {
        return args.map((arg) => arg.node);
      },
      get types() {
        return args.map((arg) => arg.node.type);
      },
      names,
      bareNames: node.args.map((arg) => {
        const inner = unwrap(arg);
        return inner.kind === 'name' ? inner.name.name : undefined;
      }),
      aliases,
      behavior: checker.behavior,
      features: checker.features,
      get number() {
        return number();
      },
      span: node,
      nameSpan,
      error: (at, code, ...parameters) => {
        // What a rule says of an argument that has no type, or compares with it, follows from that.
        if (args.some((arg) => arg.node.type.kind === 'unknown')) checker.consequence(place(at), code, ...parameters);
        else checker.error(place(at), code, ...parameters);
      },
      warning: (at, code, ...parameters) => checker.report('warning', place(at), code, parameters),
      missing: (at, name, columns) => noColumn(node.args[at]!, name, columns),
      refuse,
      get failed() {
        return checker.diagnostics.some(isError);
      },
      convert: (index, coercion) => {
        const arg = args[index]!;
        const { awaits, span } = arg.node;
        args[index] = { ...arg, node: { kind: 'coerce', operand: arg.node, coercion, type: coercion.to, awaits, span } };
      },
      coerce: (index, to) => {
        const arg = args[index];
        if (arg === undefined) return false;
        const converted = checker.convert(arg.node, to);
        if (converted === undefined) return false;
        args[index] = { ...arg, node: converted };
        return true;
      },
    };
  }
}

/**
 * Whether something can be assigned to: a symbol with a place, a field of such a one, or a row of it that a function like `First` gives.
 * `rows`: its rows change; otherwise it gets another value itself, as by `Set`.
 */
function isAssignable(node: Checked, rows: boolean, whole = true): boolean {
  switch (node.kind) {
    case 'symbol': {
      const { place } = node.symbol;
      if (place === undefined) return false;
      const { permissions } = place;
      if (permissions === undefined) return true;
      return rows ? permissions.mutate : whole ? permissions.set : permissions.deep;
    }
    case 'field':
      return isAssignable(node.target, rows, false);
    case 'call':
      return node.overload.row !== undefined && isAssignable(node.args[0]!.node, rows, false);
    default:
      return false;
  }
}

export { printType };
