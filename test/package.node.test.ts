import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
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

/** Uses that are right, and some that must be wrong: without types nothing would be. */
const jsxUses = `import 'fxloom/controls';
export const page = (
  <div>
    <fx-button text="Save" appearance="Secondary" onselect={(event) => event.detail} class="wide" id="save" />
    <fx-gallery Items={[{ name: 'Oak' }]} items="=Shop.ListOrders().value" template-size={48} />
    <fx-app src="app.pa.yaml" connections="{}" />
    {/* @ts-expect-error There is no such attribute. */}
    <fx-button colour="red" />
    {/* @ts-expect-error A property that is a number. */}
    <fx-button Width="wide" />
  </div>
);
export const text: string = document.createElement('fx-label').Text;
// @ts-expect-error There is no such property.
export const none = document.createElement('fx-label').Nonsense;
`;

const reactApp = `import { createElement, Fragment, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Button, Label, TextInput } from 'fxloom/react';
function App() {
  const [name, setName] = useState('');
  const [done, setDone] = useState(false);
  return createElement(Fragment, null,
    createElement(TextInput, { AccessibleLabel: 'Name', onOutput: ({ property, value }) => property === 'Text' && setName(value) }),
    createElement(Label, { Text: done ? 'Greeted ' + name : 'Hello, ' + name }),
    done ? null : createElement(Button, { Text: 'Greet', OnSelect: () => setDone(true) }));
}
createRoot(document.getElementById('app')).render(createElement(App));
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

  it('brings what editors read', () => {
    const { customElements, 'web-types': webTypes } = manifest();
    for (const file of [customElements!, webTypes!, 'dist/vscode/html-data.json', 'dist/vscode/css-data.json'])
      assert.ok(
        Object.keys(JSON.parse(readFileSync(join(folder, 'node_modules/fxloom', file), 'utf8')) as object).length > 1,
        file,
      );
  });

  it('its tags are typed in React and Preact', () => {
    borrow('react', '@types/react', 'csstype', 'preact');
    for (const framework of ['react', 'preact'])
      write(
        `jsx/${framework}.tsx`,
        `/** @jsxImportSource ${framework} */\nimport type {} from 'fxloom/types/${framework}';\n${jsxUses}`,
      );
    const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'esnext', '--moduleResolution', 'bundler'];
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    node(folder, tsc, '--ignoreConfig', ...options, '--jsx', 'react-jsx', 'jsx/react.tsx', 'jsx/preact.tsx');
  });

  it('its components work in React, and on a server', async () => {
    borrow('react', 'react-dom', 'scheduler');
    const server = `import { createElement } from 'react'; import { renderToString } from 'react-dom/server'; import { Button } from 'fxloom/react';
      process.stdout.write(renderToString(createElement(Button, { Text: 'Save', id: 'save', className: 'wide' })));`;
    assert.equal(node(folder, '--input-type=module', '--eval', server), '<fx-button id="save" class="wide"></fx-button>');
    write('react/main.js', reactApp);
    write('react/index.html', '<!doctype html><div id="app"></div><script type="module" src="/main.js"></script>');
    const options = { root: join(folder, 'react'), logLevel: 'error', build: { modulePreload: { polyfill: false } } } as const;
    await build({ configFile: false, ...options });
    await showsPage(join(folder, 'react/dist'), async (page) => {
      await page.locator('fx-text-input input').fill('Helga');
      await page.getByText('Hello, Helga').waitFor();
      await page.getByRole('button', { name: 'Greet' }).click();
      await page.getByText('Greeted Helga').waitFor();
      await page.locator('fx-button').waitFor({ state: 'detached' });
    });
  });

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

  const showsGreeting = (site: string): Promise<void> => showsPage(site, (page) => page.getByText('Hello, WORLD').waitFor());

  async function showsPage(site: string, look: (page: Page) => Promise<void>): Promise<void> {
    const server = await serveFolder(site, strict);
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    try {
      await page.goto(`${server.url}/`);
      await look(page);
      assert.deepEqual(errors, []);
    } finally {
      await page.close();
      server.close();
    }
  }

  function manifest(): { readonly [field: string]: string | undefined } {
    return JSON.parse(readFileSync(join(folder, 'node_modules/fxloom/package.json'), 'utf8')) as { [field: string]: string };
  }

  /** Packages of this checkout, as if they were installed there too. */
  function borrow(...packages: readonly string[]): void {
    for (const name of packages)
      cpSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true });
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
