import type { Features, Severity } from '../formula/index.ts';
import { allControls } from './all-controls.ts';
import { readSource } from './document-reader.ts';
import type { KnowledgeParts, KnownFormulas } from './known-formulas.ts';
import type { Place, SourceFile } from './places.ts';
import { loadYaml, YamlNeeded, yamlLibrary } from './yaml-late.ts';

export { allControls } from './all-controls.ts';

/** What is wrong with an app, where, and what to do about it. Codes are stable, messages may be reworded. */
export interface AppDiagnostic {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly severity: Severity;
  /** `syntax`: it cannot be read; `types`: it is read but does not fit; `advice`: it works, but something is left out. */
  readonly stage: 'syntax' | 'types' | 'advice';
  readonly code: string;
  readonly message: string;
  /** The control and the property it is about, where it is about one. */
  readonly control?: string;
  /** The component whose definition the control is in. */
  readonly component?: string;
  readonly property?: string;
  /** Offsets into the property's formula, for diagnostics of formulas. */
  readonly from?: number;
  readonly to?: number;
}

/** A property as it is written: the formula without its `=`. */
export interface PropertySource {
  readonly name: string;
  readonly formula: string;
  /** Where the property's name stands. */
  readonly place: Place;
  /** Where an offset of the formula stands in the file. */
  placeOf(offset: number): Place;
}

export type Properties = ReadonlyMap<string, PropertySource>;

/** A control, a screen, or the app itself, as written. */
export interface ControlSource {
  readonly name: string;
  /** `Label`, `GroupContainer`, `CanvasComponent` …; `Screen` and `App` for those. */
  readonly control: string;
  /** The kind as it is written, with family and version: `Classic/Button@2.2.0`. */
  readonly template?: string;
  /** `2.5.1` of `Label@2.5.1`. */
  readonly version?: string;
  readonly variant?: string;
  readonly layout?: string;
  readonly metadataKey?: string;
  readonly group?: string;
  readonly locked?: boolean;
  /** For `CanvasComponent` and `CodeComponent`. */
  readonly componentName?: string;
  readonly componentLibrary?: string;
  readonly properties: Properties;
  readonly children: readonly ControlSource[];
  readonly place: Place;
  /** Where it stands in the document: `['Screens', 'Home', 'Label1']`. */
  readonly path: readonly string[];
}

/** A custom property of a component. */
export interface CustomProperty {
  readonly name: string;
  readonly kind: 'Input' | 'Output' | 'InputFunction' | 'OutputFunction' | 'Event' | 'Action';
  /** `Text`, `Number` … ; the return type for functions, `None` where there is none. */
  readonly dataType: string;
  readonly raiseOnReset: boolean;
  readonly default?: PropertySource;
  readonly parameters: readonly CustomParameter[];
  readonly place: Place;
}

export interface CustomParameter {
  readonly name: string;
  readonly dataType: string;
  readonly optional: boolean;
  readonly default?: PropertySource;
}

/** The definition of a component; `children` as in a control. */
export interface ComponentSource extends ControlSource {
  readonly definitionType: 'CanvasComponent' | 'CommandComponent';
  readonly accessAppScope: boolean;
  readonly customProperties: ReadonlyMap<string, CustomProperty>;
}

export interface DataSourceSource {
  readonly name: string;
  readonly type: string;
  readonly connectorId?: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly place: Place;
}

/** What the files of an app say, in one view. */
export interface AppSource {
  readonly app: ControlSource;
  /** In the order of `EditorState.ScreensOrder`, then as written. */
  readonly screens: readonly ControlSource[];
  readonly components: readonly ComponentSource[];
  readonly dataSources: readonly DataSourceSource[];
  readonly diagnostics: readonly AppDiagnostic[];
  /** The rules that its formulas are judged by, where the files tell. */
  readonly features?: Features | undefined;
  /** What is known of its formulas, where they were checked when the app was exported. */
  readonly known?: KnownSource;
}

