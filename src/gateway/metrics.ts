/** Upper bounds of durations, in seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

type Labels = { readonly [name: string]: string };

interface Histogram {
  readonly counts: number[];
  sum: number;
  count: number;
}

/** Counters, gauges and durations, written as Prometheus reads them (text exposition format 0.0.4). Labels are names of the configuration, never values of calls. */
export class Metrics {
  private readonly counters = new Map<string, Map<string, number>>();
  private readonly histograms = new Map<string, Map<string, Histogram>>();
  private readonly gauges = new Map<string, () => readonly (readonly [Labels, number])[]>();

  count(name: string, labels: Labels = {}, by = 1): void {
    const series = seriesOf(this.counters, name);
    const key = labelText(labels);
    series.set(key, (series.get(key) ?? 0) + by);
  }

  /** Notes a duration in seconds. */
  time(name: string, seconds: number, labels: Labels = {}): void {
    const series = seriesOf(this.histograms, name);
    const key = labelText(labels);
    let histogram = series.get(key);
    if (histogram === undefined) series.set(key, (histogram = { counts: bounds.map(() => 0), sum: 0, count: 0 }));
    const at = bounds.findIndex((bound) => seconds <= bound);
    if (at !== -1) histogram.counts[at]!++;
    histogram.sum += seconds;
    histogram.count++;
  }

  /** A figure that is asked for when somebody looks. */
  gauge(name: string, read: () => readonly (readonly [Labels, number])[]): void {
    this.gauges.set(name, read);
  }

  text(): string {
    const lines: string[] = [];
    for (const [name, series] of this.counters) {
      lines.push(`# TYPE ${name} counter`);
      for (const [labels, value] of series) lines.push(`${name}${braced(labels)} ${value}`);
    }
    for (const [name, series] of this.histograms) {
      lines.push(`# TYPE ${name} histogram`);
      for (const [labels, { counts, sum, count }] of series) {
        const joined = labels === '' ? '' : `${labels},`;
        let below = 0;
        bounds.forEach((bound, i) => lines.push(`${name}_bucket{${joined}le="${bound}"} ${(below += counts[i]!)}`));
        lines.push(
          `${name}_bucket{${joined}le="+Inf"} ${count}`,
          `${name}_sum${braced(labels)} ${sum}`,
          `${name}_count${braced(labels)} ${count}`,
        );
      }
    }
    for (const [name, read] of this.gauges) {
      lines.push(`# TYPE ${name} gauge`, ...read().map(([labels, value]) => `${name}${braced(labelText(labels))} ${value}`));
    }
    return `${lines.join('\n')}\n`;
  }
}

function seriesOf<T>(all: Map<string, Map<string, T>>, name: string): Map<string, T> {
  let series = all.get(name);
  if (series === undefined) all.set(name, (series = new Map<string, T>()));
  return series;
}

const labelText = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`)
    .join(',');

const braced = (labels: string): string => (labels === '' ? '' : `{${labels}}`);
