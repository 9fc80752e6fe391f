import type { Checker } from './check.ts';
import type { Span } from './diagnostic.ts';
import { mark } from './marks.ts';
import { unwrap, type CallNode, type Expression, type NameNode } from './expression.ts';
import * as types from './type.ts';
import type { Type } from './type.ts';

/** `Type(…)`: a type where one is expected, and a mistake anywhere else. */
export const isTypeCall = (node: Expression): node is CallNode & { readonly callee: NameNode } =>
  node.kind === 'call' && node.callee.kind === 'name' && node.callee.name.name === 'Type';

/** What is marked when an argument is wrong: of `Type(…)` its parenthesis, as the reference does. */
export function typeMark(node: Expression): Span {
  const inner = unwrap(node);
  return isTypeCall(inner) ? inner.open : mark(node);
}

/** Type names for declarations only. */
const declarationsOnly: ReadonlySet<string> = new Set(['DateTimeTZInd']);

/**
 * A type as an argument of `call`: a name (`Number`), or `Type({a: Number})`. Reports what is no type; undefined then.
 */
export function readTypeExpression(checker: Checker, node: Expression, call: CallNode): Type | undefined {
  const inner = unwrap(node);
  if (isTypeCall(inner) && inner.args.length === 1) {
    const type = readType(checker, inner.args[0]!);
    if (type === undefined) notInType(checker, inner.open, checker.text.slice(inner.from, inner.to));
    return type;
  }
  const text = checker.text.slice(node.from, node.to);
  if (inner.kind !== 'name') {
    checker.error(mark(node), 'ErrInvalidArgumentExpectedType', text);
    return undefined;
  }
  const type = declarationsOnly.has(inner.name.name) ? undefined : checker.scope.type(inner.name.name);
  if (type === undefined) {
    checker.error(mark(node), 'ErrInvalidName', inner.name.name, '');
    checker.error(call, 'ErrInvalidArgumentExpectedType', text);
  }
  return type;
}

const notInType = (checker: Checker, span: Span, text: string): void =>
  checker.error(span, 'ErrTypeFunction_InvalidTypeExpression', text);

/**
 * A type as it is written inside `Type(…)` and in declarations: a name, a record of types, `[…]` for a table, `RecordOf(Name)` for the rows
 * of a named one. Reports what is none; undefined then.
 */
export function readType(checker: Checker, node: Expression): Type | undefined {
  const inner = unwrap(node);
  switch (inner.kind) {
    case 'name': {
      const type = checker.scope.type(inner.name.name);
      if (type === undefined) checker.error(mark(node), 'ErrInvalidName', inner.name.name, '');
      return type;
    }
    case 'record': {
      const fields = new Map<string, Type>();
      let whole = true;
      for (const { name, value } of inner.fields) {
        const type = readType(checker, value);
        if (fields.has(name.name)) checker.error(name, 'ErrColConflict_Name', name.name);
        whole &&= type !== undefined && !fields.has(name.name);
        fields.set(name.name, type ?? types.unknown);
      }
      return whole ? types.record(fields) : undefined;
    }
    case 'table': {
      const [item] = inner.items;
      if (inner.items.length !== 1 || item === undefined) break;
      const type = readType(checker, item);
      if (type === undefined) return undefined;
      return type.kind === 'record' ? types.tableOf(type) : types.columnOf(type);
    }
    case 'call': {
      const [arg] = inner.args;
      const ofName = inner.callee.kind === 'name' && inner.callee.name.name === 'RecordOf' && inner.args.length === 1;
      if (ofName && arg?.kind === 'name') {
        const type = readType(checker, arg);
        if (type === undefined) return undefined;
        if (type.kind === 'table') return types.rowType(type);
      }
      break;
    }
    case 'missing':
      return undefined;
    default:
      break;
  }
  notInType(checker, mark(node), checker.text.slice(node.from, node.to));
  return undefined;
}
