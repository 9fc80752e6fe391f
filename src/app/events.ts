import {
  DEFAULT_FUEL,
  FormulaError,
  formulaError,
  Pending,
  refused,
  rootFrame,
  type CheckResult,
  type Frame,
  type FunctionDefinition,
  type Row,
  type Run,
  type Surroundings,
  type Value,
} from '../formula/index.ts';
import type { Behaviors } from './behaviors.ts';
import type { CallFormula } from './call-formula.ts';
import type { CallPool } from './calls.ts';
import { MAX_CALLS, touch, type Cause } from './cause.ts';
import type { ControlModel } from './control-model.ts';
import type { PropertySource } from './document.ts';
import { ControlEffects, type EffectHost } from './effects.ts';
import { ErrorContext } from './error-record.ts';
import type { Graph, Node } from './graph.ts';
import type { Listeners } from './listeners.ts';
import { untilAnswered, waitingCalls } from './pending.ts';
import type { Program } from './program.ts';
import type { RowContext } from './rows.ts';
import { runSteps, stepsOf, type Step } from './steps.ts';

/** The app that events happen in. */
export interface EventHost extends EffectHost {
  readonly program: Program;
  readonly graph: Graph;
  readonly behaviors: Behaviors;
  readonly errors: Listeners<{ readonly error: FormulaError; readonly source: string }>;
}

/** An event's formula, ready to run. */
interface Handler {
  readonly steps: readonly Step[];
  readonly result: CheckResult;
}

const notHere = formulaError(
  'NotSupported',
  'This call cannot be awaited here. Put it into a step of its own, and its answer into a variable.',
);

/** Runs the formulas of events: step after step, each when the values that it reads are there. */
export class Events {
  private readonly host: EventHost;
  private readonly pool: CallPool;
  private readonly surroundings: Surroundings;
  /** By control: a program that was built anew has other controls, and with them other handlers. */
  private readonly handlers = new WeakMap<ControlModel, Map<PropertySource, Handler>>();
  private readonly queues = new Map<string, object>();
  private readonly reported = new WeakSet<object>();

  constructor(host: EventHost, pool: CallPool, surroundings: Surroundings) {
    this.host = host;
    this.pool = pool;
    this.surroundings = surroundings;
  }

  /**
   * Runs an event's formula after those of the same event that still run; with `after`, after those of the app's start. Blank where the
   * control has no formula for it.
   */
  run(control: ControlModel, event: string, row?: RowContext, after: ControlModel = control): Promise<Value> {
    const source = control.event(event);
    if (source === undefined) return Promise.resolve(null);
    const queue = after.role === 'app' ? this.queueOf(after, 'OnStart') : this.queueOf(control, event);
    return this.host.behaviors.run(queue, () => this.runSource(control, source, row));
  }

  /** Runs a routine with arguments, for a formula that waits for it: at once, whatever else runs. */
  invoke(control: ControlModel, routine: string, args: Row, row: RowContext | undefined): Promise<Value> {
    const source = control.event(routine);
    if (source === undefined) return Promise.resolve(null);
    return Promise.resolve(this.runSource(control, source, row, args));
  }

  /** Runs steps that belong to no control of the app, with the effects of the screen that is shown. */
  runSteps(steps: readonly Step[], screen: ControlModel | undefined): Promise<Value> {
    return this.host.behaviors.run({}, () =>
      runSteps(steps, (step) => this.runStep(step, () => rootFrame(this.runFor(screen, undefined)))),
    );
  }

  private runSource(
    control: ControlModel,
    source: PropertySource,
    row: RowContext | undefined,
    args: Row | null = null,
  ): Value | Promise<Value> {
    const { result, steps } = this.handlerOf(control, source);
    if (!result.valid) return this.ended(refused(result), control, source);
    const cause = { control, source, at: Date.now(), calls: [] };
    const value = runSteps(steps, (step) =>
      this.runStep(step, () => ({ row: args, outer: undefined, run: this.newRun(cause, row) })),
    );
    return value instanceof Promise
      ? value.then((settled) => this.ended(settled, control, source))
      : this.ended(value, control, source);
  }

