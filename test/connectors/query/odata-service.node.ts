import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openSql, type Sql } from './sql.node.ts';
import { BadRequest, FilterParser, orderSql, type Columns, type SqlColumn } from './odata-sql.node.ts';

/*
 * A small OData 4.01 service over a real PostgreSQL: orders of customers, with every kind of column, blanks in most of them.
 */

export interface ODataService {
  readonly url: string;
  readonly database: Sql;
  /** Rows that were sent since the last call, and requests. */
  taken(): { readonly rows: number; readonly requests: readonly string[] };
  /** Answers in the place of the service; false where it does not. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  close(): Promise<void>;
}

const property = (name: string, type: string, facets = ''): string => `<Property Name="${name}" Type="${type}" ${facets}/>`;

export const METADATA = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.01" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices><Schema Namespace="Shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EnumType Name="Status"><Member Name="Open" Value="0"/><Member Name="Packed" Value="1"/><Member Name="Shipped" Value="2"/><Member Name="Lost" Value="3"/></EnumType>
<EntityType Name="Order"><Key><PropertyRef Name="Id"/></Key>
${property('Id', 'Edm.Int32', 'Nullable="false"')}
${property('Number', 'Edm.String', 'Nullable="false" MaxLength="20"')}
${property('Status', 'Shop.Status')}
${property('Total', 'Edm.Decimal', 'Precision="12" Scale="2"')}
${property('Weight', 'Edm.Double')}
${property('Quantity', 'Edm.Int32')}
${property('Pieces', 'Edm.Int32', 'Nullable="false"')}
${property('Big', 'Edm.Int64')}
${property('Paid', 'Edm.Boolean')}
${property('OrderedAt', 'Edm.DateTimeOffset', 'Precision="6"')}
${property('DueOn', 'Edm.Date')}
${property('Note', 'Edm.String')}
${property('Code', 'Edm.Guid')}
${property('CustomerId', 'Edm.Int32', 'Nullable="false"')}
${property('Version', 'Edm.Int32', 'Nullable="false"').replace('/>', '><Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/></Property>')}
<NavigationProperty Name="Customer" Type="Shop.Customer"/>
</EntityType>
<EntityType Name="Customer"><Key><PropertyRef Name="Id"/></Key>
${property('Id', 'Edm.Int32', 'Nullable="false"')}${property('Name', 'Edm.String', 'Nullable="false"')}${property('Country', 'Edm.String')}
<NavigationProperty Name="Orders" Type="Collection(Shop.Order)"/>
</EntityType>
<EntityContainer Name="Container">
<EntitySet Name="Orders" EntityType="Shop.Order"><Annotation Term="Org.OData.Aggregation.V1.ApplySupported"><Record/></Annotation></EntitySet>
<EntitySet Name="Customers" EntityType="Shop.Customer"/>
</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`;

const orderTypes = {
  Id: 'Edm.Int32',
  Number: 'Edm.String',
  Status: 'Edm.String',
  Total: 'Edm.Decimal',
  Weight: 'Edm.Double',
  Quantity: 'Edm.Int32',
  Pieces: 'Edm.Int32',
  Big: 'Edm.Int64',
  Paid: 'Edm.Boolean',
  OrderedAt: 'Edm.DateTimeOffset',
  DueOn: 'Edm.Date',
  Note: 'Edm.String',
  Code: 'Edm.Guid',
  CustomerId: 'Edm.Int32',
  Version: 'Edm.Int32',
};
const customerTypes = { Id: 'Edm.Int32', Name: 'Edm.String', Country: 'Edm.String' };

const sqlColumns = (types: { readonly [name: string]: string }): Map<string, SqlColumn> =>
  new Map(Object.entries(types).map(([name, type]) => [name, { sql: `t."${name}"`, type }]));

interface Shown {
  readonly table: string;
  readonly columns: Columns;
  /** What can be sorted and filtered by besides. */
  readonly related: Columns;
}

const country = `(select c."Country" from "Customers" c where c."Id" = t."CustomerId")`;
const customer = `(select c."Name" from "Customers" c where c."Id" = t."CustomerId")`;

const sets: ReadonlyMap<string, Shown> = new Map([
  [
    'Orders',
    {
      table: '"Orders"',
      columns: sqlColumns(orderTypes),
      related: new Map([
        ['Customer/Country', { sql: country, type: 'Edm.String' }],
        ['Customer/Name', { sql: customer, type: 'Edm.String' }],
      ]),
    },
  ],
  ['Customers', { table: '"Customers"', columns: sqlColumns(customerTypes), related: new Map() }],
]);

