import { checkMatch, etagOf, ifMatch, ifNoneMatch } from '../api/etag.ts';
import { inPath, inQuery, operation } from '../api/operation.ts';
import { conflict, notFound } from '../api/problem.ts';
import { boolean, integer, list, money, object } from '../api/schema.ts';
import type { Queries } from '../database.ts';
import { searchableProduct } from '../seed/seed.ts';
import { Conditions, listPage, paging, sorting } from './listing.ts';
import { category, id, newProduct, product, productChange } from './model.ts';
import { pageOf, searchText } from './page.ts';
import { pictureOf } from './picture.ts';

const tag = 'Products';
const productId = inPath(id('Product', 23));

interface Product {
  readonly id: number;
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  /** A path in the database's answer, an address in the service's. */
  readonly imageUrl: string;
  readonly version: number;
}

/** A product as JSON. */
const ITEM = `json_build_object(
  'id', p.id, 'sku', p.sku, 'name', p.name, 'category', p.category, 'description', p.description, 'price', p.price,
  'currency', 'EUR', 'stock', p.stock, 'available', p.available, 'color', p.color,
  'imageUrl', '/products/' || p.id || '/image', 'version', p.version)`;

const presentAt =
  (baseUrl: string) =>
  (found: Product): Product => ({ ...found, imageUrl: baseUrl + found.imageUrl });

async function readProduct(queries: Queries, productNumber: number, baseUrl: string, lock = false): Promise<Product> {
  const [row] = await queries.query<{ item: Product }>(
    `select ${ITEM} as item from products p where p.id = $1 ${lock ? 'for update' : ''}`,
    [productNumber],
  );
  if (row === undefined) throw notFound('product', productNumber);
  return presentAt(baseUrl)(row.item);
}

const listProducts = operation({
  id: 'ListProducts',
  method: 'get',
  path: '/products',
  tag,
  summary: 'List products',
  description: 'Products by name unless sorted otherwise. Filters are combined.',
  parameters: {
    category: inQuery(category, 'important'),
    search: inQuery(searchText('Words in the name, the SKU or the description.'), 'important'),
    available: inQuery(
      boolean({ summary: 'Available', description: 'Only those that can be ordered, or only those that cannot.' }),
    ),
    maxPrice: inQuery(money({ summary: 'Highest price', example: 100 })),
    ...sorting('ProductColumn', ['name', 'price', 'stock', 'sku'], 'name', 'asc'),
    ...paging,
  },
  responses: { 200: pageOf('ProductPage', product) },
  nextLinkName: 'nextLink',
  handle: (call) => {
    const { category: department, search, available, maxPrice } = call.parameters;
    const conditions = new Conditions();
    conditions.add('p.category = ?', department);
    conditions.add('p.available = ?', available);
    conditions.add('p.price <= ?::float8::numeric', maxPrice);
    conditions.search(search, 'p.searchable');
    const present = presentAt(call.baseUrl);
    return listPage(call, { from: 'products p', item: ITEM, key: 'p.id', columns: COLUMNS, present }, conditions);
  },
});

const COLUMNS = new Map([
  ['name', ['p.name collate "C"', 'text']],
  ['price', ['p.price', 'numeric']],
  ['stock', ['p.stock', 'integer']],
  ['sku', ['p.sku collate "C"', 'text']],
] as const);

const getProduct = operation({
  id: 'GetProduct',
  method: 'get',
  path: '/products/{id}',
  tag,
  summary: 'Get a product',
  description: 'One product.',
  parameters: { id: productId, 'If-None-Match': ifNoneMatch },
  responses: { 200: { description: 'The product.', schema: product, headers: ['ETag'] } },
  handle: async ({ parameters, shop, baseUrl }) => {
    const found = await readProduct(shop.database, parameters.id, baseUrl);
    return { body: found, headers: { ETag: etagOf(found.version) } };
  },
});

/** Pictures of new products, by department. */
const MOTIFS = new Map([
  ['Lighting', 'pendant'],
  ['Furniture', 'chair'],
  ['Kitchen', 'bowl'],
  ['Textiles', 'cushion'],
  ['Garden', 'planter'],
  ['Office', 'notebook'],
]);

