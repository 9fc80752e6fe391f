import { execFileSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';

/** Starts the Chromium that the browser tests use too, for tests that drive whole pages from outside. Close it at the end. */
export function launchBrowser(): Promise<Browser> {
  const found = execFileSync(process.execPath, ['scripts/find-chromium.mjs'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { path, args, env } = JSON.parse(found) as { path: string; args: string[]; env: Record<string, string> };
  return chromium.launch({
    executablePath: path,
    args: [...args, '--lang=en-US'],
    env: { ...process.env, ...env },
  });
}
