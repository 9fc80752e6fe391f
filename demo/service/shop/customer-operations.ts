import { checkMatch, etagOf, ifMatch, ifNoneMatch } from '../api/etag.ts';
import { inPath, inQuery, operation } from '../api/operation.ts';
import { invalidField, notFound } from '../api/problem.ts';
import { integer, list, object, text } from '../api/schema.ts';
import type { Queries } from '../database.ts';
import { initialsOf, searchableCustomer } from '../seed/customers.ts';
import { Conditions, listPage, paging, sorting } from './listing.ts';
import { customer, customerChange, id } from './model.ts';
import { pageOf, searchText } from './page.ts';

const tag = 'Customers';
const customerId = inPath(id('Customer', 17));

interface Customer {
  readonly id: number;
  readonly name: string;
  readonly company: string;
  readonly version: number;
}

const ITEM = `json_build_object(
  'id', c.id, 'name', c.name, 'company', c.company, 'email', c.email, 'phone', c.phone, 'street', c.street,
  'postalCode', c.postal_code, 'city', c.city, 'country', c.country, 'initials', c.initials, 'color', c.color,
  'customerSince', c.customer_since, 'orderCount', (select count(*) from orders o where o.customer_id = c.id), 'version', c.version)`;

async function readCustomer(queries: Queries, customerNumber: number, lock = false): Promise<Customer> {
  const [row] = await queries.query<{ item: Customer }>(
    `select ${ITEM} as item from customers c where c.id = $1 ${lock ? 'for update' : ''}`,
    [customerNumber],
  );
  if (row === undefined) throw notFound('customer', customerNumber);
  return row.item;
}

const listCustomers = operation({
  id: 'ListCustomers',
  method: 'get',
  path: '/customers',
  tag,
  summary: 'List customers',
  description: 'Customers by name unless sorted otherwise. Filters are combined.',
  parameters: {
    search: inQuery(searchText('Words in the name or the company.'), 'important'),
    country: {
      ...inQuery(text({ maxLength: 60, summary: 'Country', example: 'France' })),
      values: { operation: 'ListCountries', value: 'name', title: 'name' },
    },
    ...sorting('CustomerColumn', ['name', 'company', 'city', 'customerSince'], 'name', 'asc'),
    ...paging,
  },
  responses: { 200: pageOf('CustomerPage', customer) },
  nextLinkName: 'nextLink',
  handle: (call) => {
    const conditions = new Conditions();
    conditions.add('c.country = ?', call.parameters.country);
    conditions.search(call.parameters.search, 'c.searchable');
    return listPage(call, { from: 'customers c', item: ITEM, key: 'c.id', columns: COLUMNS }, conditions);
  },
});

const COLUMNS = new Map([
  ['name', ['c.searchable collate "C"', 'text']],
  ['company', ['c.company collate "C"', 'text']],
  ['city', ['c.city collate "C"', 'text']],
  ['customerSince', ['c.customer_since', 'date']],
] as const);

const getCustomer = operation({
  id: 'GetCustomer',
  method: 'get',
  path: '/customers/{id}',
  tag,
  summary: 'Get a customer',
  description: 'One customer.',
  parameters: { id: customerId, 'If-None-Match': ifNoneMatch },
  responses: { 200: { description: 'The customer.', schema: customer, headers: ['ETag'] } },
  handle: async ({ parameters, shop }) => {
    const found = await readCustomer(shop.database, parameters.id);
    return { body: found, headers: { ETag: etagOf(found.version) } };
  },
});

/** Which column holds a field that can be changed. */
const CHANGEABLE = new Map([
  ['name', 'name'],
  ['company', 'company'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['street', 'street'],
  ['postalCode', 'postal_code'],
  ['city', 'city'],
  ['country', 'country'],
]);

const updateCustomer = operation({
  id: 'UpdateCustomer',
  method: 'patch',
  path: '/customers/{id}',
  tag,
  summary: 'Change a customer',
  description: 'Changes what is given. No two customers have the same e-mail address.',
  parameters: { id: customerId, 'If-Match': ifMatch },
  body: customerChange,
  responses: { 200: { description: 'The customer as they are now.', schema: customer, headers: ['ETag'] } },
  handle: async ({ parameters, body, shop }) => {
    const changed = await shop.database.transaction(async (queries) => {
      const before = await readCustomer(queries, parameters.id, true);
      checkMatch(parameters['If-Match'], before.version);
      if (body.email !== undefined) await checkEmail(queries, before.id, body.email);
      const { name = before.name, company = before.company } = body;
      const changes = Object.entries(body).filter(([field]) => CHANGEABLE.has(field));
      await queries.query(
        `update customers set version = version + 1, initials = $2, searchable = $3
           ${changes.map(([field], index) => `, ${CHANGEABLE.get(field)} = $${index + 4}`).join('')} where id = $1`,
        [before.id, initialsOf(name), searchableCustomer(name, company), ...changes.map(([, value]) => value)],
      );
      // Orders are found by their customer.
      await queries.query('update orders set searchable = $2 || substr(searchable, length($3) + 1) where customer_id = $1', [
        before.id,
        searchableCustomer(name, company),
        searchableCustomer(before.name, before.company),
      ]);
      return readCustomer(queries, before.id);
    });
    return { body: changed, headers: { ETag: etagOf(changed.version) } };
  },
});

async function checkEmail(queries: Queries, own: number, email: string): Promise<void> {
  const others = await queries.query('select id from customers where email = $1 and id <> $2', [email, own]);
  if (others.length > 0) throw invalidField('email', 'Another customer has this address.');
}

const listCountries = operation({
  id: 'ListCountries',
  method: 'get',
  path: '/countries',
  tag,
  summary: 'List the countries',
  description: 'The countries in which customers live, with how many live there.',
  parameters: {},
  responses: {
    200: {
      description: 'The countries.',
      schema: object('CountryList', {
        value: list(
          object('CountryCount', {
            name: text({ summary: 'Name', example: 'France' }),
            customers: integer({ minimum: 1, summary: 'Customers', example: 36 }),
          }),
        ),
        count: integer({ minimum: 0, summary: 'Count' }),
      }),
    },
  },
  handle: async ({ shop }) => {
    const value = await shop.database.query(
      'select country as name, count(*)::integer as customers from customers group by country order by country collate "C"',
    );
    return { body: { value, count: value.length } };
  },
});

export const customerOperations = [listCustomers, getCustomer, updateCustomer, listCountries];
