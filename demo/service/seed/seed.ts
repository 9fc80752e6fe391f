import { createHash } from 'node:crypto';
import type { Database, Queries } from '../database.ts';
import { CONSTRAINTS, SEARCH_INDEX, TABLES } from '../tables.ts';
import { seedCustomers } from './customers.ts';
import { folded } from './folded.ts';
import { seedOrders } from './orders.ts';
import { PRODUCTS, type SeedProduct } from './products.ts';
import { Random } from './random.ts';

const CUSTOMERS = 400;
const ORDERS = 10_000;

/** A shop that is ready to be put into a database. */
export interface Seed {
  /** Tells this shop, and the shape of its tables, from every other. */
  readonly fingerprint: string;
  /** The rows of each table as JSON, in an order that keeps references whole. */
  readonly tables: ReadonlyMap<string, { readonly columns: string; readonly rows: string }>;
}

/** The shop that a number gives: always the same one. */
export function seedOf(seed: number): Seed {
  const random = new Random(seed);
  const products = PRODUCTS.map((product, index) => productRow(random, product, index + 1));
  const customers = seedCustomers(random, CUSTOMERS);
  const { orders, lines } = seedOrders(random, ORDERS, customers, PRODUCTS);
  const tables = new Map(
    Object.entries({ products, customers, orders, order_lines: lines }).map(([table, rows]) => [
      table,
      { columns: Object.keys(rows[0] ?? {}).join(', '), rows: JSON.stringify(rows) },
    ]),
  );
  const hash = createHash('sha256').update(TABLES).update(CONSTRAINTS).update(SEARCH_INDEX);
  for (const { rows } of tables.values()) hash.update(rows);
  return { fingerprint: hash.digest('hex').slice(0, 32), tables };
}

/**
 * Makes the tables and fills them. A database that has this shop already keeps it, with what was done in it.
 *
 * @throws when the schema holds another shop: it is someone's, so nothing is deleted
 */
export async function fillDatabase(database: Database, seed: Seed): Promise<void> {
  const filled = await database.transaction(async (queries) => {
    // Of services that start at once, one fills and the others wait.
    await queries.query(`select pg_advisory_xact_lock(hashtext('fxloom ' || current_schema()))`);
    if (await isFilled(queries, seed)) return false;
    await fill(queries, seed);
    return true;
  });
  if (!filled) return;
  await database.script(SEARCH_INDEX).catch(() => console.warn('Searches are not indexed: the database has no pg_trgm.'));
  await database.script('vacuum analyze');
}

async function isFilled(queries: Queries, { fingerprint }: Seed): Promise<boolean> {
  const [place] = await queries.query<{ schema: string; there: boolean }>(
    `select current_schema() as schema, to_regclass(current_schema() || '.settings') is not null as there`,
  );
  if (place?.there !== true) return false;
  const [shop] = await queries.query<{ value: string }>(`select value from settings where name = 'shop'`);
  if (shop?.value === fingerprint) return true;
  throw new Error(
    `The schema ${place.schema} of the database holds the shop of another seed or version. If you do not need it: drop schema ${place.schema} cascade;`,
  );
}

async function fill(queries: Queries, { fingerprint, tables }: Seed): Promise<void> {
  await queries.script(TABLES);
  for (const [table, { columns, rows }] of tables) {
    const insert = `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json)`;
    await queries.query(insert, [rows]);
    if (columns.startsWith('id,'))
      await queries.query(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`);
  }
  await queries.script(CONSTRAINTS);
  await queries.query(`insert into settings values ('shop', $1)`, [fingerprint]);
}

function productRow(random: Random, product: SeedProduct, id: number) {
  const { sku, name, category, description, price, motif, color } = product;
  return {
    id,
    sku,
    name,
    category,
    description,
    price: price.toFixed(2),
    cost: (Math.round(price * (42 + random.next() * 20)) / 100).toFixed(2),
    stock: random.chance(0.08) ? random.between(0, 4) : random.between(8, 420),
    motif,
    color,
    available: !random.chance(0.05),
    searchable: searchableProduct(sku, name, description),
    version: 1,
  };
}

/** What a search for a product looks through. */
export const searchableProduct = (sku: string, name: string, description: string): string =>
  folded(`${sku} ${name} ${description}`);
