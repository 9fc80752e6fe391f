import { check, createScope, types, type Scope, type Symbol, type Type } from '../../formula/index.ts';
import { postgrestFunctions } from './dialects/postgrest.ts';
import { entityAbilities } from './entity-abilities.ts';
import { unrestricted, type EntityProperty, type EntitySet, type Restrictions } from './entity-model.ts';
import { planFormula } from './plan-formula.ts';
import type { QueryCapabilities } from './query.ts';
import { restrictionsOf } from './tabular-model.ts';

/*
 * What each kind of source does itself at best, as the planner decides it: for the documentation.
 */

const property = (name: string, type: string, more: Partial<EntityProperty> = {}): EntityProperty => ({
  name,
  type,
  collection: false,
  nullable: true,
  readOnly: false,
  ...more,
});

const properties: readonly EntityProperty[] = [
  property('Id', 'Edm.Int32', { nullable: false }),
  property('Name', 'Edm.String'),
  property('Total', 'Edm.Double'),
  property('Pieces', 'Edm.Int32', { nullable: false }),
  property('Paid', 'Edm.Boolean'),
  property('Due', 'Edm.Date'),
];

const fields: { readonly [name: string]: Type } = {
  Id: types.number,
  Name: types.text,
  Total: types.number,
  Pieces: types.number,
  Paid: types.boolean,
  Due: types.date,
};

const entity = (restrictions: Restrictions): EntitySet => ({
  name: 'Orders',
  path: 'Orders',
  key: ['Id'],
  properties,
  relations: [],
  restrictions,
});

/** What an SQL table behind a tabular connector says of itself. */
const sqlTable = {
  sortRestrictions: { sortable: true },
  filterRestrictions: { filterable: true },
  filterFunctionSupport: [
    'eq',
    'ne',
    'gt',
    'ge',
    'lt',
    'le',
    'and',
    'or',
    'not',
    'contains',
    'startswith',
    'endswith',
    'add',
    'sub',
    'mul',
    'tolower',
    'sum',
    'min',
    'max',
    'average',
    'count',
  ],
  serverPagingOptions: ['top', 'skiptoken'],
};

const listFunctions = new Set(['eq', 'and']);
const byParameters: QueryCapabilities = {
  ...entityAbilities(entity({ ...unrestricted, functions: listFunctions, select: false, count: false }), '4.0', {
    texts: 'insensitive',
  }),
  sortColumns: 1,
};

/** A column of the table: a kind of source, as far as it usually goes. */
const sources: readonly (readonly [name: string, abilities: QueryCapabilities])[] = [
  ['OData 4.01 with `$apply`', entityAbilities(entity({ ...unrestricted, apply: true }), '4.01')],
  ['OData 4.0', entityAbilities(entity(unrestricted), '4.0')],
  ['Tabular (SQL)', entityAbilities(entity(restrictionsOf(sqlTable, {}, true)), '4.0')],
  [
    'PostgREST',
    {
      ...entityAbilities(entity({ ...unrestricted, functions: postgrestFunctions }), '4.01'),
      blanks: 'anywhere',
      distinct: false,
    },
  ],
  ['Parameters of a list', byParameters],
];

const formulas: readonly string[] = [
  'Filter(Orders, Pieces > 5)',
  'Filter(Orders, Name = "Ann" && Paid)',
  'Filter(Orders, Name = "Ann" || Pieces < 3)',
  'Filter(Orders, IsBlank(Due))',
  'Filter(Orders, StartsWith(Name, "A"))',
  'Filter(Orders, "nn" in Name)',
  'Filter(Orders, Name in ["Ann", "Bob"])',
  'Filter(Orders, Pieces * 2 > Id)',
  'Filter(Orders, Due >= Date(2026, 1, 1))',
  'Filter(Orders, Len(Name) > 3)',
  'Search(Orders, "nn", Name)',
  'Sort(Orders, Pieces)',
  'SortByColumns(Orders, Pieces, SortOrder.Ascending, Id, SortOrder.Descending)',
  'FirstN(Filter(Orders, Pieces > 5), 10)',
  'LookUp(Orders, Id = 7)',
  'Last(Orders)',
  'CountRows(Orders)',
  'CountIf(Orders, Pieces > 5)',
  'Sum(Orders, Total)',
  'Average(Orders, Total)',
  'Max(Orders, Pieces)',
  'Distinct(Orders, Pieces)',
  'IsEmpty(Filter(Orders, Pieces > 5))',
  'With({o: Filter(Orders, Paid)}, CountRows(o))',
  'Concat(Orders, Name)',
];

function cell(formula: string, abilities: QueryCapabilities): string {
  const type = types.table(fields);
  const source = { name: 'Orders', type, abilities };
  const orders: Symbol = { name: 'Orders', type, read: () => null };
  const base = createScope({ symbols: new Map([['Orders', orders]]) });
  const scope: Scope = Object.create(base, {
    plan: {
      value: (result: Parameters<NonNullable<Scope['plan']>>[0], text: string, behavior: boolean) =>
        planFormula(result, text, {
          queryable: (symbol) => (symbol === orders ? { source, namespace: 'Shop', zone: 'UTC' } : undefined),
          behavior,
        }),
    },
  }) as Scope;
  const { diagnostics, valid } = check(formula, scope);
  if (!valid) throw new Error(`${formula}: ${diagnostics.map(({ message }) => message).join(' ')}`);
  return diagnostics.some(({ severity }) => severity === 'warning') ? 'here' : 'source';
}

/** A table in Markdown: for each of some formulas whether a source does its work, by kinds of sources. */
export function delegationTable(): string {
  const head = `| formula | ${sources.map(([name]) => name).join(' | ')} |`;
  const rule = `| --- | ${sources.map(() => '---').join(' | ')} |`;
  const rows = formulas.map((formula) => {
    const written = `\`${formula.replaceAll('|', '\\|')}\``;
    return `| ${written} | ${sources.map(([, abilities]) => cell(formula, abilities)).join(' | ')} |`;
  });
  return [head, rule, ...rows].join('\n');
}
