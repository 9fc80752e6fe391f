import { spawn } from 'node:child_process';

/** The demo as `npm start` serves it. */
export interface Demo {
  /** The address of its first page, without a slash at the end. */
  readonly url: string;
  close(): void;
}

/** Builds and serves the demo with its service on free ports. Takes some seconds. */
export function startDemo(): Promise<Demo> {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0' },
  });
  process.once('exit', () => child.kill());
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const url = /http:\/\/\S+(?=\/\s)/.exec(printed)?.[0];
      if (url !== undefined) resolve({ url, close: () => child.kill() });
    });
    child.once('exit', (code) => reject(new Error(`The demo ended with code ${code}: ${printed}`)));
  });
}
