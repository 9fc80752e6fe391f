import { choicesOf } from '../choices.ts';
import { allCapabilities, problemOf, problemsOf, type DataSource, type RowProblem } from '../data-source.ts';
import { dataSourceInfo, errorKind, removeFlags } from '../enums.ts';
import { equal } from '../equality.ts';
import { FormulaError, formulaError } from '../error.ts';
import {
  choiceSource,
  column,
  defineFunction,
  maybe,
  optional,
  overload,
  param,
  place,
  raw,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { option, OptionValue } from '../option-set.ts';
import type { Assignable } from '../run.ts';
import * as types from '../type.ts';
import { any, boolean, emptyRecord, emptyTable, number, text, type Type } from '../type.ts';
import { isRow, row, VOID, type Row, type Table, type Value } from '../value.ts';
import { onApp } from './behavior.ts';
import { writableTable } from '../variable-table.ts';
import { rowsAfter } from './writable.ts';

/*
 * What data sources tell of themselves, and what is done with them besides changing rows. A source is a collection, or a table that a host
 * brings (`DataSource`); what it does not say is as for a collection.
 */

export const documentation: Documentation = {
  information: {
    Defaults: {
      summary: 'A record with what the columns of a new row of a data source are worth where nothing is given.',
      examples: [['Defaults(Orders)', '{City:Blank(),Id:Blank()}']],
    },
    DataSourceInfo: {
      summary: 'What a data source says about itself or about one of its columns.',
      examples: [['DataSourceInfo(Orders, DataSourceInfo.EditPermission)', 'true']],
    },
    Choices: {
      summary: 'The values that a column of a data source may have, or the members of a set of choices, as a table.',
      examples: [['Choices(SortOrder)', 'Table({Value:SortOrder.Ascending},{Value:SortOrder.Descending})']],
    },
    Validate: {
      summary:
        'What is wrong with a value or with changes of a record, before they are sent to a data source; blank where nothing is.',
      examples: [['Validate(Orders, Defaults(Orders), {City: "Oslo"})', 'Blank()']],
    },
    Errors: {
      summary:
        'Why the last changes of a data source, or of one of its records, were refused: a table with Record, Column, Message and Error.',
      examples: [['CountRows(Errors(Orders))', '0']],
    },
  },
  behavior: {
    Revert: {
      summary: 'Forgets why changes of a data source, or of one of its records, were refused, and asks for its rows anew.',
      examples: [['Revert(Orders); CountRows(Orders)', '2']],
    },
    Update: {
      summary: 'Replaces a row of a data source by another one as a whole: columns that the new one lacks become blank.',
      examples: [['Update(Orders, First(Orders), {Id: 1, City: "Basel"}); First(Orders).City', '"Basel"']],
    },
    Relate: {
      summary: 'Adds a record to the table of another record that lists what it is related to.',
    },
    Unrelate: {
      summary: 'Takes a record out of the table of another record that lists what it is related to.',
    },
  },
};

const sourceOf = (target: Assignable): DataSource => writableTable(target);

/** A source that is asked about, not read: the formula does not follow its rows. */
const about = place('data_source', emptyTable, { unread: true });

const rowOf = (call: CallShape): Type => (call.types[0]?.kind === 'table' ? types.rowType(call.types[0]) : types.unknown);

/** What `DataSourceInfo` tells, by what is asked: the type of the answer, and the answer. */
interface Information {
  readonly type: (call: CallShape) => Type;
  readonly ofColumn?: (source: DataSource, name: string, type: Type | undefined) => Value;
  readonly ofSource?: (source: DataSource) => boolean;
}

const always = (type: Type) => (): Type => type;
const may = (what: 'create' | 'update' | 'remove'): Information => ({
  type: always(boolean),
  ofSource: ({ capabilities = allCapabilities }) => capabilities[what],
});

// oxfmt-ignore
const informations: ReadonlyMap<string, Information> = new Map<string, Information>([
  ['DisplayName',      { type: always(text),    ofColumn: (source, name) => source.column?.(name)?.displayName ?? name }],
  ['MaxLength',        { type: always(number),  ofColumn: (source, name) => source.column?.(name)?.maxLength ?? null }],
  ['MaxValue',         { type: always(number),  ofColumn: (source, name) => source.column?.(name)?.maxValue ?? null }],
  ['MinValue',         { type: always(number),  ofColumn: (source, name) => source.column?.(name)?.minValue ?? null }],
  ['Required',         { type: always(boolean), ofColumn: (source, name) => source.column?.(name)?.required === true }],
  ['AllowedValues',    { type: (call) => types.columnOf(columnType(call, 2)), ofColumn: (source, name, type) => choicesOf({ table: source, column: name }, type) }],
  ['ReadPermission',   { type: always(boolean), ofSource: () => true }],
  ['CreatePermission', may('create')],
  ['EditPermission',   may('update')],
  ['DeletePermission', may('remove')],
]);

/** The type of the column that an argument names; text where it is not known yet. */
function columnType(call: CallShape, index: number): Type {
  const [source] = call.types;
  const name = call.names[index];
  return (source?.kind === 'table' && name !== undefined ? source.fields.get(name) : undefined) ?? text;
}

/** Which information a call asks for, as far as it is written as a member of the enum. */
function asked(call: CallShape): string | undefined {
  const node = call.args[1];
  if (node?.kind !== 'literal') return undefined;
  const member = node.member ?? node.value;
  return member instanceof OptionValue ? member.name : undefined;
}

const problemRow = ({ row: record, column: name, kind, message }: RowProblem): Row =>
  row([
    ['Record', record],
    ['Column', name],
    ['Message', message],
    ['Error', errorKinds.get(kind) ?? null],
  ]);

const errorKinds = new Map([...errorKind.members].map(([name, kind]) => [kind, option(errorKind, name) as Value]));

const relating = (name: 'Relate' | 'Unrelate'): FunctionDefinition =>
  defineFunction({
    name,
    behavior: true,
    awaits: true,
    parameters: [raw('table', emptyTable), raw('record', emptyRecord)],
    result: types.voidType,
    evaluate: (table, record, run) => {
      if (table instanceof FormulaError) return table;
      if (record instanceof FormulaError) return record;
      return onApp(run, (effects) => effects.perform(name, [table ?? [], record]));
    },
  });

export const dataSources: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Defaults',
    parameters: [about],
    result: rowOf,
    evaluate: (target) => sourceOf(target).defaults(),
  }),
  {
    name: 'DataSourceInfo',
    overloads: [
      overload({
        parameters: [about, maybe('information', types.optionType(dataSourceInfo))],
        result: boolean,
        evaluate: (target, information) => {
          const found = information instanceof OptionValue ? informations.get(information.name) : undefined;
          return found?.ofSource?.(sourceOf(target)) ?? needsColumn;
        },
      }),
      overload({
        parameters: [
          about,
          maybe('information', types.optionType(dataSourceInfo)),
          column('column_name', text, { computed: true }),
        ],
        result: (call) => informations.get(asked(call) ?? '')?.type(call) ?? text,
        specialize: ({ types: [table] }) => {
          return (target: Assignable, information: OptionValue | null, name: string) => {
            const source = sourceOf(target);
            const found = information === null ? undefined : informations.get(information.name);
            if (found === undefined) return null;
            const type = table?.kind === 'table' ? table.fields.get(name) : undefined;
            return found.ofColumn?.(source, name, type) ?? found.ofSource?.(source) ?? null;
          };
        },
      }),
    ],
  },
  defineFunction({
    name: 'Choices',
    parameters: [choiceSource('column_reference', any)],
    result: (call) => types.columnOf(call.types[0] ?? text),
    specialize:
      ({ types: [type] }) =>
      (source) =>
        choicesOf(source, type),
  }),
  {
    name: 'Validate',
    overloads: [
      overload({
        parameters: [about, raw('record', emptyRecord), maybe('updates', emptyRecord)],
        result: text,
        evaluate: (target, record, updates) => {
          if (record instanceof FormulaError) return record;
          const source = sourceOf(target);
          const columns = source.type.kind === 'table' ? source.type.fields.keys() : [];
          const values = { ...(isRow(record) ? record : {}), ...updates };
          return problemsOf(source, values, columns)[0]?.message ?? null;
        },
      }),
      overload({
        parameters: [about, column('column_name', text, { computed: true }), raw('value', any)],
        result: text,
        evaluate: (target, name, value) => {
          if (value instanceof FormulaError) return value;
          const facts = sourceOf(target).column?.(name);
          return (facts && problemOf(value, name, facts)?.message) ?? null;
        },
      }),
    ],
  },
  defineFunction({
    name: 'Errors',
    parameters: [place('data_source', emptyTable), optional(maybe('record', emptyRecord))],
    result: (call) => types.table({ Record: rowOf(call), Column: text, Message: text, Error: types.optionType(errorKind) }),
    evaluate: (target, record): Table => {
      const problems = sourceOf(target).problems?.() ?? [];
      const of = (problem: RowProblem): boolean =>
        record === undefined || record === null || (problem.row !== null && equal(problem.row, record));
      return problems.filter(of).map(problemRow);
    },
  }),
  defineFunction({
    name: 'Revert',
    behavior: true,
    awaits: true,
    parameters: [place('data_source', emptyTable), optional(maybe('record', emptyRecord))],
    result: types.voidType,
    evaluate: (target, record) => (sourceOf(target).revert?.(record ?? undefined) ?? VOID) as Value,
  }),
  defineFunction({
    name: 'Update',
    behavior: true,
    awaits: true,
    parameters: [
      place('data_source', emptyTable),
      raw('record', emptyRecord),
      param('replacement', emptyRecord),
      optional(maybe('all', types.optionType(removeFlags))),
    ],
    result: (call) => call.types[0] ?? types.unknown,
    evaluate: (target, record, replacement, all) => {
      if (record instanceof FormulaError) return record;
      const source = sourceOf(target);
      const columns = source.type.kind === 'table' ? [...source.type.fields.keys()] : [];
      const whole = row([...columns.map((name) => [name, null] as const), ...Object.entries(replacement)]);
      const rows = all === undefined || all === null || !isRow(record) ? [] : equalRows(source, record);
      return replaceAll(source, rows.length > 0 ? rows : [(record ?? {}) as Row], whole) as unknown as Value;
    },
  }),
  relating('Relate'),
  relating('Unrelate'),
];

const needsColumn = formulaError('InvalidArgument', 'This information is about a column. Name the column as third argument.');

function equalRows(source: DataSource, record: Row): readonly Row[] {
  const rows = source.read();
  return Array.isArray(rows) ? (rows as Table).filter((item): item is Row => isRow(item) && equal(item, record)) : [];
}

async function replaceAll(source: DataSource, rows: readonly Row[], whole: Row): Promise<Value> {
  for (const old of rows) {
    const result = await source.update(old, whole);
    if (result instanceof FormulaError) return result;
  }
  return rowsAfter(source);
}
