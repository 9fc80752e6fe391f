import { canvasShipping } from '../formula/index.ts';
import { readComponent, readDataSource } from './document-components.ts';
import { isBlank, textOf, YamlFile, type Keys, type YamlNode, type YamlPair } from './document-yaml.ts';
import type { AppDiagnostic, AppSource, ComponentSource, ControlSource, DataSourceSource, PropertySource } from './document.ts';
import type { Place, SourceFile } from './places.ts';
import { isList, isMap } from './yaml-nodes.ts';

/** Controls nested deeper than this are refused; real apps stay below 20. */
const MAX_DEPTH = 100;

const TOP_KEYS = ['App', 'Screens', 'ComponentDefinitions', 'DataSources', 'EditorState'];
const SCREEN_KEYS = ['Properties', 'Children'];
const CONTROL_KEYS = [
  'Control',
  'ComponentName',
  'ComponentLibraryUniqueName',
  'Variant',
  'MetadataKey',
  'Layout',
  'IsLocked',
  'Group',
  'Properties',
  'Children',
];
const NOT_CONTROLS = [
  'AppInfo',
  'HostControl',
  'Screen',
  'AppTest',
  'TestCase',
  'TestSuite',
  'CommandComponent',
  'DataComponent',
  'FunctionComponent',
];
const controlType = /^(?:[A-Z][a-zA-Z0-9]*\/)?[A-Z][a-zA-Z0-9]*(?:@\d+\.\d+\.\d+)?$/;

/** What the files read so far have brought. */
interface Parts {
  appPlace: Place | undefined;
  readonly appProperties: Map<string, PropertySource>;
  readonly screens: Map<string, ControlSource>;
  readonly components: Map<string, ComponentSource>;
  readonly dataSources: Map<string, DataSourceSource>;
  readonly screensOrder: string[];
}

/** Names of screens and controls, which share one namespace, with the place of each. */
type Names = Map<string, Place>;

/** Reads the files of an app as one document. Never throws: what is wrong is in `diagnostics`. */
export function readSource(files: readonly SourceFile[]): AppSource {
  const diagnostics: AppDiagnostic[] = [];
  const parts: Parts = {
    appPlace: undefined,
    appProperties: new Map(),
    screens: new Map(),
    components: new Map(),
    dataSources: new Map(),
    screensOrder: [],
  };
  const names: Names = new Map();
  for (const file of files) new Reader(new YamlFile(file, diagnostics), parts, names).read();
  const start = { file: files[0]?.name ?? '', line: 1, column: 1, offset: 0 };
  return {
    app: {
      name: 'App',
      control: 'App',
      properties: parts.appProperties,
      children: [],
      place: parts.appPlace ?? start,
      path: ['App'],
    },
    screens: inOrder(parts.screens, parts.screensOrder),
    components: [...parts.components.values()],
    dataSources: [...parts.dataSources.values()],
    diagnostics,
    ...(files.some(({ text }) => writtenByPowerApps.test(text)) && { features: canvasShipping }),
  };
}

