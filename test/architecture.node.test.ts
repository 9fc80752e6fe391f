import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, it } from 'node:test';
import ts from 'typescript';

/** Which folders of `src` a folder may import, through their `index.ts`. */
const directions = new Map<string, readonly string[]>([
  ['formula', []],
  ['connectors', ['formula']],
  ['controls', ['formula']],
  ['app', ['formula', 'connectors', 'controls']],
  ['react', ['formula', 'controls']],
  ['studio', ['app', 'connectors', 'formula', 'controls']],
  ['gateway', ['formula', 'connectors']],
  ['lsp', ['formula', 'app']],
  ['cli', ['formula', 'connectors', 'controls', 'app', 'gateway', 'lsp']],
]);

/** Files that other folders may import beside `index.ts`: what hosts need, without the elements that the index defines. */
const entrances = [
  'formula/core.ts',
  'connectors/publish/index.ts',
  'connectors/forward.ts',
  'connectors/gateway.ts',
  'connectors/tools.ts',
  'connectors/traced-exchanges.ts',
  'connectors/offline/index.ts',
  'connectors/query/delegation-table.ts',
  'controls/theme.ts',
  'controls/glyphs.ts',
  'controls/core.ts',
  'app/core.ts',
  'app/authoring/index.ts',
  'app/testing/index.ts',
  'app/inspect/index.ts',
  'app/trace/index.ts',
  'app/package/index.ts',
  'app/stored/index.ts',
];

