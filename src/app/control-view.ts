import type { ControlDefinition, ControlElement, RowsElement } from '../controls/core.ts';
import { ErrorKind, factsOf, FormulaError, isRow, type Table, type TableRow, type Value } from '../formula/index.ts';
import type { App } from './app.ts';
import type { ControlModel } from './control-model.ts';
import { isChosen } from './outputs.ts';
import { callFormulas } from './pending.ts';
import type { Property } from './property.ts';
import type { RowContext } from './rows.ts';
import { templateControls } from './selected.ts';

/** What views of controls share: the app, the page's document, and who is who. */
export interface Stage {
  readonly app: App;
  readonly document: Document;
  /** Whether broken formulas are shown at their controls. */
  readonly diagnostics: boolean;
  /** Notes which control, and of which row, an element shows. */
  register(element: Element, control: ControlModel, row: () => RowContext | undefined): void;
  /** Tells formulas how large an element is, until the returned function is called. */
  measure(element: Element, control: ControlModel): () => void;
}

/** Where an element comes from: made for the control, or found in the page. */
export type ElementOf = (control: ControlModel) => ControlElement;

/** Makes the element of a control: of its kind, or a placeholder that says which kind is missing. */
export function createElement({ document }: Stage, control: ControlModel): ControlElement {
  const element = document.createElement(control.kind?.definition.tag ?? 'fx-placeholder') as ControlElement;
  if (control.kind === undefined) element.assign('Kind', control.source.componentName ?? control.source.control);
  return element;
}

/** The properties of a control that formulas give its element. */
export const boundProperties = (control: ControlModel, element: ControlElement): Property[] => {
  const { properties }: ControlDefinition = element.definition;
  return [...control.formulas].filter(({ name, definition, isName }) => {
    if (isName) return false;
    if (control.kind === undefined) return Object.hasOwn(properties, name);
    // A component's own properties are no properties of the element, whatever they are called.
    return control.kind.component === undefined || (Object.hasOwn(properties, name) && definition === properties[name]);
  });
};

/** The outputs that the app tells an element, as far as an element shows them. */
const hostedProperties = (control: ControlModel): Property[] =>
  Object.entries(control.kind?.definition.properties ?? {})
    .filter(([, { hosted, type }]) => hosted === true && type.kind !== 'record')
    .map(([name]) => control.property(name)!);

function prepare(stage: Stage, control: ControlModel, element: ControlElement): void {
  for (const [name, value] of Object.entries(control.kind?.defaults ?? {})) element.assign(name, value);
  element.interactive = control.event('OnSelect') !== undefined;
  element.dataset['control'] = control.name;
  if (stage.diagnostics) element.error = brokenBy(stage.app, control);
}

/** The first thing that is wrong with a control's formulas, to be shown at the control. Without a colour or a size it says what it says all the same. */
function brokenBy(app: App, control: ControlModel): FormulaError | null {
  const found = app.program.brokenBy(control, ({ definition }) => definition?.category === 'design');
  if (found === undefined) return null;
  const property = found.property === undefined ? '' : `${found.property}: `;
  return new FormulaError([{ kind: ErrorKind.AnalysisError, message: property + found.message, source: control.name }]);
}

/** Puts what the user chose back into an element: after it was made anew, or when it shows another row. */
function restore(control: ControlModel, element: ControlElement, chosen: (property: Property) => Value | undefined): void {
  for (const [name, definition] of Object.entries(control.kind?.definition.properties ?? {})) {
    if (
      definition.derive === undefined ||
      !isChosen(definition) ||
      definition.direction === undefined ||
      definition.direction === 'in'
    )
      continue;
    const property = control.property(name)!;
    element.restore(name as never, chosen(property));
  }
}

/** A control outside galleries, with all that is in it, on the page. Live, its element follows the graph; asleep, nothing is evaluated. */
export class ControlView {
  readonly element: ControlElement;
  readonly control: ControlModel;
  private readonly stage: Stage;
  private readonly children: readonly ControlView[];
  private readonly rows: TemplateView | undefined;
  private stops: (() => void)[] = [];

