/**
 * Builds what the package ships, into `dist`:
 *
 * - `lib`: the library, a module for each source file, with types; packages stay outside
 * - `cdn`: minified modules that define the elements, for pages without a build and for exported apps
 * - `cli`: the `fxloom` command and its companions, with everything they need
 *
 * Run as a script it builds all of them.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions } from 'vite';
import { leanChevrotain } from './lean-chevrotain.mjs';
import { leanTemplates } from './lean-templates.mjs';
import { freshCommands, freshPages } from './fresh.mjs';
import { sentencesApart } from './sentences-apart.mjs';

const self = fileURLToPath(import.meta.url);
export const root = resolve(self, '../..');
const source = (path) => resolve(root, 'src', path);

/** The parts that a page or a program imports, as `fxloom/<part>`. */
export const parts = ['formula', 'connectors', 'controls', 'app', 'studio'];

/** Modules that generated ones import. */
const inner = ['react/wrap'];

/** What runs in Node: `npx fxloom` and the processes that test suites talk to. */
const commands = [
  'main',
  'conformance-serve',
  'conformance-connectors',
  'conformance-completion',
  'conformance-rows',
  'catalogue',
  'function-reference',
  'delegation-reference',
  'embedding',
  'control-reference',
];

/** @type {import('vite').InlineConfig} */
const common = {
  configFile: false,
  root,
  publicDir: false,
  logLevel: 'warn',
  mode: 'production',
  // RxJS offers ES5 unless it is asked for more.
  resolve: { conditions: ['es2015', ...defaultClientConditions] },
};

/** @type {import('vite').BuildEnvironmentOptions} */
const commonBuild = {
  target: 'es2023',
  sourcemap: true,
  emptyOutDir: true,
  reportCompressedSize: false,
  chunkSizeWarningLimit: 4000,
};

/** A slow machine is nothing to warn of, and a kind that is there from the start is known to be. */
const checks = { pluginTimings: false, ineffectiveDynamicImport: false };

/**
 * Puts the documentation of functions (`export const documentation`) into modules of their own, so that a bundle has the records without it, or
 * it without the records. In the sources both stand in one file, because they change together.
 *
 * @type {import('vite').Plugin}
 */
export const documentationApart = {
  name: 'documentation-apart',
  load(id) {
    const [, file, part] = /^(.*[\\/]formula[\\/]functions[\\/][\w-]+)(\.documentation)?\.ts$/.exec(id) ?? [];
    if (file === undefined) return undefined;
    const text = readFileSync(`${file}.ts`, 'utf8');
    const [documentation] = /^export const documentation: Documentation = \{\n[^]*?^\};\n/m.exec(text) ?? [];
    if (documentation === undefined) return undefined;
    if (part !== undefined) return documentation;
    return text.replace(documentation, () => `export { documentation } from './${basename(file)}.documentation.ts';\n`);
  },
  resolveId: (id, importer) => (/^\.\/[\w-]+\.documentation\.ts$/.test(id) ? resolve(dirname(importer), id) : undefined),
};

/** The library: stable file names, so that `sideEffects` of package.json can name them. */
export async function buildLibrary(outDir = resolve(root, 'dist/lib')) {
  const named = [
    ['index', source('index.ts')],
    ...[...parts.map((part) => `${part}/index`), ...inner].map((name) => [name, source(`${name}.ts`)]),
  ];
  const entry = Object.fromEntries(named.filter(([, file]) => existsSync(file)));
  await build({
    ...common,
    plugins: [documentationApart, sentencesApart, leanTemplates],
    build: {
      ...commonBuild,
      outDir,
      minify: false,
      lib: { entry, formats: ['es'] },
      rolldownOptions: {
        checks,
        external: (id) => !id.startsWith('.') && !id.startsWith('\0') && !isAbsolute(id),
        output: { preserveModules: true, preserveModulesRoot: source(''), entryFileNames: '[name].js' },
      },
    },
  });
}

/** The library's types. */
export async function buildTypes() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  await succeeds(process.execPath, [tsc, '-p', 'tsconfig.build.json']);
}

/**
 * Lit's policy of Trusted Types becomes ours, shared by all copies on a page: `src/controls/trusted-policy.ts` tells why.
 *
 * @param {string} code @param {string} id
 */
function ownPolicy(code, id) {
  if (!id.endsWith('/lit-html/lit-html.js')) return undefined;
  const theirs = /(\w+)\.createPolicy\("lit-html",\{createHTML:(\w+)=>\2\}\)/;
  if (!theirs.test(code)) throw new Error('lit-html makes its policy of Trusted Types in another way than before.');
  const rules = '{createHTML:t=>t,createScriptURL(){throw new TypeError("No script is ever loaded from data.")}}';
  return {
    code: code.replace(theirs, `(globalThis[Symbol.for("fxloom.policy")]??=$1.createPolicy("fxloom",${rules}))`),
    map: null,
  };
}

/**
 * Vite's way to load what is imported later brings style sheets and preloads along, of which these pages have none.
 *
 * @type {import('vite').Plugin}
 */
const plainImports = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : undefined),
};

/**
 * A minified module: self-contained, or with what it imports later in files of their own.
 *
 * @param {string} name of the file, without `.js`
 * @param {string} code of the module, whose imports start with `/src/`
 * @param {{outDir?: string, write?: boolean, split?: boolean, external?: (id: string) => boolean, without?: readonly string[]}} [options]
 *   `without`: files below `src` that would be loaded late, and are left out
 */
