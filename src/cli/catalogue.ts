/*
 * `npm run catalogue -- --json`: what is implemented, by Power Apps' names: functions of the language, and kinds of controls with their
 * properties and events. Instances of components have the properties that their components define: those of the app files of FXLOOM_DATA
 * (`../shared` where it is not set) are listed, as far as they are bound.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, AppDocument, appDefinition } from '../app/index.ts';
import { aliasesOf, catalogue, type ControlDefinition } from '../controls/index.ts';
import { library } from '../formula/index.ts';

/** Properties that are known so that apps can name them, but do nothing, are left out. */
const honoured = ({ properties }: ControlDefinition): string[] =>
  Object.keys(properties).filter((name) => properties[name]?.ignored !== true);

/** The definitions of the components in a folder of app files; none where there is no such folder. */
function componentsIn(folder: string): readonly ControlDefinition[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.pa.yaml'));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const app = new App(new AppDocument([{ name, text: readFileSync(join(folder, name), 'utf8') }]));
    const definitions = [...app.program.model.prototypes.values()].map(({ kind }) => kind?.definition);
    app.dispose();
    return definitions.filter((definition) => definition !== undefined);
  });
}

const components = componentsIn(join(process.env['FXLOOM_DATA'] ?? '../shared', 'apps/payaml-given'));

const controls = Object.fromEntries(
  [appDefinition, ...catalogue.map(({ definition }) => definition)].flatMap((definition) => {
    const all = definition.name === 'CanvasComponent' ? [definition, ...components] : [definition];
    const entry = {
      properties: [...new Set(all.flatMap((one) => [...honoured(one), ...Object.keys(one.propertyAliases ?? {})]))],
      events: [...new Set(all.flatMap(({ events }) => Object.keys(events)))],
    };
    return [definition.name, ...aliasesOf(definition.name)].map((name) => [name, entry] as const);
  }),
);
// `Type(…)` belongs to the grammar.
const functions = [...library.map(({ name }) => name), 'Type'].sort();

if (process.argv.includes('--json')) console.log(JSON.stringify({ functions, controls }));
else {
  console.log(`${functions.length} functions: ${functions.join(', ')}`);
  for (const { definition } of catalogue)
    console.log(`${definition.name}: ${Object.keys(definition.properties).length} properties. ${definition.summary}`);
}