  constructor(stage: Stage, control: ControlModel, elementOf: ElementOf) {
    this.stage = stage;
    this.control = control;
    this.element = elementOf(control);
    prepare(stage, control, this.element);
    stage.register(this.element, control, () => this.selectedRow());
    this.rows = isOfRows(this.element) ? new TemplateView(stage, control, this.element, () => undefined) : undefined;
    this.children = this.rows === undefined ? control.children.map((child) => new ControlView(stage, child, elementOf)) : [];
    for (const { element } of this.children) if (element.parentElement === null) this.element.append(element);
  }

  wake(): void {
    const { control, element, stage } = this;
    const { program } = stage.app;
    const calls = new Set<ReturnType<typeof program.callsOf>>();
    for (const property of boundProperties(control, element)) {
      const node = property.isOverridden ? program.assignedNode(property)! : property.node;
      this.stops.push(node.watch((value) => this.assign(property.name, value)));
      for (const call of callFormulas([node], (one) => program.callsOf(one))) calls.add(call);
    }
    const waiting = (): void => {
      element.pending = [...calls].some((call) => call?.pending.read() === true);
    };
    for (const property of hostedProperties(control)) {
      this.stops.push(property.node.watch((value) => void element.assign(property.name, value)));
    }
    for (const call of calls) if (call !== undefined) this.stops.push(call.pending.watch(waiting));
    this.rows?.wake();
    for (const child of this.children) child.wake();
  }

  /** After the first values are there: puts choices back, and measures what formulas read. */
  settle(): void {
    const { control, element, stage } = this;
    if (control.isLaidOut && (isRead(control, 'Width') || isRead(control, 'Height')))
      this.stops.push(stage.measure(element, control));
    restore(control, element, (property) => control.choices.get(property.name, stage.app.program.assignedNode(property)?.read()));
    for (const child of this.children) child.settle();
  }

  sleep(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    this.rows?.sleep();
    for (const child of this.children) child.sleep();
  }

  private assign(name: string, value: Value): void {
    this.element.assign(name, value);
    if (value instanceof FormulaError) this.stage.app.met(value);
    if (name === 'Items' && isOfRows(this.element)) this.element.extent = extentOf(value);
  }

  /** An event of a gallery happens in its selected row. */
  private selectedRow(): RowContext | undefined {
    return this.rows?.selected();
  }
}

/** Whether an element repeats a template for each row of its items. */
const isOfRows = (element: ControlElement): element is RowsElement => element.definition.children === 'rows';

const isRead = (control: ControlModel, size: string): boolean => control.property(size)?.measured !== undefined;

function extentOf(items: Value): RowsElement['extent'] {
  const facts = Array.isArray(items) ? factsOf(items as Table) : undefined;
  if (facts === undefined || (facts.complete && facts.loading !== true && facts.stored !== true)) return undefined;
  return {
    complete: facts.more === undefined && facts.loading !== true,
    ...(facts.loading === true && { loading: true }),
    ...(facts.stored === true && { stored: facts.received }),
  };
}

/** The template of a gallery, and the rows in sight that show it. */
export class TemplateView {
  private readonly stage: Stage;
  private readonly gallery: ControlModel;
  private readonly element: RowsElement;
  private readonly outer: () => RowContext | undefined;
  private readonly shown = new Set<RowView>();
  private stops: (() => void)[] = [];

  constructor(stage: Stage, gallery: ControlModel, element: RowsElement, outer: () => RowContext | undefined) {
    this.stage = stage;
    this.gallery = gallery;
    this.element = element;
    this.outer = outer;
    // A gallery without a template of controls shows its rows by itself.
    if (gallery.children.length === 0) return;
    element.marks = element.querySelector(':scope > template') !== null;
    element.renderRow = (index, item, host) => this.renderRow(index, item, host);
  }

