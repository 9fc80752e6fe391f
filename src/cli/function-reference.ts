/*
 * `npm run docs`: writes the reference of all functions, `docs/functions.md`, from their records. With `--check` it only says whether the
 * file is what the records give, and ends with 1 where it is not.
 */
import {
  documentationOf,
  loadDocumentation,
  library,
  printType,
  type Category,
  type FunctionDefinition,
  type Overload,
  type Parameter,
} from '../formula/index.ts';
import { writeOrCheck } from './written-file.ts';

const path = 'docs/functions.md';

const headings: { readonly [C in Category]: string } = {
  logic: 'Logic and errors',
  text: 'Texts',
  number: 'Numbers',
  date: 'Dates and times',
  table: 'Tables',
  record: 'Records',
  conversion: 'Conversion',
  information: 'Information',
  color: 'Colours',
  behavior: 'Behaviors',
};

const intro = `# Functions

Made by \`npm run docs\` from the records in \`src/formula/functions\`; a test holds it to them, and every example below runs as a test.

An argument in brackets may be left out, \`…\` says that more may follow. An error among the arguments is the result, and several are collected; where
an argument is taken *as it is*, the function sees the error itself. A blank stands for 0, an empty text or false, unless something else is said. A
*formula* is evaluated only where the function needs its value, a *formula over rows* for each row, whose columns are names in it.

Functions that change something are for behaviors such as \`OnSelect\`. Their examples stand in an app with a collection \`Orders\` of \`{Id: 1, City: "Bern"}\`
and \`{Id: 2, City: "Rome"}\`, a form \`Order\` over its first row, an input \`Search\`, a button \`Save\`, and a second screen \`Details\`.`;

function typeOf({ type, mode }: Parameter): string {
  switch (mode) {
    case 'column':
      return 'name of a column';
    case 'name':
      return 'new name';
    case 'type':
      return 'type';
    case 'place':
      return 'variable or table';
    case 'choices':
      return 'choices';
    default:
      return type.kind === 'any'
        ? 'anything'
        : type.kind === 'table' || type.kind === 'record'
          ? kindOfAggregate(type)
          : printType(type);
  }
}

const kindOfAggregate = (type: Parameter['type']): string =>
  (type.kind === 'table' || type.kind === 'record') && type.fields.size > 0
    ? printType(type)
    : type.kind === 'table'
      ? 'Table'
      : 'Record';

function resultOf({ result }: Overload): string {
  if (typeof result === 'function') return 'by its arguments';
  return kindOfAggregate(result) === 'Record' && result.kind !== 'record' ? printType(result) : kindOfAggregate(result);
}

/** What is special about how an argument is taken. */
function treatment({ mode, ifBlank, named }: Parameter, summary: string | undefined): string {
  const notes: string[] = [];
  if (summary !== undefined) notes.push(summary.replace(/\.$/, ''));
  if (mode === 'perRow') notes.push('formula over rows');
  else if (mode === 'lazy') notes.push('formula');
  else if (mode === 'raw') notes.push('as it is');
  else if (mode === 'value' && ifBlank === 'result') notes.push('blank: so is the result');
  else if (mode === 'value' && ifBlank === 'keep') notes.push('may be blank');
  if (named === true) notes.push('written `… As Name`');
  return notes.join('; ');
}

function signature(name: string, { parameters, result }: Overload): string {
  const parts = parameters.map((parameter) => {
    const shown = parameter.repeated ? `${parameter.name}, …` : parameter.name;
    return parameter.optional || parameter.repeated ? `[${shown}]` : shown;
  });
  return `${name}(${parts.join(', ')}) → ${resultOf({ parameters, result } as Overload)}`;
}

function section(definition: FunctionDefinition): string {
  const { name, overloads } = definition;
  const { summary = '', examples = [], remarks, parameters: notesOf = {} } = documentationOf(name) ?? {};
  const lines = [`### ${name}`, '', summary, ''];
  lines.push('```', ...new Set(overloads.map((overload) => signature(name, overload))), '```', '');
  const rows = overloads.flatMap(({ parameters }) =>
    parameters.map(
      (parameter) =>
        `| ${parameter.name} | ${typeOf(parameter)} | ${treatment(parameter, notesOf[parameter.name]).replaceAll('|', '\\|')} |`,
    ),
  );
  if (rows.length > 0) lines.push('| argument | type | |', '| --- | --- | --- |', ...new Set(rows), '');
  const notes = [
    definition.behavior === true && 'Only in behaviors.',
    definition.volatile === true && 'Evaluated anew each time.',
    overloads.some(({ rowByRow }) => rowByRow === true) &&
      'Given a table with one column in place of a value, it is applied to each row.',
    definition.needs !== undefined && `A host may switch it off (\`${definition.needs}\`).`,
    remarks,
  ].filter((note) => typeof note === 'string');
  if (notes.length > 0) lines.push(notes.join(' '), '');
  for (const [formula, result] of examples) lines.push(`* \`${formula}\` gives \`${result}\``);
  if (examples.length > 0) lines.push('');
  return lines.join('\n');
}

function reference(): string {
  const parts = [intro];
  for (const category of Object.keys(headings) as Category[]) {
    const members = library
      .filter((definition) => documentationOf(definition.name)?.category === category)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    if (members.length === 0) continue;
    parts.push(
      `## ${headings[category]}`,
      members.map(({ name }) => `[${name}](#${anchor(name)})`).join(' · '),
      ...members.map(section),
    );
  }
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`;
}

const anchor = (name: string): string => name.toLowerCase().replaceAll('.', '');

await loadDocumentation();
writeOrCheck(path, reference(), `${library.length} functions`, "the functions' records");
