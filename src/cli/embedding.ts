/*
 * `npm run embedding [FOLDER]`: writes what editors and frameworks read about the controls, from their declarations, into `dist` or the
 * folder named: the manifest of custom elements, data for Visual Studio Code and for JetBrains, types for the tags in JSX, Svelte and Vue,
 * and the components for React.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describedKinds } from './embedding/described-kind.ts';
import { cssData, htmlData, webTypes } from './embedding/editor-data.ts';
import { elementManifest } from './embedding/element-manifest.ts';
import { pageElements } from './embedding/page-elements.ts';
import { elementTypes, frameworkFiles, reactModule } from './embedding/framework-types.ts';

const folder = process.argv[2] ?? 'dist';
const kinds = describedKinds();
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const json = (value: object): string => `${JSON.stringify(value)}\n`;
const react = reactModule(kinds);

const files: { readonly [path: string]: string } = {
  'custom-elements.json': json(elementManifest(kinds)),
  'web-types.json': json(webTypes(kinds, version)),
  'vscode/html-data.json': json(htmlData(kinds)),
  'vscode/css-data.json': json(cssData(kinds)),
  'frameworks/elements.d.ts': elementTypes(kinds),
  ...Object.fromEntries(Object.entries(frameworkFiles).map(([file, text]) => [`frameworks/${file}`, text])),
  'not-defined.css': notDefined([...kinds, ...pageElements].map(({ tag }) => tag)),
  'react/index.js': react.code,
  'react/index.d.ts': react.types,
};

/** Keeps what is not an element yet out of sight, without moving what is around it: for pages that link to it. */
function notDefined(tags: readonly string[]): string {
  return `:is(${tags.join(', ')}):not(:defined) {\n  visibility: hidden;\n}\n`;
}

for (const [path, text] of Object.entries(files)) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
console.log(`${Object.keys(files).length} files for ${kinds.length} kinds of controls in ${folder}`);
