/**
 * Finds a Chromium that can run the tests, or installs one. The order:
 *
 * 1. `CHROME_PATH`
 * 2. browsers on the PATH and in the well-known places: headless shells first (2.5 to 4 times faster), then Chromium, Chrome, Edge
 * 3. what Playwright or Puppeteer downloaded earlier
 * 4. Linux: Debian's `chromium-headless-shell` where this process is root, else `@sparticuz/chromium` from npm, kept in
 *    `node_modules/.cache`. `NO_BROWSER_INSTALL=1` turns both off.
 *
 * Run as a script it prints the browser as JSON.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');

/**
 * @typedef {{path: string, shell: boolean, args: string[], env: Record<string, string>}} Browser
 * `shell` says whether it is a headless shell; `args` and `env` are the switches and variables that it needs.
 */

const names = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'headless_shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];

const places = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData']
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Chromium/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
  linux: ['/usr/lib/chromium/chromium-headless-shell', '/opt/google/chrome/chrome', '/snap/bin/chromium'],
};

/** @returns {Promise<Browser>} throws an `Error` whose message says what to install */
export async function findChromium() {
  const path = fromEnvironment() ?? fromPath() ?? fromPlaces() ?? fromCaches();
  if (path !== undefined) return browserAt(path);
  const installed = process.env.NO_BROWSER_INSTALL === '1' ? undefined : await install();
  if (installed !== undefined) return installed;
  throw new Error(
    'No Chromium found. Install Chrome, Chromium or Edge (Debian: apt-get install chromium-headless-shell), or set CHROME_PATH to one.',
  );
}

function fromEnvironment() {
  const path = process.env.CHROME_PATH;
  if (path === undefined || path === '') return undefined;
  if (!existsSync(path)) throw new Error(`CHROME_PATH names ${path}, which does not exist.`);
  return path;
}

function fromPath() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return firstFile(names.flatMap((name) => folders.map((folder) => join(folder, name + suffix))));
}

function fromPlaces() {
  return firstFile(places[process.platform] ?? []);
}

/** Playwright and Puppeteer keep browsers in a folder per version, some levels deep. */
function fromCaches() {
  const home = homedir();
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(home, '.cache/ms-playwright'),
    join(home, 'Library/Caches/ms-playwright'),
    join(home, 'AppData/Local/ms-playwright'),
    process.env.PUPPETEER_CACHE_DIR,
    join(home, '.cache/puppeteer'),
  ];
  const wanted = ['chrome-headless-shell', 'headless_shell', 'chrome', 'chrome.exe', 'Chromium', 'Google Chrome for Testing'];
  const found = caches.flatMap((cache) => (cache === undefined ? [] : filesBelow(cache, 6, wanted)));
  return wanted.map((name) => found.find((path) => path.endsWith(join('/', name)) || path.endsWith(`\\${name}`))).find(Boolean);
}

/** @param {string} folder @param {number} depth @param {string[]} wanted @returns {string[]} newest versions first */
function filesBelow(folder, depth, wanted) {
  if (depth === 0 || !existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) =>
    b.name.localeCompare(a.name, 'en', { numeric: true }),
  );
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, depth - 1, wanted);
    return entry.isFile() && wanted.includes(entry.name) ? [path] : [];
  });
}

/** @param {string[]} paths */
function firstFile(paths) {
  return paths.find((path) => existsSync(path) && statSync(path).isFile());
}

/** @param {string} path @returns {Browser} */
function browserAt(path) {
  return { path, shell: /headless[-_]shell/.test(path), args: needsNoSandbox() ? ['--no-sandbox'] : [], env: {} };
}

/** Chromium refuses its sandbox as root, and most containers do not allow one. */
function needsNoSandbox() {
  if (process.platform !== 'linux') return false;
  return (
    process.getuid?.() === 0 || process.env.CI !== undefined || existsSync('/.dockerenv') || existsSync('/run/.containerenv')
  );
}

async function install() {
  if (process.platform !== 'linux') return undefined;
  return installDebianPackage() ?? (process.arch === 'x64' ? await installFromNpm() : undefined);
}

function installDebianPackage() {
  if (process.getuid?.() !== 0 || !isDebian()) return undefined;
  process.stderr.write('No Chromium found; installing the Debian package chromium-headless-shell …\n');
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', '-y', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const wanted = ['install', '--no-install-recommends', 'chromium-headless-shell'];
  if (!apt(...wanted) && !(apt('update') && apt(...wanted))) return undefined;
  const path = fromPath();
  return path === undefined ? undefined : browserAt(path);
}

function isDebian() {
  return (
    existsSync('/usr/bin/apt-get') &&
    existsSync('/etc/debian_version') &&
    !/ID=ubuntu/.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

/** 147 is the last line of `@sparticuz/chromium` for Node 20; it carries the libraries that a bare machine lacks. */
async function installFromNpm() {
  const folder = join(root, 'node_modules/.cache/chromium');
  const module = join(folder, 'node_modules/@sparticuz/chromium/build/esm/index.js');
  if (!existsSync(module)) {
    process.stderr.write('No Chromium found; fetching @sparticuz/chromium from npm …\n');
    mkdirSync(folder, { recursive: true });
    const args = [
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '@sparticuz/chromium@147.0.0',
    ];
    const done = spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder });
    if (done.status !== 0 || !existsSync(module)) return undefined;
  }
  // It carries its shared libraries in an archive that it unpacks only where it believes itself on such a machine.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';
  const { default: chromium } = await import(pathToFileURL(module).href);
  const path = await chromium.executablePath();
  const { LD_LIBRARY_PATH = '', FONTCONFIG_PATH = '' } = process.env;
  return { path, shell: true, args: ['--no-sandbox', '--no-zygote'], env: { LD_LIBRARY_PATH, FONTCONFIG_PATH } };
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    console.log(JSON.stringify(await findChromium()));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
