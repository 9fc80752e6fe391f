import type { RowNames } from '../check.ts';
import { pathAt, type MemberNode, type ScopedNode } from '../expression.ts';
import type { FunctionDefinition } from '../function.ts';
import { summaryOf } from '../documented.ts';
import type { OptionSet } from '../option-set.ts';
import type { Symbol } from '../scope.ts';
import { isAggregate, kindName, printType, quoteName, type Type } from '../type.ts';
import { allowedValues, callPlace, type CallPlace } from './call-place.ts';
import { caretAt, findExpression, type Caret } from './caret.ts';
import { analyze, unwrap, type Analysis, type FormulaContext } from './context.ts';
import { rowsAt } from './rows-at.ts';
import { signatureText } from './signature.ts';
import { fits, recordWanted, wantedAt, type Wanted } from './wanted.ts';

export type CompletionKind =
  | 'function'
  | 'operation'
  | 'connector'
  | 'variable'
  | 'collection'
  | 'control'
  | 'screen'
  | 'property'
  | 'field'
  | 'row'
  | 'enum'
  | 'member'
  | 'type'
  | 'operator'
  | 'keyword'
  | 'value';

/** Something that can be typed: the text shown, what is put in, and what there is to know about it. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Goes into the formula instead of the label: quoted names, `Left(` … */
  readonly insert: string;
  /** A short type or signature. */
  readonly detail?: string;
  /** A sentence. */
  readonly info?: string;
  /** Higher comes first; 0 is ordinary. */
  readonly boost: number;
}

