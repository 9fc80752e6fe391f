import { expect } from 'chai';

import { createRun, createScope, evaluate, printValue } from '../../src/formula/index.ts';

const run = createRun({ now: () => Date.UTC(2026, 4, 31, 12), timeZone: 'America/Los_Angeles' });
const scope = createScope();

function result(formula: string, culture = 'en-US'): string {
  const { value, type, diagnostics } = evaluate(formula, scope, { ...run, culture });
  return diagnostics.length > 0 ? diagnostics.map(({ code }) => code).join(' ') : printValue(value, type);
}

const table = (title: string, rows: readonly (readonly [formula: string, result: string])[]): void => {
  describe(title, () => {
    for (const [formula, expected] of rows) it(formula, () => void expect(result(formula)).to.equal(expected));
  });
};

const invalid = 'Error({Kind:ErrorKind.InvalidArgument})';

table('numbers in the manner of a culture', [
  ['Text(1234567.891, "#,##0.00", "de-DE")', '"1.234.567,89"'],
  ['Text(1234567.891, "#,##0.00", "fr-FR")', '"1\u202f234\u202f567,89"'],
  ['Text(1234567.891, "#,##0.00", "es-ES")', '"1.234.567,89"'],
  ['Text(1234.5, "#,##0.00", "es-ES")', '"1.234,50"'],
  ['Text(12345678, "#,##0", "hi-IN")', '"1,23,45,678"'],
  ['Text(-0.4, "0")', '"0"'],
  ['Text(-5, "0.0", "sv-SE")', '"\u22125,0"'],
  ['Text(2.5, "0")', '"3"'],
  ['Text(-2.5, "0")', '"-3"'],
  ['Text(0.1 + 0.2, "0.00000000000000000")', '"0.30000000000000000"'],
  ['Text(5, "#.")', '"5."'],
  ['Text(5, "0;;zzz")', '"5"'],
  ['Text(0, "0;;zzz")', '"zzz"'],
  ['Text(0.4, "0;-0;zzz")', '"zzz"'],
  ['Text(12, "0000-00-00")', '"0000-00-12"'],
  ['Text(0.004, "0,;;0.000")', '"0.000"'],
  ['Text(1500, "0.E+0")', '"2E+3"'],
]);

table('formats that name the language that they are written in', [
  ['Text(Date(2026, 3, 1), "[$-en-US]mmmm d")', '"March 1"'],
  ['Text(Date(2026, 3, 1), "[$-en-US]mmmm", "de-DE")', '"März"'],
  ['Text(1234.5, "[$-en-GB]$#,##0.00")', '"$1,234.50"'],
  ['Text(1234.5, "#,##0" & If(true, "[$-en]"))', '"1,235"'],
  ['Text(5, "[$-en][$-en]0")', 'ErrIncorrectFormat_Func ErrInvalidArgs_Func'],
  ['Text(5, "[h]0")', 'ErrIncorrectFormat_Func ErrInvalidArgs_Func'],
]);

table('dates in the manner of a culture', [
  ['Text(Date(2026, 3, 1), "d. mmmm yyyy", "de-DE")', '"1. März 2026"'],
  ['Text(Date(2026, 3, 1), "ddd d mmm", "fr-FR")', '"dim. 1 mars"'],
  ['Text(Date(2026, 3, 1), DateTimeFormat.LongDate, "ja-JP")', '"2026年3月1日日曜日"'],
  ['Text(Date(2026, 3, 1), DateTimeFormat.ShortDate, "de-DE")', '"01.03.2026"'],
  ['Text(DateTime(2026, 3, 1, 14, 5, 0), DateTimeFormat.ShortDateTime24)', '"3/1/2026 14:05"'],
  ['Text(DateTime(2026, 3, 1, 14, 5, 9), DateTimeFormat.LongTime)', '"2:05:09 PM"'],
  ['Text(DateTime(2026, 3, 1, 14, 5, 9), DateTimeFormat.LongTime24, "de-DE")', '"14:05:09"'],
  ['Text(DateTime(2026, 3, 1, 14, 5, 0), DateTimeFormat.UTC)', '"2026-03-01T22:05:00.000Z"'],
  ['Text(Date(80, 1, 2))', '"1/2/0080"'],
  ['Text(Time(0, 5, 0), "h:mm AM/PM")', '"12:05 AM"'],
  ['Text(Time(12, 5, 0), "h A/P")', '"12 P"'],
  ['Text(Time(1, 2, 3), "hhmmss")', '"010203"'],
  ['Text(DateTime(2026, 5, 4, 3, 2, 1), "yyyymmddhhmmss")', '"20260504030201"'],
  ['Text(Time(1, 2, 3, 45), "ss.00000000")', invalid],
]);

table('what is no format', [
  ['Text(1, "m 0")', 'ErrIncorrectFormat_Func ErrInvalidArgs_Func'],
  ['Text("a", "0")', 'ErrNotSupportedFormat_Func ErrInvalidArgs_Func'],
  ['Text(1, "0", 2)', 'ErrStringExpected ErrInvalidArgs_Func'],
  ['Text(1, "0", "no language")', 'Error({Kind:ErrorKind.BadLanguageCode})'],
  ['Text(1, Left("[x]", 3))', invalid],
  ['Text(1, Concatenate("0", UniChar(91)))', 'ErrIncorrectFormat_Func ErrInvalidArgs_Func'],
]);