const createProduct = operation({
  id: 'CreateProduct',
  method: 'post',
  path: '/products',
  tag,
  summary: 'Add a product',
  description: 'Adds a product and answers it. No two products have the same SKU.',
  parameters: {},
  body: newProduct,
  responses: { 201: { description: 'The new product.', schema: product, headers: ['ETag', 'Location'] } },
  conflicts: 'There is a product with this SKU.',
  handle: async ({ body, shop, baseUrl }) => {
    const { sku, name, category: department, price, description = '', stock = 0 } = body;
    const created = await shop.database.transaction(async (queries) => {
      const [row] = await queries.query<{ id: number }>(
        `insert into products (sku, name, category, description, price, cost, stock, motif, color, searchable)
         values ($1, $2, $3, $4, $5::float8::numeric, $5::float8::numeric / 2, $6, $7, '#5c6670', $8)
         on conflict (sku) do nothing returning id`,
        [
          sku,
          name,
          department,
          description,
          price,
          stock,
          MOTIFS.get(department) ?? 'bowl',
          searchableProduct(sku, name, description),
        ],
      );
      if (row === undefined) throw conflict(`There is a product with the SKU ${sku} already.`);
      return readProduct(queries, row.id, baseUrl);
    });
    const headers = { ETag: etagOf(created.version), Location: `${baseUrl}/products/${created.id}` };
    return { status: 201, body: created, headers };
  },
});

const updateProduct = operation({
  id: 'UpdateProduct',
  method: 'patch',
  path: '/products/{id}',
  tag,
  summary: 'Change a product',
  description: 'Changes what is given.',
  parameters: { id: productId, 'If-Match': ifMatch },
  body: productChange,
  responses: { 200: { description: 'The product as it is now.', schema: product, headers: ['ETag'] } },
  handle: async ({ parameters, body, shop, baseUrl }) => {
    const changed = await shop.database.transaction(async (queries) => {
      const before = await readProduct(queries, parameters.id, baseUrl, true);
      checkMatch(parameters['If-Match'], before.version);
      const { name = before.name, description = before.description, price, stock, available } = body;
      await queries.query(
        `update products set version = version + 1, name = $2, description = $3, price = coalesce($4::float8::numeric, price),
           stock = coalesce($5::integer, stock), available = coalesce($6::boolean, available), searchable = $7 where id = $1`,
        [
          before.id,
          name,
          description,
          price ?? null,
          stock ?? null,
          available ?? null,
          searchableProduct(before.sku, name, description),
        ],
      );
      return readProduct(queries, before.id, baseUrl);
    });
    return { body: changed, headers: { ETag: etagOf(changed.version) } };
  },
});

const getProductImage = operation({
  id: 'GetProductImage',
  method: 'get',
  path: '/products/{id}/image',
  tag,
  summary: 'Get the picture of a product',
  description: 'A drawing.',
  parameters: { id: productId },
  responses: { 200: { description: 'The picture.', type: 'image/svg+xml', headers: ['ETag'] } },
  handle: async ({ parameters, shop }) => {
    const [row] = await shop.database.query<{ motif: string; color: string }>('select motif, color from products where id = $1', [
      parameters.id,
    ]);
    if (row === undefined) throw notFound('product', parameters.id);
    const headers = { ETag: `"${row.motif}-${row.color.slice(1)}"`, 'Cache-Control': 'max-age=3600' };
    return { body: pictureOf(row.motif, row.color), type: 'image/svg+xml', headers };
  },
});

const listCategories = operation({
  id: 'ListCategories',
  method: 'get',
  path: '/categories',
  tag,
  summary: 'List the categories',
  description: 'The departments of the shop, with how many products each has.',
  parameters: {},
  responses: {
    200: {
      description: 'The categories.',
      schema: object('CategoryList', {
        value: list(
          object('CategoryCount', { name: category, products: integer({ minimum: 0, summary: 'Products', example: 10 }) }),
        ),
        count: integer({ minimum: 0, summary: 'Count' }),
      }),
    },
  },
  handle: async ({ shop }) => {
    const value = await shop.database.query(
      'select category as name, count(*)::integer as products from products group by category order by category collate "C"',
    );
    return { body: { value, count: value.length } };
  },
});

export const productOperations = [listProducts, getProduct, createProduct, updateProduct, getProductImage, listCategories];
