import type { Checked } from './checked.ts';
import { checkCall } from './check-call.ts';
import { checkBinary, checkUnary } from './check-operators.ts';
import { coercionTo } from './coercion.ts';
import { Decimal } from './decimal.ts';
import type { Diagnostic, QuickFix, Span } from './diagnostic.ts';
import { unwrap, type Expression, type MemberNode, type NameToken } from './expression.ts';
import { canvas, type Features } from './features.ts';
import type { RowScope } from './function.ts';
import { logicalName, mark } from './marks.ts';
import { message } from './messages.ts';
import { concatenate, concatenateOptions, concatenatedSet } from './operators.ts';
import { option } from './option-set.ts';
import { parse, type ParseResult } from './parser.ts';
import type { Scope, Symbol } from './scope.ts';
import { rowNames, type RowNames } from './row-names.ts';
import { nearest } from './suggest.ts';
import * as types from './type.ts';
import { isAggregate, kindName, printType, quoteName, type Type } from './type.ts';
import { rowsType } from './unify.ts';
import type { Value } from './value.ts';

export type { RowNames };

export interface CheckOptions {
  readonly features?: Features;
  /** Whether the formula may change things (`OnSelect`); false unless said otherwise. */
  readonly behavior?: boolean;
  /** The type that the result is converted to; refused where it cannot be. */
  readonly expected?: Type;
  /** Row scopes around the formula, outermost first: a gallery's `ThisItem`. */
  readonly rows?: readonly RowScope[];
  /**
   * Called for each expression when it has been checked, with the row scopes it saw: for completion and hover. An argument that several
   * overloads were tried on may be told more than once; the last counts.
   */
  readonly observe?: (node: Expression, checked: Checked, rows: readonly RowNames[]) => void;
  /** Called in a chain after each formula that brings names into being; those that follow may see them if the scope knows them by then. */
  readonly declared?: (declarations: readonly Declaration[]) => void;
}

/** A name that the formula brings into being, and the type it has there. */
export interface Declaration {
  readonly scope: 'variable' | 'collection' | 'context';
  readonly name: string;
  readonly type: Type;
  readonly span: Span;
}

export interface CheckResult {
  readonly formula: Checked;
  readonly type: Type;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the formula can be evaluated: no diagnostic is an error. */
  readonly valid: boolean;
  /** What the formula reads: the edges of a dependency graph. */
  readonly reads: ReadonlySet<Symbol>;
  /** Calls a connector somewhere. */
  readonly awaits: boolean;
  /** Depends on the clock or on chance. */
  readonly volatile: boolean;
  readonly declarations: readonly Declaration[];
  /** The formula before work was moved to data sources; absent where none was. */
  readonly written?: Checked;
  /** Parts that data sources are asked for, and parts that they cannot do, in order of planning; absent where nothing was planned. */
  readonly delegated?: readonly DelegatedPart[];
}

/** A part of a formula that is asked of a data source, or worked out here although it is about one. */
export interface DelegatedPart extends Span {
  readonly source: string;
  readonly delegated: boolean;
  /** One sentence for people. */
  readonly note: string;
}

/**
 * Checks a formula: resolves names, finds types, makes coercions explicit, and says what is wrong. Never throws; a part that has no type
 * is `invalid` in the tree, and the rest is checked all the same.
 */
export function check(source: string | ParseResult, scope: Scope, options: CheckOptions = {}): CheckResult {
  const features = options.features ?? canvas;
  const parsed = typeof source === 'string' ? parse(source, { features }) : source;
  const checker = new Checker(scope, features, options.behavior ?? false, parsed.text);
  checker.rows = (options.rows ?? []).map((row) => rowNames(row));
  checker.observe = options.observe;
  checker.declared = options.declared;
  // Without any token a formula is no value.
  let formula =
    parsed.tokens.length === 0 && parsed.diagnostics.length === 0 && parsed.expression.kind === 'missing'
      ? checker.literal(null, types.blank, parsed.expression)
      : checker.check(parsed.expression);
  if (options.expected !== undefined) formula = checker.expect(formula, options.expected, unwrap(parsed.expression));
  const diagnostics = [...parsed.diagnostics, ...checker.diagnostics];
  const result: CheckResult = {
    formula,
    type: formula.type,
    diagnostics,
    valid: !diagnostics.some((diagnostic) => diagnostic.severity === 'error'),
    reads: checker.reads,
    awaits: formula.awaits,
    volatile: checker.volatile,
    declarations: checker.declarations,
  };
  return scope.plan?.(result, parsed.text, options.behavior ?? false) ?? result;
}

