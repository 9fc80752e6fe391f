import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build } from 'vite';
import { launchBrowser } from './environment/browser.node.ts';
import { serveFolder } from './environment/static.node.ts';

/** What a stranger gets: the packed package, installed into empty folders far from this checkout. */
const root = process.cwd();
const parts = ['formula', 'connectors', 'controls', 'app', 'studio'].filter((part) => existsSync(`src/${part}/index.ts`));
const names = ['fxloom', ...parts.map((part) => `fxloom/${part}`)];

const strict = "default-src 'self'; script-src 'self'; style-src 'self'";

const app = `Screens:
  Home:
    Children:
      - Greeting:
          Control: Label
          Properties:
            Text: ="Hello, " & Upper("world")
`;

describe('the packed package', () => {
  let folder: string;
  let browser: Browser;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fxloom-package-'));
    // The test command has built `dist` just now.
    npm(root, 'pack', '--silent', '--ignore-scripts', '--pack-destination', folder);
    const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
    write('package.json', '{"private": true, "type": "module"}');
    npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`);
    browser = await launchBrowser();
  });

  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has nothing for publint to complain of', async () => {
    const pkgDir = join(folder, 'node_modules/fxloom');
    const manifest: Record<string, unknown> = JSON.parse(readFileSync(join(pkgDir, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    const { messages } = await publint({ pkgDir, strict: true });
    assert.deepEqual(
      messages.filter(({ type }) => type !== 'suggestion').map((message) => formatMessage(message, manifest, { color: false })),
      [],
    );
  });

  it('carries licence and readme, and no sources', () => {
    const files = readdirSync(join(folder, 'node_modules/fxloom'));
    for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md', 'bin', 'dist']) assert.ok(files.includes(file), file);
    for (const file of ['src', 'scripts', 'test', 'demo']) assert.ok(!files.includes(file), file);
  });

  for (const name of names) {
    it(`${name} loads in Node, without a page and without code from strings`, () => {
      const code = `import * as all from '${name}'; if (Object.keys(all).length === 0) throw new Error('empty');`;
      node(folder, '--disallow-code-generation-from-strings', '--input-type=module', '--eval', code);
    });
  }

  for (const moduleResolution of ['bundler', 'nodenext']) {
    it(`its types resolve (${moduleResolution})`, () => {
      const uses = names.map((name, i) => `import * as part${i} from '${name}';\nexport const keys${i}: object = part${i};`);
      // An import that resolves to nothing typed would take this; then the expected error is missing, which is one.
      const typed =
        "import { FormulaError } from 'fxloom/formula';\n// @ts-expect-error\nexport const wrong: string = FormulaError;";
      write('types/use.ts', [...uses, typed].join('\n'));
      const module = moduleResolution === 'bundler' ? 'esnext' : 'nodenext';
      const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', module, '--moduleResolution', moduleResolution];
      node(folder, join(root, 'node_modules/typescript/bin/tsc'), '--ignoreConfig', ...options, 'types/use.ts');
    });
  }

  it('its command runs', { skip: !existsSync('src/cli/main.ts') }, () => {
    assert.match(npm(folder, 'exec', '--', 'fxloom', '--help'), /fxloom/);
  });

  const noElement = !existsSync('src/app/element.ts');

  it('shows an app in a page without a build', { skip: noElement }, async () => {
    write('page/app.pa.yaml', app);
    cpSync(join(folder, 'node_modules/fxloom/dist/cdn'), join(folder, 'page'), { recursive: true });
    write('page/index.html', '<!doctype html><script type="module" src="fxloom.js"></script><fx-app src="app.pa.yaml"></fx-app>');
    await showsGreeting(join(folder, 'page'));
  });

  it('loads the kinds of controls that a page uses, and no other', { skip: noElement }, async () => {
    cpSync(join(folder, 'node_modules/fxloom/dist/cdn'), join(folder, 'kinds'), { recursive: true });
    const html =
      '<!doctype html><script type="module" src="fxloom.js"></script><fx-app><fx-slider id="S"></fx-slider><fx-rating></fx-rating>';
    write('kinds/index.html', html);
    const server = await serveFolder(join(folder, 'kinds'), strict);
    const page = await browser.newPage();
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    try {
      await page.goto(`${server.url}/`);
      await page.locator('fx-slider:defined').waitFor();
      await page.locator('fx-rating:defined').waitFor({ state: 'attached' });
      assert.deepEqual(
        ['slider', 'rating', 'date-picker', 'combo-box', 'clean-html'].map((kind) =>
          loaded.some((url) => url.includes(`/${kind}-`)),
        ),
        [true, true, false, false, false],
      );
    } finally {
      await page.close();
      server.close();
    }
  });

  it('shows an app in a Vite project', { skip: noElement }, async () => {
    write('vite/public/app.pa.yaml', app);
    write('vite/main.js', "import 'fxloom/app';\nimport 'fxloom/controls';\n");
    write('vite/index.html', '<!doctype html><script type="module" src="/main.js"></script><fx-app src="app.pa.yaml"></fx-app>');
    await build({
      configFile: false,
      root: join(folder, 'vite'),
      logLevel: 'error',
      build: { modulePreload: { polyfill: false } },
    });
    await showsGreeting(join(folder, 'vite/dist'));
  });

  async function showsGreeting(site: string): Promise<void> {
    const server = await serveFolder(site, strict);
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    try {
      await page.goto(`${server.url}/`);
      await page.getByText('Hello, WORLD').waitFor();
      assert.deepEqual(errors, []);
    } finally {
      await page.close();
      server.close();
    }
  }

  function write(path: string, text: string): void {
    mkdirSync(resolve(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

function npm(cwd: string, ...args: string[]): string {
  const script = process.env['npm_execpath'];
  return script === undefined ? run(cwd, 'npm', args) : run(cwd, process.execPath, [script, ...args]);
}

function node(cwd: string, ...args: string[]): string {
  return run(cwd, process.execPath, args);
}

/** The message of what it throws holds the output. */
function run(cwd: string, command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}
