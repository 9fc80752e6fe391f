import { field, isError, type Row, type Run, type Table, type TableRow, type Value } from '../formula/index.ts';
import { Choices } from './choices.ts';
import type { ControlModel } from './control-model.ts';
import type { NodeMaker } from './graph.ts';
import type { Property } from './property.ts';

/** What rows ask of the program they belong to. */
export interface RowHost {
  readonly graph: NodeMaker;
  /** Evaluates a property of a template for a row. */
  evaluateIn(property: Property, row: RowContext): Value;
  /** The run for formulas of a row. */
  runIn(row: RowContext): Run;
}

interface Known {
  readonly version: Value;
  readonly item: TableRow;
  readonly value: Value;
}

/**
 * A row of a gallery. The formulas of the gallery's template are evaluated with it as context; values are kept until something that they
 * read changes, which the template's nodes in the graph tell by their version. What the user typed in the row is kept here as well.
 */
export class RowContext {
  readonly gallery: ControlModel;
  readonly outer: RowContext | undefined;
  readonly run: Run;
  item: TableRow = null;
  index = 0;
  /** Things that the program keeps for the row: the calls of its formulas. */
  readonly attached = new Map<Property, { dispose(): void }>();
  private readonly host: RowHost;
  private readonly known = new Map<Property, Known>();
  private readonly choices = new Map<ControlModel, Choices>();
  private readonly inner = new Map<ControlModel, GalleryRows>();

  constructor(host: RowHost, gallery: ControlModel, outer: RowContext | undefined) {
    this.host = host;
    this.gallery = gallery;
    this.outer = outer;
    this.run = host.runIn(this);
  }

  /** The row of a gallery that this row is, or is in. */
  of(gallery: ControlModel): RowContext | undefined {
    return this.gallery === gallery ? this : this.outer?.of(gallery);
  }

  /** The value of a property of the template, in this row. */
  value(property: Property): Value {
    const version = property.node.read();
    const known = this.known.get(property);
    if (known !== undefined && known.version === version && known.item === this.item) return known.value;
    const value = this.host.evaluateIn(property, this);
    this.known.set(property, { version, item: this.item, value });
    return value;
  }

  /** What the user chose in a control of this row. */
  choicesOf(control: ControlModel): Choices {
    let choices = this.choices.get(control);
    if (choices === undefined) {
      // All rows share the version of the template's control: what reads it is asked anew in every row.
      this.choices.set(control, (choices = new Choices(this.host.graph, control.choices)));
    }
    return choices;
  }

  /** The rows of a gallery within this row. */
  rowsOf(gallery: ControlModel): GalleryRows {
    let rows = this.inner.get(gallery);
    if (rows === undefined) this.inner.set(gallery, (rows = new GalleryRows(this.host, gallery, this)));
    return rows;
  }

  /** Whether the user has chosen something here. */
  get hasChoices(): boolean {
    for (const choices of this.choices.values()) if (!choices.empty) return true;
    return false;
  }

  /** Calls are cancelled; what was chosen stays. */
  sleep(): void {
    for (const attached of this.attached.values()) attached.dispose();
    this.attached.clear();
    this.known.clear();
  }
}

/** Rows beyond this many are forgotten when they are out of sight and nothing was chosen in them. */
const KEEP = 200;

/** The rows of one gallery, by key: what was typed in a row stays with it when rows come and go around it. */
export class GalleryRows {
  private readonly host: RowHost;
  private readonly gallery: ControlModel;
  private readonly outer: RowContext | undefined;
  private readonly contexts = new Map<string, RowContext>();
  private keyColumn: string | undefined;
  private keyedFor: unknown;

  constructor(host: RowHost, gallery: ControlModel, outer: RowContext | undefined) {
    this.host = host;
    this.gallery = gallery;
    this.outer = outer;
  }

  /** The context of a row of the gallery's items. */
  at(index: number, item: TableRow, items: Table): RowContext {
    let key = this.keyOf(index, item);
    let context = this.contexts.get(key);
    if (context !== undefined && context.index !== index && items[context.index] === context.item) {
      // Two rows with one key: the second is known by its place as well.
      key = `${key}#${index}`;
      context = this.contexts.get(key);
    }
    if (context === undefined) {
      context = new RowContext(this.host, this.gallery, this.outer);
      this.contexts.set(key, context);
    }
    context.index = index;
    context.item = item;
    return context;
  }

  /** The context of the row that is one of the items, by identity. */
  find(item: Row, items: Table): RowContext | undefined {
    const index = items.indexOf(item);
    return index < 0 ? undefined : this.at(index, item, items);
  }

  /** Forgets rows that are not shown and that nobody chose anything in, where there are many. */
  prune(shown: ReadonlySet<RowContext>): void {
    if (this.contexts.size <= KEEP) return;
    for (const [key, context] of this.contexts) {
      if (shown.has(context) || context.hasChoices) continue;
      context.sleep();
      this.contexts.delete(key);
    }
  }

  dispose(): void {
    for (const context of this.contexts.values()) context.sleep();
    this.contexts.clear();
  }

  private keyOf(index: number, item: TableRow): string {
    const column = this.column();
    if (column === undefined || item === null || isError(item)) return `#${index}`;
    const value = field(item, column);
    return typeof value === 'string' || typeof value === 'number' ? `=${value}` : `#${index}`;
  }

  /** The column that tells rows apart: the one that is called so. */
  private column(): string | undefined {
    const type = this.gallery.property('Items')?.type;
    if (type !== this.keyedFor) {
      this.keyedFor = type;
      const names = type?.kind === 'table' ? [...type.fields.keys()] : [];
      this.keyColumn =
        names.find((name) => /^(?:id|guid|key)$/i.test(name)) ?? names.find((name) => /[a-z](?:Id|ID)$/.test(name));
    }
    return this.keyColumn;
  }
}