/** The state of checking one formula. Rules for operators and calls live in files of their own and work on this. */
export class Checker {
  readonly scope: Scope;
  readonly features: Features;
  readonly behavior: boolean;
  readonly text: string;
  diagnostics: Diagnostic[] = [];
  readonly reads = new Set<Symbol>();
  readonly declarations: Declaration[] = [];
  volatile = false;
  /** Row scopes, outermost first. */
  rows: readonly RowNames[] = [];
  observe: CheckOptions['observe'];
  declared: CheckOptions['declared'];
  /** How many of `rows` belong to loops of the formula itself. */
  loops = 0;

  constructor(scope: Scope, features: Features, behavior: boolean, text: string) {
    this.scope = scope;
    this.features = features;
    this.behavior = behavior;
    this.text = text;
  }

  // ---- Diagnostics -----------------------------------------------------------------------------------------------------------------

  error(span: Span, code: string, ...parameters: string[]): void {
    this.report('error', span, code, parameters);
  }

  /** An error that follows from a part without a type: reported, but not shown to people. */
  consequence(span: Span, code: string, ...parameters: string[]): void {
    this.report('error', span, code, parameters, { secondary: true });
  }

  report(
    severity: Diagnostic['severity'],
    span: Span,
    code: string,
    parameters: readonly string[],
    extra: { readonly fixes?: readonly QuickFix[]; readonly secondary?: true } = {},
  ): void {
    this.diagnostics.push({ from: span.from, to: span.to, severity, code, message: message(code, parameters), ...extra });
  }

  invalid(node: Span): Checked {
    return { kind: 'invalid', type: types.unknown, awaits: false, span: node };
  }

  literal(value: Value, type: Type, span: Span): Checked {
    return { kind: 'literal', value, type, awaits: false, span };
  }

  // ---- Expressions -----------------------------------------------------------------------------------------------------------------

  check(node: Expression): Checked {
    const checked = this.rule(node);
    this.observe?.(node, checked, this.rows);
    return checked;
  }

  private rule(node: Expression): Checked {
    switch (node.kind) {
      case 'number':
        return this.number(node.text, node);
      case 'text':
        return this.literal(node.value, types.text, node);
      case 'boolean':
        return this.literal(node.value, types.boolean, node);
      case 'name':
        return this.name(node.name, node);
      case 'global':
        return this.global(node.name, node);
      case 'scoped':
        return this.scoped(node.target, node.name, node);
      case 'member':
        return this.member(node);
      case 'call':
        return checkCall(this, node);
      case 'unary':
        return checkUnary(this, node);
      case 'binary':
        return checkBinary(this, node);
      case 'as':
        this.check(node.value);
        this.error(node.keyword, 'ErrAsNotInContext');
        return this.invalid(node);
      case 'record':
        return this.record(node.fields, node);
      case 'table':
        return this.table(node.items, node);
      case 'interpolation':
        return this.interpolation(node.parts, node);
      case 'chain':
        return this.chain(node.items, node);
      case 'paren':
        return this.check(node.inner);
      case 'missing':
        return this.invalid(node);
    }
  }

  private number(text: string, span: Span): Checked {
    if (this.features.NumberIsFloat) {
      const value = Number(text);
      if (Number.isFinite(value)) return this.literal(value, types.number, span);
    } else {
      const value = Decimal.parse(text);
      if (value instanceof Decimal) return this.literal(value, types.decimal, span);
    }
    this.error(span, 'ErrNumberTooLarge');
    return this.invalid(span);
  }

  // ---- Names -----------------------------------------------------------------------------------------------------------------------

  private name(token: NameToken, span: Span): Checked {
    return this.inRows(token.name, span) ?? this.known(token.name, span) ?? this.unknownName(token, span);
  }

  /** A name of a row scope: the innermost that has it. */
  private inRows(name: string, span: Span): Checked | undefined {
    for (let depth = 0; depth < this.rows.length; depth++) {
      const row = this.rows[this.rows.length - 1 - depth]!;
      if (row.aliases.includes(name)) return this.rowNode(depth, row.type, span);
      if (row.aliasOnly) continue;
      const field = logicalName(row, name);
      if (field !== undefined) return this.fieldOf(this.rowNode(depth, row.type, span), field, row.fields.get(field)!, span);
    }
    return undefined;
  }

