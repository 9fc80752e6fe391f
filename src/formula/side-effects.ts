import type { Checked } from './checked.ts';

/** Whether evaluating a part of a formula changes something. */
export function changesThings(node: Checked): boolean {
  switch (node.kind) {
    case 'call':
      return node.function.behavior === true || node.args.some(({ node: arg }) => changesThings(arg));
    case 'field':
    case 'column':
      return changesThings(node.target);
    case 'operator':
      return node.operands.some(changesThings);
    case 'record':
      return node.fields.some(([, value]) => changesThings(value));
    case 'table':
      return node.rows.some(changesThings);
    case 'coerce':
      return changesThings(node.operand);
    case 'chain':
      return node.items.some(changesThings);
    default:
      return false;
  }
}
