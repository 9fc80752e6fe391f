import { expect } from 'chai';

import { DAY, wallOf } from '../../src/formula/calendar.ts';
import { instantOf, offsetMinutes, validWall, wallAt } from '../../src/formula/zone.ts';

/** Zones with half hours, with two changes within weeks (Ramadan), with none, with changes at midnight, and with seconds long ago. */
const zones = [
  'America/Los_Angeles',
  'Europe/London',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Pacific/Apia',
  'UTC',
];

/** What the engine's own formatting says of a zone's clock, asked directly. */
function shown(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

describe('zones', () => {
  for (const zone of zones) {
    it(`shows the clock of ${zone} at any instant`, () => {
      for (let instant = Date.UTC(1925, 0, 1); instant < Date.UTC(2060, 0, 1); instant += 97 * DAY + 12_345_000) {
        expect(wallAt(instant, zone), new Date(instant).toISOString()).to.equal(shown(instant, zone));
      }
    });

    it(`finds the instant of a time in ${zone}`, () => {
      for (let instant = Date.UTC(2024, 0, 1); instant < Date.UTC(2026, 0, 1); instant += 5 * 3_600_000 + 61_000) {
        const wall = wallAt(instant, zone);
        expect(wallAt(instantOf(wall, zone), zone), new Date(wall).toISOString()).to.equal(wall);
      }
    });
  }

  it('changes to the second', () => {
    const change = Date.UTC(2017, 2, 12, 10);
    expect(wallAt(change - 1, 'America/Los_Angeles')).to.equal(wallOf(2017, 3, 12, 1, 59, 59, 999));
    expect(wallAt(change, 'America/Los_Angeles')).to.equal(wallOf(2017, 3, 12, 3));
  });

  it('moves times that the clock skips', () => {
    expect(validWall(wallOf(2017, 3, 12, 2, 30), 'America/Los_Angeles')).to.equal(wallOf(2017, 3, 12, 3, 0));
    expect(validWall(wallOf(2023, 10, 1, 2, 15), 'Australia/Lord_Howe')).to.equal(wallOf(2023, 10, 1, 2, 30));
    expect(validWall(wallOf(2011, 12, 30, 12, 0), 'Pacific/Apia')).to.equal(wallOf(2011, 12, 31, 0, 0));
    expect(validWall(wallOf(2021, 3, 28), 'Asia/Beirut')).to.equal(wallOf(2021, 3, 28, 1));
    expect(validWall(wallOf(2017, 3, 12, 3, 30), 'America/Los_Angeles')).to.equal(wallOf(2017, 3, 12, 3, 30));
  });

  it('takes standard time where a time comes twice', () => {
    expect(offsetMinutes(wallOf(2017, 11, 5, 1, 30), 'America/Los_Angeles')).to.equal(480);
  });
});
