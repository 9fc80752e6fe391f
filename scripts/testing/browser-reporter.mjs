import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inspect } from 'node:util';

/** What a development build of Lit says on every page. */
const expected = /Lit is in dev mode|Multiple versions of Lit loaded/;

/** How the runner logs a promise that nobody awaited. It belongs to no test, and is a failure all the same. */
const lost = /^An error was thrown in a Promise outside a test/;

/** What Lit warns of names its page about it: an element that schedules an update while it updates draws everything twice. */
const warned = /https:\/\/lit\.dev\/msg\//;

/**
 * Prints what failed and what pages wrote to their consoles; writes the counts to `.wtr/browser.json`.
 *
 * @param {string} root the project's folder
 * @returns {import('@web/test-runner').Reporter}
 */
export function browserReporter(root) {
  return {
    onTestRunFinished({ sessions }) {
      const counts = { passed: 0, failed: 0, skipped: 0 };
      for (const session of sessions) {
        const page = relative(root, session.testFile).replace(/^.*pages[\\/]/, '');
        for (const log of session.logs) {
          const text = log.map((part) => (typeof part === 'string' ? part : inspect(part))).join(' ');
          if (expected.test(text)) continue;
          if (lost.test(text) || warned.test(text)) fail(counts, [page], { message: text });
          else console.log(`[${page}] ${text}`);
        }
        // A page that broke off: it did not load, it crashed, or its time ran out.
        for (const error of session.errors) fail(counts, [page], error);
        if (session.errors.length === 0 && session.testResults === undefined)
          fail(counts, [page], { message: 'The page gave no results.' });
        if (session.testResults !== undefined) count(session.testResults, [page], counts);
      }
      mkdirSync(join(root, '.wtr'), { recursive: true });
      writeFileSync(join(root, '.wtr/browser.json'), JSON.stringify(counts));
    },
  };
}

/** @param {import('@web/test-runner').TestSuiteResult} suite @param {string[]} path */
function count(suite, path, counts) {
  for (const test of suite.tests) {
    if (test.skipped) counts.skipped++;
    else if (test.passed) counts.passed++;
    else fail(counts, [...path, test.name], test.error);
  }
  for (const inner of suite.suites) count(inner, [...path, inner.name], counts);
}

function fail(counts, path, error) {
  counts.failed++;
  // Thousands of generated cases may fail for one reason; the first ones tell it.
  if (counts.failed > 50) {
    if (counts.failed === 51) console.log('… further failures are counted only');
    return;
  }
  console.log(`\n✗ ${path.join(' › ')}`);
  const text = error === undefined ? 'failed without an error' : described(error);
  console.log(text.replace(/^/gm, '    '));
}

function described({ name, message, stack, expected, actual }) {
  const head = `${name === undefined ? '' : `${name}: `}${message ?? ''}`;
  const frames = (stack ?? '')
    .split('\n')
    .filter((line) => /^\s*at /.test(line) && !line.includes('node_modules'))
    .slice(0, 6);
  const differ = expected === undefined && actual === undefined ? [] : [`expected: ${expected}`, `actual:   ${actual}`];
  return [head, ...differ, ...frames].join('\n');
}
