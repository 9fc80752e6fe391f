import { createHash } from 'node:crypto';
import type { StoredApp } from '../app/stored/index.ts';
import type { ConnectionRecords } from './connection-files.ts';

/** What an exported page runs: the app as data, which `src/exported-page.ts` reads, or its source, for `src/exported.ts`. */
export interface ExportedApp {
  readonly app?: StoredApp;
  readonly files?: readonly { readonly name: string; readonly text: string }[];
  readonly connections: ConnectionRecords;
  /** Media as `data:` addresses, by the names of formulas. */
  readonly media: { readonly [name: string]: string };
}

const style = `html, body { height: 100%; margin: 0; font-family: "Segoe UI Variable", "Segoe UI", system-ui, sans-serif; }
fx-app { display: block; height: 100%; }`;

/**
 * An app as one HTML file: data, program and style are in it, and its policy names each of them, so that nothing else can run.
 *
 * @param program the module that runs it, as text
 * @param origins that its calls go to
 */
export function exportedPage(title: string, app: ExportedApp, program: string, origins: readonly string[]): string {
  const code = inScript(program.replace(/\n?\/\/# sourceMappingURL=\S*\s*$/, ''));
  // `<` begins nothing in data where it is written as an escape.
  const data = JSON.stringify(app).replaceAll('<', String.raw`\u003c`);
  return page(title, policyOf({ script: hashOf(code), style: hashOf(style), origins }), [
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<fx-app></fx-app>',
    `<script type="application/json" id="fxloom-app">${data}</script>`,
    `<script type="module">${code}</script>`,
  ]);
}

/** The first page of a folder for a web server: the same app in files of their own. */
export function folderPage(
  title: string,
  attributes: { readonly [name: string]: string },
  origins: readonly string[],
  module: string,
): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const self = `'self'`;
  return page(title, policyOf({ script: self, style: self, origins: [self, ...origins] }), [
    '<link rel="stylesheet" href="page.css" />',
    `<script type="module" src="fxloom/${module}"></script>`,
    '</head>',
    '<body>',
    `<fx-app${written.join('')}></fx-app>`,
  ]);
}

export const pageStyle = `${style}\n`;

const page = (title: string, policy: string, rest: readonly string[]): string =>
  [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8" />',
    `<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}" />`,
    '<meta name="viewport" content="width=device-width, initial-scale=1" />',
    '<meta name="referrer" content="no-referrer" />',
    `<title>${escaped(title)}</title>`,
    ...rest,
    '</body>',
    '</html>',
    '',
  ].join('\n');

/** Code runs by its hash or its address alone; calls go to the services of the app alone. Pictures may come from anywhere, as formulas say. */
function policyOf({ script, style: styles, origins }: { script: string; style: string; origins: readonly string[] }): string {
  const media = `'self' data: blob: https: http:`;
  const rules = {
    'default-src': `'none'`,
    'script-src': script,
    'style-src': styles,
    'img-src': media,
    'media-src': media,
    'font-src': `'self' data:`,
    'frame-src': 'https:',
    'connect-src': ['data:', 'blob:', ...origins].join(' '),
    'base-uri': `'none'`,
    'form-action': `'none'`,
  };
  return Object.entries(rules)
    .map(([rule, sources]) => `${rule} ${sources}`)
    .join('; ');
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** Code that may stand in a page: nothing in it ends the script, or begins a comment of HTML. */
const inScript = (code: string): string => code.replaceAll(/<(?=\/script|!--)/gi, String.raw`\x3C`);

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (char) => `&#${char.codePointAt(0)!};`);
