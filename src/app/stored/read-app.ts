import { canvas, type Data, type Features } from '../../formula/index.ts';
import type {
  AppSource,
  ComponentSource,
  ControlSource,
  CustomProperty,
  KnownSource,
  Properties,
  PropertySource,
} from '../document.ts';
import {
  APP_VERSION,
  damaged,
  orDamaged,
  StoredAppError,
  type StoredApp,
  type StoredComponent,
  type StoredControl,
} from './stored-app.ts';
import { StoredKnowledge } from './stored-knowledge.ts';
import { nowhere, StoredSource } from './stored-source.ts';

/** Whether data is meant to be an exported app. */
export const isStoredApp = (data: unknown): data is StoredApp =>
  typeof data === 'object' && data !== null && 'fxloom' in data && data.fxloom === 'app';

/**
 * An app from the data that it was exported as, ready to run without the language. Throws a `StoredAppError` where it is of another version,
 * or is not as it was written.
 */
export function readApp(data: unknown): AppSource {
  if (!isStoredApp(data)) throw new StoredAppError('This is no exported app. Export one with "fxloom export".');
  if (data.version !== APP_VERSION)
    throw new StoredAppError(
      `This app was exported by another version of Fxloom: its form is ${String(data.version)}, and this one reads ${APP_VERSION}. Export it again.`,
    );
  return orDamaged(() => new AppReader(data).source());
}

/** The functions that an exported app calls, as texts of calls: those of them that pages load late are loaded by name. */
export const callsIn = (data: unknown): readonly string[] =>
  isStoredApp(data) ? data.tables.functions.map(([path]) => `${String(path.at(-1))}(`) : [];

const noFormulas: StoredApp = {
  fxloom: 'app',
  version: APP_VERSION,
  file: '',
  kinds: [],
  app: ['App', 0, []],
  screens: [],
  components: [],
  sources: [],
  mentions: [],
  named: [],
  functions: [],
  variables: [],
  own: [],
  formulas: [],
  tables: { types: [], sets: [], symbols: [], functions: [] },
  diagnostics: [],
};

/** An app without anything, for a page that has to say why there is none. */
export const emptySource: AppSource = {
  app: { name: 'App', control: 'App', properties: new Map(), children: [], place: nowhere, path: ['App'] },
  screens: [],
  components: [],
  dataSources: [],
  diagnostics: [],
  known: {
    features: canvas,
    diagnostics: [],
    sources: new Map(),
    mentions: [],
    formulas: (parts) => new StoredKnowledge(noFormulas, parts),
  },
};

/** The same from its text. */
export function readAppText(text: string): AppSource {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw damaged(error);
  }
  return readApp(data);
}

/** The features of the data's own names only. */
const featuresOf = (given: Features | undefined): Features =>
  given === undefined
    ? canvas
    : (Object.fromEntries(Object.keys(canvas).map((name) => [name, given[name as keyof Features]])) as unknown as Features);

class AppReader {
  private readonly stored: StoredApp;

  constructor(stored: StoredApp) {
    this.stored = stored;
  }

  source(): AppSource {
    const { stored } = this;
    const { app, screens, components, sources, mentions, diagnostics } = stored;
    const known: KnownSource = {
      features: featuresOf(stored.features),
      diagnostics,
      sources: new Map(sources),
      mentions,
      formulas: (parts) => new StoredKnowledge(stored, parts),
    };
    return {
      app: { ...this.control(app), place: { ...nowhere, file: stored.file } },
      screens: screens.map((screen) => this.control(screen)),
      components: components.map((component) => this.component(component)),
      dataSources: [],
      diagnostics: [],
      known,
    };
  }

  private control([name, index, properties, children = [], componentName]: StoredControl): ControlSource {
    const [control, template, variant, layout] = this.stored.kinds[index]!;
    return {
      name,
      control: control!,
      ...(template && { template }),
      ...(variant && { variant }),
      ...(layout && { layout }),
      ...(componentName !== undefined && { componentName }),
      properties: this.properties(properties),
      children: children.map((child) => this.control(child)),
      place: nowhere,
      path: [name],
    };
  }

  private properties(data: readonly Data[]): Properties {
    const properties = new Map<string, PropertySource>();
    for (let i = 0; i < data.length; i += 2) {
      const name = data[i] as string;
      properties.set(name, this.formula(name, data[i + 1] as number)!);
    }
    return properties;
  }

  private formula(name: string, index: number): PropertySource | undefined {
    return index < 0 ? undefined : new StoredSource(name, index, this.stored);
  }

  private component([name, accessAppScope, custom, properties, children]: StoredComponent): ComponentSource {
    return {
      name,
      control: 'CanvasComponent',
      definitionType: 'CanvasComponent',
      accessAppScope: accessAppScope === 1,
      customProperties: new Map(custom.map((one) => [one[0], this.custom(one)])),
      properties: this.properties(properties),
      children: children.map((child) => this.control(child)),
      place: nowhere,
      path: [name],
    };
  }

  private custom([name, kind, dataType, raiseOnReset, index, parameters]: StoredComponent[2][number]): CustomProperty {
    const formula = this.formula(name, index);
    return {
      name,
      kind: kind as CustomProperty['kind'],
      dataType,
      raiseOnReset: raiseOnReset === 1,
      ...(formula && { default: formula }),
      parameters: parameters.map(([parameter, type, optional, at]) => {
        const own = this.formula(parameter, at);
        return { name: parameter, dataType: type, optional: optional === 1, ...(own && { default: own }) };
      }),
      place: nowhere,
    };
  }
}
