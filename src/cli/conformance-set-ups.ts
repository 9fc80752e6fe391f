/*
 * What the suite's set-ups define: enums, option sets, functions and variables that its cases use (SEMANTICS 4).
 */
import {
  BlobValue,
  DateTimeValue,
  type FormulaError,
  Decimal,
  Guid,
  defineFunction,
  formulaError,
  maybe,
  option,
  optional,
  param,
  printValue,
  row,
  types,
  type Effects,
  type Features,
  type FunctionDefinition,
  type OptionSet,
  type Row,
  type ScopeAdditions,
  type Symbol,
  type Table,
  type Type,
  type Value,
} from '../formula/index.ts';
import { enumFunctions, optionSets, testEnums } from './conformance-enums.ts';

export interface SetUp {
  readonly additions: ScopeAdditions & { readonly symbols: Map<string, Symbol> };
  readonly effects: Effects | undefined;
}

/** What one handler adds. */
interface Part {
  readonly symbols?: readonly Symbol[];
  readonly functions?: readonly FunctionDefinition[];
  readonly optionSets?: readonly OptionSet[];
  /** Groups of functions that the host switches on. */
  readonly provides?: readonly string[];
  /** Starts from a bare configuration: no JSON functions unless listed too. */
  readonly bare?: boolean;
  readonly effects?: (symbols: ReadonlyMap<string, Symbol>) => Effects;
}

const handlers: { readonly [name: string]: (features: Features) => Part } = {
  RegEx: () => ({ provides: ['regex'] }),
  EnableJsonFunctions: () => ({ provides: ['json'] }),
  AllEnumsSetup: (features) => ({ bare: true, functions: enumFunctions(features, undefined) }),
  AllEnumsPlusTestEnumsSetup: (features) => ({
    bare: true,
    optionSets: [...testEnums.values()],
    functions: enumFunctions(features, testEnums),
  }),
  AllEnumsPlusTestOptionSetsSetup: (features) => ({
    bare: true,
    optionSets: [...optionSets.values()],
    functions: enumFunctions(features, optionSets),
  }),
  OptionSetTestSetup: optionSetTest,
  OptionSetSortTestSetup: optionSetSort,
  MutationFunctionsTestSetup: mutation,
  TraceSetup: trace,
  Blob: blobs,
  AsyncTestSetup: asynchronous,
  Script: script,
};

/** What every script has beside the handlers that it names. */
export const scriptHandlers: readonly string[] = ['Script'];

/** The set-up of the named handlers. */
export function setUp(names: readonly string[], features: Features): SetUp {
  const parts = names.flatMap((name) => handlers[name]?.(features) ?? []);
  const all = <T>(of: (part: Part) => readonly T[] | undefined): T[] => parts.flatMap((part) => of(part) ?? []);
  const byName = <T extends { readonly name: string }>(items: readonly T[]): Map<string, T> =>
    new Map(items.map((item) => [item.name, item]));
  const symbols = byName(all((part) => part.symbols));
  const provides = new Set(all((part) => part.provides));
  if (!parts.some((part) => part.bare === true)) provides.add('json');
  return {
    additions: {
      symbols,
      provides,
      functions: byName(all((part) => part.functions)),
      optionSets: byName(all((part) => part.optionSets)),
    },
    effects: parts.find((part) => part.effects)?.effects!(symbols),
  };
}

// ---- Variables --------------------------------------------------------------------------------------------------------------------

/** A variable that behaviors may change. */
function variable(name: string, type: Type, initial: Value = null): Symbol {
  let value = initial;
  const read = (): Value => value;
  return { name, type, read, role: 'variable', place: { name, type, read, write: (next) => void (value = next) } };
}

/** A name that cannot be changed. */
const constant = (name: string, type: Type, value: Value): Symbol => ({ name, type, read: () => value });

/** What may be done with a variable: `set` gives it another value, `deep` sets fields of it, `mutate` changes its rows. */
interface Permissions {
  readonly set?: boolean;
  readonly deep?: boolean;
  readonly mutate?: boolean;
}

