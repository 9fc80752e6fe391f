import type { ControlElement } from '../../src/controls/index.ts';
import { Color, DateValue, PENDING, type Value } from '../../src/formula/index.ts';

interface Context {
  /** What has to be set for a property to show. */
  readonly properties: { readonly [name: string]: Value };
  readonly prepare?: (element: ControlElement) => void;
  /** The value to try, where not any other does. */
  readonly value?: Value;
}

const rows = [{ Value: 'One' }, { Value: 'Two' }, { Value: 'Three' }];

const cities = [
  { Name: 'Ada', City: 'London' },
  { Name: 'Emmy', City: 'Göttingen' },
];
const files = [
  { Name: 'Plan', Value: 'https://example.com/plan.pdf' },
  { Name: 'Offer', Value: 'https://example.com/offer.pdf' },
];
const sales = [
  { Quarter: 'First quarter', Shop: 1200, Web: 400 },
  { Quarter: 'Second quarter', Shop: 900, Web: 700 },
  { Quarter: 'Third quarter', Shop: -300, Web: 1100 },
];
const tools = [
  { ItemKey: 'new', ItemDisplayName: 'New', ItemIconName: 'Add' },
  { ItemKey: 'remove', ItemDisplayName: 'Remove', ItemIconName: 'Trash' },
];
const film = 'https://films.invalid/embed/1';

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
  Attachments: { Items: files },
  ColumnChart: { Items: sales, NumberOfSeries: 2 },
  LineChart: { Items: sales, NumberOfSeries: 2 },
  PieChart: { Items: sales },
  Legend: { Items: rows },
  DataTable: { Items: cities },
  DataTableColumn: { Text: 'Ada' },
  Toolbar: { Items: tools },
  StreamVideo: { StreamUrl: film },
  PowerBITile: { TileUrl: film },
  PDFViewer: { Document: 'https://files.invalid/plan.pdf' },
  RichTextEditor: { Default: '<b>Terms</b>' },
};

const november = new DateValue(Date.UTC(2026, 10, 20));
const picture = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/%3E';

/** Gives an input of files a file, as a user who picks one. */
function picked(element: ControlElement, name = 'Plan.png', size = 3, type = 'image/png'): void {
  const given = new DataTransfer();
  given.items.add(new File([new Uint8Array(size)], name, { type }));
  const input = element.renderRoot.querySelector<HTMLInputElement>('input[type=file]')!;
  input.files = given.files;
  input.dispatchEvent(new Event('change'));
}