  rowNode(depth: number, type: Type, span: Span): Checked {
    return { kind: 'row', depth, type, awaits: false, span };
  }

  fieldOf(target: Checked, name: string, type: Type, span: Span): Checked {
    return { kind: 'field', target, name, type, awaits: target.awaits, span };
  }

  private known(name: string, span: Span): Checked | undefined {
    const symbol = this.scope.symbol(name);
    return symbol && this.symbol(symbol, span);
  }

  symbol(symbol: Symbol, span: Span): Checked {
    this.reads.add(symbol);
    return { kind: 'symbol', symbol, type: symbol.type, awaits: false, span };
  }

  private unknownName(token: NameToken, span: Span): Checked {
    const { rows } = this;
    if (!token.quoted && (token.name === 'Self' || token.name === 'Parent'))
      this.error(token, 'ErrInvalidIdentifier', token.name);
    else if (token.name !== '') this.unknown(token, 'ErrInvalidName', token, token.name, () => this.visibleNames(rows));
    return this.invalid(span);
  }

  /**
   * Reports a name that there is none of, with the name that was probably meant. That one is looked for when somebody reads the message: a
   * large app has thousands of names, and formulas are checked more often than shown.
   */
  unknown(span: Span, code: string, name: NameToken, called: string, candidates: () => Iterable<string>): void {
    let meant: string | undefined | null = null;
    const guess = (): string | undefined => (meant === null ? (meant = nearest(name.name, candidates())) : meant);
    this.diagnostics.push({
      from: span.from,
      to: span.to,
      severity: 'error',
      code,
      get message() {
        const found = guess();
        return message(code, [called, found === undefined ? '' : ` Did you mean "${found}"?`]);
      },
      get fixes() {
        const found = guess();
        return found === undefined ? [] : [rename(name, found)];
      },
    });
  }

  private *visibleNames(rows: readonly RowNames[]): Iterable<string> {
    for (const row of rows) {
      yield* row.aliases;
      if (!row.aliasOnly) yield* row.fields.keys();
    }
    for (const symbol of this.scope.symbols()) yield symbol.name;
    for (const set of this.scope.optionSets()) yield set.name;
    for (const namespace of this.scope.namespaces()) yield namespace.name;
  }

  private global(token: NameToken, span: Span): Checked {
    if (this.features.DisableRowScopeDisambiguationSyntax) this.error(span, 'ErrBadToken', '[@');
    return this.known(token.name, span) ?? this.unknownName(token, span);
  }

  /** `Table[@Field]`: the field in the row scope of that table, or with that alias. */
  private scoped(target: Expression, token: NameToken, span: Span): Checked {
    if (this.features.DisableRowScopeDisambiguationSyntax) this.error(span, 'ErrBadToken', '[@');
    const name = unwrap(target);
    for (let depth = 0; depth < this.rows.length; depth++) {
      const row = this.rows[this.rows.length - 1 - depth]!;
      const field = logicalName(row, token.name);
      if (field !== undefined && (name.kind !== 'name' || row.aliases.includes(name.name.name) || rowsOf(row, name.name.name))) {
        return this.fieldOf(this.rowNode(depth, row.type, span), field, row.fields.get(field)!, span);
      }
    }
    return this.unknownName(token, span);
  }

  // ---- Members ---------------------------------------------------------------------------------------------------------------------

  private member(node: MemberNode): Checked {
    const base = unwrap(node.target);
    const symbol = this.symbolOf(base);
    const member = symbol?.member?.(node.name.name);
    if (member !== undefined) return this.symbol(member, node);
    if (symbol === undefined && base.kind === 'name' && this.inRows(base.name.name, base) === undefined) {
      const found = this.optionMember(base.name.name, node);
      if (found !== undefined) return found;
    }
    return this.dot(this.check(node.target), node);
  }

  /** The symbol that an expression names, by itself or as a member of another: `Gallery1.Selected`. */
  private symbolOf(expression: Expression): Symbol | undefined {
    const node = unwrap(expression);
    if (node.kind === 'member') return this.symbolOf(node.target)?.member?.(node.name.name);
    if (node.kind !== 'name' || this.inRows(node.name.name, node) !== undefined) return undefined;
    return this.scope.symbol(node.name.name);
  }