export interface Completions {
  /** What is replaced: the word at the caret. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

/**
 * What can be typed at an offset of a formula, best first: fields after a dot, operators after a value, columns in row scopes, fields of
 * the record that a call wants, types where a type stands. Where a value begins and nothing is typed, only what fits the place is offered;
 * once something is, every name in sight that contains it.
 */
export function complete(text: string, offset: number, context: FormulaContext): Completions {
  const analysis = analyze(text, context);
  const caret = caretAt(analysis, offset);
  if (caret.question.kind === 'nothing') return valuesInText(analysis, caret);
  const collator = collatorOf(context.culture ?? 'en-US');
  const items = offered(analysis, caret)
    .filter(({ label }) => isMeant(label, caret))
    .map((item) => ({ item, rank: rank(item, caret.typed) }))
    .sort((a, b) => b.item.boost - a.item.boost || a.rank - b.rank || collator.compare(a.item.insert, b.item.insert))
    .map(({ item }) => item);
  return { from: caret.from, to: caret.to, items: distinct(items) };
}

const collators = new Map<string, Intl.Collator>();

/** A collator takes longer to make than all names to compare. */
function collatorOf(culture: string): Intl.Collator {
  let collator = collators.get(culture);
  if (collator === undefined) collators.set(culture, (collator = new Intl.Collator(culture)));
  return collator;
}

/** Whether a name contains what is typed. */
const isMeant = (name: string, { typed }: Caret): boolean => name.toLowerCase().includes(typed.toLowerCase());

/** What is typed exactly, then what begins with it, then the rest. */
function rank({ label, kind }: Completion, typed: string): number {
  if (typed === '' || kind === 'type' || kind === 'field') return 0;
  const name = label.replace(/^[@']/, '');
  const lower = name.toLowerCase();
  if (lower.replace(/'$/, '') === typed.toLowerCase()) return 0;
  return lower.startsWith(typed.toLowerCase()) ? 1 : 2;
}

function distinct(items: readonly Completion[]): readonly Completion[] {
  const seen = new Set<string>();
  return items.filter(({ insert }) => !seen.has(insert) && seen.add(insert));
}

function offered(analysis: Analysis, caret: Caret): Completion[] {
  const { question } = caret;
  switch (question.kind) {
    case 'nothing':
      return [];
    case 'member':
      return members(analysis, question.dot, caret);
    case 'outerField':
      return outerFields(analysis, question.bracket);
    case 'global':
      return [...symbols(analysis.context, caret), ...sets(analysis.context)];
    case 'fieldName':
      return fieldNames(analysis, caret);
    case 'operator':
      return operators(analysis, question.end, caret);
    case 'value':
      return question.called ? callable(analysis.context, caret) : values(analysis, caret);
  }
}

// ---- Values that a place may have ----------------------------------------------------------------------------------------------------

/** The values of an argument or field, as its description or its service names them. */
function placeValues(analysis: Analysis, caret: Caret, from: number): Completion[] {
  if (!/[(,;:[]$/.test(analysis.text.slice(0, from).trimEnd())) return [];
  const place = callPlace(analysis, caret);
  if (place === undefined) return [];
  return allowedValues(analysis, place).map(({ value, title }, i) => {
    const written = typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : String(value);
    return { ...item(written, 'value', title === String(value) ? undefined : title), boost: 60 - i / 1000 };
  });
}

/** Inside a text nothing is offered but the texts that its place may have, found by what is typed of them or of their titles. */
function valuesInText(analysis: Analysis, caret: Caret): Completions {
  const { offset } = caret;
  const token = analysis.parsed.tokens.findLast(({ startOffset }) => startOffset < offset);
  const kind = token?.tokenType.name;
  const end = token === undefined ? 0 : token.startOffset + token.image.length;
  if (token === undefined || !(kind === 'OpenText' || (kind === 'Text' && offset < end)))
    return { from: offset, to: offset, items: [] };
  const typed = analysis.text.slice(token.startOffset + 1, offset).toLowerCase();
  const items = placeValues(analysis, caret, token.startOffset).filter(
    ({ label, detail }) => label.startsWith('"') && `${label} ${detail ?? ''}`.toLowerCase().includes(typed),
  );
  return { from: token.startOffset, to: Math.max(end, offset), items };
}

// ---- After a dot --------------------------------------------------------------------------------------------------------------------

function members(analysis: Analysis, dot: number, { question, offset }: Caret): Completion[] {
  const { scope, features } = analysis.context;
  const node = findExpression(
    analysis.parsed.expression,
    (found): found is MemberNode => found.kind === 'member' && found.separator.from === dot,
  );
  if (node === undefined || question.kind !== 'member') return [];
  const base = unwrap(node.target);
  const called = /^[\p{L}\p{N}_]*\(/u.test(analysis.text.slice(offset));
  if (base.kind === 'name') {
    const namespace = scope.namespace(base.name.name);
    if (namespace !== undefined) return [...namespace.functions.values()].map((definition) => functionItem(definition, !called));
    const set = scope.symbol(base.name.name) === undefined ? scope.optionSet(base.name.name) : undefined;
    if (set !== undefined) return [...set.members.keys()].map((name) => item(name, 'member', `${set.name}.${name}`));
  }
  const type = analysis.checkedOf(node.target)?.type ?? scope.symbol(base.kind === 'name' ? base.name.name : '')?.type;
  // The column of a table is taken with a dot by old rules only.
  if (type === undefined || (type.kind === 'table' && features?.PowerFxV1CompatibilityRules !== false)) return [];
  return fields(type);
}

function fields(type: Type): Completion[] {
  if (!isAggregate(type) && type.kind !== 'control') return [];
  const names = isAggregate(type) ? type.displayNames : undefined;
  return [...type.fields].map(([name, of]) =>
    item(names?.get(name) ?? name, type.kind === 'control' ? 'property' : 'field', printType(of, 1)),
  );
}

function outerFields(analysis: Analysis, bracket: number): Completion[] {
  if (analysis.context.features?.DisableRowScopeDisambiguationSyntax === true) return [];
  const scoped = findExpression(
    analysis.parsed.expression,
    (found): found is ScopedNode => found.kind === 'scoped' && found.target.to <= bracket && bracket < found.to,
  );
  const target = scoped?.target ?? pathAt(analysis.parsed.expression, bracket).at(-1);
  const name = target?.kind === 'name' ? target.name.name : '';
  const type = (target && analysis.checkedOf(target)?.type) ?? analysis.context.scope.symbol(name)?.type;
  return type === undefined
    ? []
    : fields(type).map((field) => ({ ...field, label: `@${field.label}`, insert: `@${field.insert}` }));
}

// ---- Fields of a record -------------------------------------------------------------------------------------------------------------

/** The fields of the record that is wanted, without those that are there. */
function fieldNames(analysis: Analysis, caret: Caret): Completion[] {
  const { opened } = caret;
  const present = new Set(opened.at(-1)!.fields);
  const place = callPlace(analysis, caret);
  if (place?.function.remote !== undefined) return serviceFields(place, present);
  const { types, inCall } = recordWanted(analysis, opened);
  if (!inCall) return [];
  return types
    .flatMap(fields)
    .filter(({ label }) => !present.has(label))
    .map((found) => ({ ...found, insert: `${found.insert}: ` }));
}

/** The fields of a record that a service takes, with their sentences; required ones first. */
function serviceFields({ type, note }: CallPlace, present: ReadonlySet<string>): Completion[] {
  if (type === undefined || !isAggregate(type)) return [];
  return [...type.fields]
    .filter(([name]) => !present.has(name))
    .map(([name, of], i) => {
      const own = note?.fields?.get(name);
      return {
        ...item(name, 'field', printType(of, 1), own?.summary),
        insert: `${quoteName(name)}: `,
        boost: (own?.required === true ? 10 : 0) - i / 1000,
      };
    });
}

// ---- After a value ------------------------------------------------------------------------------------------------------------------

const wordOperators = ['As', 'exactin', 'in'];
const allOperators = ['-', '&', '&&', '*', '/', '^', '||', '+', '<', '<=', '<>', '=', '>', '>=', 'And', 'Or', ...wordOperators];

function operators(analysis: Analysis, end: number, { opened }: Caret): Completion[] {
  // The widest expression that ends there, inside of the bracket that is open.
  const bracket = opened.at(-1)?.at ?? -1;
  const node = pathAt(analysis.parsed.expression, end).find(
    (found) => found.to === end && found.from > bracket && found.kind !== 'missing',
  );
  const type = node && analysis.checkedOf(node)?.type;
  const whole = type !== undefined && (isAggregate(type) || type.kind === 'control');
  return (whole ? wordOperators : allOperators).map((name) => item(name, 'operator'));
}

// ---- Where a value begins -----------------------------------------------------------------------------------------------------------

function values(analysis: Analysis, caret: Caret): Completion[] {
  const { context } = analysis;
  const wanted = wantedAt(analysis, caret);
  const [parameter] = wanted.parameters;
  if (parameter?.mode === 'type') return typeNames(context, wanted);
  if (parameter?.mode === 'column') {
    const source = wanted.call?.node && analysis.checkedOf(wanted.call.node.args[0]!)?.type;
    if (source !== undefined) return fields(source);
  }
  const rows = rowItems(rowsAt(analysis, caret, wanted));
  const fromType = [...placeValues(analysis, caret, caret.from), ...wanted.types.flatMap((type) => membersWanted(type, wanted))];
  const asked = caret.typed !== '' || (caret.question.kind === 'value' && caret.question.before);
  if (asked) return [...fromType, ...rows.map(({ completion }) => completion), ...everything(analysis, wanted, caret)];
  const overRows = parameter?.mode === 'perRow' || parameter?.scope !== undefined;
  if (overRows && rows.length > 0) return rows.map(({ completion }) => completion);
  const fitting = rows.filter(({ type }) => wanted.types.length === 0 || fits(type, wanted, analysis));
  const globals = [...context.scope.symbols()].filter(({ type }) => isHere(wanted) && fits(type, wanted, analysis));
  return [...fromType, ...fitting.map(({ completion }) => completion), ...globals.map(symbolItem)];
}

/** The names of types that a place can take. */
function typeNames({ scope }: FormulaContext, { types }: Wanted): Completion[] {
  const names = [...(scope.typeNames?.() ?? [])];
  const fitting = names.filter((name) => {
    const type = scope.type(name);
    return type === undefined || isAggregate(type) || types.some(({ kind }) => kind === 'any' || kind === type.kind);
  });
  return fitting.map((name) => item(name, 'type'));
}

/** Whether anything is known of what a place wants: not so in a call of an unknown function. */
const isHere = ({ types, call }: Wanted): boolean => types.length > 0 || call?.function !== undefined;

/** Every name in sight. Those of the type that is wanted come a little earlier. */
function everything(analysis: Analysis, wanted: Wanted, caret: Caret): Completion[] {
  const { context } = analysis;
  const preferred = ({ type, ...symbol }: Symbol): Completion => {
    const shown = symbolItem({ ...symbol, type });
    const same = wanted.types.some(({ kind }) => kind === type.kind) && fits(type, wanted, analysis);
    return same ? { ...shown, boost: 5 } : shown;
  };
  return [
    ...[...context.scope.symbols()].filter(({ name }) => isMeant(name, caret)).map(preferred),
    ...[...context.scope.namespaces()].map((namespace) => item(namespace.name, 'connector', 'Connector', namespace.summary)),
    ...sets(context),
    ...[...context.scope.optionSets()].filter(({ source }) => source === 'enum').flatMap((set) => memberItems(set)),
    ...callable(context, caret),
    ...['true', 'false'].map((word) => item(word, 'keyword')),
  ];
}

const symbols = ({ scope }: FormulaContext, caret: Caret): Completion[] =>
  [...scope.symbols()].filter(({ name }) => isMeant(name, caret)).map(symbolItem);
const sets = (context: FormulaContext): Completion[] =>
  [...context.scope.optionSets()].map((set) => item(set.name, 'enum', set.source === 'enum' ? 'Enum' : 'Choices'));

const callable = (context: FormulaContext, caret: Caret): Completion[] =>
  [...context.scope.functions()]
    .filter(
      ({ name, behavior, overloads }) =>
        isMeant(name, caret) && (context.behavior === true || behavior !== true || overloads.some(({ pure }) => pure === true)),
    )
    .map((definition) => functionItem(definition, false));

function rowItems(rows: readonly RowNames[]): { readonly completion: Completion; readonly type: Type }[] {
  return rows.flatMap((row) => [
    ...(row.aliasOnly
      ? []
      : [...row.fields].map(([name, type]) => ({
          completion: { ...item(row.displayNames?.get(name) ?? name, 'field', printType(type, 1)), boost: 20 },
          type,
        }))),
    ...row.aliases.map((alias) => ({ completion: { ...item(alias, 'row', printType(row.type, 1)), boost: 20 }, type: row.type })),
  ]);
}

/** Members of the enum that is wanted, or the name of the set of choices. */
function membersWanted(type: Type, { exact }: Wanted): Completion[] {
  if (type.kind !== 'option') return [];
  if (exact && type.set.source === 'choices') return [{ ...item(type.set.name, 'enum', 'Choices'), boost: 20 }];
  return memberItems(type.set).map((member) => ({ ...member, detail: kindName(type), boost: 50 }));
}

const memberItems = (set: OptionSet): Completion[] =>
  [...set.members.keys()].map((name) => ({
    ...item(`${set.name}.${name}`, 'member', 'Enum'),
    insert: `${quoteName(set.name)}.${quoteName(name)}`,
  }));

const kindOf = ({ role }: Symbol): CompletionKind =>
  role === undefined || role === 'formula' || role === 'app' ? 'variable' : role;

// ---- Items --------------------------------------------------------------------------------------------------------------------------

const item = (label: string, kind: CompletionKind, detail?: string, info?: string): Completion => ({
  label,
  kind,
  insert: kind === 'keyword' || kind === 'operator' || kind === 'value' ? label : quoteName(label),
  ...(detail !== undefined && { detail }),
  ...(info !== undefined && { info }),
  boost: 0,
});

const symbolItem = (symbol: Symbol): Completion => item(symbol.name, kindOf(symbol), printType(symbol.type, 1), symbol.summary);

function functionItem(definition: FunctionDefinition, short: boolean): Completion {
  const label = short ? definition.name.slice(definition.name.lastIndexOf('.') + 1) : definition.name;
  return {
    label,
    kind: definition.remote === undefined ? 'function' : 'operation',
    insert: `${label}(`,
    detail: signatureText(definition, definition.overloads[0]!).text,
    info: summaryOf(definition),
    boost: 0,
  };
}