export async function bundle(
  name,
  code,
  { outDir = resolve(root, 'dist/cdn'), write = true, split = false, external, without = [] } = {},
) {
  const absent = new Set(without.map(source));
  const id = `virtual:${name}`;
  const make = (codeSplitting, options) =>
    build({
      ...common,
      plugins: [
        documentationApart,
        sentencesApart,
        leanTemplates,
        plainImports,
        leanChevrotain,
        {
          name: 'entry',
          resolveId: (wanted) =>
            wanted === id ? `\0${id}` : wanted.startsWith('/src/') ? resolve(root, wanted.slice(1)) : undefined,
          load: (wanted) =>
            wanted === `\0${id}` ? code : absent.has(wanted) ? { code: leftOut, moduleSideEffects: true } : undefined,
          transform: ownPolicy,
        },
      ],
      build: {
        ...commonBuild,
        outDir,
        emptyOutDir: false,
        modulePreload: false,
        ...options,
        rolldownOptions: {
          checks,
          input: { [name]: id },
          preserveEntrySignatures: 'strict',
          external,
          output: { format: 'es', entryFileNames: '[name].js', codeSplitting, minify: options.minify },
        },
      },
    });
  const finished = { write, minify: true, sourcemap: write };
  if (!split) return make(false, finished);
  // What is needed at once would be cut into dozens of files by what shares it with later ones: it is found first, and then kept together.
  const [{ output }] = [await make(true, { write: false, minify: false, sourcemap: false })].flat();
  const modules = new Set(neededChunks(output, `${name}.js`).flatMap((chunk) => Object.keys(chunk.modules)));
  return make({ groups: [{ name: `${name}-base`, test: (module) => modules.has(module) }] }, finished);
}

const leftOut = "throw new Error('This page has only what runs its app. Open the app from its source for this.');";

/** The chunks that must be there before a file runs: what it imports, and what that does. */
export function neededChunks(output, file) {
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set([file]);
  for (const name of needed) for (const imported of chunks.get(name).imports) if (chunks.has(imported)) needed.add(imported);
  return [...needed].map((name) => chunks.get(name));
}

/** What pages load: a module that loads more as it is needed, one for authors, and one that is whole, for exported apps. */
export async function buildPages() {
  rmSync(resolve(root, 'dist/cdn'), { recursive: true, force: true });
  await bundle('fxloom', "export * from '/src/player.ts';", { split: true });
  await bundle('fxloom-studio', "export * from '/src/index.ts'; export * from '/src/studio/index.ts';");
  await bundle('fxloom-app', "import '/src/exported.ts';");
  await bundle('fxloom-player', "export * from '/src/exported-player.ts';", { split: true });
  await bundle('fxloom-exported', "import '/src/exported-page.ts';", {
    without: [
      'app/language.ts',
      'app/document.ts',
      'app/yaml-whole.ts',
      'app/package/open-package.ts',
      'app/island.ts',
      'app/inspect/why.ts',
      'app/inspect/inspector.ts',
      'app/trace/session-trace.ts',
    ],
  });
  await bundle('fxloom-formula-bar', "export * from '/src/formula/index.ts'; export * from '/src/studio/formula-bar.ts';");
  writeIntegrity(resolve(root, 'dist/cdn'));
}

/** What pages write into `integrity` where they load a module from elsewhere. */
function writeIntegrity(folder) {
  const digest = (file) =>
    `sha384-${createHash('sha384')
      .update(readFileSync(resolve(folder, file)))
      .digest('base64')}`;
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
  writeFileSync(resolve(folder, 'integrity.json'), JSON.stringify(Object.fromEntries(files.map((file) => [file, digest(file)]))));
}

/** The commands. Built aside and then moved into place, so that a command which starts meanwhile finds the old ones or the new. */
export async function buildCommands() {
  const named = commands.map((name) => [name, source(`cli/${name}.ts`)]).filter(([, file]) => existsSync(file));
  if (named.length === 0) return;
  const outDir = resolve(root, `dist/.cli-${process.pid}`);
  await build({
    ...common,
    resolve: {},
    // Databases bring files of their own; the gateway says how to install them.
    ssr: { noExternal: true, external: ['@electric-sql/pglite', 'pg'] },
    build: {
      ...commonBuild,
      outDir,
      ssr: true,
      minify: false,
      rolldownOptions: {
        checks,
        input: Object.fromEntries(named),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  const place = resolve(root, 'dist/cli');
  const old = resolve(root, `dist/.old-${process.pid}`);
  if (existsSync(place)) renameSync(place, old);
  renameSync(outDir, place);
  rmSync(old, { recursive: true, force: true });
}

/** What editors and frameworks read about the controls. */
const buildEmbedding = () => succeeds(process.execPath, ['dist/cli/embedding.js', 'dist']);

/** @param {string} command @param {string[]} args */
function succeeds(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? done() : reject(new Error(`${args.join(' ')} ended with code ${code}.`))));
  });
}

async function buildAll() {
  mkdirSync(resolve(root, 'dist'), { recursive: true });
  await buildLibrary();
  await Promise.all([
    buildTypes(),
    freshCommands(buildCommands)
      .then(buildEmbedding)
      .then(() => freshPages(buildPages)),
  ]);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === self) {
  const from = Date.now();
  try {
    await buildAll();
    console.log(`built dist in ${((Date.now() - from) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
