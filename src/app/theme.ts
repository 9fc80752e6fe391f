import { Color, types, type Row, type Symbol } from '../formula/index.ts';

/** The shades of the default brand colour, from the darkest; the eighth is the colour itself. Those of Fluent's web themes. */
const ramp =
  '061724 082338 0a2e4a 0c3b5e 0e4775 0f548c 115ea3 0f6cbd 2886de 479ef5 62abf5 77b7f7 96c6fa b4d6fa cfe4fa ebf3fc'.split(' ');

const shade = (hex: string): Color => {
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
  return new Color(red, green, blue, 1);
};

const colors: Row = {
  Primary: shade(ramp[7]!),
  PrimaryForeground: shade('ffffff'),
  ...Object.fromEntries(ramp.slice(0, 7).map((hex, i) => [`Darker${70 - 10 * i}`, shade(hex)])),
  ...Object.fromEntries(ramp.slice(8).map((hex, i) => [`Lighter${10 * (i + 1)}`, shade(hex)])),
};

/** What formulas see of a theme: `App.Theme.Colors.Primary`. */
export const themeType = types.record({
  Name: types.text,
  Font: types.text,
  Colors: types.record(Object.fromEntries(Object.keys(colors).map((name) => [name, types.color]))),
});

/** The theme that apps have unless they set another. */
export const defaultTheme: Row = { Name: 'PowerAppsTheme', Font: "'Segoe UI', 'Open Sans', sans-serif", Colors: colors };

/** `PowerAppsTheme`, as formulas name it. */
export const themeSymbol: Symbol = {
  name: 'PowerAppsTheme',
  type: themeType,
  summary: 'The theme that apps have unless they set another: its name, font and colours.',
  read: () => defaultTheme,
};
