// Starts the language server of Fxloom and connects the editor with it. All that is known of formulas is known there.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { commands, window, workspace } = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

let client;

/** The program that the settings name, that of the workspace, or the one that npx finds. */
function server() {
  const named = workspace.getConfiguration('fxloom').get('server');
  if (named) return { command: named, args: ['lsp', '--stdio'] };
  for (const { uri } of workspace.workspaceFolders ?? []) {
    const own = join(uri.fsPath, 'node_modules', 'fxloom', 'bin', 'fxloom.mjs');
    if (existsSync(own)) return { module: own, args: ['lsp', '--stdio'], transport: TransportKind.stdio };
  }
  return { command: process.platform === 'win32' ? 'npx.cmd' : 'npx', args: ['--yes', 'fxloom', 'lsp', '--stdio'] };
}

async function start() {
  client = new LanguageClient('fxloom', 'Fxloom', server(), {
    documentSelector: [{ language: 'powerfx' }, { pattern: '**/*.{pa,fx}.{yaml,yml}' }],
  });
  try {
    await client.start();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(
      `The language server of Fxloom did not start: ${message}. Install fxloom, or set fxloom.server.`,
    );
  }
}

exports.activate = async (context) => {
  context.subscriptions.push(
    commands.registerCommand('fxloom.restart', async () => {
      await client?.stop();
      await start();
    }),
  );
  await start();
};

exports.deactivate = () => client?.stop();
