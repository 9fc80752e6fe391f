import { expect } from 'chai';

import { check, createRun, createScope, evaluate, printValue } from '../../src/formula/index.ts';

/** Texts that no person types, and that must end all the same: with a diagnostic or an error value, and the next formula works. */
describe('limits', () => {
  const scope = createScope();
  afterEach('the next formula works', () => {
    expect(printValue(evaluate('1 + 1', scope).value)).to.equal('2');
  });

  it('joins a hundred thousand texts', () => {
    const { value } = evaluate(`"a"${' & "b"'.repeat(100_000)}`, scope);
    expect(value).to.have.length(100_001);
  });

  it('refuses a sum of hundreds of thousands of numbers', () => {
    const { diagnostics } = check(`1${'+1'.repeat(200_000)}`, scope);
    expect(diagnostics.map(({ code }) => code)).to.deep.equal(['ErrRuleNestedTooDeeply']);
  });

  it('evaluates long runs of other operators', () => {
    expect(evaluate(`1${'+1'.repeat(1_900)}`, scope).value).to.equal(1901);
    expect(evaluate(`true${' && true'.repeat(1_900)}`, scope).value).to.equal(true);
  });

  it('takes a name of a million characters', () => {
    expect(check('a'.repeat(1_000_000), scope).diagnostics.map(({ code }) => code)).to.deep.equal(['ErrInvalidName']);
  });

  for (const text of ['{', '[', '(', 'f(', '!', '-', '$"{']) {
    it(`refuses ten thousand of ${text}`, () => {
      expect(check(text.repeat(10_000), scope).diagnostics[0]?.code).to.equal('ErrRuleNestedTooDeeply');
    });
  }

  it('ends a formula that would take too many steps, with an error', () => {
    const run = createRun({ fuel: 10_000 });
    const { value } = evaluate('Sum(ForAll([1, 2, 3], Sum(Sequence(50000), Value)), Value)', scope, run);
    expect(printValue(value)).to.equal('Error({Kind:ErrorKind.Timeout})');
  });

  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then']) {
    it(`treats ${name} as any name`, () => {
      expect(printValue(evaluate(`{'${name}': 1}.'${name}'`, scope).value)).to.equal('1');
      expect(printValue(evaluate(`First(AddColumns([5], '${name}', Value + 1)).'${name}'`, scope).value)).to.equal('6');
      expect(evaluate(`{a: 1}.'${name}'`, scope).valid).to.equal(false);
      expect(Object.hasOwn(Object.prototype, 'polluted')).to.equal(false);
      expect(({} as { a?: unknown }).a).to.equal(undefined);
    });
  }
});
