import {
  compile,
  compileBehavior,
  maybe,
  optional,
  overload,
  refused,
  row,
  rootFrame,
  types,
  type CheckResult,
  type Evaluate,
  type EvaluateAsync,
  type FunctionDefinition,
  type Overload,
  type Row,
  type Run,
  type Symbol,
  type Type,
  type Value,
} from '../formula/index.ts';
import { isBehavior, typeNamed } from './components.ts';
import type { ControlModel } from './control-model.ts';
import type { CustomProperty } from './document.ts';
import { ControlEffects } from './effects.ts';
import type { KnownFormulas } from './known-formulas.ts';

const nothing: readonly Symbol[] = [];

/**
 * A property of a component that is called with arguments, as the function that formulas call: `Header1.Format(x)`. A function runs its
 * formula where the call stands; an event or an action runs as the behavior of the instance.
 */
export class ComponentFunction implements FunctionDefinition {
  readonly name: string;
  readonly summary: string;
  readonly behavior: boolean;
  private readonly analysis: KnownFormulas;
  private readonly instance: ControlModel;
  private readonly custom: CustomProperty;
  /** Its formula is being checked: it calls itself. */
  private checking = false;
  private known: readonly Overload[] | undefined;
  private value: Evaluate | undefined;
  private awaited: EvaluateAsync | undefined;

  constructor(analysis: KnownFormulas, instance: ControlModel, custom: CustomProperty) {
    this.analysis = analysis;
    this.instance = instance;
    this.custom = custom;
    this.name = `${instance.name}.${custom.name}`;
    this.behavior = isBehavior(custom);
    this.summary = `${this.behavior ? 'Does' : 'Gives'} what ${custom.name} of the component says.`;
  }

  get overloads(): readonly Overload[] {
    return (this.known ??= [this.overload()]);
  }

  get awaits(): boolean {
    return this.behavior || this.result?.awaits === true;
  }

  reads(): Iterable<Symbol> {
    return (this.behavior ? undefined : this.result?.reads) ?? nothing;
  }

  /** Its formula checked; undefined where it has none, or calls itself. */
  private get result(): CheckResult | undefined {
    const source = this.instance.formulaOf(this.custom);
    if (source === undefined || this.checking) return undefined;
    this.checking = true;
    const result = this.analysis.routineResult(this.instance, source);
    this.checking = false;
    return result;
  }

  private overload(): Overload {
    const { analysis, custom, instance } = this;
    const fields = analysis.parametersOf(instance, custom);
    const parameters = custom.parameters.map(({ name, optional: mayLack }) => {
      const parameter = maybe(name, fields.get(name) as Type);
      return mayLack ? optional(parameter) : parameter;
    });
    return overload({
      parameters,
      result: () => (typeNamed(custom.dataType).kind === 'void' ? types.voidType : analysis.resultTypeOf(instance, custom)),
      evaluate: (...all: readonly unknown[]) => this.call(all.slice(0, -1) as Value[], all.at(-1) as Run),
    });
  }

  private call(values: readonly (Value | undefined)[], run: Run): Value {
    const args = row(
      this.custom.parameters.map((parameter, i): [string, Value] => [parameter.name, values[i] ?? this.defaultOf(i, run)]),
    );
    if (this.behavior) return this.perform(args, run);
    const { result } = this;
    if (result === undefined) return null;
    if (!result.valid) return refused(result);
    const frame = { row: args, outer: undefined, run };
    if (run.effects === undefined || !result.awaits) return (this.value ??= compile(result.formula))(frame);
    // A behavior calls it: what it waits for is awaited there.
    return (this.awaited ??= compileBehavior(result.formula))(frame) as Value;
  }

  private perform(args: Row, run: Run): Value {
    if (!(run.effects instanceof ControlEffects)) return null;
    return run.effects.invoke(this.instance, this.custom.name, args) as unknown as Value;
  }

  private defaultOf(index: number, run: Run): Value {
    const result = this.analysis.parameterDefault(this.instance, this.custom.parameters[index]!);
    return result?.valid === true ? compile(result.formula)(rootFrame(run)) : null;
  }
}
