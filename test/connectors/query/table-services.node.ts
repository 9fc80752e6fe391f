import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { METADATA } from './odata-service.node.ts';
import type { Sql } from './sql.node.ts';

/*
 * Two further services over the same PostgreSQL: one that speaks the protocol of tabular connectors, one like PostgREST. Each understands only
 * what it says that it does, with a reader of its own, and refuses everything else.
 */

export interface TableService {
  readonly url: string;
  taken(): readonly string[];
  /** The same, with how many rows of a list were sent. */
  sent(): { readonly rows: number; readonly requests: readonly string[] };
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  close(): Promise<void>;
}

type Send = (status: number, body: unknown) => void;
type Answer = (request: IncomingMessage, url: URL, body: { readonly [name: string]: unknown }, send: Send) => Promise<void>;

async function serve(answer: Answer): Promise<TableService> {
  let requests: string[] = [];
  let rows = 0;
  const sent = (): ReturnType<TableService['sent']> => {
    const all = { rows, requests };
    [rows, requests] = [0, []];
    return all;
  };
  const service: { intercept: TableService['intercept'] } = { intercept: undefined };
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    requests.push(`${request.method} ${decodeURIComponent((request.url ?? '').replaceAll('+', ' '))}`);
    if (service.intercept?.(request, response) === true) return;
    const send: Send = (status, body) => {
      if (Array.isArray(body)) rows += body.length;
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(status === 204 ? undefined : JSON.stringify(body));
    };
    void (async () => {
      let text = '';
      for await (const piece of request) text += String(piece);
      await answer(
        request,
        new URL(request.url ?? '', 'http://x'),
        text === '' ? {} : (JSON.parse(text) as object as never),
        send,
      );
    })().catch((error: unknown) => send(400, { error: { message: String(error) } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(service, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => sent().requests,
    sent,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

const insert = (table: string, body: { readonly [name: string]: unknown }): [string, unknown[]] => {
  const names = Object.keys(body);
  return [
    `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning *`,
    Object.values(body),
  ];
};

const update = (table: string, body: { readonly [name: string]: unknown }, where: string): [string, unknown[]] => [
  `update ${table} set ${Object.keys(body)
    .map((name, i) => `"${name}" = $${i + 1}`)
    .join(', ')} where ${where} returning *`,
  Object.values(body),
];

// ---- Tabular ------------------------------------------------------------------------------------------------------------------------

const capabilities = (functions: readonly string[]) => ({ filterFunctions: functions });
const orders = {
  name: 'Orders',
  title: 'Orders',
  'x-ms-permission': 'read-write',
  'x-ms-capabilities': {
    sortRestrictions: { sortable: true, unsortableProperties: ['Note'] },
    filterRestrictions: { filterable: true, nonFilterableProperties: ['Weight'] },
    filterFunctionSupport: ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'and', 'or', 'startswith', 'tolower', 'null'],
    serverPagingOptions: ['top', 'skiptoken'],
    isOnlyServerPagable: false,
  },
  schema: {
    type: 'array',
    items: {
      type: 'object',
      required: ['Id', 'Number'],
      properties: {
        Id: {
          type: 'integer',
          format: 'int32',
          'x-ms-keyType': 'primary',
          'x-ms-keyOrder': 1,
          'x-ms-capabilities': capabilities(['eq', 'ne', 'gt', 'ge', 'lt', 'le']),
        },
        Number: { type: 'string', maxLength: 20, 'x-ms-capabilities': capabilities(['eq', 'ne', 'startswith', 'tolower']) },
        Note: { type: 'string', title: 'Remark', 'x-ms-capabilities': capabilities(['eq', 'ne', 'startswith', 'tolower']) },
        Pieces: { type: 'integer', format: 'int32', 'x-ms-capabilities': capabilities(['eq', 'ne']) },
        Weight: { type: 'number' },
        Paid: { type: 'boolean', 'x-ms-capabilities': capabilities(['eq']) },
      },
    },
  },
};

const PAGE = 300;

/** Datasets, tables and items: `/datasets/default/tables/[dbo].[Orders]/items`. */
export const startTabular = (database: Sql, metadata: object = orders): Promise<TableService> =>
  serve(async (request, url, body, send) => {
    const path = decodeURIComponent(decodeURIComponent(url.pathname));
    if (path === '/$metadata.json/datasets') return send(200, { tabular: { source: 'mru', urlEncoding: 'double' } });
    if (path === '/datasets') return send(200, { value: [{ Name: 'default', DisplayName: 'Default' }] });
    if (path === '/datasets/default/tables') return send(200, { value: [{ Name: '[dbo].[Orders]', DisplayName: 'Orders' }] });
    if (path === '/$metadata.json/datasets/default/tables/[dbo].[Orders]' && url.searchParams.has('api-version'))
      return send(200, metadata);
    const key = /^\/datasets\/default\/tables\/\[dbo\]\.\[Orders\]\/items(?:\/(\d+))?$/.exec(path);
    if (key === null) return send(404, { error: { message: `There is no ${path}.` } });
    const columns = '"Id", "Number", "Note", "Pieces", "Weight", "Paid"';
    if (request.method === 'POST') {
      const [sql, values] = insert('"Orders"', { Pieces: 0, CustomerId: 1, ...body });
      return send(201, (await database.query(sql, values)).rows[0]);
    }
    if (request.method === 'PATCH') {
      const [sql, values] = update('"Orders"', body, `"Id" = ${key[1]}`);
      return send(200, (await database.query(sql, values)).rows[0]);
    }
    if (request.method === 'DELETE') {
      await database.query(`delete from "Orders" where "Id" = ${key[1]}`);
      return send(204, null);
    }
    if (key[1] !== undefined)
      return send(200, (await database.query(`select ${columns} from "Orders" where "Id" = ${key[1]}`)).rows[0]);
    const where = tabularSql(url.searchParams.get('$filter') ?? 'true');
    const order = (url.searchParams.get('$orderby') ?? 'Id').split(',').map((term) => term.trim().replace(/^(\w+)/, '"$1"'));
    const [top, from] = [Number(url.searchParams.get('$top') ?? Infinity), Number(url.searchParams.get('$skiptoken') ?? 0)];
    const size = Math.min(PAGE, top);
    const { rows } = await database.query(
      `select ${columns} from "Orders" t where ${where} order by ${order.join(', ')} limit ${size} offset ${from}`,
    );
    const next = new URL(url);
    next.searchParams.set('$skiptoken', String(from + size));
    if (Number.isFinite(top)) next.searchParams.set('$top', String(top - size));
    send(200, { value: rows, ...(rows.length === size && size < top && { nextLink: `${next.pathname}${next.search}` }) });
  });

/** The conditions that this service says it understands. */
const tabularSql = (filter: string): string =>
  filter
    .split(/('(?:[^']|'')*')/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part
            .replaceAll(/\b(?:endswith|contains|in|add|sub|mul|not)\b/g, (word) => {
              throw new Error(`${word} is not understood`);
            })
            .replaceAll(
              /\b(\w+) (eq|ne) null\b/g,
              (_, name: string, operator: string) => `"${name}" is ${operator === 'eq' ? '' : 'not '}null`,
            )
            .replaceAll(/tolower\((\w+)\)/g, 'lower("$1")')
            .replaceAll('startswith(', 'starts_with(')
            .replaceAll(/\b(Id|Number|Note|Pieces|Weight|Paid)\b(?!")/g, '"$1"')
            .replaceAll(
              /\b(?:eq|ne|gt|ge|lt|le)\b/g,
              (word) => ({ eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' })[word]!,
            ),
    )
    .join('');

// ---- Like PostgREST -----------------------------------------------------------------------------------------------------------------

const formats: ReadonlyMap<string, readonly [type: string, format: string]> = new Map([
  ['Edm.Int32', ['integer', 'integer']],
  ['Edm.Int64', ['integer', 'bigint']],
  ['Edm.Decimal', ['number', 'numeric']],
  ['Edm.Double', ['number', 'double precision']],
  ['Edm.Boolean', ['boolean', 'boolean']],
  ['Edm.DateTimeOffset', ['string', 'timestamp with time zone']],
  ['Edm.Date', ['string', 'date']],
  ['Edm.Guid', ['string', 'uuid']],
]);

/** The description at the root, made of the columns that the other service has. */
function described(): object {
  const columns = [
    ...METADATA.split('EntityType Name="Customer"')[0]!.matchAll(/<Property Name="(\w+)" Type="([\w.]+)" ([^/>]*)/g),
  ];
  const properties = columns.map(([, name, type]) => {
    const [kind, format] = formats.get(type!) ?? ['string', 'text'];
    return [name!, { type: kind, format, ...(name === 'Id' && { description: 'Note:\nThis is a Primary Key.<pk/>' }) }] as const;
  });
  const required = columns.filter(([, , , facets]) => facets!.includes('Nullable="false"')).map(([, name]) => name);
  return {
    swagger: '2.0',
    paths: { '/': { get: {} }, '/Orders': { get: {}, post: {}, patch: {}, delete: {} } },
    definitions: { Orders: { type: 'object', required, properties: Object.fromEntries(properties) } },
  };
}

/** `figures`: whether its administrator has switched aggregates on. */
export const startRest = (database: Sql, figures = true): Promise<TableService> =>
  serve(async (request, url, body, send) => {
    if (url.pathname === '/') return send(200, described());
    if (url.pathname !== '/Orders') return send(404, { message: 'There is no such table.' });
    const parameters: unknown[] = [];
    const where = restSql(url, parameters);
    const shifted = (count: number): string => where.replaceAll(/\$(\d+)/g, (_, n: string) => `$${Number(n) + count}`);
    if (request.method === 'POST') return send(201, (await database.query(...insert('"Orders"', body))).rows);
    if (request.method === 'PATCH') {
      const [sql, values] = update('"Orders"', body, shifted(Object.keys(body).length));
      return send(200, (await database.query(sql, [...values, ...parameters])).rows);
    }
    if (request.method === 'DELETE')
      return send(200, (await database.query(`delete from "Orders" where ${where} returning *`, parameters)).rows);
    const select = url.searchParams.get('select') ?? '*';
    if (/\(\)/.test(select) && !figures) return send(400, { message: 'Use of aggregate functions is not allowed' });
    const columns = select.split(',').map((item) => {
      const [, alias, column, figure] = /^(?:(\w+):)?(?:(\w+)\.)?(\w+)\(\)$/.exec(item) ?? [];
      return figure === undefined
        ? item === '*'
          ? '*'
          : `"${item}"`
        : `${figure}(${column === undefined ? '*' : `"${column}"`}) as "${alias}"`;
    });
    const order = (url.searchParams.get('order') ?? '').split(',').filter((term) => term !== '');
    const sorted = order.map((term) => {
      const [name, ...words] = term.split('.');
      const collated = ['Number', 'Note', 'Status'].includes(name!) ? ' collate reading' : '';
      return `"${name}"${collated} ${words.join(' ').replace('nulls', 'nulls ')}`;
    });
    const limits = ['limit', 'offset'].map((name) =>
      url.searchParams.has(name) ? ` ${name} ${Number(url.searchParams.get(name))}` : '',
    );
    const sql = `select ${columns.join(', ')} from "Orders" where ${where}${sorted.length > 0 ? ` order by ${sorted.join(', ')}` : ''}${limits.join('')}`;
    const text =
      select === '*' ? sql.replace('select *', 'select "Json" as row') : `select row_to_json(r)::text as row from (${sql}) r`;
    const { rows } = await database.query<{ row: string }>(text, parameters);
    send(200, JSON.parse(`[${rows.map(({ row }) => row).join(',')}]`));
  });

const plain = new Set(['select', 'order', 'limit', 'offset']);

function restSql(url: URL, parameters: unknown[]): string {
  const parts = [...url.searchParams].filter(([name]) => !plain.has(name));
  return (
    parts
      .map(([name, value]) =>
        name === 'and' || name === 'or' ? tree(`${name}${value}`, parameters) : test(name, value, parameters),
      )
      .join(' and ') || 'true'
  );
}

/** `and(a.eq.1,or(b.is.null,c.in.(1,2)))`. */
function tree(source: string, parameters: unknown[]): string {
  const joint = /^(and|or)\(/.exec(source);
  if (joint === null) {
    const [, name, rest] = /^(\w+)\.(.*)$/s.exec(source)!;
    return test(name!, rest!, parameters);
  }
  return `(${split(source.slice(joint[0].length, -1))
    .map((part) => tree(part, parameters))
    .join(` ${joint[1]} `)})`;
}

/** At commas outside of brackets and quotes. */
function split(source: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [token] of source.matchAll(/"(?:[^"\\]|\\.)*"|[\s\S]/g)) {
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    if (token === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += token;
  }
  return parts;
}

const unquoted = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text);
const signs: { readonly [operator: string]: string } = {
  eq: '=',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  like: 'like',
  ilike: 'ilike',
};

function test(name: string, source: string, parameters: unknown[]): string {
  const [, not = '', operator, value] = /^(not\.)?(\w+)\.(.*)$/s.exec(source) ?? [];
  const negated = not === '' ? '' : 'not ';
  const type = METADATA.match(new RegExp(`Property Name="${name}" Type="([\\w.]+)"`))?.[1];
  const sql = formats.get(type ?? '')?.[1] ?? 'text';
  const parameter = (text: string): string =>
    `$${parameters.push(text)}::text::${sql === 'integer' || sql === 'bigint' ? 'numeric' : sql}`;
  if (operator === 'is' && value === 'null') return `"${name}" is ${negated}null`;
  if (operator === 'in')
    return `("${name}" ${negated}in (${split(value!.slice(1, -1))
      .map((part) => parameter(unquoted(part)))
      .join(', ')}))`;
  const sign = signs[operator ?? ''];
  if (sign === undefined) throw new Error(`${source} is not understood`);
  const text = unquoted(value!);
  return `(${negated}("${name}" ${sign} ${parameter(sign.endsWith('like') ? text.replaceAll('*', '%') : text)}))`;
}