/** Texts that make trouble: letters of both cases, accents, quotes, signs of SQL and addresses. */
const notes = [
  [
    'Gift',
    'gift wrap',
    'GIFT',
    'Call first',
    "O'Neil's door",
    '100 % sure',
    'a_b',
    'a*b (c)',
    'back\\slash',
    '',
    ' ',
    'Élan',
    'élan vital',
  ],
  [
    'Straße',
    'x,y;z',
    '"quoted"',
    'semi;drop table',
    '+49 & more',
    '#1',
    'tab\there',
    'ends with gift',
    "''",
    'null',
    'true',
    '2026-01-01',
  ],
].flat();

/** Rows as JSON are made when they change, since making them anew for each answer is most of what reading many costs. */
const jsonOf = (table: string, types: { readonly [name: string]: string }, more = ''): string => `
create function "${table}Json"() returns trigger language plpgsql as $$ begin
  new."Json" := json_build_object(${Object.keys(types)
    .map((name) => `'${name}', new."${name}"`)
    .join(', ')}${more})::text;
  return new;
end $$;
create trigger "Json" before insert or update on "${table}" for each row execute function "${table}Json"();`;

const seed = (count: number): string => `
create collation reading (provider = icu, locale = 'en-US-u-kf-lower');
create table "Customers" ("Id" int primary key, "Name" text not null, "Country" text, "Json" text);
${jsonOf('Customers', customerTypes)}
insert into "Customers" select i, 'Customer ' || i, case when i % 7 = 0 then null else (array['DE','FR','US','de','GB'])[1 + i % 5] end from generate_series(1, 500) i;
create table note_texts (i int primary key, text text);
insert into note_texts select i - 1, n from unnest(array[${notes.map((note) => `'${note.replaceAll("'", "''")}'`).join(',')}]) with ordinality as u(n, i);
create table "Orders" ("Id" int primary key, "Number" text not null, "Status" text, "Total" numeric(12,2), "Weight" float8, "Quantity" int, "Pieces" int not null, "Big" bigint, "Paid" boolean, "OrderedAt" timestamptz, "DueOn" date, "Note" text, "Code" uuid, "CustomerId" int not null, "Version" int not null default 1, "Json" text);
${jsonOf('Orders', orderTypes, `, '@odata.etag', 'W/"' || new."Version" || '"'`)}
insert into "Orders" select i, 'A-' || lpad(i::text, 7, '0'),
  case when i % 11 = 0 then null else (array['Open','Packed','Shipped','Lost'])[1 + (i * 7919) % 4] end,
  case when i % 13 = 0 then null else ((i::bigint * 104729) % 100000)::numeric / 100 - 50 end,
  case when i % 17 = 0 then null else ((i::bigint * 15485863) % 100000)::float8 / 7 end,
  case when i % 5 = 0 then null else (i * 31) % 100 - 20 end,
  (i * 17) % 40,
  case when i % 19 = 0 then null else 9007199254740992 + i end,
  case when i % 6 = 0 then null else i % 2 = 0 end,
  case when i % 23 = 0 then null else timestamptz '2026-03-01 00:00:00.0004Z' + (i % 40000) * interval '13 minutes' + (i % 997) * interval '1 millisecond' end,
  case when i % 9 = 0 then null else date '2026-01-01' + (i * 37) % 700 end,
  case when i % 8 = 0 then null else (select text from note_texts n where n.i = s.i % ${notes.length}) end,
  case when i % 10 = 0 then null else md5(i::text)::uuid end,
  1 + i % 500
from generate_series(1, ${count}) s(i);
create index on "Orders" ("Total", "Id");
create index on "Orders" ("OrderedAt", "Id");
create index on "Orders" ("Status", "Id");
create index on "Orders" ("Note" collate reading nulls first, "Id");
analyze;
`;

export async function startOData(count: number): Promise<ODataService> {
  const database = await openSql(seed(count));
  let rows = 0;
  let requests: string[] = [];
  const note = (sent: number): void => {
    rows += sent;
  };
  const service: { intercept: ODataService['intercept'] } = { intercept: undefined };
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    requests.push(`${request.method} ${decodeURIComponent(request.url ?? '')}`);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    response.setHeader('Access-Control-Allow-Methods', '*');
    if (request.method === 'OPTIONS') response.end();
    else if (service.intercept?.(request, response) !== true) void respond(database, request, response, note);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(service, {
    url: `http://127.0.0.1:${port}/odata`,
    database,
    taken: () => {
      const taken = { rows, requests };
      [rows, requests] = [0, []];
      return taken;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  });
}

type Note = (rows: number) => void;

