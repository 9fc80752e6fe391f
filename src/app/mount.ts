import type { ControlElement, EventDetail, OutputDetail } from '../controls/core.ts';
import { factsOf, type Table } from '../formula/index.ts';
import type { App, View } from './app.ts';
import { ControlView, createElement, type Stage } from './control-view.ts';
import type { ControlModel } from './control-model.ts';
import type { Device } from './device.ts';
import type { AppDiagnostic } from './document.ts';
import type { Move, Transition } from './navigation.ts';
import type { RowContext } from './rows.ts';
import { pageDevice } from './page-device.ts';
import { stageStyles } from './stage-styles.ts';
import { Toasts } from './toasts.ts';

export interface MountOptions {
  /** Shows what is wrong with the app's formulas: at their controls, and in a list. True unless said otherwise. */
  readonly diagnostics?: boolean;
}

interface Shown {
  readonly control: ControlModel;
  readonly row: () => RowContext | undefined;
}

/**
 * Shows an app in an element of the page, until the returned function is called. Only the visible screen is live: what is on other screens
 * is not evaluated, and keeps what users did there.
 */
export function mount(app: App, host: HTMLElement, options: MountOptions = {}): () => void {
  const page = new Page(app, host, options.diagnostics ?? true);
  return () => page.dispose();
}

/** What the page around an element does for the app in it. */
export const surroundingsOf = (host: HTMLElement): Required<Pick<View, 'device' | 'base'>> => ({
  device: pageDevice(host),
  base: host.baseURI,
});

/** The shadow root of an app's element, with its styles. */
export function rootOf(host: HTMLElement): ShadowRoot {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(stageStyles);
  root.adoptedStyleSheets = [sheet];
  return root;
}

/** Sizes of controls that a layout decides. */
export class Sizes {
  private readonly controls = new WeakMap<Element, ControlModel>();
  private readonly observer = new ResizeObserver((entries) => {
    for (const { target, borderBoxSize } of entries) {
      const control = this.controls.get(target);
      const [box] = borderBoxSize;
      if (control === undefined || box === undefined || !target.isConnected) continue;
      control.property('Width')?.measured?.set(Math.round(box.inlineSize * 100) / 100);
      control.property('Height')?.measured?.set(Math.round(box.blockSize * 100) / 100);
    }
  });

  measure(element: Element, control: ControlModel): () => void {
    this.controls.set(element, control);
    this.observer.observe(element);
    return () => this.observer.unobserve(element);
  }
}

/** What elements tell, on its way to the app; and what the app does to elements. */
export class ElementEvents {
  readonly effects: Required<Pick<View, 'reset' | 'focus' | 'shownBy'>>;
  private readonly app: App;
  private readonly root: EventTarget;
  private readonly shown = new WeakMap<Element, Shown>();
  private readonly elements = new Map<ControlModel, Set<WeakRef<Element>>>();
  private readonly stop = new AbortController();

  constructor(app: App, root: EventTarget) {
    this.app = app;
    this.root = root;
    const { signal } = this.stop;
    this.listen('fx-event', (detail: EventDetail, shown) => this.happened(detail, shown), signal);
    this.listen('fx-output', (detail: OutputDetail, shown) => this.told(detail, shown), signal);
    this.listen('fx-more', (_, { control }) => this.more(control), signal);
    this.effects = {
      reset: (control, row) => this.find(control, row)?.reset(),
      focus: (control, row) => this.find(control, row)?.focus(),
      shownBy: (element) => this.shown.get(element),
    };
  }

  register(element: Element, control: ControlModel, row: () => RowContext | undefined): void {
    this.shown.set(element, { control, row });
    let elements = this.elements.get(control);
    if (elements === undefined) this.elements.set(control, (elements = new Set<WeakRef<Element>>()));
    for (const reference of elements) if (reference.deref()?.isConnected !== true) elements.delete(reference);
    elements.add(new WeakRef(element));
  }

  dispose(): void {
    this.stop.abort();
  }