function restricted(name: string, type: Type, initial: Value, permissions: Permissions): Symbol {
  const symbol = variable(name, type, initial);
  return { ...symbol, place: { ...symbol.place!, permissions: { set: false, deep: false, mutate: false, ...permissions } } };
}

const named = (type: types.RecordType, displayNames: { readonly [name: string]: string }): types.RecordType => ({
  ...type,
  displayNames: new Map(Object.entries(displayNames)),
});

const numbered = (names: readonly string[]): { readonly [name: string]: string } =>
  Object.fromEntries(names.map((name) => [name, name.replace('Field', 'DisplayNameField')]));

function mutation({ NumberIsFloat }: Features): Part {
  const number = NumberIsFloat ? types.number : types.decimal;
  const n = (value: number): Value => (NumberIsFloat ? value : Decimal.fromNumber(value));
  const simple = named(
    types.record({ Field1: number, Field2: types.text, Field3: types.dateTime, Field4: types.boolean }),
    numbered(['Field1', 'Field2', 'Field3', 'Field4']),
  );
  const planet = (id: number, name: string, month: number, flag: boolean): Row => ({
    Field1: n(id),
    Field2: name,
    Field3: new DateTimeValue(Date.UTC(2022, month - 1, 1)),
    Field4: flag,
  });
  const inner = named(types.record({ Field2_3_1: number, Field2_3_2: types.text }), numbered(['Field2_3_1', 'Field2_3_2']));
  const middle = named(
    types.record({ Field2_1: number, Field2_2: types.text, Field2_3: inner }),
    numbered(['Field2_1', 'Field2_2', 'Field2_3']),
  );
  const nested = named(
    types.record({ Field1: number, Field2: middle, Field3: types.boolean }),
    numbered(['Field1', 'Field2', 'Field3']),
  );
  const deep = (id: number, flag: boolean): Row => ({
    Field1: n(id),
    Field2: {
      Field2_1: n(id * 100 + 21),
      Field2_2: '2_2',
      Field2_3: { Field2_3_1: n(id * 1000 + 231), Field2_3_2: 'common' },
    },
    Field3: flag,
  });
  const [r1, r2] = [planet(1, 'earth', 1, true), planet(2, 'moon', 2, false)];
  const [rwr1, rwr2, rwr3] = [deep(1, false), deep(2, false), deep(3, true)];
  const holder = named(types.record({ a: types.table({ b: number }) }), { a: 'DisplayNamea' });
  const holding = types.record({
    Field1: number,
    Field2: types.record({ Field2_1: number, Field2_2: types.text, Field2_4: types.tableOf(simple) }),
  });
  const rwt1: Row = { Field1: n(3), Field2: { Field2_1: n(321), Field2_2: '2_2', Field2_4: [r1] } };
  const permitted: readonly (readonly [string, Type, Value])[] = [
    ['t1', types.tableOf(simple), [r1]],
    ['r1', simple, r1],
    ['rwr1', nested, rwr1],
    ['rwt1', holding, rwt1],
  ];
  return {
    provides: ['mutation', 'json'],
    symbols: [
      variable('r1', simple, r1),
      variable('r2', simple, r2),
      variable('t1', types.tableOf(simple), [r1]),
      variable('rwr1', nested, rwr1),
      variable('rwr2', nested, rwr2),
      variable('rwr3', nested, rwr3),
      variable('t2', types.tableOf(nested), [rwr1, rwr2, rwr3]),
      variable('r_empty', types.emptyRecord, {}),
      variable('r3', holder, { a: [] }),
      variable('t_empty', types.columnOf(number), []),
      variable('t_empty2', types.columnOf(number), []),
      variable('t_an_bs', types.table({ a: number, b: types.text }), []),
      variable('t_name', types.table({ name: types.text }), []),
      variable('t_bs1', types.table({ b: types.text }), []),
      variable('t_bs2', types.table({ b: types.text }), []),
      restricted('NewRecord', simple, r1, { deep: true }),
      restricted('OldRecord', simple, r2, {}),
      restricted('DataSource', types.tableOf(simple), [r1], { mutate: true }),
      restricted('NewRecord_SetEnabled_SetMutateEnabled', simple, r1, { set: true, deep: true }),
      ...permitted.flatMap(([name, type, value]) => [
        restricted(`${name}_SetMutateEnabled`, type, value, { deep: true }),
        restricted(`${name}_MutateEnabled_SetMutateEnabled`, type, value, { deep: true, mutate: true }),
        restricted(`${name}_MutateEnabled`, type, value, { mutate: true }),
      ]),
    ],
  };
}

