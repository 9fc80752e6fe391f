import type { CSSResultGroup, TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { controlElement, register } from './define.ts';
import { design } from './definition.ts';
import { figure, renderShape, shapeEvents, shapeProperties, shapeStyles } from './shape.ts';

/** An area with rays. */
export class Star extends controlElement({
  name: 'Star',
  tag: 'fx-star',
  category: 'shape',
  summary: 'An area with rays.',
  properties: { Points: design(types.number, 5, 'How many rays it has, from 3 to 60.'), ...shapeProperties(100, true) },
  events: shapeEvents,
  variants: { '5Points': { Points: 5 }, '6Points': { Points: 6 }, '8Points': { Points: 8 }, '12Points': { Points: 12 } },
}) {
  static override styles: CSSResultGroup = shapeStyles;

  override render(): TemplateResult {
    const rays = Math.min(60, Math.max(3, Math.round(this.Points ?? 5)));
    return renderShape(this, figure(rays * 2, inner.get(rays) ?? 0.75), () => this.raise('OnSelect'));
  }
}
register(Star);

/** How deep the notches are: where opposite edges of the rays lie in one line, as a star is drawn in one go. */
const inner = new Map([
  [3, 0.3],
  [4, 0.38],
  [5, 0.382],
  [6, 0.577],
  [8, 0.7],
]);
