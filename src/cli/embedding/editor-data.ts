import type { DescribedKind, DescribedProperty } from './described-kind.ts';
import { pageElements } from './page-elements.ts';

const settable = (kind: DescribedKind): (DescribedProperty & { readonly attribute: string })[] =>
  kind.properties.flatMap((property) =>
    property.attribute === undefined ? [] : [{ ...property, attribute: property.attribute }],
  );

const markdown = (value: string): object => ({ kind: 'markdown', value });

const details = (kind: DescribedKind): string =>
  [
    kind.summary,
    '',
    ...kind.events.map(({ name, dom, summary }) => `* event \`${dom}\` (\`${name}\`): ${summary}`),
    ...kind.slots.map(({ name, summary }) => `* slot${name === '' ? '' : ` \`${name}\``}: ${summary}`),
    ...kind.parts.map(({ name, summary }) => `* \`::part(${name})\`: ${summary}`),
    ...kind.states.map(({ name, summary }) => `* \`:state(${name})\`: ${summary}`),
  ].join('\n');

/** Custom data for HTML in Visual Studio Code (`html.customData`), version 1.1: tags, attributes and their values while one types. */
export const htmlData = (kinds: readonly DescribedKind[]): object => ({
  version: 1.1,
  tags: [
    ...kinds.map((kind) => ({
      name: kind.tag,
      description: markdown(details(kind)),
      attributes: settable(kind).map(({ attribute, summary, values, attributeType }) => ({
        name: attribute,
        description: markdown(`${summary}\n\nA text that begins with \`=\` is a formula.`),
        ...(attributeType.startsWith('boolean') ? { values: [{ name: 'true' }, { name: 'false' }] } : {}),
        ...(values.length === 0 ? {} : { values: [...new Set(values)].map((name) => ({ name })) }),
      })),
    })),
    ...pageElements.map(({ tag, summary, attributes }) => ({
      name: tag,
      description: markdown(summary),
      attributes: attributes.map(({ name, summary: text }) => ({ name, description: markdown(text) })),
    })),
  ],
});

/** Custom data for style sheets in Visual Studio Code (`css.customData`): the custom properties that pages can set, states and parts. */
export function cssData(kinds: readonly DescribedKind[]): object {
  const properties = new Map(kinds.flatMap((kind) => kind.styleProperties.map((property) => [property.name, property.summary])));
  const states = new Set(kinds.flatMap((kind) => kind.states.map(({ name }) => name)));
  const parts = new Set(kinds.flatMap((kind) => kind.parts.map(({ name }) => name)));
  return {
    version: 1.1,
    properties: [...properties]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, summary]) => ({ name, description: markdown(summary) })),
    pseudoClasses: [...states].toSorted().map((name) => ({ name: `:state(${name})` })),
    pseudoElements: [...parts].toSorted().map((name) => ({ name: `::part(${name})` })),
  };
}

/** `web-types.json`: the same for the editors of JetBrains. */
export const webTypes = (kinds: readonly DescribedKind[], version: string): object => ({
  $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
  name: 'fxloom',
  version,
  'description-markup': 'markdown',
  contributions: {
    html: {
      elements: [
        ...kinds.map((kind) => ({
          name: kind.tag,
          description: kind.summary,
          attributes: settable(kind).map(({ attribute, summary, attributeType, initial }) => ({
            name: attribute,
            description: summary,
            value: { type: attributeType },
            ...(initial === '' ? {} : { default: initial }),
          })),
          js: {
            properties: kind.properties.map(({ name, summary, type }) => ({ name, description: summary, value: { type } })),
            events: kind.events.map(({ dom, summary }) => ({ name: dom, description: summary })),
          },
          slots: kind.slots.map(({ name, summary }) => ({ name, description: summary })),
          css: {
            properties: kind.styleProperties.map(({ name, summary }) => ({ name, description: summary })),
            parts: kind.parts.map(({ name, summary }) => ({ name, description: summary })),
          },
        })),
        ...pageElements.map(({ tag, summary, attributes, events }) => ({
          name: tag,
          description: summary,
          attributes: attributes.map(({ name, summary: text }) => ({ name, description: text })),
          js: { events: events.map(({ name, summary: text }) => ({ name, description: text })) },
        })),
      ],
    },
  },
});
