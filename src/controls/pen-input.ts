import { css, html, nothing, svg, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face } from './base-styles.ts';
import { border, coloring, interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design, output } from './definition.ts';
import { canvasPicture } from './devices.ts';
import { cssColor } from './display-text.ts';
import { PenMode } from './enums.ts';
import { labelText } from './field-label.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { color, own, size } from './theme.ts';

const { boolean, image, number, optionType, text } = types;

/** A line of the pen: its points in pixels, its width, its colour. */
interface Stroke {
  readonly points: (readonly [x: number, y: number])[];
  readonly width: number;
  readonly color: string;
}

/** Which of the pointers draw, as numbers that are added up. */
const kinds = new Map([
  ['pen', 1],
  ['mouse', 2],
  ['touch', 4],
]);

/** A field to draw and sign in. */
export class PenInput extends controlElement({
  name: 'PenInput',
  tag: 'fx-pen-input',
  category: 'input',
  summary: 'A field to draw and sign in.',
  form: 'Image',
  properties: {
    Mode: data(optionType(PenMode), 'draw', 'Whether the pen draws or takes lines away.'),
    Color: coloring.Color,
    Size: design(number, 2, 'Width of the pen in pixels.'),
    Input: data(number, 7, 'Which pointers draw, added up: 1 pens, 2 mice, 4 fingers.'),
    ShowControls: design(boolean, true, 'Whether there are buttons to draw, take away and clear.'),
    Image: output(image, 'The drawing, as a picture.'),
    Strokes: output(text, 'The lines of the drawing, as JSON; blank where there are none.', undefined, ''),
    RecognizedText: output(text, 'Always blank: writing is not read here.', undefined, ''),
    Reset: data(boolean, false, 'Turning this true clears the drawing.'),
    Required: data(boolean, false, 'Whether something must be drawn.'),
    ...placement(368, 230),
    ...interaction,
    Fill: coloring.Fill,
    BorderColor: border.BorderColor,
    BorderStyle: border.BorderStyle,
    BorderThickness: border.BorderThickness,
  },
  events: { OnSelect: 'When the user has drawn a line, or taken one away.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({
      fill: color('surface'),
      color: color('text'),
      line: color('border-strong'),
      thickness: '1px',
      radius: size.radius,
      greys: true,
    }),
    css`
      :host {
        width: ${own('width', '368px')};
        height: ${own('height', '230px')};
        overflow: clip;
      }
      .sheet {
        display: block;
        width: 100%;
        height: 100%;
        touch-action: none;
        cursor: crosshair;
      }
      :host(:is(:state(disabled), :state(readonly))) .sheet {
        cursor: default;
        touch-action: auto;
      }
      .sheet path {
        fill: none;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .tools {
        position: absolute;
        inset-block-end: 4px;
        inset-inline-end: 4px;
        display: flex;
        gap: 2px;
      }
      .tool {
        display: grid;
        place-content: center;
        width: 32px;
        height: 32px;
        padding: 0;
        border: 1px solid ${color('border-subtle')};
        border-radius: ${size.radius};
        background: ${color('surface')};
        color: ${color('text')};
        cursor: pointer;
      }
      .tool[aria-pressed='true'] {
        background: ${color('brand-tint')};
        color: ${color('on-brand-tint')};
      }
      .tool:focus-visible {
        outline: 2px solid ${color('focus')};
      }
      .tool svg {
        width: 16px;
        height: 16px;
      }
      .failure {
        position: absolute;
        inset-block-start: 0;
        padding: 4px 8px;
      }
    `,
  ];

  #strokes: Stroke[] = [];
  #drawing: Stroke | undefined;
  /** What the user's own buttons say; undefined while Mode decides. */
  #erasing: boolean | undefined;

  override reset(): void {
    this.#strokes = [];
    this.#erasing = undefined;
    super.reset();
    this.measure('Strokes', '');
  }

  override render(): TemplateResult {
    const shown = this.#drawing === undefined ? this.#strokes : [...this.#strokes, this.#drawing];
    return html`<svg
        class="sheet"
        part="control"
        role="img"
        aria-label=${labelText(this) || messages.drawing(this.#strokes.length)}
        lang=${this.ContentLanguage || nothing}
        @pointerdown=${(event: PointerEvent) => this.#begin(event)}
        @pointermove=${(event: PointerEvent) => this.#move(event)}
        @pointerup=${() => this.#end()}
        @pointercancel=${() => this.#end()}
      >
        ${this.Tooltip === '' ? nothing : svg`<title>${this.Tooltip}</title>`}
        ${shown.map((stroke) => svg`<path d=${pathOf(stroke)} stroke=${stroke.color} stroke-width=${stroke.width}></path>`)}
      </svg>
      ${this.ShowControls && this.mode === 'edit' ? this.#renderTools() : nothing}${this.renderFailure()}`;
  }

  #renderTools(): TemplateResult {
    const erases = this.#erases;
    const tool = (label: string, path: string, pressed: boolean | undefined, use: () => void): TemplateResult =>
      html`<button
        type="button"
        class="tool"
        aria-label=${label}
        title=${label}
        aria-pressed=${pressed === undefined ? nothing : pressed ? 'true' : 'false'}
        tabindex=${this.TabIndex ?? nothing}
        @click=${use}
      >
        ${glyph(path)}
      </button>`;
    return html`<div class="tools" role="toolbar" aria-label=${messages.pen}>
      ${tool(messages.draw, paths.draw, !erases, () => this.#switch(false))}
      ${tool(messages.erase, paths.erase, erases, () => this.#switch(true))}
      ${tool(messages.clear, paths.dismiss, undefined, () => this.#clear())}
    </div>`;
  }

  get #erases(): boolean {
    return this.#erasing ?? this.Mode === 'erase';
  }

  #switch(erasing: boolean): void {
    this.#erasing = erasing;
    this.requestUpdate();
  }

  #clear(): void {
    this.#strokes = [];
    void this.#tell();
  }

  #begin(event: PointerEvent): void {
    const allowed = ((this.Input ?? 7) & (kinds.get(event.pointerType) ?? 0)) !== 0;
    if (this.mode !== 'edit' || !allowed || event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    const ink = this.read('Color');
    this.#drawing = {
      points: [placeOf(event)],
      width: Math.max(1, this.Size ?? 2),
      color: ink === null ? 'currentcolor' : cssColor(this.Color!),
    };
    if (this.#erases) this.#eraseAt(placeOf(event));
    this.requestUpdate();
  }

  #move(event: PointerEvent): void {
    if (this.#drawing === undefined) return;
    if (this.#erases) return this.#eraseAt(placeOf(event));
    const parts = event.getCoalescedEvents();
    for (const part of parts.length === 0 ? [event] : parts) this.#drawing.points.push(placeOf(part));
    this.requestUpdate();
  }

  #end(): void {
    const stroke = this.#drawing;
    if (stroke === undefined) return;
    this.#drawing = undefined;
    if (!this.#erases) this.#strokes.push(stroke);
    void this.#tell();
  }

  /** Takes away the lines that pass near a place. */
  #eraseAt([x, y]: readonly [number, number]): void {
    this.#strokes = this.#strokes.filter(({ points }) => !points.some(([px, py]) => Math.hypot(px - x, py - y) < 10));
    if (this.#drawing !== undefined) this.#drawing.points.length = 0;
    this.requestUpdate();
  }

  async #tell(): Promise<void> {
    this.requestUpdate();
    const lines = this.#strokes;
    this.measure('Strokes', lines.length === 0 ? '' : JSON.stringify(lines.map(({ points, width }) => ({ width, points }))));
    const picture = lines.length === 0 ? null : ((await this.#picture(lines)) ?? null);
    // Another line may have been drawn meanwhile.
    if (lines !== this.#strokes || lines.length !== this.#strokes.length) return;
    this.output('Image', picture);
    this.raise('OnSelect');
  }

  #picture(strokes: readonly Stroke[]): ReturnType<typeof canvasPicture> {
    const { clientWidth, clientHeight } = this;
    const ink = getComputedStyle(this).color;
    const scale = Math.max(1, window.devicePixelRatio);
    const draw = (context: CanvasRenderingContext2D): void => {
      context.scale(scale, scale);
      context.lineCap = 'round';
      context.lineJoin = 'round';
      for (const stroke of strokes) {
        context.strokeStyle = stroke.color === 'currentcolor' ? ink : stroke.color;
        context.lineWidth = stroke.width;
        context.stroke(new Path2D(pathOf(stroke)));
      }
    };
    return canvasPicture(Math.max(1, clientWidth * scale), Math.max(1, clientHeight * scale), draw, 'image/png');
  }
}
register(PenInput);

const placeOf = (event: PointerEvent): readonly [number, number] => [round(event.offsetX), round(event.offsetY)];
const round = (pixels: number): number => Math.round(pixels * 10) / 10;

/** A single point is a line of no length, which round caps show as a dot. */
function pathOf({ points }: Stroke): string {
  const [first] = points;
  if (first === undefined) return '';
  return `M${first.join(' ')}${points.map((point) => `L${point.join(' ')}`).join('')}`;
}
