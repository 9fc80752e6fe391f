import { children, parse, type Expression, type Symbol } from '../formula/index.ts';
import { allControls } from './all-controls.ts';
import type { AppDiagnostic, AppSource, ControlSource } from './document.ts';
import type { Place } from './places.ts';
import { UnboundSource } from './unbound-source.ts';

// What the texts of an app's formulas tell of its data sources.

/** Names that stand behind a dot in a formula of a screen. */
export function mentionsIn(source: AppSource): ReadonlySet<string> {
  const names = new Set<string>();
  for (const control of [source.app, ...allControls(source.screens), ...allControls(source.components)])
    for (const { formula } of control.properties.values())
      for (const [, name] of formula.matchAll(/\.\s*'?([\p{L}_][\p{L}\p{N}_]*)/gu)) names.add(name!);
  return names;
}

/** Data sources that are not bound and that nothing else in the app is called, each where the app first names it. */
export function unboundSources(
  source: AppSource,
  symbols: ReadonlyMap<string, Symbol>,
  isKnown: (name: string) => boolean,
): AppDiagnostic[] {
  return [...wantedSources(source)]
    .filter(([name]) => symbols.get(name) instanceof UnboundSource && !isKnown(name))
    .map(([name, { file, line, column }]) => ({
      file,
      line,
      column,
      severity: 'warning',
      stage: 'advice',
      code: 'UnboundDataSource',
      message: `The data source ${name} is not connected, so it is empty. Bind a service whose path it is, or give the app a collection of that name.`,
    }));
}

/** The data sources that an app says it has, and those that its forms name. */
export function wantedSources(source: AppSource): ReadonlyMap<string, Place> {
  const wanted = new Map<string, Place>();
  const want = (name: string, place: Place): void => {
    if (!wanted.has(name)) wanted.set(name, place);
  };
  for (const { name, place } of source.dataSources) want(name, place);
  for (const control of allControls(source.screens)) {
    const property = control.properties.get('DataSource');
    const name = property && plainName(property.formula);
    if (name !== undefined) want(name, property!.place);
  }
  return wanted;
}

/** The name that a formula is by itself: `Orders`, `[@Orders]`. */
function plainName(formula: string): string | undefined {
  const { expression } = parse(formula);
  return expression.kind === 'name' || expression.kind === 'global' ? expression.name.name : undefined;
}

/**
 * The columns that an app expects of a data source: those that the cards of its forms are about, and what formulas that name the source, or
 * stand in such a form, read behind a dot or by a bare name.
 */
export function columnsOf(name: string, source: AppSource): ReadonlySet<string> {
  const columns = new Set<string>();
  const controls = new Set([...allControls(source.screens)].map((control) => control.name));
  const note = (formula: string): void => {
    for (const found of namesIn(parse(formula).expression)) if (!controls.has(found) && found !== name) columns.add(found);
  };
  const visit = (control: ControlSource, inForm: boolean): void => {
    const own = control.properties.get('DataSource');
    const within = inForm || (own !== undefined && plainName(own.formula) === name);
    for (const property of control.properties.values()) {
      const field = property.name === 'DataField' ? parse(property.formula).expression : undefined;
      if (within && field?.kind === 'text') columns.add(field.value);
      if (property.formula.includes(name) || (within && property.formula.includes('ThisItem'))) note(property.formula);
    }
    for (const child of control.children) visit(child, within);
  };
  for (const screen of source.screens) visit(screen, false);
  return columns;
}

/** Names behind a dot and by themselves. What stands before a dot, or is called, is no column. */
function* namesIn(root: Expression): Generator<string> {
  const open: Expression[] = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.kind === 'name') yield at.name.name;
    else if (at.kind === 'member') {
      yield at.name.name;
      if (at.target.kind !== 'name') open.push(at.target);
    } else if (at.kind === 'call') open.push(...at.args);
    else open.push(...children(at));
  }
}
