import { css, html, nothing, svg, type CSSResultGroup, type SVGTemplateResult, type TemplateResult } from 'lit';
import { isRow, types, type Row, type Table, type Value } from '../formula/index.ts';
import { baseStyles, face, focusRing, hostPadding, innerPadding } from './base-styles.ts';
import { border, coloring, interaction, padding, placement, typography } from './common-properties.ts';
import { chartNumber, paletteTable, type ChartData, type ChartPoint } from './chart-data.ts';
import type { ControlElement } from './control.ts';
import { data, design, output, type ReadProperty } from './definition.ts';
import { rowLike } from './display-text.ts';
import { messages } from './messages.ts';
import { color, own } from './theme.ts';

const { boolean, emptyRecord, emptyTable, number, text, columnOf } = types;

/** What all charts have in common. */
/* @__NO_SIDE_EFFECTS__ */
export const chartProperties = () =>
  ({
    Items: data(emptyTable, null, 'The rows: a column of labels, and columns of numbers.'),
    ItemColorSet: design(columnOf(types.color), paletteTable, 'The colours, one after the other.'),
    Selected: output(emptyRecord, 'The row that the user chose.', (read, chosen) => keptRow(read, chosen)),
    SelectedItems: output(emptyTable, 'That row, in a table.', (read) => {
      const row = read('Selected');
      return isRow(row) ? [row] : [];
    }),
    ...placement(400, 400),
    DisplayMode: interaction.DisplayMode,
    AccessibleLabel: interaction.AccessibleLabel,
    Tooltip: interaction.Tooltip,
    ContentLanguage: interaction.ContentLanguage,
    TabIndex: interaction.TabIndex,
    Font: typography.Font,
    Size: design(number, 9, 'Size of the texts in points.', { css: 'size', unit: 'pt' }),
    FontWeight: typography.FontWeight,
    Italic: typography.Italic,
    Color: coloring.Color,
    Fill: coloring.Fill,
    ...border,
    ...padding(8),
    Reset: data(boolean, false, 'Turning this true takes the choice away.'),
  }) as const;

/** The numbers and lines of charts with axes. */
export const axisProperties = {
  NumberOfSeries: data(number, 1, 'How many columns of numbers are drawn.'),
  Markers: design(boolean, true, 'Whether values are marked.'),
  XLabelAngle: design(number, 0, 'Degrees that labels below are turned.'),
  YLabelAngle: design(number, 0, 'Degrees that numbers at the side are turned.'),
} as const;

export const chartEvents = { OnSelect: 'When the user chooses a row.' } as const;

export const seriesLabels = (labels: (read: ReadProperty) => readonly string[]) =>
  output(columnOf(text), 'The names of what is drawn, in the order of the colours.', (read) =>
    labels(read).map((label) => ({ Value: label })),
  );

const keptRow = (read: ReadProperty, chosen: Value | undefined): Value =>
  chosen !== undefined && isRow(chosen) ? (rowLike(read('Items') as Table, chosen) ?? null) : null;

export const chartStyles: CSSResultGroup = [
  baseStyles,
  face({ fill: css`transparent`, color: color('text') }),
  hostPadding('8px', '8px'),
  css`
    :host {
      display: inline-block;
      width: ${own('width', '400px')};
      height: ${own('height', '400px')};
      overflow: hidden;
    }
    .chart {
      ${innerPadding}
      height: 100%;
      overflow: auto;
      outline: 0;
      scrollbar-width: thin;
      /* Numbers grow to the right in every language. */
      direction: ltr;
    }
    .chart text {
      unicode-bidi: plaintext;
    }
    .chart:focus-visible {
      ${focusRing}
      outline-offset: -2px;
    }
    svg {
      display: block;
      overflow: visible;
    }
    svg {
      fill: currentcolor;
    }
    .line {
      stroke: ${color('border-subtle')};
    }
    .axis {
      stroke: ${color('border-strong')};
    }
    .item {
      cursor: pointer;
    }
    .shape {
      transition: opacity 100ms;
    }
    @media (hover: hover) {
      .item:hover .shape {
        opacity: 0.8;
      }
    }
    .chosen .shape {
      stroke: ${color('text')};
      stroke-width: 2px;
    }
    .chart:focus-visible .current .shape {
      stroke: ${color('focus')};
      stroke-width: 3px;
    }
    :host(:is(:state(disabled), :state(readonly))) .item {
      cursor: default;
    }
    :host(:state(disabled)) .drawing {
      opacity: 0.5;
    }
    .none {
      display: grid;
      place-content: center;
      height: 100%;
      color: ${color('text-muted')};
    }
    @media (forced-colors: active) {
      .shape {
        forced-color-adjust: none;
      }
    }
  `,
];

/** Room for a drawing, in pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Draws a chart's points. Each item that can be chosen is a group made by `item`. */
export interface Drawing {
  (
    room: Room,
    item: (point: ChartPoint, name: string, shapes: unknown) => SVGTemplateResult,
  ): { readonly body: unknown; readonly width: number };
}

/**
 * The part of a chart that does not depend on its kind: a drawing as large as its room, items that are chosen by pointer and keyboard, and
 * the same numbers in a table for those who hear them.
 */
export class ChartFrame {
  readonly #host: ControlElement & { readonly Selected: Row | null };
  readonly #choose: (row: Row) => void;
  readonly #observer: ResizeObserver | undefined;
  #room: Room = { width: 0, height: 0 };
  #current = 0;

  constructor(host: ControlElement & { readonly Selected: Row | null }, choose: (row: Row) => void) {
    this.#host = host;
    this.#choose = choose;
    host.addController(this);
    this.#observer = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => this.#measure());
  }

