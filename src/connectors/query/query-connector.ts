import { map, type Observable } from 'rxjs';
import {
  factsOf,
  FormulaError,
  type CheckResult,
  type Namespace,
  type Symbol,
  type Table,
  type Value,
} from '../../formula/core.ts';
import type { Connector } from '../connector.ts';
import type { ServiceTable, TableCall } from '../service-table.ts';
import { askFigure, callFigure } from './ask-figure.ts';
import { askRows } from './ask-rows.ts';
import { planFormula } from './plan-formula.ts';
import { PlannedQuery } from './planned-query.ts';
import { QueryTable } from './query-table.ts';

/** A connector some of whose tables answer queries. */
export interface QueryConnector extends Connector {
  /** Moves as much of a checked formula as can be to the tables that it names. */
  plan(result: CheckResult, text: string, behavior?: boolean): CheckResult;
}

/** The table behind a name of a formula, where it answers queries. */
function queryable(
  symbol: Symbol,
): { readonly source: QueryTable; readonly namespace: string; readonly zone: string } | undefined {
  const place = symbol.place as { readonly capabilities?: { readonly query?: unknown } } | undefined;
  const source = place?.capabilities?.query;
  return source instanceof QueryTable ? { source, namespace: source.namespace, zone: source.zone } : undefined;
}

/** A connector with tables that answer queries in the place of its own; `functions` are those that formulas call. */
export function queryConnector(
  connector: Connector,
  tables: ReadonlyMap<string, QueryTable>,
  functions: Namespace['functions'] = connector.namespace.functions,
): QueryConnector {
  const own: Partial<QueryConnector> = {
    namespace: { ...connector.namespace, name: connector.name, functions },
    tables: new Map<string, ServiceTable>([...connector.tables, ...tables]),
    plan: (result, text, behavior = false) => planFormula(result, text, { queryable, behavior }),
    start: (operation, args) => (operation instanceof PlannedQuery ? start(operation, args) : connector.start(operation, args)),
    call: (operation, args) => (operation instanceof PlannedQuery ? call(operation, args) : connector.call(operation, args)),
    exchanges: (operation, args) =>
      operation instanceof PlannedQuery
        ? (asked.get(args) ?? []).flatMap((call) => connector.exchanges(call.operation, call.args))
        : connector.exchanges(operation, args),
  };
  // All else is the connector's.
  return Object.create(connector, Object.getOwnPropertyDescriptors(own)) as QueryConnector;
}

/** What was asked of services for a question, by its values: pages, figures. */
const asked = new WeakMap<readonly Value[], TableCall[]>();
const MOST_ASKED = 50;

/** The service of a question, which notes what it is asked. */
function serviceOf({ source }: PlannedQuery, args: readonly Value[]): QueryTable['service'] {
  const { service } = source as QueryTable;
  const calls: TableCall[] = [];
  asked.set(args, calls);
  return {
    ...service,
    list: (parameters) => {
      const call = service.list(parameters);
      if (calls.push(call) > MOST_ASKED) calls.shift();
      return call;
    },
  };
}

function start(query: PlannedQuery, args: readonly Value[]): Observable<Value> {
  const { question } = query;
  if (question.kind === 'figure') return askFigure(serviceOf(query, args), question.bind(args));
  return askRows(serviceOf(query, args), question.bind(args)).pipe(map((value) => value));
}

/** For behaviors: all rows, as many as are fetched at most; an error where a page could not be had. */
function call(query: PlannedQuery, args: readonly Value[]): Promise<Value> {
  const { question } = query;
  if (question.kind === 'figure') return callFigure(serviceOf(query, args), question.bind(args));
  return new Promise((resolve) => {
    let done = false;
    const finish = (value: Value): void => {
      done = true;
      resolve(value);
      queueMicrotask(() => subscription.unsubscribe());
    };
    const subscription = askRows(serviceOf(query, args), question.bind(args)).subscribe((value) => {
      if (done) return;
      if (value instanceof FormulaError) return finish(value);
      const facts = factsOf(value as Table);
      if (facts?.problem !== undefined) finish(facts.problem);
      else if (facts?.more !== undefined) facts.more();
      else if (facts?.loading !== true) finish(value);
    });
  });
}
