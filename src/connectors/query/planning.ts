import type { Checked, Span } from '../../formula/core.ts';
import type { Reason } from './delegation.ts';
import type { QueryCapabilities, QueryColumn } from './query.ts';

/** Something with a place in the formula's text. */
export interface Placed {
  readonly span: Span;
}

/** What planning the parts of one query shares. */
export interface Planning {
  readonly abilities: QueryCapabilities;
  readonly zone: string;
  /** The column that a name means where the formula stands; undefined for one that the formula made. */
  columnOf(name: string): QueryColumn | undefined;
  /** Keeps a formula to be evaluated once, outside of the rows; gives its number among the values. */
  capture(node: Checked): number;
  refuse(part: Placed, reason: Reason, instead?: Rewrite): void;
}

/** What could be written instead, made from the formula's text. */
export type Rewrite = (text: string) => { readonly title: string; readonly insert: string } | undefined;

/** The column of the row that a part is; of a related record too: `Customer.Country`. */
export function columnAt(node: Checked, planning: Pick<Planning, 'columnOf'>): QueryColumn | undefined {
  const name = pathOf(node);
  return name === undefined ? undefined : planning.columnOf(name);
}

function pathOf(node: Checked): string | undefined {
  if (node.kind !== 'field') return undefined;
  if (node.target.kind === 'row') return node.target.depth === 0 ? node.name : undefined;
  const before = pathOf(node.target);
  return before === undefined ? undefined : `${before}.${node.name}`;
}
