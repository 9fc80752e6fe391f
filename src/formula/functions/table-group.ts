import type { Checked } from '../checked.ts';
import { FormulaError } from '../error.ts';
import { unwrap, type Expression } from '../expression.ts';
import {
  column,
  defineFunction,
  given,
  lazy,
  newName,
  repeated,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
  type Named,
} from '../function.ts';
import { OptionValue } from '../option-set.ts';
import { any, emptyTable, text, type Fields, type Type } from '../type.ts';
import {
  DateTimeValue,
  DateValue,
  Guid,
  TimeValue,
  field,
  isRow,
  row,
  type Row,
  type Table,
  type TableRow,
  type Value,
} from '../value.ts';
import { Decimal } from '../decimal.ts';
import { pick, tableType, withColumns } from './rows.ts';

/*
 * Functions that bring the rows of a table together by the values of columns. Groups come in the order in which their first rows stand.
 */

export const documentation: Documentation = {
  table: {
    Summarize: {
      summary: 'A row for each group of rows that agree in some columns, with formulas over the rows of the group (ThisGroup).',
      examples: [
        [
          'Summarize([{k: "a", n: 1}, {k: "b", n: 2}, {k: "a", n: 3}], k, Sum(ThisGroup, n) As Total)',
          'Table({Total:4,k:"a"},{Total:2,k:"b"})',
        ],
      ],
    },
    GroupBy: {
      summary: 'A row for each group of rows that agree in some columns; the other columns become a table in a new column.',
      examples: [
        [
          'GroupBy([{k: "a", n: 1}, {k: "b", n: 2}, {k: "a", n: 3}], k, Items)',
          'Table({Items:Table({n:1},{n:3}),k:"a"},{Items:Table({n:2}),k:"b"})',
        ],
      ],
    },
    Ungroup: {
      summary: 'The rows of the tables in one column, each with the other columns of its row.',
      examples: [['Ungroup([{k: "a", Items: [{n: 1}, {n: 3}]}], Items)', 'Table({k:"a",n:1},{k:"a",n:3})']],
    },
  },
};

const GROUP = 'ThisGroup';

interface Group {
  readonly first: Row;
  readonly rows: TableRow[];
}

/** A value as a key that is equal exactly where values are. */
function keyOf(value: Value): string {
  if (value === null) return 'blank';
  if (typeof value === 'string') return `text ${value}`;
  if (value instanceof Decimal) return `number ${value.toString()}`;
  if (value instanceof DateValue || value instanceof DateTimeValue) return `date ${value.wall}`;
  if (value instanceof TimeValue) return `time ${value.milliseconds}`;
  if (value instanceof Guid) return `guid ${value.text}`;
  if (value instanceof OptionValue) return `option ${String(value.value)}`;
  return `${typeof value} ${String(value)}`;
}

/** The rows by the values of columns; blank rows belong to none, an error ends it. */
function groups(rows: Table, columns: readonly string[]): readonly Group[] | FormulaError {
  const found = new Map<string, Group>();
  for (const item of rows) {
    if (item === null) continue;
    if (item instanceof FormulaError) return item;
    const keys: string[] = [];
    for (const name of columns) {
      const value = field(item, name);
      if (value instanceof FormulaError) return value;
      keys.push(keyOf(value));
    }
    const key = JSON.stringify(keys);
    const group = found.get(key);
    if (group === undefined) found.set(key, { first: pick(item, columns), rows: [item] });
    else group.rows.push(item);
  }
  return [...found.values()];
}

// ---- Summarize ------------------------------------------------------------------------------------------------------------------------

/** What a formula for a group sees: its rows, and the columns that it is grouped by. */
function groupScope(call: CallShape): { fields: Fields; aliases: readonly string[] } {
  const source = tableType(call);
  const fields = new Map<string, Type>();
  for (const name of call.bareNames)
    if (name !== undefined && source.fields.has(name)) fields.set(name, source.fields.get(name)!);
  return { fields: fields.set(GROUP, source), aliases: [] };
}

/** Whether a formula is a name alone, which needs no other. */
const isName = ({ span }: Checked): boolean => 'kind' in span && unwrap(span as Expression).kind === 'name';

const groupable: ReadonlySet<string> = new Set([
  'text', 'hyperlink', 'number', 'decimal', 'boolean', 'date', 'dateTime', 'time', 'guid', 'option',
]); // prettier-ignore

