import { type Run, type Symbol, type Type, type Value, isRow, type Table } from '../formula/index.ts';
import type { ControlModel } from './control-model.ts';
import type { Node } from './graph.ts';
import type { Property } from './property.ts';
import type { GalleryRows, RowContext } from './rows.ts';

/** Finds the rows of a gallery: those of the page, or for a gallery in a gallery those of the row around it. */
export type RowsOf = (gallery: ControlModel, context: RowContext | undefined) => GalleryRows | undefined;

/** A control of a gallery's template, as the selected row has it: `Gallery1.Selected.TextInput1`. */
export class SelectedControl implements Symbol {
  readonly name: string;
  readonly nodes: readonly Node[] = [];
  private readonly gallery: ControlModel;
  private readonly control: ControlModel;
  private readonly rowsOf: RowsOf;

  constructor(gallery: ControlModel, control: ControlModel, rowsOf: RowsOf) {
    this.name = control.name;
    this.gallery = gallery;
    this.control = control;
    this.rowsOf = rowsOf;
  }

  get type(): Type {
    return this.control.type;
  }

  read(): Value {
    return this.control.reference;
  }

  member(name: string): Symbol | undefined {
    const property = this.control.property(name);
    return property && new SelectedProperty(this.gallery, property, this.rowsOf);
  }
}

/** A property of such a control. */
class SelectedProperty implements Symbol {
  readonly name: string;
  readonly role = 'property';
  private readonly gallery: ControlModel;
  private readonly property: Property;
  private readonly rowsOf: RowsOf;

  constructor(gallery: ControlModel, property: Property, rowsOf: RowsOf) {
    this.gallery = gallery;
    this.property = property;
    this.rowsOf = rowsOf;
    this.name = property.name;
  }

  get type(): Type {
    return this.property.type;
  }

  /** The properties that this one follows. */
  get dependencies(): readonly Property[] {
    const selected = this.gallery.property('Selected');
    return selected === undefined ? [this.property] : [selected, this.property];
  }

  get nodes(): readonly Node[] {
    return this.dependencies.map((property) => property.node);
  }

  read(run: Run): Value {
    const context = run.context as RowContext | undefined;
    const selected = this.gallery.property('Selected')?.read(run) ?? null;
    const items = this.gallery.property('Items')?.read(run) ?? null;
    if (!isRow(selected) || !Array.isArray(items)) return null;
    return (
      this.rowsOf(this.gallery, context)
        ?.find(selected, items as Table)
        ?.value(this.property) ?? null
    );
  }
}

/** The members of `Gallery.Selected` that are controls of the template. */
export function selectedMember(gallery: ControlModel, name: string, rowsOf: RowsOf): Symbol | undefined {
  for (const control of templateControls(gallery))
    if (control.name === name && control.component === gallery.component) return new SelectedControl(gallery, control, rowsOf);
  return undefined;
}

/** All controls of a gallery's template; those of galleries in it are their own matter. */
export function* templateControls(gallery: ControlModel): Generator<ControlModel> {
  const open = [...gallery.children];
  for (let control = open.pop(); control !== undefined; control = open.pop()) {
    yield control;
    if (control.kind?.definition.children !== 'rows') open.push(...control.children);
  }
}
