import type { CSSResultGroup, TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { controlElement, register } from './define.ts';
import { design } from './definition.ts';
import { ArrowDirection } from './enums.ts';
import { renderShape, shapeEvents, shapeProperties, shapeStyles } from './shape.ts';

/** Points on, or back. */
export class Arrow extends controlElement({
  name: 'Arrow',
  tag: 'fx-arrow',
  category: 'shape',
  summary: 'Points on, or back.',
  properties: {
    Direction: design(types.optionType(ArrowDirection), 'next', 'Where it points.'),
    ...shapeProperties(50, false),
  },
  events: shapeEvents,
  variants: { BackArrow: { Direction: 'back' }, NextArrow: { Direction: 'next' } },
}) {
  static override styles: CSSResultGroup = shapeStyles;

  override render(): TemplateResult {
    // On is to the left where the page is read from the right.
    const back = (this.Direction === 'back') !== this.matches(':dir(rtl)');
    return renderShape(this, back ? toStart : toEnd, () => this.raise('OnSelect'));
  }
}
register(Arrow);

const toEnd = 'M0 35L55 35L55 10L100 50L55 90L55 65L0 65z';
const toStart = 'M100 35L45 35L45 10L0 50L45 90L45 65L100 65z';
