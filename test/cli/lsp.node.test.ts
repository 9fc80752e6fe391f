import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
  CompletionItem,
  DocumentSymbol,
  Hover,
  Location,
  PublishDiagnosticsParams,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createProtocolConnection, type ProtocolConnection } from 'vscode-languageserver-protocol/node';

const command = join(process.cwd(), 'bin/fxloom.mjs');

const app = `Screens:
  Home:
    Properties:
      OnVisible: =Set(count, 1)
    Children:
      - Title:
          Control: Label@2.5.1
          Properties:
            Text: ="Count " & Lef(count, 2)
      - Other:
          Control: Label@2.5.1
          Properties:
            Text: |-
              =If(count > 1,
                Title.Text,
                Upper("x"))
`;

let server: ChildProcess;
let connection: ProtocolConnection;
let folder: string;
let uri: string;
const findings: PublishDiagnosticsParams[] = [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fxloom-lsp-'));
  writeFileSync(join(folder, 'App.pa.yaml'), app);
  // Another file of the same app, which the editor has not opened.
  writeFileSync(
    join(folder, 'Second.pa.yaml'),
    'Screens:\n  Second:\n    Children:\n      - Echo:\n          Control: Label@2.5.1\n          Properties:\n            Text: =Title.Text\n',
  );
  uri = pathToFileURL(join(folder, 'App.pa.yaml')).href;
  server = spawn(process.execPath, [command, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  connection = createProtocolConnection(server.stdout!, server.stdin!);
  connection.listen();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => void findings.push(params));
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'powerfx-yaml', version: 1, text: app },
  });
});

after(() => {
  connection.dispose();
  server.kill();
  rmSync(folder, { recursive: true });
});

/** The position after a piece of the file's text. */
function afterText(piece: string): { textDocument: { uri: string }; position: { line: number; character: number } } {
  const lines = app.slice(0, app.indexOf(piece) + piece.length).split('\n');
  return { textDocument: { uri }, position: { line: lines.length - 1, character: lines.at(-1)!.length } };
}

const ask = <T>(method: string, params: object): Promise<T> => connection.sendRequest(`textDocument/${method}`, params);

test('findings come with their place, and with a fix', async () => {
  for (let i = 0; i < 200 && findings.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 50));
  const found = findings.at(-1)!.diagnostics.find(({ code }) => code === 'ErrUnknownFunction')!;
  assert.deepEqual(found.range.start, { line: 8, character: 30 });
  const actions = await ask<readonly { title: string; edit: { changes: object } }[]>('codeAction', {
    textDocument: { uri },
    range: found.range,
    context: { diagnostics: [] },
  });
  assert.equal(actions[0]?.title, 'Change to Left');
});

test('completion knows the place', async () => {
  const items = await ask<CompletionItem[]>('completion', afterText('Title.Te'));
  assert.ok(items.some(({ label }) => label === 'Text'));
  const edit = items.find(({ label }) => label === 'Text')!.textEdit as { newText: string; range: { start: object } };
  assert.deepEqual(edit.range.start, { line: 14, character: 22 });
});

test('signatures and hover explain', async () => {
  const help = await ask<SignatureHelp>('signatureHelp', afterText('Upper('));
  assert.equal(help.signatures[0]?.label, 'Upper(text)');
  const hover = await ask<Hover>('hover', afterText('If(cou'));
  assert.match(JSON.stringify(hover.contents), /count: Number/);
});

test('a name leads to what it stands for, and to all other uses, also in other files of the app', async () => {
  const definition = await ask<Location>('definition', afterText('                Tit'));
  assert.deepEqual(definition.range.start, { line: 5, character: 8 });
  const property = await ask<Location>('definition', afterText('Title.Te'));
  assert.deepEqual(property.range.start, { line: 8, character: 12 });
  const counts = await ask<Location[]>('references', { ...afterText('If(cou'), context: { includeDeclaration: true } });
  assert.deepEqual(
    counts.map(({ range }) => range.start.line).sort((a, b) => a - b),
    [3, 8, 13],
  );
  const uses = await ask<Location[]>('references', {
    ...afterText('                Tit'),
    context: { includeDeclaration: true },
  });
  assert.deepEqual(
    uses.map(({ uri: file }) => file.split('/').at(-1)),
    ['App.pa.yaml', 'Second.pa.yaml'],
  );
});

