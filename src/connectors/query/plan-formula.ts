import type { Checked, CheckedOf, CheckResult, DelegatedPart, Span, Symbol, Value } from '../../formula/core.ts';
import { Chain } from './chain.ts';
import { columnsRead, isOuter, mapParts, moved, someNode } from './checked-tree.ts';
import { diagnosticOf, noteOf, type Finding, type Reason } from './delegation.ts';
import { guarded, type Reading } from './guard.ts';
import { guardFormula, isKeeping } from './guard-formula.ts';
import { steps, type StepContext } from './plan-steps.ts';
import { planCondition } from './plan-condition.ts';
import { changesGivenRows, changing, rowsToChange } from './plan-change.ts';
import { planFigure } from './plan-figure.ts';
import { figureOr, PlannedQuery, queryCall, type Question } from './planned-query.ts';
import type { Rewrite } from './planning.ts';
import type { Queryable } from './query.ts';

type Call = Extract<Checked, { kind: 'call' }>;

/** What planning takes from where it happens. */
export interface PlanSurroundings {
  /** The table behind a name, and the connector that asks it; undefined where a name is none. */
  queryable(symbol: Symbol): Asked | undefined;
  /** Whether the formula is a behavior. */
  readonly behavior: boolean;
}

interface Asked {
  readonly source: Queryable;
  readonly namespace: string;
  readonly zone: string;
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
  if (!result.valid || (result.formula.kind === 'symbol' && !surroundings.behavior)) return result;
  const { formula, reads, awaits } = result;
  return reads.size > 0 || awaits || formula.kind === 'call' ? new FormulaPlan(result, text, surroundings).result() : result;
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
  /** The tables that are asked, and what names stand for. */
  private readonly asked = new Map<Queryable, Asked>();
  private readonly meanings = new Map<Symbol, Checked | undefined>();
  /** Names that the formula reads in the place of names that stand for formulas. */
  private readonly inside = new Set<Symbol>();

  constructor(given: CheckResult, text: string, surroundings: PlanSurroundings) {
    this.given = given;
    this.text = text;
    this.surroundings = surroundings;
  }

  result(): CheckResult {
    const planned = this.plan(this.given.formula);
    const formula = guardFormula(planned, {
      behavior: this.surroundings.behavior,
      needed: (part, by) => this.reportNeed(part, by),
    });
    if (formula === this.given.formula) return this.given;
    const still = symbolsIn(formula);
    const reads = new Set([...this.given.reads].filter((symbol) => still.has(symbol) || !this.isPlanned(symbol)));
    for (const symbol of this.inside) if (still.has(symbol)) reads.add(symbol);
    const diagnostics = [...new Map(this.findings.map((finding) => [JSON.stringify(finding), diagnosticOf(finding)])).values()];
    return {
      ...this.given,
      formula,
      written: this.given.formula,
      reads,
      awaits: formula.awaits,
      diagnostics: [...this.given.diagnostics, ...diagnostics],
      ...(this.parts.length > 0 && { delegated: this.parts }),
    };
  }

  private sourceOf(symbol: Symbol): Asked | undefined {
    const found = this.surroundings.queryable(symbol);
    if (found !== undefined) this.asked.set(found.source, found);
    return found;
  }

  /** Whether a name is one that the planner looks through or asks: where it is gone from the formula, nothing follows from it any more. */
  private isPlanned(symbol: Symbol): boolean {
    return this.sourceOf(symbol) !== undefined || this.meanings.get(symbol) !== undefined;
  }

  /** The rows of a source that a name stands for, in the place of the name; undefined for all other names. */
  private meaningOf({ symbol, span }: CheckedOf<'symbol'>): Checked | undefined {
    if (symbol.type.kind !== 'table') return undefined;
    if (!this.meanings.has(symbol)) {
      const { meaning } = symbol;
      this.meanings.set(symbol, meaning !== undefined && this.namesSource(meaning) ? meaning : undefined);
    }
    const meaning = this.meanings.get(symbol);
    if (meaning === undefined) return undefined;
    for (const read of symbolsIn(meaning)) this.inside.add(read);
    return placedAt(meaning, span);
  }

  /** Whether rows of a source come into a formula. */
  private namesSource(node: Checked): boolean {
    return someNode(
      node,
      (part) => part.kind === 'symbol' && (this.sourceOf(part.symbol) !== undefined || this.meaningOf(part) !== undefined),
    );
  }

  // ---- Parts -------------------------------------------------------------------------------------------------------------------

