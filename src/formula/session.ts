import type { ScopeAdditions } from './built-in-scope.ts';
import { check, type CheckResult } from './check.ts';
import { compileBehavior } from './compile.ts';
import { checkDefinitions, type Definitions } from './definitions/definitions.ts';
import { readDefinitions, type DefinitionSource } from './definitions/read-definitions.ts';
import { withNames } from './definitions/with-names.ts';
import type { Diagnostic } from './diagnostic.ts';
import { FormulaError } from './error.ts';
import { createRun } from './new-run.ts';
import { rootFrame } from './evaluate.ts';
import { children, unwrap, type Expression } from './expression.ts';
import { canvas, type Features } from './features.ts';
import { parse } from './parser.ts';
import type { Assignable, Permissions, Run } from './run.ts';
import type { Scope, Symbol } from './scope.ts';
import type { Type } from './type.ts';
import type { Value } from './value.ts';
import { createScope } from './whole-scope.ts';

export interface SessionOptions {
  readonly features?: Features;
  /** Names that the host gives. Variables among them keep the permissions that they come with. */
  readonly names?: ScopeAdditions;
  /** Zone, culture, clock, effects … of each step; as `createRun` has them unless given. */
  readonly run?: Partial<Run>;
}

/** What a step came to. */
export type StepResult =
  /** There was nothing but white space and comments. */
  | { readonly kind: 'nothing' }
  /** The text is wrong; nothing has been changed. */
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  /** Names have been defined. */
  | { readonly kind: 'defined'; readonly names: readonly string[]; readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly kind: 'value';
      /** The value of the formula or, where it sets a variable by `Set(name, …)`, of the first variable that it sets. */
      readonly value: Value;
      readonly type: Type;
      /** The variable whose value it is. */
      readonly variable?: string;
      readonly diagnostics: readonly Diagnostic[];
    };

/** Variables of a session: `Set` gives them values, their rows can be changed, their fields cannot be set one by one. */
const permissions: Permissions = { set: true, deep: false, mutate: true };

/**
 * A conversation in formulas, line after line: variables come into being when they are first set, a line may define named formulas, functions
 * and types, and formulas see all that came before. The command line's prompt and the test runner are two hosts of it.
 */
export class Session {
  readonly features: Features;
  private readonly options: SessionOptions;
  private readonly base: Scope;
  private readonly variables = new Map<string, SessionVariable>();
  /** Names of the host, with places that tell of changes. */
  private readonly hosted = new Map<string, Symbol>();
  private sources: readonly DefinitionSource[] = [];
  private definitions: Definitions;
  private version = 0;

  constructor(options: SessionOptions = {}) {
    this.features = { ...(options.features ?? canvas), EnableExpressionChaining: true, TextFirst: false };
    this.options = options;
    this.base = createScope({ numberIsFloat: this.features.NumberIsFloat, ...options.names });
    this.definitions = this.checked([]);
  }

  /** The names that a formula sees now. */
  get scope(): Scope {
    const { types, functions, formulas } = this.definitions;
    return withNames(this.global, { types, functions, symbols: formulas });
  }

  /** Checks a formula without evaluating it. */
  check(text: string): CheckResult {
    return check(text, this.scope, { features: this.features, behavior: true });
  }

  /** Evaluates a formula, or takes definitions. `more` goes into the run, such as a budget of steps. */
  async step(text: string, more: Partial<Run> = {}): Promise<StepResult> {
    const parsed = parse(text, { features: this.features });
    if (parsed.tokens.length === 0 && parsed.diagnostics.length === 0) return { kind: 'nothing' };
    const declared: string[] = [];
    let result = check(parsed, this.scope, { features: this.features, behavior: true });
    // A variable's type may follow from one that the same formula sets before it.
    while (!result.valid && this.declare(result, declared)) {
      result = check(parsed, this.scope, { features: this.features, behavior: true });
    }
    if (!result.valid) {
      for (const name of declared) this.variables.delete(name);
      return this.define(text) ?? { kind: 'refused', diagnostics: result.diagnostics };
    }
    const { diagnostics } = result;
    const value = await compileBehavior(result.formula)(
      rootFrame(createRun({ ...this.options.run, features: this.features, ...more })),
    );
    this.version++;
    const variable = setIn(parsed.expression);
    const symbol = variable === undefined ? undefined : this.scope.symbol(variable);
    if (variable === undefined || symbol === undefined || value instanceof FormulaError)
      return { kind: 'value', value, type: result.type, diagnostics };
    return {
      kind: 'value',
      value: symbol.read(createRun({ features: this.features })),
      type: symbol.type,
      variable,
      diagnostics,
    };
  }

