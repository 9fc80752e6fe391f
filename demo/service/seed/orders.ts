import { REFERENCE_DATE, type SeedCustomer } from './customers.ts';
import { folded } from './folded.ts';
import type { SeedProduct } from './products.ts';
import { weights, type Random } from './random.ts';

export interface SeedOrder {
  readonly id: number;
  readonly number: string;
  readonly customer_id: number;
  readonly status: string;
  readonly priority: string;
  readonly ordered_at: string;
  readonly due_on: string;
  readonly delivered_on: string | null;
  readonly currency: string;
  readonly total: string;
  readonly line_count: number;
  readonly note: string;
  readonly ship_name: string;
  readonly ship_street: string;
  readonly ship_postal_code: string;
  readonly ship_city: string;
  readonly ship_country: string;
  readonly searchable: string;
  readonly version: number;
}

export interface SeedLine {
  readonly order_id: number;
  readonly line: number;
  readonly product_id: number;
  readonly quantity: number;
  readonly unit_price: string;
  readonly discount: number;
  readonly amount: string;
}

/** Each step has changed the order once; a cancelled one was changed once. */
const STEPS = ['New', 'Confirmed', 'Packed', 'Shipped', 'Delivered', 'Returned'];
const DAY = 86_400_000;
/** Eighteen months. */
const SPAN = 549;
/** How busy the days of a week are, from Sunday on. */
const WEEKDAYS = [0.5, 1.1, 1.15, 1.1, 1.05, 1.2, 0.8];
/** How busy the months of a year are, from January on: a quiet summer, a long run-up to Christmas. */
const MONTHS = [0.8, 0.75, 0.9, 1, 1.05, 0.95, 0.8, 0.78, 1, 1.1, 1.35, 1.5];

const NOTES = [
  'Please leave with the neighbour on the ground floor.',
  'Gift: no invoice in the parcel, please.',
  'Call before delivery.',
  'Deliver to the loading bay at the back, 8 to 12 o’clock.',
  'Second attempt: the first parcel came back.',
  'Customer asks for a sample of the fabric.',
  'Goes with the previous order, one parcel if possible.',
  'Fragile: pack twice.',
  'Needs an invoice with the VAT number.',
  'Wants it before the holidays.',
  'The bell does not work, please knock.',
  'Opening of the new branch, must not be late.',
  'Replacement for a damaged piece.',
  'Colour to be confirmed by e-mail.',
];

const lineCount = weights([
  [1, 35],
  [2, 28],
  [3, 19],
  [4, 11],
  [5, 7],
]);
const pieces = weights([
  [1, 60],
  [2, 22],
  [3, 8],
  [4, 6],
  [6, 3],
  [12, 1],
]);
const discounts = weights([
  [0, 84],
  [5, 8],
  [10, 6],
  [20, 2],
]);
const priorities = weights([
  ['Low', 15],
  ['Normal', 68],
  ['High', 17],
]);

/** Orders, oldest first, numbered in the order in which they came, with their lines. */
export function seedOrders(
  random: Random,
  count: number,
  customers: readonly SeedCustomer[],
  products: readonly SeedProduct[],
): { orders: SeedOrder[]; lines: SeedLine[] } {
  const orders: SeedOrder[] = [];
  const lines: SeedLine[] = [];
  const customer = weights(customers.map((each) => [each, random.chance(0.15) ? 6 : 1] as const));
  const product = weights(products.map((_, index) => [index, 0.4 + random.next() * 1.6] as const));
  for (const [index, at] of orderTimes(random, count).entries()) {
    const id = index + 1;
    const own = linesOf(random, id, products, product);
    lines.push(...own);
    orders.push(orderOf(random, id, at, customer(random), own));
  }
  return { orders, lines };
}

