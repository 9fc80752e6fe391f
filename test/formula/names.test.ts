import { expect } from 'chai';

import { check, createRun, createScope, evaluate, evaluateBehavior, parse, printValue, types } from '../../src/formula/index.ts';
import type { Assignable, Symbol, Type, Value } from '../../src/formula/index.ts';
import { evaluated } from './evaluated.ts';

/*
 * Names that mean something to JavaScript are names like any other, wherever names stand; nothing of what a formula does reaches a prototype.
 */

const hostileNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'then',
  'toJSON',
  'length',
];

// A formula with `NAME` where the name stands, and what it gives.
// oxfmt-ignore
const places: readonly (readonly [formula: string, value: string])[] = [
  ['{NAME: 1}', '{NAME:1}'],
  ['{NAME: 1}.NAME', '1'],
  ['{NAME: {NAME: 2}}.NAME.NAME', '2'],
  ['{a: 1, NAME: 2}.a', '1'],
  ['[{NAME: 1}, {NAME: 2}]', 'Table({NAME:1},{NAME:2})'],
  ['Last(Table({a: 1}, {NAME: 2})).NAME', '2'],
  ['First(Table({a: 1}, {NAME: 2})).NAME', 'Blank()'],
  ['If(true, {a: 1}, {NAME: 2}).NAME', 'Blank()'],
  ['With({NAME: 3}, NAME + 1)', '4'],
  ['With({a: 1} As NAME, NAME.a)', '1'],
  ['Filter([{NAME: 1}, {NAME: 2}], NAME > 1)', 'Table({NAME:2})'],
  ['Filter([{NAME: 1}] As NAME, NAME.NAME = 1)', 'Table({NAME:1})'],
  ['ForAll([{NAME: 1}], {NAME: NAME + 1})', 'Table({NAME:2})'],
  ['LookUp([{NAME: 1}], NAME = 1).NAME', '1'],
  ['Sum([{NAME: 1}, {NAME: 2}], NAME)', '3'],
  ['Concat([{NAME: "a"}, {NAME: "b"}], NAME)', '"ab"'],
  ['First(AddColumns([5], NAME, Value + 1)).NAME', '6'],
  ['AddColumns({a: 1}, NAME, a + 1).NAME', '2'],
  ['RenameColumns([5], Value, NAME)', 'Table({NAME:5})'],
  ['RenameColumns({NAME: 5}, NAME, b)', '{b:5}'],
  ['ShowColumns([{NAME: 1, b: 2}], NAME)', 'Table({NAME:1})'],
  ['DropColumns([{NAME: 1, b: 2}], NAME)', 'Table({b:2})'],
  ['SortByColumns([{NAME: 2}, {NAME: 1}], NAME)', 'Table({NAME:1},{NAME:2})'],
  ['SortByColumns([{NAME: 2}, {NAME: 1}], NAME, [2, 1])', 'Table({NAME:2},{NAME:1})'],
  ['Search([{NAME: "ab"}], "b", NAME)', 'Table({NAME:"ab"})'],
  ['Distinct([{NAME: 1}, {NAME: 1}], NAME)', 'Table({Value:1})'],
  ['First(Summarize([{NAME: 1, b: 2}], NAME, Sum(ThisGroup, b) As t)).NAME', '1'],
  ['First(Summarize([{a: 1, b: 2}], a, Sum(ThisGroup, b) As NAME)).NAME', '2'],
  ['1 in [{NAME: 1}]', 'true'],
  ['Sqrt([{NAME: 4}])', 'Table({Value:2})'],
  ['Text(ParseJSON("{""NAME"": 1}").NAME)', '"1"'],
  ['Column(ParseJSON("{""NAME"": 1}"), "NAME") + 0', '1'],
  ['IsBlank(ParseJSON("{}").NAME)', 'true'],
  ['IsBlank(Column(ParseJSON("{}"), "NAME"))', 'true'],
  ['ColumnNames(ParseJSON("{""NAME"": 1}"))', 'Table({Value:"NAME"})'],
  ['ParseJSON("{""NAME"": 1}", Type({NAME: Number}))', '{NAME:1}'],
  ['ParseJSON("{}", Type({NAME: Number}))', '{NAME:Blank()}'],
  ['IsType(ParseJSON("{}"), Type({NAME: Number}))', 'true'],
  ['JSON({NAME: 1})', '"{""NAME"":1}"'],
  ['JSON(ParseJSON("{""NAME"": {""a"": 1}}"))', '"{""NAME"":{""a"":1}}"'],
  ['{NAME: 1} = Blank()', 'false'],
  ['{NAME: 1} in [{NAME: 1}]', 'true'],
  ['Match("ab", "(?<NAME>b)").NAME', '"b"'],
];

