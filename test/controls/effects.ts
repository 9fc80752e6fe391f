import type { ControlElement } from '../../src/controls/index.ts';
import { DateValue, PENDING, type Value } from '../../src/formula/index.ts';

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
  ListBox: { Items: rows },
  ComboBox: { Items: rows },
  Radio: { Items: rows },
  TabList: { Items: rows, Width: 300 },
  CheckBox: { Text: 'Notify' },
  Link: { Text: 'Terms', URL: 'https://example.com/' },
  HtmlViewer: { HtmlText: '<b>Terms</b>' },
  Header: { Title: 'Orders', UserName: 'Ada Lovelace' },
  Avatar: { Name: 'Ada Lovelace' },
  Badge: { Content: 'Open' },
};

const cities = [
  { Name: 'Ada', City: 'London' },
  { Name: 'Emmy', City: 'Göttingen' },
];
const november = new DateValue(Date.UTC(2026, 10, 20));
const picture = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/%3E';

/** What a header says through the picture of its user, which has a tree of its own. */
function innerAvatar(element: ControlElement): void {
  const avatar = element.renderRoot.querySelector('fx-avatar') as ControlElement;
  const copy = (): void =>
    element.setAttribute('data-inner', ['Image', 'Tooltip', 'AccessibleLabel'].map((name) => avatar.readText(name)).join());
  copy();
  new MutationObserver(copy).observe(avatar.renderRoot, {
    subtree: true,
    attributes: true,
    childList: true,
    characterData: true,
  });
}

/** Types something that only another column holds. */
function searched(element: ControlElement): void {
  const input = element.renderRoot.querySelector<HTMLInputElement>('.input')!;
  input.click();
  input.value = 'Göt';
  input.dispatchEvent(new InputEvent('input'));
}

/** Lets a timer run for a moment. */
function ran(element: ControlElement): void {
  element.renderRoot.querySelector<HTMLElement>('button')!.click();
  (Reflect.get(element, 'measure') as (name: string, value: number) => void).call(element, 'Value', 12_000);
}

/** Presses the field, so that its list or calendar opens. */
const opened = (element: ControlElement): void => element.renderRoot.querySelector<HTMLElement>('.input')!.click();

/** What single properties need beyond that. */
const properties: { readonly [property: string]: Context } = {
  'DropDown.AllowEmptySelection': { properties: {} },
  'DropDown.HintText': { properties: { AllowEmptySelection: true } },
  'DropDown.ItemDisplayText': { properties: { Items: [{ Value: 'One', 'Kungsgatan 12': 'here' }] } },
  'Toggle.TrueText': { properties: { Default: true } },
  'Header.IsLogoVisible': { properties: { Logo: picture } },
  'Header.LogoTooltip': { properties: { Logo: picture } },
  'Header.UserImage': { properties: {}, prepare: innerAvatar },
  'Header.UserEmail': { properties: {}, prepare: innerAvatar },
  'Header.UserImageAltText': { properties: {}, prepare: innerAvatar },
  'NumberInput.Precision': { properties: { Default: 1.23456 }, value: '2' },
  'NumberInput.Reset': { properties: {}, prepare: (element) => element.restore('Value' as never, 7) },
  'DatePicker.Format': { properties: { DefaultDate: november }, value: 'yyyy-mm-dd' },
  'DatePicker.Language': { properties: { DefaultDate: november }, value: 'de-CH' },
  'DatePicker.StartYear': { properties: { DefaultDate: november }, prepare: opened, value: 2037 },
  'DatePicker.EndYear': { properties: { DefaultDate: november }, prepare: opened, value: 1999 },
  'DatePicker.StartDate': { properties: { DefaultDate: november }, prepare: opened },
  'DatePicker.EndDate': { properties: { DefaultDate: november }, prepare: opened, value: new DateValue(Date.UTC(2026, 10, 3)) },
  'DatePicker.StartOfWeek': { properties: { DefaultDate: november }, prepare: opened, value: 2 },
  'DatePicker.Reset': { properties: {}, prepare: (element) => element.restore('SelectedDate' as never, november) },
  'ComboBox.Items': { properties: {}, prepare: opened },
  'ComboBox.DisplayFields': { properties: { Items: cities }, prepare: opened, value: [{ Value: 'City' }] },
  'ComboBox.SearchFields': { properties: { Items: cities }, prepare: searched, value: [{ Value: 'City' }] },
  'ComboBox.Default': { properties: {}, value: rows[1]! },
  'ComboBox.MultiValueDelimiter': { properties: { DefaultSelectedItems: rows } },
  'ComboBox.Reset': { properties: {}, prepare: (element) => element.restore('SelectedItems' as never, rows) },
  'ListBox.ItemDisplayText': { properties: { Items: cities }, value: 'City' },
  'ListBox.Default': { properties: {}, value: 'Two' },
  'ListBox.Reset': { properties: {}, prepare: (element) => element.restore('SelectedItems' as never, rows) },
  'Radio.ItemDisplayText': { properties: { Items: cities }, value: 'City' },
  'Radio.Default': { properties: {}, value: 'Two' },
  'Radio.Reset': { properties: {}, prepare: (element) => element.restore('Selected' as never, rows[2]) },
  'Rating.Reset': { properties: {}, prepare: (element) => element.restore('Value' as never, 2) },
  'TabList.ItemDisplayText': { properties: { Items: cities }, value: 'City' },
  'TabList.Reset': { properties: {}, prepare: (element) => element.restore('Selected' as never, rows[2]) },
  'Timer.Reset': { properties: {}, prepare: ran },
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
const pressed = new Set(['Label', 'Icon', 'Image', 'Rectangle', 'Circle']);
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
  'NumberInput.Step',
  'NumberInput.DelayOutput',
  'Timer.Duration',
  'Timer.Start',
  'Timer.AutoStart',
  'Timer.AutoPause',
  'Timer.Repeat',
  'TextInput.DelayOutput',
  'TextInput.TriggerOutput',
]);
