/*
 * Formulas over `Orders`, made by chance: conditions of every kind on columns of every kind, in orders, limits, columns and figures.
 */

/** Numbers by chance that are the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

// oxfmt-ignore
const values: { readonly [column: string]: readonly string[] } = {
  Id: ['1', '500', '99999', '-1', '2.5', '3000000000', 'Blank()', 'limit'],
  Total: ['0', '100', '936.18', '-49.99', '0.1 + 0.2', 'Blank()', 'limit', '1e20'],
  Weight: ['0', '1 / 3', '5000.5', '104729 / 7', 'Blank()', 'limit'],
  Quantity: ['0', '5', '-20', '79', '4.5', 'Blank()', 'limit'],
  Pieces: ['0', '17', '39', '40', 'limit'],
  Big: ['9007199254740993', '0', '9007199254800000', 'Blank()'],
  DueOn: ['Date(2026, 11, 20)', 'Date(2027, 1, 1)', 'DateTime(2026, 6, 1, 12, 0, 0)', 'Blank()', 'day'],
  OrderedAt: ['DateTime(2026, 3, 29, 2, 30, 0)', 'DateTime(2026, 3, 29, 1, 59, 59)', 'DateTime(2026, 7, 1, 8, 0, 0, 123)', 'Date(2026, 5, 1)', 'Blank()', 'moment'],
  Number: ['"A-0000042"', '"a-0000042"', '""', 'Blank()', '"A-0099999"'],
  Note: ['"Gift"', '"gift"', '"O\'Neil\'s door"', '""', 'Blank()', '"100 % sure"', '"Élan"', 'word', '"null"', '"x,y;z"', '"""quoted"""'],
  Status: ['"Open"', '"open"', '"Lost"', '"Nowhere"', 'Blank()', '""'],
  Code: ['"c4ca4238-a0b9-2382-0dcc-509a6f75849b"', '"C4CA4238-A0B9-2382-0DCC-509A6F75849B"', '"no guid"', 'Blank()'],
  'Customer.Country': ['"DE"', '"de"', '"US"', 'Blank()'],
};
const ordered = ['Id', 'Total', 'Weight', 'Quantity', 'Pieces', 'Big', 'DueOn', 'OrderedAt'];
const parts = [
  '"gift"',
  '"A-00"',
  '"9"',
  '"ca"',
  '""',
  'Blank()',
  '"É"',
  '"%"',
  '"_"',
  '"\'"',
  '"*"',
  '"\\"',
  'word',
  '" "',
  '"ß"',
  '"the"',
  '"pen"',
];
const texts = ['Note', 'Number', 'Status', 'Customer.Country'];
const lists = [
  '["gift", "call first", "ÉLAN"]',
  '["Gift", "100 % sure", "O\'Neil\'s door"]',
  '[""]',
  'words',
  'Filter(words, false)',
];

export interface Made {
  readonly formula: string;
  /** How exactly the answers must agree: sums of doubles depend on the order of adding. */
  readonly tolerance: number;
}

export class RandomFormulas {
  private readonly random: () => number;

  private readonly columns: readonly string[];
  private readonly texts: readonly string[];

