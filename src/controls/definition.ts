import type { BlobValue, Color, DateTimeValue, DateValue, Row, Table, Type, Value } from '../formula/index.ts';

/**
 * What there is to know about a kind of control, in one record. The element, its attributes and TypeScript types, the formula types of an
 * app, the property panel and the reference are all read from it.
 */
export interface ControlDefinition {
  /** Its name in formulas and app files: `Button`. */
  readonly name: string;
  readonly tag: `fx-${string}`;
  readonly category: ControlCategory;
  /** One sentence. */
  readonly summary: string;
  readonly properties: { readonly [name: string]: PropertyDefinition };
  /** Other names of properties, which modern and classic controls do not share: `{FontColor: 'Color'}`. Read and assigned alike. */
  readonly propertyAliases?: { readonly [alias: string]: string };
  /** Events by name, `OnSelect`, with a sentence that says when each happens. */
  readonly events: { readonly [name: string]: string };
  /** Whether it holds other controls, and how: `rows` are templates that repeat, `cards` the fields of a form. */
  readonly children?: 'controls' | 'rows' | 'cards';
  /** Whether it is no container to what is in it: `Parent` is what is around it. */
  readonly transparent?: boolean;
  /** For variants in app files (`manualLayoutContainer`, `ManualLayout`): the property defaults that each one changes. */
  readonly variants?: { readonly [variant: string]: { readonly [property: string]: Value } };
  /** The property defaults that differ where an app file names one of the modern templates. */
  readonly modern?: { readonly [property: string]: Value };
  /** The output that a form submits: the control takes part in HTML forms. */
  readonly form?: string;
  /** What style sheets of a page reach inside it, `::part(popup)`, beside `commonParts`; null for one of those that it has not. */
  readonly parts?: Notes;
  /** What style sheets of a page can ask of it, `:state(invalid)`, beside `commonStates`. */
  readonly states?: Notes;
  /** Places for elements of the page, by the name of the slot. Where its controls go needs no mention. */
  readonly slots?: Notes;
}

/** Names, each with a sentence about it. */
interface Notes {
  readonly [name: string]: string | null;
}

/** The parts that nearly every kind has. */
export const commonParts: Notes = {
  control: 'What people use or read: the native element inside, or its box.',
  error: 'What went wrong.',
  skeleton: 'What stands for the content while it is waited for.',
};

/** The states that every kind has. */
export const commonStates: Notes = {
  hidden: 'It is not shown.',
  disabled: 'It is greyed out.',
  readonly: 'It can be read, not used.',
  active: 'It can be pressed now.',
  busy: 'Work that an event started is going on.',
  pending: 'It waits for a value.',
  error: 'Something went wrong.',
  'user-invalid': 'It is not valid, and its user has left it or tried to send the form. Only in forms.',
  'align-start': 'It lies at the start across its container.',
  'align-center': 'It lies in the middle across its container.',
  'align-end': 'It lies at the end across its container.',
  'align-stretch': 'It is stretched across its container.',
};

export type ControlCategory = 'screen' | 'input' | 'display' | 'layout' | 'media' | 'list' | 'shape';

export interface PropertyDefinition<T extends Type = Type> {
  readonly type: T;
  /** What it is worth where nobody has set it; blank if absent. A blank colour means the theme's. */
  readonly default?: Value;
  /** For properties whose default depends on the app around: a formula, `Max(App.Width, App.DesignWidth)`. */
  readonly formula?: string;
  readonly summary: string;
  /** `in` is set by formulas, `out` is what the control tells, `both` is set by formulas until the user changes it. `in` if absent. */
  readonly direction?: 'in' | 'out' | 'both';
  readonly category: 'data' | 'design';
  /**
   * For `out` and `both`: what it is worth, from the other properties and from what the user chose last (undefined before the first
   * choice and after a reset). Pure, so that an app can compute it without the element. Absent: the choice, else what was assigned.
   */
  readonly derive?: Derive;
  /** For `out`: the app works it out and assigns it, since it follows from more than the control itself knows. */
  readonly hosted?: boolean;
  /** It names something rather than having a value: a data source. Not evaluated. */
  readonly names?: 'table';
  /** The custom property that carries it to the style sheets, without `--fx-own-`. Such a property does not render the control anew. */
  readonly css?: string;
  /** For numbers in style sheets: their unit; `px` if absent, empty for none. */
  readonly unit?: 'px' | 'pt' | 'deg' | '';
  /** How a held value is written in style sheets, where the unit does not say it; null removes it. */
  readonly style?: (value: Value) => string | null;
  /** Declared so that apps can name it, but without any effect so far. */
  readonly ignored?: boolean;
  /** The attribute, where the name in kebab case means something else in HTML. */
  readonly attribute?: string;
}

