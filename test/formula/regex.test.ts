import { expect } from 'chai';

import { check, createRun, createScope, evaluate, FormulaError, ErrorKind, printValue } from '../../src/formula/index.ts';

const scope = createScope();
const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** What a call gives, printed; the code of the first error where it is refused. */
function given(formula: string): string {
  const { value, type, diagnostics, valid } = evaluate(formula, scope);
  return valid ? printValue(value, type) : diagnostics.find(({ severity }) => severity === 'error')!.code;
}

// ---- What matches -------------------------------------------------------------------------------------------------------------------

// A text, a pattern, options by their names, and every match: where it begins, and its text.
// oxfmt-ignore
const matches: readonly (readonly [text: string, pattern: string, options: string, found: readonly string[]])[] = [
  // Characters, classes, and what stands for several
  ['a.b', 'a.b', '', ['1 a.b']],
  ['a\nb', 'a.b', '', []],
  ['a\nb', 'a.b', 'DotAll', ['1 a\nb']],
  ['aXbx', '[x-z]', 'IgnoreCase', ['2 X', '4 x']],
  ['12 ab', '\\d+', '', ['1 12']],
  ['٣ ñ_ -', '\\w+', '', ['1 ٣', '3 ñ_']],
  ['a\u00a0b', '\\s', '', ['2 \u00a0']],
  ['abc', '[^b]', '', ['1 a', '3 c']],
  ['a-]b', '[\\-\\]]+', '', ['2 -]']],
  ['Ab', '\\p{Lu}\\p{Ll}', '', ['1 Ab']],
  ['a b', 'a\\x20b', '', ['1 a b']],
  ['é', '\\u00e9', '', ['1 é']],
  ['😀x', '.', '', ['1 😀', '3 x']],
  ['Kk', '\\x6b', 'IgnoreCase', ['1 K', '2 k']],
  // Quantifiers, as many and as few as possible
  ['aaa', 'a{2}', '', ['1 aa']],
  ['aaa', 'a{1,2}?', '', ['1 a', '2 a', '3 a']],
  ['<a><b>', '<.+>', '', ['1 <a><b>']],
  ['<a><b>', '<.+?>', '', ['1 <a>', '4 <b>']],
  ['abab', '(ab)+', '', ['1 abab']],
  ['aab', 'a*', '', ['1 aa', '3 ', '4 ']],
  // Anchors
  ['one\ntwo', '^\\w+', '', ['1 one']],
  ['one\ntwo', '^\\w+', 'Multiline', ['1 one', '5 two']],
  ['one\r\ntwo', '\\w+$', 'Multiline', ['1 one', '6 two']],
  ['one\n', 'one$', '', ['1 one']],
  ['cat concat', '\\bcat', '', ['1 cat']],
  ['cat concat', '\\Bcat', '', ['8 cat']],
  ['abc', 'bc', 'BeginsWith', []],
  ['abc', 'bc', 'EndsWith', ['2 bc']],
  ['abc', 'abc', 'Complete', ['1 abc']],
  ['abc', 'b', 'Complete', []],
  // Groups, options, references, look-arounds
  ['gray grey', 'gr(?:a|e)y', '', ['1 gray', '6 grey']],
  ['aa bb ab', '(?<x>[ab])\\k<x>', '', ['1 aa', '4 bb']],
  ['aAbB', '(?<x>a)\\k<x>', 'IgnoreCase', ['1 aA']],
  ['aab', '(?:(?<x>a)\\k<x>)?b', '', ['1 aab']],
  ['bb', 'c|(?<x>b)\\k<x>', '', ['1 bb']],
  ['price 5€ 6$', '\\d(?=€)', '', ['7 5']],
  ['5€ 6$', '\\d(?!€)', '', ['4 6']],
  ['$5 €6', '(?<=€)\\d', '', ['5 6']],
  ['$5 €6', '(?<!€)\\d', '', ['2 5']],
  ['ABC', '(?i)abc', '', ['1 ABC']],
  ['ab', 'a #(comment\n b', 'FreeSpacing', ['1 ab']],
  ['ab', 'a(?# a remark )b', '', ['1 ab']],
];

const options = (names: string): string =>
  names === ''
    ? ''
    : `, ${names
        .split(' ')
        .map((name) => `MatchOptions.${name}`)
        .join(' & ')}`;