async function respond(database: Sql, request: IncomingMessage, response: ServerResponse, note: Note): Promise<void> {
  const send = (status: number, body: string, headers: { readonly [name: string]: string } = {}): void => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
  };
  try {
    const url = new URL(request.url ?? '', 'http://x');
    const path = decodeURIComponent(url.pathname.replace(/^\/odata\/?/, ''));
    if (path === '$metadata') return void response.writeHead(200, { 'Content-Type': 'application/xml' }).end(METADATA);
    const [, name = '', key, relation] = /^(\w+)(?:\((\d+)\))?(?:\/(\w+)\/\$ref)?$/.exec(path) ?? [];
    const set = sets.get(name);
    if (set === undefined) return send(404, '{"error":{"message":"There is no such table."}}');
    if (relation !== undefined) return await relate(database, Number(key), url, request, send);
    if (request.method === 'GET' && key === undefined) return send(200, await list(database, set, url, request, note));
    await change(database, set, key, request, send);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send(error instanceof BadRequest ? 400 : 500, JSON.stringify({ error: { message } }));
  }
}

/** A row as JSON text, with related records. */
function rowJson(
  columns: readonly (readonly [string, SqlColumn])[],
  expanded: readonly string[],
  { columns: all }: Shown,
): string {
  const fields = columns.map(([column, { sql }]) => `'${column}', ${sql}`);
  const row = columns.length === all.size ? 't."Json"' : `json_build_object(${fields.join(', ')})::text`;
  const related = expanded.map((name) => `', "${name}": ' || coalesce(${relatedJson.get(name) ?? 'null'}, 'null')`);
  return related.length === 0 ? row : `left(${row}, -1) || ${related.join(' || ')} || '}'`;
}

const relatedJson: ReadonlyMap<string, string> = new Map([
  ['Customer', `(select c."Json" from "Customers" c where c."Id" = t."CustomerId")`],
  ['Orders', `(select '[' || string_agg(o."Json", ',') || ']' from "Orders" o where o."CustomerId" = t."Id")`],
]);

const PAGE = 5000;

async function list(database: Sql, set: Shown, url: URL, request: IncomingMessage, note: Note): Promise<string> {
  const query = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const known = new Map([...set.columns, ...set.related]);
  const parameters: unknown[] = [];
  const apply = query('$apply');
  if (apply !== undefined) return aggregated(database, set, apply, query('$orderby'), note);
  const filter = query('$filter');
  const where = filter === undefined ? 'true' : new FilterParser(filter, known, parameters).whole();
  const [top, skip] = [Number(query('$top') ?? Infinity), Number(query('$skip') ?? 0)];
  const preferred = /maxpagesize=(\d+)/.exec(String(request.headers['prefer'] ?? ''))?.[1];
  const size = Math.min(top, preferred === undefined ? PAGE : Number(preferred));
  const chosen = query('$select')?.split(',');
  const columns = [...set.columns].filter(([column]) => chosen === undefined || chosen.includes(column));
  for (const column of chosen ?? []) if (!set.columns.has(column)) throw new BadRequest(`There is no column ${column}`);
  const order = orderSql(query('$orderby') ?? 'Id', known);
  const row = rowJson(columns, query('$expand')?.split(',') ?? [], set);
  const found =
    size === 0
      ? []
      : (
          await database.query<{ row: string }>(
            `select ${row} as row from ${set.table} t where ${where} order by ${order} limit ${size} offset ${skip}`,
            parameters,
          )
        ).rows;
  note(found.length);
  const parts = [`"value":[${found.map((item) => item.row).join(',')}]`];
  if (query('$count') === 'true') {
    const [total] = (
      await database.query<{ n: number }>(`select count(*)::int as n from ${set.table} t where ${where}`, parameters)
    ).rows;
    parts.unshift(`"@odata.count":${total!.n}`);
  }
  if (found.length === size && size < top) {
    const next = new URL(url);
    next.searchParams.set('$skip', String(skip + size));
    if (Number.isFinite(top)) next.searchParams.set('$top', String(top - size));
    parts.push(`"@odata.nextLink":${JSON.stringify(`${next.pathname}${next.search}`)}`);
  }
  return `{${parts.join(',')}}`;
}

