import { css, unsafeCSS, type CSSResult } from 'lit';
import { color, motion, own, shaded, size } from './theme.ts';

/** What every control starts from: its box, its font, and how waiting and failing look. */
export const baseStyles: CSSResult = css`
  :host {
    box-sizing: border-box;
    display: inline-block;
    position: relative;
    width: ${own('width', 'auto')};
    height: ${own('auto-height', own('height', 'auto'))};
    color: ${own('color', color('text'))};
    font-family: ${own('font', 'inherit')};
    font-size: ${own('size', size.text)};
    font-style: ${own('italic', 'normal')};
    font-weight: ${own('weight', '400')};
    line-height: ${size.line};
    text-align: ${own('text-align', 'start')};
    -webkit-tap-highlight-color: transparent;
    --_focus-width: max(2px, ${own('focus-thickness', '2px')});
    --_focus-color: ${own('focus-color', color('focus'))};
  }
  :host(:state(hidden)) {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  .skeleton {
    position: absolute;
    inset: 0;
    overflow: hidden;
    border-radius: inherit;
    background: ${color('skeleton')};
    opacity: 0;
    animation: fx-appear 150ms 200ms forwards;
  }
  .skeleton::after {
    content: '';
    position: absolute;
    inset: 0;
    background: linear-gradient(90deg, transparent, ${color('surface')}, transparent);
    opacity: 0.6;
    transform: translateX(-100%);
    animation: fx-sweep 1.6s 200ms infinite;
  }
  @keyframes fx-appear {
    to {
      opacity: 1;
    }
  }
  @keyframes fx-sweep {
    to {
      transform: translateX(100%);
    }
  }
  .failure {
    display: inline-flex;
    align-items: flex-start;
    gap: 6px;
    max-width: 100%;
    color: ${color('danger-text')};
    font-size: ${size.textSmall};
    font-weight: 400;
    font-style: normal;
    line-height: 16px;
    text-align: start;
  }
  .failure svg {
    flex: none;
    width: 16px;
    height: 16px;
  }
  .failure span {
    overflow: hidden;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .hidden-text {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    :host(:state(disabled)) {
      color: GrayText !important;
    }
    .skeleton {
      border: 1px dashed GrayText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition: none !important;
      animation-duration: 1ms !important;
      animation-iteration-count: 1 !important;
    }
  }
`;

/** For areas of a colour, which forced colours take away: their edge is left. */
export const edgeInForcedColors: CSSResult = css`
  @media (forced-colors: active) {
    :host {
      outline: 1px solid CanvasText;
      outline-offset: -1px;
    }
  }
`;

/** The ring around what has the keyboard's focus: two pixels with a gap, whatever the formulas say. */
export const focusRing: CSSResult = css`
  outline: var(--_focus-width) solid var(--_focus-color);
  outline-offset: 1px;
`;

interface Face {
  readonly fill: CSSResult;
  readonly color: CSSResult;
  readonly line?: CSSResult;
  readonly thickness?: string;
  readonly radius?: CSSResult | string;
  /** Whether it turns into a shade of itself under the pointer, where no formula gives a colour for that. */
  readonly shades?: boolean;
  /** The custom state in which the pointer changes it: `active` (to press), `editable`; at any time but disabled if absent. */
  readonly when?: 'active' | 'editable';
  /** The custom state that it is the face of; the usual one if absent. */
  readonly state?: string;
  /** The text while it is disabled. What people only read stays readable. */
  readonly disabledColor?: CSSResult;
  /** Whether it turns grey while disabled. */
  readonly greys?: boolean;
}

/**
 * The box that people see, drawn by the host element itself: its own colours where formulas set them, the theme's elsewhere. While hovered
 * or pressed without a colour for that, it is a shade of what it is at rest, so a button of any colour reacts.
 */
export function face({ fill, color: ink, line = color('border'), thickness = '0px', radius = '0px', ...rest }: Face): CSSResult {
  const { shades = false, when, state, greys = false } = rest;
  const is = unsafeCSS(state === undefined ? '' : `:state(${state})`);
  const reacting = unsafeCSS(when === undefined ? ':not(:state(disabled))' : `:state(${when})`);
  const [restFill, restInk, restLine] = [own('fill', fill), own('color', ink), own('border-color', line)];
  const shade = (of: CSSResult, percent: number): CSSResult => (shades ? shaded(of, percent) : of);
  const fades = greys && fill.cssText !== 'transparent';
  // A fill of a formula's own fades too, towards what is around.
  const disabledFill = fades ? css`color-mix(in oklab, ${own('fill', color('sunken'))} 45%, ${color('sunken')})` : restFill;
  return css`
    :host${is.cssText === '' ? is : css`(${is})`} {
      background-color: ${restFill};
      color: ${restInk};
      border: ${own('border-thickness', thickness)} ${own('border-style', 'solid')} ${restLine};
      ${cornerStyles(radius)}
      transition:
        background-color ${motion.fast},
        border-color ${motion.fast},
        color ${motion.fast};
    }
    @media (hover: hover) {
      :host(${reacting}${is}:hover) {
        background-color: ${own('hover-fill', shade(restFill, 8))};
        color: ${own('hover-color', restInk)};
        border-color: ${own('hover-border-color', shade(restLine, 8))};
      }
    }
    :host(${reacting}${is}:active) {
      background-color: ${own('pressed-fill', shade(restFill, 16))};
      color: ${own('pressed-color', restInk)};
      border-color: ${own('pressed-border-color', shade(restLine, 16))};
    }
    :host(:state(disabled)${is}) {
      background-color: ${own('disabled-fill', disabledFill)};
      color: ${own('disabled-color', rest.disabledColor ?? color(greys ? 'text-disabled' : 'text-muted'))};
      border-color: ${own('disabled-border-color', restLine)};
    }
  `;
}

export const cornerStyles = (radius: CSSResult | string): CSSResult => css`
  border-start-start-radius: ${own('radius-top-left', own('radius', radius))};
  border-start-end-radius: ${own('radius-top-right', own('radius', radius))};
  border-end-start-radius: ${own('radius-bottom-left', own('radius', radius))};
  border-end-end-radius: ${own('radius-bottom-right', own('radius', radius))};
`;

/**
 * The distance between a control's edge and its content, for the host and for the part inside that wears it. (Own values do not inherit:
 * a container's must not reach its children. So what parts inside need is handed on under a name with an underscore.)
 */
export const hostPadding = (top: string, right: string, bottom = top, left = right): CSSResult => css`
  :host {
    --_padding-block: ${own('padding-top', top)} ${own('padding-bottom', bottom)};
    --_padding-inline: ${own('padding-left', left)} ${own('padding-right', right)};
  }
`;
export const innerPadding: CSSResult = css`
  padding-block: var(--_padding-block);
  padding-inline: var(--_padding-inline);
`;

/** How a container places children by their X, Y, Width and Height. Where no formula sets a size, the kind's default holds. */
export const manualPlacement: CSSResult = css`
  ::slotted(*) {
    position: absolute;
    inset-block-start: ${own('y', '0px')};
    inset-inline-start: ${own('x', '0px')};
    width: ${own('width', 'var(--fx-default-width, auto)')};
    height: ${own('auto-height', own('height', 'var(--fx-default-height, auto)'))};
  }
`;
