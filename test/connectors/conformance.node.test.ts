import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';
import { dataPath } from '../environment/data.node.ts';

const runner = dataPath('connectors/run.mjs');

/** What a command prints. */
const printed = (command: string, ...args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });

describe(
  'the reference binder’s expected cases',
  { skip: runner === undefined && 'the test data is absent (FXLOOM_DATA)' },
  () => {
    it('all come out', async (context) => {
      const text = await printed(process.execPath, runner!, '--cmd', 'npm run --silent conformance:connectors', '--max', '200');
      const summary = /^ALL (\d+) of (\d+)/m.exec(text);
      context.diagnostic(summary?.[0] ?? text);
      assert.ok(summary !== null && Number(summary[2]) > 150, text);
      assert.equal(summary[1], summary[2], text);
    });
  },
);
