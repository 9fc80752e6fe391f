import { assert } from 'chai';
import '../../src/index.ts';
import { linkAddress, mediaAddress, type ControlElement } from '../../src/controls/index.ts';
import { formulaError, type Value } from '../../src/formula/index.ts';
import { hostileTexts } from './hostile-texts.ts';
import { nextFrame, until } from './mount-control.ts';

type Properties = { readonly [name: string]: Value };

const rows = (text: string): Value => [
  { Value: text, Name: text, City: 1 },
  { Value: `${text} `, Name: text, City: 2 },
];

/** Where a text of somebody else can go: a control, and what its host assigns. */
// oxfmt-ignore
const sinks: readonly (readonly [name: string, tag: string, properties: (text: string) => Properties])[] = [
  ['HtmlViewer.HtmlText', 'fx-html-viewer', (text) => ({ HtmlText: text })],
  ['HtmlViewer.HtmlText, inside of something', 'fx-html-viewer', (text) => ({ HtmlText: `<div><p>${text}</p></div>` })],
  ['RichTextEditor.Default', 'fx-rich-text-editor', (text) => ({ Default: text })],
  ['RichTextEditor, read only', 'fx-rich-text-editor', (text) => ({ Default: text, DisplayMode: 'view' })],
  ['Label.Text', 'fx-label', (text) => ({ Text: text })],
  ['Label.Tooltip', 'fx-label', (text) => ({ Text: 'x', Tooltip: text, AccessibleLabel: text, ContentLanguage: text })],
  ['Label.Font', 'fx-label', (text) => ({ Text: 'x', Font: text, FontWeight: text, Align: text, BorderStyle: text, Overflow: text })],
  ['Link.URL', 'fx-link', (text) => ({ Text: 'x', URL: text })],
  ['Link.Text', 'fx-link', (text) => ({ Text: text, URL: 'https://files.invalid/', Tooltip: text })],
  ['Image.Image', 'fx-image', (text) => ({ Image: text })],
  ['Image.Image, tiled', 'fx-image', (text) => ({ Image: text, ImagePosition: 'tile', AccessibleLabel: text })],
  ['Icon.Icon', 'fx-icon', (text) => ({ Icon: text, AccessibleLabel: text })],
  ['Button.Text and Icon', 'fx-button', (text) => ({ Text: text, Icon: text, Layout: text, Appearance: text, Tooltip: text })],
  ['Avatar.Image', 'fx-avatar', (text) => ({ Image: text, Name: text, Badge: text })],
  ['Header', 'fx-header', (text) => ({ Logo: text, UserImage: text, Title: text, UserName: text, UserEmail: text, LogoTooltip: text })],
  ['Badge.Content', 'fx-badge', (text) => ({ Content: text, ThemeColor: text, Shape: text, Appearance: text })],
  ['InfoButton.Content', 'fx-info-button', (text) => ({ Content: text, AccessibleLabel: text })],
  ['Screen.BackgroundImage', 'fx-screen', (text) => ({ BackgroundImage: text, ImagePosition: text })],
  ['PDFViewer.Document', 'fx-pdf-viewer', (text) => ({ Document: text, Zoom: text })],
  ['Video.Media', 'fx-video', (text) => ({ Media: text, ClosedCaptionsUrl: text, Image: text })],
  ['Audio.Media', 'fx-audio', (text) => ({ Media: text, Image: text })],
  ['StreamVideo.StreamUrl', 'fx-stream-video', (text) => ({ StreamUrl: text, AccessibleLabel: text })],
  ['PowerBITile.TileUrl', 'fx-power-bi-tile', (text) => ({ TileUrl: text, AccessibleLabel: text })],
  ['TextInput', 'fx-text-input', (text) => ({ Default: text, HintText: text, Tooltip: text, Mode: text, Type: text, Format: text })],
  ['TextInput, several lines', 'fx-text-input', (text) => ({ Default: text, Mode: 'multiline', ContentLanguage: text })],
  ['NumberInput', 'fx-number-input', (text) => ({ HintText: text, Tooltip: text })],
  ['DatePicker', 'fx-date-picker', (text) => ({ Format: text, Language: text, InputTextPlaceholder: text })],
  ['CheckBox.Text', 'fx-check-box', (text) => ({ Text: text, Tooltip: text })],
  ['Toggle', 'fx-toggle', (text) => ({ Label: text, TrueText: text, FalseText: text })],
  ['DropDown.Items', 'fx-drop-down', (text) => ({ Items: rows(text), HintText: text, ItemDisplayText: text })],
  ['ComboBox.Items', 'fx-combo-box', (text) => ({ Items: rows(text), InputTextPlaceholder: text, DefaultSelectedItems: rows(text) })],
  ['ListBox.Items', 'fx-list-box', (text) => ({ Items: rows(text) })],
  ['Radio.Items', 'fx-radio', (text) => ({ Items: rows(text), Layout: text })],
  ['TabList.Items', 'fx-tab-list', (text) => ({ Items: rows(text), Alignment: text, TabSize: text })],
  ['Toolbar.Items', 'fx-toolbar', (text) => ({ Items: [{ ItemKey: text, ItemDisplayName: text, ItemIconName: text, ItemTooltip: text, ItemAppearance: text }] })],
  ['Gallery.Items', 'fx-gallery', (text) => ({ Items: rows(text), Width: 300, Height: 200, AccessibleLabel: text })],
  ['DataTable.Items', 'fx-data-table', (text) => ({ Items: [{ [text]: text, Name: text }], Width: 300, Height: 200, NoDataText: text })],
  ['ColumnChart.Items', 'fx-column-chart', (text) => ({ Items: rows(text), MarkerSuffix: text, AccessibleLabel: text })],
  ['LineChart.Items', 'fx-line-chart', (text) => ({ Items: rows(text), AccessibleLabel: text })],
  ['PieChart.Items', 'fx-pie-chart', (text) => ({ Items: rows(text), AccessibleLabel: text })],
  ['Legend.Items', 'fx-legend', (text) => ({ Items: rows(text) })],
  ['Attachments.Items', 'fx-attachments', (text) => ({ Items: [{ Name: text, Value: text, AbsoluteUri: text }], NoAttachmentsText: text })],
  ['AddMedia', 'fx-add-media', (text) => ({ Text: text, ChangePictureText: text })],
  ['PenInput', 'fx-pen-input', (text) => ({ AccessibleLabel: text, Tooltip: text })],
  ['DataCard', 'fx-data-card', (text) => ({ DisplayName: text })],
  ['Placeholder.Kind', 'fx-placeholder', (text) => ({ Kind: text, Tooltip: text })],
  ['Spinner and Progress', 'fx-spinner', (text) => ({ Label: text, AccessibleLabel: text })],
];