  private listen<D>(type: string, handle: (detail: D, shown: Shown) => void, signal: AbortSignal): void {
    const listener = (event: Event): void => {
      const shown = this.shown.get(event.target as Element);
      if (shown !== undefined) handle((event as CustomEvent<D>).detail, shown);
    };
    this.root.addEventListener(type, listener, { signal });
  }

  private happened({ event, waitUntil }: EventDetail, { control, row }: Shown): void {
    if (control.event(event) !== undefined) waitUntil(this.app.run(control, event, row()));
  }

  private told({ property, value, cause }: OutputDetail, { control, row }: Shown): void {
    if (cause === 'derived') return;
    const context = control.gallery === undefined ? undefined : row();
    if (cause === 'reset')
      (context === undefined ? control.choices : context.choicesOf(control)).clear((name) => name === property);
    else this.app.choose(control, property, value, context);
  }

  /** The last rows of a gallery came near: the next page is asked for. */
  private more(control: ControlModel): void {
    const items = control.property('Items')?.node.read();
    if (Array.isArray(items)) factsOf(items as Table)?.more?.();
  }

  private find(control: ControlModel, row: RowContext | undefined): ControlElement | undefined {
    for (const reference of this.elements.get(control) ?? []) {
      const element = reference.deref();
      if (element === undefined || !element.isConnected) continue;
      const context = this.shown.get(element)?.row();
      if (control.gallery === undefined || row === undefined || context === row) return element as ControlElement;
    }
    return undefined;
  }
}

interface ScreenView {
  readonly view: ControlView;
  /** How far the screen was scrolled when it was left. */
  scroll: number;
}