  /** A step runs when what it reads is there: no value of a call that is still being made. */
  private runStep(step: Step, frame: () => Frame): Value | Promise<Value> {
    const { graph, program } = this.host;
    const go = (): Value | Promise<Value> => {
      const results: (Value | Promise<Value>)[] = [];
      graph.batch(() => results.push(step.evaluate(frame())));
      return results[0] ?? null;
    };
    const callsOf = (node: Node): CallFormula | undefined => program.callsOf(node);
    return waitingCalls(step.nodes, callsOf) ? untilAnswered(graph, step.nodes, callsOf).then(go) : go();
  }

  private newRun(cause: Cause, row: RowContext | undefined): Run {
    const { control, source } = cause;
    return this.runFor(control.worldOf(source) ?? control.screen, row, cause);
  }

  private runFor(home: ControlModel | undefined, row: RowContext | undefined, cause?: Cause): Run {
    const start = (operation: FunctionDefinition, args: readonly Value[]): Promise<Value> => {
      if (cause !== undefined && cause.calls.length < MAX_CALLS) cause.calls.push({ operation, args });
      return this.pool.once(operation, args);
    };
    return {
      ...this.surroundings,
      calls: { read: () => notHere, start },
      effects: new ControlEffects(this.host, home, row, cause),
      context: row,
      fuel: DEFAULT_FUEL,
      touch: (place) => touch(place, cause),
    };
  }

  private handlerOf(control: ControlModel, source: PropertySource): Handler {
    let handlers = this.handlers.get(control);
    if (handlers === undefined) this.handlers.set(control, (handlers = new Map<PropertySource, Handler>()));
    const known = handlers.get(source);
    if (known !== undefined) return known;
    const result = this.host.program.analysis.routineResult(control, source);
    const handler: Handler = { result, steps: result.valid ? stepsOf(result.formula) : [] };
    handlers.set(source, handler);
    return handler;
  }

  /** An error that a property shows, which no formula handled: `App.OnError` hears of it, once. */
  met(error: FormulaError): void {
    // What follows from an error carries its records on.
    if (error instanceof Pending || error.errors.every((one) => this.reported.has(one))) return;
    for (const one of error.errors) this.reported.add(one);
    const { app } = this.host.program.model;
    const source = error.errors[0]?.source ?? app.name;
    this.host.errors.tell({ error, source });
    const handling = app.event('OnError');
    if (handling !== undefined) void this.handle(app, handling, error);
  }

  /** An error that a behavior ends with is shown, unless the app handles errors itself. */
  private ended(value: Value, control: ControlModel, source: PropertySource): Value {
    if (!(value instanceof FormulaError) || value instanceof Pending) return value;
    const path = `${control.path}.${source.name}`;
    const error = new FormulaError(value.errors.map((one) => ({ ...one, source: one.source ?? path })));
    this.refused(error, path, source.name);
    return error;
  }

  /** An error is shown, unless the app handles errors itself. */
  refused(error: FormulaError, path: string, event?: string): void {
    this.host.errors.tell({ error, source: path });
    const { app } = this.host.program.model;
    const handling = event === 'OnError' ? undefined : app.event('OnError');
    if (handling === undefined) this.host.notify(error.message, 'Error', 0);
    else void this.handle(app, handling, error);
  }

  private async handle(app: ControlModel, source: PropertySource, error: FormulaError): Promise<void> {
    const { result, steps } = this.handlerOf(app, source);
    const cause = { control: app, source, at: Date.now(), calls: [] };
    const frame = (): Frame => rootFrame({ ...this.newRun(cause, undefined), context: new ErrorContext(error) });
    const value = result.valid ? await runSteps(steps, (step) => this.runStep(step, frame)) : error;
    if (value instanceof FormulaError) this.host.notify(value.message, 'Error', 0);
  }

  private queueOf(control: ControlModel, event: string): object {
    const name = `${control.path}.${event}`;
    let queue = this.queues.get(name);
    if (queue === undefined) this.queues.set(name, (queue = {}));
    return queue;
  }
}
