import { html, nothing, svg, type CSSResultGroup, type TemplateResult } from 'lit';
import { types, type Row, type Table } from '../formula/index.ts';
import { axesOf, type Axes } from './chart-axes.ts';
import { axisProperties, chartEvents, ChartFrame, chartProperties, chartStyles, seriesLabels, type Drawing } from './chart.ts';
import { chartColors, chartData, chartNumber, type ChartData } from './chart-data.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { GridStyle } from './enums.ts';
import { knownLanguage } from './language.ts';
import { messages } from './messages.ts';

const { boolean, number, optionType } = types;

/** Numbers as lines from row to row. */
export class LineChart extends controlElement({
  name: 'LineChart',
  tag: 'fx-line-chart',
  category: 'display',
  summary: 'Numbers as lines from row to row.',
  properties: {
    ...chartProperties(),
    ...axisProperties,
    SeriesLabels: seriesLabels((read) => chartData(read('Items') as Table, read('NumberOfSeries') as number).series),
    GridStyle: design(optionType(GridStyle), 'all', 'Which lines lie behind.'),
    ShowValues: design(boolean, false, 'Whether values stand at their points.'),
    YAxisMin: data(number, null, 'Where the numbers begin.'),
    YAxisMax: data(number, null, 'Where the numbers end.'),
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
    return html`${this.#frame.render(chart, messages.lineChart, draw)}${this.renderPending()}`;
  }

  #draw({ series, points }: ChartData, room: Parameters<Drawing>[0], item: Parameters<Drawing>[1]): ReturnType<Drawing> {
    const language = knownLanguage(this.ContentLanguage);
    const colorOf = chartColors(this.ItemColorSet);
    const axes = axesOf({
      room,
      points,
      least: this.YAxisMin,
      most: this.YAxisMax,
      grid: this.GridStyle,
      xAngle: this.XLabelAngle ?? 0,
      yAngle: this.YLabelAngle ?? 0,
      leastStep: 8,
      language,
    });
    const lines = series.map(
      (_, at) => svg`<path d=${lineOf(axes, points.map(({ values }) => values[at] ?? null))} fill="none" stroke=${colorOf(at)}
        stroke-width="2" stroke-linejoin="round"></path>`, // oxfmt-ignore
    );
    const marks = points.map((point, place) => {
      const shapes = point.values.map((value, at) => {
        if (value === null) return nothing;
        const [x, y] = [axes.x(place), axes.y(value)];
        return svg`<circle class="shape" cx=${x} cy=${y} r=${this.Markers ? 4 : 2} fill=${colorOf(at)}></circle>
          ${this.ShowValues ? svg`<text x=${x} y=${y - 8} text-anchor="middle">${chartNumber(value, language)}</text>` : nothing}`;
      });
      // The whole height of the place can be pressed.
      const touch = svg`<rect x=${axes.x(place) - axes.step / 2} y=${axes.top} width=${axes.step} height=${axes.bottom - axes.top} fill="transparent"></rect>`;
      const spoken = point.values.map((value) => (value === null ? '' : chartNumber(value, language)));
      return item(point, `${point.label}: ${spoken.join(', ')}`, [touch, ...shapes]);
    });
    return { body: svg`${axes.drawing}${lines}${marks}`, width: axes.width };
  }
}
register(LineChart);

/** The path through all values; a missing one interrupts it. */
function lineOf(axes: Axes, values: readonly (number | null)[]): string {
  let path = '';
  values.forEach((value, place) => {
    if (value === null) return;
    const starts = place === 0 || values[place - 1] === null;
    path += `${starts ? 'M' : 'L'}${axes.x(place).toFixed(1)} ${axes.y(value).toFixed(1)}`;
  });
  return path;
}
