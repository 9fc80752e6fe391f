import { displayText, type ControlElement, type Extent, type Gallery, type RenderRow } from '../../src/controls/index.ts';
import { Color, DateValue, field, formulaError, PENDING, type TableRow, type Value } from '../../src/formula/index.ts';
import { landscape, orders, portrait } from './samples.ts';
import type { Properties } from './snippets.ts';

/** A control in one state: its tag, what a host would assign, and how it is made. */
export interface Sample {
  readonly tag: string;
  readonly properties: Properties;
  create(): ControlElement;
}

const make = (tag: string, properties: Properties = {}, more: (element: ControlElement) => void = () => {}): Sample => ({
  tag,
  properties,
  create: () => {
    const element = document.createElement(tag) as ControlElement;
    for (const [name, value] of Object.entries(properties)) element.assign(name, value);
    more(element);
    return element;
  },
});

const failing = (message: string) => (element: ControlElement) => {
  element.error = formulaError('Network', message);
};
const down = 'The shop did not answer (503). Try again in a moment.';
const interactive = (element: ControlElement): void => {
  element.interactive = true;
};
const waiting = (property: string) => (element: ControlElement) => void element.assign(property, PENDING);
const orange = new Color(202, 80, 16, 1);
const november = new DateValue(Date.UTC(2026, 10, 20));
const people = [
  { Name: 'Helga Lindqvist', City: 'Göteborg', Orders: 12, Since: new DateValue(Date.UTC(2021, 3, 12)) },
  { Name: 'Tomás Ferreira', City: 'Porto', Orders: 3, Since: new DateValue(Date.UTC(2024, 0, 2)) },
  { Name: 'Aiko Tanaka', City: 'Kyoto', Orders: 41, Since: new DateValue(Date.UTC(2019, 10, 30)) },
];
const sales = [
  { Month: 'January', Shop: 12.4, Web: 8.1 },
  { Month: 'February', Shop: 9.8, Web: 9.9 },
  { Month: 'March', Shop: 14.2, Web: 12.6 },
  { Month: 'April', Shop: 11.1, Web: 15.3 },
  { Month: 'May', Shop: 7.6, Web: 18.8 },
];
const files = [
  { Name: 'Delivery note 20418.pdf', Value: 'https://example.com/note.pdf' },
  { Name: 'A very long name of a file that does not fit.xlsx', Value: 'https://example.com/list.xlsx' },
];
const tools = [
  { ItemKey: 'new', ItemDisplayName: 'New', ItemIconName: 'Add', ItemAppearance: 'Primary' },
  { ItemKey: 'edit', ItemDisplayName: 'Edit', ItemIconName: 'Edit' },
  { ItemKey: 'remove', ItemDisplayName: 'Remove', ItemIconName: 'Trash', ItemDisabled: true },
];
const status = [{ Value: 'Open' }, { Value: 'Paid' }, { Value: 'Shipped' }, { Value: 'Returned' }];

const boxSize = { Width: 380, Height: 180 };
const boxLook = {
  Fill: new Color(127, 127, 127, 0.12),
  RadiusTopLeft: 8,
  RadiusTopRight: 8,
  RadiusBottomLeft: 8,
  RadiusBottomRight: 8,
};
const inLine = { LayoutMode: 'auto', LayoutGap: 8, PaddingTop: 16, PaddingLeft: 16, PaddingRight: 16, PaddingBottom: 16 };
const formSize = { Width: 320, Height: 310, NumberOfColumns: 1, AccessibleLabel: 'Order' };

export interface KindOfControl {
  readonly title: string;
  readonly text: string;
  readonly wide?: boolean;
  /** Whether each state is as wide as it is, rather than in columns. */
  readonly loose?: boolean;
  readonly states: readonly (readonly [caption: string, sample: Sample])[];
}

