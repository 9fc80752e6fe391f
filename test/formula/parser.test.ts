import { expect } from 'chai';

import { commaSeparators, parse, type Expression } from '../../src/formula/index.ts';

/** The tree as text, with every operator in parentheses and `?` for what is missing. */
function show(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return node.text;
    case 'text':
      return JSON.stringify(node.value);
    case 'boolean':
      return String(node.value);
    case 'name':
      return node.name.name;
    case 'global':
      return `[@${node.name.name}]`;
    case 'member':
      return `${show(node.target)}.${node.name.name}`;
    case 'scoped':
      return `${show(node.target)}[@${node.name.name}]`;
    case 'call':
      return `${show(node.callee)}(${node.args.map(show).join(', ')})`;
    case 'unary':
      return node.operator === '%' ? `(${show(node.operand)}%)` : `(${node.operator} ${show(node.operand)})`;
    case 'binary':
      return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
    case 'as':
      return `(${show(node.value)} As ${node.alias.name})`;
    case 'record':
      return `{${node.fields.map(({ name, value }) => `${name.name}: ${show(value)}`).join(', ')}}`;
    case 'table':
      return `[${node.items.map(show).join(', ')}]`;
    case 'interpolation':
      return `$(${node.parts.map(show).join(' | ')})`;
    case 'chain':
      return node.items.map(show).join('; ');
    case 'paren':
      return show(node.inner);
    case 'missing':
      return '?';
  }
}

const trees: readonly (readonly [formula: string, tree: string])[] = [
  ['1+2*3', '(1 + (2 * 3))'],
  ['1*2+3', '((1 * 2) + 3)'],
  ['1-2-3', '((1 - 2) - 3)'],
  ['-2^2', '(- (2 ^ 2))'],
  ['2^3^2', '(2 ^ (3 ^ 2))'],
  ['2^-1', '(2 ^ (- 1))'],
  ['50%*2', '((50%) * 2)'],
  ['a && b || c && d', '((a && b) || (c && d))'],
  ['a And b Or Not c', '((a And b) Or (Not c))'],
  ['And(a, b) Or Or(c, d)', '(And(a, b) Or Or(c, d))'],
  ['a = b & c', '(a = (b & c))'],
  ['1 in t = true', '(1 in (t = true))'],
  ['Filter(T As X, X.a = [@b] && !X.c)', 'Filter((T As X), ((X.a = [@b]) && (! X.c)))'],
  ['a As b * c', '((a As b) * c)'],
  ["'my name'.'it''s'", "my name.it's"],
  ['T[@f] + 1', '(T[@f] + 1)'],
  ['a!b!c', 'a.b.c'],
  ["{a: 1, 'b c': [1, {x: 1}]}", '{a: 1, b c: [1, {x: 1}]}'],
  ['$"hi {a & "x"} {{}} ""q"""', '$("hi " | (a & "x") | " {} \\"q\\"")'],
  ['$""""', '$("\\"")'],
  ['$"{a}""b"', '$(a | "\\"b")'],
  ['$"a{$"b{c}"}"', '$("a" | $("b" | c))'],
  ['Set(a, 1); Set(b, 2);', 'Set(a, 1); Set(b, 2)'],
  ['a /* one */ + // two\n b', '(a + b)'],
  ['Shop.ListOrders({status: S.V}).value', 'Shop.ListOrders({status: S.V}).value'],
  ['.5 + 1.e3', '(.5 + 1.e3)'],
  ['"a ""b"""', '"a \\"b\\""'],
];

/** Broken texts: the tree that stands all the same, and codes with places. */
const broken: readonly (readonly [formula: string, tree: string, ...diagnostics: string[]])[] = [
  ['If(a >', 'If((a > ?))', 'ErrOperandExpected 6-6', 'ErrExpectedFound_Ex_Fnd 6-6'],
  ['a +', '(a + ?)', 'ErrOperandExpected 3-3'],
  ['f(a b, c)', 'f(a, c)', 'ErrOperatorExpected 4-5'],
  ['f(,)', 'f(?, ?)', 'ErrOperandExpected 2-3', 'ErrOperandExpected 3-4'],
  ['[1,', '[1, ?]', 'ErrOperandExpected 3-3', 'ErrExpectedFound_Ex_Fnd 3-3'],
  ['{a', '{a: ?}', 'ErrColonExpected 2-2', 'ErrExpectedFound_Ex_Fnd 2-2'],
  ['{a:', '{a: ?}', 'ErrOperandExpected 3-3', 'ErrExpectedFound_Ex_Fnd 3-3'],
  ['a.', 'a.', 'ErrExpectedFound_Ex_Fnd 2-2'],
  ['x)', 'x', 'ErrBadToken 1-2'],
  ['"abc', '"abc"', 'ErrBadToken 0-4'],
  ['$"{}"', '$(?)', 'ErrEmptyIsland 3-4'],
  ['a /* never', 'a', 'ErrUnclosedComment 2-10'],
  ['(1; 2)', '1; 2', 'ErrExpectedFound_Ex_Fnd 2-3'],
];

describe('parse', () => {
  for (const [formula, tree] of trees) {
    it(formula, () => {
      const { expression, diagnostics } = parse(formula);
      expect(show(expression)).to.equal(tree);
      expect(diagnostics).to.deep.equal([]);
    });
  }

  it('reads the separators of cultures with a decimal comma', () => {
    const { expression, diagnostics } = parse('f(1,5; a);; g({b: 1; c: [2; ,5]}; h(a;; b))', { separators: commaSeparators });
    expect(show(expression)).to.equal('f(1.5, a); g({b: 1, c: [2, .5]}, h(a; b))');
    expect(diagnostics).to.deep.equal([]);
  });

  for (const [formula, tree, ...expected] of broken) {
    it(`broken: ${formula}`, () => {
      const { expression, diagnostics } = parse(formula);
      expect(show(expression)).to.equal(tree);
      expect(
        diagnostics.filter(({ secondary }) => secondary !== true).map(({ code, from, to }) => `${code} ${from}-${to}`),
      ).to.deep.equal(expected);
    });
  }

  it('gives a whole tree and a diagnostic for every prefix of a formula', () => {
    const formula = 'If(IsBlank(x) || y.z = "a""b", {a: [1, 2%], b: $"t {Sum(T As R, R.v)} u"}, Not -2^3 in [1]); Set(q, 1)';
    for (let length = 0; length <= formula.length; length++) {
      const { expression, diagnostics } = parse(formula.slice(0, length));
      expect(show(expression), formula.slice(0, length)).to.be.a('string');
      for (const { from, to } of diagnostics)
        expect(from >= 0 && from <= to && to <= length, `${from}-${to} of ${length}`).to.equal(true);
    }
  });

  it('refuses what nests too deeply, without a word of the engine', () => {
    const { diagnostics } = parse(`${'('.repeat(10_000)}1${')'.repeat(10_000)}`);
    expect(diagnostics.map(({ code }) => code)).to.deep.equal(['ErrRuleNestedTooDeeply']);
    expect(parse(`${'-'.repeat(10_000)}1`).diagnostics.map(({ code }) => code)).to.deep.equal(['ErrRuleNestedTooDeeply']);
  });
});
