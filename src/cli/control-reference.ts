/*
 * `npm run docs`: writes the reference of all controls, `docs/controls.md`, from their declarations. With `--check` it only says whether the
 * file is what they give, and ends with 1 where it is not.
 */
import { describedKinds, type DescribedKind, type DescribedProperty, type Note } from './embedding/described-kind.ts';
import { examples } from './embedding/examples.ts';
import { writeOrCheck } from './written-file.ts';

/** In how many kinds a property is the same before it is told once for all. */
const COMMON = 8;

const intro = `# Controls

Made by \`npm run docs\` from the declarations in \`src/controls\`; a test holds it to them.

## One control in a page

\`npm run build\` writes \`dist\`. \`dist/cdn/fxloom.js\` defines every kind, and loads the code of one when the page first uses it. This page works as it stands, from any web server:

\`\`\`html
<!doctype html>
<html lang="en">
  <script type="module" src="/fxloom/dist/cdn/fxloom.js"></script>
  <fx-text-input id="name" hint-text="Your name" accessible-label="Name"></fx-text-input>
  <fx-button id="greet" text="Greet"></fx-button>
  <fx-label id="greeting"></fx-label>
  <script type="module">
    const [name, greet, greeting] = ['name', 'greet', 'greeting'].map((id) => document.getElementById(id));
    greet.addEventListener('select', () => (greeting.Text = 'Hello, ' + name.Text));
  </script>
</html>
\`\`\`

With a bundler, \`import 'fxloom/controls/button'\` defines one kind and \`import 'fxloom/controls'\` all of them; \`fxloom/react\` has them as components for React,
\`fxloom/types/vue\` and its like type the elements for other frameworks. Inside \`<fx-app>\` an attribute may be a formula: \`text="=Name.Text"\`.

## Reading this page

A property is set by a formula under its name (\`Button1.Text\`), by a page as an attribute in kebab case (\`<fx-button text="Save">\`) or as a property of the
element (\`element.Text = 'Save'\`); tables and records are JSON in attributes. What is marked *out* only the control sets, what is marked *in and out* the
user may change as well: the event \`fx-output\` and \`element.observe(name, next)\` tell its values. Events have two names: \`OnSelect\` in formulas, \`select\`
in the page. \`::part(name)\`, \`:state(name)\` and \`--fx-…\` are what style sheets of a page reach; every kind has the parts
\`control\`, \`error\` and \`skeleton\` unless it has nothing of that sort, and the states \`hidden\`, \`disabled\`, \`readonly\`, \`active\`, \`busy\`, \`pending\`, \`error\` and,
where it takes part in HTML forms, \`user-invalid\`. "At first" is what a property is worth where nobody sets it; where nothing stands there, it is blank, and the theme or the kind decides.`;

const titles: { readonly [category: string]: string } = {
  screen: 'Screens',
  layout: 'Layout',
  display: 'Texts and pictures',
  shape: 'Shapes',
  input: 'Input',
  list: 'Lists and charts',
  media: 'Films, sounds, devices',
};

const kinds = describedKinds();
const uses = new Map<string, number>();
for (const { properties } of kinds) for (const property of properties) uses.set(id(property), (uses.get(id(property)) ?? 0) + 1);
const isCommon = (property: DescribedProperty): boolean => uses.get(id(property))! >= COMMON;

function id({ name, summary, type }: DescribedProperty): string {
  return JSON.stringify([name, summary, type]);
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function typeText({ type, values }: DescribedProperty): string {
  if (values.length > 0)
    return values.length > 12 ? 'text, of a set' : [...new Set(values)].map((value) => `\`${value}\``).join(', ');
  return type.replace(' | null', '').replace('string', 'text');
}

const ways = { in: '', out: ' *out*', both: ' *in and out*' } as const;

function table(properties: readonly DescribedProperty[], withDefault: boolean): string[] {
  if (properties.length === 0) return [];
  return [
    withDefault ? '| property | is | at first | |' : '| property | is | |',
    withDefault ? '| --- | --- | --- | --- |' : '| --- | --- | --- |',
    ...properties.map((property) => {
      const initial = property.initial === '' ? '' : `\`${property.initial}\``;
      const cells = [
        property.name + ways[property.direction],
        typeText(property),
        ...(withDefault ? [initial] : []),
        property.summary,
      ];
      return `| ${cells.map(cell).join(' | ')} |`;
    }),
    '',
  ];
}

const list = (title: string, notes: readonly Note[], show: (name: string) => string): string[] =>
  notes.length === 0
    ? []
    : [`${title}: ${notes.map(({ name, summary }) => `${show(name)} (${sentence(summary)})`).join(', ')}`, ''];

const sentence = (text: string): string => text.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());