class Page implements View {
  readonly device: Device;
  readonly base: string;
  private readonly app: App;
  private readonly host: HTMLElement;
  private readonly root: ShadowRoot;
  private readonly area: HTMLElement;
  private readonly events: ElementEvents;
  private readonly toasts: Toasts;
  private readonly stage: Stage;
  private readonly observer: ResizeObserver;
  private readonly ends: (() => void)[];
  private screens = new Map<ControlModel, ScreenView>();
  private current: ScreenView | undefined;
  private problems: HTMLElement | undefined;
  private check: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App, host: HTMLElement, diagnostics: boolean) {
    const document = host.ownerDocument;
    this.app = app;
    this.host = host;
    this.root = rootOf(host);
    this.area = document.createElement('div');
    this.area.className = 'stage';
    this.events = new ElementEvents(app, this.area);
    const sizes = new Sizes();
    this.stage = {
      app,
      document,
      diagnostics,
      register: (...entry) => this.events.register(...entry),
      measure: (...entry) => sizes.measure(...entry),
    };
    this.toasts = new Toasts(document, app.notifications);
    this.root.replaceChildren(this.area, this.toasts.element);
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(host);
    ({ device: this.device, base: this.base } = surroundingsOf(host));
    this.ends = [app.attach(this), app.moves.add((move) => this.move(move))];
    this.measure();
    this.showProblems();
    if (app.screen !== undefined) this.move({ from: undefined, to: app.screen, transition: 'None' });
  }

  rebuild(): void {
    for (const { view } of this.screens.values()) view.sleep();
    this.screens = new Map();
    this.area.replaceChildren();
    this.current = undefined;
    this.measure();
    this.showProblems();
    if (this.app.screen !== undefined) this.move({ from: undefined, to: this.app.screen, transition: 'None' });
  }

  reset(control: ControlModel, row: RowContext | undefined): void {
    this.events.effects.reset(control, row);
  }

  focus(control: ControlModel, row: RowContext | undefined): void {
    this.events.effects.focus(control, row);
  }

  shownBy(element: Element): Shown | undefined {
    return this.events.effects.shownBy(element);
  }

  dispose(): void {
    clearTimeout(this.check);
    this.current?.view.sleep();
    this.observer.disconnect();
    for (const end of this.ends) end();
    this.events.dispose();
    this.toasts.dispose();
    this.root.replaceChildren();
  }

  private measure(): void {
    const { model } = this.app.program;
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width > 0) this.app.choose(model.app, 'Width', width, undefined);
    if (height > 0) this.app.choose(model.app, 'Height', height, undefined);
  }

  private move({ to, transition }: Move<ControlModel>): void {
    const before = this.current;
    const next = this.screenOf(to);
    if (next === before) return;
    const hadFocus = before !== undefined && this.area.contains(this.root.activeElement);
    if (before !== undefined) {
      before.scroll = before.view.element.scrollTop;
      before.view.sleep();
    }
    this.current = next;
    this.area.append(next.view.element);
    next.view.wake();
    this.app.graph.flush();
    next.view.settle();
    next.view.element.scrollTop = next.scroll;
    if (hadFocus) this.takeFocus(next.view.element);
    void this.play(before?.view.element, next.view.element, transition);
  }

  private screenOf(control: ControlModel): ScreenView {
    let screen = this.screens.get(control);
    if (screen === undefined) {
      screen = { view: new ControlView(this.stage, control, (one) => createElement(this.stage, one)), scroll: 0 };
      this.screens.set(control, screen);
    }
    return screen;
  }

  /** The keyboard goes on where the user has gone. */
  private takeFocus(element: HTMLElement): void {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  private async play(from: Element | undefined, to: Element, transition: Transition): Promise<void> {
    const still = this.host.ownerDocument.defaultView?.matchMedia('(prefers-reduced-motion: reduce)').matches ?? true;
    const frames = transitions[transition];
    if (from !== undefined && frames !== undefined && !still) {
      const { element, keyframes } =
        frames.moves === 'new' ? { element: to, keyframes: frames.frames } : { element: from, keyframes: frames.frames };
      // What leaves lies above what it uncovers.
      if (element === from) this.area.append(from);
      await element
        .animate(keyframes, { duration: 200, easing: 'cubic-bezier(0.1, 0.9, 0.2, 1)' })
        .finished.catch(() => undefined);
    }
    if (from !== undefined && from !== this.current?.view.element) from.remove();
  }

  /** Once the page has been shown: finding all that is wrong checks every formula of the app. */
  private showProblems(): void {
    this.problems?.remove();
    this.problems = undefined;
    if (!this.stage.diagnostics) return;
    clearTimeout(this.check);
    this.check = setTimeout(() => this.listProblems());
  }

  private listProblems(): void {
    const { diagnostics } = this.app;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length === 0) return;
    this.problems = problemList(this.host.ownerDocument, diagnostics, errors.length);
    this.root.append(this.problems);
  }
}

const slide = (from: string, to: string): Keyframe[] => [
  { transform: `translateX(${from})` },
  { transform: `translateX(${to})` },
];

/** Which of the two screens moves, and how. */
const transitions: { readonly [T in Transition]: { readonly moves: 'new' | 'old'; readonly frames: Keyframe[] } | undefined } = {
  None: undefined,
  Fade: { moves: 'new', frames: [{ opacity: 0 }, { opacity: 1 }] },
  Cover: { moves: 'new', frames: slide('100%', '0') },
  CoverRight: { moves: 'new', frames: slide('-100%', '0') },
  UnCover: { moves: 'old', frames: slide('0', '100%') },
  UnCoverRight: { moves: 'old', frames: slide('0', '-100%') },
};

/** What is wrong with the app, for those who make it. */
function problemList(document: Document, diagnostics: readonly AppDiagnostic[], count: number): HTMLElement {
  const details = document.createElement('details');
  details.className = 'problems';
  const summary = document.createElement('summary');
  summary.textContent = count === 1 ? '1 problem in this app' : `${count} problems in this app`;
  const list = document.createElement('ol');
  for (const { control, property, message, file, line, column } of diagnostics.slice(0, 100)) {
    const item = document.createElement('li');
    const place = document.createElement('code');
    place.textContent = ` ${file}:${line}:${column}`;
    const name = [control, property].filter((part) => part !== undefined).join('.');
    item.append(name === '' ? message : `${name}: ${message}`, place);
    list.append(item);
  }
  details.append(summary, list);
  return details;
}
