import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'fxloom-repl-'));

function repl(...lines: readonly string[]): { readonly status: number | null; readonly out: string; readonly err: string } {
  const bin = join(process.cwd(), 'bin/fxloom.mjs');
  const input = lines.map((line) => `${line}\n`).join('');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'repl'], { encoding: 'utf8', input });
  return { status, out: stdout, err: stderr };
}

/** What each of several conversations shows, held in one process one after the other. */
function held(conversations: readonly (readonly string[])[]): { readonly out: string[]; readonly err: string[] } {
  const { out, err } = repl(...conversations.flatMap((lines) => [...lines, '', '.next', '"next"']));
  return { out: out.split('"next"\n'), err: err.split(/There is no command \.next.*\n/) };
}

describe('fxloom repl', () => {
  after(() => rmSync(folder, { recursive: true }));

  const conversations: readonly (readonly [what: string, lines: readonly string[], out: string])[] = [
    ['values', ['1 + 1', '', '// nothing', 'Upper("a")'], '2\n"A"\n'],
    ['variables', ['Set(x, 5)', 'x * 2', 'Set(x, x + 1); x', 'x'], 'x: 5\n10\nx: 6\n6\n'],
    ['lines that go on', ['Sum([1,', '2', '], Value)', '"a', 'b"', '1 /* a', 'b */ + 1'], '3\n"a\nb"\n2\n'],
    [
      'definitions that follow what they read',
      ['Set(n, 1)', 'Twice(x: Number): Number = x * 2;', 'Four := Twice(n) * 2', 'Set(n, 3)', 'Four'],
      'n: 1\nDefined: Twice\nDefined: Four\nn: 3\n12\n',
    ],
    [
      'definitions replaced',
      ['F(): Text = "a"', 'G(): Text = F() & "!"', 'F(): Text = "b"', 'G()'],
      'Defined: F\nDefined: G\nDefined: F\n"b!"\n',
    ],
    [
      'steps',
      ['Set(total, 0)', 'Add(n: Number): Void { Set(total, total + n) }', 'Add(2); Add(3)', 'total'],
      'total: 0\nDefined: Add\n5\n',
    ],
    ['collections', ['Collect(c, {a: 1}, {a: 2})', 'Remove(c, {a: 1})', 'c'], 'a\n─\n1\n2\na\n─\n2\n'],
    ['types', ['.type {a: [1], b: "x"}'], '{a: Table({Value: Number}), b: Text}\n'],
    ['messages of formulas', ['Notify("saved")'], '[Information] saved\ntrue\n'],
  ];
  it('shows values, variables and definitions', () => {
    const { out, err } = held(conversations.map(([, lines]) => lines));
    for (const [i, [what, , expected]] of conversations.entries()) assert.equal(out[i], expected, what);
    assert.equal(err.join(''), '');
  });

  const mistakes: readonly (readonly [lines: readonly string[], err: RegExp])[] = [
    [['1 + y'], /^1 \+ y\n {4}\^\nerror: "y" is not a name/],
    [['{a: 1,', 'b: nope}'], /^b: nope\}\n {3}\^{4}\n/],
    [
      ['F(): Number = {a: 1};'],
      /^F\(\): Number = \{a: 1\};\n {14}\^{6}\nerror: The function should give a number, but its body gives a record/,
    ],
    [['Set(x, 1)', 'Set(x, "a")'], /^Set\(x, "a"\)\n {7}\^{3}\n/],
    [['1 / 0'], /^error: The divisor is zero/],
    [['Lenn("a")'], /Did you mean "Len"\?.*\ntry: Len\("a"\)/s],
    [['.what'], /no command \.what/],
    [['.load nowhere.fx'], /nowhere\.fx cannot be read/],
    [['(1 +'], /A value is missing before the end/],
    [['F(n: Number): Number = F(n + 1);', 'F(1)'], /^error: Functions call one another more than 200 levels deep/],
    [['Good = 1 + Bad;'], /"Bad" is not a name/],
    [['F(): Number = 1', 'G(): Number = F()', 'F(n: Number): Number = n'], /"G" would no longer work/],
  ];
  it('marks what is wrong', () => {
    const { err } = held(mistakes.map(([lines]) => lines));
    for (const [i, [lines, expected]] of mistakes.entries()) assert.match(err[i]!, expected, lines.join(' ⏎ '));
  });

  it('knows what people write who do not know its commands', () => {
    assert.match(repl('help').out, /^Write a formula to see its value/);
    assert.deepEqual(repl('quit', '1'), { status: 0, out: '', err: '' });
    assert.equal(repl('Set(exit, 1)', 'exit').out, 'exit: 1\n1\n');
  });

  it('ends by itself, by command, and with 1 where something was wrong', () => {
    assert.deepEqual(repl('1', '.exit', '2'), { status: 0, out: '1\n', err: '' });
    assert.equal(repl('1', 'nope').status, 1);
  });

  it('cuts long and wide tables', () => {
    const { out } = repl('ForAll(Sequence(25), {n: Value, t: "a text that is longer than a cell of the table may be"})');
    const lines = out.trimEnd().split('\n');
    assert.equal(lines.length, 23);
    assert.match(lines[2]!, /^1 {3}a text .*…$/);
    assert.equal(lines.at(-1), '… 5 more rows');
  });

  it('loads a file', () => {
    const path = join(folder, 'a.fx');
    writeFileSync(path, 'Set(x,\n 2)\nTwice(n: Number): Number = n * 2;\n');
    assert.equal(repl(`.load ${path}`, 'Twice(x)').out, 'x: 2\nDefined: Twice\n4\n');
  });
});
