import {
  formulaError,
  row,
  rowIndex,
  type Assignable,
  type Row,
  type Symbol,
  type Table,
  type Type,
  type Value,
  type WritableTable,
} from '../formula/index.ts';
import type { Cause, Touched } from './cause.ts';
import type { Cell } from './graph.ts';

/** A variable of the app or of a screen: blank until it is set. */
export class Variable implements Assignable, Symbol, Touched {
  readonly name: string;
  type: Type;
  /** The type of the value that the host of the app gave it. */
  given: Type | undefined;
  readonly cell: Cell;
  readonly role = 'variable';
  cause: Cause | undefined;
  touched: number | undefined;

  constructor(name: string, type: Type, cell: Cell) {
    this.name = name;
    this.type = type;
    this.cell = cell;
  }

  get nodes(): readonly Cell[] {
    return [this.cell];
  }

  /** Behaviors may change it. */
  get place(): Assignable {
    return this;
  }

  read(): Value {
    return this.cell.read();
  }

  write(value: Value): void {
    this.cell.set(value);
  }
}

const notFound = formulaError('NotFound', 'The record is not in the collection. It may have been changed or removed meanwhile.');

/**
 * A collection: a table that lives as long as the app. A record is found by being the very same, or by being equal in all columns. Each
 * change makes a new table, so whoever read the old one keeps it.
 */
export class Collection implements WritableTable, Symbol, Touched {
  readonly name: string;
  type: Type;
  readonly cell: Cell;
  readonly role = 'collection';
  cause: Cause | undefined;
  touched: number | undefined;

  constructor(name: string, type: Type, cell: Cell) {
    this.name = name;
    this.type = type;
    this.cell = cell;
  }

  get nodes(): readonly Cell[] {
    return [this.cell];
  }

  /** Behaviors may change it. */
  get place(): WritableTable {
    return this;
  }

  read(): Value {
    return this.cell.read();
  }

  write(value: Value): void {
    this.cell.set(Array.isArray(value) ? value : []);
  }

  create(rows: readonly Row[]): Value {
    this.cell.set([...this.rows, ...rows]);
    return rows.length === 1 ? rows[0]! : rows;
  }

  update(record: Row, changes: Row): Value {
    const index = rowIndex(this.rows, record);
    if (index < 0) return notFound;
    const stored = row([...Object.entries(this.rows[index] as Row), ...Object.entries(changes)]);
    this.cell.set(this.rows.with(index, stored));
    return stored;
  }

  remove(rows: readonly Row[]): Value {
    const left = [...this.rows];
    let missing = false;
    for (const record of rows) {
      const index = rowIndex(left, record);
      if (index < 0) missing = true;
      else left.splice(index, 1);
    }
    this.cell.set(left);
    return missing ? notFound : left;
  }

  clear(): Value {
    this.cell.set([]);
    return null;
  }

  defaults(): Row {
    return this.type.kind === 'table' ? row([...this.type.fields.keys()].map((name) => [name, null])) : {};
  }

  refresh(): Value {
    return true;
  }

  private get rows(): Table {
    const value = this.cell.read();
    return Array.isArray(value) ? (value as Table) : [];
  }
}
