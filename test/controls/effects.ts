import type { ControlElement } from '../../src/controls/index.ts';
import { PENDING, type Value } from '../../src/formula/index.ts';

interface Context {
  /** What has to be set for a property to show. */
  readonly properties: { readonly [name: string]: Value };
  readonly prepare?: (element: ControlElement) => void;
  /** The value to try, where not any other does. */
  readonly value?: Value;
}

const rows = [{ Value: 'One' }, { Value: 'Two' }, { Value: 'Three' }];

/** What a kind needs to show anything. */
const kinds: { readonly [kind: string]: Context['properties'] } = {
  DropDown: { Items: rows },
  Gallery: { Items: rows, Width: 300, Height: 200 },
  Label: { Text: 'Orders' },
  Image: {
    Image: 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/%3E',
  },
  Placeholder: { Kind: 'Chart' },
};

/** What single properties need beyond that. */
const properties: { readonly [property: string]: Context } = {
  'DropDown.AllowEmptySelection': { properties: {} },
  'DropDown.HintText': { properties: { AllowEmptySelection: true } },
  'DropDown.ItemDisplayText': { properties: { Items: [{ Value: 'One', 'Kungsgatan 12': 'here' }] } },
  'Toggle.TrueText': { properties: { Default: true } },
  'Toggle.Label': { properties: {} },
  'DropDown.Default': { properties: {}, value: 'Two' },
  'DropDown.Reset': { properties: {}, prepare: (element) => element.restore('Selected' as never, rows[2]) },
  'Gallery.Reset': { properties: {}, prepare: (element) => element.restore('Selected' as never, rows[2]) },
  'Gallery.Default': { properties: {}, value: rows[1]! },
  'Gallery.LoadingSpinner': { properties: { Items: PENDING } },
  'Screen.LoadingSpinner': { properties: {}, prepare: (element) => void (element.pending = true) },
  'Button.Icon': { properties: {}, value: 'Star' },
  'TextInput.Clear': { properties: { Default: 'text' } },
  'Screen.ImagePosition': {
    properties: { BackgroundImage: 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/%3E' },
  },
  'GroupContainer.LayoutDirection': { properties: { LayoutMode: 'auto' } },
  'GroupContainer.LayoutAlignItems': { properties: { LayoutMode: 'auto' } },
  'GroupContainer.LayoutWrap': { properties: { LayoutMode: 'auto' } },
  'Button.Layout': { properties: { Icon: 'Star', Text: 'Rate' } },
};

/** A control that was edited, so that Reset has something to put back. */
const edited = (element: ControlElement): void => element.restore('Value' as never, 'typed');

/** Pictures and texts are pressed only where their OnSelect does something. */
const pressed = new Set(['Label', 'Icon', 'Image', 'Rectangle']);
const interactive = (element: ControlElement): void => void (element.interactive = true);

export function contextOf(kind: string, property: string): Context {
  const own = properties[`${kind}.${property}`];
  const usual = property === 'Reset' ? edited : pressed.has(kind) ? interactive : undefined;
  const prepare = own?.prepare ?? usual;
  return {
    ...own,
    properties: { ...kinds[kind], ...own?.properties },
    ...(prepare === undefined ? {} : { prepare }),
  };
}

/** Properties of behavior, which the tests of their kinds are about. */
export const testedWithTheirKind: ReadonlySet<string> = new Set([
  'Button.AutoDisableOnSelect',
  'TextInput.DelayOutput',
  'TextInput.TriggerOutput',
]);
