import { children, parse, type Expression, type Symbol } from '../formula/index.ts';
import type { ServiceTable } from '../connectors/index.ts';
import type { AppConnector } from './app.ts';
import type { CallFormula } from './call-formula.ts';
import type { CallPool } from './calls.ts';
import { allControls, type AppDiagnostic, type AppSource, type ControlSource } from './document.ts';
import { ConnectorSymbol } from './effects.ts';
import type { Graph, Node } from './graph.ts';
import { MediaSymbol, type MediaAddresses } from './media.ts';
import type { Place } from './places.ts';
import { ServiceSource } from './service-source.ts';
import { UnboundSource } from './unbound-source.ts';

/** What an app's formulas can name besides what the app defines: connectors, their tables, media files. */
export class TableSources {
  private readonly bound = new Map<string, Symbol>();
  private readonly services: ServiceSource[] = [];
  private readonly tables: ServiceTable[] = [];
  /** Moves work of formulas to tables that answer queries. */
  readonly plan: AppConnector['plan'];

  /** `signals`: names that every app has. */
  constructor(
    connectors: ReadonlyMap<string, AppConnector>,
    media: MediaAddresses,
    graph: Graph,
    pool: CallPool,
    signals: readonly Symbol[],
  ) {
    for (const signal of signals) this.bound.set(signal.name, signal);
    for (const [name, address] of Object.entries(media)) this.bound.set(name, new MediaSymbol(name, address));
    for (const [name, { namespace }] of connectors) this.bound.set(name, new ConnectorSymbol(name, namespace.summary ?? ''));
    this.plan = [...connectors.values()].find(({ plan }) => plan !== undefined)?.plan;
    for (const { tables } of connectors.values()) {
      for (const [name, table] of tables ?? []) {
        if (this.bound.has(name)) continue;
        const source = new ServiceSource(table, graph, pool);
        this.services.push(source);
        this.tables.push(table);
        this.bound.set(name, source);
      }
    }
  }

  /** The call behind a node, where the node is the rows of a table. */
  callOf(node: Node): CallFormula | undefined {
    return this.services.find((source) => source.isCalledBy(node))?.call;
  }

  /** What the formulas of an app can name: all that is bound, and an empty table for each data source that nobody has bound. */
  symbolsFor(source: AppSource): ReadonlyMap<string, Symbol> {
    const symbols = new Map(this.bound);
    this.tellMentions(source);
    for (const [name] of wantedSources(source)) {
      if (!symbols.has(name)) symbols.set(name, new UnboundSource(name, () => columnsOf(name, source)));
    }
    return symbols;
  }

  /** Names behind a dot: tables bring the related records among them with their rows. */
  private tellMentions(source: AppSource): void {
    const wanting = this.tables.filter((table) => table.mentions !== undefined);
    if (wanting.length === 0) return;
    for (const control of allControls(source.screens)) {
      for (const { formula } of control.properties.values())
        for (const [, name] of formula.matchAll(/\.\s*'?([\p{L}_][\p{L}\p{N}_]*)/gu))
          for (const table of wanting) table.mentions!(name!);
    }
  }

  dispose(): void {
    for (const source of this.services) source.dispose();
  }
}

/** Data sources that are not bound and that nothing else in the app is called, each where the app first names it. */
export function unboundSources(
  source: AppSource,
  symbols: ReadonlyMap<string, Symbol>,
  isKnown: (name: string) => boolean,
): AppDiagnostic[] {
  return [...wantedSources(source)]
    .filter(([name]) => symbols.get(name) instanceof UnboundSource && !isKnown(name))
    .map(([name, { file, line, column }]) => ({
      file,
      line,
      column,
      severity: 'warning',
      stage: 'advice',
      code: 'UnboundDataSource',
      message: `The data source ${name} is not connected, so it is empty. Bind a service whose path it is, or give the app a collection of that name.`,
    }));
}

/** The data sources that an app says it has, and those that its forms name. */
function wantedSources(source: AppSource): ReadonlyMap<string, Place> {
  const wanted = new Map<string, Place>();
  const want = (name: string, place: Place): void => {
    if (!wanted.has(name)) wanted.set(name, place);
  };
  for (const { name, place } of source.dataSources) want(name, place);
  for (const control of allControls(source.screens)) {
    const property = control.properties.get('DataSource');
    const name = property && plainName(property.formula);
    if (name !== undefined) want(name, property!.place);
  }
  return wanted;
}

/** The name that a formula is by itself: `Orders`, `[@Orders]`. */
function plainName(formula: string): string | undefined {
  const { expression } = parse(formula);
  return expression.kind === 'name' || expression.kind === 'global' ? expression.name.name : undefined;
}

/**
 * The columns that an app expects of a data source: those that the cards of its forms are about, and what formulas that name the source, or
 * stand in such a form, read behind a dot or by a bare name.
 */
function columnsOf(name: string, source: AppSource): ReadonlySet<string> {
  const columns = new Set<string>();
  const controls = new Set([...allControls(source.screens)].map((control) => control.name));
  const note = (formula: string): void => {
    for (const found of namesIn(parse(formula).expression)) if (!controls.has(found) && found !== name) columns.add(found);
  };
  const visit = (control: ControlSource, inForm: boolean): void => {
    const own = control.properties.get('DataSource');
    const within = inForm || (own !== undefined && plainName(own.formula) === name);
    for (const property of control.properties.values()) {
      const field = property.name === 'DataField' ? parse(property.formula).expression : undefined;
      if (within && field?.kind === 'text') columns.add(field.value);
      if (property.formula.includes(name) || (within && property.formula.includes('ThisItem'))) note(property.formula);
    }
    for (const child of control.children) visit(child, within);
  };
  for (const screen of source.screens) visit(screen, false);
  return columns;
}

/** Names behind a dot and by themselves. What stands before a dot, or is called, is no column. */
function* namesIn(root: Expression): Generator<string> {
  const open: Expression[] = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.kind === 'name') yield at.name.name;
    else if (at.kind === 'member') {
      yield at.name.name;
      if (at.target.kind !== 'name') open.push(at.target);
    } else if (at.kind === 'call') open.push(...at.args);
    else open.push(...children(at));
  }
}
