import { run } from 'node:test';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';

/**
 * Runs built test files, each in a process of its own, and prints what failed.
 *
 * @param {string[]} files absolute paths
 * @returns {Promise<{passed: number, failed: number, skipped: number}>}
 */
export async function runNodeTests(files) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --enable-source-maps`.trim();
  const times = new Map();
  const stream = run({ files, concurrency: availableParallelism(), timeout: 600_000 });
  for await (const { type, data } of stream) {
    if (type === 'test:stdout' || type === 'test:stderr') process.stdout.write(data.message);
    if (type === 'test:pass' || type === 'test:fail')
      if (data.nesting === 0) times.set(data.file, (times.get(data.file) ?? 0) + data.details.duration_ms);
    if (type === 'test:pass' && data.details.type !== 'suite' && !files.includes(data.name))
      counts[data.skip || data.todo ? 'skipped' : 'passed']++;
    if (type === 'test:fail' && isCause(data)) {
      counts.failed++;
      const place = [data.file, data.name].filter((part) => part !== undefined).map((part) => relative('', part) || part);
      console.log(`\n✗ ${[...new Set(place)].join(' › ')}\n${described(data.details.error)}`);
    }
    if (type === 'test:diagnostic' && stray.test(data.message)) {
      counts.failed++;
      console.log(`\n✗ ${relative('', data.file ?? '')}\n    ${data.message}`);
    }
  }
  console.log(`slowest: ${slowest(times).join(', ')}`);
  return counts;
}

/** The files that took longest, in seconds. */
const slowest = (times) =>
  [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 12)
    .map(([file, time]) => `${relative('.wtr/node', file ?? '').replace(/\.node\.test\.js$/, '')} ${Math.round(time / 1000)}`);

/** How Node reports an exception or rejection that comes after its test has ended. */
const stray = /asynchronous activity after the test ended|resulted in the test failing|unhandled/;

/** A suite fails because a test in it failed; only the latter counts. */
const isCause = (data) => data.details.error?.failureType !== 'subtestsFailed';

/** The error that a test threw, with what it says it was caused by. */
function described(error) {
  const causes = [];
  for (let cause = error?.cause ?? error; cause !== undefined && causes.length < 5; cause = cause?.cause) causes.push(cause);
  return causes
    .map((cause) => String(cause?.stack ?? cause?.message ?? cause))
    .join('\ncaused by ')
    .replace(/^/gm, '    ');
}
