import { assert } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import { catalogue, displayText, rowText, type ControlDefinition, type ControlElement } from '../../src/controls/index.ts';
import { DateValue, isRow, isTable, type Value } from '../../src/formula/index.ts';
import { mountControl, nextFrame, settled, unmountAll, until, type Mounted } from './mount-control.ts';

type Properties = { readonly [name: string]: Value };

const rows = [{ Value: 'One' }, { Value: 'Two' }, { Value: 'Three' }];
const people = [{ Name: 'Ada', City: 'London' }, { Name: 'Emmy', City: 'Göttingen' }]; // oxfmt-ignore
const sales = [{ Quarter: 'First', Shop: 1200 }, { Quarter: 'Second', Shop: 900 }]; // oxfmt-ignore
const files = [{ Name: 'Plan', Value: 'https://example.com/plan.pdf' }];
const tools = [{ ItemKey: 'new', ItemDisplayName: 'New' }, { ItemKey: 'edit', ItemDisplayName: 'Edit' }]; // oxfmt-ignore
const november = new DateValue(Date.UTC(2026, 10, 20));
const film = 'https://films.invalid/embed/1';
const picture = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="48" height="48"/%3E';
const large = { Width: 320, Height: 200 };

/**
 * What each kind does by keyboard alone: what it needs, the keys after the Tab that brings one there (a text in quotes is typed), and what
 * has happened then: events, `Output=text`, or what its tree holds (`.popup`). The keys are those of the WAI-ARIA Authoring Practices for its pattern.
 */
// oxfmt-ignore
const scripts: readonly (readonly [kind: string, properties: Properties, keys: string, done: string])[] = [
  ['Button', { Text: 'Save' }, 'Enter', 'OnSelect'],
  ['Button', { Text: 'Save' }, 'Space', 'OnSelect'],
  ['TextInput', {}, '"Ada" Tab', 'Text=Ada OnChange'],
  ['TextInput', { Default: 'oak', Clear: true }, 'Tab Enter', 'Text= OnChange'],
  ['NumberInput', { Default: 4 }, 'ArrowUp ArrowUp ArrowDown', 'Value=5 OnChange'],
  ['DatePicker', { DefaultDate: november }, 'ArrowDown ArrowRight ArrowDown Enter', 'SelectedDate=11/28/26 OnChange'],
  ['DatePicker', { DefaultDate: november }, 'ArrowDown ArrowRight Escape', 'SelectedDate=11/20/26'],
  ['DropDown', { Items: rows }, 'Enter ArrowDown Enter', 'Selected=Two OnChange'],
  ['ComboBox', { Items: rows, SelectMultiple: false }, 'ArrowDown ArrowDown Enter', 'Selected=Two OnChange'],
  ['ComboBox', { Items: rows, SelectMultiple: false }, '"thr" Enter', 'Selected=Three OnChange'],
  ['ListBox', { Items: rows }, 'ArrowDown Space', 'Selected=Two OnChange'],
  ['ListBox', { Items: rows }, 'End Enter', 'Selected=Three OnChange'],
  ['Radio', { Items: rows, Default: 'One' }, 'ArrowDown', 'Selected=Two OnChange'],
  ['CheckBox', { Text: 'Notify' }, 'Space', 'Value=true OnCheck'],
  ['Toggle', { Label: 'Notify' }, 'Space', 'Value=true OnCheck'],
  ['Slider', { Default: 40 }, 'ArrowRight ArrowRight ArrowLeft', 'Value=41 OnChange'],
  ['Slider', { Default: 40 }, 'End', 'Value=100 OnChange'],
  ['Rating', { Default: 2 }, 'ArrowRight', 'Value=3 OnChange'],
  ['TabList', { Items: rows }, 'ArrowRight', 'Selected=Two OnChange'],
  ['Toolbar', { Items: tools, Width: 300 }, 'ArrowRight Enter', 'OnSelect'],
  ['RichTextEditor', large, 'Tab "Oak"', 'HtmlText=Oak'],
  ['Attachments', { Items: files, ...large }, 'Tab Enter', 'OnRemoveFile'],
  ['AddMedia', {}, 'Enter', 'OnSelect'],
  ['PenInput', large, 'Enter', ''],
  ['Export', { Text: 'Export', Data: rows }, 'Enter', 'OnSelect'],
  ['Import', { Text: 'Import' }, 'Enter', ''],
  ['Timer', {}, 'Enter', 'OnTimerStart OnSelect'],
  ['Link', { Text: 'Terms', URL: '#terms' }, '', 'a'],
  ['InfoButton', { Content: 'Prices include tax.' }, 'Enter', '[aria-expanded=true] OnSelect'],
  ['InfoButton', { Content: 'Prices include tax.' }, 'Enter Escape', '[aria-expanded=false]'],
  ['Header', { Title: 'Orders', Logo: picture, LogoTooltip: 'Home' }, 'Enter', 'OnSelectLogo'],
  ['Label', { Text: 'Show all' }, 'Enter', 'OnSelect'],
  ['HtmlViewer', { HtmlText: '<a href="#terms">Terms</a>' }, '', 'a'],
  ['Icon', { Icon: 'Edit' }, 'Space', 'OnSelect'],
  ['Image', { Image: picture, Width: 48, Height: 48 }, 'Enter', 'OnSelect'],
  ...['Rectangle', 'Circle', 'Triangle', 'Pentagon', 'Hexagon', 'Octagon', 'Star', 'Arrow', 'PartialCircle'].map(
    (kind) => [kind, { AccessibleLabel: 'Area' }, 'Enter', 'OnSelect'] as const,
  ),
  ['FluidGrid', large, '', '.grid'],
  ['ColumnChart', { Items: sales, ...large }, 'ArrowRight Enter', 'Selected=Second OnSelect'],
  ['LineChart', { Items: sales, ...large }, 'End Space', 'OnSelect'],
  ['PieChart', { Items: sales, ...large }, 'ArrowDown Enter', 'Selected=Second OnSelect'],
  ['Gallery', { Items: rows, ...large }, 'ArrowDown Enter', 'Selected=Two'],
  ['DataTable', { Items: people, ...large }, 'Tab Tab ArrowDown Enter', 'Selected=Emmy OnSelect'],
  ['DataTable', { Items: people, ...large }, 'Enter Enter', '[aria-sort=descending]'],
  ['Camera', large, 'Enter', 'OnSelect'],
  ['Microphone', {}, 'Enter', 'OnSelect'],
  ['Video', { Media: film, ...large }, '', 'video'],
  ['Audio', { Media: film, ...large }, '', 'audio'],
  ['PDFViewer', { Document: film, ...large }, '', 'a'],
];

