import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { zip } from '../../src/app/package/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'fxloom-import-'));
const bin = join(process.cwd(), 'bin/fxloom.mjs');

function fxloom(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', cwd: folder });
  return { status, out: stdout, err: stderr };
}

const screen =
  'Screens:\n  Home:\n    Children:\n      - A:\n          Control: Image\n          Properties:\n            Image: =logo\n';
const msapp = (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  zip(
    Object.entries({
      'Properties.json': JSON.stringify({ Name: name }),
      [String.raw`Src\Home.pa.yaml`]: screen,
      [String.raw`Assets\Images\logo.svg`]: '<svg/>',
      'Controls/1.json': '{}',
    }).map(([path, text]) => ({ name: path, bytes: new TextEncoder().encode(text) })),
  );
const files = (at: string): string[] =>
  readdirSync(join(folder, at), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();

describe('fxloom app import', () => {
  after(() => rmSync(folder, { recursive: true }));

  it('makes a folder that runs', async () => {
    writeFileSync(join(folder, 'a.msapp'), await msapp('My: App'));
    const { status, out } = fxloom('app', 'import', 'a.msapp');
    assert.equal(status, 0);
    assert.match(out, /^My: App → My- App: 1 file, 1 screen, 1 media file$/m);
    assert.deepEqual(files('My- App'), ['My- App/Assets/Images/logo.svg', 'My- App/Src/Home.pa.yaml']);
    assert.equal(readFileSync(join(folder, 'My- App/Src/Home.pa.yaml'), 'utf8'), screen);
    assert.match(fxloom('run', 'My- App', 'A.Image').out, /^"file:.*\/logo\.svg"$/m);
  });

  it('keeps what is there', async () => {
    writeFileSync(join(folder, 'b.msapp'), await msapp('Two'));
    writeFileSync(join(folder, 'c.msapp'), (await msapp('Three')).slice(0, -9));
    assert.equal(fxloom('app', 'import', 'b.msapp', 'two').status, 0);
    writeFileSync(join(folder, 'two/notes.txt'), 'mine');
    const again = fxloom('app', 'import', 'b.msapp', 'two');
    assert.deepEqual([again.status, /two is there already.*--force/.test(again.err)], [1, true]);
    const cut = fxloom('app', 'import', 'c.msapp', 'two', '--force');
    assert.deepEqual([cut.status, /c\.msapp: .*is cut/.test(cut.err)], [1, true]);
    assert.ok(files('two').includes('two/notes.txt'));
    assert.equal(fxloom('app', 'import', 'b.msapp', 'two', '--force').status, 0);
    assert.deepEqual(files('two'), ['two/Assets/Images/logo.svg', 'two/Src/Home.pa.yaml']);
  });

  it('chooses among the apps of a solution', async () => {
    const solution = [
      { name: 'CanvasApps/a.msapp', bytes: await msapp('A') },
      { name: 'CanvasApps/b.msapp', bytes: await msapp('B') },
    ];
    writeFileSync(join(folder, 's.zip'), await zip(solution));
    assert.equal(fxloom('app', 'import', 's.zip', 'all').status, 0);
    assert.deepEqual(readdirSync(join(folder, 'all')).toSorted(), ['A', 'B']);
    assert.equal(fxloom('app', 'import', 's.zip', 'only', '--app', 'B').status, 0);
    assert.ok(files('only').includes('only/Src/Home.pa.yaml'));
    assert.deepEqual([2, /only A, B/.test(fxloom('app', 'import', 's.zip', '--app', 'C').err)], [2, true]);
    assert.equal(fxloom('app', 'import').status, 2);
  });
});