/** Which files of `src` may import a package. One that is not listed may be imported nowhere. */
const packages = new Map<string, RegExp>([
  ['chevrotain', /^formula\/(tokens|parser)\.ts$/],
  ['rxjs', /^((connectors|gateway)\/.*|app\/(calls|observe)\.ts|cli\/conformance-connectors\.ts)$/],
  ['lit', /^(controls|studio)\//],
  ['react', /^react\//],
  ['dompurify', /^controls\/clean-html\.ts$/],
  ['@codemirror', /^studio\//],
  ['@lezer', /^studio\//],
  ['yaml', /^(app|connectors|cli)\//],
  ['vscode-languageserver', /^(lsp\/server|cli\/lsp-command)\.ts$/],
  ['vscode-languageserver-textdocument', /^lsp\/server\.ts$/],
  ['@modelcontextprotocol/sdk', /^cli\/mcp-/],
  ['oauth4webapi', /^(connectors\/oauth|gateway\/sign-in)\.ts$/],
  ['@electric-sql/pglite', /^gateway\/embedded-/],
  ['pg', /^gateway\/server-database\.ts$/],
  ['ajv', /^((connectors|app)\/validate\.ts|gateway\/.*)$/],
  ['ajv-formats', /^((connectors|app)\/validate\.ts|gateway\/.*)$/],
  ['node:', /^(gateway|cli)\//],
]);

/** Which files may name a global of the page or of Node. */
const globals = new Map<string, RegExp>([
  ...['document', 'window', 'navigator', 'location', 'history', 'localStorage', 'sessionStorage', 'customElements'].map(
    (name) =>
      [
        name,
        /^(controls\/|studio\/|react\/|app\/(mount|element|sign-in)\.ts|app\/(inspect|offline)\/|exported(-page|-data)?\.ts)/,
      ] as const,
  ),
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].map(
    (name) => [name, /^(connectors|app|studio|gateway|cli)\//] as const,
  ),
  ...['process', 'Buffer', 'global', 'require', '__dirname'].map((name) => [name, /^(gateway|cli)\//] as const),
]);

/** Ways from data to code. */
const sinks =
  /unsafeHTML|unsafeSVG|unsafeStatic|\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\bsrcdoc\b|\beval\(|\bFunction\(/g;

/** Names that say nothing about what is inside. */
const vague = /(^|\/)(utils?|helpers?|types|common|misc)\.ts$/;

interface Import {
  readonly specifier: string;
  /** Whether only types are imported: such an import is gone when the code runs. */
  readonly typeOnly: boolean;
}

const src = resolve('src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .map((file) => file.split(sep).join('/'))
  .toSorted();
const text = (file: string): string => readFileSync(join(src, file), 'utf8');
const imports = new Map(files.map((file) => [file, importsOf(file)]));

describe('architecture', () => {
  it('finds the sources', () => assert.ok(files.length > 10));

  it('imports go in one direction, and through index.ts', () => {
    const wrong = eachImport(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return undefined;
      if (!specifier.endsWith('.ts')) return 'must end in .ts';
      const target = relative(src, resolve(src, dirname(file), specifier))
        .split(sep)
        .join('/');
      if (target.startsWith('..')) return 'leaves src';
      const [from, to] = [folderOf(file), folderOf(target)];
      if (from === to || from === '') return undefined;
      if (!(directions.get(from) ?? []).includes(to)) return `${from} may not import ${to}`;
      return target === `${to}/index.ts` || entrances.includes(target) ? undefined : `must import ${to}/index.ts`;
    });
    assert.deepEqual(wrong, []);
  });

  it('packages are imported where they belong', () => {
    const wrong = eachImport(({ file, specifier }) => {
      if (specifier.startsWith('.')) return undefined;
      const name = specifier.startsWith('node:') ? 'node:' : packageOf(specifier);
      return packages.get(name)?.test(file) ? undefined : 'not here';
    });
    assert.deepEqual(wrong, []);
  });

  it('has no import cycles', () => {
    assert.deepEqual(cycles(), []);
  });

  it('globals of the page and of Node are named where they belong', () => {
    assert.deepEqual(globalUses(), []);
  });

  it('no data becomes code or markup', () => {
    const wrong = files.flatMap((file) => {
      const options: ts.CompilerOptions = { removeComments: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
      const code = ts.transpileModule(text(file), { compilerOptions: options }).outputText;
      return [...code.matchAll(sinks)].map(([sink]) => `${file}: ${sink}`);
    });
    assert.deepEqual(wrong, []);
  });

  it('file names say what is inside', () => {
    assert.deepEqual(
      files.filter((file) => vague.test(file) || /[^a-z0-9./-]/.test(file)),
      [],
    );
  });

  it('every control is in the catalogue', () => {
    const controls = files.filter(
      (file) => file.startsWith('controls/') && /^export class \w+ extends controlElement\(/m.test(text(file)),
    );
    for (const list of ['controls/catalogue.ts', 'controls/index.ts']) {
      const listed = new Set((imports.get(list) ?? []).map(({ specifier }) => `controls/${specifier.slice(2)}`));
      assert.deepEqual(
        controls.filter((file) => !listed.has(file)),
        [],
        list,
      );
    }
  });
});

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
}

function packageOf(specifier: string): string {
  const [scope, name] = specifier.split('/');
  return scope === '@codemirror' || scope === '@lezer' || !specifier.startsWith('@') ? (scope ?? '') : `${scope}/${name}`;
}

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, text(file), ts.ScriptTarget.ESNext);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
        found.push({ specifier: node.moduleSpecifier.text, typeOnly: isTypeOnly(node) });
      }
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      // A dynamic import is no part of a cycle: it runs when the modules are there.
      if (argument !== undefined && ts.isStringLiteral(argument)) found.push({ specifier: argument.text, typeOnly: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function eachImport(judge: (what: { file: string; specifier: string }) => string | undefined): string[] {
  return files.flatMap((file) =>
    (imports.get(file) ?? []).flatMap(({ specifier }) => {
      const reason = judge({ file, specifier });
      return reason === undefined ? [] : [`${file}: ${specifier}: ${reason}`];
    }),
  );
}

/** Depth first; a file that is met again while it is still on the path closes a cycle. */
function cycles(): string[] {
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || finished.has(file)) return;
    for (const { specifier, typeOnly } of imports.get(file) ?? []) {
      if (typeOnly || !specifier.startsWith('.')) continue;
      visit(
        relative(src, resolve(src, dirname(file), specifier))
          .split(sep)
          .join('/'),
        [...path, file],
      );
    }
    finished.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

/** Names are resolved, so that a parameter called `document` is not taken for the page's. */
function globalUses(): string[] {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: ['src'] }, ts.sys, resolve('.'));
  const program = ts.createProgram({ rootNames: files.map((file) => join(src, file)), options });
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const file of files) {
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && globals.get(node.text)?.test(file) === false) {
        const declared = checker.getSymbolAtLocation(node)?.declarations?.[0]?.getSourceFile().fileName;
        const named = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
        if (!named && declared !== undefined && declared.includes('/node_modules/')) found.push(`${file}: ${node.text}`);
      }
      ts.forEachChild(node, visit);
    };
    const source = program.getSourceFile(join(src, file));
    if (source !== undefined) visit(source);
  }
  return found;
}
