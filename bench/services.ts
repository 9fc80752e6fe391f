/*
 * What typing costs, in CPU time: `npm run bench services [STEP] [FILE]`.
 *
 * Carets: completion, hover and signature help at every STEP-th caret position (1: every one; 25 unless given) of the formulas of a `.jsonl`
 * file (`{"formula", "property"}` a line), as the caret moves through each. Goal: p95 5 ms, none over 50 ms; what is over 50 ms is asked again,
 * so that a collection of garbage is not charged to the caret that it met.
 * Keystrokes: characters typed one after another somewhere in a formula of 20,000 characters, each followed by all diagnostics. Goal: p99 16 ms.
 */
import {
  check,
  complete,
  createScope,
  diagnose,
  hover,
  loadDocumentation,
  signatureHelp,
  type FormulaContext,
  type Symbol,
} from '../src/formula/index.ts';
import { formulaLines } from './formula-lines.ts';

const LIMIT = 50;
const P95 = 5;
const KEYSTROKE_P99 = 16;
const LENGTH = 20_000;

const [step = '25', file] = process.argv.slice(2);
const lines = formulaLines(file);
await loadDocumentation();
const scope = createScope();
const contextOf = (property = ''): FormulaContext => ({ scope, behavior: /^On[A-Z]/.test(property) });

/** Milliseconds of CPU time that something takes. */
function cost(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const figures = [50, 95, 99, 99.9, 100] as const;
function report(name: string, costs: Float64Array): (p: number) => number {
  const sorted = costs.toSorted();
  const at = (p: number): number => sorted[Math.min(sorted.length - 1, Math.floor((p / 100) * sorted.length))] ?? 0;
  console.log(`${name.padEnd(12)}${figures.map((p) => at(p).toFixed(2).padStart(9)).join('')}`);
  return at;
}

const verdicts: string[] = [];
const judge = (goal: string, found: number, most: number): unknown =>
  verdicts.push(`${goal}: ${found.toFixed(2)} ms, ${found <= most ? 'met' : 'FAILS'}`);

// ---- Carets -------------------------------------------------------------------------------------------------------------------------

const contexts = lines.map(({ property }) => contextOf(property));
const services = { complete, hover, signatureHelp };
const positions = lines.flatMap((line, i) =>
  Array.from({ length: line.formula.length + 1 }, (_, at): [line: number, at: number] => [i, at]),
);
const asked = positions.filter((_, i) => i % Number(step) === 0);
console.log(`${lines.length} formulas, ${asked.length} of ${positions.length} carets; milliseconds of CPU time`);
console.log(`${''.padEnd(12)}${figures.map((p) => (p === 100 ? 'most' : `p${p}`).padStart(9)).join('')}`);
for (const [name, service] of Object.entries(services)) {
  const costs = new Float64Array(asked.length);
  for (const [i, [line, at]] of asked.entries()) {
    const { formula } = lines[line]!;
    for (let round = 0; round < 3; round++) {
      const found = cost(() => service(formula, at, contexts[line]!));
      costs[i] = round === 0 ? found : Math.min(costs[i]!, found);
      if (costs[i] <= LIMIT) break;
    }
  }
  const at = report(name, costs);
  judge(`${name} p95 ${P95} ms`, at(95), P95);
  judge(`${name} none over ${LIMIT} ms`, at(100), LIMIT);
}

// ---- Keystrokes ---------------------------------------------------------------------------------------------------------------------

/** Behaviors of real apps behind one another, and a text that grows in them. */
let text = '';
for (const { formula, property = '' } of lines) {
  if (
    !/^On[A-Z]/.test(property) ||
    !diagnose(formula, contextOf(property)).diagnostics.every(({ code }) => code !== 'ErrBadToken')
  )
    continue;
  text += `${formula.trim().replace(/;$/, '')};\n`;
  if (text.length >= LENGTH) break;
}
text = text.slice(0, LENGTH);
const typed = 'If(count > 1, Set(total, Sum(Filter(Orders, Status = "open"), Price * 2)));';
/** An app knows the names that its formulas set. */
const known = check(text, scope, contextOf('OnSelect')).declarations.map(({ name, type }): [string, Symbol] => [
  name,
  { name, type, read: () => null, role: 'variable', place: { name, type, read: () => null, write: () => undefined } },
]);
const inApp: FormulaContext = { scope: createScope({ symbols: new Map(known) }), behavior: true };
const costs: number[] = [];
for (let round = 0; round < 6; round++) {
  const place = text.indexOf('\n', (round / 6) * text.length) + 1;
  for (let i = 1; i <= typed.length; i++) {
    const now = text.slice(0, place) + typed.slice(0, i) + text.slice(place);
    const found = cost(() => diagnose(now, inApp));
    // What is compiled first is not what a key costs.
    if (round > 0) costs.push(found);
  }
}
const at = report('keystroke', Float64Array.from(costs));
judge(`a keystroke in ${text.length} characters p99 ${KEYSTROKE_P99} ms`, at(99), KEYSTROKE_P99);

console.log(`\n${verdicts.join('\n')}`);
process.exitCode = verdicts.some((verdict) => verdict.endsWith('FAILS')) ? 1 : 0;
