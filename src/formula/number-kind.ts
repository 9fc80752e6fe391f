import type { Features } from './features.ts';
import type { Type } from './type.ts';

/**
 * Whether computing with operands of these types is done in doubles or in decimals (SEMANTICS 5.2). Where literals are doubles: decimals
 * only if all operands are; where they are decimals: doubles if one operand is.
 */
export function numberKind(operands: readonly Type[], features: Features): 'number' | 'decimal' {
  if (features.NumberIsFloat) {
    return operands.length > 0 && operands.every(({ kind }) => kind === 'decimal') ? 'decimal' : 'number';
  }
  return operands.some(({ kind }) => kind === 'number') ? 'number' : 'decimal';
}
