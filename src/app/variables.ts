import {
  children,
  types,
  type Declaration,
  type Expression,
  type Features,
  type ParseResult,
  type Type,
} from '../formula/index.ts';
import { placed, withArticle } from './app-diagnostic.ts';
import type { AppModel } from './app-model.ts';
import type { ControlModel } from './control-model.ts';
import type { AppDiagnostic, PropertySource } from './document.ts';
import { Variable, type Collection } from './state.ts';
import { unify, type Contribution } from './unify.ts';

/** What finding variables needs to know of the formulas. */
export interface Declarations {
  readonly features: Features;
  declarationsOf(owner: ControlModel, source: PropertySource): readonly Declaration[];
  /** What the bodies of the app's functions set, and where they are written. */
  functions(): { readonly source: PropertySource | undefined; readonly declarations: readonly Declaration[] };
  parse(source: PropertySource): ParseResult;
  isServiceTable(name: string): boolean;
  /** Formulas that read these names, or name what there was not, have to be checked anew. */
  changed(names: ReadonlySet<object>): void;
}

/** Where a variable is mentioned by a formula that sets it. */
export interface Mention {
  readonly owner: ControlModel;
  readonly source: PropertySource;
  readonly declaration: Declaration;
}

interface Group {
  readonly target: Variable | Collection;
  readonly contributions: Contribution<Mention>[];
}

/** Rounds after which the types are taken as they are; each round can only widen them. */
const MAX_ROUNDS = 10;

/** What can set something; all else needs no check before somebody asks. */
const sets = /\b(?:Set|UpdateContext|Navigate|Collect|ClearCollect|LoadData)\b/;

/**
 * Finds the names and types of variables from all formulas that set them, which may read variables themselves: those formulas are checked
 * again until the types stay the same. Gives the mentions that do not fit the others.
 */
export function inferVariables(model: AppModel, formulas: Declarations): readonly AppDiagnostic[] {
  const events = model.all().flatMap((owner) => owner.routines.map((source) => ({ owner, source })));
  const setting = events.filter(({ source }) => sets.test(source.formula));
  for (let round = 1; ; round++) {
    const { source: definitions, declarations: ofFunctions } = formulas.functions();
    const all = setting.map(({ owner, source }) => ({ owner, source, declarations: formulas.declarationsOf(owner, source) }));
    if (definitions !== undefined) all.push({ owner: model.app, source: definitions, declarations: ofFunctions });
    const mentions = all.flatMap(({ owner, source, declarations }) =>
      declarations
        .filter(({ scope, name }) => scope !== 'collection' || !formulas.isServiceTable(name))
        .map((declaration): Mention => ({ owner, source, declaration })),
    );
    const problems: AppDiagnostic[] = [];
    const changed = new Set<object>();
    const before = model.nameCount;
    for (const { target, contributions } of grouped(model, formulas, mentions)) {
      const { type, conflicts } = unify(contributions, formulas.features);
      if (!types.sameType(target.type, type)) changed.add(target);
      target.type = type;
      for (const { mention, type: other } of conflicts) problems.push(conflict(mention, type, other));
    }
    if ((changed.size === 0 && model.nameCount === before) || round === MAX_ROUNDS) return problems;
    formulas.changed(changed);
  }
}

function grouped(model: AppModel, formulas: Declarations, mentions: readonly Mention[]): Iterable<Group> {
  const homes = mentions.map((mention) => homeOf(model, (source) => formulas.parse(source), mention));
  const collections = new Map<ControlModel | undefined, Set<string>>();
  for (const [i, { declaration }] of mentions.entries()) {
    if (declaration.scope !== 'collection') continue;
    collections.set(homes[i], (collections.get(homes[i]) ?? new Set<string>()).add(declaration.name));
  }
  const groups = new Map<unknown, Group>();
  for (const [i, mention] of mentions.entries()) {
    const { name, scope, type } = mention.declaration;
    const home = homes[i];
    const isCollection = scope !== 'context' && collections.get(home)?.has(name) === true;
    const target = isCollection ? model.collection(name, home) : model.variable(name, home);
    let group = groups.get(target);
    if (group === undefined) {
      const given = target instanceof Variable && target.given !== undefined ? [{ type: target.given, mention }] : [];
      groups.set(target, (group = { target, contributions: given }));
    }
    group.contributions.push({ type, mention });
  }
  return groups.values();
}

/** Parses a formula; the host may know the tree already. */
type Parse = Declarations['parse'];

/**
 * Where a name belongs: a context variable to the screen of the formula, or the one that it navigates to; a name that is set inside a
 * component without access to the app's scope to the component. Undefined for what is global.
 */
export function homeOf(model: AppModel, parse: Parse, { owner, source, declaration }: Mention): ControlModel | undefined {
  const world = owner.worldOf(source);
  if (declaration.scope !== 'context') return world?.kind!.component!.accessAppScope === false ? world : undefined;
  const call = source.formula.includes('Navigate') ? callAt(parse(source).expression, declaration.span) : undefined;
  if (call?.callee.name.name === 'Navigate') {
    const [target] = call.args;
    const named = target?.kind === 'name' ? model.controls.get(target.name.name)?.screen : undefined;
    if (named !== undefined) return named;
  }
  return world ?? owner.screen ?? model.screens[0];
}

function conflict({ owner, source, declaration }: Mention, type: Type, other: Type): AppDiagnostic {
  const message = `${declaration.name} is ${withArticle(type)} elsewhere and ${withArticle(other)} here. Give the two values names of their own.`;
  return placed(owner, source, { ...declaration.span, severity: 'error', code: 'VariableTypeConflict', message }, 'types');
}

/** The call that stands at a place. */
export function callAt(root: Expression, span: { readonly from: number; readonly to: number }) {
  const open: Expression[] = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.kind === 'call' && at.from === span.from && at.to === span.to) return at;
    open.push(...children(at));
  }
  return undefined;
}
