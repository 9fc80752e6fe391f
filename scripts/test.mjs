/**
 * `npm test`: format, lint and type checks, the build, the browser tests, the Node tests; one line at the end for all of them.
 * A check that fails counts as one failure, a check that passes counts as nothing. `TEST=text` runs only the test files whose path
 * holds the text, and no checks; so does an argument.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildNodeTests } from './testing/build-tests.mjs';
import { runNodeTests } from './testing/node-tests.mjs';
import { testFiles } from './testing/test-files.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
process.chdir(root);
const pattern = process.argv[2] ?? process.env.TEST;
const files = testFiles(root, pattern);
const total = { passed: 0, failed: 0, skipped: 0 };

rmSync('.wtr', { recursive: true, force: true });
mkdirSync('.wtr');
if (!pattern) {
  await stage('format', () => succeeds(bin('oxfmt'), '--check'));
  await stage('lint', () => succeeds(bin('oxlint'), '--type-aware', '--deny-warnings'));
  await stage('types', () => succeeds(bin('typescript', 'tsc')));
}
if (!pattern || files.node.some((file) => file.startsWith('test/package')))
  await stage('build', () => succeeds('scripts/build.mjs'));
if (files.browser.length > 0) await stage('browser tests', browserTests);
if (files.node.length > 0) await stage('node tests', nodeTests);

if (total.passed + total.failed === 0) {
  console.log(pattern ? `No test file's path holds "${pattern}", or none of them has a test.` : 'There are no tests.');
  total.failed = 1;
}
writeFileSync('.wtr/summary.json', JSON.stringify(total));
if (total.skipped > 0) console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** Runs one part; it answers with counts, or with whether it succeeded. */
async function stage(name, run) {
  const from = Date.now();
  let result;
  try {
    result = await run();
  } catch (error) {
    console.error(error);
    result = false;
  }
  if (result === false) result = { passed: 0, failed: 1, skipped: 0 };
  if (typeof result === 'object') for (const key of Object.keys(total)) total[key] += result[key];
  const counts = typeof result === 'object' && result.passed > 0 ? ` ${result.passed} passed,` : '';
  const outcome =
    typeof result === 'object' && result.failed > 0 ? `${counts} ${result.failed} failed` : counts.slice(0, -1) || ' ok';
  console.log(`${name}:${outcome} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
}

/** The script of a package's command. */
function bin(name, command = name) {
  const folder = resolve('node_modules', name);
  const manifest = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8'));
  return resolve(folder, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command]);
}

/** Runs a Node script; its output is shown where it failed. */
function succeeds(script, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) console.log(`${stdout}${stderr}`.trimEnd());
  return status === 0;
}

async function browserTests() {
  const args = [bin('@web/test-runner', 'web-test-runner')];
  const env = { ...process.env, TEST: pattern ?? '' };
  const status = await new Promise((done) => {
    spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], env }).once('close', done);
  });
  const counts = readCounts('.wtr/browser.json');
  // A run that broke off, or found no test in its files, must not pass.
  if (counts === undefined || (counts.failed === 0 && (status !== 0 || counts.passed + counts.skipped === 0))) return false;
  return counts;
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

async function nodeTests() {
  return runNodeTests(await buildNodeTests(root, files.node));
}