  /** Each property of the template is watched once for all rows. */
  wake(): void {
    const row = this.stage.app.program.model.rows.get(this.gallery)!;
    for (const control of [row, ...templateControls(this.gallery)]) {
      for (const property of [...control.formulas, ...hostedProperties(control)]) {
        if (!property.isName) this.stops.push(property.node.watch(() => this.changed(property)));
      }
    }
    for (const view of this.shown) view.wake();
  }

  sleep(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    for (const view of this.shown) view.sleep();
  }

  selected(): RowContext | undefined {
    const { Selected: item, Items: items } = this.element;
    return isRow(item) ? this.contexts?.find(item, items) : undefined;
  }

  private get contexts() {
    return this.stage.app.program.rowsOf(this.gallery, this.outer());
  }

  private changed(property: Property): void {
    for (const view of this.shown) view.apply(property);
  }

  private renderRow(index: number, item: TableRow, host: ControlElement): ReturnType<NonNullable<RowsElement['renderRow']>> {
    const view = new RowView(this.stage, this.gallery, host);
    this.shown.add(view);
    const update = (at: number, row: TableRow): void => {
      const context = this.contexts?.at(at, row, this.element.Items);
      if (context !== undefined) view.show(context);
    };
    update(index, item);
    view.wake();
    return {
      update,
      dispose: () => {
        this.shown.delete(view);
        view.sleep();
        host.replaceChildren();
        this.contexts?.prune(new Set([...this.shown].map((other) => other.context)));
      },
    };
  }
}

interface Binding {
  readonly element: ControlElement;
  readonly control: ControlModel;
  readonly properties: readonly Property[];
}

/** One row in sight: the template's controls, showing one row of the items after another. */
class RowView {
  context!: RowContext;
  private readonly stage: Stage;
  private readonly bindings: Binding[] = [];
  private readonly byProperty = new Map<Property, ControlElement>();
  private readonly inner: TemplateView[] = [];

  constructor(stage: Stage, gallery: ControlModel, host: ControlElement) {
    this.stage = stage;
    this.bind(stage.app.program.model.rows.get(gallery)!, host);
    for (const child of gallery.children) host.append(this.build(child));
  }

  show(context: RowContext): void {
    this.context = context;
    for (const { element, control, properties } of this.bindings) {
      for (const property of properties) this.assign(element, property);
      restore(control, element, (property) => context.choicesOf(control).get(property.name, this.assignedOf(property)));
    }
  }

  apply(property: Property): void {
    const element = this.byProperty.get(property);
    if (element !== undefined) this.assign(element, property);
  }

  wake(): void {
    for (const view of this.inner) view.wake();
  }

  sleep(): void {
    for (const view of this.inner) view.sleep();
    this.context.sleep();
  }

  private assign(element: ControlElement, property: Property): void {
    const assigned = property.isOutput && property.definition?.hosted !== true;
    const value = assigned ? (this.assignedOf(property) ?? null) : this.context.value(property);
    element.assign(property.name, value);
    if (value instanceof FormulaError) this.stage.app.met(value);
    if (property.name === 'Items' && isOfRows(element)) element.extent = extentOf(value);
  }

  private assignedOf(property: Property): Value | undefined {
    return this.stage.app.program.assignedIn(property, this.context);
  }

  private build(control: ControlModel): ControlElement {
    const element = createElement(this.stage, control);
    prepare(this.stage, control, element);
    this.stage.register(element, control, () => this.context);
    this.bind(control, element);
    if (isOfRows(element)) this.inner.push(new TemplateView(this.stage, control, element, () => this.context));
    else for (const child of control.children) element.append(this.build(child));
    return element;
  }

  private bind(control: ControlModel, element: ControlElement): void {
    const properties = [...boundProperties(control, element), ...hostedProperties(control)];
    this.bindings.push({ element, control, properties });
    for (const property of properties) this.byProperty.set(property, element);
  }
}
