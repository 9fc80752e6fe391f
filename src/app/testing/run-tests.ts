import {
  check,
  FormulaError,
  formulaError,
  parse,
  printValue,
  type Checked,
  type CheckResult,
  type Features,
  type FunctionDefinition,
  type Value,
} from '../../formula/index.ts';
import type { App } from '../app.ts';
import type { PropertySource } from '../document.ts';
import { chosenOf } from '../outputs.ts';
import type { Property } from '../property.ts';
import type { Place } from '../places.ts';
import { stepsOf } from '../steps.ts';
import { answerByMocks } from './network-mocks.ts';
import { testFunctions, TestScope, type TestHost } from './test-scope.ts';
import type { TestPlan } from './test-plan.ts';

/** Something that did not hold in a test, or that could not be done. */
export interface TestFailure {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The step that failed, as it is written. */
  readonly step: string;
}

export interface TestResult {
  readonly suite: string;
  readonly name: string;
  readonly passed: boolean;
  readonly failures: readonly TestFailure[];
  /** Messages of `Trace`, and what the app told its user. */
  readonly log: readonly string[];
  readonly milliseconds: number;
}

/** Runs the cases of a test plan, each on an app of its own that has just started. */
export async function runTestPlan(plan: TestPlan, start: () => App): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  for (const { name, steps, mocks: own } of plan.cases) {
    const began = performance.now();
    const app = start();
    const run = new TestRun(app);
    const mocks = [own, plan.mocks];
    const place = mocks.flat()[0]?.place;
    const end = place && answerByMocks(app, mocks, (request) => run.unanswered(request, place));
    await app.start();
    for (const formula of [plan.before, steps, plan.after]) if (formula !== undefined) await run.perform(formula);
    app.dispose();
    end?.();
    const { failures, log } = run;
    const milliseconds = performance.now() - began;
    results.push({ suite: plan.name, name, passed: failures.length === 0, failures, log, milliseconds });
  }
  return results;
}

/** One case: performs formulas step by step, each when all that the one before has caused is done. */
class TestRun implements TestHost {
  readonly failures: TestFailure[] = [];
  readonly log: string[] = [];
  private readonly app: App;
  private readonly functions: ReadonlyMap<string, FunctionDefinition>;
  private readonly features: Features;
  private readonly changes: Promise<Value>[] = [];
  private unmet: string | undefined;

  constructor(app: App) {
    this.app = app;
    this.features = app.program.features;
    this.functions = testFunctions(this);
    app.traces.add(({ message }) => this.log.push(`Trace: ${message}`));
    app.errors.add(({ source, error }) => this.log.push(`Error in ${source}: ${error.message}`));
    app.notifications.subscribe((list) => {
      const last = list.at(-1);
      if (last !== undefined) this.log.push(`${last.type}: ${last.message}`);
    });
  }

  change(property: Property, value: Value): Value {
    const chosen = chosenOf(property);
    if (chosen === undefined) return formulaError('InvalidArgument', `${property.path} is nothing that a user changes.`);
    this.changes.push(this.app.change(chosen.owner.name, chosen.name, value));
    return true;
  }

  failed(message: string): void {
    this.unmet = message;
  }

  /** A test with mocks asks nobody else. */
  unanswered(request: string, { file, line, column }: Place): void {
    const message = `No mock answers ${request}. Add one to networkRequestMocks.`;
    if (!this.failures.some((failure) => failure.message === message))
      this.failures.push({ message, file, line, column, step: 'networkRequestMocks' });
  }

  async perform(source: PropertySource): Promise<void> {
    const { expression, diagnostics } = parse(source.formula, { features: this.features });
    for (const { from, message } of diagnostics) this.fail(source, from, message, source.formula);
    if (diagnostics.length > 0) return;
    const links = expression.kind === 'chain' ? expression.items : [expression];
    // What cannot be done stops the case; what does not hold is noted, and the rest is tried.
    for (const { kind, from, to } of links) if (kind !== 'missing' && !(await this.step(source, from, to))) return;
  }

  private async step(source: PropertySource, from: number, to: number): Promise<boolean> {
    const { app } = this;
    const text = source.formula.slice(from, to);
    const scope = new TestScope(app.program.analysis.scopeOf(app.screen), this.functions);
    const result = check(text, scope, { features: this.features, behavior: true });
    if (!result.valid) {
      for (const found of result.diagnostics)
        if (found.severity === 'error' && found.secondary !== true) this.fail(source, from + found.from, found.message, text);
      return false;
    }
    this.unmet = undefined;
    const value = await app.runSteps(stepsOf(result.formula));
    await Promise.all(this.changes.splice(0));
    await app.idle();
    if (value instanceof FormulaError) this.fail(source, from, value.message, text);
    else if (this.unmet !== undefined) this.fail(source, from, this.reason(result), text);
    return true;
  }

  /** What an assertion found: its message, and the two sides where it compares. */
  private reason({ formula }: CheckResult): string {
    const said = this.unmet === '' ? [] : [this.unmet!];
    const condition = formula.kind === 'call' ? formula.args[0]?.node : undefined;
    const sides = condition?.kind === 'operator' && condition.operands.length === 2 ? condition.operands : [];
    const found = sides
      .filter((side) => side.kind !== 'literal')
      .map((side) => `${side === sides[0] ? 'left' : 'right'} is ${this.shown(side)}`);
    return [...said, ...found].join('; ') || 'The condition is not true.';
  }

  private shown(side: Checked): string {
    const value = this.app.program.evaluateChecked(side);
    return value instanceof FormulaError ? `the error "${value.message}"` : printValue(value, side.type);
  }

  private fail(source: PropertySource, offset: number, message: string, step: string): void {
    const { file, line, column } = source.placeOf(offset);
    this.failures.push({ message, file, line, column, step });
  }
}
