import assert from 'node:assert/strict';
import { openOData } from '../../../src/connectors/query/open-odata.ts';
import {
  DateTimeValue,
  DateValue,
  Decimal,
  equal,
  FormulaError,
  types,
  type Row,
  type Table,
  type Value,
} from '../../../src/formula/index.ts';
import { Lab, variable } from './lab.node.ts';
import { RandomFormulas } from './random-formulas.node.ts';

/** What a comparison of many formulas found. */
export interface Compared {
  readonly formulas: number;
  readonly different: readonly string[];
  /** Formulas whose whole work the source did, as the checker said. */
  readonly delegated: number;
  readonly rowsFetched: number;
  readonly requests: number;
  readonly errors: number;
  readonly blanks: number;
}

const words: Table = [{ Value: 'gift' }, { Value: 'x,y;z' }, { Value: 'back\\slash' }];

// oxfmt-ignore
const variables = [
  variable('limit', types.number, 60),
  variable('few', types.number, 12),
  variable('flag', types.boolean, true),
  variable('word', types.text, 'GIFT'),
  variable('words', types.columnOf(types.text), words),
  variable('day', types.date, new DateValue(Date.UTC(2026, 7, 1))),
  variable('moment', types.dateTime, new DateTimeValue(Date.UTC(2026, 3, 2, 10))),
];

/** A service that counts what it sends. */
export interface AskedService {
  readonly url: string;
  /** Rows that were sent since the last call, and requests. */
  taken(): Taken | Promise<Taken>;
}

interface Taken {
  readonly rows: number;
  readonly requests: readonly string[];
}

/** Evaluates formulas made by chance twice, by queries and over all rows here, and says where the answers differ. */
export async function compare(
  service: AskedService,
  zone: string,
  count: number,
  seed: number,
  {
    only,
    progress,
    open = openOData,
    related = true,
  }: {
    readonly only?: string | undefined;
    readonly progress?: (done: number, found: Compared) => void;
    /** What opens the tables of the service. */
    readonly open?: typeof openOData;
    /** Whether orders have a customer. */
    readonly related?: boolean;
  } = {},
): Promise<Compared> {
  const opened = await open(service.url, { namespace: 'Shop', timeZone: zone, maxRows: 10_000_000, cultureOrder: true });
  assert.ok('connector' in opened, JSON.stringify(opened));
  const table = opened.connector.tables.get('Orders')!;
  table.mentions?.('Customer');
  const lab = new Lab(opened.connector, zone, variables);
  const { value: rows } = await lab.evaluate('Filter(Orders, true)');
  assert.ok(Array.isArray(rows), String(rows));
  // A copy, of which nothing is known but its rows.
  const local = [...(rows as Table)];
  const here = new Lab({ ...opened.connector, tables: new Map() }, zone, [...variables, variable('Orders', table.type!, local)]);
  const random = new RandomFormulas(seed, related);
  const different: string[] = [];
  const found = { delegated: 0, errors: 0, blanks: 0, rowsFetched: 0, requests: 0 };
  await service.taken();
  for (let i = 0; i < count; i++) {
    const { formula, tolerance } = only === undefined ? random.next() : { formula: only, tolerance: 1e-9 };
    // The service works while this process does.
    const asked = lab.evaluate(formula);
    const expected = (await here.evaluate(formula)).value;
    const { value, result } = await asked;
    if (!result.diagnostics.some(({ severity }) => severity === 'warning')) found.delegated++;
    if (expected instanceof FormulaError) found.errors++;
    if (expected === null) found.blanks++;
    const difference = differs(expected, value, tolerance);
    if (difference !== undefined) different.push(`${formula}: ${difference}`);
    const taken = await service.taken();
    found.rowsFetched += taken.rows;
    found.requests += taken.requests.length;
    progress?.(i + 1, { formulas: i + 1, different, ...found });
  }
  return { formulas: count, different, ...found };
}

/** What differs between two values; undefined where nothing does. Errors are compared by their kinds. */
function differs(expected: Value, value: Value, tolerance: number): string | undefined {
  const shown = (of: Value): string =>
    of instanceof FormulaError
      ? `error: ${of.message}`
      : String(JSON.stringify(of, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))).slice(0, 200);
  const unlike = `expected ${shown(expected)}, got ${shown(value)}`;
  if (expected instanceof FormulaError || value instanceof FormulaError)
    return expected instanceof FormulaError && value instanceof FormulaError && expected.kind === value.kind ? undefined : unlike;
  if (Array.isArray(expected) && Array.isArray(value)) {
    if (expected.length !== value.length) return `expected ${expected.length} rows, got ${value.length}`;
    for (const [i, row] of (expected as Table).entries()) {
      const difference = differs(row, (value as Table)[i]!, tolerance);
      if (difference !== undefined) return `row ${i}: ${difference}`;
    }
    return undefined;
  }
  if (tolerance > 0 && (typeof expected === 'number' || expected instanceof Decimal)) {
    const [a, b] = [expected, value].map((of) => (of instanceof Decimal ? of.toNumber() : (of as number)));
    return Math.abs(a! - b!) <= Math.abs(a!) * tolerance ? undefined : unlike;
  }
  return equal(withoutMarks(expected), withoutMarks(value)) ? undefined : unlike;
}

/** A row without what the protocol adds to it. */
const withoutMarks = (value: Value): Value =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
    ? Object.fromEntries(Object.entries(value as Row).filter(([name]) => !name.startsWith('@')))
    : value;