// A pattern, its refusal, and the formula's options.
// oxfmt-ignore
const refused: readonly (readonly [pattern: string, code: string, options?: string])[] = [
  ['a++', 'ErrInvalidRegExBadQuantifier'],
  ['*a', 'ErrInvalidRegExQuantifierOnNothing'],
  ['a{2,1}', 'ErrInvalidRegExLowHighQuantifierFlip'],
  ['a{3}?', 'ErrInvalidRegExBadExactQuantifier'],
  ['a{99999999999}', 'ErrInvalidRegExNumberOverflow'],
  ['a{', 'ErrInvalidRegExBadCurly'],
  ['(a', 'ErrInvalidRegExUnclosedCaptureGroups'],
  ['a)', 'ErrInvalidRegExUnopenedCaptureGroups'],
  ['[a', 'ErrInvalidRegExBadSquare'],
  ['[]', 'ErrInvalidRegExEmptyCharacterClass'],
  ['[z-a]', 'ErrInvalidRegExCharacterClassRangeReverse'],
  ['[a-\\d]', 'ErrInvalidRegExCharacterClassCategoryUse'],
  ['[a&&b]', 'ErrInvalidRegExRepeatInCharClass'],
  ['[(]', 'ErrInvalidRegExUnescapedCharInCharacterClass'],
  ['[^\\W]', 'ErrInvalidRegExBadEscapeInsideNegativeCharacterClass'],
  ['\\q', 'ErrInvalidRegExBadEscape'],
  ['\\-', 'ErrInvalidRegExBadEscapeOutsideCharacterClass'],
  ['a\\', 'ErrInvalidRegExEndsWithBackslash'],
  ['\\01', 'ErrInvalidRegExBadOctal'],
  ['\\p{Cn}', 'ErrInvalidRegExBadUnicodeCategory'],
  ['\\ud800', 'ErrInvalidRegExMalformedSurrogatePair'],
  ['(?>a)', 'ErrInvalidRegExBadParen'],
  ['(?(a)b)', 'ErrInvalidRegExBadConditional'],
  ["(?'n'a)", 'ErrInvalidRegExBadSingleQuoteNamedCapture'],
  ['(?<1>a)', 'ErrInvalidRegExBadNamedCaptureName'],
  ['(?<a>x)(?<a>y)', 'ErrInvalidRegExBadNamedCaptureAlreadyExists'],
  ['(?<b-a>x)', 'ErrInvalidRegExBadBalancing'],
  ['a(?i)', 'ErrInvalidRegExInlineOptionNotAtStart'],
  ['(?ii)a', 'ErrInvalidRegExRepeatedInlineOption'],
  ['(a)\\1', 'ErrInvalidRegExNumberedSubMatchesDisabled'],
  ['(?<a>x)', 'ErrInvalidRegExMixingNamedAndNumberedSubMatches', 'NumberedSubMatches'],
  ['\\1', 'ErrInvalidRegExBadBackRefNotDefined', 'NumberedSubMatches'],
  ['(a\\1)', 'ErrInvalidRegExBadBackRefSelfReferencing', 'NumberedSubMatches'],
  ['(a)?\\1', 'ErrInvalidRegExBackRefToZeroCapture', 'NumberedSubMatches'],
  ['(a|(b))\\2', 'ErrInvalidRegExBackRefToZeroCapture', 'NumberedSubMatches'],
  ['(a)|\\1', 'ErrInvalidRegExBackRefToZeroCapture', 'NumberedSubMatches'],
  ['((a)(?:b\\2))?\\1', 'ErrInvalidRegExBackRefToZeroCapture', 'NumberedSubMatches'],
  [`(?<=${'😀'.repeat(126)})`, 'ErrInvalidRegExLookbehindTooManyChars'],
  ['(?=(a))\\1', 'ErrInvalidRegExBackRefToCaptureInLookaround', 'NumberedSubMatches'],
  ['(?=a)*', 'ErrInvalidRegExQuantifierOursideLookAround'],
  ['((?=a))+', 'ErrInvalidRegExQuantifierOursideLookAround'],
  ['(?<=a+)', 'ErrInvalidRegExUnlimitedQuantifierInLookAround'],
  ['(?<=a{251})', 'ErrInvalidRegExLookbehindTooManyChars'],
  ['(?<=(a))', 'ErrInvalidRegExCaptureInLookAround', 'NumberedSubMatches'],
  ['(?<=(?<=a))', 'ErrInvalidRegExNestedLookAround'],
  // Groups that cannot be repeated: they may be empty, or hold groups that take part in some rounds only
  ['(a*)*', 'ErrInvalidRegExQuantifiedCapture'],
  ['(?:a|)+', 'ErrInvalidRegExQuantifiedCapture'],
  ['(a?b?){2}', 'ErrInvalidRegExQuantifiedCapture'],
  ['((a)|b)+', 'ErrInvalidRegExQuantifiedCapture', 'NumberedSubMatches'],
  ['((a)?b)+', 'ErrInvalidRegExQuantifiedCapture', 'NumberedSubMatches'],
  ['(^)*', 'ErrInvalidRegExQuantifiedCapture'],
  ['('.repeat(40) + 'a' + ')'.repeat(40), 'ErrInvalidRegExGroupTrackerOverflow'],
];

