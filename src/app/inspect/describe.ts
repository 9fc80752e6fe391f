import type { ExchangeFacts } from '../../connectors/index.ts';
import { FormulaError, isTable, Pending, printValue, type TableFacts, type Value } from '../../formula/index.ts';
import { openAddress } from '../redact.ts';
import type { Explanation } from './explanation.ts';

/** An explanation in words, for a line of a tree and what stands below it. */
export interface DescribedExplanation {
  readonly name: string;
  readonly value: string;
  /** Where it comes from, and when. */
  readonly because: string;
  /** Further lines: the formula, where an error comes from, exchanges with the service. */
  readonly details: readonly string[];
}

const MAX_VALUE = 100;
const MAX_FORMULA = 400;
const MAX_ANSWER = 1000;

export function describeExplanation(explanation: Explanation): DescribedExplanation {
  const { kind, name, formula, origin, facts, exchanges = [], used, at } = explanation;
  const details: string[] = [];
  if (formula !== undefined) {
    const place = formula.file === '' ? '' : `  ${formula.file}:${formula.line}:${formula.column}`;
    details.push(`= ${cut(formula.text.trim().replaceAll(/\s*\n\s*/g, ' '), MAX_FORMULA)}${place}`);
  }
  if (origin !== undefined) {
    const { formula: from, line, column } = origin;
    const part = cut(from.text.slice(origin.from, origin.to).trim(), MAX_VALUE);
    details.push(`the error comes from ${part} in ${from.control}.${from.property}  ${from.file}:${line}:${column}`);
  }
  for (const [i, exchange] of exchanges.entries()) details.push(describeExchange(exchange, i, exchanges.length));
  if (facts !== undefined) details.push(describeFacts(facts));
  if (kind === 'call' && facts === undefined && explanation.value !== null && !explanation.pending)
    details.push(`answered ${cut(printValue(explanation.value), MAX_ANSWER)}`);
  const because = [explanation.because, at === undefined ? '' : `at ${clock(at)}`, used ? '' : 'not read this time']
    .filter((part) => part !== '')
    .join(', ');
  return { name, value: describeValue(explanation), because, details };
}

function describeValue({ kind, value, pending, type }: Explanation): string {
  if (value instanceof Pending) return 'waiting for the service';
  const again = pending ? ' (being asked again)' : '';
  if (kind === 'behavior' || (kind === 'call' && value === null)) return '';
  if (value instanceof FormulaError) return `error: ${value.message}${again}`;
  if (isTable(value)) return `${count(value)}${again}`;
  return cut(printValue(value, type), MAX_VALUE) + again;
}

const count = (table: Value & readonly unknown[]): string =>
  table.length === 1 ? '1 row' : `${table.length.toLocaleString('en-US')} rows`;

function describeFacts({ complete, live, loading, problem, received, stored, source }: TableFacts): string {
  const extent =
    live === true ? 'live' : complete ? 'complete' : loading === true ? 'next page on its way' : 'partial: more can be asked for';
  const age = `${stored === true ? 'kept on this device, from' : 'received at'} ${clock(received)}`;
  return `${source}: ${extent}, ${age}${problem === undefined ? '' : `, then: ${problem.message}`}`;
}

function describeExchange(exchange: ExchangeFacts, index: number, of: number): string {
  const { method, url, status, bytes, milliseconds, attempt, started, stored } = exchange;
  const outcome = status === undefined ? 'no answer' : `${status}${status === 304 ? ' (unchanged)' : ''}`;
  const parts = [
    outcome,
    ...(status === undefined || bytes === 0 ? [] : [size(bytes)]),
    stored === undefined ? `${Math.round(milliseconds)} ms` : `kept on this device since ${clock(stored)}`,
    `at ${clock(started)}`,
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
  ];
  return `${of > 1 ? `${index + 1} of ${of}: ` : ''}${method} ${openAddress(url)} → ${parts.join(', ')}`;
}

const size = (bytes: number): string =>
  bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** The time of day; with the date where it is another one. */
function clock(at: number): string {
  const date = new Date(at);
  const pad = (number: number, length = 2): string => String(number).padStart(length, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} `;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
  return date.toDateString() === new Date().toDateString() ? time : day + time;
}

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** A tree as text. `depth`: levels below the first that are printed. What stands further up already is not opened again. */
export function printExplanation(explanation: Explanation, depth = 12): string {
  const lines: string[] = [];
  const opened = new Set<string>();
  const print = (one: Explanation, first: string, rest: string, level: number): void => {
    const { name, value, because, details } = describeExplanation(one);
    lines.push(`${first}${name}${value === '' ? '' : ` = ${value}`}  (${because})`);
    const again = opened.has(name);
    const inputs = again || level >= depth ? [] : one.inputs;
    opened.add(name);
    const bar = inputs.length > 0 ? '│ ' : '  ';
    for (const detail of again && one.inputs.length > 0 ? ['see above'] : details) lines.push(`${rest}${bar}  ${detail}`);
    for (const [i, input] of inputs.entries()) {
      const last = i === inputs.length - 1;
      print(input, `${rest}${last ? '└─ ' : '├─ '}`, `${rest}${last ? '   ' : '│  '}`, level + 1);
    }
  };
  print(explanation, '', '', 0);
  return lines.join('\n');
}