// ---- Option sets ------------------------------------------------------------------------------------------------------------------

const choices = (name: string, options: { readonly [name: string]: string }): OptionSet => ({
  name,
  backing: 'text',
  source: 'choices',
  members: new Map(Object.keys(options).map((key) => [key, key])),
  displayNames: new Map(Object.entries(options)),
});

function optionSetTest(): Part {
  const set = choices('OptionSet', {
    option_1: 'Option1',
    option_2: 'Option2',
    'option-3': 'Option-3',
    Is: 'Option IS',
    Self: 'Option SELF',
    is: 'Option is low case',
    self: 'Option self low case',
  });
  const other = choices('OtherOptionSet', { 99: 'OptionA', 112: 'OptionB', 35694: 'OptionC', 123412983: 'OptionD' });
  return {
    optionSets: [set, other],
    symbols: [
      constant('TopOptionSetField', types.optionType(set), option(set, 'option_1')!),
      constant('Nested', types.record({ InnerOtherOptionSet: types.optionType(other) }), {
        InnerOtherOptionSet: option(other, '123412983')!,
      }),
    ],
  };
}

function optionSetSort(): Part {
  const set = choices('OptionSet', { option_1: 'Option1', option_2: 'Option2' });
  const type: types.TableType = {
    ...types.table({ OptionSetField1: types.optionType(set), StrField1: types.text }),
    displayNames: new Map([
      ['OptionSetField1', 'DisplayNameField1'],
      ['StrField1', 'DisplayNameField2'],
    ]),
  };
  const item = (name: string | undefined, text: string): Row => ({
    OptionSetField1: (name === undefined ? undefined : option(set, name)) ?? null,
    StrField1: text,
  });
  const [r1, r2] = [item('option_1', 'test1'), item('option_2', 'test2')];
  const [r3, r4, r5] = [item('option_1', 'test3'), item('option_2', 'test4'), item(undefined, 'test5')];
  return {
    optionSets: [set],
    symbols: [constant('t1', type, [r1, r2]), constant('t2', type, [r1, r2, r3, r4]), constant('t3', type, [r1, r2, r3, r5, r4])],
  };
}

// ---- Trace ------------------------------------------------------------------------------------------------------------------------

/** `Trace` writes what it is given into the variable `traceRecord`. */
function trace(): Part {
  const type = types.record({ message: types.text, severity: types.number, customRecord: types.text });
  return {
    symbols: [variable('traceRecord', type, { message: null, severity: 0, customRecord: '' })],
    effects: (symbols) => ({
      ...noEffects,
      perform: (name, [message, severity, record]) => {
        if (name !== 'Trace') return unsupported;
        symbols.get('traceRecord')!.place!.write(
          row([
            ['message', message ?? ''],
            ['severity', severity ?? null],
            ['customRecord', printValue(record ?? {}, undefined, { numbers: 'typed' })],
          ]),
        );
        return true;
      },
    }),
  };
}

const unsupported = formulaError('NotSupported', 'The set-up has no app.');
const nothing = (): never => {
  throw new Error('The set-up has no app.');
};
const noEffects: Effects = {
  setContext: nothing,
  navigate: nothing,
  back: nothing,
  notify: nothing,
  reset: nothing,
  select: nothing,
  setFocus: nothing,
  refresh: nothing,
  perform: nothing,
};

