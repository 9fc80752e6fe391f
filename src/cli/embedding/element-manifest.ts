import type { DescribedKind, Note } from './described-kind.ts';
import { pageElements, type PageElement } from './page-elements.ts';

const base = { name: 'ControlElement', module: 'dist/lib/controls/control.js' };

const described = ({ name, summary }: Note): object => ({ name, description: summary });
const typed = (text: string): object => ({ type: { text } });
const withDefault = (initial: string): object => (initial === '' ? {} : { default: initial });

/** What all controls have beside their properties. */
const commonMembers: readonly object[] = [
  { kind: 'field', name: 'interactive', ...typed('boolean'), default: 'false', description: 'Whether `OnSelect` does something: then the whole control is a button.' }, // oxfmt-ignore
  { kind: 'field', name: 'pending', ...typed('boolean'), default: 'false', description: 'Whether it waits for a service.' },
  { kind: 'field', name: 'error', ...typed('FormulaError | null'), default: 'null', description: 'What went wrong, shown in place.' }, // oxfmt-ignore
  { kind: 'field', name: 'mode', readonly: true, ...typed("'edit' | 'view' | 'disabled'"), description: 'What people can do with it.' }, // oxfmt-ignore
  { kind: 'field', name: 'busy', readonly: true, ...typed('boolean'), description: 'Whether work that an event started is going on.' }, // oxfmt-ignore
  { kind: 'method', name: 'assign', description: 'Sets a property of any name and value: errors, pending and blank as well.', parameters: [{ name: 'name', ...typed('string') }, { name: 'value', ...typed('Value') }], return: typed('boolean') }, // oxfmt-ignore
  { kind: 'method', name: 'read', description: 'What a property is worth now.', parameters: [{ name: 'name', ...typed('string') }], return: typed('Value') }, // oxfmt-ignore
  { kind: 'method', name: 'observe', description: 'Tells what a property is worth, now and whenever it changes. Gives what ends it.', parameters: [{ name: 'name', ...typed('string') }, { name: 'next', ...typed('(value: Value) => void') }], return: typed('() => void') }, // oxfmt-ignore
  {
    kind: 'method',
    name: 'reset',
    description: 'Puts the choices of the user back to what the formulas say.',
    return: typed('void'),
  },
];

const commonEvents: readonly object[] = [
  { name: 'fx-output', ...typed('CustomEvent<OutputDetail>'), description: 'The value of an output has changed.' },
  { name: 'fx-event', ...typed('CustomEvent<EventDetail>'), description: 'An event of the control happened.' },
];

/** `custom-elements.json`: the manifest of custom elements, schema version 2.1.0, that editors and documentation tools read. */
export function elementManifest(kinds: readonly DescribedKind[]): object {
  const files = new Map<string, DescribedKind[]>();
  for (const kind of kinds) files.set(kind.file, [...(files.get(kind.file) ?? []), kind]);
  const modules = [...files].map(([file, inside]) => controlModule(`dist/lib/controls/${file}.js`, inside));
  return { schemaVersion: '2.1.0', readme: 'README.md', modules: [baseModule(), ...modules, ...pageElements.map(pageModule)] };
}

const baseModule = (): object => ({
  kind: 'javascript-module',
  path: base.module,
  declarations: [
    {
      kind: 'class',
      name: base.name,
      description: 'The base of every control.',
      members: commonMembers,
      events: commonEvents,
    },
  ],
  exports: [{ kind: 'js', name: base.name, declaration: base }],
});

const controlModule = (path: string, kinds: readonly DescribedKind[]): object => ({
  kind: 'javascript-module',
  path,
  declarations: kinds.map(declaration),
  exports: kinds.flatMap(({ className, tag }) => exportsOf(className, tag, path)),
});

function exportsOf(name: string, tag: string, module: string): object[] {
  const declaration = { name, module };
  return [
    { kind: 'js', name, declaration },
    { kind: 'custom-element-definition', name: tag, declaration },
  ];
}

const declaration = (kind: DescribedKind): object => ({
  kind: 'class',
  customElement: true,
  name: kind.className,
  tagName: kind.tag,
  summary: kind.summary,
  description: kind.summary,
  superclass: base,
  attributes: [
    ...kind.properties.flatMap(({ attribute, name, summary, attributeType, initial }) =>
      attribute === undefined
        ? []
        : [{ name: attribute, fieldName: name, description: summary, ...typed(attributeType), ...withDefault(initial) }],
    ),
    { name: 'disabled', ...typed('boolean'), description: 'Whether it is greyed out, as for elements of HTML.' },
    ...(kind.inForms ? [{ name: 'name', ...typed('string'), description: 'The name of its value in a form.' }] : []),
  ],
  members: [
    ...kind.properties.map(({ name, summary, type, initial, direction }) => ({
      kind: 'field',
      name,
      description: summary,
      ...typed(type),
      ...withDefault(initial),
      ...(direction === 'out' ? { readonly: true } : {}),
    })),
    ...commonMembers.map((member) => ({ ...member, inheritedFrom: base })),
  ],
  events: [
    ...kind.events.map(({ name, dom, summary }) => ({
      name: dom,
      ...typed('CustomEvent<null>'),
      description: `\`${name}\`: ${summary}`,
    })),
    ...commonEvents.map((event) => ({ ...event, inheritedFrom: base })),
  ],
  slots: kind.slots.map(described),
  cssParts: kind.parts.map(described),
  cssProperties: kind.styleProperties.map(({ name, initial, summary }) => ({
    name,
    description: summary,
    ...withDefault(initial),
  })),
  cssStates: kind.states.map(described),
});

const pageModule = ({ tag, className, file, summary, attributes, events }: PageElement): object => ({
  kind: 'javascript-module',
  path: `dist/lib/${file}.js`,
  declarations: [
    {
      kind: 'class',
      customElement: true,
      name: className,
      tagName: tag,
      summary,
      description: summary,
      attributes: attributes.map((attribute) => ({ ...described(attribute), ...typed('string') })),
      events: events.map((event) => ({ ...described(event), ...typed(`CustomEvent<${event.detail}>`) })),
    },
  ],
  exports: exportsOf(className, tag, `dist/lib/${file}.js`),
});
