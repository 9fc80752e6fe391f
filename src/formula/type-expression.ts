import type { Checker } from './check.ts';
import { mark } from './marks.ts';
import { unwrap, type Expression } from './expression.ts';
import * as types from './type.ts';
import type { Type } from './type.ts';

/**
 * A type as it is written in a formula: a name (`Number`), `Type({a: Number})`, a record of types, `[…]` for a table, `RecordOf(T)`.
 * Reports what is no type; undefined then.
 */
export function readTypeExpression(checker: Checker, node: Expression): Type | undefined {
  const inner = unwrap(node);
  if (inner.kind === 'name') return named(checker, inner.name.name, node);
  if (inner.kind === 'call' && inner.callee.kind === 'name' && inner.callee.name.name === 'Type' && inner.args.length === 1) {
    return readType(checker, inner.args[0]!);
  }
  checker.error(mark(node), 'ErrInvalidArgumentExpectedType', checker.text.slice(node.from, node.to));
  return undefined;
}

function named(checker: Checker, name: string, node: Expression): Type | undefined {
  const type = checker.scope.type(name);
  if (type === undefined) checker.error(mark(node), 'ErrInvalidName', name, '');
  return type;
}

function readType(checker: Checker, node: Expression): Type | undefined {
  const inner = unwrap(node);
  switch (inner.kind) {
    case 'name':
      return named(checker, inner.name.name, node);
    case 'record': {
      const fields = new Map<string, Type>();
      for (const { name, value } of inner.fields) {
        const type = readType(checker, value);
        if (type === undefined) return undefined;
        fields.set(name.name, type);
      }
      return types.record(fields);
    }
    case 'table': {
      const [item] = inner.items;
      const type = inner.items.length === 1 && item !== undefined ? readType(checker, item) : undefined;
      if (type === undefined) break;
      return type.kind === 'record' ? types.tableOf(type) : types.columnOf(type);
    }
    case 'call': {
      const [arg] = inner.args;
      if (inner.callee.kind === 'name' && inner.callee.name.name === 'RecordOf' && arg !== undefined) {
        const type = readType(checker, arg);
        if (type?.kind === 'table') return types.rowType(type);
      }
      break;
    }
    default:
      break;
  }
  checker.error(mark(node), 'ErrTypeFunction_InvalidTypeExpression', checker.text.slice(node.from, node.to));
  return undefined;
}