/** Places where the name is none of those that are there. */
// oxfmt-ignore
const absent = [
  'NAME', 'NAME()', 'NAME.a', 'a.NAME()', 'Color.NAME', '{a: 1}.NAME', 'First([1]).NAME', 'Filter([1], NAME)', 'ShowColumns([1], NAME)',
  'SortByColumns([1], NAME)', 'RenameColumns([1], NAME, b)', 'Search(["a"], "a", NAME)', 'ParseJSON("1", NAME)', '[@NAME]',
];

describe('names that mean something to JavaScript', () => {
  for (const name of hostileNames) {
    describe(name, () => {
      for (const [formula, value] of places) {
        // Names of groups in patterns have no underscores at both ends in some engines, but here they do.
        it(formula, () => expect(evaluated(formula.replaceAll('NAME', name))).to.equal(value.replaceAll('NAME', name)));
      }

      for (const formula of absent) {
        it(`is not there: ${formula}`, () => {
          const { diagnostics, valid } = check(formula.replaceAll('NAME', name), createScope());
          expect(valid).to.equal(false);
          expect(diagnostics[0]!.code).to.match(/^Err/);
        });
      }

      it('is a variable like any other', async () => {
        const values = new Map<string, Value>();
        const variable = (type: Type): Symbol => {
          const read = (): Value => values.get(name) ?? null;
          const place: Assignable = { name, type, read, write: (next) => void values.set(name, next) };
          return { name, type, read, place };
        };
        const symbols = new Map([[name, variable(types.record(new Map([[name, types.number]])))]]);
        const scope = createScope({ symbols });
        await evaluateBehavior(`Set(${name}, {${name}: 5})`, scope);
        await evaluateBehavior(`Set(${name}.${name}, 6)`, scope);
        expect(printValue(evaluate(`${name}.${name} + 1`, scope).value)).to.equal('7');
        const patched = await evaluateBehavior(`Patch({a: 1}, {${name}: 2}).${name}`, createScope());
        expect(printValue(patched.value)).to.equal('2');
      });
    });
  }

  afterEach('no prototype was reached', () => {
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
    expect(({} as { readonly a?: unknown }).a).to.equal(undefined);
    expect(Object.getPrototypeOf({})).to.equal(Object.prototype);
  });
});

// ---- Text without meaning -----------------------------------------------------------------------------------------------------------

/** The same numbers each time. */
function* chance(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

// oxfmt-ignore
const soup = [
  'a', 'Value', 'ThisRecord', 'If', 'Filter', 'Sum', 'With', 'Set', 'ParseJSON', 'Type', 'Text', 'Match', 'Blank()', '1', '.5', '1e400', '"x"', '"', "'n m'", "'",
  '$"', '{', '}', '[', ']', '(', ')', '[@', '@', ',', ';', ':', '.', '!', '%', '+', '-', '*', '/', '^', '&', '&&', '||', '=', '<>', '<', '>=', 'in', 'exactin',
  'And', 'Or', 'Not', 'As', 'true', 'Self', 'Parent', 'blank', '//', '/*', '*/', '\n', ' ', '\u00a0', '#', '`', '\\', '\0', '\ud800', '😀', 'é', '٣', '\u2028',
];

describe('text without meaning', () => {
  const scope = createScope();
  const pick = <T>(items: readonly T[], random: Generator<number, never>): T =>
    items[Math.floor(random.next().value * items.length)]!;

  for (const [title, length, glue] of [
    ['a few tokens', 6, ' '],
    ['many tokens', 40, ' '],
    ['tokens without blanks', 25, ''],
  ] as const) {
    it(`${title}: a tree, and a value or a diagnostic`, () => {
      const random = chance(length);
      for (let i = 0; i < 1500; i++) {
        const text = Array.from({ length }, () => pick(soup, random)).join(glue);
        const { expression } = parse(text);
        expect(expression.to).to.be.at.most(text.length);
        const { value, valid, diagnostics } = evaluate(text, scope, createRun({ fuel: 100_000 }), { behavior: true });
        if (valid) printValue(value);
        else expect(diagnostics.some(({ severity }) => severity === 'error')).to.equal(true);
        for (const { from, to, message } of diagnostics) {
          expect(from >= 0 && from <= to && to <= text.length, `${from}-${to} of ${JSON.stringify(text)}`).to.equal(true);
          expect(message).not.to.match(/undefined|\{\d\}|^Err[A-Z]/);
        }
      }
    });
  }

  it('characters at random', () => {
    const random = chance(7);
    for (let i = 0; i < 1500; i++) {
      const text = Array.from({ length: 30 }, () => String.fromCharCode(Math.floor(random.next().value * 0x3000))).join('');
      const { valid, diagnostics } = evaluate(text, scope);
      expect(valid || diagnostics.length > 0).to.equal(true);
    }
  });

  afterEach('the next formula works', () => expect(evaluated('1 + 1')).to.equal('2'));
});
