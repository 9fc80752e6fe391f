import { formulaOf } from '../../src/app/authoring/index.ts';
import { attributeName, displayText, domEventName, type ControlDefinition } from '../../src/controls/index.ts';
import { BlobValue, Color, DateTimeValue, DateValue, field, isRow, isTable, type Value } from '../../src/formula/index.ts';

/** The properties that differ from what the kind has by itself, by name. */
export type Properties = { readonly [name: string]: Value };

/** A control with these properties, as markup for a page. */
export function htmlOf({ tag, properties }: ControlDefinition, values: Properties): string {
  const attributes = Object.entries(values).flatMap(([name, value]) => {
    const text = attributeText(value);
    const attribute = attributeName(name, properties[name]!);
    if (text === undefined) return [];
    return [value === true ? attribute : `${attribute}=${quoted(text)}`];
  });
  const oneLine = [`<${tag}`, ...attributes].join(' ');
  const head = oneLine.length < 100 ? oneLine : [`<${tag}`, ...attributes.map((text) => `  ${text}`)].join('\n');
  return `${head}></${tag}>`;
}

/** The same as an entry of an app file; a screen as a file of its own. */
export function yamlOf({ name, properties }: ControlDefinition, values: Properties): string {
  const formulas = Object.entries(values).map(
    ([property, value]) => [property, `=${formulaOf(value, properties[property]!.type)}`] as const,
  );
  const lines = [
    ...(name === 'Screen' ? [] : [`Control: ${name}`]),
    ...(formulas.length === 0 ? [] : ['Properties:']),
    // In YAML a colon or a number sign in a plain text would end it.
    ...formulas.map(
      ([property, text]) => `  ${property}: ${/: | #|\n/.test(text) ? `|-\n    ${text.replaceAll('\n', '\n    ')}` : text}`,
    ),
  ].join('\n');
  return name === 'Screen' ? `Screens:\n  Screen1:\n${indented(lines)}` : `- ${name}1:\n${indented(lines)}`;
}

const indented = (text: string): string => text.replaceAll(/^/gm, '    ');

/** The same as statements of a page's script. */
export function scriptOf({ name, tag, events }: ControlDefinition, values: Properties): string {
  const variable = name[0]!.toLowerCase() + name.slice(1);
  const [event] = Object.keys(events);
  return [
    "import 'fxloom/controls';",
    '',
    `const ${variable} = document.createElement('${tag}');`,
    ...Object.entries(values).map(([property, value]) => `${variable}.${property} = ${scriptText(value)};`),
    ...(event === undefined
      ? []
      : [`${variable}.addEventListener('${domEventName(event)}', () => console.log('${name}: ${event}'));`]),
    `document.body.append(${variable});`,
  ].join('\n');
}

/** An attribute's value in the quotes that need fewer escapes. */
function quoted(text: string): string {
  const escaped = text.replaceAll('&', '&amp;');
  return escaped.includes('"') ? `'${escaped.replaceAll("'", '&#39;')}'` : `"${escaped}"`;
}

/** The cells of a table whose only column is `Value`, all texts; undefined for other tables. */
function plainTexts(value: Value): readonly string[] | undefined {
  if (!isTable(value) || value.length === 0) return undefined;
  const rows = plain(value) as readonly (Readonly<Record<string, unknown>> | null)[];
  const cells = rows.map((row) => (row !== null && Object.keys(row).join() === 'Value' ? row['Value'] : undefined));
  return cells.every((cell) => typeof cell === 'string' && !/[,[]/.test(cell)) ? (cells as readonly string[]) : undefined;
}

function attributeText(value: Value): string | undefined {
  if (value === null || value instanceof BlobValue) return undefined;
  if (value instanceof Color) return colorText(value);
  if (value instanceof DateValue || value instanceof DateTimeValue) return isoOf(value);
  const texts = plainTexts(value);
  if (texts !== undefined) return texts.join(', ');
  if (isTable(value) || isRow(value)) return JSON.stringify(plain(value));
  return displayText(value);
}

function scriptText(value: Value): string {
  if (value instanceof Color) return `new Color(${value.red}, ${value.green}, ${value.blue}, ${value.alpha})`;
  if (value instanceof DateValue) return `new DateValue(Date.parse('${isoOf(value)}'))`;
  return JSON.stringify(plain(value));
}

/** As JSON has it: dates as texts, tables as arrays of records. */
function plain(value: Value): unknown {
  if (value instanceof DateValue || value instanceof DateTimeValue) return isoOf(value);
  if (value instanceof Color) return colorText(value);
  if (isTable(value)) return [...value].map((row) => (isRow(row) ? plain(row) : null));
  if (isRow(value)) return Object.fromEntries(Object.keys(value).map((name) => [name, plain(field(value, name))]));
  return value;
}

const isoOf = (value: DateValue | DateTimeValue): string =>
  new Date(value.wall).toISOString().slice(0, value instanceof DateValue ? 10 : 19);

/** As attributes have it. */
const colorText = ({ red, green, blue, alpha }: Color): string => `rgba(${red}, ${green}, ${blue}, ${alpha})`;
