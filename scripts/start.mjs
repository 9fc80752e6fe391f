/**
 * `npm start`: the demo's pages and its service, on free ports; prints the address of the pages.
 *
 * The pages are a production build under the policy that Fxloom promises to work under. `--dev` serves them from the sources instead,
 * reloading what changes, without the policy. `PORT` and `HOST` choose where; the service is also reachable as `/service/` of the pages.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, defaultClientConditions, preview } from 'vite';
import { hasService, spawnService } from './service.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const demo = join(root, 'demo');
const outDir = join(root, '.cache/demo');
const dev = process.argv.includes('--dev');

const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self' http://localhost:* http://127.0.0.1:*",
].join('; ');

/** Every `index.html` of the demo is a page. */
function pages() {
  const files = readdirSync(demo, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.name.endsWith('.html') && !/[\\/](public|service)([\\/]|$)/.test(file.parentPath))
    .map((file) => join(file.parentPath, file.name));
}

async function start() {
  if (!existsSync(join(demo, 'index.html'))) throw new Error('This checkout has no demo/index.html.');
  const [service] = await Promise.all([hasService() ? spawnService() : undefined, dev ? undefined : buildPages()]);
  const server = dev ? await servePages(createServer, service) : await servePages(preview, service);
  if (dev) await server.listen();
  console.log(`Demo:    ${server.resolvedUrls.local[0]}`);
  if (service !== undefined) console.log(`Service: ${service.url}`);
}

/** @returns {import('vite').InlineConfig} */
const common = () => ({
  configFile: false,
  root: demo,
  appType: 'mpa',
  logLevel: 'warn',
  clearScreen: false,
  cacheDir: join(root, '.cache/vite'),
  resolve: { conditions: ['es2015', ...defaultClientConditions] },
});

function buildPages() {
  return build({
    ...common(),
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      // The policy has no room for code and fonts in `data:` addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      sourcemap: true,
      chunkSizeWarningLimit: 4000,
      rolldownOptions: { input: pages(), checks: { pluginTimings: false, ineffectiveDynamicImport: false } },
    },
  });
}

/** @param {typeof createServer | typeof preview} serve */
function servePages(serve, service) {
  const proxy =
    service === undefined
      ? {}
      : {
          '/service': {
            target: service.url,
            changeOrigin: true,
            rewrite: (path) => path.slice('/service'.length) || '/',
            // So that the addresses in the service's answers lead back through here.
            xfwd: true,
            headers: { 'X-Forwarded-Prefix': '/service' },
          },
        };
  const place = { port: Number(process.env.PORT ?? 4173), host: process.env.HOST ?? 'localhost', proxy };
  return serve({
    ...common(),
    build: { outDir },
    server: { ...place, fs: { allow: [root] } },
    preview: { ...place, headers: { 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' } },
  });
}

/** npm passes a signal to its shell alone, which leaves what it started: then nobody is there to stop it. */
function leaveWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const { ppid } = process;
  setInterval(() => {
    if (process.ppid !== ppid) process.exit(0);
  }, 500).unref();
}

try {
  leaveWithNpm();
  await start();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
