import { expect } from 'chai';

import {
  canvas,
  commaSeparators,
  createScope,
  format,
  formatDefinitions,
  invariantSeparators,
  minify,
  separate,
  types,
} from '../../../src/formula/index.ts';

// A formula, and the same laid out. `|` begins a line.
// oxfmt-ignore
const layouts: readonly (readonly [formula: string, layout: string])[] = [
  ['1+2*-x', '1 + 2 * -x'],
  ['Not   a&&!b', 'Not a && !b'],
  ['F( )', 'F()'],
  ['F( a )', 'F(a)'],
  ['If(a,b)', 'If(|    a,|    b|)'],
  ['Len(If(a,b))', 'Len(|    If(|        a,|        b|    )|)'],
  ['{a:1}', '{a: 1}'],
  ['{a:1,b:[1]}', '{|    a: 1,|    b: [1]|}'],
  ['[{a:1}]', '[{a: 1}]'],
  ['a;b', 'a;|b'],
  ['F(a;b)', 'F(|    a;|    b|)'],
  ['Filter(t As r,r.x>1)', 'Filter(|    t As r,|    r.x > 1|)'],
  ['$"a { If(b,1) } c"', '$"a {If(b, 1)} c"'],
  ['t[ @x ]+50 %', 't[@x] + 50%'],
  ['/*a*/F(/*b*/1/*c*/,/*d*/2)//e', '/*a*/F(/*b*/|    1/*c*/,/*d*/|    2|)//e'],
  ['F(1,//one\n2)', 'F(|    1,//one|    2|)'],
  ['1+//one\n2', '1 +//one|2'],
  ['a;//one\nb', 'a;|//one|b'],
  ['If(1,', 'If(1,'],
  ['', ''],
];

// oxfmt-ignore
const definitions: readonly (readonly [text: string, layout: string])[] = [
  ['a=1;b:=If(a,2)', 'a = 1;|b := If(|    a,|    2|)'],
  ['a=1; // one\nb=2; /* two */ c=3;', 'a = 1; // one|b = 2;|/* two */ c = 3;'],
  ['T:=Type({a:Number});', 'T := Type({a: Number});'],
  ['F(x:Number):Number=x*2;', 'F(x:Number):Number = x * 2;'],
  ['F(x:Number):Void={Set(a,x);Set(b,x)};', 'F(x:Number):Void = |{|    Set(|        a,|        x|    );|    Set(|        b,|        x|    )|};'],
  ['a=1; b=', 'a=1; b='],
];

// oxfmt-ignore
const minified: readonly (readonly [formula: string, kept: string, removed: string])[] = [
  ['If( a ,\n  b )', 'If(a,b)', 'If(a,b)'],
  ['a in b && Not c', 'a in b&&Not c', 'a in b&&Not c'],
  ['t As r', 't As r', 't As r'],
  ['1 /* one */ + 2', '1/* one */+2', '1+2'],
  ['1 // one\n+ 2', '1// one\n+2', '1+2'],
  ['"a  b" & $"c  {d  }  e"', '"a  b"&$"c  {d}  e"', '"a  b"&$"c  {d}  e"'],
  ['// nothing', '// nothing', ''],
];

// oxfmt-ignore
const separated: readonly (readonly [invariant: string, comma: string])[] = [
  ['F(1.5, 2); G()', 'F(1,5; 2);; G()'],
  ['{a: .5, b: "1.5, 2;"}', '{a: ,5; b: "1.5, 2;"}'],
  ['$"1.5 {F(1.5, 2)}" // 1.5', '$"1.5 {F(1,5; 2)}" // 1.5'],
  ['a.b', 'a.b'],
];

describe('format', () => {
  for (const [formula, layout] of layouts) {
    const wanted = layout.replaceAll('|', '\n');
    it(`${formula}`, () => expect(format(formula)).to.equal(wanted));
    it(`again: ${formula}`, () => expect(format(wanted)).to.equal(wanted));
  }
});

describe('formatDefinitions', () => {
  for (const [text, layout] of definitions) {
    const wanted = layout.replaceAll('|', '\n');
    it(text, () => expect(formatDefinitions(text)).to.equal(wanted));
    it(`again: ${text}`, () => expect(formatDefinitions(wanted)).to.equal(wanted));
  }
});

describe('minify', () => {
  for (const [formula, kept, removed] of minified) {
    it(formula, () => {
      expect(minify(formula)).to.equal(kept);
      expect(minify(formula, { removeComments: true })).to.equal(removed);
    });
  }

  it('leaves the text of a template alone', () => {
    const features = { ...canvas, TextFirst: true };
    expect(minify('a  b ${ 1 + 1 } c', { features })).to.equal('a  b ${1+1} c');
  });
});

describe('separate', () => {
  for (const [invariant, comma] of separated) {
    it(invariant, () => {
      expect(separate(invariant, invariantSeparators, commaSeparators)).to.equal(comma);
      expect(separate(comma, commaSeparators, invariantSeparators)).to.equal(invariant);
    });
  }

  it('writes names as people see them, and as the data has them', () => {
    const fields = types.record({ cr_name: types.text, cr_order: types.record({ cr_no: types.number }) }).fields;
    const displayNames = new Map([['cr_name', 'Full name']]);
    const context = { scope: createScope(), rows: [{ fields, displayNames }] };
    const written = "Left('Full name', 1.5)";
    const logical = 'Left(cr_name, 1.5)';
    expect(separate(written, invariantSeparators, invariantSeparators, { context, names: 'logical' })).to.equal(logical);
    expect(separate(logical, invariantSeparators, commaSeparators, { context, names: 'display' })).to.equal(
      "Left('Full name'; 1,5)",
    );
  });
});
