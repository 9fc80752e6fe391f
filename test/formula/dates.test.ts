import { expect } from 'chai';

import { evaluated } from './evaluated.ts';

describe('dates', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['EDate(DateTime(2024, 1, 31, 18, 0, 0), 1)', 'Date(2024,2,29)'],
    ['EDate(Date(2024, 3, 31), -1.9)', 'Date(2024,2,29)'],
    ['EDate(Blank(), 1)', 'Date(1900,1,30)'],
    ['EDate(Date(2024, 1, 1), 1e9)', 'Error({Kind:ErrorKind.InvalidArgument})'],
    ['EOMonth(Date(2024, 1, 15), 1)', 'Date(2024,2,29)'],
    ['EOMonth(Date(2024, 12, 31), 0)', 'Date(2024,12,31)'],
    ['EOMonth(Date(9999, 12, 1), 1)', 'Error({Kind:ErrorKind.InvalidArgument})'],
    ['WeekNum(Date(2024, 1, 1))', '1'],
    ['WeekNum(Date(2024, 1, 7))', '2'],
    ['WeekNum(Date(2024, 1, 7), StartOfWeek.Monday)', '1'],
    ['WeekNum(Date(2024, 12, 31))', '53'],
    ['ISOWeekNum(Date(2021, 1, 3))', '53'],
    ['ISOWeekNum(Date(2021, 1, 4))', '1'],
    ['ISOWeekNum(Date(2024, 12, 30))', '1'],
    ['DateAdd(Date(9999, 12, 31), 1)', 'Error({Kind:ErrorKind.InvalidArgument})'],
    ['DateAdd(Date(2024, 1, 1), 2000000000, TimeUnit.Years)', 'Error({Kind:ErrorKind.InvalidArgument})'],
    ['DateAdd(Date(2024, 1, 1), 1e20)', 'Error({Kind:ErrorKind.InvalidArgument})'],
    ['DateAdd([Date(2024, 1, 1), Date(2024, 2, 1)], 1)', 'Table({Value:Date(2024,1,2)},{Value:Date(2024,2,2)})'],
    ['DateDiff(Date(2024, 1, 1), [Date(2024, 1, 3), Date(2023, 12, 31)])', 'Table({Value:2},{Value:-1})'],
    ['Date(2024, 1, 31) + -Date(2024, 1, 1)', '30'],
    ['-(-Time(6, 0, 0))', 'Time(6,0,0,0)'],
    ['Time(6, 0, 0) + 1e300', 'Error({Kind:ErrorKind.InvalidArgument})'],
    ['Date(2024, 1, 1) + Date(2024, 1, 1)', 'ErrBadOperatorTypes'],
    ['First(Calendar.MonthsLong()).Value & Last(Calendar.WeekdaysShort()).Value', '"JanuarySat"'],
  ];
  for (const [formula, expected] of cases) {
    it(`${formula} is ${expected}`, () => expect(evaluated(formula)).to.equal(expected));
  }

  it('names months and days as the culture does', () => {
    const german = { culture: 'de-DE' };
    expect(evaluated('Last(FirstN(Calendar.MonthsLong(), 3)).Value', german)).to.equal('"März"');
    expect(evaluated('First(Calendar.WeekdaysLong()).Value', german)).to.equal('"Sonntag"');
    expect(evaluated('Clock.IsClock24()', german)).to.equal('true');
  });

  it('reads the clock of the run in its zone', () => {
    const run = { now: () => Date.UTC(2026, 2, 1, 3, 30), timeZone: 'America/New_York' };
    expect(evaluated('Now()', run)).to.equal('DateTime(2026,2,28,22,30,0,0)');
    expect(evaluated('Today()', run)).to.equal('Date(2026,2,28)');
    expect(evaluated('UTCToday()', run)).to.equal('Date(2026,3,1)');
    expect(evaluated('IsToday(Date(2026, 2, 28)) && IsUTCToday(Date(2026, 3, 1))', run)).to.equal('true');
    expect(evaluated('TimeZoneOffset()', run)).to.equal('300');
  });

  it('keeps to the wall clock with days, and to passing time with hours', () => {
    const run = { timeZone: 'America/Los_Angeles' };
    expect(evaluated('DateAdd(DateTime(2017, 3, 11, 12, 0, 0), 1)', run)).to.equal('DateTime(2017,3,12,12,0,0,0)');
    expect(evaluated('DateAdd(DateTime(2017, 3, 11, 12, 0, 0), 24, TimeUnit.Hours)', run)).to.equal(
      'DateTime(2017,3,12,13,0,0,0)',
    );
    expect(evaluated('Date(2017, 3, 12) + Time(6, 0, 0)', run)).to.equal('DateTime(2017,3,12,6,0,0,0)');
    expect(evaluated('Date(2000, 1, 1) + 1e100', run)).to.equal('Error({Kind:ErrorKind.InvalidArgument})');
  });
});