/** `filter(…)/groupby((X),aggregate(…))`, `filter(…)/aggregate(…)`. */
async function aggregated(database: Sql, set: Shown, apply: string, orderBy: string | undefined, note: Note): Promise<string> {
  const known = new Map([...set.columns, ...set.related]);
  const parameters: unknown[] = [];
  const wheres: string[] = [];
  let rest = apply;
  while (rest.startsWith('filter(')) {
    const end = closing(rest, 'filter('.length);
    wheres.push(new FilterParser(rest.slice('filter('.length, end), known, parameters).whole());
    rest = rest.slice(end + 2);
  }
  const grouped = /^groupby\(\((\w+)\),aggregate\((.*)\)\)$/.exec(rest);
  const inner = grouped?.[2] ?? /^aggregate\((.*)\)$/.exec(rest)?.[1];
  if (inner === undefined) throw new BadRequest(`Cannot apply ${rest}`);
  const by = grouped === null ? undefined : known.get(grouped[1]!);
  const aggregates = inner.split(/,(?![^(]*\))/).map((item) => {
    const [, expression, method, name] = /^(.*?)(?: with (sum|min|max))? as (\w+)$/.exec(item) ?? [];
    if (expression === undefined) throw new BadRequest(`Cannot aggregate ${item}`);
    if (expression === '$count') return `'${name}', count(*)`;
    return `'${name}', ${method}(${new FilterParser(expression, known, parameters).operand().sql})`;
  });
  const where = wheres.length === 0 ? 'true' : wheres.join(' and ');
  const fields = [...(by === undefined ? [] : [`'${grouped![1]}', ${by.sql}`]), ...aggregates];
  const tail = by === undefined ? '' : `group by ${by.sql} order by ${orderBy === 'FirstRow' ? 'min(t."Id")' : by.sql}`;
  const { rows } = await database.query<{ row: string }>(
    `select json_build_object(${fields.join(', ')})::text as row from ${set.table} t where ${where} ${tail}`,
    parameters,
  );
  note(rows.length);
  return `{"value":[${rows.map((item) => item.row).join(',')}]}`;
}

function closing(text: string, from: number): number {
  let depth = 1;
  let quoted = false;
  for (let i = from; i < text.length; i++) {
    if (text[i] === "'") quoted = !quoted;
    else if (!quoted && text[i] === '(') depth++;
    else if (!quoted && text[i] === ')' && --depth === 0) return i;
  }
  throw new BadRequest('A bracket is missing');
}

async function bodyOf(request: IncomingMessage): Promise<{ [name: string]: unknown }> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return (pieces.length === 0 ? {} : JSON.parse(Buffer.concat(pieces).toString())) as { [name: string]: unknown };
}

/** Orders of a customer: added by a reference in the body, taken out by one in the query (OData Protocol 4.01 section 11.4.6). */
async function relate(database: Sql, customer: number, url: URL, request: IncomingMessage, send: Send): Promise<void> {
  const reference = request.method === 'POST' ? (await bodyOf(request))['@odata.id'] : url.searchParams.get('$id');
  const order = /^Orders\((\d+)\)$/.exec(String(reference))?.[1];
  if (order === undefined) throw new BadRequest(`No order is called ${String(reference)}`);
  await database.query('update "Orders" set "CustomerId" = $1 where "Id" = $2', [
    request.method === 'POST' ? customer : 0,
    order,
  ]);
  send(204, '');
}

type Send = (status: number, body: string, headers?: { readonly [name: string]: string }) => void;

async function change(database: Sql, set: Shown, key: string | undefined, request: IncomingMessage, send: Send): Promise<void> {
  const body = await bodyOf(request);
  const row = rowJson([...set.columns], [], set);
  const names = Object.keys(body).filter((name) => set.columns.has(name));
  const values = names.map((name) => body[name]);
  if (request.method === 'POST') {
    const [{ next }] = (await database.query<{ next: number }>(`select max("Id") + 1 as next from ${set.table}`)).rows as [
      { next: number },
    ];
    const columns = ['Id', ...names.filter((name) => name !== 'Id')];
    const all = [next, ...names.filter((name) => name !== 'Id').map((name) => body[name])];
    await database.query(
      `insert into ${set.table} (${columns.map((name) => `"${name}"`).join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
      all,
    );
    const { rows } = await database.query<{ row: string }>(`select ${row} as row from ${set.table} t where "Id" = $1`, [next]);
    return send(201, rows[0]!.row);
  }
  if (request.method === 'GET') {
    const { rows } = await database.query<{ row: string }>(`select ${row} as row from ${set.table} t where "Id" = $1`, [key]);
    return rows.length === 0 ? send(404, '{"error":{"message":"There is no such row."}}') : send(200, rows[0]!.row);
  }
  const match = request.headers['if-match'];
  const { rows: found } = await database.query<{ Version: number }>(`select "Version" from ${set.table} where "Id" = $1`, [key]);
  if (found.length === 0) return send(404, '{"error":{"message":"There is no such row."}}');
  if (match !== undefined && match !== '*' && match !== `W/"${found[0]!.Version}"`)
    return send(412, '{"error":{"message":"The row has been changed meanwhile."}}');
  if (request.method === 'DELETE') {
    await database.query(`delete from ${set.table} where "Id" = $1`, [key]);
    return send(204, '');
  }
  await database.query(
    `update ${set.table} set ${[...names.map((name, i) => `"${name}" = $${i + 2}`), '"Version" = "Version" + 1'].join(', ')} where "Id" = $1`,
    [key, ...values],
  );
  const { rows } = await database.query<{ row: string }>(`select ${row} as row from ${set.table} t where "Id" = $1`, [key]);
  return send(200, rows[0]!.row);
}
