/*
 * What all contenders are given: the same formulas, each in its own dialect, and the same rows. Only what every language can say is used:
 * numbers, truth values, conditions.
 */
export const inputs = { price: 12.5, count: 3, rate: 0.19, limit: 40, on: true };

/** How a dialect writes what differs. `number` writes a literal. */
export const dialects = {
  fx: { and: '&&', or: '||', equals: '=', number: String, choose: (c, a, b) => `If(${c}, ${a}, ${b})` },
  cel: { and: '&&', or: '||', equals: '==', number: (n) => n.toFixed(2), choose: (c, a, b) => `(${c} ? ${a} : ${b})` },
  jexl: { and: '&&', or: '||', equals: '==', number: String, choose: (c, a, b) => `(${c} ? ${a} : ${b})` },
  mathjs: { and: 'and', or: 'or', equals: '==', number: String, choose: (c, a, b) => `(${c} ? ${a} : ${b})` },
  jsonata: { and: 'and', or: 'or', equals: '=', number: String, choose: (c, a, b) => `(${c} ? ${a} : ${b})` },
};

const templates = [
  (d, n) => `price * count + ${d.number(n)}`,
  (d, n) => d.choose(`price > ${d.number(n)}`, `price * (${d.number(1)} - rate)`, 'price'),
  (d, n) => d.choose(`(on ${d.and} count < ${d.number(n)}) ${d.or} price ${d.equals} limit`, d.number(n), 'limit'),
  (d, n) => `(price + limit + ${d.number(n)}) / (count + ${d.number(1)})`,
  (d, n) => `price - count * ${d.number(n)} - ${d.number(0.5)} + rate * rate`,
];

const byHand = [
  (n) => (x) => x.price * x.count + n,
  (n) => (x) => (x.price > n ? x.price * (1 - x.rate) : x.price),
  (n) => (x) => ((x.on && x.count < n) || x.price === x.limit ? n : x.limit),
  (n) => (x) => (x.price + x.limit + n) / (x.count + 1),
  (n) => (x) => x.price - x.count * n - 0.5 + x.rate * x.rate,
];

const COUNT = 300;
const each = (make) => Array.from({ length: COUNT }, (_, n) => make(n));

/** 300 different formulas. */
export const formulas = (dialect) => each((n) => templates[n % templates.length](dialect, n + 1));
export const functions = () => each((n) => byHand[n % byHand.length](n + 1));

/** The same as one formula of about 10 kB; `salt` keeps any cache from answering. */
export const longFormula = (dialect, salt) =>
  Array.from({ length: 160 }, (_, n) =>
    dialect.choose(
      `price * count + ${dialect.number(salt + n)} > limit`,
      `price * (limit - rate)`,
      `(price + ${dialect.number(n)}) / limit`,
    ),
  ).join(' + ');

let seed = 1;
const chance = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
/** 100,000 rows, the same in every process. */
export const rows = () => {
  seed = 1;
  return Array.from({ length: 100_000 }, (_, i) => ({
    Id: i,
    Price: Math.round(chance() * 100000) / 100,
    Quantity: Math.floor(chance() * 50),
    Name: `Item ${Math.floor(chance() * 100000)}`,
  }));
};

/** Rows with a text that tells them apart, and as many keys in another order; made piece by piece, as answers of a service are. */
export const coded = (count) => ({
  table: rows()
    .slice(0, count)
    .map((row, i) => ({ ...row, Code: JSON.parse(`"CUST-${String(i).padStart(6, '0')}"`) })),
  keys: Array.from({ length: count }, (_, i) => ({ Key: JSON.parse(`"CUST-${String((i * 7) % count).padStart(6, '0')}"`) })),
});

/** The sum of what 300 formulas give: the same for all contenders. */
export const total = (values) => values.reduce((sum, value) => sum + Number(value), 0);

const richPart = (n) =>
  `With({total: Sum(Filter(Orders As order, order.Status = "Open" && order.'Unit Price' > ${n}), Quantity * 'Unit Price'), tags: ["a", "b", "it""s"]},` +
  ` If(total > -1.5 && !IsBlank(Input${n}.Text), Patch(Orders, LookUp(Orders, Id = Value(Input${n}.Text)), {Status: "Shipped", Discount: 5%,` +
  ` Note: $"Order {ThisItem.Id} of {Text(Today(), "yyyy")}"}), Notify("None in " & Gallery${n}.Selected.Name.Value, NotificationType.Error)); Set(count, (count + 1) ^ 2 / 3))`;

const richFormulas = Array.from({ length: 90 }, (_, salt) =>
  Array.from({ length: 21 }, (_each, n) => richPart(salt + n)).join(';\n'),
);

/** About 10 kB of what only Power Fx has: records, tables, interpolation, quoted names, `As`, chains of members and of formulas. */
export const richFormula = (salt) => richFormulas[salt];

/** A number that differs for different syntax trees, very likely; the order of properties does not matter. */
export function size(tree) {
  let sum = 0;
  for (const [name, value] of Object.entries(tree)) {
    const own =
      typeof value === 'object' && value !== null ? size(value) : typeof value === 'string' ? 7 * value.length : Number(value);
    sum = (sum + (own + 1) * (name.length + name.charCodeAt(0))) % 1e9;
  }
  return sum;
}
