import { expect } from 'chai';

import { printValue, Session } from '../../src/formula/index.ts';

/** What a step gives, printed; nothing for a definition; the codes of its errors where it is refused. */
async function after(session: Session, text: string): Promise<string> {
  const result = await session.step(text);
  if (result.kind === 'refused')
    return result.diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code)
      .join(' ');
  return result.kind === 'value' ? printValue(result.value, result.type) : '';
}

// Steps of one session each, and what they give.
// oxfmt-ignore
const sessions: readonly (readonly [title: string, ...steps: readonly (readonly [step: string, result: string])[]])[] = [
  ['variables keep their type', ['Set(n, 1)', '1'], ['n + 1', '2'], ['Set(n, {a: 1})', 'ErrBadType_ExpectedType_ProvidedType ErrInvalidArgs_Func'], ['n', '1']],
  ['tables are copies', ['Set(t, [1])', 'Table({Value:1})'], ['Set(u, t)', 'Table({Value:1})'], ['Collect(t, {Value: 2})', '{Value:2}'], ['t', 'Table({Value:1},{Value:2})'], ['u', 'Table({Value:1})']],
  ['a named formula follows what it reads', ['Set(n, 2)', '2'], ['Twice = n * 2;', ''], ['Twice', '4'], ['Set(n, 5)', '5'], ['Twice', '10']],
  ['definitions stand in any order', ['A = B + 1; B = 2;', ''], ['A', '3']],
  ['a formula cannot follow from itself', ['A = B; B = A;', 'ErrNamedFormula_Cycle ErrNamedFormula_Cycle']],
  ['a function converts what it is given', ['Double(n: Number): Number = n * 2;', ''], ['Double("4")', '8'], ['Double({a: 1})', 'ErrBadType_ExpectedType_ProvidedType ErrInvalidArgs_Func'], ['Double()', 'ErrBadArity']],
  ['a function calls itself', ['Fact(n: Number): Number = If(n < 2, 1, n * Fact(n - 1));', ''], ['Fact(10)', '3628800']],
  ['functions call each other', ['Even(n: Number): Boolean = If(n = 0, true, Odd(n - 1)); Odd(n: Number): Boolean = If(n = 0, false, Even(n - 1));', ''], ['Even(10)', 'true'], ['Odd(10)', 'false']],
  ['recursion has an end', ['Deep(n: Number): Number = Deep(n + 1);', ''], ['IsError(Deep(1))', 'true'], ['1 + 1', '2']],
  ['a type is one', ['P := Type({Name: Text, Age: Number});', ''], ['Old(p: P): Boolean = p.Age > 60;', ''], ['Old({Name: "Ann", Age: 70})', 'true'], ['Old({Name: "Ann"})', 'false'], ['Old({Name: "Ann", Sex: "f"})', 'ErrBadSchema_AdditionalField ErrInvalidArgs_Func']],
  ['the body gives what the function says', ['F(): Number = {a: 1};', 'ErrUDF_ReturnTypeDoesNotMatch'], ['F()', 'ErrUnknownFunction']],
  ['the host\'s names do not reach a prototype', ['Set(\'__proto__\', 1)', '1'], ['\'__proto__\' + 1', '2'], ['Set(constructor, {a: 1})', '{a:1}'], ['constructor.a', '1']],
];

describe('a session', () => {
  for (const [title, ...steps] of sessions) {
    it(title, async () => {
      const session = new Session();
      const found: string[] = [];
      for (const [step] of steps) found.push(await after(session, step));
      expect(found).to.deep.equal(steps.map(([, result]) => result));
    });
  }
});
