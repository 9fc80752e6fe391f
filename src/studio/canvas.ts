import { arrange, freeSides } from '../app/authoring/index.ts';
import type { App, ControlModel } from '../app/index.ts';
import { Outlines, type Frame } from './outlines.ts';

/** What the canvas asks of the studio that it is part of. */
export interface CanvasHost {
  readonly app: () => App | undefined;
  /** The chosen control. */
  readonly model: () => ControlModel | undefined;
  /** The element that runs the app. */
  readonly player: () => Element;
  readonly choose: (control: string) => void;
  /** Changes the app so that it can be taken back. */
  readonly change: (edit: (app: App) => void) => void;
}

/** How far arrow keys move and size a control, in pixels. */
const arrows: { readonly [key: string]: readonly [x: number, y: number] } = {
  ArrowLeft: [-8, 0],
  ArrowRight: [8, 0],
  ArrowUp: [0, -8],
  ArrowDown: [0, 8],
};

/** The running app as a place to build in: controls are framed, picked by a press, moved and sized by dragging and by keys. */
export class Canvas {
  /** Whether a press in the app chooses the control there instead of using it. With Alt it always does. */
  picking = false;
  private readonly host: CanvasHost;
  private readonly outlines: Outlines;

  /** `layer` lies exactly above the app, which is in `stage`. */
  constructor(stage: HTMLElement, layer: HTMLElement, host: CanvasHost) {
    this.host = host;
    this.outlines = new Outlines(layer, host.player, {
      allows: (name, handle) => {
        const model = host.model();
        const free = model?.name === name ? freeSides(model) : undefined;
        return (handle === 'move' ? (['X', 'Y'] as const) : (['Width', 'Height'] as const)).some((side) => free?.has(side));
      },
      drop: (name, handle, x, y) => this.move(name, handle === 'size', x, y),
    });
    for (const type of ['pointerdown', 'mousedown', 'click', 'pointermove'] as const)
      stage.addEventListener(type, (event) => this.pick(event), { capture: true });
  }

  frame(frame: Frame, control: string | undefined): void {
    this.outlines.set(frame, control);
  }

  stop(): void {
    this.outlines.stop();
  }

  /** Arrow keys move the chosen control, with Shift they size it. Gives whether the key was one. */
  handleKey({ key, shiftKey }: KeyboardEvent): boolean {
    const arrow = arrows[key];
    const control = this.host.model()?.name;
    if (arrow === undefined || control === undefined) return false;
    this.move(control, shiftKey, ...arrow);
    return true;
  }

  private move(control: string, sizes: boolean, x: number, y: number): void {
    this.host.change((app) => void arrange(app, control, sizes ? { Width: x, Height: y } : { X: x, Y: y }));
  }

  /** A press or a movement over the app. What is picked, the app does not hear of. */
  private pick(event: MouseEvent): void {
    const path = event.composedPath();
    if ((!this.picking && !event.altKey) || path.some((at) => at instanceof HTMLElement && at.matches('.handle'))) return;
    const name = path
      .map((at) => (at instanceof HTMLElement ? at.dataset['control'] : undefined))
      .find((candidate) => candidate !== undefined);
    const known = name !== undefined && this.host.app()?.program.model.controls.has(name) === true;
    if (event.type === 'pointermove') {
      this.frame('meant', known ? name : undefined);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'click' && known) this.host.choose(name);
  }
}
