import { expect } from 'chai';

import {
  createRun,
  createScope,
  evaluateBehavior,
  isError,
  printValue,
  types,
  type Symbol,
  type Value,
} from '../../src/formula/index.ts';

/** A variable that holds `[{n: 1, t: "a"}, {n: 2, t: "b"}, {n: 3, t: "c"}]`. */
function variable(): Symbol {
  const type = types.table({ n: types.number, t: types.text });
  let value: Value = [
    { n: 1, t: 'a' },
    { n: 2, t: 'b' },
    { n: 3, t: 'c' },
  ];
  const read = (): Value => value;
  return { name: 'rows', type, read, place: { name: 'rows', type, read, write: (next) => void (value = next) } };
}

async function after(formula: string): Promise<string> {
  const scope = createScope({ symbols: new Map([['rows', variable()]]) });
  const { value, diagnostics } = await evaluateBehavior(`${formula}; rows`, scope, createRun());
  expect(diagnostics.map(({ message }) => message)).to.deep.equal([]);
  return isError(value) ? value.message : printValue(value);
}

describe('changing a variable that holds a table', () => {
  const cases: readonly (readonly [formula: string, rows: string])[] = [
    ['RemoveIf(rows, n > 1)', 'Table({n:1,t:"a"})'],
    ['RemoveIf(rows, n > 1, t = "b")', 'Table({n:1,t:"a"},{n:3,t:"c"})'],
    ['RemoveIf(rows, false)', 'Table({n:1,t:"a"},{n:2,t:"b"},{n:3,t:"c"})'],
    ['UpdateIf(rows, n > 1, {t: t & "!"})', 'Table({n:1,t:"a"},{n:2,t:"b!"},{n:3,t:"c!"})'],
    ['UpdateIf(rows, n = 1, {t: "x"}, n = 3, {n: 30})', 'Table({n:1,t:"x"},{n:2,t:"b"},{n:30,t:"c"})'],
    ['Patch(rows, {n: 2, t: "b"}, {t: "B"})', 'Table({n:1,t:"a"},{n:2,t:"B"},{n:3,t:"c"})'],
    ['Collect(rows, {n: 4, t: "d"})', 'Table({n:1,t:"a"},{n:2,t:"b"},{n:3,t:"c"},{n:4,t:"d"})'],
    ['Clear(rows)', 'Table()'],
  ];
  for (const [formula, rows] of cases) {
    it(formula, async () => {
      expect(await after(formula)).to.equal(rows);
    });
  }

  it('an error of a condition changes nothing, and is the result', async () => {
    const rows = variable();
    const scope = createScope({ symbols: new Map([['rows', rows]]) });
    const { value } = await evaluateBehavior('RemoveIf(rows, 1 / (n - 2) > 0)', scope, createRun());
    expect(isError(value)).to.equal(true);
    expect(printValue(rows.read(createRun()))).to.equal('Table({n:1,t:"a"},{n:2,t:"b"},{n:3,t:"c"})');
  });
});
