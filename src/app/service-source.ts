import type { ServiceTable, TableCall } from '../connectors/index.ts';
import {
  equal,
  ErrorKind,
  FormulaError,
  formulaError,
  isRow,
  printValue,
  row,
  types,
  type Assignable,
  type ColumnFacts,
  type DataSource,
  type FunctionDefinition,
  type Permissions,
  type Row,
  type RowProblem,
  type SourceCapabilities,
  type Symbol,
  type Table,
  type Type,
  type Value,
} from '../formula/index.ts';
import { callFormula, type CallFormula } from './call-formula.ts';
import type { CallPool } from './calls.ts';
import type { Cell, Graph, Node } from './graph.ts';

/** Rows may be changed one by one; the table as a whole is the service's. */
const permissions: Permissions = { set: false, deep: false, mutate: true };

const notAll = formulaError('NotSupported', 'The rows of a service are removed one by one. Use Remove or RemoveIf.');

/** A table of a service as a data source of an app. Its rows are asked for when a formula reads them, and again after each change. */
export class ServiceSource implements DataSource, Symbol {
  readonly name: string;
  readonly role = 'collection';
  readonly permissions = permissions;
  private readonly table: ServiceTable;
  private readonly graph: Graph;
  private readonly pool: CallPool;
  private readonly noted: Cell;
  private rows: CallFormula | undefined;
  private list: readonly RowProblem[] = [];

  constructor(table: ServiceTable, graph: Graph, pool: CallPool) {
    this.name = table.name;
    this.table = table;
    this.graph = graph;
    this.pool = pool;
    this.noted = graph.cell(0);
  }

  get summary(): string {
    return `The rows of ${this.table.path}.`;
  }

  get type(): Type {
    return this.table.type ?? types.emptyTable;
  }

  get place(): Assignable {
    return this;
  }

  get capabilities(): SourceCapabilities {
    return this.table.capabilities;
  }

  /** The call that lists the rows, as a node of the graph. */
  get call(): CallFormula {
    return (this.rows ??= callFormula(this.graph, [], this.pool, (calls) => {
      const { operation, args } = this.table.list();
      const answer = calls.read(this, operation, args);
      return answer instanceof FormulaError ? answer : this.table.rowsOf(answer);
    }));
  }

  /** Whether a node is the rows of this table. */
  isCalledBy(node: Node): boolean {
    return this.rows?.node === node;
  }

  get nodes(): readonly Node[] {
    return [this.call.node, this.noted];
  }

  read(): Value {
    return this.call.node.read();
  }

  write(): void {
    // Never asked for: the checker refuses it.
  }

  async create(rows: readonly Row[]): Promise<Value> {
    const stored: Value[] = [];
    for (const values of rows) {
      const result = await this.make(this.table.create(values), null);
      if (result instanceof FormulaError) return result;
      stored.push(isRow(result) ? (this.table.rowOf?.(result) ?? result) : values);
    }
    await this.refresh();
    return stored.length === 1 ? stored[0]! : (stored as Row[]);
  }

  async update(record: Row, changes: Row, unchanged = false): Promise<Value> {
    const result = await this.make(this.table.update(record, changes, unchanged), record, changes);
    if (result instanceof FormulaError) return result;
    await this.refresh();
    return isRow(result) ? (this.table.rowOf?.(result) ?? result) : row([...Object.entries(record), ...Object.entries(changes)]);
  }

  async remove(rows: readonly Row[]): Promise<Value> {
    for (const record of rows) {
      const result = await this.make(this.table.remove(record), record);
      if (result instanceof FormulaError) return result;
    }
    await this.refresh();
    return null;
  }

  clear(): Value {
    return notAll;
  }

  has(record: Row): boolean {
    return this.table.hasKey(record);
  }

  defaults(): Row {
    const columns = this.type.kind === 'table' ? [...this.type.fields.keys()] : [];
    return row(columns.map((name) => [name, this.column(name)?.default ?? null]));
  }

  /** Asks anew for what formulas show of the service. */
  refresh(): Promise<Value> {
    return this.pool.refresh((operation: FunctionDefinition) => this.table.concerns(operation));
  }

  column(name: string): ColumnFacts | undefined {
    return this.table.column(name);
  }

  problems(): readonly RowProblem[] {
    return this.list;
  }

  revert(record: Row | undefined): Promise<Value> {
    this.note(this.list.filter((problem) => record !== undefined && !this.isAbout(problem, record)));
    return this.refresh();
  }

  dispose(): void {
    this.rows?.dispose();
  }

  /** Makes a call, and keeps why it was refused. */
  private async make(call: TableCall | FormulaError, record: Row | null, changes?: Row): Promise<Value> {
    const answer = call instanceof FormulaError ? call : await this.pool.once(call.operation, call.args);
    const isConflict = answer instanceof FormulaError && answer.kind === ErrorKind.Conflict && record !== null;
    const result = isConflict ? await this.withVersions(answer, record, changes) : this.rowIn(answer, record);
    const others = this.list.filter((problem) => !this.isAbout(problem, record));
    this.note(result instanceof FormulaError ? [...others, ...problemsIn(result, record)] : others);
    return result;
  }

  /** The row that a change gave: services that change rows by a condition answer with a list. */
  private rowIn(answer: Value, record: Row | null): Value {
    if (!Array.isArray(answer)) return answer;
    const rows: Table = answer;
    if (rows.length > 0 || record === null) return rows[0] ?? null;
    return formulaError('NotFound', `${this.name} has no such row any more: it may have been removed meanwhile. Refresh it.`);
  }

  /** A conflict with both versions: the row as it was to be, and as the service has it now; blank where it is gone. */
  private async withVersions(error: FormulaError, record: Row, changes: Row | undefined): Promise<FormulaError> {
    const call = this.table.read?.(record);
    if (call === undefined || call instanceof FormulaError) return error;
    const answer = await this.pool.once(call.operation, call.args);
    const gone = answer instanceof FormulaError && answer.kind === ErrorKind.NotFound;
    const now = isRow(answer) ? (this.table.rowOf?.(answer) ?? answer) : null;
    if (now === null && !gone) return error;
    const mine = changes === undefined ? null : row([...Object.entries(record), ...Object.entries(changes)]);
    const versions = { mine: printValue(mine), theirs: printValue(now) };
    return new FormulaError(error.errors.map((one) => ({ ...one, details: { ...one.details, ...versions } })));
  }

  /** Adds a record to a table of related records of one of the rows, or takes it out; undefined where the table is none of these. */
  relate(related: Table, record: Row, add: boolean): Promise<Value> | undefined {
    const call = this.table.relate?.(related, record, add);
    if (call === undefined) return undefined;
    return this.make(call, null).then(async (result) => (result instanceof FormulaError ? result : this.refresh()));
  }

  private isAbout(problem: RowProblem, record: Row | null): boolean {
    if (problem.row === null || record === null) return problem.row === record;
    return this.table.same(problem.row, record) || equal(problem.row, record);
  }

  private note(problems: readonly RowProblem[]): void {
    if (problems.length === 0 && this.list.length === 0) return;
    this.list = problems;
    this.noted.set((this.noted.read() as number) + 1);
  }
}

/** What an error says about each column; about the row as a whole where it names none. */
function problemsIn(error: FormulaError, record: Row | null): RowProblem[] {
  return error.errors.flatMap(({ kind, message, details }) => {
    const fields = Object.entries(details?.fields ?? {});
    if (fields.length === 0) return [{ row: record, column: '', kind, message }];
    return fields.map(([column, said]) => ({ row: record, column, kind, message: said }));
  });
}
