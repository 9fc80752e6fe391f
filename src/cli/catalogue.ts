/*
 * `npm run catalogue -- --json`: what is implemented, by Power Apps' names: functions of the language, and kinds of controls with their
 * properties and events.
 */
import { appDefinition } from '../app/index.ts';
import { aliasesOf, catalogue, type ControlDefinition } from '../controls/index.ts';
import { library } from '../formula/index.ts';

/** Properties that are known so that apps can name them, but do nothing, are left out. */
const honoured = ({ properties }: ControlDefinition): string[] =>
  Object.keys(properties).filter((name) => properties[name]?.ignored !== true);

const controls = Object.fromEntries(
  [appDefinition, ...catalogue.map(({ definition }) => definition)].flatMap((definition) => {
    const entry = {
      properties: [...honoured(definition), ...Object.keys(definition.propertyAliases ?? {})],
      events: Object.keys(definition.events),
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
