import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * The test files of the project, by where they run: `*.node.test.ts` in Node, the others in Chromium.
 *
 * @param {string} root the project's folder
 * @param {string | undefined} pattern only files whose path holds this text
 * @returns {{node: string[], browser: string[]}} paths from the root, with `/`
 */
export function testFiles(root, pattern) {
  const files = readdirSync(join(root, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => pattern === undefined || pattern === '' || file.includes(pattern))
    .toSorted();
  return {
    node: files.filter((file) => file.endsWith('.node.test.ts')),
    browser: files.filter((file) => !file.endsWith('.node.test.ts')),
  };
}

/**
 * Groups browser tests by page: one page for each folder under `test/` (a page costs far more than a test), and one for each
 * `*.page.test.ts`, which has a page to itself.
 *
 * @param {string[]} files
 * @returns {Map<string, string[]>} the page's name → its files
 */
export function pagesOf(files) {
  const pages = new Map();
  for (const file of files) {
    const [, folder = '', rest] = file.split('/');
    const own = file.endsWith('.page.test.ts');
    const name = own ? file.slice('test/'.length, -'.test.ts'.length).replaceAll('/', '-') : rest === undefined ? 'top' : folder;
    pages.set(name, [...(pages.get(name) ?? []), file]);
  }
  return pages;
}