export const kinds: readonly KindOfControl[] = [
  {
    title: 'Button',
    text: 'Starts something when it is pressed.',
    states: [
      ['Primary', make('fx-button', { Text: 'Save order' })],
      ['Secondary', make('fx-button', { Text: 'Cancel', Appearance: 'Secondary' })],
      ['Outline', make('fx-button', { Text: 'Duplicate', Appearance: 'Outline' })],
      ['Subtle', make('fx-button', { Text: 'More details', Appearance: 'Subtle' })],
      ['With an icon', make('fx-button', { Text: 'New order', Icon: 'Add' })],
      ['Icon only', make('fx-button', { Text: 'Delete', Icon: 'Trash', Layout: 'Icon only', Appearance: 'Subtle' })],
      ['Icon after', make('fx-button', { Text: 'Next', Icon: 'ChevronRight', Layout: 'Icon after', Appearance: 'Secondary' })],
      ['A colour of its own', make('fx-button', { Text: 'Return', Fill: orange })],
      ['Disabled', make('fx-button', { Text: 'Save order', DisplayMode: 'disabled' })],
      ['Disabled, secondary', make('fx-button', { Text: 'Cancel', Appearance: 'Secondary', DisplayMode: 'disabled' })],
      ['Failed', make('fx-button', {}, failing('Name “Cutomer” isn’t known.'))],
      ['Very long text', make('fx-button', { Text: 'Save this order and notify the customer by mail', Width: 180, Height: 32 })],
    ],
  },
  {
    title: 'Text input',
    text: 'A field to type text in.',
    states: [
      ['Empty', make('fx-text-input', { HintText: 'Search orders', AccessibleLabel: 'Search' })],
      ['Filled', make('fx-text-input', { Default: 'Helga Lindqvist', AccessibleLabel: 'Customer' })],
      ['Search', make('fx-text-input', { Type: 'Search', Default: 'oak', AccessibleLabel: 'Search' })],
      ['Password', make('fx-text-input', { Mode: 'password', Default: 'correct horse', AccessibleLabel: 'Password' })],
      ['Disabled', make('fx-text-input', { Default: 'ORD-20418', DisplayMode: 'disabled', AccessibleLabel: 'Number' })],
      ['Read only', make('fx-text-input', { Default: 'ORD-20418', DisplayMode: 'view', AccessibleLabel: 'Number' })],
      [
        'Wrong',
        make(
          'fx-text-input',
          { Default: 'helga@', AccessibleLabel: 'E-mail' },
          failing('Write an address like name@example.com.'),
        ),
      ],
      ['Warning', make('fx-text-input', { Default: '12', ValidationState: 'Warning', AccessibleLabel: 'Quantity' })],
      ['Waiting', make('fx-text-input', { AccessibleLabel: 'Customer' }, waiting('Default'))],
      [
        'Several lines',
        make('fx-text-input', {
          Mode: 'multiline',
          Default: 'Please leave the parcel with the neighbour on the second floor.',
          AccessibleLabel: 'Note',
        }),
      ],
    ],
  },
  {
    title: 'Drop down',
    text: 'A field to choose one of several rows in.',
    states: [
      ['Chosen', make('fx-drop-down', { Items: status, Default: 'Paid', AccessibleLabel: 'Status' })],
      [
        'Nothing chosen',
        make('fx-drop-down', { Items: status, AllowEmptySelection: true, HintText: 'Any status', AccessibleLabel: 'Status' }),
      ],
      ['Disabled', make('fx-drop-down', { Items: status, DisplayMode: 'disabled', AccessibleLabel: 'Status' })],
      ['Read only', make('fx-drop-down', { Items: status, DisplayMode: 'view', AccessibleLabel: 'Status' })],
      ['Waiting', make('fx-drop-down', { AccessibleLabel: 'Status' }, waiting('Items'))],
      ['Failed', make('fx-drop-down', { AccessibleLabel: 'Status' }, failing(down))],
    ],
  },
  {
    title: 'Toggle',
    text: 'Something is on or off, at once.',
    states: [
      ['Off', make('fx-toggle', { AccessibleLabel: 'Notify' })],
      ['On', make('fx-toggle', { Default: true, AccessibleLabel: 'Notify' })],
      ['With its own label', make('fx-toggle', { Default: true, Label: 'Notify the customer', Width: 190 })],
      ['A colour of its own', make('fx-toggle', { Default: true, TrueFill: orange, AccessibleLabel: 'Notify' })],
      ['Disabled', make('fx-toggle', { Default: true, DisplayMode: 'disabled', AccessibleLabel: 'Notify' })],
      ['Disabled, off', make('fx-toggle', { DisplayMode: 'disabled', AccessibleLabel: 'Notify' })],
    ],
  },
  {
    title: 'Label',
    text: 'A text that people read.',
    states: [
      ['Text', make('fx-label', { Text: '37 orders' })],
      ['Heading', make('fx-label', { Text: 'Orders', Size: 15, FontWeight: '600', Role: 'heading2' })],
      ['Cut off', make('fx-label', { Text: 'Helga Lindqvist, Kungsgatan 12, Göteborg', Wrap: false, Width: 180, Height: 32 })],
      ['To press', make('fx-label', { Text: 'Show all' }, interactive)],
      ['Waiting', make('fx-label', { Width: 150, Height: 24 }, waiting('Text'))],
      ['Failed', make('fx-label', { Text: formulaError('Div0', 'Division by zero: there are no orders yet.') })],
    ],
  },
  {
    title: 'Icon',
    text: 'A small sign out of a set that people know.',
    states: [
      ...['Add', 'Edit', 'Trash', 'Save', 'Search', 'Filter', 'Settings', 'Mail', 'Phone', 'People', 'Heart'].map(
        (name) => [name, make('fx-icon', { Icon: name })] as const,
      ),
      ['Large', make('fx-icon', { Icon: 'ShoppingCart', Width: 48, Height: 48 })],
      ['To press', make('fx-icon', { Icon: 'Edit', Width: 32, Height: 32, AccessibleLabel: 'Edit' }, interactive)],
      [
        'Disabled',
        make('fx-icon', { Icon: 'Edit', Width: 32, Height: 32, AccessibleLabel: 'Edit', DisplayMode: 'disabled' }, interactive),
      ],
      ['Coloured', make('fx-icon', { Icon: 'Warning', Width: 32, Height: 32, Color: orange })],
    ],
  },
  {
    title: 'Image',
    text: 'A picture, from the web or from a data source.',
    states: [
      ['Fit', make('fx-image', { Image: landscape, Width: 180, Height: 110, AccessibleLabel: 'Mountains' })],
      ['Fill', make('fx-image', { Image: landscape, ImagePosition: 'fill', Width: 110, Height: 110, BorderRadius: 8 })],
      ['Round', make('fx-image', { Image: portrait, ImagePosition: 'fill', Width: 72, Height: 72, BorderRadius: 36 })],
      ['Could not be loaded', make('fx-image', { Image: 'data:image/png;base64,AA==', Width: 110, Height: 72, BorderRadius: 4 })],
      ['Waiting', make('fx-image', { Width: 110, Height: 72, BorderRadius: 4 }, waiting('Image'))],
    ],
  },
  {
    title: 'Check box',
    text: 'Yes or no, often together with others.',
    states: [
      ['Off', make('fx-check-box', { Text: 'Gift wrapping' })],
      ['Ticked', make('fx-check-box', { Text: 'Gift wrapping', Default: true })],
      ['Disabled', make('fx-check-box', { Text: 'Gift wrapping', Default: true, DisplayMode: 'disabled' })],
      ['Failed', make('fx-check-box', { Text: 'Gift wrapping' }, failing(down))],
      [
        'Very long text',
        make('fx-check-box', { Text: 'I have read the terms and agree that my order is final', Width: 190, Height: 64 }),
      ],
    ],
  },
  {
    title: 'Radio',
    text: 'One of a handful of choices that should all be seen.',
    states: [
      ['Chosen', make('fx-radio', { Items: status, Default: 'Paid', AccessibleLabel: 'Status' })],
      ['Side by side', make('fx-radio', { Items: status.slice(0, 3), Layout: 'horizontal', AccessibleLabel: 'Status' })],
      ['Disabled', make('fx-radio', { Items: status, Default: 'Paid', DisplayMode: 'disabled', AccessibleLabel: 'Status' })],
      ['Waiting', make('fx-radio', { Width: 150, Height: 96, AccessibleLabel: 'Status' }, waiting('Items'))],
    ],
  },
  {
    title: 'Slider',
    text: 'A number between two others.',
    states: [
      ['Usual', make('fx-slider', { Default: 40, AccessibleLabel: 'Discount' })],
      [
        'A colour of its own',
        make('fx-slider', { Default: 70, ValueFill: orange, HandleFill: orange, AccessibleLabel: 'Discount' }),
      ],
      ['Disabled', make('fx-slider', { Default: 40, DisplayMode: 'disabled', AccessibleLabel: 'Discount' })],
      ['Upright', make('fx-slider', { Default: 40, Layout: 'vertical', Height: 110, Width: 40, AccessibleLabel: 'Discount' })],
    ],
  },
  {
    title: 'Number input',
    text: 'A field to type a number in, or to step it.',
    states: [
      ['Usual', make('fx-number-input', { Default: 12, AccessibleLabel: 'Quantity' })],
      ['At its limit', make('fx-number-input', { Default: 99, Max: 99, AccessibleLabel: 'Quantity' })],
      ['Two places', make('fx-number-input', { Default: 19.9, Precision: '2', AccessibleLabel: 'Price' })],
      ['Disabled', make('fx-number-input', { Default: 12, DisplayMode: 'disabled', AccessibleLabel: 'Quantity' })],
      ['Failed', make('fx-number-input', { Default: 0, AccessibleLabel: 'Quantity' }, failing('Order at least one.'))],
    ],
  },
  {
    title: 'Date picker',
    text: 'A date, from a calendar or by typing.',
    states: [
      ['Chosen', make('fx-date-picker', { DefaultDate: november, AccessibleLabel: 'Delivery' })],
      ['Empty', make('fx-date-picker', { InputTextPlaceholder: 'Any day', AccessibleLabel: 'Delivery' })],
      ['Written out', make('fx-date-picker', { DefaultDate: november, Format: 'Long Abbreviated', AccessibleLabel: 'Delivery' })],
      ['Disabled', make('fx-date-picker', { DefaultDate: november, DisplayMode: 'disabled', AccessibleLabel: 'Delivery' })],
      [
        'Failed',
        make('fx-date-picker', { DefaultDate: november, AccessibleLabel: 'Delivery' }, failing('Choose a day from Monday on.')),
      ],
    ],
  },
  {
    title: 'Combo box',
    text: 'Finds rows by typing.',
    states: [
      ['Several', make('fx-combo-box', { Items: status, DefaultSelectedItems: status.slice(1, 3), AccessibleLabel: 'Status' })],
      ['Nothing chosen', make('fx-combo-box', { Items: status, AccessibleLabel: 'Status' })],
      [
        'Disabled',
        make('fx-combo-box', {
          Items: status,
          DefaultSelectedItems: status.slice(0, 1),
          DisplayMode: 'disabled',
          AccessibleLabel: 'Status',
        }),
      ],
      ['Waiting', make('fx-combo-box', { AccessibleLabel: 'Status' }, waiting('Items'))],
    ],
  },
  {
    title: 'List box',
    text: 'A list that stays open.',
    states: [
      ['Several', make('fx-list-box', { Items: status, DefaultSelectedItems: status.slice(1, 3), AccessibleLabel: 'Status' })],
      ['Disabled', make('fx-list-box', { Items: status, Default: 'Paid', DisplayMode: 'disabled', AccessibleLabel: 'Status' })],
      ['Nothing to show', make('fx-list-box', { Items: [], Height: 80, AccessibleLabel: 'Status' })],
      ['Failed', make('fx-list-box', { Height: 80, AccessibleLabel: 'Status' }, failing(down))],
    ],
  },
  {
    title: 'Tab list',
    text: 'Words of which one is chosen.',
    wide: true,
    states: [
      ['Usual', make('fx-tab-list', { Items: status, AccessibleLabel: 'Status' })],
      ['Disabled', make('fx-tab-list', { Items: status, DisplayMode: 'disabled', AccessibleLabel: 'Status' })],
      ['Upright', make('fx-tab-list', { Items: status.slice(0, 3), Alignment: 'vertical', AccessibleLabel: 'Status' })],
    ],
  },
  {
    title: 'Rating',
    text: 'How good something is.',
    states: [
      ['Usual', make('fx-rating', { Default: 4, AccessibleLabel: 'Rating' })],
      ['Not yet', make('fx-rating', { AccessibleLabel: 'Rating' })],
      ['Disabled', make('fx-rating', { Default: 3, DisplayMode: 'disabled', AccessibleLabel: 'Rating' })],
    ],
  },
  {
    title: 'Badge',
    text: 'A word or number that stands out.',
    states: ['Brand', 'Success', 'Warning', 'Danger', 'Informative'].flatMap((name) =>
      ['Tint', 'Filled'].map(
        (look) =>
          [
            `${name}, ${look.toLowerCase()}`,
            make('fx-badge', { Content: 'Shipped', ThemeColor: name, Appearance: look }),
          ] as const,
      ),
    ),
  },
  {
    title: 'Progress and spinner',
    text: 'Something goes on.',
    states: [
      ['Known', make('fx-progress', { Value: 62, AccessibleLabel: 'Upload' })],
      [
        'Large, done',
        make('fx-progress', { Value: 100, Thickness: 'Large', ProgressColor: 'Success', AccessibleLabel: 'Upload' }),
      ],
      ['Unknown', make('fx-progress', { Indeterminate: true, AccessibleLabel: 'Upload' })],
      ['Spinner', make('fx-spinner', {})],
      ['With a label', make('fx-spinner', { Label: 'Saving the order', SpinnerSize: 'Tiny' })],
    ],
  },
  {
    title: 'Avatar, link, timer, shapes',
    text: 'Small things.',
    states: [
      ['Initials', make('fx-avatar', { Name: 'Helga Lindqvist', Badge: 'Available', Width: 48, Height: 48 })],
      ['Picture', make('fx-avatar', { Name: 'Tomás Ferreira', Image: portrait, Badge: 'Busy', Width: 48, Height: 48 })],
      ['Colourful', make('fx-avatar', { Name: 'Aiko Tanaka', Appearance: 'Colorful', Shape: 'Square', Width: 48, Height: 48 })],
      ['Link', make('fx-link', { Text: 'Terms of sale', URL: 'https://example.com/terms' })],
      ['Timer', make('fx-timer', { AccessibleLabel: 'Time' })],
      ['Circle', make('fx-circle', { Width: 40, Height: 40 })],
      ['Missing kind', make('fx-placeholder', { Kind: 'PCF.Map', Width: 180, Height: 72 })],
    ],
  },
  {
    title: 'Header',
    text: 'The head of an app.',
    wide: true,
    states: [
      ['Primary', make('fx-header', { Title: 'Orders', UserName: 'Helga Lindqvist' })],
      ['Neutral', make('fx-header', { Title: 'Orders', UserName: 'Helga Lindqvist', Style: 'Neutral' })],
    ],
  },
  {
    title: 'HTML text',
    text: 'A text with markup, from which all that could run has been taken.',
    wide: true,
    states: [
      [
        'Usual',
        make('fx-html-viewer', {
          HtmlText:
            '<h3>Return policy</h3><p>Within <b>30 days</b>, <span style="color:#b4262c">unused</span>. See the <a href="https://example.com/">terms</a>.</p><ul><li>Free of charge</li><li>By post or in a shop</li></ul>',
        }),
      ],
      ['Failed', make('fx-html-viewer', { Height: 60 }, failing(down))],
    ],
  },
  {
    title: 'Form',
    text: 'Cards to change a record, each with its field and what is wrong with it.',
    wide: true,
    states: [
      ['Editing', make('fx-form', { ...formSize, DefaultMode: 'edit' }, cards('Helga Lindqvist', ''))],
      ['New, refused', make('fx-form', { ...formSize, DefaultMode: 'new' }, cards('', 'Customer is required.'))],
      ['For reading', make('fx-form-viewer', formSize, cards('Helga Lindqvist', ''))],
    ],
  },
  {
    title: 'Data table',
    text: 'Rows in columns with heads, which can be sorted and chosen. Only the rows in sight exist.',
    loose: true,
    states: [
      [
        'A million rows',
        make('fx-data-table', { Items: orders(1_000_000, false), ShowFooter: 'yes', AccessibleLabel: 'Orders' }),
      ],
      [
        'One chosen',
        make('fx-data-table', {
          Items: people,
          EnableMultipleSelection: 'yes',
          Default: people[1]!,
          Height: 220,
          AccessibleLabel: 'People',
        }),
      ],
      ['Nothing to show', make('fx-data-table', { Items: [], Height: 160, NoDataText: 'No orders yet' })],
      ['Waiting', make('fx-data-table', { Height: 160 }, waiting('Items'))],
      ['Failed', make('fx-data-table', { Height: 160 }, failing(down))],
    ],
  },
  {
    title: 'Charts',
    text: 'Numbers as columns, lines and parts. By keyboard, and as a table for screen readers.',
    loose: true,
    states: [
      ['Columns', make('fx-column-chart', { Items: sales, Width: 320, Height: 260 })],
      ['Two series', make('fx-column-chart', { Items: sales, NumberOfSeries: 2, Width: 420, Height: 260, MarkerSuffix: ' k' })],
      ['Turned labels', make('fx-column-chart', { Items: sales, XLabelAngle: 60, Width: 320, Height: 260, Markers: false })],
      ['Lines', make('fx-line-chart', { Items: sales, NumberOfSeries: 2, Width: 320, Height: 260 })],
      ['Parts', make('fx-pie-chart', { Items: sales.slice(0, 4), Width: 320, Height: 260 })],
      [
        'Parts apart, labels within',
        make('fx-pie-chart', { Items: sales.slice(0, 4), Explode: 6, LabelPosition: 'inside', Width: 320, Height: 260 }),
      ],
      ['Legend', make('fx-legend', { Items: status, Width: 280 })],
      ['Nothing to show', make('fx-line-chart', { Items: [], Width: 320, Height: 120 })],
      ['Waiting', make('fx-pie-chart', { Width: 320, Height: 120 }, waiting('Items'))],
      ['Failed', make('fx-column-chart', { Width: 320, Height: 120 }, failing(down))],
    ],
  },
  {
    title: 'Rich text editor',
    text: 'A field to write text with markup in.',
    loose: true,
    states: [
      [
        'Usual',
        make('fx-rich-text-editor', {
          Default: '<p>Within <b>30 days</b>, <i>unused</i>.</p><ul><li>By post</li></ul>',
          AccessibleLabel: 'Policy',
        }),
      ],
      ['Disabled', make('fx-rich-text-editor', { Default: 'Terms', DisplayMode: 'disabled', AccessibleLabel: 'Policy' })],
      [
        'Read only',
        make('fx-rich-text-editor', { Default: 'Terms', DisplayMode: 'view', Height: 60, AccessibleLabel: 'Policy' }),
      ],
    ],
  },
  {
    title: 'Files and pictures',
    text: 'Attachments, a picture to add, a signature, rows as a file.',
    loose: true,
    states: [
      ['Attachments', make('fx-attachments', { Items: files, Height: 180, Width: 300, AccessibleLabel: 'Files' })],
      ['No attachments', make('fx-attachments', { Height: 100, Width: 300, AccessibleLabel: 'Files' })],
      ['Attachments, disabled', make('fx-attachments', { Items: files, Height: 140, Width: 300, DisplayMode: 'disabled' })],
      ['Add picture', make('fx-add-media', { Width: 220, Height: 140 })],
      ['Pen input', make('fx-pen-input', { Width: 300, Height: 140, AccessibleLabel: 'Signature' })],
      ['Export', make('fx-export', { Data: sales })],
      ['Import', make('fx-import', {})],
    ],
  },
  {
    title: 'Media and devices',
    text: 'Players, and what the device has.',
    loose: true,
    states: [
      ['Video', make('fx-video', { Width: 300, Height: 170, Image: landscape, AccessibleLabel: 'Film' })],
      ['Audio', make('fx-audio', { Width: 300, AccessibleLabel: 'Sound' })],
      ['Stream', make('fx-stream-video', { Width: 300, Height: 120 })],
      ['Camera', make('fx-camera', { Width: 300, Height: 170 })],
      ['Microphone', make('fx-microphone', {})],
      ['PDF viewer', make('fx-pdf-viewer', { Width: 300, Height: 120 })],
      ['Power BI tile', make('fx-power-bi-tile', { Width: 300, Height: 120 })],
    ],
  },
  {
    title: 'Shapes and tools',
    text: 'Small things more.',
    loose: true,
    states: [
      ...(['triangle', 'pentagon', 'hexagon', 'octagon', 'star', 'arrow', 'partial-circle'] as const).map(
        (shape) => [shape, make(`fx-${shape}`, { Width: 56, Height: 56 })] as const,
      ),
      [
        'Line around',
        make('fx-star', {
          Width: 56,
          Height: 56,
          Points: 8,
          Fill: orange,
          BorderThickness: 2,
          BorderColor: new Color(90, 30, 0, 1),
        }),
      ],
      ['Information', make('fx-info-button', { Content: 'Prices include tax.' })],
      ['Toolbar', make('fx-toolbar', { Items: tools, Width: 300 })],
    ],
  },
  {
    title: 'Containers',
    text: 'What places the controls in it: by hand, one after the other, or in columns.',
    wide: true,
    states: [
      ['By hand', make('fx-group-container', { ...boxSize, ...boxLook }, boxes)],
      ['In a row', make('fx-group-container', { ...boxSize, ...boxLook, ...inLine, LayoutDirection: 'horizontal' }, boxes)],
      ['In a column', make('fx-group-container', { ...boxSize, ...boxLook, ...inLine, LayoutDirection: 'vertical' }, boxes)],
      ['Columns that reflow', make('fx-fluid-grid', boxSize, boxes)],
      ['Screen', make('fx-screen', { ...boxSize, Fill: new Color(15, 108, 189, 0.12) }, boxes)],
    ],
  },
  {
    title: 'Gallery',
    text: 'A list of rows that look as its template says. Only the rows in sight exist.',
    wide: true,
    states: [
      ['A million rows', make('fx-gallery', { TemplateSize: 72 }, filled(1_000_000))],
      ['Partial', make('fx-gallery', { TemplateSize: 72 }, filled(50, { complete: false, total: 10_000 }))],
      ['Waiting', make('fx-gallery', { TemplateSize: 64 }, waiting('Items'))],
      ['Nothing to show', make('fx-gallery', { Items: [] })],
      ['Failed', make('fx-gallery', {}, failing(down))],
      ['Two columns', make('fx-gallery', { TemplateSize: 72, WrapCount: 2, TemplatePadding: 8 }, filled(24))],
    ],
  },
];