/** Reads a property of the same control by name. */
export type ReadProperty = (name: string) => Value;
export type Derive = (read: ReadProperty, chosen: Value | undefined, assigned: Value | undefined) => Value;

type Scalar<K extends string> = K extends 'text' | 'hyperlink' | 'option'
  ? string
  : K extends 'boolean'
    ? boolean
    : K extends 'number'
      ? number | null
      : K extends 'color'
        ? Color | null
        : K extends 'date' | 'dateTime'
          ? DateValue | DateTimeValue | null
          : K extends 'image' | 'media'
            ? string | BlobValue | null
            : K extends 'table'
              ? Table
              : K extends 'record'
                ? Row | null
                : Value;

/**
 * How an element holds a property of a formula type: blank text as `''`, blank tables as empty ones, options as the text of the member,
 * blank numbers, colours, dates and records as null.
 */
export type Held<T extends Type> = Scalar<T['kind']>;

/** The properties of an element, from its declaration. */
export type PropertiesOf<D extends ControlDefinition> = {
  -readonly [N in keyof D['properties']]: Held<D['properties'][N]['type']>;
};

export type OutputOf<D extends ControlDefinition> = {
  [N in keyof D['properties']]: D['properties'][N] extends { direction: 'out' | 'both' } ? N : never;
}[keyof D['properties']] &
  string;

type Defined<T extends Type, E> = PropertyDefinition<T> & E;
type Extra = Partial<Omit<PropertyDefinition, 'type' | 'summary' | 'default' | 'direction' | 'category'>>;

/** A property that formulas set and that says what is shown. */
/* @__NO_SIDE_EFFECTS__ */
export const data = <T extends Type>(
  type: T,
  value: Value,
  summary: string,
  extra: Extra = {},
): Defined<T, { direction: 'in' }> => ({
  type,
  default: value,
  summary,
  direction: 'in',
  category: 'data',
  ...extra,
});

/** A property that formulas set and that says how it looks. */
/* @__NO_SIDE_EFFECTS__ */
export const design = <T extends Type>(
  type: T,
  value: Value,
  summary: string,
  extra: Extra = {},
): Defined<T, { direction: 'in' }> => ({
  type,
  default: value,
  summary,
  direction: 'in',
  category: 'design',
  ...extra,
});

/** A property that only the control sets. */
/* @__NO_SIDE_EFFECTS__ */
export const output = <T extends Type>(
  type: T,
  summary: string,
  derive?: Derive,
  value: Value = null,
): Defined<T, { direction: 'out' }> => ({
  type,
  default: value,
  summary,
  direction: 'out',
  category: 'data',
  ...(derive === undefined ? {} : { derive }),
});

/** A property that the app works out for the control (`PropertyDefinition.hosted`). */
export const hosted = <T extends Type>(
  type: T,
  summary: string,
  value: Value = null,
  derive?: Derive,
): Defined<T, { direction: 'out'; hosted: true }> => ({ ...output(type, summary, derive, value), hosted: true });

/** A property that formulas set until the user changes it. */
/* @__NO_SIDE_EFFECTS__ */
export const both = <T extends Type>(
  type: T,
  value: Value,
  summary: string,
  derive?: Derive,
): Defined<T, { direction: 'both' }> => ({
  type,
  default: value,
  summary,
  direction: 'both',
  category: 'data',
  ...(derive === undefined ? {} : { derive }),
});

/** The attribute of a property: `HintText` → `hint-text`. */
export const attributeName = (name: string, property: PropertyDefinition): string => property.attribute ?? kebab(name);

/** `OnTimerEnd` → `on-timer-end`, `HtmlText` → `html-text`, `XYZ` → `xyz`. */
export const kebab = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/** The DOM event that an event is raised as: `OnSelect` → `select`, `OnTimerEnd` → `timer-end`. */
export const domEventName = (event: string): string => kebab(event.replace(/^On(?=[A-Z])/, ''));
