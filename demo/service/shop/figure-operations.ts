import { inQuery, operation, type Shop } from '../api/operation.ts';
import { invalidField } from '../api/problem.ts';
import { date, integer, list, money, number, object, text } from '../api/schema.ts';
import { Conditions } from './listing.ts';
import { STATUSES, category, status } from './model.ts';

const tag = 'Figures';
const count = (summary: string, description?: string) =>
  integer({ minimum: 0, summary, ...(description && { description }), example: 61 });

const statistics = object('Statistics', {
  asOf: date({ summary: 'As of', description: 'The shop’s today.' }),
  currency: text({ pattern: '^[A-Z]{3}$', summary: 'Currency', example: 'EUR' }),
  orders: count('Orders'),
  revenue: money({ summary: 'Revenue', description: 'Of all orders but those cancelled or returned.', example: 4_910_220.35 }),
  averageTotal: money({ summary: 'Average total', description: 'Of the orders that count as revenue.', example: 539.07 }),
  open: count('Open', 'Orders still to be delivered.'),
  overdue: count('Overdue', 'Open orders whose day has passed.'),
  byStatus: list(
    object('StatusFigure', { status, orders: count('Orders'), total: money({ summary: 'Total', example: 30_512.4 }) }),
    { summary: 'By status', description: 'Every status, in the order in which a shop knows them.' },
  ),
  byMonth: list(
    object('MonthFigure', {
      month: text({ pattern: '^[0-9]{4}-[0-9]{2}$', summary: 'Month', example: '2026-10' }),
      orders: count('Orders'),
      total: money({ summary: 'Total', example: 436_718.5 }),
    }),
    { summary: 'By month', description: 'Oldest first; months without orders are left out.' },
  ),
});

const getStatistics = operation({
  id: 'GetStatistics',
  method: 'get',
  path: '/statistics',
  tag,
  summary: 'Get statistics',
  description: 'Totals of the orders of a time, by status and by month.',
  parameters: {
    from: inQuery(date({ summary: 'From', description: 'Ordered on this day or later.' })),
    to: inQuery(date({ summary: 'To', description: 'Ordered on this day or earlier.' })),
  },
  responses: { 200: { description: 'The statistics.', schema: statistics } },
  handle: async ({ parameters: { from, to }, shop }) => {
    if (from !== undefined && to !== undefined && from > to) throw invalidField('to', `Must not be before ${from}.`);
    const conditions = new Conditions();
    conditions.add(`o.ordered_at >= ?::text::date at time zone 'UTC'`, from);
    conditions.add(`o.ordered_at < (?::text::date + 1) at time zone 'UTC'`, to);
    return { body: await figures(shop, conditions) };
  },
});

async function figures({ database, now }: Pick<Shop, 'database' | 'now'>, conditions: Conditions): Promise<unknown> {
  const asOf = now().toISOString().slice(0, 10);
  const [totals] = await database.query(
    `select count(*)::integer as orders,
       coalesce(sum(o.total) filter (where ${EARNED}), 0)::float8 as revenue,
       coalesce(round(avg(o.total) filter (where ${EARNED}), 2), 0)::float8 as "averageTotal",
       (count(*) filter (where ${OPEN}))::integer as open,
       (count(*) filter (where ${OPEN} and o.due_on < '${asOf}'))::integer as overdue
     from orders o where ${conditions.sql}`,
    conditions.parameters,
  );
  const found = await database.query<{ status: string; orders: number; total: number }>(
    `select status, count(*)::integer as orders, sum(total)::float8 as total from orders o where ${conditions.sql} group by status`,
    conditions.parameters,
  );
  const byMonth = await database.query(
    `select to_char(ordered_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::integer as orders, sum(total)::float8 as total
     from orders o where ${conditions.sql} group by month order by month`,
    conditions.parameters,
  );
  const byStatus = STATUSES.map((each) => found.find((row) => row.status === each) ?? { status: each, orders: 0, total: 0 });
  return { asOf, currency: 'EUR', ...totals, byStatus, byMonth };
}

const EARNED = `o.status not in ('Cancelled', 'Returned')`;
const OPEN = `o.status in ('New', 'Confirmed', 'Packed', 'Shipped')`;

const report = object('MarginReport', {
  title: text({ summary: 'Title', example: 'Margins by category' }),
  asOf: date({ summary: 'As of' }),
  rows: list(
    object('Margin', {
      category,
      revenue: money({ summary: 'Revenue', example: 1_204_118 }),
      cost: money({ summary: 'Cost', example: 622_770.12 }),
      margin: number({ summary: 'Margin', description: 'The part of the revenue that stays, between 0 and 1.', example: 0.483 }),
    }),
    { summary: 'Rows' },
  ),
});

const getSecretReport = operation({
  id: 'GetSecretReport',
  method: 'get',
  path: '/reports/margins',
  tag,
  summary: 'Get the margins',
  description: 'What each category earns. Not for everyone: it needs the key.',
  parameters: {},
  secured: true,
  responses: { 200: { description: 'The report.', schema: report } },
  handle: async ({ shop }) => {
    const rows = await shop.database.query(
      `select p.category, sum(l.amount)::float8 as revenue, sum(p.cost * l.quantity)::float8 as cost,
         round(1 - sum(p.cost * l.quantity) / sum(l.amount), 4)::float8 as margin
       from order_lines l join products p on p.id = l.product_id join orders o on o.id = l.order_id
       where ${EARNED} group by p.category order by p.category collate "C"`,
    );
    return { body: { title: 'Margins by category', asOf: shop.now().toISOString().slice(0, 10), rows } };
  },
});

export const figureOperations = [getStatistics, getSecretReport];
