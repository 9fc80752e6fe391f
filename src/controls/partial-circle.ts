import type { CSSResultGroup, TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { controlElement, register } from './define.ts';
import { design } from './definition.ts';
import { renderShape, shapeEvents, shapeProperties, shapeStyles } from './shape.ts';

/** Half a round area, or a quarter, or three. */
export class PartialCircle extends controlElement({
  name: 'PartialCircle',
  tag: 'fx-partial-circle',
  category: 'shape',
  summary: 'Half a round area, or a quarter, or three.',
  properties: {
    Quarters: design(types.number, 2, 'How many quarters of the circle there are, from 1 to 3.'),
    ...shapeProperties(100, true),
  },
  events: shapeEvents,
  variants: { QuarterCircle: { Quarters: 1 }, HalfCircle: { Quarters: 2 }, ThreeQuarterCircle: { Quarters: 3 } },
}) {
  static override styles: CSSResultGroup = shapeStyles;

  override render(): TemplateResult {
    const quarters = Math.min(3, Math.max(1, Math.round(this.Quarters ?? 2)));
    return renderShape(this, outlines[quarters - 1]!, () => this.raise('OnSelect'));
  }
}
register(PartialCircle);

const outlines = ['M0 100L0 0A100 100 0 0 1 100 100z', 'M0 100A50 100 0 0 1 100 100z', 'M50 50L50 0A50 50 0 1 1 0 50z'] as const;
