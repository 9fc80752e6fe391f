/** `node scripts/run-command.mjs NAME ARGUMENT...` runs `src/cli/NAME.ts`, built. Standard output is the command's alone. */
import { existsSync } from 'node:fs';
import { freshCommands } from './fresh.mjs';

const [node, self, name, ...args] = process.argv;
await freshCommands();
const built = new URL(`../dist/cli/${name}.js`, import.meta.url);
if (existsSync(built)) {
  process.argv = [node, self, ...args];
  await import(built.href);
} else {
  console.error(`There is no src/cli/${name}.ts to run.`);
  process.exitCode = 2;
}