/** The first sample of each kind, by its tag. What lives only inside another kind has none. */
export const samples: ReadonlyMap<string, Sample> = new Map(
  kinds.flatMap(({ states }) => states.map(([, sample]) => [sample.tag, sample] as const)).toReversed(),
);

/** Three buttons, for what holds controls. */
function boxes(element: ControlElement): void {
  element.append(
    ...['One', 'Two', 'Three'].map((Text, index) => make('fx-button', { Text, X: 16 + index * 112, Y: 16, Width: 96 }).create()),
  );
}

/** The cards of an order, as an app would fill them. */
function cards(customer: string, problem: string) {
  return (form: ControlElement): void => {
    const inside = (parent: Element, tag: string, properties: Properties): ControlElement => {
      const element = make(tag, properties).create();
      parent.append(element);
      return element;
    };
    const card = (name: string, place: Properties, tag: string, properties: Properties, error = ''): void => {
      const element = inside(form, 'fx-data-card', { DisplayName: name, Error: error, ...place });
      inside(element, 'fx-label', { Text: name, FontWeight: '600', Height: 20, PaddingLeft: 0, PaddingTop: 0, PaddingBottom: 0 });
      inside(element, tag, { Y: 24, Width: 272, Height: 32, ...properties });
      if (error === '') return;
      const look = { PaddingLeft: 0, PaddingTop: 0, PaddingBottom: 0 };
      inside(element, 'fx-label', { Text: error, Y: 60, Width: 272, Height: 20, Size: 9, ...look });
    };
    card('Customer', { X: 0, Y: 0, Width: 300 }, 'fx-text-input', { Default: customer, HintText: 'Name' }, problem);
    card('Status', { X: 0, Y: 1, Width: 300 }, 'fx-drop-down', { Items: status, Default: 'Paid' });
    card('Due', { X: 0, Y: 2, Width: 300 }, 'fx-date-picker', { DefaultDate: november });
    card('Express', { X: 0, Y: 3, Width: 300 }, 'fx-toggle', { Default: true });
  };
}

