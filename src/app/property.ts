import { sentence, type PropertyDefinition } from '../controls/core.ts';
import { formulaError, type Checked, type DataSource, type Run, type Symbol, type Type, type Value } from '../formula/index.ts';
import type { ControlModel } from './control-model.ts';
import type { PropertySource } from './document.ts';
import type { Cell, Node } from './graph.ts';
import type { RowContext } from './rows.ts';

/** What a property asks of the program it belongs to. */
export interface PropertyHost {
  typeOf(property: Property): Type;
  /** The node of a property: of a template's property, the one that changes whenever the property has to be evaluated anew in all rows. */
  nodeOf(property: Property): Node;
  /** The data source that a property names; undefined where it is no name of one. */
  sourceOf(property: Property): DataSource | undefined;
  /** The formula that a property always has the value of, as it was written; undefined where it has another one now and then. */
  meaningOf(property: Property): Checked | undefined;
  /** What formulas can name behind a property, beyond the fields of its type: `Gallery1.Selected.Label1`. */
  memberOf(property: Property, name: string): Symbol | undefined;
}

const outside = formulaError(
  'InvalidFunctionUsage',
  'A control in a gallery has a value for each row. Read it through the gallery: Gallery.Selected.',
);

/**
 * A property of a control, as formulas see it: what a formula says, what the kind's default is, or what the control tells. Also a named
 * formula of the app, which is a property without a control around it.
 */
export class Property implements Symbol {
  readonly name: string;
  readonly owner: ControlModel;
  /** Undefined for named formulas, and for properties that the kind of control does not have. */
  readonly definition: PropertyDefinition | undefined;
  readonly source: PropertySource | undefined;
  readonly role: 'property' | 'formula';
  /** What the page measured, where a layout decides the size; blank before. */
  measured: Cell | undefined;
  private readonly host: PropertyHost;
  private made: Node | undefined;

  constructor(
    host: PropertyHost,
    owner: ControlModel,
    name: string,
    definition: PropertyDefinition | undefined,
    source: PropertySource | undefined,
    named = false,
  ) {
    this.host = host;
    this.owner = owner;
    this.name = name;
    this.definition = definition;
    this.source = source;
    this.role = named ? 'formula' : 'property';
  }

  /** `Label1.Text`, inside an instance of a component `Header1.Label1.Text`; a named formula is its name. */
  get path(): string {
    return this.role === 'formula' ? this.name : `${this.owner.path}.${this.name}`;
  }

  get summary(): string {
    return sentence(this.definition?.summary ?? '');
  }

  get type(): Type {
    return this.host.typeOf(this);
  }

  get node(): Node {
    return (this.made ??= this.host.nodeOf(this));
  }

  get nodes(): readonly Node[] {
    return [this.node];
  }

  get dependencies(): readonly Property[] {
    return [this];
  }

  /** What the control tells, by itself or because the user chose it. */
  get isOutput(): boolean {
    return this.definition?.direction === 'out' || this.definition?.direction === 'both';
  }

  /** Whether it names something rather than having a value. */
  get isName(): boolean {
    return this.definition?.names !== undefined;
  }

  /** Whether it is a size that an auto-layout container decides. */
  get isLaidOut(): boolean {
    return (this.name === 'Width' || this.name === 'Height') && this.owner.isLaidOut;
  }

  /** Whether it may be worth something else than what a formula assigns. */
  get isOverridden(): boolean {
    return this.isOutput || this.isLaidOut;
  }

  get meaning(): Checked | undefined {
    return this.isOverridden || this.owner.gallery !== undefined ? undefined : this.host.meaningOf(this);
  }

  member(name: string): Symbol | undefined {
    return this.host.memberOf(this, name);
  }

  read(run: Run): Value {
    const { gallery } = this.owner;
    if (gallery === undefined) return this.node.read();
    const row = (run.context as RowContext | undefined)?.of(gallery);
    return row === undefined ? outside : row.value(this);
  }
}
