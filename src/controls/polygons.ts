import type { CSSResultGroup, TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { controlElement, register } from './define.ts';
import { design } from './definition.ts';
import { figure, polygon, renderShape, shapeEvents, shapeProperties, shapeStyles } from './shape.ts';

/** An area with three corners. */
export class Triangle extends controlElement({
  name: 'Triangle',
  tag: 'fx-triangle',
  category: 'shape',
  summary: 'An area with three corners.',
  properties: {
    RightAngled: design(types.boolean, false, 'Whether one of its corners is a right angle.'),
    ...shapeProperties(100, true),
  },
  events: shapeEvents,
  variants: { RightAngled: { RightAngled: true } },
}) {
  static override styles: CSSResultGroup = shapeStyles;

  override render(): TemplateResult {
    const top = this.RightAngled ? 0 : 50;
    return renderShape(this, polygon([[top, 0], [100, 100], [0, 100]]), () => this.raise('OnSelect')); // oxfmt-ignore
  }
}
register(Triangle);

/** An area with five corners. */
export class Pentagon extends controlElement({
  name: 'Pentagon',
  tag: 'fx-pentagon',
  category: 'shape',
  summary: 'An area with five corners.',
  properties: { ...shapeProperties(100, true) },
  events: shapeEvents,
}) {
  static override styles: CSSResultGroup = shapeStyles;

  override render(): TemplateResult {
    return renderShape(this, figure(5), () => this.raise('OnSelect'));
  }
}
register(Pentagon);

/** An area with six corners. */
export class Hexagon extends controlElement({
  name: 'Hexagon',
  tag: 'fx-hexagon',
  category: 'shape',
  summary: 'An area with six corners.',
  properties: { ...shapeProperties(100, true) },
  events: shapeEvents,
}) {
  static override styles: CSSResultGroup = shapeStyles;

  override render(): TemplateResult {
    return renderShape(this, figure(6), () => this.raise('OnSelect'));
  }
}
register(Hexagon);

/** An area with eight corners, a stop sign. */
export class Octagon extends controlElement({
  name: 'Octagon',
  tag: 'fx-octagon',
  category: 'shape',
  summary: 'An area with eight corners, a stop sign.',
  properties: { ...shapeProperties(100, true) },
  events: shapeEvents,
}) {
  static override styles: CSSResultGroup = shapeStyles;

  override render(): TemplateResult {
    return renderShape(this, 'M29.3 0L70.7 0L100 29.3L100 70.7L70.7 100L29.3 100L0 70.7L0 29.3z', () => this.raise('OnSelect'));
  }
}
register(Octagon);
