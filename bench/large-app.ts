import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { allControls, AppDocument, type ControlSource } from '../src/app/document.ts';
import type { SourceFile } from '../src/app/places.ts';

/** How large an app is. */
export interface Extent {
  readonly controls: number;
  readonly formulas: number;
}

/** The 99th percentile of 441 real canvas apps. */
export const large: Extent = { controls: 1076, formulas: 13_003 };

const controlsOf = (document: AppDocument): ControlSource[] => [
  ...allControls([...document.screens, ...document.components.map((component) => component as ControlSource)]),
];

const extentOf = (controls: readonly ControlSource[]): Extent => ({
  controls: controls.length,
  formulas: controls.reduce((sum, { properties }) => sum + properties.size, 0),
});

/** Real app files below `FXLOOM_DATA` (`../shared`); none where it is absent. */
function realFiles(): SourceFile[] {
  const named = process.env['FXLOOM_DATA'];
  const folders = (named === undefined ? ['../shared', '../../shared'] : [named]).map((place) =>
    join(resolve(place), 'apps/payaml-given'),
  );
  const folder = folders.find((place) => existsSync(place));
  if (folder === undefined) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.pa.yaml'))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

/** A file with each of the names given another; kinds of controls, which stand before an `@`, keep theirs. */
function renamed({ name, text }: SourceFile, names: readonly string[], suffix: string): SourceFile {
  const longestFirst = names.toSorted((a, b) => b.length - a.length);
  const escaped = longestFirst.map((one) => one.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const any = new RegExp(String.raw`(?<![\w.])(?:${escaped.join('|')})(?![\w@])`, 'g');
  return { name: name.replace('.pa.yaml', `${suffix}.pa.yaml`), text: text.replaceAll(any, (found) => found + suffix) };
}

/**
 * An app of at least this extent: real app files, as often as it takes, their screens, controls and components under other names each time.
 * Where there are none, screens of our own, of the same mix of properties.
 */
export function largeApp(extent: Extent): SourceFile[] {
  const real = realFiles().filter(({ text }) => /^Screens:/m.test(text) || /^ComponentDefinitions:/m.test(text));
  const files = real.length > 0 ? real : [{ name: 'Screen.pa.yaml', text: ownScreen() }];
  const result: SourceFile[] = [];
  const sum = { controls: 0, formulas: 0 };
  for (let copy = 0; sum.controls < extent.controls || sum.formulas < extent.formulas; copy++) {
    for (const file of files) {
      const controls = controlsOf(new AppDocument([file]));
      const size = extentOf(controls);
      if (size.formulas === 0) continue;
      const names = [...new Set(controls.map(({ name }) => name))];
      result.push(renamed(file, names, `_${result.length}`));
      sum.controls += size.controls;
      sum.formulas += size.formulas;
      if (sum.controls >= extent.controls && sum.formulas >= extent.formulas) break;
    }
  }
  return result;
}

function ownScreen(): string {
  const lines = ['Screens:', '  Screen1:', '    Properties:', '      Fill: =RGBA(245, 245, 245, 1)', '    Children:'];
  const add = (name: string, kind: string, properties: readonly string[]): void => {
    lines.push(`      - ${name}:`, `          Control: ${kind}`, '          Properties:');
    for (const property of properties) lines.push(`            ${property}`);
  };
  for (let i = 0; i < 20; i++) {
    const look = [
      'BorderColor: =ColorFade(Self.Fill, -15%)',
      'Fill: =If(total > 10, RGBA(56, 96, 178, 1), RGBA(0, 18, 107, 1))',
      'Height: =40',
      'Size: =13',
      `Width: =Min(Parent.Width / 2, 320)`,
      `X: =${i === 0 ? 40 : `Label${i - 1}.X`}`,
      `Y: =${i === 0 ? 40 : `Label${i - 1}.Y + Label${i - 1}.Height + 8`}`,
    ];
    add(`Input${i}`, 'Classic/TextInput@2.3.2', [
      'Default: =""',
      `HintText: ="Field ${i}"`,
      'DisplayMode: =If(total > 99, DisplayMode.Disabled, DisplayMode.Edit)',
      ...look,
    ]);
    add(`Label${i}`, 'Label@2.5.1', [
      `Text: ="Total of " & Input${i}.Text & ": " & Text(total, "0.00")`,
      'Color: =RGBA(0, 0, 0, 1)',
      'Visible: =Len(Input0.Text) < 99',
      ...look,
    ]);
    add(`Button${i}`, 'Classic/Button@2.2.0', [
      `Text: ="Add " & Input${i}.Text`,
      `OnSelect: =Set(total, total + ${i})`,
      `Visible: =!IsBlank(Input${i}.Text) || total = ${i}`,
      ...look,
    ]);
  }
  return `${lines.join('\n')}\n`;
}
