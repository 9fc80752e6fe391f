import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';

const bin = join(process.cwd(), 'bin/fxloom.mjs');
const folder = mkdtempSync(join(tmpdir(), 'fxloom-cli-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

function fxloom(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

interface Finding {
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly stage: string;
  readonly code: string;
  readonly message: string;
}

/** Findings of `check --json`. */
function findings(path: string): Finding[] {
  return JSON.parse(fxloom('check', path, '--json').out) as Finding[];
}

describe('the fxloom command', () => {
  after(() => rmSync(folder, { recursive: true }));

  it('evaluates a formula', () => {
    const { status, out } = fxloom('eval', 'Sum([1, 2, 3], Value * 2)');
    assert.equal(out.trim(), '12');
    assert.equal(status, 0);
  });

  it('says in a line that a file is not there', () => {
    const { status, err } = fxloom('app', 'roundtrip', join(folder, 'nowhere.pa.yaml'));
    assert.match(err, /^\S*nowhere\.pa\.yaml cannot be read: there is no such file\.\n$/);
    assert.equal(status, 1);
  });

  it('checks the files of a folder as one app, and says where there is none', () => {
    const at = join(folder, 'app');
    mkdirSync(join(at, 'Src'), { recursive: true });
    writeFileSync(join(at, 'Src/One.pa.yaml'), 'Screens:\n  One:\n    Properties:\n      OnVisible: =Navigate(Two)\n');
    writeFileSync(join(at, 'Src/Two.pa.yaml'), 'Screens:\n  Two:\n    Properties:\n      OnVisible: =Navigate(Three)\n');
    assert.deepEqual(
      findings(at).map(({ severity, message }) => [severity, /"\w+"/.exec(message)?.[0]]),
      [['error', '"Three"']],
    );
    mkdirSync(join(folder, 'empty'));
    assert.match(findings(join(folder, 'empty'))[0]!.message, /no \.pa\.yaml file in this folder/);
    assert.match(findings(join(folder, 'nowhere'))[0]!.message, /no such file or folder/);
  });

  it('underlines what is wrong with a formula', () => {
    const { status, err } = fxloom('eval', '1 + Totl');
    assert.match(err, /1 \+ Totl\n {4}\^\^\^\^\nerror: "Totl" is not a name known here/);
    assert.equal(status, 1);
  });

  it('says that a file holds nothing to check', () => {
    for (const [name, text] of [
      ['empty.pa.yaml', ''],
      ['keys.pa.yaml', 'App:\n  Properties:\nScreens:\n'],
      ['remarks.pa.yaml', '# to be written\n'],
      ['empty.jsonl', '\n'],
      ['empty.fx', ''],
    ] as const) {
      const { status, out } = fxloom('check', file(name, text));
      assert.match(out, /:1:1 warning Empty: .*\nNo errors, 1 warning\.\n$/, name);
      assert.equal(status, 0);
    }
    assert.equal(fxloom('check', file('app.pa.yaml', 'App:\n  Properties:\n    OnStart: =Set(a, 1)\n')).out, 'No errors.\n');
  });

  it('places findings in lines of formulas', () => {
    const path = file('formulas.jsonl', '{"formula": "1 + 1"}\n{"formula": "If(1 >", "property": "Text"}\nnot json\n');
    const found = findings(path);
    assert.deepEqual(
      found.map(({ line, column, stage, code }) => [line, column, stage, code]),
      [
        [2, 7, 'syntax', 'ErrOperandExpected'],
        [2, 7, 'syntax', 'ErrExpectedFound_Ex_Fnd'],
        [3, 1, 'syntax', 'json'],
      ],
    );
  });

  it('places findings in an app: an unknown control, a broken formula, an unknown name, a wrong type', () => {
    const path = file(
      'app.pa.yaml',
      `Screens:
  Home:
    Children:
      - Strange1:
          Control: Hologram@1.0.0
      - Label1:
          Control: Label@2.5.1
          Properties:
            Text: ="a" &
            Width: =Widht + 1
            Visible: =Date(2026, 1, 1)
`,
    );
    const found = findings(path);
    const at = (line: number): Finding | undefined => found.find((finding) => finding.line === line);
    assert.match(at(4)?.message ?? '', /Hologram/);
    assert.equal(at(9)?.stage, 'syntax');
    assert.match(at(10)?.message ?? '', /Widht/);
    assert.equal(at(11)?.severity, 'error');
    assert.equal(found.length, 4);
  });

  it('places the mistake of a definition that is no JSON', () => {
    const found = findings(file('api.json', '{"swagger": "2.0",\n  "info": {"title": "x" "version": "1"}}\n'));
    assert.equal(found[0]?.stage, 'syntax');
    assert.equal(found[0]?.line, 2);
  });

  it('writes an app file back as it was, byte for byte', () => {
    const text = "# a comment\nScreens:\n    Home:   # another\n        Properties: { Fill: '=RGBA(1, 2, 3, 1)' }\n";
    assert.equal(fxloom('app', 'roundtrip', file('round.pa.yaml', text)).out, text);
  });

  it('says what there is when a command is unknown', () => {
    const { status, err } = fxloom('chekc');
    assert.equal(status, 2);
    assert.match(err, /no command "chekc"[\s\S]*fxloom check FILE/);
  });
});