/** Puts a field into a list that shows its columns, and copies what the list says. */
function inList(element: ControlElement): void {
  const list = document.createElement('fx-combo-box') as ControlElement;
  list.assign('Items', [{ Name: 'Ada', City: 'London', Born: '1815-12-10' }]);
  for (const [name, order] of [
    ['Name', 1],
    ['City', 2],
  ] as const) {
    const field = document.createElement('fx-data-field') as ControlElement;
    field.assign('FieldName', name);
    field.assign('Order', order);
    list.append(field);
  }
  element.parentElement!.append(list);
  list.append(element);
  const copy = (): void =>
    element.setAttribute(
      'data-inner',
      [...list.renderRoot.querySelectorAll('.item')]
        .map((item) => item.textContent + (item.querySelector('small')?.title ?? ''))
        .join(),
    );
  void list.updateComplete.then(() => {
    list.renderRoot.querySelector<HTMLElement>('.input')!.click();
    new MutationObserver(copy).observe(list.renderRoot, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    list.requestUpdate();
  });
}

/** Gives a cell the row that it stands in. */
const inRow = (element: ControlElement): void =>
  Reflect.set(element, 'item', { Name: 'Ada', City: 'London', Age: 36 }) as unknown as void;

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
  'Button.IconStyle': { properties: { Icon: 'Add' } },
  'Attachments.Required': { properties: { Items: [] } },
  'DataTableColumn.IsHyperlink': { properties: {}, prepare: () => {} },
  'AddMedia.ChangePictureText': { properties: {}, prepare: (element) => picked(element) },
  'AddMedia.Reset': { properties: {}, prepare: (element) => element.restore('Media' as never, picture) },
  'Attachments.Default': { properties: { Items: [] }, value: files },
  'Attachments.MaxAttachments': { properties: {}, value: 1 },
  'Attachments.MaxAttachmentsText': { properties: { MaxAttachments: 1 } },
  'Attachments.NoAttachmentsText': { properties: { Items: [] } },
  'Attachments.Reset': { properties: {}, prepare: (element) => element.restore('Attachments' as never, []) },
  'RichTextEditor.Reset': { properties: {}, prepare: (element) => element.restore('HtmlText' as never, '<i>Other</i>') },
  'DataTable.Default': { properties: {}, value: cities[1]! },
  'DataTable.NoDataText': { properties: { Items: [] } },
  'DataTable.Reset': { properties: {}, prepare: (element) => element.restore('SelectedItems' as never, cities) },
  'DataTableColumn.FieldName': { properties: { Text: '' }, prepare: inRow, value: 'City' },
  'DataTableColumn.FieldType': { properties: {}, value: 'n' },
  'DataField.FieldName': { properties: {}, prepare: inList, value: 'City' },
  'DataField.FieldDisplayName': { properties: { FieldName: 'City' }, prepare: inList },
  'DataField.FieldType': { properties: { FieldName: 'Born', Order: 3 }, prepare: inList, value: 'd' },
  'DataField.Order': { properties: { FieldName: 'City', Order: 3 }, prepare: inList, value: -1 },
  'ColumnChart.Reset': { properties: {}, prepare: (element) => element.restore('Selected' as never, sales[1]) },
  'LineChart.Reset': { properties: {}, prepare: (element) => element.restore('Selected' as never, sales[1]) },
  'PieChart.Reset': { properties: {}, prepare: (element) => element.restore('Selected' as never, sales[1]) },
  'ColumnChart.NumberOfSeries': { properties: {}, value: 1 },
  'LineChart.NumberOfSeries': { properties: {}, value: 1 },
  'ColumnChart.SeriesAxisMin': { properties: {}, value: -5000 },
  'ColumnChart.SeriesAxisMax': { properties: {}, value: 5000 },
  'LineChart.YAxisMin': { properties: {}, value: -5000 },
  'LineChart.YAxisMax': { properties: {}, value: 5000 },
  'ColumnChart.MinimumBarWidth': { properties: {}, value: 300 },
  'ColumnChart.ContentLanguage': { properties: {}, value: 'de-CH' },
  'Legend.ItemColorSet': { properties: {}, value: [{ Value: new Color(1, 2, 3, 1) }] },
  'ColumnChart.ItemColorSet': { properties: {}, value: [{ Value: new Color(1, 2, 3, 1) }] },
  'LineChart.ItemColorSet': { properties: {}, value: [{ Value: new Color(1, 2, 3, 1) }] },
  'PieChart.ItemColorSet': { properties: {}, value: [{ Value: new Color(1, 2, 3, 1) }] },
  'PieChart.LabelPosition': { properties: {}, value: 'inside' },
  'PDFViewer.Zoom': { properties: {}, value: '150' },
  'PDFViewer.Document': { properties: {}, value: 'https://files.invalid/other.pdf' },
  'StreamVideo.StreamUrl': { properties: {}, value: 'https://films.invalid/embed/2' },
  'PowerBITile.TileUrl': { properties: {}, value: 'https://films.invalid/embed/2' },
  'StreamVideo.AccessibleLabel': { properties: {} },
  'PenInput.Reset': { properties: {}, prepare: (element) => element.restore('Image' as never, picture) },
  'Import.Reset': { properties: {}, prepare: (element) => element.restore('Data' as never, rows) },
  'Microphone.Reset': { properties: {}, prepare: (element) => element.restore('Audio' as never, picture) },
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
const pressed = new Set(
  'Label Icon Image Rectangle Circle Triangle Pentagon Hexagon Octagon Star Arrow PartialCircle DataTableColumn'.split(' '),
);
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
  'Attachments.MaxAttachmentSize',
  'Camera.Camera',
  'Camera.StreamRate',
  'Microphone.Mic',
  'Export.Data',
  'PenInput.Size',
  'PenInput.Input',
  'Video.Start',
  'Video.AutoPause',
  'Video.Reset',
  'Video.StartTime',
  'Audio.StartTime',
  'Gallery.DelayItemLoading',
  'Audio.Start',
  'Audio.AutoPause',
  'Audio.Reset',
  'PowerBITile.Reset',
  'NumberInput.Step',
  'NumberInput.DelayOutput',
  'Timer.Duration',
  'Timer.Start',
  'Timer.AutoStart',
  'Timer.AutoPause',
  'Timer.Repeat',
  'TextInput.DelayOutput',
  'TextInput.TriggerOutput',
  // What an app makes of them: test/app/forms.test.ts.
  ...['DataField', 'Default', 'Update', 'Required', 'MaxLength', 'AllowedValues'].map((name) => `DataCard.${name}`),
  ...['Form', 'FormViewer'].flatMap((kind) => [`${kind}.DataSource`, `${kind}.Item`]),
]);
