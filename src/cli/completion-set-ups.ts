import {
  canvas,
  createScope,
  defineFunction,
  library,
  param,
  types,
  type FormulaContext,
  type FunctionDefinition,
  type OptionSet,
  type Scope,
  type Symbol,
  type Type,
} from '../formula/index.ts';
import { readOptionSets, readType, type KnownTypes } from './type-notation.ts';

/*
 * The set-ups that expectations of completion name: which functions, enums and names there are.
 */

interface SetUp {
  readonly context: string | null;
  readonly setup: string;
  readonly culture?: string;
  readonly allowsSideEffects?: boolean;
}

/** The functions of the plain language: without what a host, later rules or an app add. */
const namesOfPlain = new Set(
  (
    'Abs Acos Acot AddColumns And Asin AsType Atan Atan2 Average Blank Boolean Calendar.MonthsLong Calendar.MonthsShort ' +
    'Calendar.WeekdaysLong Calendar.WeekdaysShort Char Clock.AmPm Clock.AmPmShort Clock.IsClock24 Coalesce ColorFade ' +
    'ColorValue Column ColumnNames Concat Concatenate Cos Cot Count CountA CountIf CountRows Date DateAdd DateDiff ' +
    'DateTime DateTimeValue DateValue Day Dec2Hex Degrees DropColumns EDate EncodeHTML EncodeUrl EndsWith EOMonth Error ' +
    'Exp Filter Find First FirstN ForAll GUID Hex2Dec Hour If IfError Index Int IsBlank IsBlankOrError IsEmpty IsError ' +
    'IsNumeric ISOWeekNum IsToday IsType Language Last LastN Left Len Ln Log LookUp Lower Max Mid Min Minute Mod Month Not ' +
    'Now Or ParseJSON Patch Pi PlainText Power Proper Radians Rand RandBetween Refresh RenameColumns Replace RGBA Right ' +
    'Round RoundDown RoundUp Search Second Sequence ShowColumns Shuffle Sin Sort SortByColumns Split Sqrt StartsWith ' +
    'StdevP Substitute Sum Switch Table Tan Text Time TimeValue TimeZoneOffset Today Trace Trim TrimEnds Trunc UniChar ' +
    'Upper Value VarP Weekday WeekNum With Year'
  ).split(' '),
);
const mutations = ['Set', 'Patch', 'Remove', 'Clear', 'ClearCollect', 'Collect'];
const plain = library.filter(({ name }) => namesOfPlain.has(name));
const byName = (names: readonly string[]): FunctionDefinition[] => library.filter(({ name }) => names.includes(name));

/** The enums of the language itself. */
const namesOfEnums = new Set(
  'StartOfWeek TimeUnit SortOrder DateTimeFormat ErrorKind JSONFormat TraceSeverity TraceOptions JoinType Match MatchOptions Color'.split(
    ' ',
  ),
);
const builtInEnums = [...createScope().optionSets()].filter(({ name }) => namesOfEnums.has(name));

/** Enums that the plain functions take. */
const enumsOfPlain = new Set(['StartOfWeek', 'TimeUnit', 'SortOrder', 'DateTimeFormat', 'TraceSeverity', 'TraceOptions']);

const variable = (name: string, type: Type): Symbol => ({ name, type, read: () => null, role: 'variable' });

/** The context of a set-up; undefined where it is not known. */
export function completionSetUp({ context, setup, culture, allowsSideEffects }: SetUp): FormulaContext | undefined {
  const has = (pattern: RegExp): boolean => pattern.test(setup);
  const functions = has(/no functions/)
    ? []
    : has(/^functions? ([\w, ]+) only/)
      ? byName(/^functions? ([\w, ]+) only/.exec(setup)![1]!.split(', '))
      : has(/^functions with type arguments/)
        ? byName(['AsType', 'IsType', 'ParseJSON'])
        : has(/^custom functions/)
          ? overloaded
          : [...plain];
  if (has(/Collect|mutation functions/)) functions.push(...byName(mutations));
  if (has(/Join\(\)/)) functions.push(...byName(['Join']));
  const sets = readOptionSets(setup);
  const display = /option set (\w+) with display name (\w+)/.exec(setup);
  if (display !== null) sets.push({ name: display[2]!, backing: 'text', source: 'choices', members: new Map() });
  const known = knownTypes(setup, sets);
  for (const { 1: name, 2: signature } of setup.matchAll(/custom (\w+)\(([^()]*)\)/g))
    functions.push(custom(name!, signature!, known));
  const enums = has(/no enums besides/)
    ? builtInEnums.filter(({ name }) => enumsOfPlain.has(name))
    : has(/no enums/)
      ? []
      : builtInEnums;
  const names = symbolsOf(context, setup, known);
  if (names === undefined) return undefined;
  if (has(/host object User|User object/)) names.symbols.push(variable('User', types.emptyRecord));
  const expected = /expected result type (.*)$/.exec(setup)?.[1];
  return {
    scope: scopeOf(functions, [...enums, ...sets], names.symbols, namedTypes(setup)),
    features: {
      ...canvas,
      DisableRowScopeDisambiguationSyntax: has(/DisableRowScopeDisambiguationSyntax/),
    },
    ...(names.rows && { rows: names.rows }),
    ...(expected !== undefined && { expected: readType(expected) }),
    ...(culture !== undefined && { culture }),
    behavior: allowsSideEffects ?? has(/side effects allowed/),
  };
}