/** Times in milliseconds, ascending; more towards the end, on working days and in the evening. */
function orderTimes(random: Random, count: number): number[] {
  const end = Date.parse(`${REFERENCE_DATE}T00:00:00Z`);
  const pickDay = weights(
    Array.from({ length: SPAN }, (_, index) => {
      const day = new Date(end - (SPAN - 1 - index) * DAY);
      const growth = 0.6 + (0.7 * index) / SPAN;
      return [day.getTime(), growth * (WEEKDAYS[day.getUTCDay()] ?? 1) * (MONTHS[day.getUTCMonth()] ?? 1)] as const;
    }),
  );
  const pickHour = weights(
    Array.from({ length: 24 }, (_, hour) => [hour, hour < 6 ? 0.15 : hour < 9 ? 0.6 : hour < 18 ? 1 : 1.5]),
  );
  return Array.from({ length: count }, () => {
    const time = pickDay(random);
    // The reference day is half over.
    const hour = time === end ? random.between(0, 11) : pickHour(random);
    return time + hour * 3_600_000 + random.between(0, 3599) * 1000;
  }).sort((a, b) => a - b);
}

function linesOf(
  random: Random,
  order_id: number,
  products: readonly SeedProduct[],
  pick: (random: Random) => number,
): SeedLine[] {
  const count = lineCount(random);
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(pick(random));
  return [...chosen].map((product, index) => {
    const cents = Math.round((products[product]?.price ?? 0) * 100);
    const quantity = pieces(random);
    const discount = discounts(random);
    const amount = Math.round((cents * quantity * (100 - discount)) / 100);
    return {
      order_id,
      line: index + 1,
      product_id: product + 1,
      quantity,
      unit_price: decimal(cents),
      discount,
      amount: decimal(amount),
    };
  });
}

const decimal = (cents: number): string => (cents / 100).toFixed(2);

function orderOf(random: Random, id: number, at: number, customer: SeedCustomer, lines: readonly SeedLine[]): SeedOrder {
  const ordered = new Date(at).toISOString();
  const priority = priorities(random);
  const status = statusAt(random, (Date.parse(`${REFERENCE_DATE}T12:00:00Z`) - at) / DAY);
  const due = at + random.between(priority === 'High' ? 1 : 3, priority === 'Low' ? 21 : 9) * DAY;
  const delivered = Math.min(due + random.between(-2, 3) * DAY, Date.parse(REFERENCE_DATE));
  const total = lines.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
  const note = random.chance(0.28) ? random.pick(NOTES) : '';
  const number = orderNumber(Number(ordered.slice(0, 4)), id);
  return {
    id,
    number,
    customer_id: customer.id,
    status,
    priority,
    ordered_at: ordered,
    due_on: day(due),
    delivered_on: status === 'Delivered' || status === 'Returned' ? day(Math.max(delivered, at)) : null,
    currency: 'EUR',
    total: decimal(total),
    line_count: lines.length,
    note,
    ship_name: customer.company === '' ? customer.name : customer.company,
    ship_street: customer.street,
    ship_postal_code: customer.postal_code,
    ship_city: customer.city,
    ship_country: customer.country,
    searchable: searchableOrder(customer.searchable, number, note),
    version: 1 + (status === 'Cancelled' ? 1 : STEPS.indexOf(status)),
  };
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

export const orderNumber = (year: number, id: number): string => `SO-${year}-${String(id).padStart(6, '0')}`;

/** What a search for an order looks through. It begins with the customer, so that it also sorts by them. */
export const searchableOrder = (customer: string, number: string, note: string): string =>
  `${customer} ${folded(`${number} ${note}`)}`;

/** How far an order of this age, in days, has come. */
function statusAt(random: Random, age: number): string {
  if (random.chance(0.05)) return 'Cancelled';
  return (STAGES.find(({ until }) => age < until) ?? OLD).pick(random);
}

// oxfmt-ignore
const STAGES = [
  { until: 1,  pick: weights([['New', 85], ['Confirmed', 15]]) },
  { until: 3,  pick: weights([['New', 42], ['Confirmed', 38], ['Packed', 20]]) },
  { until: 7,  pick: weights([['New', 5], ['Confirmed', 20], ['Packed', 30], ['Shipped', 35], ['Delivered', 10]]) },
  { until: 12, pick: weights([['Packed', 3], ['Shipped', 30], ['Delivered', 65], ['Returned', 2]]) },
  { until: 21, pick: weights([['Shipped', 3], ['Delivered', 94], ['Returned', 3]]) },
];
const OLD = {
  pick: weights([
    ['Shipped', 0.3],
    ['Delivered', 95.2],
    ['Returned', 4.5],
  ]),
};
