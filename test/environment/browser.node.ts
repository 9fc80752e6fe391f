import { execFileSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';

/** Starts the Chromium that the browser tests use too, for tests that drive whole pages from outside. Close it at the end. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = execFileSync(process.execPath, ['scripts/find-chromium.mjs'], { encoding: 'utf8' }).trim();
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--lang=en-US'] });
}