describe('regular expressions', () => {
  for (const [text, pattern, named, found] of matches) {
    it(`${pattern} ${named} in ${JSON.stringify(text)}`, () => {
      const { value } = evaluate(`MatchAll(${quote(text)}, ${quote(pattern)}${options(named)})`, scope);
      const rows = value as readonly { readonly StartMatch: number; readonly FullMatch: string }[];
      expect(rows.map((row) => `${row.StartMatch} ${row.FullMatch}`)).to.deep.equal(found);
      expect(given(`IsMatch(${quote(text)}, ${quote(pattern)}${options(named)})`)).to.equal(String(found.length > 0));
    });
  }

  for (const [pattern, code, named] of refused) {
    it(`refuses ${pattern.slice(0, 30)}`, () => {
      const { diagnostics } = check(`Match("a", ${quote(pattern)}${options(named ?? '')})`, scope);
      const [first] = diagnostics;
      expect(first?.code).to.equal(code);
      expect(first?.message).not.to.include(code);
    });
  }

  it('gives what groups captured, by name or by number', () => {
    const name = 'Match("Bob <b@x.y>", "(?<who>\\w+) <(?<mail>[^>]+)>")';
    expect(given(name)).to.equal('{FullMatch:"Bob <b@x.y>",StartMatch:1,mail:"b@x.y",who:"Bob"}');
    expect(given('Match("ab", "(a)(b)?", MatchOptions.NumberedSubMatches).SubMatches')).to.equal(
      'Table({Value:"a"},{Value:"b"})',
    );
    expect(given('Match("ac", "(a)(b)?", MatchOptions.NumberedSubMatches).SubMatches')).to.equal(
      'Table({Value:"a"},{Value:Blank()})',
    );
    expect(given('IsBlank(Match("a", "b"))')).to.equal('true');
  });

  it('wants constant patterns and options', () => {
    expect(given('With({p: "a"}, IsMatch("a", p))')).to.equal('ErrVariableRegEx');
    expect(given('With({o: MatchOptions.IgnoreCase}, IsMatch("a", "A", o))')).to.equal('ErrVariableRegExOptions');
    expect(given('IsMatch("a7", Match.Letter & "[" & Char(55) & "]")')).to.equal('true');
  });
});

// ---- Hostile patterns ---------------------------------------------------------------------------------------------------------------

const many = 30_000;
const million = 1_000_000;

/**
 * Patterns that make backtracking engines take exponential or polynomial time, from advisories and papers about denial of service by regular
 * expressions, each with a text that does it. A fault may be refused, answered, or end with an error of kind Timeout: it never hangs.
 */
