import '../../src/controls/index.ts';
import { createApp, type App, type AppOptions } from '../../src/app/index.ts';
import { AppDocument } from '../../src/app/index.ts';

/** An app from its text. */
export const appOf = (text: string, options: AppOptions = {}): App =>
  createApp(new AppDocument([{ name: 'app.pa.yaml', text }]), {
    surroundings: { culture: 'en-US', timeZone: 'UTC' },
    ...options,
  });

/** A control as a line of YAML and those below it: `control('Out', 'Label', {Text: '"a"'}, children)`. */
export function control(
  name: string,
  kind: string,
  properties: { readonly [name: string]: string } = {},
  children: readonly string[] = [],
): string {
  const lines = [
    `- ${name}:`,
    `    Control: ${kind}`,
    '    Properties:',
    ...Object.entries(properties).flatMap(([property, formula]) => [
      `      ${property}: |-`,
      `        =${formula.replaceAll('\n', '\n        ')}`,
    ]),
    ...(children.length === 0 ? [] : ['    Children:', ...children.map((child) => child.replaceAll(/^/gm, '      '))]),
  ];
  return lines.join('\n');
}

/** An app of one screen, `Home`. */
export const screenOf = (...controls: readonly string[]): string =>
  ['Screens:', '  Home:', '    Children:', ...controls.map((text) => text.replaceAll(/^/gm, '      '))].join('\n');

/** What is wrong with an app, without the sentences. */
export const codesOf = (app: App): string[] =>
  app.diagnostics.map(({ control: name, property, code }) => `${name}.${property} ${code}`);
