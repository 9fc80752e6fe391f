import {
  formulaError,
  row,
  types,
  type Assignable,
  type DataSource,
  type FormulaError,
  type Permissions,
  type Row,
  type Symbol,
  type Type,
  type Value,
} from '../formula/index.ts';

const permissions: Permissions = { set: false, deep: false, mutate: true };

const noRows: Value = [];

/**
 * A data source that an app names and nobody has bound: an empty table with the columns that the app speaks of, so that the rest of the app
 * works. Changing it is an error that says so.
 */
export class UnboundSource implements DataSource, Symbol {
  readonly name: string;
  private readonly columns: () => Iterable<string>;
  private made: Type | undefined;
  readonly role = 'collection';
  readonly permissions = permissions;
  readonly nodes = [];
  private readonly missing: FormulaError;

  constructor(name: string, columns: () => Iterable<string>) {
    this.name = name;
    this.columns = columns;
    this.missing = formulaError(
      'NotSupported',
      `The data source ${name} is not connected. Bind a service, or give the app a collection of that name.`,
    );
  }

  /** What the columns hold is not known: each becomes what a formula asks for. */
  get type(): Type {
    return (this.made ??= types.table(new Map([...this.columns()].map((column) => [column, types.dynamic]))));
  }

  get place(): Assignable {
    return this;
  }

  read(): Value {
    return noRows;
  }

  write(): void {
    // Never asked for: the checker refuses it.
  }

  create(): Value {
    return this.missing;
  }

  update(): Value {
    return this.missing;
  }

  remove(): Value {
    return this.missing;
  }

  clear(): Value {
    return this.missing;
  }

  refresh(): Value {
    return this.missing;
  }

  defaults(): Row {
    return this.type.kind === 'table' ? row([...this.type.fields.keys()].map((name) => [name, null])) : {};
  }
}
