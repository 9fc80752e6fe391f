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

  const noApp = 'Screens:\n  A:\n    Children:\n      - L: { Control: Label, Properties: { Text: ="x" } }\n';
  const prepared: { readonly [name: string]: string } = {
    'm/ok/app.pa.yaml': noApp,
    'm/cut/app.pa.yaml': noApp,
    'm/cut/connections.json': '{\n  "Shop": {',
    'm/gone/app.pa.yaml': noApp,
    'm/gone/connections.json': JSON.stringify({
      Gone: { definition: 'gone.json' },
      Odd: { definition: 'odd.yaml' },
      Here: { definition: 'here.yaml' },
    }),
    'm/gone/odd.yaml': 'just words',
    'm/gone/here.yaml':
      'openapi: 3.1.0\ninfo: { title: Here, version: "1" }\npaths: { /a: { get: { operationId: GetA, responses: {} } } }\n',
    'm/empty/note.txt': '',
  };
  // oxfmt-ignore
  const mistakes: readonly (readonly [args: string, status: number, said: RegExp])[] = [
    ['app roundtrip m/ok', 1, /^m\/ok cannot be read: it is a folder\.$/m],
    ['app import m/ok', 1, /^m\/ok cannot be read: it is a folder\.$/m],
    ['replay m/ok', 1, /^m\/ok cannot be read: it is a folder\.$/m],
    ['replay m/ok/app.pa.yaml', 2, /Line 1 of the trace is no JSON/],
    ['replay m/nowhere', 1, /^m\/nowhere cannot be read: there is no such file\.$/m],
    ['export m/ok --outt x', 2, /There is no option --outt\.\nUsage: fxloom export/],
    ['export m/ok --out', 2, /--out.*\nUsage: fxloom export/],
    ['export m/ok --base nonsense', 2, /--base nonsense is no address/],
    ['export m/gone', 1, /Gone: gone\.json cannot be read: there is no file/],
    ['check --jsn m/ok', 2, /There is no option --jsn\.\nUsage: fxloom check/],
    ['run m/ok --wy L.Text', 2, /There is no option --wy\.\nUsage: fxloom run/],
    ['run m/ok --why', 2, /--why needs a value\.\nUsage: fxloom run/],
    ['run m/nowhere', 2, /There is no m\/nowhere\. Give the folder of an app/],
    ['run m/empty', 2, /There is no \.pa\.yaml file in m\/empty\./],
    ['run m/cut', 1, /connections\.json:2:12 The connections are not JSON/],
    ['run m/gone Connection.Connected', 1, /The definition of Gone, m\/gone\/gone\.json, is not there\.[^]*The definition of Odd, m\/gone\/odd\.yaml, is no JSON or YAML/],
    ['test m/ok', 2, /There is no test plan in m\/ok/],
    ['app', 2, /"app" has these commands:\n\n {2}fxloom app import/],
    ['appp', 2, /There is no command "appp"/],
  ];
  for (const [args, status, said] of mistakes)
    it(`says what is wrong and what to do: ${args}`, () => {
      for (const [name, text] of Object.entries(prepared)) {
        mkdirSync(join(folder, name, '..'), { recursive: true });
        file(name, text);
      }
      const found = spawnSync(process.execPath, [bin, ...args.split(' ')], { encoding: 'utf8', cwd: folder });
      assert.match(found.stderr, said);
      assert.doesNotMatch(found.stderr, /^\s+at /m);
      assert.equal(found.status, status);
    });

  it('uses the connections whose definitions are there, when others are not', () => {
    const { stdout } = spawnSync(process.execPath, [bin, 'run', 'm/gone', 'IsError(Here.GetA())'], {
      encoding: 'utf8',
      cwd: folder,
    });
    assert.equal(stdout.trim(), 'true');
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

  const meant: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['eval', 'If(1 > 0; "a"; "b")'], /\ntry: If\(1 > 0, "a", "b"\)\nor, with a decimal comma: fxloom eval --culture de-DE …\n$/],
    [['eval', 'Round(1,25; 1)'], /^note: read with a decimal point\. For Round\(1\.25, 1\): fxloom eval --culture de-DE …\n$/],
    [['eval', '--culture', 'fr-FR', 'Roundd(1,25; 1)'], /\ntry: Round\(1,25; 1\)\n$/],
    [['connector', 'chek'], /^"connector" has these commands:\n\n {2}fxloom connector functions /],
  ];
  it('says what was probably meant', () => {
    for (const [args, said] of meant) assert.match(fxloom(...args).err, said, args.join(' '));
  });

  it('says first which definition of a service is not here, and nothing of what follows from that', () => {
    const at = join(folder, 'unbound');
    mkdirSync(at);
    writeFileSync(join(at, 'connections.json'), '{"Shop": {"definition": "/openapi.json"}}');
    const control = (name: string, kind: string, property: string): string =>
      `      - ${name}:\n          Control: ${kind}\n          Properties:\n            ${property}\n`;
    const children = [
      control('List', 'Gallery', 'Items: =Page.value'),
      control('Count', 'Label', 'Text: =CountRows(Shop.ListOrders().value)'),
      control('Total', 'Label', 'Text: =Sum(Page.value, total)'),
      control('Chosen', 'Label', 'Text: =List.Selected.customer.name'),
      control('Typo', 'Label', 'Text: =Lenn("a")'),
    ];
    const app = 'App:\n  Properties:\n    Formulas: =Page = Shop.ListOrders();\nScreens:\n  Main:\n    Children:\n';
    writeFileSync(join(at, 'App.pa.yaml'), app + children.join(''));
    assert.deepEqual(
      findings(at).map(({ code, message }) => [code, /"?\b(Shop|Lenn)\b/.exec(message)?.[1]]),
      [
        ['ConnectionNotHere', 'Shop'],
        ['ErrUnknownFunction', 'Lenn'],
      ],
    );
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
    assert.match(err, /^There is no command "chekc"\. Did you mean "check"\? "fxloom help" lists all of them\.\n$/);
    assert.match(fxloom('help').out, /\n {2}fxloom check FILE\.{3} \[--json\]\n/);
  });
});