  // ---- Variables ---------------------------------------------------------------------------------------------------------------

  /** Brings into being what a formula sets and is not there yet; whether there was something. */
  private declare({ declarations }: CheckResult, declared: string[]): boolean {
    let any = false;
    for (const { scope, name, type } of declarations) {
      if (scope === 'context' || type.kind === 'unknown' || type.kind === 'void') continue;
      const known = this.variables.get(name);
      const widened = known !== undefined && known.type.kind === 'blank' && type.kind !== 'blank';
      if (!widened && this.scope.symbol(name) !== undefined) continue;
      any = true;
      if (known !== undefined) {
        known.type = type;
        continue;
      }
      this.variables.set(name, new SessionVariable(name, type, scope === 'collection' ? [] : null, () => this.version++));
      declared.push(name);
    }
    return any;
  }

  /** The host's names, then the variables of the session. */
  private get global(): Scope {
    const { base } = this;
    const variables = withNames(base, { symbols: this.variables });
    return { ...variables, symbol: (name) => this.host(name) ?? variables.symbol(name) };
  }

  private host(name: string): Symbol | undefined {
    const known = this.hosted.get(name);
    if (known !== undefined) return known;
    const symbol = this.base.symbol(name);
    const place = symbol?.place;
    if (symbol === undefined || place === undefined) return symbol;
    const counted: Assignable = Object.create(place, {
      write: {
        value: (value: Value) => {
          this.version++;
          place.write(value);
        },
      },
    }) as Assignable;
    const own = Object.create(symbol, { place: { value: counted } }) as Symbol;
    this.hosted.set(name, own);
    return own;
  }

  // ---- Definitions -------------------------------------------------------------------------------------------------------------

  private checked(sources: readonly DefinitionSource[]): Definitions {
    return checkDefinitions(sources, this.global, { features: this.features, version: () => this.version });
  }

  /** Takes definitions, which replace those of the same names; undefined where the text holds none. */
  private define(text: string): StepResult | undefined {
    const read = readDefinitions(text, { features: this.features });
    if (!read.intended) return undefined;
    const taken = read.definitions.some(({ kind, name }) => kind === 'formula' && this.global.symbol(name.name) !== undefined);
    if (taken) return undefined;
    if (read.diagnostics.length > 0) return { kind: 'refused', diagnostics: read.diagnostics };
    const replaced = (old: DefinitionSource): boolean =>
      read.definitions.some(({ kind, name }) => kind === old.kind && name.name === old.name.name);
    const kept = this.sources.filter((source) => !replaced(source));
    const sources = [...kept, ...read.definitions];
    const definitions = this.checked(sources);
    const diagnostics = read.definitions.flatMap((source) => definitions.diagnosticsOf(source));
    if (diagnostics.some(isError)) return { kind: 'refused', diagnostics };
    const broken = kept.find((source) => definitions.diagnosticsOf(source).some(isError));
    if (broken !== undefined) return { kind: 'refused', diagnostics: [inUse(read.definitions, broken)] };
    this.sources = sources;
    this.definitions = definitions;
    return { kind: 'defined', names: read.definitions.map(({ name }) => name.name), diagnostics };
  }
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

const inUse = ([first]: readonly DefinitionSource[], broken: DefinitionSource): Diagnostic => ({
  from: first!.name.from,
  to: first!.name.to,
  severity: 'error',
  code: 'ErrDefinitionInUse',
  message: `"${broken.name.name}" would no longer work. Define it anew together with this one.`,
});

/** A variable of a session. */
class SessionVariable implements Symbol, Assignable {
  readonly name: string;
  /** What it was first set to; that of a blank one is found when it is set again. */
  type: Type;
  readonly role = 'variable';
  readonly permissions = permissions;
  private value: Value;
  private readonly changed: () => void;

  constructor(name: string, type: Type, value: Value, changed: () => void) {
    this.name = name;
    this.type = type;
    this.value = value;
    this.changed = changed;
  }

  get place(): Assignable {
    return this;
  }

  read(): Value {
    return this.value;
  }

  write(value: Value): void {
    this.value = value;
    this.changed();
  }
}

/** The first variable that a formula sets by `Set(name, …)`, in order of text. */
function setIn(expression: Expression): string | undefined {
  const node = unwrap(expression);
  if (node.kind === 'call' && node.callee.kind === 'name' && node.callee.name.name === 'Set') {
    const [target] = node.args;
    if (target?.kind === 'name') return target.name.name;
  }
  for (const child of children(node)) {
    const found = setIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
