/*
 * Frames around elements of the running app: around the chosen control, and around the one that a name under the pointer means. A frame
 * lies above the app and takes no pointer; it follows its element.
 */

type Frame = 'chosen' | 'meant';

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
  private request: number | undefined;

  constructor(layer: HTMLElement, app: () => Element | undefined) {
    this.layer = layer;
    this.app = app;
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
      this.place(frame, shown ? new DOMRect(box.x - origin.x, box.y - origin.y, box.width, box.height) : undefined);
    }
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
      this.layer.append(element);
      this.frames.set(frame, element);
    }
    element.hidden = box === undefined;
    if (box === undefined) return;
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
