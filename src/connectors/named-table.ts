import {
  factsOf,
  field,
  isRow,
  row,
  types,
  withFacts,
  type ColumnFacts,
  type FormulaError,
  type FunctionDefinition,
  type Row,
  type Table,
  type TableType,
  type Value,
} from '../formula/index.ts';
import type { ServiceTable, TableCall } from './service-table.ts';

/** What an app calls a table of a service, where that is another name: `"Orders"`, or with the names of columns. */
export type TableNaming =
  | string
  | {
      /** The table's own name: `Customers`. */
      readonly table: string;
      /** The app's name of a column, and the service's: `{"fullname": "name"}`. A column may have several; others keep their names. */
      readonly columns?: { readonly [name: string]: string };
    };

/** Tables under further names: those that apps have for them. One that is not there is left out. */
export function withNames(
  tables: ReadonlyMap<string, ServiceTable>,
  names: { readonly [name: string]: TableNaming } = {},
): ReadonlyMap<string, ServiceTable> {
  const all = new Map(tables);
  for (const [name, naming] of Object.entries(names)) {
    const given = typeof naming === 'string' ? { table: naming } : naming;
    const table = tables.get(given.table);
    if (table !== undefined) all.set(name, new NamedTable(name, table, given.columns ?? {}));
  }
  return all;
}

/** A table of a service under the names of an app. */
class NamedTable implements ServiceTable {
  readonly name: string;
  private readonly table: ServiceTable;
  /** The service's names by the app's, and the other way round. */
  private readonly inside: ReadonlyMap<string, string>;
  private readonly outside: ReadonlyMap<string, readonly string[]>;
  private readonly shown = new WeakMap<Table, Table>();

  constructor(name: string, table: ServiceTable, columns: { readonly [name: string]: string }) {
    this.name = name;
    this.table = table;
    this.inside = new Map(Object.entries(columns));
    const outside = new Map<string, string[]>();
    for (const [own, given] of this.inside) outside.set(given, [...(outside.get(given) ?? []), own]);
    this.outside = outside;
  }

  get path(): string {
    return this.table.path;
  }

  get capabilities(): ServiceTable['capabilities'] {
    return this.table.capabilities;
  }

  get type(): TableType | undefined {
    const { type } = this.table;
    return (
      type && types.table(new Map([...type.fields].flatMap(([name, of]) => this.namesOf(name).map((own) => [own, of] as const))))
    );
  }

  list(): TableCall {
    return this.table.list();
  }

  /** The same rows are the same again: what is shown of them is not made anew. */
  rowsOf(answer: Value): Value {
    const rows = this.table.rowsOf(answer);
    if (!Array.isArray(rows) || this.outside.size === 0) return rows;
    const table = rows as Table;
    let named = this.shown.get(table);
    if (named === undefined) {
      named = table.map((one) => (isRow(one) ? this.rowOf(one) : one));
      const facts = factsOf(table);
      if (facts !== undefined) withFacts(named, facts);
      this.shown.set(table, named);
    }
    return named;
  }

  rowOf(record: Row): Row {
    return row(Object.keys(record).flatMap((name) => this.namesOf(name).map((own) => [own, field(record, name)] as const)));
  }

  create(values: Row): TableCall | FormulaError {
    return this.table.create(this.own(values));
  }

  update(record: Row, changes: Row, unchanged?: boolean): TableCall | FormulaError {
    return this.table.update(this.own(record), this.own(changes), unchanged);
  }

  remove(record: Row): TableCall | FormulaError {
    return this.table.remove(this.own(record));
  }

  read(record: Row): TableCall | FormulaError | undefined {
    return this.table.read?.(this.own(record));
  }

  relate(related: Table, record: Row, add: boolean): TableCall | FormulaError | undefined {
    return this.table.relate?.(related, record, add);
  }

  same(a: Row, b: Row): boolean {
    return this.table.same(this.own(a), this.own(b));
  }

  hasKey(record: Row): boolean {
    return this.table.hasKey(this.own(record));
  }

  column(name: string): ColumnFacts | undefined {
    return this.table.column(this.inside.get(name) ?? name);
  }

  concerns(operation: FunctionDefinition): boolean {
    return this.table.concerns(operation);
  }

  private namesOf(column: string): readonly string[] {
    return this.outside.get(column) ?? [column];
  }

  private own(record: Row): Row {
    return row(Object.keys(record).map((name) => [this.inside.get(name) ?? name, field(record, name)]));
  }
}
