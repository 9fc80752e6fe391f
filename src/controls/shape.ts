import { css, html, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, hostPadding } from './base-styles.ts';
import { border, dropShadow, filling, interaction, lookup, placement } from './common-properties.ts';
import type { ControlElement } from './control.ts';
import { design } from './definition.ts';
import { BorderStyle } from './enums.ts';
import { pressStyles, renderPress } from './press.ts';
import { color, own, shaded } from './theme.ts';

const { boolean, optionType } = types;

/** What drawn shapes have in common; `stretched` ones fill their box however wide and high it is. */
/* @__NO_SIDE_EFFECTS__ */
export const shapeProperties = (side: number, stretched: boolean) =>
  ({
    ...placement(side, side),
    ...interaction,
    ...filling,
    ...border,
    // A drawn line has no style, but a pattern of dashes; one that is all gap is none.
    BorderStyle: design(optionType(BorderStyle), 'solid', 'The kind of line.', {
      css: 'stroke-dash',
      style: lookup({ solid: 'none', dashed: '6 4', dotted: '2 2', none: '0 9999' }),
    }),
    ...dropShadow,
    PreserveAspectRatio: design(boolean, !stretched, 'Whether it keeps its shape.'),
  }) as const;

export const shapeEvents = { OnSelect: 'When the user presses it.' } as const;

const fill = own('fill', color('brand-fill'));
const line = own('border-color', 'transparent');

export const shapeStyles: CSSResultGroup = [
  baseStyles,
  pressStyles,
  hostPadding('0px', '0px'),
  css`
    :host {
      width: ${own('width', '100px')};
      height: ${own('height', '100px')};
      filter: drop-shadow(${own('shadow', '0 0 0 transparent')});
      --_fill: ${fill};
      --_line: ${line};
      --_thickness: ${own('border-thickness', '0px')};
      --_dash: ${own('stroke-dash', 'none')};
    }
    @media (hover: hover) {
      :host(:state(active):hover) {
        --_fill: ${own('hover-fill', shaded(fill, 8))};
        --_line: ${own('hover-border-color', line)};
      }
    }
    :host(:state(active):active) {
      --_fill: ${own('pressed-fill', shaded(fill, 16))};
      --_line: ${own('pressed-border-color', line)};
    }
    :host(:state(disabled)) {
      --_fill: ${own('disabled-fill', fill)};
      --_line: ${own('disabled-border-color', line)};
    }
    .press,
    .rest {
      display: block;
      line-height: 0;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
      overflow: visible;
    }
    path {
      fill: var(--_fill);
      stroke: var(--_line);
      stroke-width: var(--_thickness);
      stroke-dasharray: var(--_dash);
      vector-effect: non-scaling-stroke;
    }
    @media (forced-colors: active) {
      path {
        fill: CanvasText;
      }
    }
  `,
];

/** A shape from its outline on a grid of 100. */
export function renderShape(control: ControlElement, outline: string, raise: () => void): TemplateResult {
  const { pressable, definition } = control;
  const fit = control.read('PreserveAspectRatio') === true ? 'xMidYMid meet' : 'none';
  return renderPress(
    control,
    html`<svg viewBox="0 0 100 100" preserveAspectRatio=${fit} aria-hidden="true"><path d=${outline}></path></svg>`,
    {
      label: control.readText('AccessibleLabel') || (pressable ? control.readText('Tooltip') || definition.name : ''),
      picture: true,
      pressable,
      press: raise,
    },
  );
}

/** The corners of a regular figure, the first one on top. `inner` is the radius of every second corner, for stars. */
export function figure(corners: number, inner = 1): string {
  const points = Array.from({ length: corners }, (_, index) => {
    const angle = (index / corners) * 2 * Math.PI - Math.PI / 2;
    const radius = index % 2 === 0 ? 1 : inner;
    return [Math.cos(angle) * radius, Math.sin(angle) * radius] as const;
  });
  return polygon(fitted(points));
}

/** `[[0, 0], [100, 0], …]` as a path. */
export const polygon = (points: readonly (readonly [x: number, y: number])[]): string =>
  `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}z`;

const round = (number: number): number => Math.round(number * 100) / 100;

/** Points stretched to the whole grid. */
function fitted(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const span = (at: 0 | 1): [number, number] => {
    const places = points.map((point) => point[at]);
    return [Math.min(...places), Math.max(...places)];
  };
  const [[left, right], [top, bottom]] = [span(0), span(1)];
  return points.map(([x, y]) => [((x - left) / (right - left)) * 100, ((y - top) / (bottom - top)) * 100]);
}
