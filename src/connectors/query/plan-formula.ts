import {
  field,
  FormulaError,
  given,
  overload,
  row,
  types,
  type Checked,
  type CheckResult,
  type DelegatedPart,
  type Span,
  type Symbol,
  type Value,
} from '../../formula/core.ts';
import { Chain } from './chain.ts';
import { columnsRead, isOuter, mapParts, moved, someNode } from './checked-tree.ts';
import { diagnosticOf, noteOf, type Finding, type Reason } from './delegation.ts';
import { guarded, type Reading } from './guard.ts';
import { steps, type StepContext } from './plan-steps.ts';
import { planCondition } from './plan-condition.ts';
import { planFigure } from './plan-figure.ts';
import { figureOr, PlannedQuery, queryCall, type Question } from './planned-query.ts';
import type { Rewrite } from './planning.ts';
import type { Queryable } from './query.ts';

type Call = Extract<Checked, { kind: 'call' }>;

/** What planning takes from where it happens. */
export interface PlanSurroundings {
  /** The table behind a name, and the connector that asks it; undefined where a name is none. */
  queryable(symbol: Symbol): { readonly source: Queryable; readonly namespace: string; readonly zone: string } | undefined;
}

/** Functions that give one thing of a table, and what they make of the beginning of it. */
const singles: ReadonlyMap<string, Reading> = new Map([
  ['First', 'found'],
  ['LookUp', 'found'],
  ['Last', 'all'],
  ['IsEmpty', 'some'],
]);

const figures: ReadonlySet<string> = new Set(['CountRows', 'CountIf', 'Sum', 'Average', 'Min', 'Max', 'Distinct']);

/**
 * A checked formula of the same value, in which sources are asked for what they can do themselves: conditions, orders, limits, figures.
 * What remains works on the rows that come, as they come. A formula that names no such source is given back as it is.
 */
export function planFormula(result: CheckResult, text: string, surroundings: PlanSurroundings): CheckResult {
  if (!result.valid || result.formula.kind === 'symbol') return result;
  let named = false;
  for (const symbol of result.reads) if (surroundings.queryable(symbol) !== undefined) named = true;
  return named ? new FormulaPlan(result, text, surroundings).result() : result;
}

class FormulaPlan {
  private readonly given: CheckResult;
  private readonly text: string;
  private readonly surroundings: PlanSurroundings;
  private readonly findings: Finding[] = [];
  private readonly parts: DelegatedPart[] = [];
  /** For each row scope around the part that is being planned: tables that its names stand for, outermost first. */
  private scopes: readonly (ReadonlyMap<string, Checked> | undefined)[] = [];
  /** How deep a table was when its name was given. */
  private readonly levels = new WeakMap<Checked, number>();

  constructor(given: CheckResult, text: string, surroundings: PlanSurroundings) {
    this.given = given;
    this.text = text;
    this.surroundings = surroundings;
  }

  result(): CheckResult {
    const formula = this.plan(this.given.formula);
    const still = symbolsIn(formula);
    const reads = new Set([...this.given.reads].filter((symbol) => still.has(symbol) || this.sourceOf(symbol) === undefined));
    const diagnostics = [...new Map(this.findings.map((finding) => [JSON.stringify(finding), diagnosticOf(finding)])).values()];
    return {
      ...this.given,
      formula,
      reads,
      awaits: formula.awaits,
      diagnostics: [...this.given.diagnostics, ...diagnostics],
      delegated: this.parts,
    };
  }

  private sourceOf(symbol: Symbol): ReturnType<PlanSurroundings['queryable']> {
    return this.surroundings.queryable(symbol);
  }

  // ---- Parts -------------------------------------------------------------------------------------------------------------------

  private plan(node: Checked): Checked {
    if (node.kind === 'call') {
      if (node.function.name === 'With' && node.overload.compile === undefined) return this.planWith(node);
      if (figures.has(node.function.name)) {
        const figure = this.planFigureOf(node);
        if (figure !== undefined) return figure;
      }
      const single = singles.get(node.function.name);
      if (single !== undefined) {
        const found = this.planSingle(node, single);
        if (found !== undefined) return found;
      }
    }
    const chain = this.chainOf(node);
    if (chain !== undefined) return this.ask(chain, node);
    const planned = this.inParts(node);
    return planned.kind === 'call' && planned !== node ? this.guardedCall(planned) : planned;
  }

  private inParts(node: Checked): Checked {
    return mapParts(node, (part, scopes) => (scopes === 0 ? this.plan(part) : this.within(undefined, () => this.plan(part))));
  }

  private within<T>(names: ReadonlyMap<string, Checked> | undefined, work: () => T): T {
    const around = this.scopes;
    this.scopes = [...around, names];
    try {
      return work();
    } finally {
      this.scopes = around;
    }
  }