test('a name is changed in all files of the app, or it says what is in the way', async () => {
  const at = afterText('                Tit');
  const prepared = await ask<{ placeholder: string }>('prepareRename', at);
  assert.equal(prepared.placeholder, 'Title');
  const { changes } = await ask<WorkspaceEdit>('rename', { ...at, newName: 'Main title' });
  const edits = Object.entries(changes!).map(([file, all]) => [file.split('/').at(-1), all.map(({ newText }) => newText)]);
  assert.deepEqual(edits, [
    ['App.pa.yaml', ['Main title', "'Main title'"]],
    ['Second.pa.yaml', ["'Main title'"]],
  ]);
  await assert.rejects(ask('rename', { ...at, newName: 'Other' }), /something else called Other/);
});

test('formulas get the usual layout', async () => {
  const edits = await ask<TextEdit[]>('formatting', { textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } });
  const written = TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, app), edits);
  assert.match(written, /OnVisible: \|-\n {8}=Set\(\n {12}count,\n {12}1\n {8}\)\n {4}Children:/);
  assert.match(written, /Text: \|-\n {14}=If\(\n {18}count > 1,\n {18}Title.Text,\n {18}Upper\("x"\)\n {14}\)\n$/);
});

test('symbols, folds, parts and colours of a file', async () => {
  const [home] = await ask<DocumentSymbol[]>('documentSymbol', { textDocument: { uri } });
  assert.deepEqual(
    home?.children?.map(({ name }) => name),
    ['OnVisible', 'Title', 'Other'],
  );
  assert.deepEqual(await ask('foldingRange', { textDocument: { uri } }), [{ startLine: 13, endLine: 15 }]);
  const [part] = await ask<{ range: { start: object }; parent?: object }[]>('selectionRange', {
    textDocument: { uri },
    positions: [afterText('count > ').position],
  });
  assert.ok(part?.parent !== undefined);
  const { data } = await ask<{ data: number[] }>('semanticTokens/full', { textDocument: { uri } });
  assert.equal(data.length % 5, 0);
  assert.ok(data.length > 30);
});

test('a change is followed', async () => {
  findings.length = 0;
  const fixed = app.replace('Lef(', 'Left(');
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: fixed }],
  });
  for (let i = 0; i < 200 && findings.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(
    findings.at(-1)?.diagnostics.filter(({ code }) => code === 'ErrUnknownFunction'),
    [],
  );
  const hints = await ask<{ label: string; position: object }[]>('inlayHint', {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } },
  });
  assert.deepEqual(
    hints.map(({ label, position }) => [label, position]),
    [['num_chars:', { line: 8, character: 42 }]],
  );
});

test('an editor that watches files is asked to, hears of changes on disk, and ends the server', async () => {
  const editor = spawn(process.execPath, [command, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => editor.once('exit', resolve));
  const protocol = createProtocolConnection(editor.stdout, editor.stdin);
  const watched = new Promise<object>((resolve) => {
    protocol.onRequest('client/registerCapability', (params: object) => resolve(params));
  });
  protocol.listen();
  // What an editor on vscode-languageclient says of itself, as far as the server minds.
  const { capabilities } = await protocol.sendRequest<{ capabilities: { [name: string]: unknown } }>('initialize', {
    processId: process.pid,
    clientInfo: { name: 'Visual Studio Code', version: '1.90.0' },
    rootUri: pathToFileURL(folder).href,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'app' }],
    capabilities: {
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, configuration: true, workspaceFolders: true },
      textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: false } },
    },
  });
  assert.equal(capabilities['inlayHintProvider'], true);
  await protocol.sendNotification('initialized', {});
  assert.match(JSON.stringify(await watched), /workspace\/didChangeWatchedFiles.*pa,fx/);
  const other = join(folder, 'Third.pa.yaml');
  const third = { uri: pathToFileURL(other).href, languageId: 'yaml', version: 1, text: 'Screens:\n  Third:\n' };
  await protocol.sendNotification('textDocument/didOpen', {
    textDocument: { ...third, text: `${third.text}    Properties:\n      Fill: =Fourth.Fill\n` },
  });
  const names = async (): Promise<string[]> => {
    const at = { textDocument: { uri: third.uri }, position: { line: 3, character: 14 } };
    return (await protocol.sendRequest<CompletionItem[]>('textDocument/completion', at)).map(({ label }) => label);
  };
  assert.equal((await names()).includes('Fourth'), false);
  writeFileSync(join(folder, 'Fourth.pa.yaml'), 'Screens:\n  Fourth:\n');
  await protocol.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: pathToFileURL(join(folder, 'Fourth.pa.yaml')).href, type: 1 }],
  });
  assert.equal((await names()).includes('Fourth'), true);
  await protocol.sendRequest('shutdown');
  await protocol.sendNotification('exit');
  assert.equal(await ended, 0);
  protocol.dispose();
});