// ---- Scripts ----------------------------------------------------------------------------------------------------------------------

/** A user, messages that go nowhere, and the functions that change things. */
function script(): Part {
  const type = types.record({
    FullName: types.text,
    Email: types.text,
    DataverseUserId: types.guid,
    TeamsMemberId: types.text,
  });
  const user: Row = {
    FullName: 'Susan Burk',
    Email: 'susan@contoso.com',
    DataverseUserId: new Guid('aa1d4f65-044f-4928-a95f-30d4c8ebf118'),
    TeamsMemberId: '29:1DUjC5z4ttsBQa0fX2O7B0IDu30R',
  };
  return {
    provides: ['mutation', 'set', 'json', 'regex'],
    symbols: [constant('User', type, user)],
    effects: () => ({ ...noEffects, notify: () => undefined }),
  };
}

// ---- Blobs ------------------------------------------------------------------------------------------------------------------------

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function blobs(): Part {
  const reading = (name: string, read: (bytes: Uint8Array) => string): FunctionDefinition =>
    defineFunction({
      name,
      summary: 'The content of a blob as text.',
      parameters: [maybe('blob', types.blob)],
      result: types.text,
      evaluate: (blob) => (blob === null || blob.bytes.length === 0 ? null : read(blob.bytes)),
    });
  return {
    provides: ['set', 'json'],
    symbols: [variable('blob', types.blob), variable('str', types.text)],
    functions: [
      defineFunction({
        name: 'Blob',
        summary: 'The bytes of a text, or of base64.',
        parameters: [maybe('text', types.text), optional(param('isBase64', types.boolean))],
        result: types.blob,
        evaluate: (text, isBase64) =>
          text === null
            ? null
            : new BlobValue(isBase64 === true ? new Uint8Array(Buffer.from(text, 'base64')) : new TextEncoder().encode(text), ''),
      }),
      reading('BlobGetString', (bytes) => new TextDecoder().decode(bytes)),
      reading('BlobGetBase64String', toBase64),
    ],
  };
}

// ---- Calls that wait --------------------------------------------------------------------------------------------------------------

/**
 * `Async(n)` answers once `Async(n - 1)` has; `WaitFor(n)` fails if it is asked before `WaitFor(n - 1)` has answered. They show which
 * parts of a formula are evaluated one after the other.
 */
function asynchronous({ NumberIsFloat }: Features): Part {
  const type = NumberIsFloat ? types.number : types.decimal;
  const done = new Map<number, { readonly promise: Promise<void>; readonly resolve: () => void }>();
  const turn = (n: number): { readonly promise: Promise<void>; readonly resolve: () => void } => {
    let found = done.get(n);
    if (found === undefined) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((fulfil) => (resolve = fulfil));
      done.set(n, (found = { promise, resolve }));
    }
    return found;
  };
  turn(-1).resolve();
  const finished = new Set([-1]);
  const later = (name: string, start: (n: number) => Promise<FormulaError | null>): FunctionDefinition =>
    defineFunction({
      name,
      summary: 'A number, later.',
      awaits: true,
      parameters: [param('n', type)],
      result: type,
      evaluate: (n: number | Decimal) => start(Number(n)).then((error): Value => error ?? n) as unknown as Value,
    });
  return {
    provides: ['set', 'json'],
    symbols: [variable('varNumber', type, NumberIsFloat ? 9999 : Decimal.fromNumber(9999))],
    functions: [
      later('Async', async (n) => {
        await turn(n - 1).promise;
        turn(n).resolve();
        return null;
      }),
      later('WaitFor', async (n) => {
        if (!finished.has(n - 1))
          return formulaError('Internal', `WaitFor(${n}) was asked before WaitFor(${n - 1}) had answered.`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        finished.add(n);
        return null;
      }),
    ],
  };
}

export type { Table };