table('numbers from texts', [
  ['Value("1.234.567,5", "de-DE")', '1234567.5'],
  ['Value("1 234,5", "fr-FR")', '1234.5'],
  ['Value("1\u202f234,5", "fr-FR")', '1234.5'],
  ['Value("12,50 €", "de-DE")', '12.5'],
  ['Value("€12.50")', invalid],
  ['Value("R$ 12,50", "pt-BR")', '12.5'],
  ['Value("12-")', '-12'],
  ['Value("−12")', '-12'],
  ['Value("(12%)")', invalid],
  ['Value("-(12)")', invalid],
  ['Value("1e999")', invalid],
  ['Value("١٢")', invalid],
]);

table('dates from texts', [
  ['DateValue("31.12.2026", "de-DE")', 'Date(2026,12,31)'],
  ['DateValue("12/31/2026", "de-DE")', invalid],
  ['DateValue("31 décembre 2026", "fr-FR")', 'Date(2026,12,31)'],
  ['DateValue("jueves, 31 de diciembre de 2026", "es-ES")', 'Date(2026,12,31)'],
  ['DateValue("2026년 12월 31일", "ko-KR")', 'Date(2026,12,31)'],
  ['DateValue("31 tháng 12, 2026", "vi-VN")', 'Date(2026,12,31)'],
  ['DateTimeValue("2026年12月31日 19時34分03秒", "ja-JP")', 'DateTime(2026,12,31,19,34,3,0)'],
  ['DateTimeValue("下午2:30", "zh-CN")', 'DateTime(1899,12,30,14,30,0,0)'],
  ['DateValue("Dec 31")', 'Date(2026,12,31)'],
  ['DateValue("December 2026")', 'Date(2026,12,1)'],
  ['DateValue("12/2026")', 'Date(2026,12,1)'],
  ['DateValue("Friday, May 1, 2026")', 'Date(2026,5,1)'],
  ['DateValue("Monday, May 1, 2026")', invalid],
  ['DateValue("2/30/2026")', invalid],
  ['DateValue("31")', invalid],
  ['DateValue("May the 4th")', invalid],
  ['DateTimeValue("5/1/2026 25:00")', invalid],
  ['DateTimeValue("5/1/2026 13:00 AM")', invalid],
  ['DateTimeValue("2026-07-01T12:00:00Z")', 'DateTime(2026,7,1,5,0,0,0)'],
  ['DateTimeValue("5/1/2026 12:00 +02:00")', 'DateTime(2026,5,1,3,0,0,0)'],
  ['TimeValue("4 pm")', 'Time(16,0,0,0)'],
  ['TimeValue("Sommer")', invalid],
]);

table('characters', [
  ['Upper("straße")', '"STRAßE"'],
  ['Lower("ΟΔΟΣ")', '"οδοσ"'],
  ['Proper("o\'neill and 1st mates")', '"O\'neill And 1St Mates"'],
  ['Trim(Concatenate("a", Char(9), " b", Char(10)))', '"a b"'],
  ['StartsWith("Straße", "STRASS")', 'false'],
  ['Mid("abc", 0.5)', invalid],
  ['Substitute("$1", "$1", "$&")', '"$&"'],
  ['Replace("abc", 9, 1, "d")', '"abcd"'],
  ['EncodeUrl("it\'s (ok)!*")', '"it%27s%20%28ok%29%21%2A"'],
  ['PlainText("a &lt; b &unknown; &#0; &#x110000;")', '"a < b &unknown; &#0; &#x110000;"'],
  ['PlainText("1 < 2")', '"1 < 2"'],
  ['GUID("{5CC45615-F759-4A53-B225-D3A2497F60AD}")', 'GUID("5cc45615-f759-4a53-b225-d3a2497f60ad")'],
]);

describe('texts of the language that an app is shown in', () => {
  it('takes separators and names from it', () => {
    expect(result('Text(1234.5)', 'de-DE')).to.equal('"1234,5"');
    expect(result('1234.5 & ""', 'fr-FR')).to.equal('"1234,5"');
    expect(result('Value("1.234,5")', 'de-DE')).to.equal('1234.5');
    expect(result('Text(Date(2026, 5, 31))', 'de-DE')).to.equal('"31.05.2026"');
    expect(result('DateValue("31.5.2026")', 'de-DE')).to.equal('Date(2026,5,31)');
    expect(result('Upper("istanbul")', 'tr-TR')).to.equal('"İSTANBUL"');
  });

  it('falls back to English for a tag that is none', () => {
    expect(result('Text(1234.5, "#,##0.0")', 'nonsense tag')).to.equal('"1,234.5"');
  });
});

describe('work on long texts', () => {
  it('grows with their length only', () => {
    const hostile = 'x'.repeat(5);
    expect(result(`Len(PlainText("${'<'.repeat(50_000)}${hostile}"))`)).to.equal('50005');
    expect(result(`Len(PlainText("${'<header>'.repeat(20_000)}"))`)).to.equal('0');
    expect(result(`Len(Trim("${' a'.repeat(50_000)}"))`)).to.equal('99999');
    expect(result(`IsError(Value("${'('.repeat(50_000)}"))`)).to.equal('true');
    expect(result(`IsError(DateValue("${'1'.repeat(50_000)}"))`)).to.equal('true');
  });
});
