import { factsOf, isRow, withFacts, type Row, type Table, type TableRow, type Type, type Value } from '../formula/index.ts';
import type { ControlModel } from './control-model.ts';
import { isChosen } from './outputs.ts';
import type { Property } from './property.ts';
import type { GalleryRows, RowContext } from './rows.ts';
import { templateControls } from './selected.ts';

// `Gallery.AllItems`: the rows of a gallery with the controls of its template as further fields, `Sum(Gallery1.AllItems, Value(Input1.Text))`.

/** The controls of a gallery's own template, those inside instances of components aside. */
const ownControls = (gallery: ControlModel): ControlModel[] =>
  [...templateControls(gallery)].filter(({ component }) => component === gallery.component);

/** The type of the rows: the columns of the items, and each control. */
export function allItemsType(gallery: ControlModel, items: Type): Type {
  if (items.kind !== 'table') return items;
  return { ...items, fields: new Map([...ownControls(gallery).map(({ name, type }) => [name, type] as const), ...items.fields]) };
}

/** What the rows follow from beside the items: what users choose in them. */
export const allItemsSources = (gallery: ControlModel): readonly Property[] =>
  ownControls(gallery).flatMap((control) =>
    Object.entries(control.kind?.definition.properties ?? {})
      .filter(([, property]) => (property.direction === 'out' || property.direction === 'both') && isChosen(property))
      .map(([name]) => control.property(name)!),
  );

/** The rows. What a control says is worked out when it is read; a copy of a row (`Collect`) has the columns of the item alone. */
export function allItems(gallery: ControlModel, items: Value, rows: GalleryRows | undefined): Value {
  const controls = ownControls(gallery);
  if (!Array.isArray(items) || rows === undefined || controls.length === 0) return items;
  const table = items as Table;
  const extended = table.map((item, index): TableRow => {
    if (!isRow(item)) return item;
    const result: Row = { ...item };
    const context = (): RowContext => rows.at(index, item, table);
    for (const control of controls) {
      if (Object.hasOwn(item, control.name)) continue;
      Object.defineProperty(result, control.name, { get: () => readings(control, context()), configurable: true });
    }
    return result;
  });
  const facts = factsOf(table);
  return facts === undefined ? extended : withFacts(extended, facts);
}

/** A control in a row, as a record of its properties. */
function readings(control: ControlModel, context: RowContext): Row {
  const record: Row = {};
  for (const name of control.propertyNames) {
    Object.defineProperty(record, name, { get: () => context.value(control.property(name)!), enumerable: true });
  }
  return record;
}

export const isAllItems = ({ name, owner }: Property): boolean =>
  name === 'AllItems' && owner.kind?.definition.children === 'rows';
