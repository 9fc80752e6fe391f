#!/usr/bin/env node
import { existsSync } from 'node:fs';

// In a checkout the sources may be newer than what was built of them; the package has no scripts.
const fresh = new URL('../scripts/fresh.mjs', import.meta.url);
if (existsSync(fresh)) await (await import(fresh.href)).freshCommands();
await import('../dist/cli/main.js');
