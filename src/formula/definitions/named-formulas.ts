import { check, Checker, type CheckResult } from '../check.ts';
import { compileNode } from '../compile.ts';
import { Pending } from '../error.ts';
import { rootFrame, type Evaluate } from '../evaluate.ts';
import type { Features } from '../features.ts';
import { step } from '../limits.ts';
import type { Run } from '../run.ts';
import type { Scope, Symbol } from '../scope.ts';
import { unknown, type Type } from '../type.ts';
import type { Value } from '../value.ts';
import type { Findings } from './findings.ts';
import type { FormulaSource } from './read-definitions.ts';
import { withNames } from './with-names.ts';

/** A formula with a name, as a symbol: evaluated when it is read, and again when what it reads may have changed. */
class NamedFormula implements Symbol {
  readonly name: string;
  readonly role = 'formula';
  readonly source: FormulaSource;
  private readonly formulas: NamedFormulas;
  private result: CheckResult | undefined;
  private working = false;
  private evaluate: Evaluate | undefined;
  private kept: { readonly value: Value; readonly version: number } | undefined;

  constructor(source: FormulaSource, formulas: NamedFormulas) {
    this.name = source.name.name;
    this.source = source;
    this.formulas = formulas;
  }

  /** Its formula checked, when that is first needed. */
  get checked(): CheckResult | undefined {
    // A formula whose type depends on itself: the circle is reported when all have been checked.
    if (this.working) return undefined;
    this.working = true;
    this.result ??= this.formulas.checkOne(this.source);
    this.working = false;
    return this.result;
  }

  /** To be checked anew. */
  forget(): void {
    this.result = undefined;
  }

  get type(): Type {
    return this.checked?.type ?? unknown;
  }

  read(run: Run): Value {
    const version = this.formulas.version();
    if (this.kept?.version === version) return this.kept.value;
    step(run);
    this.evaluate ??= compileNode(this.checked!.formula);
    const value = this.evaluate(rootFrame(run));
    if (this.checked?.volatile !== true && !(value instanceof Pending)) this.kept = { value, version };
    return value;
  }
}

/** The named formulas of a list of definitions. */
export class NamedFormulas {
  readonly symbols: ReadonlyMap<string, Symbol>;
  /** Another number whenever something that formulas read may have changed. */
  readonly version: () => number;
  private readonly formulas = new Map<string, NamedFormula>();
  private readonly features: Features;
  private scope: Scope | undefined;

  constructor(sources: readonly FormulaSource[], scope: Scope, features: Features, version: () => number, findings: Findings) {
    this.symbols = this.formulas;
    this.version = version;
    this.features = features;
    for (const source of sources) {
      const { name } = source.name;
      if (this.formulas.has(name)) {
        const checker = new Checker(scope, features, false, source.body.text);
        checker.error(source.name, 'ErrNamedFormula_AlreadyDefined', name);
        findings.add(source, checker.diagnostics);
      } else this.formulas.set(name, new NamedFormula(source, this));
    }
  }

  /** Gives the formulas the names that they see. What they follow from may have changed. */
  see(scope: Scope): void {
    this.scope = withNames(scope, { symbols: this.formulas });
    for (const formula of this.formulas.values()) formula.forget();
  }

  /** Checks the formulas, which may name one another in any order. */
  check(scope: Scope, findings: Findings): void {
    for (const formula of this.formulas.values()) {
      const { body } = formula.source;
      findings.add(formula.source, formula.checked!.diagnostics.slice(body.diagnostics.length));
    }
    for (const formula of this.formulas.values()) {
      const circle = this.circleFrom(formula);
      if (circle === undefined) continue;
      const checker = new Checker(scope, this.features, false, formula.source.body.text);
      checker.error(formula.source.name, 'ErrNamedFormula_Cycle', circle.map(({ name }) => name).join(' → '));
      findings.add(formula.source, checker.diagnostics);
    }
  }

  checkOne({ body }: FormulaSource): CheckResult {
    return check(body, this.scope!, { features: { ...this.features, EnableExpressionChaining: false } });
  }

  /** The way from a formula back to itself, if there is one. */
  private circleFrom(start: NamedFormula): readonly NamedFormula[] | undefined {
    const seen = new Set<NamedFormula>();
    const open: (readonly NamedFormula[])[] = [[start]];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      for (const symbol of path.at(-1)!.checked?.reads ?? []) {
        if (symbol === start) return [...path, start];
        if (!(symbol instanceof NamedFormula) || seen.has(symbol)) continue;
        seen.add(symbol);
        open.push([...path, symbol]);
      }
    }
    return undefined;
  }
}