  private optionMember(name: string, node: MemberNode): Checked | undefined {
    const known = this.scope.optionSet(name);
    if (known === undefined) return undefined;
    const set = this.features.PowerFxV1CompatibilityRules ? known : (known.legacy ?? known);
    const found = option(set, node.name.name) ?? option(set, byDisplayName(set.displayNames, node.name.name));
    if (found === undefined) {
      this.fieldMissing(node, set.members.keys());
      return this.invalid(node);
    }
    if (set.source === 'enum' && !this.features.StronglyTypedBuiltinEnums) {
      return { kind: 'literal', value: found.value, member: found, type: types[set.backing], awaits: false, span: node };
    }
    return this.literal(found, types.optionType(set), node);
  }

  private dot(target: Checked, node: MemberNode): Checked {
    const { type } = target;
    const span = mark(node);
    if (type.kind === 'unknown') {
      this.consequence(span, 'ErrInvalidDot', 'Error');
      return this.invalid(node);
    }
    if (type.kind === 'dynamic') return this.fieldOf(target, node.name.name, types.dynamic, node);
    if (type.kind === 'record' || type.kind === 'control') {
      const name = logicalName(type, node.name.name);
      return name === undefined ? this.noField(target, node) : this.fieldOf(target, name, type.fields.get(name)!, node);
    }
    if (type.kind === 'table') return this.column(target, type, node);
    if (node.name.name !== '') this.error(span, 'ErrInvalidDot', kindName(type));
    return this.invalid(node);
  }

  /** `table.column`: a table of that column (rules before V1). */
  private column(target: Checked, type: types.TableType, node: MemberNode): Checked {
    const name = logicalName(type, node.name.name);
    if (this.features.PowerFxV1CompatibilityRules) {
      this.error(mark(node), 'ErrDeprecatedDotUseShowColumns', quoteName(node.name.name));
      return this.invalid(node);
    }
    if (name === undefined) return this.noField(target, node);
    return {
      kind: 'column',
      target,
      name,
      type: types.table(new Map([[name, type.fields.get(name)!]])),
      awaits: target.awaits,
      span: node,
    };
  }

  private noField(target: Checked, node: MemberNode): Checked {
    const { type } = target;
    const fields = isAggregate(type) || type.kind === 'control' ? type.fields.keys() : [];
    // What a refused call gives is known by its kind only.
    if (target.kind === 'invalid') this.consequence(mark(node), 'ErrInvalidName', node.name.name, '');
    else this.fieldMissing(node, fields);
    return this.invalid(node);
  }

  private fieldMissing(node: MemberNode, candidates: Iterable<string>): void {
    if (node.name.name === '') return;
    this.unknown(mark(node), 'ErrInvalidName', node.name, node.name.name, () => candidates);
  }

  // ---- Records, tables, texts, chains ----------------------------------------------------------------------------------------------

  private record(fields: readonly { readonly name: NameToken; readonly value: Expression }[], span: Span): Checked {
    const checked: [string, Checked][] = [];
    const fieldTypes = new Map<string, Type>();
    for (const { name, value } of fields) {
      const node = this.check(value);
      if (fieldTypes.has(name.name)) {
        this.error(mark(value), 'ErrMultipleValuesForField_Name', name.name);
        continue;
      }
      if (node.type.kind === 'void') this.error(mark(value), 'ErrRecordDoesNotAcceptThisType');
      fieldTypes.set(name.name, node.type);
      checked.push([name.name, node]);
    }
    return {
      kind: 'record',
      fields: checked,
      type: types.record(fieldTypes),
      awaits: checked.some(([, node]) => node.awaits),
      span,
    };
  }

  private table(items: readonly Expression[], span: Span): Checked {
    const nodes = items.map((item) => this.check(item));
    const wraps = !(
      this.features.TableSyntaxDoesntWrapRecords &&
      nodes.every(({ type }) => type.kind === 'record' || type.kind === 'blank') &&
      nodes.some(({ type }) => type.kind === 'record')
    );
    const type = this.commonOf(nodes, items);
    if (type === undefined) return { ...this.invalid(span), type: types.emptyTable };
    const rows = nodes.map((node) => {
      const value = this.convert(node, type) ?? node;
      if (!wraps) return value;
      return {
        kind: 'record',
        fields: [[types.VALUE, value]],
        type: types.columnOf(type),
        awaits: value.awaits,
        span: value.span,
      } as unknown as Checked;
    });
    const tableType =
      items.length === 0 ? types.emptyTable : wraps ? types.columnOf(type) : types.tableOf(type as types.RecordType);
    return { kind: 'table', rows, type: tableType, awaits: rows.some((row) => row.awaits), span };
  }

