import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';

it('docs/functions.md is what the functions give (npm run docs)', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/run-command.mjs', 'function-reference', '--check'], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  assert.equal(status, 0);
});

it('docs/data-sources.md says what the planner does (npm run docs)', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/run-command.mjs', 'delegation-reference', '--check'], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  assert.equal(status, 0);
});
