import { expect } from 'chai';

import { coreFunctions } from '../../src/formula/functions/core.ts';
import { groups, groupsOf } from '../../src/formula/functions/groups.ts';
import { library } from '../../src/formula/index.ts';

const namesOf = (functions: readonly { readonly name: string }[]): string[] => functions.map(({ name }) => name);

describe('groups of functions', () => {
  for (const [names, load] of groups)
    it(`${names.split(' ', 2).join(' ')} …: the line in groups.ts names what the group has`, async () => {
      expect(names.split(' ')).to.deep.equal(namesOf(await load()));
    });

  it('with those that are there from the start they are the library', () => {
    const all = [...namesOf(coreFunctions), ...groups.flatMap(([names]) => names.split(' '))];
    expect(all.toSorted()).to.deep.equal(namesOf(library).toSorted());
  });

  // oxfmt-ignore
  const rows: readonly (readonly [text: string, first: string | undefined])[] = [
    ['=If(true, 1)', undefined],
    ['Text: =Label1.Text & " of Match"', undefined],
    ['=IsMatch(a, "b")', 'IsMatch'],
    ['=Text (1)', 'Text'],
    ['=Text /* in (euros) */\n  // and cents\n  (1)', 'Text'],
    ["='ParseJSON'(a)", 'ParseJSON'],
    ['=First(Calendar . MonthsLong())', 'Text'],
    ['=DateTextOf(1)', undefined],
  ];
  for (const [text, first] of rows)
    it(`${text} needs ${first ?? 'no more'}`, () => {
      expect(groupsOf([text]).map(([names]) => names.split(' ').includes(first ?? ''))).to.deep.equal(
        first === undefined ? [] : [true],
      );
    });
});
