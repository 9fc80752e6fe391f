import type { DescribedKind, DescribedProperty } from './described-kind.ts';
import { pageElements } from './page-elements.ts';
import { namesIn } from './typescript-type.ts';

/** A name as a member of an interface is written. */
const key = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));

const member = (name: string, type: string, summary: string): string =>
  `  /** ${summary.replaceAll('*/', '* /')} */\n  ${key(name)}?: ${type} | undefined;`;

const settable = ({ properties }: DescribedKind): DescribedProperty[] =>
  properties.filter(({ direction }) => direction !== 'out');

const head = (types: readonly string[]): string[] => [
  '// Made from the declarations of the controls.',
  `import type { ${types.join(', ')} } from '../lib/formula/index.js';`,
  "import type { EventDetail, OutputDetail } from '../lib/controls/core.js';",
];

/**
 * `elements.d.ts`: for each kind an interface of its attributes, one of its properties and one of its events, and `Elements`, the map of
 * tags that the types for React, Preact, Solid, Svelte and Vue are made from.
 */
export function elementTypes(kinds: readonly DescribedKind[]): string {
  const names = namesIn(kinds.flatMap(({ properties }) => properties.map(({ type }) => type)));
  const lines = [
    ...head(names),
    '',
    '/** What every control takes beside what is its own. */',
    'export interface ControlAttributes {',
    member('disabled', 'boolean', 'Whether it is greyed out, as for elements of HTML.'),
    member('interactive', 'boolean', 'Whether `OnSelect` does something: then the whole control is a button.'),
    member('onfx-output', '((event: CustomEvent<OutputDetail>) => void)', 'The value of an output has changed.'),
    member('onfx-event', '((event: CustomEvent<EventDetail>) => void)', 'An event of the control happened.'),
    '}',
  ];
  for (const kind of kinds) lines.push('', ...interfacesOf(kind));
  for (const { className, attributes, events } of pageElements)
    lines.push(
      '',
      `export interface ${className}Attributes {`,
      ...attributes.map(({ name, summary }) => member(name, 'string', summary)),
      ...events.map(({ name, summary }) => member(`on${name}`, '((event: CustomEvent) => void)', summary)),
      '}',
    );
  lines.push(
    '',
    '/** The element of a tag, where its module is known. */',
    'export type ElementOf<T> = T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : HTMLElement;',
    '',
    '/** What each tag takes. */',
    'export interface Elements {',
    ...kinds.map(
      ({ tag, className }) =>
        `  '${tag}': ControlAttributes & ${className}Attributes & ${className}Properties & ${className}Events;`,
    ),
    ...pageElements.map(({ tag, className }) => `  '${tag}': ${className}Attributes;`),
    '}',
  );
  return `${lines.join('\n')}\n`;
}

function interfacesOf(kind: DescribedKind): string[] {
  const { className, summary, events } = kind;
  const properties = settable(kind);
  const attributes = properties.filter(({ attribute }) => attribute !== undefined);
  const named = kind.inForms ? [member('name', 'string', 'The name of its value in a form.')] : [];
  return [
    `/** ${summary} As attributes, which may be formulas. */`,
    `export interface ${className}Attributes {`,
    ...attributes.map(({ attribute, attributeType, summary: text }) => member(attribute!, attributeType, text)),
    ...named,
    '}',
    `/** ${summary} */`,
    `export interface ${className}Properties {`,
    ...properties.map(({ name, type, summary: text }) => member(name, type, text)),
    '}',
    `export interface ${className}Events {`,
    ...events.map(({ dom, name, summary: text }) =>
      member(`on${dom}`, '((event: CustomEvent<null>) => void)', `\`${name}\`: ${text}`),
    ),
    '}',
  ];
}

/** How each framework finds the types of elements. `E[T]` stands before the framework's own: an `onselect` there is an event of text. */
export const frameworkFiles: { readonly [file: string]: string } = {
  'react.d.ts': `import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { ElementOf, Elements } from './elements.js';

type Own<T extends keyof Elements> = Elements[T] &
  Omit<DetailedHTMLProps<HTMLAttributes<ElementOf<T>>, ElementOf<T>>, keyof Elements[T]> & { class?: string };
type All = { [T in keyof Elements]: Own<T> };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends All {}
  }
}
`,
  'preact.d.ts': `import type { HTMLAttributes } from 'preact';
import type { ElementOf, Elements } from './elements.js';

type All = { [T in keyof Elements]: Elements[T] & Omit<HTMLAttributes<ElementOf<T>>, keyof Elements[T]> };

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements extends All {}
  }
}
`,
  'solid.d.ts': `import type { JSX } from 'solid-js';
import type { ElementOf, Elements } from './elements.js';

type All = { [T in keyof Elements]: Elements[T] & Omit<JSX.HTMLAttributes<ElementOf<T>>, keyof Elements[T]> };

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements extends All {}
  }
}
`,
  'svelte.d.ts': `import type { HTMLAttributes } from 'svelte/elements';
import type { ElementOf, Elements } from './elements.js';

type All = { [T in keyof Elements]: Elements[T] & Omit<HTMLAttributes<ElementOf<T>>, keyof Elements[T]> };

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends All {}
}
`,
  'vue.d.ts': `import type { DefineComponent } from 'vue';
import type { Elements } from './elements.js';

type All = { [T in keyof Elements]: DefineComponent<Elements[T]> };

declare module 'vue' {
  interface GlobalComponents extends All {}
}
`,
};

/** \`fxloom/react\`: a component for each kind. */
export function reactModule(kinds: readonly DescribedKind[]): { readonly code: string; readonly types: string } {
  const list = (names: readonly string[]): string => JSON.stringify(names.join(' '));
  const code = [
    '// Made from the declarations of the controls.',
    "import { wrap } from '../lib/react/wrap.js';",
    "const words = (text) => (text === '' ? [] : text.split(' '));",
    ...kinds.map(
      (kind) =>
        `export const ${kind.className} = /* @__PURE__ */ wrap('${kind.tag}', /* @__PURE__ */ words(${list(settable(kind).map(({ name }) => name))}), /* @__PURE__ */ words(${list(kind.events.map(({ name }) => name))}));`,
    ),
  ];
  const types = [
    '// Made from the declarations of the controls.',
    "import type { Handler, ReactControl } from '../lib/react/wrap.js';",
    "import type * as controls from '../lib/controls/index.js';",
    "import type * as elements from '../frameworks/elements.js';",
    ...kinds.flatMap(({ className, summary, events }) => [
      `export interface ${className}Props extends elements.${className}Properties {`,
      ...events.map(({ name, summary: text }) => member(name, 'Handler', text)),
      '}',
      `/** ${summary} */`,
      `export declare const ${className}: ReactControl<${className}Props, controls.${className}>;`,
    ]),
  ];
  return { code: `${code.join('\n')}\n`, types: `${types.join('\n')}\n` };
}
