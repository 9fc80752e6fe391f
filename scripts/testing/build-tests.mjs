import { resolve } from 'node:path';
import { build, defaultClientConditions } from 'vite';
import { pagesOf } from './test-files.mjs';

const PAGE = 'virtual:page/';

/**
 * Bundles the browser tests to `.wtr/browser`: an entry for each page, which loads its files one after the other.
 *
 * @param {string} root the project's folder
 * @param {string[]} files
 * @returns {Promise<string[]>} the built entries, absolute
 */
export async function buildBrowserTests(root, files) {
  const pages = pagesOf(files);
  const outDir = resolve(root, '.wtr/browser');
  // Lit's and other development builds, with their warnings.
  process.env.NODE_ENV = 'development';
  await build({
    ...common(root),
    mode: 'development',
    // RxJS offers ES5 unless it is asked for more.
    resolve: { conditions: ['es2015', ...defaultClientConditions] },
    plugins: [pagePlugin(root, pages), keepSideEffects(root)],
    build: {
      ...commonBuild,
      outDir,
      modulePreload: false,
      rolldownOptions: {
        checks,
        input: Object.fromEntries([...pages.keys()].map((name) => [name, PAGE + name])),
        preserveEntrySignatures: false,
        // The runner serves these itself.
        external: /^\/__web-/,
        output: { entryFileNames: 'pages/[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  return [...pages.keys()].map((name) => resolve(outDir, `pages/${name}.js`));
}

/**
 * Bundles the Node tests to `.wtr/node`, each file by itself; packages stay outside.
 *
 * @param {string} root the project's folder
 * @param {string[]} files
 * @returns {Promise<string[]>} the built files, absolute
 */
export async function buildNodeTests(root, files) {
  const outDir = resolve(root, '.wtr/node');
  const named = files.map((file) => [file.slice('test/'.length, -'.ts'.length), resolve(root, file)]);
  await build({
    ...common(root),
    plugins: [keepSideEffects(root)],
    build: {
      ...commonBuild,
      outDir,
      ssr: true,
      rolldownOptions: {
        checks,
        input: Object.fromEntries(named),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  return named.map(([name]) => resolve(outDir, `${name}.js`));
}

/** @param {string} root @returns {import('vite').InlineConfig} */
const common = (root) => ({ configFile: false, root, publicDir: false, logLevel: 'warn', clearScreen: false });

/** @type {import('vite').BuildEnvironmentOptions} */
const commonBuild = {
  target: 'esnext',
  minify: false,
  sourcemap: true,
  emptyOutDir: true,
  reportCompressedSize: false,
  chunkSizeWarningLimit: 10_000,
};

/** A slow machine is nothing to warn of, and a kind that is there from the start is known to be. */
const checks = { pluginTimings: false, ineffectiveDynamicImport: false };

/**
 * A page's entry. A file that fails to load is a failed test, and the files beside it still run.
 *
 * @param {string} root @param {Map<string, string[]>} pages @returns {import('vite').Plugin}
 */
function pagePlugin(root, pages) {
  return {
    name: 'test-pages',
    resolveId: (id) => (id.startsWith(PAGE) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${PAGE}`)) return undefined;
      const files = pages.get(id.slice(PAGE.length + 1)) ?? [];
      return files
        .map((file) => {
          const failed = `it(${JSON.stringify(`${file} loads`)}, () => { throw error; })`;
          return `try { await import(${JSON.stringify(resolve(root, file))}); } catch (error) { ${failed}; }`;
        })
        .join('\n');
    },
  };
}

/**
 * The package's `sideEffects` is for those who bundle it. Here it would shake the tests, which export nothing, out of their own
 * bundle.
 *
 * @param {string} root @returns {import('vite').Plugin}
 */
function keepSideEffects(root) {
  return {
    name: 'keep-side-effects',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      const own = resolved !== null && resolved.id.startsWith(root) && !resolved.id.includes('/node_modules/');
      return own ? { ...resolved, moduleSideEffects: true } : resolved;
    },
  };
}
