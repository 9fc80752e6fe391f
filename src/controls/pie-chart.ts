import { html, nothing, svg, type CSSResultGroup, type TemplateResult } from 'lit';
import { types, type Row, type Table } from '../formula/index.ts';
import { chartEvents, ChartFrame, chartProperties, chartStyles, seriesLabels, type Drawing } from './chart.ts';
import { chartColors, chartData, chartInks, chartNumber, type ChartPoint } from './chart-data.ts';
import { controlElement, register } from './define.ts';
import { design } from './definition.ts';
import { cssColor } from './display-text.ts';
import { PieLabelPosition } from './enums.ts';
import { knownLanguage } from './language.ts';
import { messages } from './messages.ts';

const { boolean, color, number, optionType } = types;

/** Numbers as parts of a whole. */
export class PieChart extends controlElement({
  name: 'PieChart',
  tag: 'fx-pie-chart',
  category: 'display',
  summary: 'Numbers as parts of a whole.',
  properties: {
    ...chartProperties(),
    SeriesLabels: seriesLabels((read) => chartData(read('Items') as Table, 1).points.map(({ label }) => label)),
    Explode: design(number, 0, 'Pixels that parts lie apart.'),
    ShowLabels: design(boolean, true, 'Whether values stand at their parts.'),
    LabelPosition: design(optionType(PieLabelPosition), 'outside', 'Whether values stand in their parts or outside.'),
    ItemBorderColor: design(color, null, 'The line between parts.'),
    ItemBorderThickness: design(number, 2, 'The thickness of that line in pixels.'),
  },
  events: chartEvents,
}) {
  static override styles: CSSResultGroup = chartStyles;

  readonly #frame = new ChartFrame(this, (row: Row) => {
    this.output('Selected', row);
    this.raise('OnSelect');
  });

  protected override get empty(): boolean {
    return this.Items.length === 0;
  }

  override render(): TemplateResult {
    if (this.error !== null) return html`<div class="chart" part="control">${this.renderFailure()}</div>`;
    const chart = chartData(this.Items, 1);
    const draw: Drawing = (room, item) => this.#draw(chart.points, room, item);
    return html`${this.#frame.render(chart, messages.pieChart, draw)}${this.renderPending()}`;
  }

  #draw(points: readonly ChartPoint[], room: Parameters<Drawing>[0], item: Parameters<Drawing>[1]): ReturnType<Drawing> {
    const language = knownLanguage(this.ContentLanguage);
    const colorOf = chartColors(this.ItemColorSet);
    const inkOf = chartInks(this.ItemColorSet);
    const outside = this.ShowLabels && this.LabelPosition === 'outside';
    const apart = Math.max(0, this.Explode ?? 0);
    const radius = Math.max(0, Math.min(room.width / 2 - (outside ? 56 : 4), room.height / 2 - (outside ? 22 : 4)) - apart);
    const whole = points.reduce((sum, { values: [value] }) => sum + Math.max(0, value ?? 0), 0);
    const [cx, cy] = [room.width / 2, room.height / 2];
    let turned = 0;
    const parts = points.map((point, place) => {
      const value = Math.max(0, point.values[0] ?? 0);
      const share = whole === 0 ? 0 : value / whole;
      const middle = (turned + share / 2) * 2 * Math.PI;
      const [dx, dy] = [Math.sin(middle), -Math.cos(middle)];
      const path = sector(cx + dx * apart, cy + dy * apart, radius, turned, share);
      turned += share;
      const words = chartNumber(value, language);
      const far = outside ? radius + apart + 10 : radius * 0.65 + apart;
      const anchor = !outside || Math.abs(dx) < 0.3 ? 'middle' : dx > 0 ? 'start' : 'end';
      const label =
        this.ShowLabels && share > 0.01
          ? svg`<text x=${cx + dx * far} y=${cy + dy * far + 4} text-anchor=${anchor} fill=${outside ? 'currentcolor' : inkOf(place)}>${words}</text>`
          : nothing;
      const line = this.ItemBorderColor === null ? 'Canvas' : cssColor(this.ItemBorderColor);
      const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share);
      return item(
        point,
        `${point.label}: ${words} (${percent})`,
        svg`<path class="shape" d=${path} fill=${colorOf(place)} stroke=${line} stroke-width=${this.ItemBorderThickness ?? 0}></path>${label}`,
      );
    });
    return { body: parts, width: room.width };
  }
}
register(PieChart);

/** A part of a round area, from a share of a turn on, clockwise from the top. */
function sector(cx: number, cy: number, radius: number, from: number, share: number): string {
  const at = (turn: number): string =>
    `${(cx + Math.sin(turn * 2 * Math.PI) * radius).toFixed(2)} ${(cy - Math.cos(turn * 2 * Math.PI) * radius).toFixed(2)}`;
  // An arc from a point to itself is none: the whole is two halves.
  if (share > 0.9999) return `M${at(0)}A${radius} ${radius} 0 1 1 ${at(0.5)}A${radius} ${radius} 0 1 1 ${at(1)}z`;
  return `M${cx} ${cy}L${at(from)}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${at(from + share)}z`;
}