/** What a keyboard passes by, as nothing can be done there: it is read, or only holds what can be used. */
// oxfmt-ignore
const passedBy: { readonly [kind: string]: Properties } = {
  Avatar: { Name: 'Ada' }, Badge: { Content: 'Open' }, Legend: { Items: rows }, Progress: { Value: 40 }, Spinner: {}, Placeholder: { Kind: 'Map' },
  Screen: large, Group: large, GroupContainer: large, CanvasComponent: large, Form: large, FormViewer: large, DataCard: large,
  // Their frames hold pages of others, with a focus of their own.
  StreamVideo: large, PowerBITile: large,
  DataField: {}, DataTableColumn: { Text: 'Ada' }, GalleryTemplate: {},
};

const definitionOf = (name: string): ControlDefinition =>
  catalogue.map(({ definition }) => definition).find((definition) => definition.name === name)!;

/** A button before and one after, so that one can come and go. */
async function between(
  kind: string,
  properties: Properties,
  interactive = !('Items' in properties),
): Promise<Mounted & { readonly after: HTMLElement }> {
  const { tag } = definitionOf(kind);
  const stage = document.createElement('div');
  stage.id = 'stage';
  const [before, after] = ['before', 'after'].map((text) => {
    const button = document.createElement('button');
    button.textContent = text;
    return button;
  });
  stage.append(before!);
  document.body.append(stage);
  const { AccessibleLabel: named } = definitionOf(kind).properties;
  const label = named !== undefined && !('Text' in properties) ? { AccessibleLabel: 'What it is' } : {};
  const mounted = await mountControl(tag, { ...label, ...properties }, { inside: stage });
  stage.append(after!);
  mounted.element.interactive = interactive;
  await settled(mounted.element);
  await nextFrame();
  before!.focus();
  await sendKeys({ press: 'Tab' });
  return { ...mounted, after: after! };
}