  /** A function over tables waits for what it needs of those that are not all there. */
  private guardedCall(node: Call): Checked {
    const { overload, args } = node;
    if (overload.compile !== undefined || node.function.remote !== undefined) return node;
    const partial = args.some(
      ({ parameter: { mode }, node: arg }) =>
        (mode === 'value' || mode === 'raw') && arg.type.kind === 'table' && someNode(arg, isQuery),
    );
    return partial ? { ...node, overload: guarded(overload, node.function.name === 'ForAll' ? 'rows' : 'all') } : node;
  }

  /** Names of `With` that stand for rows of a source are what they stand for. */
  private planWith(node: Call): Checked {
    const [scope, body] = node.args;
    const record = scope!.node;
    if (record.kind !== 'record') return this.inParts(node);
    const names = new Map<string, Checked>();
    const level = this.scopes.length;
    for (const [name, value] of record.fields) {
      if (value.type.kind !== 'table' || !this.isChain(value)) continue;
      names.set(name, value);
      this.levels.set(value, level);
    }
    if (names.size === 0) return this.inParts(node);
    const planned = this.within(names, () => this.plan(body!.node));
    const whole = someNode(body!.node, ({ kind }) => kind === 'row') && columnsRead(body!.node) === undefined;
    const fields = record.fields.map(([name, value]) => {
      // Nobody reads it any more.
      if (names.has(name) && !whole)
        return [name, { kind: 'literal', value: null, type: value.type, awaits: false, span: value.span }] as const;
      return [name, this.plan(value)] as const;
    });
    const first = { ...record, fields, awaits: fields.some(([, { awaits }]) => awaits) } as Checked;
    return {
      ...node,
      args: [
        { ...scope!, node: first },
        { ...body!, node: planned },
      ],
      awaits: node.awaits || first.awaits || planned.awaits,
    };
  }

  /** Whether a part is rows of a source; nothing is reported of it yet. */
  private isChain(node: Checked): boolean {
    const [findings, parts] = [this.findings.length, this.parts.length];
    const found = this.chainOf(node) !== undefined;
    this.findings.length = findings;
    this.parts.length = parts;
    return found;
  }

  // ---- Chains ------------------------------------------------------------------------------------------------------------------

  /** The run of functions over a source that a part is; undefined where it is none. */
  private chainOf(node: Checked): Chain | undefined {
    if (node.kind === 'symbol') {
      const found = this.sourceOf(node.symbol);
      return found && new Chain(found.source);
    }
    if (node.kind === 'field' && node.target.kind === 'row') {
      const table = this.scopes.at(-1 - node.target.depth)?.get(node.name);
      return table && this.chainOf(moved(table, this.scopes.length - this.levels.get(table)!));
    }
    if (node.kind === 'column') {
      const chain = this.chainOf(node.target);
      if (chain === undefined) return undefined;
      chain.show(new Set([node.name]));
      chain.continueWith((rows) => columnOf(node, rows));
      return chain;
    }
    const step = node.kind === 'call' ? steps.get(node.function.name) : undefined;
    if (node.kind !== 'call' || step === undefined) return undefined;
    const chain = this.chainOf(node.args[0]!.node);
    if (chain === undefined) return undefined;
    return step(node, chain, this.contextOf(chain)) ? chain : undefined;
  }

  private contextOf(chain: Chain): StepContext {
    const found = this.queryOf(chain);
    return {
      zone: found.zone,
      within: (part) => this.within(undefined, () => this.plan(part)),
      planning: () => ({
        abilities: chain.source.abilities,
        zone: found.zone,
        columnOf: (name) => chain.columnOf(name),
        capture: (part) => chain.capture(this.plan(part)),
        refuse: ({ span }, reason, instead) => this.report(chain, span, reason, instead),
      }),
      report: (span, reason) => this.report(chain, span, reason),
      outer: (part) => (isOuter(moved(part, 1)) ? chain.capture(this.plan(part)) : undefined),
    };
  }

  private report(chain: Chain, { from, to }: Span, reason: Reason, instead?: Rewrite): void {
    const rewritten = instead?.(this.text);
    const finding: Finding = { from, to, source: chain.source.name, reason, ...(rewritten && { instead: rewritten }) };
    this.findings.push(finding);
    this.parts.push({ from, to, source: chain.source.name, delegated: false, note: noteOf(finding) });
  }

  private queryOf({ source }: Chain): { readonly namespace: string; readonly zone: string } {
    for (const symbol of this.given.reads) {
      const found = this.sourceOf(symbol);
      if (found?.source === source) return found;
    }
    throw new Error(`${source.name} is no table that the formula names.`);
  }

