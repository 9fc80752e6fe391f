/**
 * Runs the tests that touch a page, and the language, in a real Chromium. The tests are bundled first, so that `npx web-test-runner`
 * alone works too; `TEST=text` keeps the files whose path holds the text.
 */
import { fileURLToPath } from 'node:url';
import { chromeLauncher } from '@web/test-runner-chrome';
import { findChromium } from './scripts/find-chromium.mjs';
import { browserReporter } from './scripts/testing/browser-reporter.mjs';
import { buildBrowserTests } from './scripts/testing/build-tests.mjs';
import { dataPlugin } from './scripts/testing/data.mjs';
import { servicePlugin } from './scripts/testing/service-plugin.mjs';
import { testFiles } from './scripts/testing/test-files.mjs';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/[\\/]$/, '');
const browser = await findChromium().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
const { browser: files } = testFiles(root, process.env.TEST);
const pages = files.length === 0 ? [] : await buildBrowserTests(root, files);

export default {
  rootDir: root,
  files: pages,
  nodeResolve: false,
  // A second page of full Chromium is a background tab, whose animation frames never come. The headless shell has no such notion.
  concurrency: browser.shell ? 2 : 1,
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: browser.path,
        headless: browser.shell ? 'shell' : true,
        args: [
          ...browser.args,
          '--use-fake-device-for-media-stream',
          '--use-fake-ui-for-media-stream',
          '--autoplay-policy=no-user-gesture-required',
          '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
          '--lang=en-US',
        ],
        env: { ...process.env, ...browser.env, TZ: 'UTC' },
      },
    }),
  ],
  plugins: [servicePlugin(), dataPlugin(root)],
  staticLogging: true,
  logger: {
    ...console,
    // Only what goes wrong; the reporter tells the rest.
    log: () => {},
    debug: () => {},
    logSyntaxError: console.error,
  },
  reporters: [browserReporter(root)],
  testFramework: { config: { timeout: 10_000 } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
};