/** The element that has the focus, in whatever tree. */
function focused(): HTMLElement {
  let active = document.activeElement as HTMLElement;
  while (active.shadowRoot?.activeElement instanceof HTMLElement) active = active.shadowRoot.activeElement;
  return active;
}

async function press(keys: string): Promise<void> {
  for (const [, text, key] of keys.matchAll(/"([^"]*)"|(\S+)/g)) {
    await (text === undefined ? sendKeys({ press: key! }) : sendKeys({ type: text }));
    await nextFrame();
  }
}

function shown(value: Value): string {
  if (isRow(value)) return rowText(value);
  return isTable(value) ? value.map((row) => (isRow(row) ? rowText(row) : '')).join() : displayText(value);
}

const reached = ({ element, events }: Mounted, done: string): boolean => {
  const [, output, text] = /^(\w+)=(.*)$/.exec(done) ?? [];
  if (output !== undefined) return shown(element.read(output)).replace(/<[^>]*>/g, '') === text;
  if (/^On[A-Z]/.test(done)) return events.includes(done);
  return element.renderRoot.querySelector(done) !== null;
};

/** Whether what has the focus looks so: a ring of two pixels on it, or on what holds it within the control. */
function hasRing(element: ControlElement): boolean {
  const chain: Element[] = [];
  for (let at: Node | null = focused(); at !== null && at !== element.parentNode; at = at.parentNode ?? (at as ShadowRoot).host)
    if (at instanceof Element) chain.push(at);
  return chain.some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
  });
}

/** What can be pressed in a control, and is smaller than 24 by 24 pixels (WCAG 2.5.8). What is pressed by its label counts with that. */
const smallTargets = (element: ControlElement): readonly string[] =>
  [...element.renderRoot.querySelectorAll<HTMLElement>(pressed)]
    .map((part) => part.closest('label') ?? part)
    .filter((part) => part.checkVisibility())
    .flatMap((part) => {
      const { width, height } = part.getBoundingClientRect();
      return width >= 24 && height >= 24 ? [] : [`${part.localName}.${part.className} ${width}x${height}`];
    });

const pressed = 'button, a[href], input, select, textarea, [role=option], [role=tab], [tabindex]';

/** Links in a text are as high as its lines; what the small arrows beside a number do can be typed. */
const smallerOnes: readonly string[] = ['HtmlViewer', 'NumberInput'];

/** The ring is on what style sheets reach, and scripts do not: the handle, the page inside, the player of the browser. */
const ringsUnseen = /^(?:Slider|Video|Audio)$/;

afterEach(() => {
  unmountAll();
  document.getElementById('stage')?.remove();
});

describe('by keyboard alone', () => {
  it('every kind has a script, or is passed by', () => {
    const kinds = catalogue.map(({ definition }) => definition.name);
    assert.sameMembers([...new Set([...scripts.map(([kind]) => kind), ...Object.keys(passedBy)])], kinds);
  });

  for (const [kind, properties, keys, done] of scripts) {
    it(`${kind}: Tab ${keys} → ${done}`, async () => {
      const mounted = await between(kind, properties);
      const { element, after } = mounted;
      assert.isTrue(element.matches(':focus-within'), 'Tab reaches it');
      if (!ringsUnseen.test(kind)) assert.isTrue(hasRing(element), 'the focus is seen');
      if (!smallerOnes.includes(kind)) assert.deepEqual(smallTargets(element), []);
      await press(keys);
      for (const one of done.split(' ')) if (one !== '') await until(() => reached(mounted, one), one);
      for (let tabs = 0; tabs < 16 && document.activeElement !== after; tabs++) await press('Tab');
      assert.equal(document.activeElement, after, 'Tab leaves it');
    });
  }

  for (const [kind, properties] of Object.entries(passedBy)) {
    it(`${kind} is passed by`, async () => {
      const { after } = await between(kind, properties, false);
      if (document.activeElement !== after) assert.fail(`the focus is in ${focused().outerHTML}`);
    });
  }
});
