import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface ShopService {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** Scripts what goes wrong with the next answers. */
  faults(script: object): Promise<void>;
  /** What was asked of it. */
  log(): Promise<unknown>;
  close(): void;
}

/** Whether this checkout has the demo's service. */
export const hasShop = existsSync('scripts/service.mjs') && existsSync('demo/service/main.ts');

/** Starts the demo's service for one test file. Takes some seconds. */
export async function startShop(): Promise<ShopService> {
  const child = spawn(process.execPath, ['scripts/service.mjs', '0'], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The service ended with code ${code}.`)));
  });
  return {
    url,
    faults: async (script) => {
      const response = await fetch(`${url}/faults`, {
        method: 'POST',
        body: JSON.stringify(script),
        headers: { 'content-type': 'application/json' },
      });
      if (!response.ok) throw new Error(await response.text());
    },
    log: async (): Promise<unknown> => (await fetch(`${url}/faults/log`)).json() as Promise<unknown>,
    close: () => child.kill(),
  };
}
