import type { TableType, Value } from '../../formula/core.ts';

/*
 * What is asked of a source, apart from how a service wants it written. A planner makes it of a formula, a dialect writes it.
 */

/** The kinds of values that services compare. `choice` is a text that is one of a few members. */
export type ColumnKind = 'text' | 'choice' | 'number' | 'boolean' | 'date' | 'dateTime' | 'guid';

/** A column as far as queries are concerned: data, from the service's description. */
export interface QueryColumn {
  /** As formulas call it. Of a column of a related record: `Customer.Country`. */
  readonly name: string;
  /** As the service calls it: `Customer/Country`. */
  readonly path: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  readonly filter: boolean;
  readonly sort: boolean;
  /** Which functions may be used on it, where not all that the source has: `eq`, `startswith` … */
  readonly functions?: ReadonlySet<string>;
  /** The service's own type, where literals need it: `Edm.Int32`, `Shop.Status`. */
  readonly type?: string;
  /** The members of a choice. */
  readonly members?: readonly string[];
  /** Of numbers: whole ones from `min` to `max`. */
  readonly whole?: { readonly min: number; readonly max: number };
  /** The service keeps more digits of its numbers, or others, than a double has: how far a value may be off, relative to it. */
  readonly margin?: number;
}

/** What a source can do as a whole: data, from the service's description. */
export interface QueryCapabilities {
  /** By name, those of related records as `Customer.Country`. */
  readonly columns: ReadonlyMap<string, QueryColumn>;
  /**
   * Names of OData 4.01, whatever the dialect: `eq ne lt le gt ge and or not in add sub mul startswith endswith contains tolower`, and for
   * aggregates `sum min max average`.
   */
  readonly functions: ReadonlySet<string>;
  /** How `eq` compares texts: by their characters, or capital and small letters alike. */
  readonly texts: 'exact' | 'insensitive';
  /** Whether texts are sorted as the reader's culture sorts them; otherwise as the service does. */
  readonly cultureOrder: boolean;
  /** Where blanks can be put in an order: wherever it is asked for, or always at one end of ascending order. */
  readonly blanks: 'anywhere' | 'first' | 'last';
  /** How many columns an order may have; 0: the source does not sort. */
  readonly sortColumns: number;
  readonly top: boolean;
  readonly skip: boolean;
  readonly count: boolean;
  readonly distinct: boolean;
  readonly select: boolean;
  /** How many values a list of alternatives may have; longer ones are looked through here. */
  readonly listLength: number;
  /** The longest address that the service takes. */
  readonly addressLength: number;
  /** Columns that tell rows apart, in the order in which the source gives rows. */
  readonly key: readonly string[];
}

export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

export type Operand =
  | { readonly kind: 'column'; readonly column: QueryColumn }
  /** A value, written as one of this column. */
  | { readonly kind: 'constant'; readonly value: Value; readonly like: QueryColumn }
  | { readonly kind: 'arithmetic'; readonly operator: 'add' | 'sub' | 'mul'; readonly left: Operand; readonly right: Operand };

export type TextTest = 'startswith' | 'endswith' | 'contains';

/**
 * A condition that is true or false for each row, never unknown: a test of a column that is blank is false, also where it is negated. What a
 * formula says of blanks is a test of its own.
 */
export type Predicate =
  | { readonly kind: 'always'; readonly value: boolean }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Predicate[] }
  | { readonly kind: 'compare'; readonly left: Operand; readonly operator: Comparison; readonly right: Operand }
  | { readonly kind: 'blank'; readonly column: QueryColumn; readonly is: boolean }
  | {
      readonly kind: 'text';
      readonly test: TextTest;
      readonly column: QueryColumn;
      readonly part: string;
      readonly ignoreCase: boolean;
      readonly not: boolean;
    }
  | {
      readonly kind: 'among';
      readonly column: QueryColumn;
      readonly values: readonly Value[];
      readonly ignoreCase: boolean;
      readonly not: boolean;
    };

export interface SortTerm {
  readonly column: QueryColumn;
  readonly descending: boolean;
  readonly blanksFirst: boolean;
}

export type Aggregate =
  | { readonly kind: 'count' }
  | { readonly kind: 'sum' | 'min' | 'max' | 'average'; readonly of: Operand; readonly column: QueryColumn }
  | { readonly kind: 'distinct'; readonly column: QueryColumn };

/** One question to a source. */
export interface Query {
  readonly filter: Predicate;
  readonly order: readonly SortTerm[];
  /** Rows to be left out first, and how many are wanted then; all where undefined. */
  readonly skip: number;
  readonly take: number | undefined;
  /** The columns that are wanted; all where undefined. */
  readonly columns: readonly string[] | undefined;
  /** Related records that are wanted with each row. */
  readonly expand: readonly string[];
}

export const always: Predicate = { kind: 'always', value: true };
export const never: Predicate = { kind: 'always', value: false };

/** All of these, or any of them; what is always or never true is worked out. */
export function joined(kind: 'and' | 'or', parts: readonly Predicate[]): Predicate {
  const decides = kind === 'or';
  const open: Predicate[] = [];
  for (const part of parts) {
    if (part.kind === 'always') {
      if (part.value === decides) return part;
    } else if (part.kind === kind) open.push(...part.parts);
    else open.push(part);
  }
  if (open.length === 0) return decides ? never : always;
  return open.length === 1 ? open[0]! : { kind, parts: open };
}

export const isBlank = (column: QueryColumn, is = true): Predicate =>
  column.nullable ? { kind: 'blank', column, is } : is ? never : always;

/** A table whose rows are asked for by queries. The planner reads what it can do; the checker's tree names it. */
export interface Queryable {
  readonly name: string;
  readonly type: TableType;
  readonly abilities: QueryCapabilities;
}