// oxfmt-ignore
const hostile: readonly (readonly [pattern: string, text: string])[] = [
  // Nested quantifiers
  ['^(a+)+$', `${'a'.repeat(many)}!`],
  ['^(?:a+)+$', `${'a'.repeat(many)}!`],
  ['^(?:(?:a+)+)+$', `${'a'.repeat(many)}!`],
  ['^(?:a{1,20}){1,20}$', `${'a'.repeat(many)}!`],
  ['^(?:[a-z]+\\d?)+$', `${'a'.repeat(many)}!`],
  ['(?:x+x+)+y', 'x'.repeat(many)],
  ['^(?:\\w+\\s?)+$', `${'word '.repeat(many / 5)}!`],
  ['^(?:(?:[a-z])+.)+[A-Z](?:[a-z])+$', 'a'.repeat(many)],
  ['^(?:.+)+=$', 'x'.repeat(many)],
  // Alternatives that overlap
  ['^(?:a|a)+$', `${'a'.repeat(many)}!`],
  ['^(?:a|aa)+$', `${'a'.repeat(many)}!`],
  ['^(?:a|ab|b)+$', `${'ab'.repeat(many)}!`],
  ['^(?:\\d|\\w)+$', `${'1'.repeat(many)}!`],
  ['^(?:.|[^x])+x$', 'a'.repeat(many)],
  // Neighbours that overlap: polynomial
  ['\\d+\\d+x', '1'.repeat(many)],
  ['\\s+$', `${' '.repeat(many)}x`],
  ['^\\s*.*\\s*x$', ' '.repeat(many)],
  ['a*a*a*a*b', 'a'.repeat(many)],
  ['.*.*=.*', 'x'.repeat(many)],
  ['(?:.*?,){12}P', '1,2,3,4,5,6,7,8,9,10,11,12,13,'.repeat(1000)],
  ['^.*a.*b.*c.*d$', 'abc'.repeat(many)],
  // Of real packages: addresses, numbers, user agents, paths, mark-up
  ['^([a-zA-Z0-9_\\.\\-])+@(([a-zA-Z0-9\\-])+\\.)+([a-zA-Z0-9]{2,4})+$', `a@${'a'.repeat(many)}`],
  ['^[a-zA-Z]+(?:(?:[\',. \\-][a-zA-Z ])?[a-zA-Z]*)+$', 'a'.repeat(many)],
  ['^\\d*[0-9](?:\\.\\d*[0-9])?$', '1'.repeat(many) + '!'],
  ['^(?:[0-9a-zA-Z](?:[\\-.\\w]*[0-9a-zA-Z])*@)', 'a'.repeat(many)],
  ['<(?:[^<>]+)*>', `<${'a'.repeat(many)}`],
  ['/\\*(?:.|\\n)*?\\*/', `/*${'*'.repeat(many)}`],
  ['^(?:/[^/]*)*$', `${'/a'.repeat(many)}\n\n`],
  ['(?:[^"\\\\]|\\\\.)*"', '\\'.repeat(many)],
  ['^-?(?:\\d+|\\d{1,3}(?:,\\d{3})+)?(?:\\.\\d+)?$', `${'1'.repeat(many)},`],
  ['(?:\\+|-)?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+\\-]?\\d+)?$', '1'.repeat(many) + 'e'],
  ['^#?([a-f0-9]{6}|[a-f0-9]{3})+$', 'a'.repeat(many) + 'g'],
  // Look-arounds and references
  ['(?=a*b)', 'a'.repeat(many)],
  ['^(?=.*a)(?=.*b)(?=.*c).*$', 'ab'.repeat(many)],
  ['(?<=a{1,200})b', 'a'.repeat(many)],
  ['(?<x>a+)\\k<x>b', 'a'.repeat(many)],
  ['(?<x>.*)\\k<x>$', 'ab'.repeat(many / 10)],
  ['^(?<x>a+)(?:\\k<x>)+$', `${'a'.repeat(many / 10)}b`],
  // Huge counts
  ['a{1,1000000}b', 'a'.repeat(many)],
  ['(?:a{1,1000}){1,1000}b', 'a'.repeat(many)],
  ['(?:(?:a{50}){50}){50}b', 'a'.repeat(many)],
  ['(?:[ab]{1,99}c?){1,99}d', 'ab'.repeat(many)],
  ['.{0,2147483647}x', 'a'.repeat(many)],
  // Up to a megabyte
  ['x$', 'a'.repeat(million)],
  ['(?:a|b)+c', 'ab'.repeat(million / 8)],
  ['\\b\\w+\\b!', 'word '.repeat(million / 25)],
  ['[^,]*,[^,]*;', 'a,'.repeat(million / 8)],
];

describe('hostile regular expressions', () => {
  for (const [i, [pattern, text]] of hostile.entries()) {
    // All three functions search alike: each pattern is tried with one of them.
    const call = ['IsMatch', 'Match', 'MatchAll'][i % 3]!;
    it(`${call} ${pattern}`, () => {
      const { value, valid, diagnostics } = evaluate(`${call}(${quote(text)}, ${quote(pattern)})`, scope);
      if (!valid) expect(diagnostics[0]!.code).to.match(/^ErrInvalidRegEx/);
      else if (value instanceof FormulaError) expect(value.kind).to.equal(ErrorKind.Timeout);
      // The next formula works.
      expect(given('IsMatch("ab", "a.")')).to.equal('true');
    });
  }

  it('counts against the steps of the formula', () => {
    const formula = `CountIf(Sequence(50000), IsMatch(Concat(Sequence(30), "a") & "!", "^(?:a|aa)+$"))`;
    const { value } = evaluate(formula, scope, createRun({ fuel: 1_000_000 }));
    expect(value instanceof FormulaError && value.kind).to.equal(ErrorKind.Timeout);
  });
});