function section(kind: DescribedKind): string {
  const own = kind.properties.filter((property) => property.aliasOf === undefined && !isCommon(property));
  const common = kind.properties.filter((property) => property.aliasOf === undefined && isCommon(property));
  const aliases = kind.properties.filter(({ aliasOf }) => aliasOf !== undefined);
  const parts = kind.parts.filter(({ name }) => !['control', 'error', 'skeleton'].includes(name));
  const states = kind.states.filter(
    ({ name }) => !/^(hidden|disabled|readonly|active|busy|pending|error|user-invalid|align-.*)$/.test(name),
  );
  const styles = kind.styleProperties.filter(({ name }) => /^--fx-(button|field)/.test(name));
  return [
    `### ${kind.name}`,
    '',
    `\`<${kind.tag}>\` ${kind.summary}${kind.inForms ? ' Takes part in HTML forms.' : ''}`,
    '',
    ...exampleOf(kind),
    ...(kind.templates.length === 0 ? [] : [`In app files also ${kind.templates.map((name) => `\`${name}\``).join(', ')}.`, '']),
    ...table(own, true),
    ...(common.length === 0 ? [] : [`Also: ${common.map(withInitial).join(', ')}.`, '']),
    ...(aliases.length === 0
      ? []
      : [`Other names: ${aliases.map(({ name, aliasOf }) => `${name} for ${aliasOf}`).join(', ')}.`, '']),
    ...kind.events.map(({ name, dom, summary }) => `* \`${name}\`, \`${dom}\`: ${summary}`),
    ...(kind.events.length === 0 ? [] : ['']),
    ...list('Slots', kind.slots, (name) => (name === '' ? 'its content' : `\`${name}\``)),
    ...list('Parts', parts, (name) => `\`${name}\``),
    ...list('States', states, (name) => `\`${name}\``),
    ...list('Custom properties', styles, (name) => `\`${name}\``),
  ].join('\n');
}

/** Markup to copy. It names only attributes that the kind has. */
function exampleOf({ name, tag, properties, inForms }: DescribedKind): string[] {
  const [attributes, content = ''] = examples[name] ?? [];
  if (attributes === undefined) return [];
  const known = new Set(properties.map(({ attribute }) => attribute));
  if (inForms) known.add('name');
  for (const [, attribute] of attributes.replaceAll(/"[^"]*"|'[^']*'/g, '').matchAll(/([a-z-]+)/g))
    if (!known.has(attribute)) throw new Error(`${name} has no attribute ${attribute}.`);
  return ['```html', `<${tag} ${attributes}>${content}</${tag}>`, '```', ''];
}

const withInitial = ({ name, initial }: DescribedProperty): string => (initial === '' ? name : `${name} \`${initial}\``);

function reference(): string {
  const shared = new Map(
    kinds.flatMap(({ properties }) => properties.filter(isCommon).map((property) => [property.name, property])),
  );
  const common = [...shared.values()]
    .filter(({ aliasOf }) => aliasOf === undefined)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const tokens = new Map(kinds.flatMap(({ styleProperties }) => styleProperties.map((property) => [property.name, property])));
  const parts = [intro];
  for (const [category, title] of Object.entries(titles)) {
    const members = kinds.filter((kind) => kind.category === category).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    if (members.length === 0) continue;
    parts.push(
      `## ${title}`,
      members.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(' · '),
      ...members.map(section),
    );
  }
  parts.push('## Properties of many kinds', table(common, false).join('\n'), '## Tokens of the look');
  parts.push('Custom properties that a page may set, on its root or anywhere else.');
  parts.push(
    [
      '| property | at first | |',
      '| --- | --- | --- |',
      ...[...tokens.values()]
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, initial, summary }) => `| \`${name}\` | \`${cell(initial)}\` | ${cell(summary)} |`),
    ].join('\n'),
  );
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`;
}

writeOrCheck('docs/controls.md', reference(), `${kinds.length} kinds of controls`, 'the declarations of the controls');
