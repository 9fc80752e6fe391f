import type { ControlModel } from '../app/index.ts';

/** A property that can be chosen in the formula bar. */
export interface PropertyChoice {
  readonly name: string;
  readonly group: 'data' | 'event' | 'design';
  /** Has a formula in the app's source. */
  readonly set: boolean;
  /** Its formula has an error. */
  readonly wrong: boolean;
}

const groups = ['data', 'event', 'design'] as const;

/** What people come to a screen for, also where it is not set yet. */
const wantedOfScreens: ReadonlySet<string> = new Set(['OnVisible', 'Fill']);

/** The properties of a control that take a formula: those that have one first; data before events before looks. */
export function propertyChoices(control: ControlModel, wrong: ReadonlySet<string> = new Set()): readonly PropertyChoice[] {
  const definition = control.kind?.definition;
  const { properties } = control.source;
  const choice = (name: string, group: PropertyChoice['group']): PropertyChoice => ({
    name,
    group,
    set: properties.has(name),
    wrong: wrong.has(name),
  });
  const known: PropertyChoice[] = [
    ...Object.entries(definition?.properties ?? {})
      .filter(([, { direction }]) => direction !== 'out')
      .map(([name, { category }]) => choice(name, category)),
    ...Object.keys(definition?.events ?? {}).map((name) => choice(name, 'event')),
  ];
  const names = new Set(known.map(({ name }) => name));
  const others = [...properties.keys()]
    .filter((name) => !names.has(name))
    .map((name) => choice(name, name === 'Formulas' ? 'data' : 'design'));
  const rank = ({ name, group, set }: PropertyChoice): number =>
    groups.indexOf(group) +
    (set ? 0 : groups.length) -
    (!set && control.role === 'screen' && wantedOfScreens.has(name) ? groups.length : 0);
  return [...known, ...others].sort((a, b) => rank(a) - rank(b));
}
