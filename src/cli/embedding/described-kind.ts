import { readFileSync } from 'node:fs';
import { aliasesOf, attributeName, catalogue, domEventName, type PropertyDefinition } from '../../controls/index.ts';
import * as controls from '../../controls/index.ts';
import { commonParts, commonStates, type ControlKind } from '../../controls/index.ts';
import { styleProperties, type StyleProperty } from './style-properties.ts';
import { attributeType, optionValues, propertyType } from './typescript-type.ts';

export interface DescribedProperty {
  readonly name: string;
  /** Absent for what only the control sets. */
  readonly attribute?: string;
  /** As TypeScript writes it. */
  readonly type: string;
  readonly attributeType: string;
  /** What an option can be. */
  readonly values: readonly string[];
  readonly summary: string;
  /** As the reference shows it; empty for blank. */
  readonly initial: string;
  readonly direction: 'in' | 'out' | 'both';
  readonly category: 'data' | 'design';
  /** The property that it is another name of. */
  readonly aliasOf?: string;
}

export interface DescribedEvent {
  /** In formulas: `OnSelect`. */
  readonly name: string;
  /** In the page: `select`. */
  readonly dom: string;
  readonly summary: string;
}

export interface Note {
  readonly name: string;
  readonly summary: string;
}

/** All that there is to know about a kind of control, flat: what every description of it for an editor, a framework or a reader is made from. */
export interface DescribedKind {
  readonly name: string;
  readonly tag: string;
  readonly className: string;
  /** Its file in `src/controls`, without an ending: `button`. */
  readonly file: string;
  readonly category: string;
  readonly summary: string;
  /** Its names in app files. */
  readonly templates: readonly string[];
  readonly inForms: boolean;
  readonly properties: readonly DescribedProperty[];
  readonly events: readonly DescribedEvent[];
  readonly slots: readonly Note[];
  readonly parts: readonly Note[];
  readonly states: readonly Note[];
  readonly styleProperties: readonly StyleProperty[];
}

/** Every kind, in the order of the catalogue. */
export function describedKinds(): DescribedKind[] {
  const files = filesOfClasses();
  return catalogue.map((kind) => describe(kind, files));
}

function describe(kind: ControlKind, files: ReadonlyMap<string, string>): DescribedKind {
  const { definition } = kind;
  const className = Object.entries(controls).find(([, value]) => value === kind)?.[0];
  const file = className === undefined ? undefined : files.get(className);
  if (className === undefined || file === undefined)
    throw new Error(`${definition.name} is not exported by src/controls/index.ts.`);
  const own = Object.entries(definition.properties).map(([name, property]) => describeProperty(name, property));
  const aliases = Object.entries(definition.propertyAliases ?? {}).map(([alias, name]): DescribedProperty => {
    const original = own.find((property) => property.name === name)!;
    const attribute = attributeName(alias, {} as PropertyDefinition);
    const { attribute: first, ...described } = original;
    // `Url` is another property than `URL`, but the same attribute.
    const more = first === undefined || first === attribute ? {} : { attribute };
    return { ...described, ...more, name: alias, summary: `Another name of \`${name}\`.`, aliasOf: name };
  });
  return {
    name: definition.name,
    tag: definition.tag,
    className,
    file,
    category: definition.category,
    summary: definition.summary,
    templates: aliasesOf(definition.name),
    inForms: definition.form !== undefined,
    properties: [...own, ...aliases],
    events: Object.entries(definition.events).map(([name, summary]) => ({ name, dom: domEventName(name), summary })),
    slots: [
      ...(definition.children === undefined ? [] : [{ name: '', summary: children[definition.children] }]),
      ...notes(definition.slots),
    ],
    parts: notes({ ...commonParts, ...definition.parts }),
    states: notes({ ...commonStates, ...definition.states }),
    styleProperties: styleProperties(kind),
  };
}

const children = {
  controls: 'The controls in it.',
  rows: 'A `template` element that each row is made from.',
  cards: 'The cards of the form.',
} as const;

function describeProperty(name: string, property: PropertyDefinition): DescribedProperty {
  const { type, summary, direction = 'in', category } = property;
  return {
    name,
    ...(direction === 'out' ? {} : { attribute: attributeName(name, property) }),
    type: propertyType(type),
    attributeType: attributeType(type),
    values: optionValues(type),
    summary: property.ignored === true ? `${summary} Without effect so far.` : summary,
    initial: property.formula === undefined ? initialText(property) : `=${property.formula}`,
    direction,
    category,
  };
}

function initialText({ default: value = null }: PropertyDefinition): string {
  if (value === null || value === '') return '';
  // A palette says nothing to a reader.
  return typeof value === 'object' ? '' : String(value);
}

const notes = (all: { readonly [name: string]: string | null } = {}): Note[] =>
  Object.entries(all).flatMap(([name, summary]) => (summary === null ? [] : [{ name, summary }]));

/** Which file exports a class: `src/controls/index.ts` is the list. */
function filesOfClasses(): Map<string, string> {
  const index = readFileSync('src/controls/index.ts', 'utf8');
  const files = new Map<string, string>();
  for (const [, names, file] of index.matchAll(/export \{([^}]*)\} from '\.\/([\w-]+)\.ts'/g)) {
    for (const name of names!.split(',')) files.set(name.trim(), file!);
  }
  return files;
}
