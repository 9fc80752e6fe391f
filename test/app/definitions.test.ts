import { expect } from 'chai';
import '../../src/controls/index.ts';
import type { App } from '../../src/app/index.ts';
import { appOf as appOfText, control, screenOf } from './app-text.ts';

/** An app with a button that runs `press`, a label for each formula of `labels`, and these definitions. */
const appOf = (definitions: string, labels: { readonly [name: string]: string }, press = 'false'): App =>
  appOfText(
    [
      `App:\n  Properties:\n    Formulas: |-\n      =${definitions.replaceAll('\n', '\n      ')}`,
      screenOf(
        control('Go', 'Button', { OnSelect: press }),
        ...Object.entries(labels).map(([name, formula]) => control(name, 'Label', { Text: formula })),
      ),
    ].join('\n'),
  );

const problems = (app: App): string[] =>
  app.diagnostics.map(({ property, code, line, column }) => `${property} ${code} ${line}:${column}`);

describe('App.Formulas', () => {
  it('defines formulas, functions and types that use one another in any order', () => {
    const app = appOf(
      'Best := Dearest(Offers).name;\nDearest(list: Products): Product = First(Sort(list, price, SortOrder.Descending));\n' +
        'Offers = [{name: "Tea", price: 3}, {name: "Cup", price: 9}];\n' +
        'Products := Type([Product]);\nProduct := Type({name: Text, price: Number});',
      { A: 'Best & " " & Dearest(Offers).price', B: 'ParseJSON("{""name"": ""Pot"", ""price"": 4}", Product).name' },
    );
    expect(problems(app)).to.deep.equal([]);
    expect(app.value('A.Text')).to.equal('Cup 9');
    expect(app.value('B.Text')).to.equal('Pot');
  });

  it('evaluates formulas that call a function again when what the function reads changes', async () => {
    const app = appOf('Twice(n: Number): Number = n * factor;\nSum4 = Twice(4);', { A: 'Twice(1)', B: 'Sum4' }, 'Set(factor, 2)');
    const seen: unknown[] = [];
    const stop = app.watch('B.Text', (value) => seen.push(value));
    await app.press('Go');
    expect(app.value('A.Text')).to.equal('2');
    expect(seen.at(-1)).to.equal('8');
    stop();
  });

  it('has functions with steps, which bring variables into being', async () => {
    const app = appOf(
      'Add(n: Number): Void { Set(total, total + n); Collect(log, {n: n}) };',
      { A: 'total', B: 'CountRows(log)' },
      'Add(2); Add(3)',
    );
    expect(problems(app)).to.deep.equal([]);
    await app.press('Go');
    expect(app.value('A.Text')).to.equal('5');
    expect(app.value('B.Text')).to.equal('2');
  });

  it('lets a function with steps be called only where things may change', () => {
    const app = appOf('Add(n: Number): Void { Set(total, n) };', { A: 'Add(2)' });
    expect(problems(app)).to.deep.equal(['Text ErrBehaviorPropertyExpected 17:16', 'Text ErrTypeError_Expected_Found 17:16']);
  });

  const mistakes: readonly (readonly [definitions: string, expected: readonly string[]])[] = [
    ['F(n: Number): Nmber = n;', ['Formulas ErrUDF_UnknownType 4:22']],
    ['F(n: Number): Number = "a" + m;', ['Formulas ErrInvalidName 4:37']],
    ['F(): {a: Number} = 1;', ['Formulas ErrUDF_MissingReturnType 4:13']],
    ['A = 1;\nA = 2;', ['Formulas ErrNamedFormula_AlreadyDefined 5:7']],
    [
      'T := Type({a: U});\nU := Type([T]);',
      ['Formulas ErrNamedType_InvalidCycles 4:8', 'Formulas ErrNamedType_InvalidCycles 5:7'],
    ],
    ['A = F(1);\nF(n: Number): Number = A + n;', ['A CircularReference 4:12']],
    ['A = 1 +;\nB = 2;', ['A ErrOperandExpected 4:15']],
  ];
  for (const [definitions, expected] of mistakes) {
    it(`says what is wrong with ${definitions.replaceAll('\n', ' ')}`, () => {
      expect(problems(appOf(definitions, { L: '"x"' }))).to.deep.equal(expected);
    });
  }
});
