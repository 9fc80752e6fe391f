import { css, html, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, manualPlacement } from './base-styles.ts';
import { setOneState, setState } from './custom-states.ts';
import { controlElement, register } from './define.ts';
import { data, design, output } from './definition.ts';
import { color, motion, own, size } from './theme.ts';

const { boolean, color: colorType, text } = types;

/** One row of a gallery: the place where the template's controls are for that row. Made by its gallery, never by hand. */
export class GalleryRow extends controlElement({
  name: 'GalleryTemplate',
  tag: 'fx-gallery-row',
  category: 'list',
  summary: 'One row of a gallery, with its controls.',
  children: 'controls',
  parts: { control: null, error: null, skeleton: null },
  states: {
    marked: 'The row is the selected one.',
    choosable: 'The row can be selected.',
    pop: 'The row comes nearer under the pointer.',
    push: 'The row goes back under the pointer.',
  },
  properties: {
    TemplateFill: design(colorType, null, 'The background of the row.', { css: 'fill' }),
    ItemAccessibleLabel: data(text, '', 'What screen readers call the row; its texts where it is blank.'),
    IsSelected: output(boolean, 'Whether it is the selected row.', undefined, false),
  },
  events: { OnSelect: 'When the user presses the row.' },
}) {
  /** The row itself takes the focus. */
  static override readonly shadowRootOptions: ShadowRootInit = { mode: 'open' };

  static override styles: CSSResultGroup = [
    baseStyles,
    manualPlacement,
    css`
      :host {
        position: absolute;
        inset-block-start: 0;
        inset-inline-start: 0;
        display: block;
        overflow: clip;
        border-radius: ${size.radius};
        background-color: ${own('fill', 'transparent')};
        outline: 0;
        transition:
          background-color ${motion.fast},
          scale ${motion.fast};
        contain: layout style;
      }
      @media (hover: hover) {
        :host(:state(choosable):hover) {
          background-color: ${own('fill', color('hover'))};
        }
      }
      @media (hover: hover) and (prefers-reduced-motion: no-preference) {
        :host(:state(pop):hover) {
          scale: 1.02;
        }
        :host(:state(push):hover) {
          scale: 0.98;
        }
      }
      :host(:state(choosable)) {
        cursor: pointer;
      }
      :host(:state(marked)) {
        background-color: ${own('fill', color('brand-tint'))};
      }
      :host(:state(marked))::after {
        content: '';
        position: absolute;
        inset-block: 8px;
        inset-inline-start: 0;
        width: 3px;
        border-radius: 2px;
        background: ${color('brand-line')};
        pointer-events: none;
      }
      :host(:focus-visible) {
        outline: 2px solid ${color('focus')};
        outline-offset: -2px;
      }
      @media (forced-colors: active) {
        :host(:state(marked)) {
          outline: 2px solid Highlight;
          outline-offset: -2px;
        }
      }
    `,
  ];

  /** Says whether the row is the selected one, and whether that is shown: a gallery in which nobody has chosen yet shows none. */
  mark(selected: boolean, shown: boolean, choosable: boolean): void {
    this.measure('IsSelected', selected);
    setState(this.internals, 'marked', selected && shown);
    setState(this.internals, 'choosable', choosable);
  }

  /** What the row does under the pointer: nothing, or it comes nearer (`pop`), or goes back (`push`). */
  react(transition: string): void {
    setOneState(this.internals, ['pop', 'push'], transition);
  }

  /** What the row is to screen readers in a table: a row at a place, which counts the heads. */
  asRow(place: number, selected: boolean): void {
    const { internals } = this;
    internals.role = 'row';
    internals.ariaRowIndex = String(place);
    internals.ariaSelected = String(selected);
  }

  /** What the row is to screen readers: an option of a list box, or an item of a list whose items hold controls of their own. */
  describe(role: 'option' | 'listitem', place: number, total: number, selected: boolean): void {
    const { internals } = this;
    internals.role = role;
    internals.ariaPosInSet = String(place);
    internals.ariaSetSize = String(total);
    internals.ariaSelected = role === 'option' ? String(selected) : null;
    internals.ariaCurrent = role === 'listitem' && selected ? 'true' : null;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    this.internals.ariaLabel = this.ItemAccessibleLabel || null;
  }

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
register(GalleryRow);