  /** The type that all have in common; reports the item that does not fit. */
  private commonOf(nodes: readonly Checked[], items: readonly Expression[]): Type | undefined {
    let type: Type = types.blank;
    for (const [i, node] of nodes.entries()) {
      const common: Type | undefined = node.type.kind === 'void' ? undefined : rowsType(type, node.type, this.features);
      if (common === undefined) {
        this.error(mark(items[i]!), 'ErrTableDoesNotAcceptThisType');
        return undefined;
      }
      type = common;
    }
    return type;
  }

  private interpolation(parts: readonly Expression[], span: Span): Checked {
    const nodes = parts.map((part) => this.check(part));
    const set = concatenatedSet(nodes.map(({ type }) => type));
    if (set !== undefined) {
      const awaits = nodes.some((node) => node.awaits);
      return { kind: 'operator', operator: concatenateOptions(set), operands: nodes, type: types.optionType(set), awaits, span };
    }
    const operands: Checked[] = [];
    let failed = false;
    for (const [i, part] of parts.entries()) {
      const node = nodes[i]!;
      const converted = this.toText(node);
      if (converted === undefined) {
        failed = true;
        if (node.type.kind === 'unknown') this.consequence(mark(part), 'ErrBadType_ExpectedType_ProvidedType', 'Text', 'Error');
        else this.error(mark(part), 'ErrBadType_ExpectedType_ProvidedType', 'Text', kindName(node.type), '');
      } else {
        operands.push(converted);
      }
    }
    if (failed) {
      this.consequence(span, 'ErrInvalidStringInterpolation');
      return this.invalid(span);
    }
    if (operands.every((operand) => operand.kind === 'literal' && typeof operand.value === 'string')) {
      return this.literal(operands.map((operand) => (operand as { value: string }).value).join(''), types.text, span);
    }
    return { kind: 'operator', operator: concatenate, operands, type: types.text, awaits: operands.some((o) => o.awaits), span };
  }

  /** A value as text for `&` and interpolation; identifiers (GUID) only by the rules of V1. */
  toText(node: Checked): Checked | undefined {
    if (node.type.kind === 'guid' && !this.features.PowerFxV1CompatibilityRules) return undefined;
    return node.type.kind === 'unknown' ? undefined : this.convert(node, types.text);
  }

  private chain(items: readonly Expression[], span: Span): Checked {
    const nodes = items.map((item) => {
      const before = this.declarations.length;
      const node = this.check(item);
      if (this.declarations.length > before) this.declared?.(this.declarations.slice(before));
      return node;
    });
    return { kind: 'chain', items: nodes, type: nodes.at(-1)!.type, awaits: nodes.some((node) => node.awaits), span };
  }

  // ---- Types -----------------------------------------------------------------------------------------------------------------------

  /** The node converted to a type, or undefined where it cannot be. */
  convert(node: Checked, to: Type): Checked | undefined {
    const coercion = coercionTo(node.type, to, this.features);
    if (coercion === undefined) return undefined;
    if (coercion === 'same') {
      return to.kind === 'any' || node.type.kind === to.kind || node.type.kind !== 'blank' ? node : { ...node, type: to };
    }
    return { kind: 'coerce', operand: node, coercion, type: to, awaits: node.awaits, span: node.span };
  }

  /** The formula's result as the type that its place wants. */
  expect(node: Checked, to: Type, source: Expression): Checked {
    if (node.type.kind === 'unknown') return node;
    const converted = this.convert(node, to);
    if (converted !== undefined) return converted;
    this.error(source, 'ErrTypeError_Expected_Found', printType(to), printType(node.type));
    return node;
  }

  /** Checks inside a row scope. */
  within<T>(row: RowNames, work: () => T): T {
    const outer = this.rows;
    this.rows = [...outer, row];
    this.loops++;
    try {
      return work();
    } finally {
      this.rows = outer;
      this.loops--;
    }
  }
}

function byDisplayName(names: ReadonlyMap<string, string> | undefined, wanted: string): string {
  for (const [name, display] of names ?? []) if (display === wanted) return name;
  return '';
}

/** Whether a row scope is that of a table with this name; the scope does not keep its source, so the alias alone decides. */
const rowsOf = (row: RowNames, name: string): boolean =>
  row.aliases.includes(name) || (row.type.kind === 'record' && name !== '');

const rename = (token: NameToken, to: string): QuickFix => ({
  from: token.from,
  to: token.to,
  insert: quoteName(to),
  title: `Change to ${quoteName(to)}`,
});
