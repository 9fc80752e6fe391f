import type { Checked } from './checked.ts';
import { compile } from './compile.ts';
import { FormulaError } from './error.ts';
import { stillFrame } from './evaluate.ts';
import { OptionValue } from './option-set.ts';
import { row, type Value } from './value.ts';

/*
 * Formulas whose value is known when they are checked: literals, members of enums, and operators and folding functions over such.
 */

function isConstant(node: Checked): boolean {
  switch (node.kind) {
    case 'literal':
      return true;
    case 'coerce':
      return isConstant(node.operand);
    case 'operator':
      return node.operator.folds === true && node.operands.every(isConstant);
    case 'call':
      return node.function.folds === true && node.args.every((arg) => isConstant(arg.node));
    default:
      return false;
  }
}

const constantOf = (node: Checked): Value => (node.kind === 'literal' ? node.value : compile(node)(stillFrame()));

/** What is known of a formula's value before it runs: a constant, or a record with those fields that are; undefined for anything else. */
export function knownValue(node: Checked): Value | undefined {
  if (node.kind === 'coerce' && node.operand.kind === 'record') return knownValue(node.operand);
  if (node.kind === 'record')
    return row(
      node.fields.flatMap(([name, of]) => {
        const value = knownValue(of);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  if (!isConstant(node)) return undefined;
  const value = constantOf(node);
  return value instanceof FormulaError ? undefined : value;
}

/** The text that a formula always gives; undefined where it depends on anything, or gives no text. */
export function constantText(node: Checked): string | undefined {
  if (!isConstant(node)) return undefined;
  const value = constantOf(node);
  if (value instanceof OptionValue) return typeof value.value === 'string' ? value.value : undefined;
  return typeof value === 'string' ? value : undefined;
}
