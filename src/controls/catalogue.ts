import type { Value } from '../formula/index.ts';
import { kebab, type ControlDefinition } from './definition.ts';
import { registered, type ControlKind } from './define.ts';

/** The names of a kind, its own first, and where it is. */
type Line = readonly [names: string, load: () => Promise<unknown>];

/**
 * Every kind of control: its name, the other names that app files have for it, and the file that declares it. Adding one is adding its line
 * here. A file is loaded when an app, or a page, uses the kind; \`index.ts\` loads them all.
 */
// oxfmt-ignore
const lines: readonly Line[] = [
  // Screens and layout
  ['Screen', () => import('./screen.ts')],
  ['GroupContainer Container', () => import('./group-container.ts')],
  ['Group', () => import('./group.ts')],
  ['CanvasComponent', () => import('./canvas-component.ts')],
  ['Header ModernHeader', () => import('./header.ts')],
  ['FluidGrid', () => import('./fluid-grid.ts')],
  // Text and pictures
  ['Label Text ModernText FluentV8/Label Microsoft_CoreControls_Label PowerApps_CoreControls_TextCanvas', () => import('./label.ts')],
  ['Link ModernLink PowerApps_CoreControls_LinkCanvas', () => import('./link.ts')],
  ['HtmlViewer HtmlText', () => import('./html-viewer.ts')],
  ['Badge ModernBadge PowerApps_CoreControls_BadgeCanvas', () => import('./badge.ts')],
  ['Icon Classic/Icon ModernIcon PowerApps_CoreControls_Icon', () => import('./icon.ts')],
  ['Image', () => import('./image.ts')],
  ['Avatar ModernAvatar PowerApps_CoreControls_Avatar', () => import('./avatar.ts')],
  ['Rectangle', () => import('./rectangle.ts')],
  ['Circle', () => import('./circle.ts')],
  ['Triangle', () => import('./polygons.ts')],
  ['Pentagon', () => import('./polygons.ts')],
  ['Hexagon', () => import('./polygons.ts')],
  ['Octagon', () => import('./polygons.ts')],
  ['Star', () => import('./star.ts')],
  ['Arrow', () => import('./arrow.ts')],
  ['PartialCircle', () => import('./partial-circle.ts')],
  ['InfoButton ModernInfoButton PowerApps_CoreControls_InfoButtonCanvas', () => import('./info-button.ts')],
  // Progress and time
  ['Progress ModernProgress ProgressBar PowerApps_CoreControls_Progress', () => import('./progress.ts')],
  ['Spinner ModernSpinner PowerApps_CoreControls_Spinner FluentV8/Spinner', () => import('./spinner.ts')],
  ['Timer', () => import('./timer.ts')],
  // Films, sounds, devices
  ['Video VideoPlayback', () => import('./video.ts')],
  ['Audio AudioPlayback', () => import('./audio.ts')],
  ['StreamVideo ModernStreamVideo PowerApps_CoreControls_StreamVideo', () => import('./stream-video.ts')],
  ['Camera', () => import('./camera.ts')],
  ['Microphone', () => import('./microphone.ts')],
  ['PDFViewer', () => import('./pdf-viewer.ts')],
  ['PowerBITile PowerBI', () => import('./power-bi-tile.ts')],
  // Charts
  ['ColumnChart BarChart ModernColumnChart', () => import('./column-chart.ts')],
  ['LineChart ModernLineChart', () => import('./line-chart.ts')],
  ['PieChart ModernPieChart', () => import('./pie-chart.ts')],
  ['Legend', () => import('./legend.ts')],
  // Input
  ['Button Classic/Button ModernButton FluentV8/Button Microsoft_CoreControls_Button PowerApps_CoreControls_ButtonCanvas', () => import('./button.ts')],
  ['TextInput Classic/TextInput ModernTextInput FluentV8/TextBox Microsoft_CoreControls_TextBox PowerApps_CoreControls_TextInputCanvas', () => import('./text-input.ts')],
  ['NumberInput ModernNumberInput PowerApps_CoreControls_NumberInput', () => import('./number-input.ts')],
  ['DatePicker Classic/DatePicker ModernDatePicker FluentV8/DatePicker Microsoft_CoreControls_DatePicker PowerApps_CoreControls_DatePickerCanvas', () => import('./date-picker.ts')],
  ['DropDown Classic/DropDown ModernDropdown PowerApps_CoreControls_DropdownCanvas', () => import('./drop-down.ts')],
  ['ComboBox Classic/ComboBox ModernCombobox FluentV8/ComboBox Microsoft_CoreControls_ComboBox PowerApps_CoreControls_ComboboxCanvas', () => import('./combo-box.ts')],
  ['ListBox Classic/ListBox', () => import('./list-box.ts')],
  ['Radio Classic/Radio ModernRadio RadioGroup FluentV8/RadioGroup Microsoft_CoreControls_RadioGroup PowerApps_CoreControls_RadioGroupCanvas', () => import('./radio.ts')],
  ['CheckBox Classic/CheckBox ModernCheckbox FluentV8/CheckBox Microsoft_CoreControls_Checkbox PowerApps_CoreControls_CheckboxCanvas', () => import('./check-box.ts')],
  ['Toggle Classic/Toggle ToggleSwitch FluentV8/Toggle Microsoft_CoreControls_Toggle PowerApps_CoreControls_Toggle', () => import('./toggle.ts')],
  ['Slider Classic/Slider ModernSlider FluentV8/Slider Microsoft_CoreControls_Slider PowerApps_CoreControls_Slider', () => import('./slider.ts')],
  ['Rating ModernRating FluentV8/Rating Microsoft_CoreControls_Rating', () => import('./rating.ts')],
  ['TabList ModernTabList PowerApps_CoreControls_TabList', () => import('./tab-list.ts')],
  ['RichTextEditor', () => import('./rich-text-editor.ts')],
  ['AddMedia AddMediaButton', () => import('./add-media.ts')],
  ['Attachments', () => import('./attachments.ts')],
  ['PenInput InkControl', () => import('./pen-input.ts')],
  ['Import', () => import('./file-buttons.ts')],
  ['Export', () => import('./file-buttons.ts')],
  ['Toolbar ModernToolbar PowerApps_CoreControls_Toolbar', () => import('./toolbar.ts')],
  // Forms
  ['Form EditForm', () => import('./edit-form.ts')],
  ['FormViewer DisplayForm', () => import('./form-viewer.ts')],
  ['DataCard TypedDataCard', () => import('./data-card.ts')],
  // Lists
  ['Gallery', () => import('./gallery.ts')],
  ['GalleryTemplate', () => import('./gallery-row.ts')],
  ['DataTable DataGrid/Table DataGrid Table ModernDataGrid ModernTable PowerAppsOneGrid', () => import('./data-table.ts')],
  ['DataTableColumn DataGridColumn DataColumn TableColumn TableDataField ModernDataGridColumn', () => import('./data-table-column.ts')],
  // What is missing
  ['DataField ComboBoxDataField DropDownDataField RadioDataField TabListDataField ToolbarDataField pcfDataField', () => import('./data-field.ts')],
  ['Placeholder CodeComponent', () => import('./placeholder.ts')],
];

