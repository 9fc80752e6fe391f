import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';

const folder = fileURLToPath(new URL('../src/controls/', import.meta.url));

/** Which argument of the functions that declare a property is its sentence. */
const places = { data: 2, design: 2, both: 2, output: 1, hosted: 1, enabling: 2, shade: 1, noted: 0 };

/** Records of a declaration whose values are sentences. */
const records = /^(?:events|parts|states|slots|\w+(?:Events|Notes|Parts|States))$/;

/**
 * Puts the sentences of controls' declarations into one module, `documentation.ts`, and keys in their place, so that a page which only shows a control
 * does not load what is written about it. In the sources both stand in one file, because they change together.
 *
 * @type {import('vite').Plugin}
 */
export const sentencesApart = {
  name: 'sentences-apart',
  enforce: 'pre',
  load(id) {
    const [, file] = /[\\/]src[\\/]controls[\\/]([\w-]+\.ts)$/.exec(id) ?? [];
    if (file === undefined) return undefined;
    const { texts, sources } = (sentences ??= collect());
    return file === 'documentation.ts'
      ? `import { keepSentences } from './sentences.ts';\nkeepSentences(${JSON.stringify([...texts.keys()])});\n`
      : sources.get(file);
  },
};

/** @type {ReturnType<typeof collect> | undefined} */
let sentences;

/** All sentences with their keys, and the files that have some with the keys in their place. */
function collect() {
  /** @type {Map<string, number>} */
  const texts = new Map();
  /** @type {Map<string, string>} */
  const sources = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const source = readFileSync(folder + file, 'utf8');
    const found = [];
    walk(parseAst(source, { lang: 'ts' }, file), (node) => found.push(...sentencesIn(node)));
    if (found.length === 0) continue;
    found.sort((a, b) => b.start - a.start);
    let changed = source;
    for (const { start, end, value } of found) {
      if (!texts.has(value)) texts.set(value, texts.size);
      changed = `${changed.slice(0, start)}'~${texts.get(value).toString(36)}'${changed.slice(end)}`;
    }
    sources.set(file, changed);
  }
  return { texts, sources };
}

/** The texts of a node that are sentences. */
function sentencesIn(node) {
  const written = (value) => (value?.type === 'Literal' && typeof value.value === 'string' && value.value !== '' ? [value] : []);
  if (node.type === 'CallExpression') return written(node.arguments[places[node.callee.name]]);
  const name = node.key?.name ?? node.id?.name;
  const value = node.type === 'Property' ? node.value : node.type === 'VariableDeclarator' ? node.init : undefined;
  if (value === undefined || value === null) return [];
  if (name === 'summary') return written(value);
  const record = value.type === 'TSAsExpression' ? value.expression : value;
  if (!records.test(name) || record.type !== 'ObjectExpression') return [];
  return record.properties.flatMap((member) => (member.type === 'Property' ? written(member.value) : []));
}

/** Visits a node of a syntax tree and all below it. */
export function walk(node, visit) {
  if (Array.isArray(node)) return node.forEach((one) => walk(one, visit));
  if (typeof node !== 'object' || node === null) return;
  if (typeof node.type === 'string') visit(node);
  for (const value of Object.values(node)) walk(value, visit);
}
