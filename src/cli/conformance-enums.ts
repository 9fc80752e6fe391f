/*
 * The suite's own enums and option sets, and the functions that take them: kinds that the language itself has none of (SEMANTICS 4).
 */
import {
  Color,
  Decimal,
  defineFunction,
  param,
  types,
  OptionValue,
  type Features,
  type FunctionDefinition,
  type OptionSet,
  type Type,
  type Value,
} from '../formula/index.ts';

type Backing = OptionSet['backing'];
type Flags = Pick<OptionSet, 'acceptsBacking' | 'coercesToBacking' | 'comparesNumerically'>;
type Member = boolean | number | string;

interface Definition {
  readonly name: string;
  readonly backing: Backing;
  readonly members: { readonly [name: string]: Member };
  readonly flags: Flags;
}

const numbers = { X: 10, V: 5, V2: 5, I: 1 };
const both: Flags = { acceptsBacking: true, coercesToBacking: true };

const definitions: readonly Definition[] = [
  { name: 'TestYesNo', backing: 'boolean', members: { Yes: true, No: false }, flags: both },
  { name: 'TestYeaNay', backing: 'boolean', members: { Yea: true, Nay: false }, flags: both },
  { name: 'TestBooleanNoCoerce', backing: 'boolean', members: { SuperTrue: true, SuperFalse: false }, flags: {} },
  { name: 'TestNumberCoerceTo', backing: 'number', members: numbers, flags: { coercesToBacking: true } },
  { name: 'TestNumberCompareNumeric', backing: 'number', members: numbers, flags: { comparesNumerically: true } },
  {
    name: 'TestNumberCompareNumericCoerceFrom',
    backing: 'number',
    members: numbers,
    flags: { comparesNumerically: true, acceptsBacking: true },
  },
  {
    name: 'TestBlueRamp',
    backing: 'color',
    members: { Blue100: '0000FF', Blue75: '3F3FFF', Blue50: '7F7FFF', Blue25: 'BFBFFF', Blue0: 'FFFFFF' },
    flags: {},
  },
  {
    name: 'TestRedRamp',
    backing: 'color',
    members: { Red100: 'FF0000', Red75: 'FF3F3F', Red50: 'FF7F7F', Red25: 'FFBFBF', Red0: 'FFFFFF' },
    flags: {},
  },
];

const hex = (digits: string, at: number): number => Number.parseInt(digits.slice(at, at + 2), 16);
const backing = (member: Member): OptionValue['value'] =>
  typeof member === 'string' ? new Color(hex(member, 0), hex(member, 2), hex(member, 4), 1) : member;

/** The name that a data source knows a member by: its backing value as text. */
const logical = (member: Member): string =>
  typeof member === 'boolean'
    ? member
      ? '1'
      : '0'
    : String(typeof member === 'string' ? Number.parseInt(`FF${member}`, 16) : member);

const byName = (sets: readonly OptionSet[]): ReadonlyMap<string, OptionSet> => new Map(sets.map((set) => [set.name, set]));

/** As enums of the language. */
export const testEnums = byName(
  definitions.map(({ name, backing: kind, members, flags }) => ({
    name,
    backing: kind,
    source: 'enum' as const,
    members: new Map(Object.entries(members).map(([key, member]) => [key, backing(member)])),
    ...flags,
  })),
);

/** The same names as option sets of a data source: members are known by their values, and shown by their names. */
export const optionSets = byName(
  definitions.map(({ name, backing: kind, members, flags }) => {
    const options = Object.entries(members).filter(([key]) => key !== 'V2');
    return {
      name,
      backing: kind,
      source: 'choices' as const,
      members: new Map(options.map(([, member]) => [logical(member), backing(member)])),
      displayNames: new Map(options.map(([key, member]) => [logical(member), key])),
      ...flags,
    };
  }),
);

const plain = (value: Value): Value => (value instanceof OptionValue ? value.value : value);

const xor = (name: string, type: Type): FunctionDefinition =>
  defineFunction({
    name,
    summary: 'Whether exactly one is true.',
    parameters: [param('a', type), param('b', type)],
    result: types.boolean,
    evaluate: (a: unknown, b: unknown) => plain(a as Value) !== plain(b as Value),
  });

const invert = (name: string, type: Type): FunctionDefinition =>
  defineFunction({
    name,
    summary: 'The opposite colour.',
    parameters: [param('color', type)],
    result: types.color,
    evaluate: (value: unknown) => {
      const color = plain(value as Value) as Color;
      return new Color(255 - color.red, 255 - color.green, 255 - color.blue, color.alpha);
    },
  });

/** The functions that take the suite's enums; with plain enums they take what backs them. */
export function enumFunctions(features: Features, sets: ReadonlyMap<string, OptionSet> | undefined): FunctionDefinition[] {
  const source = sets ?? testEnums;
  const typeOf = (name: string, otherwise: Type): Type =>
    features.StronglyTypedBuiltinEnums ? types.optionType(source.get(name)!) : otherwise;
  const always = [
    xor('TestXORBoolean', types.boolean),
    xor('TestXORYesNo', typeOf('TestYesNo', types.boolean)),
    invert('TestColorInvert', types.color),
    invert('TestColorBlueRampInvert', typeOf('TestBlueRamp', types.color)),
  ];
  if (sets === undefined) return always;
  return [
    ...always,
    xor('TestXORNoCoerce', typeOf('TestBooleanNoCoerce', types.boolean)),
    defineFunction({
      name: 'TestSignDecimal',
      summary: 'The sign of a number.',
      parameters: [param('number', types.decimal)],
      result: types.decimal,
      evaluate: (value) => Decimal.fromNumber(value.sign),
    }),
    defineFunction({
      name: 'TestSignNumber',
      summary: 'The sign of a number.',
      parameters: [param('number', types.number)],
      result: types.number,
      evaluate: (value) => Math.sign(value),
    }),
  ];
}