/** What was found out of an app's formulas when it was exported. */
export interface KnownSource {
  /** The rules that the formulas were checked by. */
  readonly features: Features;
  /** All that is wrong with the app. */
  readonly diagnostics: readonly AppDiagnostic[];
  /** The data sources that the app names, with the columns that it speaks of. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** Names that stand behind a dot in a formula. */
  readonly mentions: Iterable<string>;
  formulas(parts: KnowledgeParts): KnownFormulas;
}

/**
 * An app's source: one or several `.pa.yaml` files (v3.0), read as one. Nothing is lost: the files stay as they were written, what is
 * unknown is kept and reported, and an edit changes only the lines that it is about. Reading never throws for what a file says; it throws
 * `YamlNeeded` where only the YAML library can read it and the program has not loaded that: `open` does.
 */
export class AppDocument implements AppSource {
  private sources: readonly SourceFile[];
  private view: AppSource;

  constructor(files: readonly SourceFile[]) {
    this.sources = files;
    this.view = readSource(files);
  }

  /** Reads files, and loads what only some of them need. */
  static async open(files: readonly SourceFile[]): Promise<AppDocument> {
    try {
      return new AppDocument(files);
    } catch (error) {
      if (!(error instanceof YamlNeeded)) throw error;
    }
    await loadYaml();
    return new AppDocument(files);
  }

  get files(): readonly SourceFile[] {
    return this.sources;
  }

  get app(): ControlSource {
    return this.view.app;
  }

  get screens(): readonly ControlSource[] {
    return this.view.screens;
  }

  get components(): readonly ComponentSource[] {
    return this.view.components;
  }

  get dataSources(): readonly DataSourceSource[] {
    return this.view.dataSources;
  }

  get diagnostics(): readonly AppDiagnostic[] {
    return this.view.diagnostics;
  }

  get features(): Features | undefined {
    return this.view.features;
  }

  /** A screen, a control (of any screen) or the app by its name; controls of components are not found. */
  find(name: string): ControlSource | undefined {
    if (name === 'App') return this.app;
    for (const control of allControls(this.screens)) if (control.name === name) return control;
    return undefined;
  }

  /** The text of a file as it is now. */
  text(file: string): string | undefined {
    return this.sources.find((source) => source.name === file)?.text;
  }

  /** Goes on with other files: those of another tool, or of a change that is about more than one formula. */
  replace(files: readonly SourceFile[]): void {
    this.sources = files;
    this.view = readSource(files);
  }

  /**
   * Gives a property of a control a formula (without `=`), or takes the property away (`null`). Only the lines of the property change; a
   * formula keeps the style it was written in where that style can hold it. `RangeError` for a control that is not of this document.
   */
  edit(control: ControlSource, property: string, formula: string | null): void {
    this.replace(yamlLibrary().editSource(this.sources, control, property, formula));
  }

  /** Takes a control or screen out, with all that is in it. `RangeError` for one that is not of this document. */
  remove(control: ControlSource): void {
    this.replace(yamlLibrary().removeControl(this.sources, control));
  }

  /** Controls in the list form that Power Apps puts on the clipboard. */
  copy(...controls: readonly ControlSource[]): string {
    return yamlLibrary().copyControls(this.sources, controls);
  }

  /**
   * Puts controls in the list form of the clipboard into another control or a screen: before one of its children, or as the last, in front of
   * the others. Gives their names: one that was taken gets a number, in their formulas too. `RangeError` where that cannot be.
   */
  insert(text: string, parent: ControlSource, before?: ControlSource): readonly string[] {
    const { files, names } = yamlLibrary().insertControls(this.sources, this, text, parent, before);
    this.replace(files);
    return names;
  }

  /** Puts an empty screen behind the others. `RangeError` for a name that is taken, or a document that is no app. */
  insertScreen(name: string): void {
    this.replace(yamlLibrary().insertScreen(this.sources, this, name));
  }
}
