/*
 * Conditions and orders of OData as SQL, for the test service: a parser of its own, so that what the dialect writes is read by somebody else.
 */

/** A column of the service: what it is in SQL, and of which type. */
export interface SqlColumn {
  readonly sql: string;
  readonly type: string;
}

export type Columns = ReadonlyMap<string, SqlColumn>;

/** A request that this service does not understand. */
export class BadRequest extends Error {}

const tokens =
  /\s+|(?<text>'(?:[^']|'')*')|(?<moment>\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?)|(?<guid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<name>[A-Za-z_][\w./]*)|(?<sign>[(),])/giy;

interface Token {
  readonly kind: string;
  readonly text: string;
}

function tokenize(source: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < source.length) {
    tokens.lastIndex = at;
    const match = tokens.exec(source);
    if (match === null) throw new BadRequest(`Unexpected character at ${at} of ${source}`);
    at = tokens.lastIndex;
    const entry = Object.entries(match.groups!).find(([, text]) => text !== undefined);
    if (entry !== undefined) found.push({ kind: entry[0], text: entry[1] });
  }
  return found;
}

interface Sql {
  readonly sql: string;
  readonly type: string;
}

const comparisons: ReadonlyMap<string, string> = new Map([
  ['eq', '='],
  ['ne', '<>'],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
]);
const arithmetic: ReadonlyMap<string, string> = new Map([
  ['add', '+'],
  ['sub', '-'],
  ['mul', '*'],
]);

/** A boolean expression as SQL; values become parameters. */
export class FilterParser {
  private readonly tokens: readonly Token[];
  private readonly columns: Columns;
  private readonly parameters: unknown[];
  private at = 0;

  constructor(source: string, columns: Columns, parameters: unknown[]) {
    this.tokens = tokenize(source);
    this.columns = columns;
    this.parameters = parameters;
  }

  whole(): string {
    const { sql } = this.or();
    if (this.at < this.tokens.length) throw new BadRequest(`Unexpected ${this.tokens[this.at]!.text}`);
    return sql;
  }

  operand(): Sql {
    const found = this.sum();
    if (this.at < this.tokens.length) throw new BadRequest(`Unexpected ${this.tokens[this.at]!.text}`);
    return found;
  }

  private peek(text: string): boolean {
    return this.tokens[this.at]?.text === text;
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at++;
    return true;
  }

  private need(text: string): void {
    if (!this.take(text)) throw new BadRequest(`Expected ${text}, found ${this.tokens[this.at]?.text ?? 'the end'}`);
  }

  private or(): Sql {
    let left = this.and();
    while (this.take('or')) left = { sql: `(${left.sql} or ${this.and().sql})`, type: 'Edm.Boolean' };
    return left;
  }

  private and(): Sql {
    let left = this.comparison();
    while (this.take('and')) left = { sql: `(${left.sql} and ${this.comparison().sql})`, type: 'Edm.Boolean' };
    return left;
  }

  private comparison(): Sql {
    if (this.take('not')) return { sql: `(not ${this.comparison().sql})`, type: 'Edm.Boolean' };
    const left = this.sum();
    if (this.take('in')) {
      this.need('(');
      const values = [this.sum().sql];
      while (this.take(',')) values.push(this.sum().sql);
      this.need(')');
      return { sql: `(${left.sql} in (${values.join(', ')}))`, type: 'Edm.Boolean' };
    }
    const operator = comparisons.get(this.tokens[this.at]?.text ?? '');
    if (operator === undefined) return left;
    this.at++;
    if (this.take('null')) return { sql: `(${left.sql} is ${operator === '=' ? '' : 'not '}null)`, type: 'Edm.Boolean' };
    return { sql: `(${left.sql} ${operator} ${this.sum().sql})`, type: 'Edm.Boolean' };
  }

  private sum(): Sql {
    let left = this.primary();
    for (
      let sign = arithmetic.get(this.tokens[this.at]?.text ?? '');
      sign !== undefined;
      sign = arithmetic.get(this.tokens[this.at]?.text ?? '')
    ) {
      this.at++;
      left = { sql: `((${left.sql})::numeric ${sign} (${this.primary().sql})::numeric)`, type: 'Edm.Decimal' };
    }
    return left;
  }

  private primary(): Sql {
    if (this.take('(')) {
      const inner = this.or();
      this.need(')');
      return { ...inner, sql: `(${inner.sql})` };
    }
    const token = this.tokens[this.at++];
    if (token === undefined) throw new BadRequest('The expression ends too early');
    switch (token.kind) {
      case 'text':
        return this.parameter(token.text.slice(1, -1).replaceAll("''", "'"), 'text', 'Edm.String');
      case 'moment':
        return token.text.includes('T')
          ? this.parameter(token.text, 'timestamptz', 'Edm.DateTimeOffset')
          : this.parameter(token.text, 'date', 'Edm.Date');
      case 'guid':
        return this.parameter(token.text, 'uuid', 'Edm.Guid');
      case 'number':
        return this.parameter(token.text, 'numeric', 'Edm.Decimal');
      case 'name':
        return this.named(token.text);
      default:
        throw new BadRequest(`Unexpected ${token.text}`);
    }
  }

  private parameter(value: string, as: string, type: string): Sql {
    this.parameters.push(value);
    return { sql: `$${this.parameters.length}::text::${as}`, type };
  }

  private named(name: string): Sql {
    if (name === 'true' || name === 'false') return { sql: name, type: 'Edm.Boolean' };
    if (this.peek('(')) return this.call(name);
    // Shop.Status'Open'
    if (this.tokens[this.at]?.kind === 'text' && name === 'Shop.Status') return this.primary();
    const column = this.columns.get(name);
    if (column === undefined) throw new BadRequest(`There is no column ${name}`);
    return column;
  }

  private call(name: string): Sql {
    this.need('(');
    const args = [this.or().sql];
    while (this.take(',')) args.push(this.or().sql);
    this.need(')');
    const [first, second] = args;
    switch (name) {
      case 'tolower':
        return { sql: `lower(${first})`, type: 'Edm.String' };
      case 'startswith':
        return { sql: `starts_with(${first}, ${second})`, type: 'Edm.Boolean' };
      case 'endswith':
        return { sql: `(right(${first}, length(${second})) = ${second})`, type: 'Edm.Boolean' };
      case 'contains':
        return { sql: `(strpos(${first}, ${second}) > 0)`, type: 'Edm.Boolean' };
      default:
        throw new BadRequest(`There is no function ${name}`);
    }
  }
}

/** `$orderby` as SQL; null is the lowest value. */
export function orderSql(source: string, columns: Columns): string {
  return source
    .split(',')
    .map((item) => {
      const [name = '', direction = 'asc'] = item.trim().split(/\s+/);
      const column = columns.get(name);
      if (column === undefined || !/^(?:asc|desc)$/.test(direction)) throw new BadRequest(`Cannot sort by ${item}`);
      const collated = column.type === 'Edm.String' ? `${column.sql} collate reading` : column.sql;
      return `${collated} ${direction === 'asc' ? 'asc nulls first' : 'desc nulls last'}`;
    })
    .join(', ');
}