  private plan(node: Checked): Checked {
    if (node.kind === 'call') {
      if (node.function.name === 'With' && node.overload.compile === undefined) return this.planWith(node);
      const changed = this.planChange(node);
      if (changed !== undefined) return changed;
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
    if (node.kind === 'symbol' && this.sourceOf(node.symbol) === undefined) return this.planName(node);
    const chain = this.chainOf(node);
    if (chain !== undefined) return this.ask(chain, node);
    return this.inParts(node);
  }

  /** A name that stands for rows is read as it is, with the rows that it has so far; a behavior, which does not wait, asks for its own. */
  private planName(node: CheckedOf<'symbol'>): Checked {
    const meaning = this.surroundings.behavior ? this.meaningOf(node) : undefined;
    return meaning === undefined ? node : this.quietly(() => this.plan(meaning));
  }

  private inParts(node: Checked): Checked {
    // The one record of `With` is no loop.
    const names = node.kind === 'call' && node.function.name === 'With' ? new Map<string, Checked>() : undefined;
    return mapParts(node, (part, scopes) => (scopes === 0 ? this.plan(part) : this.within(names, () => this.plan(part))));
  }

  /** Whether a part that stands where planning is now follows from a row of a loop around it. */
  private isPerRow(node: Checked, inside = 0): boolean {
    if (node.kind === 'row') {
      const out = node.depth - inside;
      return out >= 0 && out < this.scopes.length && this.scopes.at(-1 - out) === undefined;
    }
    let found = false;
    mapParts(node, (part, scopes) => {
      found ||= this.isPerRow(part, inside + scopes);
      return part;
    });
    return found;
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

  /** A table that is needed whole, and of which that is known beforehand. */
  private reportNeed(part: Checked, by: Checked): void {
    const source = this.unlimitedSource(part);
    const what = by.kind === 'call' ? by.function.name : by.kind === 'operator' ? by.operator.name.split(' ')[0]! : '';
    // It is told of the condition that the source cannot say.
    if (changesGivenRows(by)) return;
    if (source === undefined || (by.kind === 'call' && by.function.remote !== undefined)) return;
    const { from, to } = by.span;
    // It has been said why.
    if (this.findings.some((finding) => finding.from === from && finding.to === to)) return;
    const code = isKeeping(what) ? 'DelegationIntoVariable' : 'DelegationNeedsAllRows';
    this.note({ from, to, source, reason: { code, what } });
  }

  /** The name of a source, or of what stands for one, as many rows of which as there are come into a part. */
  private unlimitedSource(part: Checked): string | undefined {
    if (part.kind === 'symbol') return this.meaningOf(part) === undefined ? undefined : part.symbol.name;
    if (part.kind === 'call') {
      const { function: called } = part;
      if (called instanceof PlannedQuery) return called.limited ? undefined : called.name;
      // It stops asking for rows when it has as many as it wants.
      if (called.name === 'FirstN') return undefined;
    }
    let found: string | undefined;
    mapParts(part, (inner) => {
      found ??= this.unlimitedSource(inner);
      return inner;
    });
    return found;
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
    return this.quietly(() => this.chainOf(node)) !== undefined;
  }

  /** Does something of which nothing is to be said here. */
  private quietly<T>(work: () => T): T {
    const [findings, parts] = [this.findings.length, this.parts.length];
    const found = work();
    this.findings.length = findings;
    this.parts.length = parts;
    return found;
  }

  // ---- Chains ------------------------------------------------------------------------------------------------------------------

  /** The run of functions over a source that a part is; undefined where it is none. */
  private chainOf(node: Checked): Chain | undefined {
    if (node.kind === 'symbol') {
      const found = this.sourceOf(node.symbol);
      if (found !== undefined) return new Chain(found.source);
      const meaning = this.meaningOf(node);
      return meaning && this.quietly(() => this.chainOf(meaning));
    }
    if (node.kind === 'field' && node.target.kind === 'row') {
      const table = this.scopes.at(-1 - node.target.depth)?.get(node.name);
      return table && this.chainOf(moved(table, this.scopes.length - this.levels.get(table)!));
    }
    if (node.kind === 'column') {
      const chain = this.chainOf(node.target);
      if (chain === undefined) return undefined;
      chain.show(new Set([node.name]));
      chain.continueWith((rows) => ({ ...node, target: rows, awaits: true }));
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
    this.note({ from, to, source: chain.source.name, reason, ...(rewritten && { instead: rewritten }) });
  }

  private note(finding: Finding): void {
    const { from, to, source } = finding;
    this.findings.push(finding);
    this.parts.push({ from, to, source, delegated: false, note: noteOf(finding) });
  }

  private queryOf({ source }: Chain): Asked {
    return this.asked.get(source)!;
  }

  private rowsOf(chain: Chain, span: Span): Checked {
    const question: Question = { kind: 'rows', bind: (values: readonly Value[]) => chain.bind(values) };
    const query = new PlannedQuery(chain.source, this.queryOf(chain).namespace, question, chain.limited);
    return chain.rebuild(queryCall(query, chain.captured, chain.source.type, span));
  }

  /** Asks the source for the rows of a chain. */
  private ask(chain: Chain, { span }: Checked): Checked {
    this.noteDelegated(chain, span);
    return this.rowsOf(chain, span);
  }

  private noteDelegated(chain: Chain, { from, to }: Span): void {
    const { name } = chain.source;
    if (chain.captured.some((node) => this.isPerRow(node))) {
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

  private planChange(node: Call): Checked | undefined {
    const [target] = node.args;
    if (target?.node.kind !== 'symbol' || this.sourceOf(target.node.symbol) === undefined) return undefined;
    const rows = rowsToChange(node);
    if (rows === undefined) return undefined;
    const args = node.args.map((argument, i) => (i === 0 ? argument : { ...argument, node: this.planArgument(argument) }));
    return changing({ ...node, args }, this.plan(rows));
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

function symbolsIn(formula: Checked): ReadonlySet<Symbol> {
  const found = new Set<Symbol>();
  const visit = (node: Checked): void => {
    if (node.kind === 'symbol') found.add(node.symbol);
    if (node.kind === 'call') {
      for (const symbol of node.function.reads?.() ?? []) found.add(symbol);
      for (const { node: arg } of node.args) visit(arg);
    } else mapParts(node, (part) => (visit(part), part));
  };
  visit(formula);
  return found;
}

/** A formula in the place of a name that stands for it: all of it is where the name is. */
const placedAt = (node: Checked, span: Span): Checked => ({ ...mapParts(node, (part) => placedAt(part, span)), span });
