import { createScope } from '../formula/core.ts';
import {
  Findings,
  readDefinitions,
  resolveTypes,
  UserFunctions,
  type Declaration,
  type Diagnostic,
  type Features,
  type FunctionDefinition,
  type FunctionSource,
  type Scope,
  type Symbol,
  type Type,
  type TypeSource,
} from '../formula/index.ts';
import type { PropertySource } from './document.ts';

/** What follows from a function for those that call it. */
type Facts = readonly [awaits: boolean, volatile: boolean, reads: ReadonlySet<Symbol>];

/** What `App.Formulas` defines: named formulas, which become nodes of the app, functions and types. What is wrong is left out. */
export class AppDefinitions {
  readonly source: PropertySource | undefined;
  readonly formulas = new Map<string, PropertySource>();
  readonly types: ReadonlyMap<string, Type>;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** What cannot be read, with offsets into the text of `App.Formulas`. */
  readonly problems: readonly Diagnostic[];
  private readonly users: UserFunctions;
  private readonly findings = new Findings();
  private readonly bodies = new Map<FunctionSource, readonly Diagnostic[]>();
  private declared: readonly Declaration[] = [];

  constructor(source: PropertySource | undefined, features: Features) {
    this.source = source;
    const read = readDefinitions(source?.formula ?? '', { features });
    const problems = [...read.diagnostics];
    for (const definition of read.definitions) {
      if (definition.kind !== 'formula') continue;
      const { name, body, span } = definition;
      // Its own diagnostics come again when the formula is checked by itself.
      for (const known of body.diagnostics) problems.splice(problems.indexOf(known), 1);
      if (this.formulas.has(name.name)) problems.push(twice(name));
      else this.formulas.set(name.name, part(source!, name.name, name.from, span));
    }
    const scope = createScope();
    const ofKind = <K extends TypeSource | FunctionSource>(kind: K['kind']): K[] =>
      read.definitions.filter((definition): definition is K => definition.kind === kind);
    this.types = resolveTypes(ofKind<TypeSource>('type'), scope, features, this.findings);
    const typed = createScope({ types: this.types });
    this.users = new UserFunctions(ofKind<FunctionSource>('function'), typed, features, this.findings);
    this.functions = this.users.definitions;
    this.problems = problems;
  }

  /** What is wrong with types, and with functions by what is known of the app now. */
  get diagnostics(): readonly Diagnostic[] {
    return [...this.findings.all(), ...[...this.bodies.values()].flat()];
  }

  /** The names that bodies of functions bring into being. */
  get declarations(): readonly Declaration[] {
    return this.declared;
  }

  /**
   * Checks the bodies of functions by the names of the app. `changed` is called whenever something else follows from a function than before:
   * formulas that call it have to be checked anew.
   */
  check(scope: Scope, changed: () => void): void {
    if (this.functions.size === 0) return;
    const before = [...this.functions.values()].map(factsOf);
    let round = 0;
    const results = this.users.check(scope, () => {
      if (round++ > 0) changed();
    });
    for (const [source, { diagnostics }] of results) this.bodies.set(source, diagnostics);
    this.declared = [...results.values()].flatMap(({ declarations }) => declarations);
    if ([...this.functions.values()].some((definition, i) => !sameFacts(before[i]!, factsOf(definition)))) changed();
  }
}

const factsOf = (definition: FunctionDefinition): Facts => [
  definition.awaits === true,
  definition.volatile === true,
  new Set(definition.reads?.() ?? []),
];

const sameFacts = (a: Facts, b: Facts): boolean =>
  a[0] === b[0] && a[1] === b[1] && a[2].size === b[2].size && [...a[2]].every((symbol) => b[2].has(symbol));

const part = (
  source: PropertySource,
  name: string,
  start: number,
  { from, to }: { readonly from: number; readonly to: number },
): PropertySource => ({
  name,
  formula: source.formula.slice(from, to),
  place: source.placeOf(start),
  placeOf: (offset) => source.placeOf(from + offset),
});

const twice = ({ name, from, to }: { readonly name: string; readonly from: number; readonly to: number }): Diagnostic => ({
  from,
  to,
  severity: 'error',
  code: 'ErrNamedFormula_AlreadyDefined',
  message: `There are two formulas named ${name}. Rename one of them.`,
});
