import { svg, type SVGTemplateResult } from 'lit';
import { axisLabels, labelRoom, textWidth, type Room } from './chart.ts';
import { chartNumber, scaleOf, type ChartPoint, type Scale } from './chart-data.ts';

export interface AxesOptions {
  readonly room: Room;
  readonly points: readonly ChartPoint[];
  readonly least: number | null;
  readonly most: number | null;
  /** `all`, `xonly`, `yonly`, `none`. */
  readonly grid: string;
  readonly xAngle: number;
  readonly yAngle: number;
  /** Least width of a point's place, below which the drawing is wider than its room. */
  readonly leastStep: number;
  readonly language: string | undefined;
}

/** The frame of a chart with axes: where values and points are, and the lines and labels around. */
export interface Axes {
  readonly scale: Scale;
  readonly width: number;
  /** Pixels from one point to the next. */
  readonly step: number;
  readonly top: number;
  readonly bottom: number;
  x(place: number): number;
  y(value: number): number;
  readonly drawing: readonly SVGTemplateResult[];
}

export function axesOf({ room, points, least, most, grid, xAngle, yAngle, leastStep, language }: AxesOptions): Axes {
  const scale = scaleOf(points.flatMap(({ values }) => values), least, most, Math.max(2, Math.min(6, Math.floor(room.height / 50)))); // oxfmt-ignore
  const numbers = scale.ticks.map((tick) => chartNumber(tick, language));
  const left = 12 + (yAngle === 0 ? Math.max(0, ...numbers.map(textWidth)) : 16);
  const top = 18;
  const bottom = Math.max(top + 1, room.height - labelRoom(points, xAngle));
  const step = Math.max(leastStep, (room.width - left - 8) / Math.max(1, points.length));
  const width = Math.max(room.width, left + 8 + step * points.length);
  const y = (value: number): number => {
    const inside = Math.max(scale.least, Math.min(scale.most, value));
    return bottom - ((inside - scale.least) / (scale.most - scale.least || 1)) * (bottom - top);
  };
  const x = (place: number): number => left + step * (place + 0.5);
  const drawing = [
    ...scale.ticks.map((tick, index) => {
      const at = y(tick);
      return svg`${grid === 'all' || grid === 'xonly' ? svg`<line class="line" x1=${left} x2=${width} y1=${at} y2=${at}></line>` : ''}<text
        x=${left - 6} y=${at + 4} text-anchor="end" transform=${yAngle === 0 ? '' : `rotate(${-yAngle} ${left - 6} ${at})`}>${numbers[index]}</text>`;
    }),
    ...(grid === 'all' || grid === 'yonly'
      ? points.map((_, place) => svg`<line class="line" x1=${x(place)} x2=${x(place)} y1=${top} y2=${bottom}></line>`)
      : []),
    svg`<line class="axis" x1=${left} x2=${width} y1=${y(Math.max(0, scale.least))} y2=${y(Math.max(0, scale.least))}></line>`,
    ...axisLabels(points, x, bottom, xAngle, step),
  ];
  return { scale, width, step, top, bottom, x, y, drawing };
}