function scopeOf(
  functions: readonly FunctionDefinition[],
  sets: readonly OptionSet[],
  symbols: readonly Symbol[],
  typeNames: ReadonlyMap<string, Type>,
): Scope {
  const map = <T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
    new Map(items.map((item) => [item.name, item]));
  const own = { functions: map(functions), sets: map(sets), symbols: map(symbols) };
  const whole = createScope();
  const namespaces = [...whole.namespaces()].filter((namespace) =>
    functions.some(({ name }) => name.startsWith(`${namespace.name}.`)),
  );
  return {
    ...whole,
    symbol: (name) => own.symbols.get(name),
    function: (name) => own.functions.get(name),
    optionSet: (name) => own.sets.get(name),
    type: (name) => typeNames.get(name),
    symbols: () => symbols,
    functions: () => functions,
    namespaces: () => namespaces,
    optionSets: () => sets,
    typeNames: () => typeNames.keys(),
  };
}

// ---- Names --------------------------------------------------------------------------------------------------------------------------

interface Names {
  readonly symbols: Symbol[];
  readonly rows?: FormulaContext['rows'];
}

function symbolsOf(context: string | null, setup: string, known: KnownTypes): Names | undefined {
  if (context === null) return { symbols: [] };
  const row = /^row scope (!\[.*\]), (.*)$/.exec(context);
  if (row !== null) {
    const type = readType(row[1]!) as types.RecordType;
    return {
      symbols: [],
      rows: [{ fields: type.fields, aliases: ['ThisRecord'], aliasOnly: row[2]!.startsWith('fields only') }],
    };
  }
  const recursive = /^recursive lazy record (\w+) = (.*)$/.exec(context);
  if (recursive !== null) {
    const type: Type = readType(recursive[2]!, { [recursive[1]!]: () => type });
    return { symbols: [...(type as types.RecordType).fields].map(([name, of]) => variable(name, of)) };
  }
  if (context.startsWith('![')) {
    const type = readType(context, known) as types.RecordType;
    if (/SupportColumnNamesAsIdentifiers/.test(setup)) return { symbols: [variable('myTable', types.tableOf(type))] };
    return { symbols: [...type.fields].map(([name, of]) => variable(type.displayNames?.get(name) ?? name, of)) };
  }
  if (!/^(?:variables?|data source) /.test(context)) return undefined;
  return { symbols: [...declared(context)] };
}

/** `variables a (display A): *[], b: n; deferred entities x/X, y/Y (tables)`. */
function* declared(context: string): Generator<Symbol> {
  for (const [, name, display, notation] of context.matchAll(/(\w+)(?: \(display (\w+)\))?: ([!*]\[[^\]]*\]|[\w?])/g)) {
    yield variable(display ?? name!, readType(notation!));
  }
  const deferred = /deferred entities (.*) \(tables\)/.exec(context)?.[1] ?? '';
  for (const [, name] of deferred.matchAll(/\w+\/(\w+)/g)) yield variable(name!, types.emptyTable);
}

function namedTypes(setup: string): ReadonlyMap<string, Type> {
  const list = /named types (.*)$/.exec(setup)?.[1];
  if (list === undefined) return new Map();
  const scope = createScope();
  const names = list.split(', ').map((entry) => entry.replace(/=\w+$/, '').replace(/^'(.*)'$/, '$1'));
  return new Map(names.map((name) => [name, scope.type(name) ?? types.text]));
}

// ---- Functions of set-ups -----------------------------------------------------------------------------------------------------------

/** Abbreviations (`with A = ![…]`) and sets of choices, by name. */
function knownTypes(setup: string, sets: readonly OptionSet[]): KnownTypes {
  const known: { [name: string]: Type } = {};
  for (const set of sets) known[set.name] = types.optionType(set);
  const abbreviation = /with (\w+) = (.*)$/.exec(setup);
  if (abbreviation !== null) known[abbreviation[1]!] = readType(abbreviation[2]!);
  const set = /option set (\w+) with display/.exec(setup);
  if (set !== null) known[set[1]!] = types.optionType(sets.at(-1)!);
  return known;
}

function custom(name: string, signature: string, known: KnownTypes): FunctionDefinition {
  const record = readType(
    `![${split(signature)
      .map((type, i) => `a${i}:${type}`)
      .join(',')}]`,
    known,
  ) as types.RecordType;
  return defineFunction({
    name,
    summary: 'A function of the set-up.',
    parameters: [...record.fields].map(([field, type]) => param(field, type)),
    result: types.number,
    evaluate: () => null,
  });
}

/** A list split at the commas outside of brackets. */
const split = (list: string): string[] => list.split(/,(?![^[]*\])\s*/);

const overloaded: FunctionDefinition[] = [];
