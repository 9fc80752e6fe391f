import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'fxloom-headless-'));
const write = (name: string, text: string): void => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
};

function fxloom(...args: string[]): { status: number | null; out: string; err: string } {
  const bin = join(process.cwd(), 'bin/fxloom.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', cwd: folder });
  return { status, out: stdout, err: stderr };
}

write(
  'app/Src/App.pa.yaml',
  `App:
  Properties:
    OnStart: =Set(count, 1)
Screens:
  Home:
    Children:
      - Name:
          Control: TextInput
          Properties:
            Default: ="Ann"
      - Add:
          Control: Button
          Properties:
            OnSelect: |-
              =Set(count, count + 1);
              UpdateContext({last: Name.Text});
              Trace("added " & count)
      - Shown:
          Control: Label
          Properties:
            Text: =Name.Text & " " & count & last
`,
);
const plan = (...cases: readonly string[]): string => `testSuite:
  testSuiteName: Counting
  onTestCaseStart: =Select(Add)
  testCases:
${cases.map((steps, i) => `    - testCaseName: Case ${i}\n      testSteps: |-\n        =${steps.replaceAll('\n', '\n        ')}\n`).join('')}`;

describe('an app without a page', () => {
  after(() => rmSync(folder, { recursive: true }));

  it('passes tests, each beginning anew', () => {
    write(
      'app/tests/ok.test.yaml',
      plan(
        'Assert(Shown.Text = "Ann 2Ann", "after one");\nSetProperty(Name.Text, "Bob");\nSelect(Add);\nAssert(Shown.Text = "Bob 3Bob")',
        'Assert(count = 2 && last = "Ann")',
      ),
    );
    const { status, out, err } = fxloom('test', 'app');
    assert.equal(err, '');
    assert.match(out, /Counting\n {2}✓ Case 0 \(.*ms\)\n {2}✓ Case 1/);
    assert.match(out, /2 passed, 0 failed/);
    assert.equal(status, 0);
  });

  it('says what did not hold, where, and what the app said meanwhile', () => {
    write('bad/App.pa.yaml', 'App:\n  Properties:\n    OnStart: =Set(x, 1)\nScreens:\n  One:\n');
    write(
      'bad/x.yaml',
      plan('Assert(x = 2, "x is two");\nTrace("on");\nAssert(x = 1);\nAssert(Nope = 1);\nSet(x, 5)').replace(
        '=Select(Add)',
        '=true',
      ),
    );
    const { status, out } = fxloom('test', 'bad');
    assert.match(out, /x is two; left is 1\n +Assert\(x = 2, "x is two"\)\n +bad\/x\.yaml:7:10/);
    assert.match(out, /"Nope" is not a name known here.*\n +Assert\(Nope = 1\)\n +bad\/x\.yaml:10:16/);
    assert.match(out, /\| Trace: on/);
    assert.match(out, /0 passed, 1 failed/);
    assert.equal(status, 1);
    const [result] = JSON.parse(fxloom('test', 'bad', '--json').out) as { failures: { line: number }[] }[];
    assert.deepEqual(
      result!.failures.map(({ line }) => line),
      [7, 10],
    );
  });

  describe('with answers of its own in place of services', () => {
    const order = { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' } } };
    const answers = {
      '200': { description: 'ok', content: { 'application/json': { schema: { type: 'array', items: order } } } },
    };
    const definition = {
      openapi: '3.0.3',
      info: { title: 'Shop', version: '1' },
      servers: [{ url: 'https://shop.invalid' }],
      paths: {
        '/orders': {
          get: {
            operationId: 'ListOrders',
            parameters: [{ name: 'status', in: 'query', schema: { type: 'string' } }],
            responses: answers,
          },
          post: {
            operationId: 'CreateOrder',
            requestBody: { content: { 'application/json': { schema: order } } },
            responses: {},
          },
        },
      },
    };
    const app = `Screens:
  Home:
    Children:
      - Names: { Control: Label, Properties: { Text: '=Concat(Shop.ListOrders({status: "Open"}), name, ",")' } }
      - Save:
          Control: Button
          Properties:
            OnSelect: |-
              =Set(said, "");
              IfError(Shop.CreateOrder({name: "New"}), Set(said, If(FirstError.Kind = ErrorKind.Conflict, "taken", "lost")));
              Refresh(Shop)
`;
    /** Runs one case with the mocks of the plan and of the case. */
    const tested = (mocks: string, own: string, steps: string): string => {
      write('mocked/app.pa.yaml', app);
      write('mocked/connections.json', JSON.stringify({ Shop: { definition } }));
      write('mocked/tests/open.json', '[{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bob"}]');
      const listed = (text: string, by: number): string =>
        text === '' ? '' : `networkRequestMocks:\n${text}`.replaceAll(/^/gm, ' '.repeat(by));
      write(
        'mocked/tests/plan.yaml',
        `testSuite:\n  testSuiteName: Mocked\n${listed(mocks, 2)}\n  testCases:\n    - testCaseName: One\n${listed(own, 6)}\n      testSteps: |-\n        =${steps}\n`,
      );
      const { out, err } = fxloom('test', 'mocked');
      return err + out;
    };
    const list = '- requestURL: https://*/orders?status=Open\n  method: GET\n  responseDataFile: open.json';
    const created = '- operation: Shop.CreateOrder\n  responseStatus: 409\n  responseBody: \'{"title": "Taken"}\'';
    // oxfmt-ignore
    const rows: readonly (readonly [what: string, mocks: string, own: string, steps: string, said: RegExp])[] = [
      ['from a file', list, '', 'Assert(Names.Text = "Ann,Bob")', /1 passed/],
      ['by operation, with a status', `${list}\n${created}`, '', 'Select(Save);Assert(said = "taken")', /1 passed/],
      ['of the case before those of the plan', list, "- requestURL: /orders*\n  responseBody: '[{\"id\": 3, \"name\": \"Cy\"}]'", 'Assert(Names.Text = "Cy")', /1 passed/],
      ['one after the other', "- requestURL: /orders*\n  responseBody: '[]'\n- requestURL: /orders*\n  responseBody: '[{\"id\": 3, \"name\": \"Cy\"}]'",
        '', 'Assert(Names.Text = "");Refresh(Shop);Assert(Names.Text = "Cy");Refresh(Shop);Assert(Names.Text = "Cy")', /1 passed/],
      ['and asks nobody else', created, '', 'Assert(IsError(Names.Text))', /No mock answers GET https:\/\/shop\.invalid\/orders\?status=Open[^]*plan\.yaml:4:5[^]*0 passed, 1 failed/],
      ['unless it is not there', list.replace('open', 'gone'), '', 'true', /plan\.yaml:4:5 There is no gone\.json with the answer/],
      ['unless it answers nothing', '- method: GET', '', 'true', /plan\.yaml:4:5 A mock names what it answers/],
      ['unless it has no status', '- operation: Shop.ListOrders\n  responseStatus: 99', '', 'true', /plan\.yaml:5:21 responseStatus should be/],
      ['unless it has two bodies', `${list}\n  responseBody: "[]"`, '', 'true', /plan\.yaml:4:5 A mock has one body/],
      ['unless it is no list', 'requestURL: x', '', 'true', /networkRequestMocks should be a list/],
    ];
    for (const [what, mocks, own, steps, said] of rows) it(what, () => assert.match(tested(mocks, own, steps), said));
  });

  it('refuses what is no app, and no plan', () => {
    write('empty/readme.txt', '');
    for (const [args, said] of [
      [['test'], /Usage/],
      [['test', 'nowhere'], /There is no nowhere/],
      [['run', 'empty'], /no \.pa\.yaml file/],
      [['test', 'app/Src'], /no test plan/],
    ] as const) {
      const { status, err } = fxloom(...args);
      assert.match(err, said);
      assert.equal(status, 2);
    }
  });

  it('is started, asked and described', () => {
    assert.deepEqual(fxloom('run', 'app', 'Shown.Text', 'count + 1'), { status: 0, out: '"Ann 1"\n2\n', err: '' });
    const { out, status } = fxloom('run', 'app');
    assert.match(out, /^Screen Home\n {2}Name.*\n {2}Add.*\n {2}Shown Text: "Ann 1"\n$/);
    assert.equal(status, 0);
    const { err, status: failed } = fxloom('run', 'app', 'Nobody');
    assert.match(err, /Nobody/);
    assert.equal(failed, 1);
  });
});
