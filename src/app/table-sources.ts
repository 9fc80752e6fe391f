import type { ServiceTable } from '../connectors/index.ts';
import type { Row, Symbol, Table, Value } from '../formula/index.ts';
import type { AppConnector } from './app.ts';
import type { CallFormula } from './call-formula.ts';
import type { CallPool } from './calls.ts';
import type { AppSource } from './document.ts';
import { ConnectorSymbol } from './effects.ts';
import type { Graph, Node } from './graph.ts';
import { languageNow } from './language-late.ts';
import { MediaSymbol, type MediaAddresses } from './media.ts';
import { ServiceSource } from './service-source.ts';
import { UnboundSource } from './unbound-source.ts';

/** What an app's formulas can name besides what the app defines: connectors, their tables, media files. */
export class TableSources {
  private readonly bound = new Map<string, Symbol>();
  private readonly services: ServiceSource[] = [];
  private readonly tables: ServiceTable[] = [];
  private readonly graph: Graph;
  private readonly pool: CallPool;
  private planning: AppConnector['plan'];
  private guarding: AppConnector['plan'];

  /** `signals`: names that every app has. */
  constructor(media: MediaAddresses, graph: Graph, pool: CallPool, signals: readonly Symbol[]) {
    this.graph = graph;
    this.pool = pool;
    for (const signal of signals) this.bound.set(signal.name, signal);
    for (const [name, address] of Object.entries(media)) this.bound.set(name, new MediaSymbol(name, address));
  }

  /** Moves work of formulas to tables that answer queries, and keeps formulas from taking a page for the whole. */
  get plan(): AppConnector['plan'] {
    return this.planning ?? this.guarding;
  }

  /** A connector's name, and its tables where nothing else is called so: names of connectors go before names of tables. */
  add(name: string, { namespace, plan, guard, tables }: AppConnector): void {
    this.bound.set(name, new ConnectorSymbol(name, namespace.summary ?? ''));
    this.planning ??= plan;
    this.guarding ??= guard;
    for (const [tableName, table] of tables ?? []) {
      if (this.bound.has(tableName)) continue;
      const source = new ServiceSource(table, this.graph, this.pool);
      this.services.push(source);
      this.tables.push(table);
      this.bound.set(tableName, source);
    }
  }

  /** The call behind a node, where the node is the rows of a table. */
  callOf(node: Node): CallFormula | undefined {
    return this.services.find((source) => source.isCalledBy(node))?.call;
  }

  /** Changes what rows of a service are related to; undefined where a table is of none. */
  relate(related: Table, record: Row, add: boolean): Promise<Value> | undefined {
    for (const source of this.services) {
      const result = source.relate(related, record, add);
      if (result !== undefined) return result;
    }
    return undefined;
  }

  /** What the formulas of an app can name: all that is bound, and an empty table for each data source that nobody has bound. */
  symbolsFor(source: AppSource): ReadonlyMap<string, Symbol> {
    const symbols = new Map(this.bound);
    const { known } = source;
    this.tellMentions(() => known?.mentions ?? languageNow().mentionsIn(source));
    const named = known?.sources.keys() ?? languageNow().wantedSources(source).keys();
    for (const name of named) {
      const columns = (): Iterable<string> => known?.sources.get(name) ?? languageNow().columnsOf(name, source);
      if (!symbols.has(name)) symbols.set(name, new UnboundSource(name, columns));
    }
    return symbols;
  }

  /** Names behind a dot: tables bring the related records among them with their rows. */
  private tellMentions(names: () => Iterable<string>): void {
    const wanting = this.tables.filter((table) => table.mentions !== undefined);
    if (wanting.length > 0) for (const name of names()) for (const table of wanting) table.mentions!(name);
  }

  dispose(): void {
    for (const source of this.services) source.dispose();
  }
}