  private rowsOf(chain: Chain, span: Span): Checked {
    const question: Question = { kind: 'rows', bind: (values: readonly Value[]) => chain.bind(values) };
    const query = new PlannedQuery(chain.source, this.queryOf(chain).namespace, question);
    return chain.rebuild(queryCall(query, chain.captured, chain.source.type, span));
  }

  /** Asks the source for the rows of a chain. */
  private ask(chain: Chain, { span }: Checked): Checked {
    this.noteDelegated(chain, span);
    return this.rowsOf(chain, span);
  }

  private noteDelegated(chain: Chain, { from, to }: Span): void {
    const { name } = chain.source;
    if (chain.captured.some((node) => someNode(node, ({ kind }) => kind === 'row'))) {
      const what = this.text.slice(from, to).slice(0, 60);
      this.report(chain, { from, to }, { code: 'DelegationPerRow', what });
    }
    this.parts.push({
      from,
      to,
      source: name,
      delegated: true,
      note: chain.whole
        ? `${name} does this itself; only the rows that are wanted are fetched.`
        : `${name} does a part of this; the rest is worked out here, page by page.`,
    });
  }

  private planSingle(node: Call, reading: Reading): Checked | undefined {
    const chain = this.chainOf(node.args[0]!.node);
    if (chain === undefined) return undefined;
    const context = this.contextOf(chain);
    const closed = chain.closed;
    for (const { node: part } of node.args.slice(1)) chain.reads(columnsRead(part));
    if (node.function.name === 'LookUp') {
      if (closed) context.report(node.span, { code: 'DelegationAfterLimit', what: 'LookUp' });
      else chain.where(planCondition(node.args[1]!.node, context.planning()), node.args[1]!.node);
    }
    const fromEnd = node.function.name === 'Last';
    if (!fromEnd || chain.source.abilities.sortColumns > 0) chain.limitTo(() => 1, fromEnd);
    if (fromEnd && (closed || !chain.whole)) context.report(node.span, { code: 'DelegationNeedsAllRows', what: 'Last' });
    this.noteDelegated(chain, node.span);
    return this.over(node, this.rowsOf(chain, node.span), reading);
  }

  /** A function over rows that come from a source. */
  private over(node: Call, rows: Checked, reading: Reading): Checked {
    const [first, ...others] = node.args;
    return {
      ...node,
      overload: guarded(node.overload, reading),
      args: [{ ...first!, node: rows }, ...others.map((argument) => ({ ...argument, node: this.planArgument(argument) }))],
      awaits: true,
    };
  }

  private planArgument({ parameter, node }: Call['args'][number]): Checked {
    if (parameter.mode === 'perRow') return this.within(undefined, () => this.plan(node));
    return parameter.mode === 'column' || parameter.mode === 'name' ? node : this.plan(node);
  }

  private planFigureOf(node: Call): Checked | undefined {
    const chain = this.chainOf(node.args[0]!.node);
    if (chain === undefined) return undefined;
    const context = this.contextOf(chain);
    const figure = planFigure(node, chain, context);
    this.noteDelegated(chain, node.span);
    // The same over the rows: where the source cannot give the figure for the values that there are.
    const columns = node.args.slice(1).map(({ node: part }) => columnsRead(part));
    if (columns.every((names) => names !== undefined)) chain.show(new Set(columns.flatMap((names) => [...names])));
    const local = this.over(node, this.rowsOf(chain, node.span), 'all');
    if (figure === undefined) return local;
    const query = new PlannedQuery(chain.source, this.queryOf(chain).namespace, { kind: 'figure', bind: figure });
    return figureOr(queryCall(query, chain.captured, node.type, node.span), local);
  }
}

const isQuery = (node: Checked): boolean => node.kind === 'call' && node.function instanceof PlannedQuery;

/** `rows.Column`, of rows that may be yet to come. */
function columnOf(node: Extract<Checked, { kind: 'column' }>, rows: Checked): Checked {
  const choose = overload({
    parameters: [given('source', types.emptyTable)],
    result: node.type,
    evaluate: (table) =>
      table.map((item) => (item === null || item instanceof FormulaError ? item : row([[node.name, field(item, node.name)]]))),
  });
  return {
    kind: 'call',
    function: { name: node.name, overloads: [choose] },
    overload: guarded(choose, 'rows'),
    args: [{ parameter: choose.parameters[0]!, node: rows }],
    type: node.type,
    awaits: true,
    span: node.span,
  };
}

function symbolsIn(formula: Checked): ReadonlySet<Symbol> {
  const found = new Set<Symbol>();
  const visit = (node: Checked): void => {
    if (node.kind === 'symbol') found.add(node.symbol);
    if (node.kind === 'call') for (const { node: arg } of node.args) visit(arg);
    else mapParts(node, (part) => (visit(part), part));
  };
  visit(formula);
  return found;
}
