import { data, findControl, loadKinds, output, type ControlDefinition } from '../controls/core.ts';
import { types } from '../formula/index.ts';
import type { Kind } from './control-model.ts';
import { allControls } from './all-controls.ts';
import type { AppSource, ControlSource } from './document.ts';
import { defaultTheme, themeType } from './theme.ts';

/** What formulas can read of the app itself: `App.Width`. */
export const appDefinition: ControlDefinition = {
  name: 'App',
  tag: 'fx-app',
  category: 'screen',
  summary: 'The app as a whole.',
  properties: {
    ActiveScreen: output(types.any, 'The screen that is shown.'),
    Width: output(types.number, 'Width of the app on the page, in pixels.', undefined, 1366),
    Height: output(types.number, 'Height of the app on the page, in pixels.', undefined, 768),
    DesignWidth: data(types.number, 1366, 'Width that the app was designed for.'),
    DesignHeight: data(types.number, 768, 'Height that the app was designed for.'),
    MinScreenWidth: data(types.number, 320, 'Least width of a screen.'),
    MinScreenHeight: data(types.number, 320, 'Least height of a screen.'),
    SizeBreakpoints: data(
      types.columnOf(types.number),
      [{ Value: 600 }, { Value: 900 }, { Value: 1200 }],
      'Widths at which Screen.Size steps up.',
    ),
    StartScreen: data(types.any, null, 'The screen that is shown first.'),
    Theme: data(themeType, defaultTheme, 'Colours and font of modern controls.'),
    BackEnabled: data(types.boolean, true, 'Whether the browser goes back through screens.'),
    ConfirmExit: data(types.boolean, false, 'Whether closing the app asks first.'),
    ConfirmExitMessage: data(types.text, '', 'What it asks.'),
    StudioVersion: data(types.text, '', 'The version of the program that made the app.'),
  },
  events: {
    OnStart: 'When the app starts, before its first screen is shown.',
    OnError: 'When a formula meets an error that nothing handles.',
    OnMessage: 'When a message arrives.',
  },
};

/** The kind of control that a source means; undefined where there is no such kind. */
export function kindOf(source: ControlSource): Kind | undefined {
  if (source.control === 'App') return { definition: appDefinition, defaults: {} };
  const found = findControl(source.template ?? source.control, source.variant);
  if (found?.definition.children !== 'rows') return found;
  return { ...found, rows: findControl('GalleryTemplate')!.definition };
}

/** Loads the kinds of controls that a source uses, and those that every app needs. */
export async function loadKindsOf({ screens, components }: AppSource): Promise<void> {
  const templates = new Set(['Screen', 'Placeholder', 'GalleryTemplate']);
  for (const { control, template } of allControls([...screens, ...components])) templates.add(template ?? control);
  await loadKinds(templates);
}
