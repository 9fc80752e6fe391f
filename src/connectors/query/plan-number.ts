import type { Checked, Value } from '../../formula/core.ts';
import { holds, near, numberOf, anyRow, exactly, type Bound } from './bind-value.ts';
import { isOuter, moved } from './checked-tree.ts';
import { columnAt, type Planning } from './planning.ts';
import { isBlank, joined, always, never, type Comparison, type Operand, type Predicate, type QueryColumn } from './query.ts';

/*
 * Sums, differences and products of columns and outer values.
 */

export type NumberPlan =
  | { readonly kind: 'column'; readonly column: QueryColumn }
  | { readonly kind: 'outer'; readonly slot: number }
  | {
      readonly kind: 'arithmetic';
      readonly operator: 'add' | 'sub' | 'mul';
      readonly left: NumberPlan;
      readonly right: NumberPlan;
    };

const operators: ReadonlyMap<string, 'add' | 'sub' | 'mul'> = new Map([
  ['add', 'add'],
  ['subtract', 'sub'],
  ['multiply', 'mul'],
]);

/** A number of each row as a source can compute it; undefined where it cannot. */
export function planNumber(node: Checked, planning: Planning): NumberPlan | undefined {
  if (node.type.kind !== 'number') return undefined;
  if (isOuter(node)) return { kind: 'outer', slot: planning.capture(moved(node, -1)) };
  const column = columnAt(node, planning);
  if (column !== undefined) return column.kind === 'number' && column.filter ? { kind: 'column', column } : undefined;
  const operator = node.kind === 'operator' ? operators.get(node.operator.name) : undefined;
  if (node.kind !== 'operator' || operator === undefined || !planning.abilities.functions.has(operator)) return undefined;
  const [first, second] = node.operands as readonly [Checked, Checked];
  const left = planNumber(first, planning);
  const right = left && planNumber(second, planning);
  return left && right && { kind: 'arithmetic', operator, left, right };
}

export function columnsOf(plan: NumberPlan): readonly QueryColumn[] {
  if (plan.kind === 'column') return [plan.column];
  return plan.kind === 'outer' ? [] : [...columnsOf(plan.left), ...columnsOf(plan.right)];
}

/** The operand, outer values put in; undefined where one is no number. */
export function operandOf(plan: NumberPlan, like: QueryColumn, values: readonly Value[]): Operand | undefined {
  if (plan.kind === 'column') return plan;
  if (plan.kind === 'outer') {
    const value = numberOf(values[plan.slot] ?? null);
    return value === undefined ? undefined : { kind: 'constant', value, like };
  }
  const left = operandOf(plan.left, like, values);
  const right = left && operandOf(plan.right, like, values);
  return left && right && { kind: 'arithmetic', operator: plan.operator, left, right };
}

/** How far from zero a computed number can be while doubles and the service's numbers agree on it; infinite where they may not. */
export function reach(operand: Operand): number {
  if (operand.kind === 'column') {
    const { whole } = operand.column;
    return whole === undefined ? Infinity : Math.max(Math.abs(whole.min), Math.abs(whole.max));
  }
  if (operand.kind === 'constant') return Number.isInteger(operand.value) ? Math.abs(operand.value as number) : Infinity;
  const [left, right] = [reach(operand.left), reach(operand.right)];
  return operand.operator === 'mul' ? left * right : left + right;
}

/** A computed number compared with a value. Services may compute with other digits than doubles: nearby rows are then looked through. */
export function bindArithmetic(plan: NumberPlan, operator: Comparison, value: Value, values: readonly Value[]): Bound {
  const number = numberOf(value);
  const [like] = columnsOf(plan);
  const left = like && operandOf(plan, like, values);
  if (number === undefined || like === undefined || left === undefined || value === null) return anyRow;
  const blanks = columnsOf(plan).filter(({ nullable }) => nullable);
  const orBlank = (predicate: Predicate): Predicate => joined('or', [predicate, ...blanks.map((column) => isBlank(column))]);
  if (reach(left) <= Number.MAX_SAFE_INTEGER) {
    if (Math.abs(number) > Number.MAX_SAFE_INTEGER) return exactly(holds(0, operator, number) ? always : never);
    const right: Operand = { kind: 'constant', value: number, like: { ...like, type: 'Edm.Double' } };
    return { predicate: orBlank({ kind: 'compare', left, operator, right }), exact: blanks.length === 0 };
  }
  return {
    predicate: orBlank(near(left, { ...like, type: 'Edm.Double' }, operator, number, 0.001 + Math.abs(number) * 1e-6)),
    exact: false,
  };
}
