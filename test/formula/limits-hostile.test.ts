import { expect } from 'chai';

import {
  check,
  compileBehavior,
  createRun,
  createScope,
  defineFunction,
  evaluate,
  ErrorKind,
  FormulaError,
  rootFrame,
  types,
  type Run,
  type Value,
} from '../../src/formula/index.ts';

const kindOf = (value: Value): string =>
  value instanceof FormulaError ? (Object.entries(ErrorKind).find(([, kind]) => kind === value.kind)?.[0] ?? '?') : 'a value';

const ten = '"xxxxxxxxxx"';
/** Each level makes the text ten times as long. */
const doubled = (levels: number, grow: string): string =>
  `With({a: ${ten}}, `.concat(`With({a: ${grow}}, `.repeat(levels), 'Len(a)', ')'.repeat(levels + 1));

/** Formulas that would take for ever, or all memory there is; and what ends them. */
// oxfmt-ignore
const hostile: readonly (readonly [formula: string, kind: string, run?: Partial<Run>])[] = [
  ['Sequence(1e9)', 'InvalidArgument'],
  ['ForAll(Sequence(50000), Sequence(50000))', 'Timeout'],
  ['CountRows(ForAll(Sequence(50000), CountRows(ForAll(Sequence(50000), Value))))', 'Timeout'],
  ['Sum(Sequence(50000), Sum(Sequence(50000), Sum(Sequence(50000), Value)))', 'Timeout'],
  ['ForAll(Sequence(50000) As a, Filter(Sequence(50000), Value = a.Value))', 'Timeout'],
  ['CountIf(Sequence(50000), CountIf(Sequence(50000), true) > 0)', 'Timeout'],
  ['AddColumns(Sequence(50000), a, Sequence(50000))', 'Timeout'],
  ['Distinct(Sequence(50000), {a: Value})', 'InvalidArgument'],
  ['Sort(Sequence(50000), Sum(Sequence(50000), Value))', 'Timeout'],
  [doubled(12, 'a & a & a & a & a & a & a & a & a & a'), 'InsufficientMemory'],
  [doubled(12, `Substitute(a, "x", ${ten})`), 'InsufficientMemory'],
  [doubled(12, 'Concatenate(a, a, a, a, a, a, a, a, a, a)'), 'InsufficientMemory'],
  [doubled(12, 'Concat(Sequence(10), a)'), 'InsufficientMemory'],
  [doubled(12, '$"{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}"'), 'InsufficientMemory'],
  ['Len(Concat(Sequence(50000), Concat(Sequence(50000), "x")))', 'Timeout'],
  ['Len(Text(1, Concat(Sequence(20000), "0")))', 'InvalidArgument'],
  ['Len(Text(Now(), Concat(Sequence(20000), "yyyy ")))', 'InvalidArgument'],
  ['Substitute("a", "a", "bb")', 'a value', { maxTextLength: 2 }],
  ['Len(Concat(Sequence(1000), "some text"))', 'InsufficientMemory', { maxTextLength: 5000 }],
  ['Sequence(1000)', 'InsufficientMemory', { maxRows: 999 }],
  ['CountRows(Sequence(1000))', 'a value', { maxRows: 1000 }],
  ['CountRows(Filter(Sequence(50000), Value > 5))', 'Timeout', { deadline: 0 }],
  ['CountRows(Sequence(50000))', 'Timeout', { signal: AbortSignal.abort() }],
  ['Sum(Sequence(5000), Value)', 'Timeout', { fuel: 1000 }],
  ['IfError(Sum(Sequence(5000), Value), 0)', 'Timeout', { fuel: 1000 }],
];

describe('limits of an evaluation', () => {
  for (const [formula, kind, run] of hostile) {
    it(`${formula.slice(0, 80)} → ${kind}`, () => {
      const { value, diagnostics } = evaluate(formula, createScope(), createRun({ fuel: 2_000_000, ...run }));
      expect(diagnostics.map(({ message }) => message)).to.deep.equal([]);
      expect(kindOf(value)).to.equal(kind);
      expect(evaluate('1 + 1', createScope()).value).to.equal(2);
    });
  }

  it('a behavior that waits for what never comes ends when it is cancelled', async () => {
    const never = defineFunction({
      name: 'Never',
      summary: 'Never answers.',
      parameters: [],
      result: types.text,
      awaits: true,
      evaluate: () => new Promise(() => undefined) as unknown as Value,
    });
    const cancel = new AbortController();
    const checked = check('Never(); 1', createScope({ functions: new Map([['Never', never]]) }), { behavior: true });
    const result = compileBehavior(checked.formula)(rootFrame(createRun({ signal: cancel.signal })));
    cancel.abort();
    expect(kindOf(await result)).to.equal('Timeout');
  });
});