  hostConnected(): void {
    this.#observer?.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  hostUpdated(): void {
    this.#measure();
  }

  render({ series, points }: ChartData, kind: string, draw: Drawing): TemplateResult {
    const host = this.#host;
    const label = host.readText('AccessibleLabel') || kind;
    this.#current = Math.max(0, Math.min(this.#current, points.length - 1));
    if (points.length === 0) return html`<div class="chart" part="control"><div class="none">${messages.noItems}</div></div>`;
    const { body, width } = draw(this.#room, (point, name, shapes) => this.#item(points, point, name, shapes));
    return html`<div
        class="chart"
        part="control"
        role="listbox"
        aria-label=${label}
        aria-activedescendant="item-${points[this.#current]!.index}"
        aria-disabled=${host.mode === 'disabled' ? 'true' : nothing}
        tabindex=${host.mode === 'disabled' ? -1 : (host.read('TabIndex') ?? 0)}
        title=${host.readText('Tooltip') || nothing}
        lang=${host.readText('ContentLanguage') || nothing}
        @keydown=${(event: KeyboardEvent) => this.#keyed(event, points)}
      >
        <svg class="drawing" width=${width} height=${this.#room.height} role="presentation">${body}</svg>
      </div>
      ${table(label, series, points)}`;
  }

  #item(points: readonly ChartPoint[], point: ChartPoint, name: string, shapes: unknown): SVGTemplateResult {
    const selected = this.#host.Selected === point.row;
    const current = points[this.#current] === point;
    return svg`<g
      class="item${selected ? ' chosen' : ''}${current ? ' current' : ''}"
      id="item-${point.index}"
      role="option"
      aria-label=${name}
      aria-selected=${selected ? 'true' : 'false'}
      @click=${() => this.#chosen(points, point)}
    ><title>${name}</title>${shapes}</g>`;
  }

  #chosen(points: readonly ChartPoint[], point: ChartPoint): void {
    if (this.#host.mode !== 'edit') return;
    this.#current = points.indexOf(point);
    this.#choose(point.row);
    this.#host.requestUpdate();
  }

  #keyed(event: KeyboardEvent, points: readonly ChartPoint[]): void {
    const moves = new Map([
      ['ArrowRight', this.#current + 1],
      ['ArrowLeft', this.#current - 1],
      ['ArrowDown', this.#current + 1],
      ['ArrowUp', this.#current - 1],
      ['Home', 0],
      ['End', points.length - 1],
    ]);
    const next = moves.get(event.key);
    const here = points[this.#current];
    if (event.key === 'Enter' || event.key === ' ') {
      if (here !== undefined) this.#chosen(points, here);
    } else if (next === undefined) return;
    else {
      this.#current = Math.max(0, Math.min(next, points.length - 1));
      this.#host.requestUpdate();
    }
    event.preventDefault();
  }

  #measure(): void {
    const chart = this.#host.renderRoot.querySelector('.chart');
    if (chart === null) return;
    const style = getComputedStyle(chart);
    const inner = (size: number, ...names: readonly string[]): number =>
      Math.max(0, Math.floor(names.reduce((left, name) => left - Number.parseFloat(style.getPropertyValue(name)), size)));
    const room = {
      width: inner(chart.clientWidth, 'padding-left', 'padding-right'),
      height: inner(chart.clientHeight, 'padding-top', 'padding-bottom'),
    };
    if (room.width === this.#room.width && room.height === this.#room.height) return;
    this.#room = room;
    void this.#host.updateComplete.then(() => this.#host.requestUpdate('room', null));
  }
}

/** The same numbers in a table that is not seen. */
const table = (label: string, series: readonly string[], points: readonly ChartPoint[]): TemplateResult =>
  html`<table class="hidden-text">
    <caption>
      ${label}
    </caption>
    <thead>
      <tr>
        <td></td>
        ${series.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${points.slice(0, 200).map(
        ({ label: name, values }) =>
          html`<tr>
            <th scope="row">${name}</th>
            ${values.map((value) => html`<td>${value === null ? '' : chartNumber(value)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;

/** A text's width, roughly: enough to keep labels apart. */
export const textWidth = (text: string): number => text.length * 6.2;

/** What stands below and beside the axes. */
export function axisLabels(
  points: readonly ChartPoint[],
  placeOf: (place: number) => number,
  bottom: number,
  angle: number,
  step: number,
): SVGTemplateResult[] {
  // Labels that would lie over each other are left out evenly.
  const longest = Math.max(1, ...points.map(({ label }) => textWidth(label)));
  const room = angle === 0 ? longest + 8 : 14;
  const every = Math.max(1, Math.ceil(room / Math.max(1, step)));
  return points
    .map(({ label }, place) => ({ label, place }))
    .filter(({ place }) => place % every === 0)
    .map(({ label, place }) => {
      const x = placeOf(place);
      return angle === 0
        ? svg`<text x=${x} y=${bottom + 16} text-anchor="middle">${label}</text>`
        : svg`<text x=${x} y=${bottom + 12} text-anchor="end" transform="rotate(${-angle} ${x} ${bottom + 12})">${label}</text>`;
    });
}

/** The room that labels below need. */
export const labelRoom = (points: readonly ChartPoint[], angle: number): number => {
  if (angle === 0) return 24;
  const longest = Math.min(120, Math.max(0, ...points.map(({ label }) => textWidth(label))));
  return 16 + longest * Math.sin((Math.min(90, Math.abs(angle)) * Math.PI) / 180);
};
