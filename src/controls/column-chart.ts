import { html, nothing, svg, type CSSResultGroup, type TemplateResult } from 'lit';
import { types, type Row, type Table } from '../formula/index.ts';
import { axesOf } from './chart-axes.ts';
import {
  axisProperties,
  chartEvents,
  ChartFrame,
  chartProperties,
  chartStyles,
  seriesLabels,
  textWidth,
  type Drawing,
} from './chart.ts';
import { chartColors, chartData, chartNumber, type ChartData } from './chart-data.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { GridStyle } from './enums.ts';
import { knownLanguage } from './language.ts';
import { messages } from './messages.ts';

const { number, optionType, text } = types;

/** Numbers as columns, side by side. */
export class ColumnChart extends controlElement({
  name: 'ColumnChart',
  tag: 'fx-column-chart',
  category: 'display',
  summary: 'Numbers as columns, side by side.',
  properties: {
    ...chartProperties(),
    ...axisProperties,
    SeriesLabels: seriesLabels((read) => chartData(read('Items') as Table, read('NumberOfSeries') as number).series),
    GridStyle: design(optionType(GridStyle), 'xonly', 'Which lines lie behind.'),
    MarkerSuffix: data(text, '', 'What stands after each value.'),
    ItemsGap: design(number, 0, 'Share of the room that stays free between rows, in percent; 0 leaves it to the chart.'),
    MinimumBarWidth: design(number, 25, 'Least width of a column in pixels; below it the chart scrolls.'),
    SeriesAxisMin: data(number, null, 'Where the numbers begin.'),
    SeriesAxisMax: data(number, null, 'Where the numbers end.'),
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
    const chart = chartData(this.Items, this.NumberOfSeries ?? 1);
    const draw: Drawing = (room, item) => this.#draw(chart, room, item);
    return html`${this.#frame.render(chart, messages.columnChart, draw)}${this.renderPending()}`;
  }

  #draw({ series, points }: ChartData, room: Parameters<Drawing>[0], item: Parameters<Drawing>[1]): ReturnType<Drawing> {
    const language = knownLanguage(this.ContentLanguage);
    const colorOf = chartColors(this.ItemColorSet);
    const gap = this.ItemsGap === null || this.ItemsGap <= 0 ? 0.25 : Math.min(0.9, this.ItemsGap / 100);
    const axes = axesOf({
      room,
      points,
      least: this.SeriesAxisMin,
      most: this.SeriesAxisMax,
      grid: this.GridStyle,
      xAngle: this.XLabelAngle ?? 0,
      yAngle: this.YLabelAngle ?? 0,
      leastStep: ((this.MinimumBarWidth ?? 0) * series.length) / (1 - gap),
      language,
    });
    const wide = (axes.step * (1 - gap)) / series.length;
    const ground = axes.y(Math.max(0, axes.scale.least));
    const columns = points.map((point, place) => {
      const start = axes.x(place) - (wide * series.length) / 2;
      const shapes = point.values.map((value, at) => {
        if (value === null) return nothing;
        const end = axes.y(value);
        const x = start + wide * at;
        const mark = `${chartNumber(value, language)}${this.MarkerSuffix}`;
        // One series has a colour for each row, as there is no other use for the colours; several have one each.
        const fill = colorOf(series.length === 1 ? place : at);
        return svg`<rect class="shape" x=${x} y=${Math.min(end, ground)} width=${Math.max(0, wide - 2)}
          height=${Math.max(1, Math.abs(ground - end))} rx="2" fill=${fill}></rect>
          ${this.Markers && textWidth(mark) <= wide + 2 ? svg`<text x=${x + wide / 2 - 1} y=${Math.min(end, ground) - 4} text-anchor="middle">${mark}</text>` : nothing}`;
      });
      const spoken = point.values.map((value) => (value === null ? '' : `${chartNumber(value, language)}${this.MarkerSuffix}`));
      return item(point, `${point.label}: ${spoken.join(', ')}`, shapes);
    });
    return { body: svg`${axes.drawing}${columns}`, width: axes.width };
  }
}
register(ColumnChart);