/** How files begin that Power Apps has written. Their formulas mean what they mean there today. */
const writtenByPowerApps = /^(?:# \*+\s+)?# Warning: YAML source code for Canvas Apps /;

function inOrder(screens: ReadonlyMap<string, ControlSource>, order: readonly string[]): ControlSource[] {
  const first = order.map((name) => screens.get(name)).filter((screen) => screen !== undefined);
  return [...new Set([...first, ...screens.values()])];
}

/** Reads one file: takes what has the right shape and reports the rest. */
class Reader {
  private readonly file: YamlFile;
  private readonly parts: Parts;
  private readonly names: Names;

  constructor(file: YamlFile, parts: Parts, names: Names) {
    this.file = file;
    this.parts = parts;
    this.names = names;
  }

  read(): void {
    const root = this.file.parse();
    if (isList(root)) this.readSnippet(root);
    else if (isMap(root)) this.readApp(root);
    else if (!isBlank(root))
      this.file.report(root, 'NotAnApp', `An app file is a map with ${TOP_KEYS.join(', ')} at the top level.`);
  }

  private readApp(root: YamlNode): void {
    const keys = this.file.keys(root, 'An app file', TOP_KEYS, 'a map');
    const app = keys.get('App');
    if (app !== undefined) this.readAppProperties(app);
    for (const [name, pair] of this.section(keys, 'Screens')) this.readScreen(name, pair);
    for (const [name, pair] of this.section(keys, 'ComponentDefinitions')) this.readComponent(name, pair);
    for (const [name, pair] of this.section(keys, 'DataSources')) {
      this.parts.dataSources.set(name, readDataSource(this.file, name, pair));
    }
    for (const [name, { value }] of this.section(keys, 'EditorState')) {
      if (name === 'ScreensOrder' && isList(value)) {
        this.parts.screensOrder.push(...value.items.map((item) => textOf(item) ?? ''));
      }
    }
  }

  private section(keys: Keys, name: string): Iterable<[string, YamlPair]> {
    return this.file.entries(keys.get(name)?.value, name, 'a map from names to what they name');
  }

  private readAppProperties(pair: YamlPair): void {
    this.parts.appPlace ??= this.file.at(pair.key);
    const keys = this.file.keys(pair.value, 'App', ['Properties'], 'a map with Properties');
    const properties = this.file.properties(keys.get('Properties')?.value, 'App');
    for (const [name, property] of properties) this.parts.appProperties.set(name, property);
  }

  /** The list form that Power Apps puts on the clipboard: controls without a screen. They get one. */
  private readSnippet(root: YamlNode): void {
    const name = unusedName('Screen1', this.parts.screens);
    const path = ['Screens', name];
    const children = this.readChildren(root, path, 0);
    this.parts.screens.set(name, {
      name,
      control: 'Screen',
      properties: new Map(),
      children,
      place: this.file.at(null),
      path,
    });
  }

  private readScreen(name: string, pair: YamlPair): void {
    if (!this.claim(name, pair, 'screen')) return;
    const path = ['Screens', name];
    const keys = this.file.keys(pair.value, `Screen ${name}`, SCREEN_KEYS, 'a map with Properties and Children');
    this.parts.screens.set(name, {
      name,
      control: 'Screen',
      properties: this.file.properties(keys.get('Properties')?.value, name),
      children: this.readChildren(keys.get('Children')?.value, path, 0),
      place: this.file.at(pair.key),
      path,
    });
  }

  private readComponent(name: string, pair: YamlPair): void {
    const known = this.parts.components.get(name);
    if (known !== undefined) return this.reportDuplicate(pair, name, 'component', known.place);
    const inner = new Reader(this.file, this.parts, new Map());
    const component = readComponent(this.file, name, pair, (value, path) => inner.readChildren(value, path, 0));
    this.parts.components.set(name, component);
  }

  private readChildren(value: YamlNode, path: readonly string[], depth: number): ControlSource[] {
    if (isBlank(value)) return [];
    if (!isList(value)) {
      const message = 'Children should be a list, each item one control: "- Label1:" and below it its Control and Properties.';
      this.file.report(value, 'WrongShape', message);
      return [];
    }
    if (depth > MAX_DEPTH) {
      this.file.report(value, 'TooDeep', `Controls are nested more than ${MAX_DEPTH} deep. Move some of them up.`);
      return [];
    }
    return value.items.flatMap((item) => this.readItem(item, path, depth));
  }

  private readItem(item: YamlNode, path: readonly string[], depth: number): ControlSource[] {
    const entries = [
      ...this.file.entries(item, 'An item of Children', 'the name of a control, and below it its Control and Properties'),
    ];
    if (entries[1] !== undefined) {
      this.file.report(
        entries[1][1].key,
        'WrongShape',
        'An item of Children holds one control. Begin each control with its own dash.',
      );
    }
    const controls = entries.map(([name, pair]) => this.readControl(name, pair, path, depth));
    return controls.filter((control) => control !== undefined);
  }

  private readControl(name: string, pair: YamlPair, parent: readonly string[], depth: number): ControlSource | undefined {
    const file = this.file;
    const keys = file.keys(pair.value, `Control ${name}`, CONTROL_KEYS, 'a map with Control and Properties');
    const written = file.text(keys, 'Control');
    if (written === undefined) {
      const message = `${name} does not say what control it is. Add a line such as "Control: Label".`;
      return file.report(pair.key, 'MissingControl', message, { control: name });
    }
    this.checkControlType(name, written, keys);
    if (!this.claim(name, pair, 'control')) return undefined;
    const [type, version] = written.split('@') as [string, string?];
    const path = [...parent, name];
    const optional = {
      version,
      variant: file.text(keys, 'Variant'),
      layout: file.text(keys, 'Layout'),
      metadataKey: file.text(keys, 'MetadataKey'),
      group: file.text(keys, 'Group'),
      componentName: file.text(keys, 'ComponentName'),
      componentLibrary: file.text(keys, 'ComponentLibraryUniqueName'),
      locked: keys.has('IsLocked') ? file.flag(keys, 'IsLocked') : undefined,
    };
    return {
      name,
      control: type === 'Component' ? 'CanvasComponent' : type.slice(type.indexOf('/') + 1),
      template: written,
      ...defined(optional),
      properties: file.properties(keys.get('Properties')?.value, name),
      children: this.readChildren(keys.get('Children')?.value, path, depth + 1),
      place: file.at(pair.key),
      path,
    };
  }

  private checkControlType(name: string, written: string, keys: Keys): void {
    const refuse = (code: string, message: string): undefined =>
      this.file.report(keys.get('Control')?.value, code, message, { control: name });
    const type = written.split('@')[0]!;
    if (!controlType.test(written)) {
      refuse('InvalidControlType', `"${written}" is no control type. It has the form Label, Classic/Button or Label@2.5.1.`);
    } else if (NOT_CONTROLS.includes(type)) {
      const remedy = type === 'Screen' ? ' Screens are listed under Screens, by name.' : '';
      refuse('InvalidControlType', `A control cannot be of type ${type}.${remedy}`);
    } else if (
      ['CanvasComponent', 'Component', 'CodeComponent'].includes(type) &&
      this.file.text(keys, 'ComponentName') === undefined
    ) {
      refuse('MissingComponentName', `${name} does not say which component it is. Add a line "ComponentName: …".`);
    }
  }

  private claim(name: string, pair: YamlPair, what: string): boolean {
    const known = this.names.get(name);
    if (known !== undefined) {
      this.reportDuplicate(pair, name, what, known);
      return false;
    }
    this.names.set(name, this.file.at(pair.key));
    return true;
  }

  private reportDuplicate(pair: YamlPair, name: string, what: string, first: Place): void {
    const where = first.file === this.file.name ? `line ${first.line}` : `${first.file}, line ${first.line}`;
    const message = `The name ${name} is already taken (${where}). Give this ${what} another name.`;
    this.file.report(pair.key, 'DuplicateName', message, { control: name });
  }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the fields that are undefined. */
const defined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;

function unusedName(name: string, taken: ReadonlyMap<string, unknown>): string {
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name.replace(/\d+$/, '')}${i}`;
  return free;
}
