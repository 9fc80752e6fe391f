#!/usr/bin/env node
import { existsSync } from 'node:fs';

// In a checkout the sources may be newer than what was built of them; the package has no scripts.
const fresh = new URL('../scripts/fresh.mjs', import.meta.url);
if (existsSync(fresh)) {
  const { freshCommands, freshPages } = await import(fresh.href);
  await freshCommands();
  if (process.argv[2] === 'export') await freshPages();
}
await import('../dist/cli/main.js');