  /** `related`: whether there are columns of related records. */
  constructor(seed: number, related = true) {
    this.random = chance(seed);
    const known = (name: string): boolean => related || !name.includes('.');
    this.columns = Object.keys(values).filter(known);
    this.texts = texts.filter(known);
  }

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)]!;
  }

  private often(share: number): boolean {
    return this.random() < share;
  }

  condition(depth = 2): string {
    if (depth > 0 && this.often(0.45)) {
      const [left, right] = [this.condition(depth - 1), this.condition(depth - 1)];
      return this.pick([
        `(${left} && ${right})`,
        `(${left} || ${right})`,
        `!(${left})`,
        `And(${left}, ${right})`,
        `Or(${left}, ${right})`,
        `Not(${left})`,
      ]);
    }
    const column = this.pick(this.columns);
    const value = this.pick(values[column]!);
    const text = this.pick(this.texts);
    return this.pick([
      () => `${column} = ${value}`,
      () => `${column} <> ${value}`,
      () => this.comparison(),
      () => this.comparison(),
      () => this.comparison(),
      () => `StartsWith(${text}, ${this.pick(parts)})`,
      () => `EndsWith(${text}, ${this.pick(parts)})`,
      () => `${this.pick(parts)} in ${text}`,
      () => `${this.pick(['"Gift"', '"A-"', '"élan"', '"O\'"'])} exactin ${text}`,
      () => `${text} in ${this.pick(lists)}`,
      () => `${text} exactin ${this.pick(lists)}`,
      () => `Id in [${[1, 7, 4000, 99_999].join(', ')}]`,
      () => `IsBlank(${this.pick(this.columns)})`,
      () => this.pick(['Paid', '!Paid', 'Paid = true', 'Paid <> true', 'Paid = Blank()', 'flag', 'true']),
      () => `Quantity ${this.pick(['+', '-', '*'])} Pieces ${this.operator()} ${this.pick(['0', '50', '100', 'limit'])}`,
      () => `Pieces * 2 + Id ${this.operator()} ${this.pick(['100', '77777'])}`,
      () => `${this.pick(['Quantity', 'Total', 'Id'])} ${this.operator()} ${this.pick(['Pieces', 'Weight'])}`,
      () =>
        this.pick([
          'Len(Note) > 5',
          'Quantity / Pieces > 1',
          'Year(DueOn) = 2026',
          'Total / (Quantity - 5) > 10',
          'Text(Id) = "42"',
        ]),
    ])();
  }

  private operator(): string {
    return this.pick(['<', '<=', '>', '>=', '=', '<>']);
  }

  private comparison(): string {
    const column = this.pick(ordered);
    const value = this.pick(values[column]!);
    return this.often(0.2) ? `${value} ${this.operator()} ${column}` : `${column} ${this.operator()} ${value}`;
  }

  private filtered(): string {
    const source = 'Orders';
    if (this.often(0.1)) return source;
    if (this.often(0.1)) return `Search(${source}, ${this.pick(parts)}, Note, Number)`;
    const once = `Filter(${source}, ${this.condition()})`;
    return this.often(0.2) ? `Filter(${once}, ${this.condition(1)})` : once;
  }

  private rows(): string {
    let rows = this.filtered();
    if (this.often(0.5)) {
      const column = this.pick(['Total', 'Weight', 'Quantity', 'Pieces', 'DueOn', 'OrderedAt', 'Number', 'Note', 'Paid', 'Id']);
      rows = this.pick([
        `Sort(${rows}, ${column}${this.pick(['', ', SortOrder.Descending', ', SortOrder.Ascending'])})`,
        `SortByColumns(${rows}, ${column}, SortOrder.${this.pick(['Ascending', 'Descending'])}, Pieces, SortOrder.Descending)`,
      ]);
    }
    if (this.often(0.6))
      rows = `${this.pick(['FirstN', 'FirstN', 'LastN'])}(${rows}, ${this.pick(['1', '7', '250', 'Pieces0', '0'])})`.replace(
        'Pieces0',
        'few',
      );
    if (this.often(0.15)) rows = `Filter(${rows}, ${this.condition(0)})`;
    // A name alone is read by the app's own symbol, which is not asked here.
    const all = rows === 'Orders' ? 'Filter(Orders, true)' : rows;
    return this.pick([
      all,
      all,
      `ShowColumns(${rows}, Id, Note)`,
      `DropColumns(${rows}, Note)`,
      `RenameColumns(${rows}, Note, Remark)`,
      `AddColumns(${rows}, Twice, Pieces * 2)`,
      `Filter(RenameColumns(${this.filtered()}, Pieces, Amount), Amount > 30)`,
      `ForAll(${rows}, {a: Id, b: Note})`,
    ]);
  }

  next(): Made {
    const exact = (formula: string): Made => ({ formula, tolerance: 0 });
    return this.pick([
      () => exact(this.rows()),
      () => exact(this.rows()),
      () => exact(`CountRows(${this.filtered()})`),
      () => exact(`CountIf(${this.filtered()}, ${this.condition(1)})`),
      () => exact(`LookUp(${this.filtered()}, ${this.condition(1)})`),
      () => exact(`LookUp(Orders, ${this.condition(1)}, Number & "!")`),
      () => exact(`First(${this.rows()})`),
      () => exact(`Last(${this.filtered()})`),
      () => exact(`IsEmpty(${this.filtered()})`),
      () => exact(`Distinct(${this.filtered()}, ${this.pick(['Status', 'Pieces', 'Paid', 'Note', 'DueOn'])})`),
      () =>
        exact(
          `${this.pick(['Min', 'Max'])}(${this.filtered()}, ${this.pick(['Total', 'Weight', 'Quantity', 'Id', 'DueOn', 'OrderedAt'])})`,
        ),
      () => ({
        formula: `${this.pick(['Sum', 'Average'])}(${this.filtered()}, ${this.pick(['Total', 'Weight', 'Quantity', 'Pieces', 'Big'])})`,
        tolerance: 1e-9,
      }),
      () => ({ formula: `Sum(${this.filtered()}, Pieces * Id)`, tolerance: 1e-9 }),
      () => exact(`With({wanted: few, rows: ${this.filtered()}}, CountRows(Filter(rows, Pieces > wanted)))`),
    ])();
  }
}
