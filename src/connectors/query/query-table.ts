import type { Observable } from 'rxjs';
import type {
  ColumnFacts,
  FormulaError,
  FunctionDefinition,
  Row,
  SourceCapabilities,
  Table,
  TableType,
  Value,
} from '../../formula/core.ts';
import type { ServiceTable, TableCall } from '../service-table.ts';
import type { FigureService } from './ask-figure.ts';
import type { Dialect, Parameters } from './dialect.ts';
import { PlannedQuery } from './planned-query.ts';
import { always, type QueryCapabilities, type Queryable } from './query.ts';

/** What a table does besides answering queries. */
export type TableBase = Omit<ServiceTable, 'list' | 'rowsOf' | 'type' | 'capabilities'> & {
  readonly capabilities: SourceCapabilities;
};

/** What a table is made of. */
export interface QueryTableParts {
  readonly base: TableBase;
  readonly type: TableType;
  readonly abilities: QueryCapabilities;
  readonly dialect: Dialect;
  /** The connector that asks. */
  readonly namespace: string;
  readonly zone: string;
  readonly list: (parameters: Parameters) => TableCall;
  readonly rowsOf: (answer: Value) => Value;
  readonly start: (operation: FunctionDefinition, args: readonly Value[]) => Observable<Value>;
  readonly call: (operation: FunctionDefinition, args: readonly Value[]) => Promise<Value>;
  readonly relations: ReadonlySet<string>;
  readonly pageRows: number;
  readonly maxRows: number;
}

const everything = { filter: always, order: [], skip: 0, take: undefined, columns: undefined, expand: [] } as const;

/** A table of a service that answers queries: formulas over it are asked of the service as far as it can, and its rows come page by page. */
export class QueryTable implements ServiceTable, Queryable {
  readonly name: string;
  readonly path: string;
  readonly type: TableType;
  readonly abilities: QueryCapabilities;
  readonly capabilities: SourceCapabilities;
  readonly namespace: string;
  readonly zone: string;
  readonly service: FigureService;
  private readonly base: TableBase;
  private readonly related = new Set<string>();
  private readonly all: PlannedQuery;

  constructor(parts: QueryTableParts) {
    const { base, type, abilities } = parts;
    this.base = base;
    this.name = base.name;
    this.path = base.path;
    this.type = type;
    this.abilities = abilities;
    this.namespace = parts.namespace;
    this.zone = parts.zone;
    this.capabilities = { ...base.capabilities, query: this };
    this.service = { ...parts, name: base.name, relations: { always: this.related, known: parts.relations } };
    this.all = new PlannedQuery(this, parts.namespace, {
      kind: 'rows',
      bind: () => ({ query: everything, exact: true, reversed: false }),
    });
  }

  list(): TableCall {
    return { operation: this.all, args: [] };
  }

  rowsOf(answer: Value): Value {
    return answer;
  }

  /** Related records that an app speaks of come with every row. */
  mentions(name: string): void {
    if (this.service.relations.known.has(name)) this.related.add(name);
  }

  create(values: Row): TableCall | FormulaError {
    return this.base.create(values);
  }

  update(record: Row, changes: Row, unchanged?: boolean): TableCall | FormulaError {
    return this.base.update(record, changes, unchanged);
  }

  read(record: Row): TableCall | FormulaError | undefined {
    return this.base.read?.(record);
  }

  relate(related: Table, record: Row, add: boolean): TableCall | FormulaError | undefined {
    return this.base.relate?.(related, record, add);
  }

  remove(record: Row): TableCall | FormulaError {
    return this.base.remove(record);
  }

  same(a: Row, b: Row): boolean {
    return this.base.same(a, b);
  }

  hasKey(record: Row): boolean {
    return this.base.hasKey(record);
  }

  column(name: string): ColumnFacts | undefined {
    return this.base.column(name);
  }

  concerns(operation: FunctionDefinition): boolean {
    return operation.remote?.safe === true && operation.remote.namespace === this.namespace;
  }
}
