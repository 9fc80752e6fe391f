/*
 * The tables of a service as its metadata describes them (OData CSDL 4.01), apart from how it was written.
 */

export interface EntityModel {
  readonly version: string;
  readonly sets: readonly EntitySet[];
}

/** A table: an entity set. */
export interface EntitySet {
  readonly name: string;
  /** Below the service's address: `Orders`, `tables/Orders/items`. */
  readonly path: string;
  readonly key: readonly string[];
  readonly properties: readonly EntityProperty[];
  readonly relations: readonly EntityRelation[];
  /** What the metadata says that the table can do; all that its version has where it says nothing. */
  readonly restrictions: Restrictions;
}

export interface EntityProperty {
  readonly name: string;
  readonly label?: string;
  /** `Edm.String` …; `enum` and `record` for types of the service's own. */
  readonly type: string;
  /** The name of the service's own type: `Shop.Status`. */
  readonly named?: string;
  readonly collection: boolean;
  readonly nullable: boolean;
  readonly maxLength?: number;
  readonly precision?: number;
  readonly default?: string;
  readonly members?: readonly string[];
  /** Of a record: what is in it. */
  readonly properties?: readonly EntityProperty[];
  readonly readOnly: boolean;
}

/** To a record of another table, or to many. */
export interface EntityRelation {
  readonly name: string;
  readonly many: boolean;
  /** The table where it is one of the service's. */
  readonly set?: string;
  readonly properties: readonly EntityProperty[];
}

export interface Restrictions {
  readonly filter: boolean;
  readonly notFilterable: ReadonlySet<string>;
  readonly sort: boolean;
  readonly notSortable: ReadonlySet<string>;
  readonly top: boolean;
  readonly skip: boolean;
  readonly count: boolean;
  readonly select: boolean;
  /** Aggregates: `$apply`. */
  readonly apply: boolean;
  readonly insert: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  /** Functions in conditions; all that are usual where undefined. */
  readonly functions?: ReadonlySet<string>;
  /** Functions of single columns, where not all. */
  readonly columnFunctions?: ReadonlyMap<string, ReadonlySet<string>>;
}

export const unrestricted: Restrictions = {
  filter: true,
  notFilterable: new Set(),
  sort: true,
  notSortable: new Set(),
  top: true,
  skip: true,
  count: true,
  select: true,
  apply: false,
  insert: true,
  update: true,
  delete: true,
};