function summarized(call: CallShape): Type {
  const source = tableType(call);
  if (call.aliases[0] !== undefined) call.error(0, 'ErrSummarizeDataSourceScopeNotSupported');
  const hasGroup = source.fields.has(GROUP) || [...(source.displayNames?.values() ?? [])].includes(GROUP);
  if (hasGroup) call.error(0, 'ErrSummarizeDataSourceContainsThisGroupColumn');
  const fields = new Map<string, Type>();
  let grouped = false;
  for (let i = 1; i < call.args.length; i++) {
    const isColumn = call.bareNames[i] !== undefined;
    const name = call.names[i];
    if (name === undefined || (!isColumn && isName(call.args[i]!))) {
      call.error(i, 'ErrSummarizeInvalidArg');
      continue;
    }
    grouped ||= isColumn;
    const type = isColumn ? source.fields.get(name) : call.types[i];
    if (type === undefined) continue;
    if (name === GROUP) call.error(i, 'ErrSummarizeThisGroupColumnName');
    else if (!groupable.has(type.kind)) call.error(i, 'ErrNeedPrimitive');
    else if (fields.has(name)) call.error(i, 'ErrColConflict_Name', name);
    else fields.set(name, type);
  }
  if (!grouped) call.error(1, 'ErrSummarizeNoGroupBy');
  return withColumns(source, fields);
}

type GroupFormula = Named<(scope: Row) => Value>;

const summarize = defineFunction({
  name: 'Summarize',
  parameters: [
    given('table', emptyTable, { aliased: true }),
    repeated(
      lazy('column or formula', any, { scope: groupScope, named: true, unnamed: column('column', text, { identifier: true }) }),
    ),
  ],
  arity: (count) => (count < 2 ? ['ErrBadArityMinimum', String(count), '2', 'arguments'] : undefined),
  result: summarized,
  evaluate: (rows, parts) => {
    const given = parts as unknown as readonly (string | GroupFormula)[];
    const found = groups(
      rows,
      given.filter((part) => typeof part === 'string'),
    );
    if (found instanceof FormulaError) return found;
    return found.map(({ first, rows: members }) =>
      row(
        given.map((part) =>
          typeof part === 'string'
            ? [part, field(first, part)]
            : [part.name, part.value(row([...Object.entries(first), [GROUP, members]]))],
        ),
      ),
    );
  },
});

// ---- GroupBy, Ungroup -----------------------------------------------------------------------------------------------------------------

const groupBy = defineFunction({
  name: 'GroupBy',
  parameters: [given('table', emptyTable), repeated(column('column', text)), newName('group', text)],
  arity: (count) => (count < 3 ? ['ErrBadArityMinimum', String(count), '3', 'arguments'] : undefined),
  result: (call) => {
    const source = tableType(call);
    const columns = call.names.slice(1, -1);
    const group = call.names.at(-1) ?? '';
    const fields = new Map([...source.fields].filter(([name]) => columns.includes(name)));
    const others = new Map([...source.fields].filter(([name]) => !columns.includes(name)));
    if (fields.has(group)) call.error(call.args.length - 1, 'ErrColExists_Name', group);
    fields.set(group, withColumns(source, others));
    return withColumns(source, fields);
  },
  specialize: (call) => {
    const all = [...tableType(call).fields.keys()];
    return (rows, columns, group) => {
      const found = groups(rows, columns);
      if (found instanceof FormulaError) return found;
      const others = all.filter((name) => !columns.includes(name));
      return found.map(({ first, rows: members }) =>
        row([...Object.entries(first), [group, members.map((item) => pick(item as Row, others))]]),
      );
    };
  },
});

const ungroup = defineFunction({
  name: 'Ungroup',
  parameters: [given('table', emptyTable), column('group', text)],
  result: (call) => {
    const source = tableType(call);
    const name = call.names[1] ?? '';
    const group = source.fields.get(name);
    if (group !== undefined && group.kind !== 'table') call.error(1, 'ErrNeedTable_Arg');
    const fields = new Map([...source.fields].filter(([other]) => other !== name));
    return withColumns(source, new Map([...fields, ...(group?.kind === 'table' ? group.fields : [])]));
  },
  evaluate: (rows, name) =>
    rows.flatMap((item): TableRow[] => {
      if (item === null || item instanceof FormulaError) return [item];
      const group = field(item, name);
      if (group instanceof FormulaError) return [group];
      const others = Object.entries(item).filter(([other]) => other !== name);
      const members = Array.isArray(group) ? (group as Table) : [];
      return members.map((member) => (isRow(member) ? row([...others, ...Object.entries(member)]) : (member as TableRow)));
    }),
});

export const tableGroups: readonly FunctionDefinition[] = [summarize, groupBy, ungroup];