interface Entry {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly load: () => Promise<unknown>;
}

const entries: readonly Entry[] = lines.map(([names, load]) => {
  const [name = '', ...aliases] = names.split(' ');
  return { name, aliases, load };
});

const byName = new Map<string, Entry>();
const byTag = new Map<string, Entry>();
for (const entry of entries) {
  for (const name of [entry.name, ...entry.aliases]) byName.set(name.toLowerCase(), entry);
  byTag.set(`fx-${kebab(entry.name)}`, entry);
}

/** The kind that a template in an app file means: a family before \`/\` and a version after \`@\` may be missing. */
function entryOf(template: string): Entry | undefined {
  const name = template.split('@')[0]!.toLowerCase();
  return byName.get(name) ?? byName.get(name.replace(/^[^/]*\//, ''));
}

/** The kinds whose files have been loaded. */
export const loadedKinds = (): readonly ControlKind[] => [...registered.values()];

/** The other names that app files have for a kind. */
export const aliasesOf = (kind: string): readonly string[] => byName.get(kind.toLowerCase())?.aliases ?? [];

/** Names of all kinds, loaded or not. */
export const kindNames = (): readonly string[] => entries.map(({ name }) => name);

/** Loads the kinds that these templates of an app file mean, \`Classic/Button@2.2.0\`; those that there are not are left out. */
export async function loadKinds(templates: Iterable<string>): Promise<void> {
  await load([...templates].map(entryOf));
}

/** Loads the kinds of these elements, \`fx-button\`. */
export async function loadTags(tags: Iterable<string>): Promise<void> {
  await load([...tags].map((tag) => byTag.get(tag)));
}

async function load(wanted: readonly (Entry | undefined)[]): Promise<void> {
  const missing = new Set(wanted.filter((entry) => entry !== undefined && !registered.has(entry.name)));
  await Promise.all([...missing].map((entry) => entry!.load()));
}

/** A kind, and the defaults that its template and variant in an app file change. */
export interface FoundControl {
  readonly definition: ControlDefinition;
  readonly defaults: { readonly [property: string]: Value };
}

/**
 * The kind that an app file means: \`Button\`, \`Classic/Button@2.2.0\`, \`GroupContainer@1.3.0\` with the variant \`ManualLayout\`. Undefined
 * where there is no such kind, or where it has not been loaded.
 */
export function findControl(template: string, variant?: string): FoundControl | undefined {
  const entry = entryOf(template);
  const definition = entry === undefined ? undefined : registered.get(entry.name)?.definition;
  if (definition === undefined) return undefined;
  const [name = '', version = ''] = template.split('@');
  const defaults = {
    ...(isModern(name, version) ? definition.modern : {}),
    ...(variant === undefined ? {} : variantDefaults(definition, variant)),
  };
  return { definition, defaults };
}

/** Modern templates are called so, or have versions below 2 under the same name as a classic one of version 2. */
const isModern = (name: string, version: string): boolean =>
  /^Modern|CoreControls|Canvas$/i.test(name) || /^[01]\./.test(version);

/** Variants of galleries and the like carry more than one word: \`BrowseLayout_Vertical_TwoTextOneImageVariant_ver5.0\`. */
function variantDefaults(definition: ControlDefinition, variant: string): { readonly [property: string]: Value } {
  const variants = Object.entries(definition.variants ?? {});
  const words = variant.toLowerCase().split('_');
  const exact = variants.find(([name]) => name.toLowerCase() === variant.toLowerCase());
  return (exact ?? variants.find(([name]) => words.includes(name.toLowerCase())))?.[1] ?? {};
}
