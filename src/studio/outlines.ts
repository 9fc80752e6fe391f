/*
 * Frames around elements of the running app: around the chosen control, and around the one that a name under the pointer means. A frame
 * lies above the app, takes no pointer but at its handles, and follows its element.
 */

export type Frame = 'chosen' | 'meant';

/** A chosen control is moved by its grip and sized by its corner. */
type Handle = 'move' | 'size';

/** What the handles of the chosen frame do. */
export interface Handles {
  /** Whether a control can be moved, or sized. */
  readonly allows: (name: string, handle: Handle) => boolean;
  /** A drag has ended: how far it went, in pixels of the app. */
  readonly drop: (name: string, handle: Handle, x: number, y: number) => void;
}

interface Drag {
  readonly handle: Handle;
  readonly x: number;
  readonly y: number;
}

/** Milliseconds after which an element that was not there is looked for again. */
const PAUSE = 300;

/** Draws frames into a layer that lies exactly above the app. */
export class Outlines {
  private readonly layer: HTMLElement;
  private readonly app: () => Element | undefined;
  private readonly names = new Map<Frame, string>();
  private readonly frames = new Map<Frame, HTMLElement>();
  private readonly found = new Map<string, Element | null>();
  private looked = 0;
  private drag: Drag | undefined;
  private readonly handles: Handles;
  private request: number | undefined;

  constructor(layer: HTMLElement, app: () => Element | undefined, handles: Handles) {
    this.layer = layer;
    this.app = app;
    this.handles = handles;
  }

  /** Frames the control of a name; nothing for undefined, or for a control that is not shown. */
  set(frame: Frame, name: string | undefined): void {
    if (name === undefined) this.names.delete(frame);
    else this.names.set(frame, name);
    if (this.names.size > 0 && this.request === undefined) this.follow();
    else this.draw();
  }

  stop(): void {
    if (this.request !== undefined) cancelAnimationFrame(this.request);
    this.request = undefined;
    this.names.clear();
    this.found.clear();
    this.draw();
  }

  private follow(): void {
    this.draw();
    this.request = this.names.size === 0 ? undefined : requestAnimationFrame(() => this.follow());
  }

  private draw(): void {
    const origin = this.layer.getBoundingClientRect();
    for (const frame of ['chosen', 'meant'] as const) {
      const name = this.names.get(frame);
      const element = name === undefined ? null : this.element(name);
      const box = element?.getBoundingClientRect();
      const shown = box !== undefined && box.width > 0 && box.height > 0;
      const { handle, x = 0, y = 0 } = (frame === 'chosen' ? this.drag : undefined) ?? {};
      const [left, top] = handle === 'move' ? [x, y] : [0, 0];
      const [wider, higher] = handle === 'size' ? [x, y] : [0, 0];
      this.place(
        frame,
        shown
          ? new DOMRect(
              box.x - origin.x + left,
              box.y - origin.y + top,
              Math.max(1, box.width + wider),
              Math.max(1, box.height + higher),
            )
          : undefined,
      );
    }
  }

  private handle(handle: Handle): HTMLElement {
    const element = document.createElement('span');
    element.className = `handle ${handle}`;
    element.dataset['handle'] = handle;
    element.title =
      handle === 'move' ? 'Drag to move (Ctrl+arrow keys in the tree)' : 'Drag to size (Ctrl+Shift+arrow keys in the tree)';
    element.addEventListener('pointerdown', (event) => this.start(event, element, handle));
    return element;
  }

  /** Follows the pointer from a handle until it is let go; Escape gives up. */
  private start(down: PointerEvent, element: HTMLElement, handle: Handle): void {
    const name = this.names.get('chosen');
    if (name === undefined || down.button !== 0) return;
    down.preventDefault();
    element.setPointerCapture(down.pointerId);
    const listening = new AbortController();
    const { signal } = listening;
    const end = (): void => {
      this.drag = undefined;
      listening.abort();
    };
    const far = ({ clientX, clientY }: PointerEvent): Drag => ({ handle, x: clientX - down.clientX, y: clientY - down.clientY });
    element.addEventListener('pointermove', (event) => (this.drag = far(event)), { signal });
    element.addEventListener('pointercancel', end, { signal });
    window.addEventListener('keydown', ({ key }) => key === 'Escape' && end(), { signal, capture: true });
    element.addEventListener(
      'pointerup',
      (event) => {
        const { x, y } = far(event);
        end();
        const scale = this.scaleOf(name);
        this.handles.drop(name, handle, x / scale, y / scale);
      },
      { signal },
    );
  }

  /** Pixels of the window for one of the app, which may be shown smaller. */
  private scaleOf(name: string): number {
    const element = this.element(name) as HTMLElement | null;
    const width = element?.offsetWidth ?? 0;
    return width === 0 ? 1 : element!.getBoundingClientRect().width / width;
  }

  /** The element of a control; one that is not there is looked for again after a while. */
  private element(name: string): Element | null {
    const known = this.found.get(name);
    if (known?.isConnected === true) return known;
    if (known === null && performance.now() - this.looked < PAUSE) return null;
    this.looked = performance.now();
    const element = find(this.app(), name);
    this.found.set(name, element);
    return element;
  }

  private place(frame: Frame, box: DOMRect | undefined): void {
    let element = this.frames.get(frame);
    if (element === undefined) {
      element = document.createElement('div');
      element.className = `frame ${frame}`;
      if (frame === 'chosen') element.append(this.handle('move'), this.handle('size'));
      this.layer.append(element);
      this.frames.set(frame, element);
    }
    element.hidden = box === undefined;
    if (box === undefined) return;
    for (const handle of element.children as Iterable<Element> & HTMLCollection) {
      const { dataset } = handle as HTMLElement;
      (handle as HTMLElement).hidden = !this.handles.allows(this.names.get(frame) ?? '', dataset['handle'] as Handle);
    }
    const { style } = element;
    style.translate = `${box.x}px ${box.y}px`;
    style.width = `${box.width}px`;
    style.height = `${box.height}px`;
  }
}

/** The element of a control, the first where rows repeat it; within the roots of controls, too. */
function find(root: Element | ShadowRoot | undefined, name: string): Element | null {
  if (root === undefined) return null;
  const own = root.querySelector(`[data-control="${CSS.escape(name)}"]`);
  if (own !== null) return own;
  const inside = root instanceof Element && root.shadowRoot !== null ? find(root.shadowRoot, name) : null;
  if (inside !== null) return inside;
  for (const element of root.querySelectorAll('*')) {
    const found = element.shadowRoot === null ? null : find(element.shadowRoot, name);
    if (found !== null) return found;
  }
  return null;
}
