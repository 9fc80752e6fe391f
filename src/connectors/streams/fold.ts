import { isTable, type Json, type TableRow, type Value } from '../../formula/index.ts';
import { member } from '../json.ts';
import type { StreamPlan } from './plan.ts';

/** What the items that have arrived make together. */
export interface Fold {
  /** Takes an item in. `read` makes its value and may change the JSON. */
  add(json: Json, read: (json: Json) => Value): void;
  /** A new value for what there is now; undefined before there is any. */
  value(): Value | undefined;
}

/** The fold of a plan; `most` is how many rows are kept. */
export function foldOf(plan: StreamPlan, most: number): Fold {
  if (plan.value === 'newest') return new Newest();
  return plan.value === 'keyed' ? new Keyed(plan, most) : new Rows(most);
}

/** Each item adds a row; the oldest go. */
class Rows implements Fold {
  private rows: TableRow[] = [];
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  add(json: Json, read: (json: Json) => Value): void {
    this.rows.push(read(json) as TableRow);
    // Not at every row: moving all of them costs.
    if (this.rows.length > this.most * 2) this.rows = this.rows.slice(-this.most);
  }

  value(): Value {
    return this.rows.slice(-this.most);
  }
}

/** An item takes the place of the row with its key, or adds one; an item marked as removed takes its row away. */
class Keyed implements Fold {
  private readonly rows = new Map<string, TableRow>();
  private readonly plan: StreamPlan;
  private readonly most: number;
  private unnamed = 0;

  constructor(plan: StreamPlan, most: number) {
    this.plan = plan;
    this.most = most;
  }

  add(json: Json, read: (json: Json) => Value): void {
    const key = this.keyOf(json);
    if (isSet(member(json, this.plan.removed))) this.rows.delete(key);
    else this.rows.set(key, read(json) as TableRow);
    if (this.rows.size > this.most) this.rows.delete(this.rows.keys().next().value!);
  }

  value(): Value {
    return [...this.rows.values()];
  }

  /** A row without a key stays for itself. */
  private keyOf(json: Json): string {
    const key = member(json, this.plan.key);
    return key === null || key === undefined ? `- ${this.unnamed++}` : `= ${JSON.stringify(key)}`;
  }
}

const isSet = (mark: unknown): boolean => mark !== undefined && mark !== null && mark !== false && mark !== '';

/** The newest item is the value. */
class Newest implements Fold {
  private item: Value | undefined;

  add(json: Json, read: (json: Json) => Value): void {
    this.item = read(json);
  }

  value(): Value | undefined {
    return this.item !== undefined && this.item !== null && isTable(this.item) ? [...this.item] : this.item;
  }
}
