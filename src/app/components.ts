import { data, findControl, type ControlDefinition, type PropertyDefinition } from '../controls/core.ts';
import { types, type Type } from '../formula/index.ts';
import type { Kind } from './control-model.ts';
import type { ComponentSource, CustomProperty } from './document.ts';

// Components as kinds of controls: what the element of every instance has, and the custom properties of the definition.

/** Types by the names that app files give them. Records and tables take the columns of what is in them. */
const dataTypes: { readonly [name: string]: Type } = {
  Text: types.text,
  Number: types.number,
  Currency: types.number,
  Boolean: types.boolean,
  DateAndTime: types.dateTime,
  Color: types.color,
  Image: types.image,
  VideoOrAudio: types.media,
  Record: types.emptyRecord,
  Table: types.emptyTable,
  Screen: types.any,
  None: types.voidType,
};

/** The type of a custom property or of a parameter; `any` where the name is unknown. */
export const typeNamed = (name: string): Type => (Object.hasOwn(dataTypes, name) ? dataTypes[name]! : types.any);

/** Whether a custom property is called with arguments instead of being read. */
export const isFunction = ({ kind }: CustomProperty): boolean => kind !== 'Input' && kind !== 'Output';

/** Whether calling it may change things. */
export const isBehavior = ({ kind }: CustomProperty): boolean => kind === 'Event' || kind === 'Action';

/** Whether its formula is written where the component is used, rather than in the component. */
export const isGivenOutside = ({ kind }: CustomProperty): boolean =>
  kind === 'Input' || kind === 'InputFunction' || kind === 'Event';

const kinds = new WeakMap<ComponentSource, Kind>();

/** The kind of the instances of a component. */
export function componentKind(component: ComponentSource): Kind {
  let kind = kinds.get(component);
  if (kind === undefined) kinds.set(component, (kind = { definition: definitionOf(component), defaults: {}, component }));
  return kind;
}

function definitionOf({ name, customProperties }: ComponentSource): ControlDefinition {
  const base = findControl('CanvasComponent')!.definition;
  const own: [string, PropertyDefinition][] = [];
  const events: { [name: string]: string } = { ...base.events };
  for (const custom of customProperties.values()) {
    const summary = `Of the component ${name}.`;
    if (!isFunction(custom)) own.push([custom.name, data(typeNamed(custom.dataType), null, summary)]);
    else if (custom.kind === 'Event') events[custom.name] = summary;
  }
  return { ...base, name, properties: { ...base.properties, ...Object.fromEntries(own) }, events };
}
