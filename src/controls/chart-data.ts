import { Color, field, isRow, type Row, type Table, type Value } from '../formula/index.ts';
import { cssColor, displayText, rowText } from './display-text.ts';

/** One row of a chart: its label and a number for each series. */
export interface ChartPoint {
  readonly index: number;
  readonly row: Row;
  readonly label: string;
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  /** The columns that are drawn. */
  readonly series: readonly string[];
  readonly points: readonly ChartPoint[];
}

/** What a chart draws of a table: the first `count` columns that hold numbers, over the first column that does not. */
export function chartData(items: Table, count: number): ChartData {
  const rows = items
    .map((row, index) => ({ row, index }))
    .filter((entry): entry is { row: Row; index: number } => isRow(entry.row));
  const names = columnsOf(rows.map(({ row }) => row));
  const numeric = names.filter((name) => rows.some(({ row }) => number(field(row, name)) !== null && !isLabel(field(row, name))));
  const series = numeric.slice(0, Math.max(1, count));
  const labels = names.find((name) => !numeric.includes(name));
  const points = rows.map(({ row, index }) => ({
    index,
    row,
    label: labels === undefined ? String(index + 1) : displayText(field(row, labels)) || rowText(row),
    values: series.map((name) => number(field(row, name))),
  }));
  return { series, points };
}

function columnsOf(rows: readonly Row[]): string[] {
  const names = new Set<string>();
  for (const row of rows.slice(0, 20)) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}

const isLabel = (value: Value): boolean => typeof value === 'string';

function number(value: Value): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const text = displayText(value);
  return typeof value === 'object' && value !== null && text !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
}

/** The colours where a chart has no others: each stands out from light and dark grounds, by 3 to 1 at least. */
// oxfmt-ignore
export const palette: readonly Color[] = ([
  [43, 127, 208], [196, 99, 26], [46, 139, 87], [143, 91, 214], [200, 75, 115],
  [15, 138, 141], [150, 120, 20], [107, 122, 137], [176, 82, 60], [95, 110, 220],
] as const).map(([red, green, blue]) => new Color(red, green, blue, 1));

export const paletteTable: Table = palette.map((color) => ({ Value: color }));

const colorsIn = (set: Table): readonly Color[] => {
  const colors = set.flatMap((row) => (isRow(row) ? Object.values(row).filter((value) => value instanceof Color) : []));
  return colors.length === 0 ? palette : colors;
};

/** The colours of a chart, one after the other and again from the start. */
export function chartColors(set: Table): (index: number) => string {
  const colors = colorsIn(set);
  return (index) => cssColor(colors[index % colors.length]!);
}

/** Black or white, whichever can be read on each of those colours. */
export function chartInks(set: Table): (index: number) => string {
  const colors = colorsIn(set);
  return (index) => {
    const { red, green, blue } = colors[index % colors.length]!;
    return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? '#000000' : '#ffffff';
  };
}

export interface Scale {
  readonly least: number;
  readonly most: number;
  /** Where lines are drawn, in ascending order. */
  readonly ticks: readonly number[];
}

/** A scale in round steps that holds all values; a limit that is given holds exactly. */
export function scaleOf(values: readonly (number | null)[], least: number | null, most: number | null, steps = 5): Scale {
  const known = values.filter((value) => value !== null);
  const low = least ?? Math.min(0, ...known);
  const high = Math.max(most ?? Math.max(0, ...known), low);
  const span = high - low || 1;
  const step = roundStep(span / steps);
  const from = least ?? Math.floor(low / step) * step;
  const to = most !== null && most > low ? most : Math.ceil((low + span) / step) * step;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step - 1e-9); at * step <= to + step * 1e-9; at++) ticks.push(clean(at * step));
  return { least: clean(from), most: clean(to), ticks };
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 2.5, 5].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
}

const clean = (value: number): number => Number(value.toPrecision(12));

const formats = new Map<string, Intl.NumberFormat>();

/** A number as people read it beside a line or on a column. */
export function chartNumber(value: number, language?: string): string {
  const key = language ?? '';
  let format = formats.get(key);
  if (format === undefined)
    formats.set(key, (format = new Intl.NumberFormat(language, { maximumFractionDigits: 2, notation: 'standard' })));
  return format.format(value);
}
