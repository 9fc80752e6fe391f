import { constantText } from '../constant.ts';
import type { CallShape } from '../function.ts';
import * as types from '../type.ts';
import { kindName, type Type } from '../type.ts';
import { commonType } from '../unify.ts';

/**
 * The one type of several results: the first's, the others converted to it. Without a common type a behavior gives nothing (void), and a
 * value formula is refused.
 */
export function results(call: CallShape, indexes: readonly number[]): Type {
  let type: Type = types.blank;
  for (const i of indexes) {
    const common = commonType(type, call.types[i]!, call.features);
    if (common === undefined) {
      if (call.behavior) return types.voidType;
      call.error('call', 'ErrBadType_NonBehavioralVoidExpression', kindName(type));
      return types.unknown;
    }
    type = common;
  }
  for (const i of indexes) call.coerce(i, type);
  return type;
}

/** The type of an argument as it was written, before its parameter converted it. */
export function writtenType(call: CallShape, index: number): Type {
  const node = call.args[index];
  return node === undefined ? types.unknown : node.kind === 'coerce' ? node.operand.type : node.type;
}

/** The text of an argument that was written as a constant text or member of an enum; undefined where it is none. */
export function constantAt(call: CallShape, index: number): string | undefined {
  const { kind } = writtenType(call, index);
  return kind === 'text' || kind === 'option' ? constantText(call.args[index]!) : undefined;
}

/** Every `step`th number from `from`, below `to`. */
export const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
