import type { Checked } from '../checked.ts';
import { compileAsync, compileNode } from '../compile.ts';
import { formulaError } from '../error.ts';
import { rootFrame, rowFrame, type Evaluate, type EvaluateAsync, type Frame } from '../evaluate.ts';
import { overload, raw, type FunctionDefinition, type Overload } from '../function.ts';
import { step } from '../limits.ts';
import type { Run } from '../run.ts';
import type { Symbol } from '../scope.ts';
import type { Type } from '../type.ts';
import { row, type Value } from '../value.ts';

/** How deep functions may call one another in one evaluation. Each level costs stack. */
export const MAX_CALL_DEPTH = 200;

const tooDeep = formulaError('InvalidFunctionUsage', `Functions call one another more than ${MAX_CALL_DEPTH} levels deep.`);

/** What follows from the body of a function for each call of it. */
export interface Facts {
  readonly awaits: boolean;
  readonly volatile: boolean;
  readonly reads: ReadonlySet<Symbol>;
}
const nothing: Facts = { awaits: false, volatile: false, reads: new Set() };
export const sameFacts = (a: Facts, b: Facts): boolean =>
  a.awaits === b.awaits && a.volatile === b.volatile && a.reads.size === b.reads.size;

/** How a function is called: its name, whether it changes things, its parameters and result. */
export interface Called {
  readonly name: string;
  readonly behavior: boolean;
  readonly parameters: ReadonlyMap<string, Type>;
  readonly result: Type;
  readonly summary: string;
}

/** A function that a user has defined, as a record like those of the language. */
export class UserFunction implements FunctionDefinition {
  readonly name: string;
  readonly summary: string;
  readonly behavior: boolean;
  readonly overloads: readonly Overload[];
  readonly parameters: ReadonlyMap<string, Type>;
  readonly result: Type;
  facts: Facts = nothing;
  private known: (() => Checked) | undefined;
  private sync: Evaluate | undefined;
  private async: EvaluateAsync | undefined;

  constructor({ name, behavior, parameters, result, summary }: Called) {
    this.name = name;
    this.behavior = behavior;
    this.parameters = parameters;
    this.result = result;
    this.summary = summary;
    this.overloads = [
      {
        ...overload({
          parameters: [...parameters].map(([name, type]) => ({ ...raw(name, type), strict: true })),
          result,
          evaluate: (...args) => this.evaluate(args as unknown as unknown[]),
        }),
        evaluateAsync: (...args) => this.evaluateAsync(args),
      },
    ];
  }

  get awaits(): boolean {
    return this.facts.awaits;
  }

  get volatile(): boolean {
    return this.facts.volatile;
  }

  reads(): Iterable<Symbol> {
    return this.facts.reads;
  }

  get body(): Checked | undefined {
    return this.known?.();
  }

  /** The body to evaluate from now on, asked for when the function is called first. */
  use(body: () => Checked): void {
    this.known = body;
    this.sync = undefined;
    this.async = undefined;
  }

  private evaluate(args: readonly unknown[]): Value {
    this.sync ??= compileNode(this.body!);
    const frame = this.enter(args);
    if (frame === undefined) return tooDeep;
    try {
      return this.sync(frame);
    } finally {
      leave(frame.run);
    }
  }

  private async evaluateAsync(args: readonly unknown[]): Promise<Value> {
    this.async ??= compileAsync(this.body!);
    const frame = this.enter(args);
    if (frame === undefined) return tooDeep;
    try {
      return await this.async(frame);
    } finally {
      leave(frame.run);
    }
  }

  /** The frame of a call: its arguments are a row around the body. */
  private enter(args: readonly unknown[]): Frame | undefined {
    const run = args.at(-1) as Run;
    step(run);
    const depth = run.depth ?? 0;
    if (depth >= MAX_CALL_DEPTH) return undefined;
    run.depth = depth + 1;
    return rowFrame(row([...this.parameters.keys()].map((name, i) => [name, args[i] as Value])), rootFrame(run));
  }
}

const leave = (run: Run): void => void (run.depth = (run.depth ?? 1) - 1);
