import type { ControlModel } from '../app/index.ts';

/** A property that can be chosen in the formula bar. */
export interface PropertyChoice {
  readonly name: string;
  readonly group: 'data' | 'event' | 'design';
  /** Has a formula in the app's source. */
  readonly set: boolean;
}

const groups = ['data', 'event', 'design'] as const;

/** The properties of a control that take a formula: those that have one first; data before events before looks. */
export function propertyChoices(control: ControlModel): readonly PropertyChoice[] {
  const definition = control.kind?.definition;
  const { properties } = control.source;
  const known: PropertyChoice[] = [
    ...Object.entries(definition?.properties ?? {})
      .filter(([, { direction }]) => direction !== 'out')
      .map(([name, { category }]) => ({ name, group: category, set: properties.has(name) })),
    ...Object.keys(definition?.events ?? {}).map((name) => ({ name, group: 'event' as const, set: properties.has(name) })),
  ];
  const names = new Set(known.map(({ name }) => name));
  const others = [...properties.keys()]
    .filter((name) => !names.has(name))
    .map((name) => ({ name, group: 'design' as const, set: true }));
  const rank = ({ group, set }: PropertyChoice): number => groups.indexOf(group) + (set ? 0 : groups.length);
  return [...known, ...others].sort((a, b) => rank(a) - rank(b));
}
