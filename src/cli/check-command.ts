import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { App, AppDocument, type SourceFile } from '../app/index.ts';
import { canvasShipping, check, createScope, parse, type Diagnostic } from '../formula/index.ts';
import { localConnections, type LocalConnections } from './app-folder.ts';
import { definitionFindings } from './definition-findings.ts';
import type { Finding } from './finding.ts';
import { lineAndColumn } from './underline.ts';

/**
 * `fxloom check FILE... [--json]`: what is wrong with apps (`.pa.yaml`; those given together, or in one folder, are read as one app), definitions of APIs
 * (`.json`, `.yaml`), and formulas (`.jsonl` with a `formula` field in each line, `.fx` with one formula). Exit code 1 where a finding is
 * an error.
 */
export async function checkCommand(args: readonly string[]): Promise<number> {
  const files = args.filter((argument) => !argument.startsWith('--'));
  if (files.length === 0) {
    console.error('Usage: fxloom check FILE... [--json]');
    return 2;
  }
  const findings: Finding[] = [];
  const apps: { name: string; text: string }[] = [];
  for (const file of (await Promise.all(files.map(filesIn))).flat()) {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      findings.push({
        file,
        line: 1,
        column: 1,
        severity: 'error',
        stage: 'syntax',
        code: 'file',
        message: unreadable(error),
      });
      continue;
    }
    if (/\.(?:jsonl|fx)$/.test(file) && text.trim() === '') findings.push(nothingIn(file, 'formula'));
    else if (file.endsWith('.jsonl')) findings.push(...formulaLines(file, text));
    else if (file.endsWith('.fx')) findings.push(...formulaFindings(file, text, text, 1, false));
    else if (/\.(?:pa|fx)\.ya?ml$/.test(file) || looksLikeApp(text)) apps.push({ name: file, text });
    else findings.push(...(await definitionFindings(file, text)));
  }
  if (apps.length > 0)
    findings.push(...apps.filter(isEmptyApp).map(({ name }) => nothingIn(name, 'app')), ...(await appFindings(apps, files)));
  print(findings, args.includes('--json'));
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

/** A file is itself; a folder, the source files of the app in it. */
async function filesIn(path: string): Promise<readonly string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const names = await readdir(path, { recursive: true });
  const sources = names.filter((name) => name.endsWith('.pa.yaml')).sort();
  // Said of the folder itself where there is nothing in it to check.
  return sources.length === 0 ? [path] : sources.map((name) => join(path, name));
}

function unreadable(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'There is no such file or folder.';
  if (code === 'EISDIR') return 'There is no .pa.yaml file in this folder.';
  return `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

const looksLikeApp = (text: string): boolean => /^(?:App|Screens|ComponentDefinitions):\s*$/m.test(text);

/** Whether a file says nothing of an app, though nothing in it is wrong: it may have been cut off, or be the wrong one. */
function isEmptyApp(file: { readonly name: string; readonly text: string }): boolean {
  const { app, screens, components, dataSources, diagnostics } = new AppDocument([file]);
  const parts = app.properties.size + screens.length + components.length + dataSources.length + diagnostics.length;
  return parts === 0 && !/^EditorState:\s*\S/m.test(file.text);
}

const nothingIn = (file: string, what: 'app' | 'formula'): Finding => ({
  file,
  line: 1,
  column: 1,
  severity: 'warning',
  stage: 'advice',
  code: 'Empty',
  message:
    what === 'app'
      ? 'There is nothing of an app in this file. Write Screens: with a screen below it, or App: with Properties.'
      : 'There is no formula in this file.',
});

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function print(findings: readonly Finding[], json: boolean): void {
  if (json) {
    console.log(JSON.stringify(findings, null, 2));
    return;
  }
  for (const { file, line, column, severity, code, message } of findings) {
    console.log(`${file}:${line}:${column} ${severity} ${code}: ${message}`);
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const total = errors === 0 ? 'No errors' : counted(errors, 'error');
  console.log(warnings === 0 ? `${total}.` : `${total}, ${counted(warnings, 'warning')}.`);
}

/** The files as one app. Its services are known as far as their definitions are here; of calls of others nothing is said. */
async function appFindings(files: readonly SourceFile[], paths: readonly string[]): Promise<Finding[]> {
  const known = await connectionsOf(paths);
  const app = new App(new AppDocument(files), { connectors: known?.connectors ?? [], problems: known?.diagnostics ?? [] });
  const findings = app.diagnostics.map(({ file, line, column, severity, stage, code, message }) => ({
    file,
    line,
    column,
    severity,
    stage,
    code,
    message,
  }));
  app.dispose();
  if (known === undefined || known.elsewhere.size === 0) return findings;
  const texts = new Map(files.map(({ name, text }) => [name, text.split('\n')]));
  const isAboutMissing = ({ file, line, column }: Finding): boolean => {
    const text = texts.get(file)?.[line - 1] ?? '';
    return [...known.elsewhere.keys()].some((name) => {
      const at = text.startsWith(name, column - 1) ? column - 1 : text.lastIndexOf(name, column - 2);
      return at >= 0 && /^[\s.'\w]*$/.test(text.slice(at + name.length, column - 1));
    });
  };
  return [
    ...[...known.elsewhere].map((entry) => missingConnection(known.file, entry)),
    ...findings.filter((one) => !isAboutMissing(one)),
  ];
}

const missingConnection = (file: string, [name, address]: readonly [string, string]): Finding => ({
  file,
  line: 1,
  column: 1,
  severity: 'warning',
  stage: 'advice',
  code: 'ConnectionNotHere',
  message: `The definition of ${name} (${address}) is not a file here, so what formulas do with ${name} is not checked. Save it beside ${basename(file)} and name it there to have it checked.`,
});

/** The connections in a folder that was given, or beside a file. */
async function connectionsOf(paths: readonly string[]): Promise<LocalConnections | undefined> {
  for (const path of paths) {
    const found = (await localConnections(path)) ?? (await localConnections(dirname(path)));
    if (found !== undefined) return found;
  }
  return undefined;
}

// ---- Formulas -----------------------------------------------------------------------------------------------------------------------

/** One formula a line, as JSON; the finding's line is the file's, its column that inside the formula. */
function formulaLines(file: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      const { formula, property } = JSON.parse(line) as { formula?: unknown; property?: unknown };
      if (typeof formula !== 'string') throw new TypeError('there is no field "formula" with a text');
      return formulaFindings(file, formula, undefined, i + 1, typeof property === 'string' && property.startsWith('On'));
    } catch (error) {
      const message = `The line is no JSON object with a formula: ${error instanceof Error ? error.message : String(error)}.`;
      return [{ file, line: i + 1, column: 1, severity: 'error', stage: 'syntax', code: 'json', message }];
    }
  });
}

function formulaFindings(file: string, formula: string, text: string | undefined, line: number, behavior: boolean): Finding[] {
  const features = canvasShipping;
  const parsed = parse(formula, { features });
  const syntax = new Set<Diagnostic>(parsed.diagnostics);
  return check(parsed, createScope(), { features, behavior })
    .diagnostics.filter(({ secondary }) => secondary !== true)
    .map((diagnostic) => {
      const place = lineAndColumn(formula, diagnostic.from);
      return {
        file,
        ...(text === undefined ? { line, column: diagnostic.from + 1 } : place),
        severity: diagnostic.severity,
        stage: syntax.has(diagnostic) ? 'syntax' : diagnostic.severity === 'error' ? 'types' : 'advice',
        code: diagnostic.code,
        message: diagnostic.message,
      };
    });
}