/** How many controls are on the page at a time. */
const AT_ONCE = 100;

let ran = 0;
Object.assign(globalThis, { pwn: () => ran++ });

/** Also what is in shadow trees. */
function* elementsBelow(root: Element | ShadowRoot): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot !== null) yield* elementsBelow(element.shadowRoot);
  }
}

const forbidden = new Set([
  'script',
  'object',
  'embed',
  'base',
  'meta',
  'link',
  'frame',
  'frameset',
  'portal',
  'form',
  'template',
]);
const addresses = [
  'href',
  'src',
  'action',
  'formaction',
  'xlink:href',
  'data',
  'poster',
  'srcdoc',
  'to',
  'values',
  'srcset',
  'background',
];

const dangersIn = (stage: Element): string[] => [...elementsBelow(stage)].map(dangerOf).filter((danger) => danger !== undefined);

/** What in an element could run, now or when it is used. */
function dangerOf(element: Element): string | undefined {
  const name = element.localName;
  if (forbidden.has(name)) return name;
  for (const attribute of element.attributes) {
    if (/^on/i.test(attribute.name)) return `${name} ${attribute.name}`;
    if (addresses.includes(attribute.name) && !harmless(name, attribute.value))
      return `${name} ${attribute.name}=${attribute.value}`;
  }
  return name === 'iframe' && !element.hasAttribute('sandbox') ? 'iframe without a box' : undefined;
}

function harmless(tag: string, text: string): boolean {
  if (!URL.canParse(text, location.href)) return true;
  const { protocol } = new URL(text, location.href);
  if (protocol === 'data:') return ['img', 'video', 'audio', 'source'].includes(tag) && /^data:(image|audio|video)\//i.test(text);
  if (tag === 'iframe') return ['https:', 'http:', 'blob:'].includes(protocol);
  return ['http:', 'https:', 'mailto:', 'tel:', 'sms:', 'blob:', 'file:'].includes(protocol);
}

describe('hostile texts', () => {
  afterEach(() => (ran = 0));
  before(() => document.addEventListener('click', stay, true));
  after(() => document.removeEventListener('click', stay, true));

  it(`there are ${hostileTexts.length} of them and ${sinks.length} places for them: ${hostileTexts.length * sinks.length} pairs`, () => {
    assert.isAtLeast(hostileTexts.length * sinks.length, 11_000);
    assert.equal(new Set(hostileTexts).size, hostileTexts.length, 'each is another');
  });

  it('would run in a page that trusted them', async () => {
    const box = document.createElement('div');
    document.body.append(box);
    box.innerHTML = '<img src=x onerror="pwn()">';
    await until(() => ran > 0, 'a run');
    box.remove();
    ran = 0;
  });

  for (const [name, tag, properties] of sinks) {
    it(`${name}: none runs`, async function () {
      this.timeout(120_000);
      const stage = document.createElement('div');
      document.body.append(stage);
      const elements = Array.from({ length: AT_ONCE }, () => document.createElement(tag) as ControlElement);
      stage.append(...elements);
      for (let from = 0; from < hostileTexts.length; from += AT_ONCE) {
        for (const [at, text] of hostileTexts.slice(from, from + AT_ONCE).entries()) {
          const element = elements[at]!;
          for (const [property, value] of Object.entries(properties(text))) element.assign(property, value);
          if (tag === 'fx-spinner') element.error = formulaError('Network', text);
        }
        await waited();
        assert.deepEqual(dangersIn(stage), [], 'nothing that could run');
        assert.equal(ran, 0, 'nothing ran');
      }
      stage.remove();
    });
  }

  it('addresses are of harmless kinds, or none', () => {
    for (const text of hostileTexts) {
      for (const address of [linkAddress(text), mediaAddress(text)]) {
        if (address !== null) assert.isTrue(harmless('img', address), address);
      }
    }
  });
});

function stay(event: Event): void {
  event.preventDefault();
}

async function waited(): Promise<void> {
  await nextFrame();
  await new Promise((resolve) => setTimeout(resolve, 20));
}
