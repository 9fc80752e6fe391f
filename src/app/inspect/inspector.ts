import type { App } from '../app.ts';
import type { ControlModel } from '../control-model.ts';
import type { RowContext } from '../rows.ts';
import './why-element.ts';
import type { WhyElement } from './why-element.ts';
import { inspectorStyles } from './why-styles.ts';

/** The properties that tell most of a control, the first that it has is asked about. */
const telling = ['Text', 'Items', 'Value', 'HtmlText', 'Image', 'Default', 'Visible'];

/** A panel over the page of an app: Alt and a click on a control shows why a property of it is so. */
export class Inspector {
  private readonly app: App;
  private readonly host: HTMLElement;
  private readonly stop = new AbortController();
  private panel: { readonly element: HTMLElement; readonly root: ShadowRoot } | undefined;
  private before: HTMLElement | undefined;
  private row: RowContext | undefined;
  private control: ControlModel | undefined;

  /** `host`: the element that shows the app. */
  constructor(app: App, host: HTMLElement) {
    this.app = app;
    this.host = host;
    const { signal } = this.stop;
    host.addEventListener('click', (event) => this.clicked(event), { signal, capture: true });
  }

  dispose(): void {
    this.stop.abort();
    this.close();
  }

  /** Opens the panel for a property: `Label1.Text`. */
  async open(path: string, row?: RowContext): Promise<void> {
    const dot = path.lastIndexOf('.');
    const control = this.app.control(dot < 0 ? path : path.slice(0, dot));
    this.control = control;
    this.row = row;
    this.before ??= (this.host.getRootNode() as Document).activeElement as HTMLElement | undefined;
    const { root } = (this.panel ??= this.build());
    root.querySelector('h2')!.textContent = control.path;
    const names = propertiesOf(control);
    const chosen = dot < 0 ? names[0] : path.slice(dot + 1);
    const select = root.querySelector('select')!;
    select.replaceChildren(...names.map((name) => option(select.ownerDocument, name, name === chosen)));
    await this.show();
    this.tree.focus();
  }

  close(): void {
    this.panel?.element.remove();
    this.panel = undefined;
    this.before?.focus();
    this.before = undefined;
  }

  private get tree(): WhyElement {
    return this.panel!.root.querySelector('fx-why')!;
  }

  private show(): Promise<void> {
    const name = this.panel!.root.querySelector('select')!.value;
    return this.tree.explain(this.app, `${this.control!.path}.${name}`, this.row);
  }

  private clicked(event: MouseEvent): void {
    if (!event.altKey) return;
    for (const target of event.composedPath()) {
      const shown = target instanceof Element ? this.app.shownBy(target) : undefined;
      if (shown === undefined) continue;
      event.preventDefault();
      event.stopPropagation();
      void this.open(shown.control.path, shown.control.gallery === undefined ? undefined : shown.row());
      return;
    }
  }

  private build() {
    const { ownerDocument } = this.host;
    const element = ownerDocument.createElement('div');
    const root = element.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(inspectorStyles);
    root.adoptedStyleSheets = [sheet];
    const section = ownerDocument.createElement('section');
    section.setAttribute('role', 'dialog');
    section.setAttribute('aria-label', 'Why this value');
    const header = ownerDocument.createElement('header');
    const select = ownerDocument.createElement('select');
    select.setAttribute('aria-label', 'Property');
    select.addEventListener('change', () => void this.show());
    header.append(
      ownerDocument.createElement('h2'),
      select,
      button(ownerDocument, 'Ask again', () => void this.show()),
      button(ownerDocument, 'Close', () => this.close()),
    );
    const tree = ownerDocument.createElement('div');
    tree.className = 'tree';
    tree.append(ownerDocument.createElement('fx-why'));
    section.append(header, tree);
    section.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
    root.append(section);
    ownerDocument.body.append(element);
    return { element, root };
  }
}

function button(document: Document, text: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', act);
  return made;
}

function option(document: Document, name: string, selected: boolean): HTMLOptionElement {
  const made = document.createElement('option');
  made.textContent = name;
  made.selected = selected;
  return made;
}

/** First what tells most, then what has a formula, then the rest. */
function propertiesOf(control: ControlModel): readonly string[] {
  const own = [...control.formulas].filter(({ isName }) => !isName).map(({ name }) => name);
  const known = Object.keys(control.kind?.definition.properties ?? {}).filter((name) => !control.isEvent(name));
  const names = new Set([...telling.filter((name) => control.property(name) !== undefined), ...own, ...known]);
  return [...names];
}
