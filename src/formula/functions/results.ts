import { constantText } from '../constant.ts';
import type { CallShape } from '../function.ts';
import * as types from '../type.ts';
import { kindName, type Type } from '../type.ts';
import { commonType } from '../unify.ts';

/** What a call becomes whose results have no common type; `type` is that of the results before the one at `index`. */
type Mismatch = (call: CallShape, type: Type, index: number) => Type;

/** A behavior gives nothing (void), a value formula is refused. */
const refuseCall: Mismatch = (call, type) => {
  if (call.behavior) return types.voidType;
  call.error('call', 'ErrBadType_NonBehavioralVoidExpression', kindName(type));
  return types.unknown;
};

/** The result that does not fit is refused. */
export const refuseArgument: Mismatch = (call, type, index) => {
  call.error(index, 'ErrBadType_ExpectedType_ProvidedType', kindName(type), kindName(call.types[index]!), '');
  return types.unknown;
};

/** The one type of several results: the first's, the others converted to it. */
export function results(call: CallShape, indexes: readonly number[], mismatch = refuseCall): Type {
  let type: Type = types.blank;
  for (const i of indexes) {
    const common = commonType(type, call.types[i]!, call.features);
    if (common === undefined) return mismatch(call, type, i);
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