function filled(count: number, extent?: Extent) {
  return (element: ControlElement): void => {
    const gallery = element as Gallery;
    gallery.assign('AccessibleLabel', 'Orders');
    gallery.renderRow = orderRow;
    gallery.assign('Items', orders(count));
    gallery.extent = extent;
  };
}

/** A row as an app's template would make it: a picture, two texts and an amount, each placed by hand. */
const orderRow: RenderRow = (index, row, host) => {
  const place = (tag: string, properties: Properties): ControlElement => {
    const control = document.createElement(tag) as ControlElement;
    for (const [name, value] of Object.entries(properties)) control.assign(name, value);
    host.append(control);
    return control;
  };
  const picture = place('fx-image', { X: 16, Y: 16, Width: 40, Height: 40, ImagePosition: 'fill', BorderRadius: 20 });
  const name = place('fx-label', { X: 68, Y: 14, Width: 180, Height: 22, FontWeight: '600', PaddingLeft: 0, Wrap: false });
  const detail = place('fx-label', { X: 68, Y: 36, Width: 220, Height: 20, Size: 9, PaddingLeft: 0, Wrap: false });
  const update = (_: number, shown: TableRow): void => {
    const read = (column: string): Value => (isPlain(shown) ? field(shown, column) : null);
    picture.assign('Image', read('photo'));
    name.assign('Text', read('customer'));
    detail.assign('Text', `${displayText(read('number'))} · ${displayText(read('total'))}`);
  };
  update(index, row);
  return { update, dispose: () => host.replaceChildren() };
};

const isPlain = (row: TableRow): row is Exclude<TableRow, null> & { readonly [name: string]: Value } =>
  row !== null && !('errors' in row);
