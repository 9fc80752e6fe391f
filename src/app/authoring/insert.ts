import { quoteName } from '../../formula/index.ts';
import type { App } from '../app.ts';
import type { ControlModel } from '../control-model.ts';
import { AppDocument } from '../document.ts';
import { loadKindsOf } from '../kinds.ts';
import { placesByHand } from './arrange.ts';
import { parentFor, pasteInto } from './structure.ts';

/** What a new control starts with, so that it shows what it is for: formulas by property, and lines of its own children. */
interface Start {
  readonly properties: { readonly [property: string]: string };
  readonly children?: readonly string[];
}

const texts = '["One", "Two", "Three"]';
const figures =
  'Table({Month: "January", Amount: 12}, {Month: "February", Amount: 9}, {Month: "March", Amount: 14}, {Month: "April", Amount: 11})';
const choice: Start = { properties: { Items: texts } };
const chart: Start = { properties: { Items: figures } };

// oxfmt-ignore
const starts: { readonly [kind: string]: Start } = {
  Label: { properties: { Text: '"Text"' } },
  Button: { properties: { Text: '"Button"' } },
  CheckBox: { properties: { Text: '"Option"' } },
  Link: { properties: { Text: '"Link"', URL: '"https://example.com/"' } },
  HtmlViewer: { properties: { HtmlText: '"<b>Text</b> with <i>markup</i>"' } },
  Icon: { properties: { Icon: '"Add"' } },
  Badge: { properties: { Content: '"New"' } },
  Avatar: { properties: { Name: 'User().FullName' } },
  Header: { properties: { Title: '"Title"' } },
  DropDown: choice, ComboBox: choice, ListBox: choice, Radio: choice, TabList: choice, Legend: choice,
  ColumnChart: chart, LineChart: chart, PieChart: chart, DataTable: chart, Export: { properties: { Data: figures } },
  Gallery: {
    properties: { Items: texts, TemplateSize: '48', Width: '400', Height: '240' },
    children: ['- Title1:', '    Control: Label', '    Properties:', '      Text: =ThisItem.Value', '      X: =16', '      Y: =8', '      Width: =Parent.TemplateWidth - 32', '      Height: =32'],
  },
};

/** Where the first control of a screen lies, and the gap to the next, in pixels. */
const FIRST = 40;
const GAP = 16;

/**
 * Puts a new control into an app while it runs: into the named control where that takes children, else behind it in what it is in. Its kind
 * is loaded first. Gives its name, the first free one: `Label1`. `RangeError` where nothing can be put.
 *
 * @param kind the name of the kind: `Label`
 * @param variant what containers need: `ManualLayout`, `AutoLayout`, `VerticalAutoLayout`
 */
export async function insertControl(app: App, into: string, kind: string, variant?: string): Promise<string> {
  const parent = parentFor(app, into);
  const { properties, children = [] } = starts[kind] ?? { properties: {} };
  const formulas = Object.entries({ ...placeIn(app, parent), ...properties });
  const lines = [
    `- ${freeName(app, kind)}:`,
    `    Control: ${kind}`,
    ...(variant === undefined ? [] : [`    Variant: ${variant}`]),
    ...(formulas.length === 0 ? [] : ['    Properties:']),
    ...formulas.map(([name, formula]) =>
      /: | #/.test(formula) ? `      ${name}: |-\n        =${formula}` : `      ${name}: =${formula}`,
    ),
    ...(children.length === 0 ? [] : ['    Children:', ...children.map((line) => `      ${line}`)]),
  ];
  const [name] = await pasteInto(app, into, `${lines.join('\n')}\n`);
  return name!;
}

/** Puts a new, empty screen behind the others while the app runs, and gives its name: `Screen2`. */
export async function insertScreen(app: App): Promise<string> {
  const edited = new AppDocument(app.document?.files ?? []);
  const name = freeName(app, 'Screen');
  edited.insertScreen(name);
  await loadKindsOf(edited);
  app.replaceFiles(edited.files);
  return name;
}

/** Where controls are placed by hand: below the lowest, or at the top where that would be out of sight. */
function placeIn(app: App, parent: ControlModel): { readonly [property: string]: string } {
  if (!placesByHand(parent)) return {};
  const ends = parent.children.map(({ name }) => `${quoteName(name)}.Y + ${quoteName(name)}.Height`);
  const { value } = ends.length === 0 ? { value: 0 } : app.evaluate(`Max(${ends.join(', ')})`, parent);
  const { value: height } = app.evaluate('Self.Height', parent);
  const below = typeof value === 'number' && value > 0 ? Math.round(value) + GAP : FIRST;
  const fits = typeof height !== 'number' || below + FIRST <= height;
  return { X: String(FIRST), Y: String(fits ? below : FIRST) };
}

function freeName(app: App, kind: string): string {
  const { controls } = app.program.model;
  for (let i = 1; ; i++) if (!controls.has(`${kind}${i}`)) return `${kind}${i}`;
}
