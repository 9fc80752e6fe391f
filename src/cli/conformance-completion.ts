/*
 * `npm run conformance:completion -- FILE [--all]`: runs a file of expectations of completion and signature help (a JSON array; each with
 * a formula and its caret `|`, names in scope, a set-up and what is expected), prints those that differ, and ends with `N of M (P %)`.
 *
 * Lists of completions are compared by what is put into the formula, in order where the file says "exact". Of signatures, those shown
 * first for each overload count, with their parameters and the active one; the words of descriptions are our own, and only have to be
 * there. A set-up that cannot be made counts as failed.
 */
import { readFileSync } from 'node:fs';

import {
  complete,
  completeDefinitions,
  loadDocumentation,
  signatureHelp,
  type Completion,
  type FormulaContext,
} from '../formula/index.ts';
import { completionSetUp } from './completion-set-ups.ts';

interface Expectation {
  readonly id: string;
  readonly kind: 'suggest' | 'contains' | 'nonEmpty' | 'signatureHelp' | 'parameterDescription';
  readonly expr_with_cursor: string;
  readonly context: string | null;
  readonly setup: string;
  readonly culture?: string;
  readonly allowsSideEffects?: boolean;
  readonly order: 'any' | 'exact';
  readonly expected: unknown;
}

interface ExpectedSignatures {
  readonly Signatures: readonly { readonly Label: string; readonly Documentation: string }[];
  readonly ActiveParameter: number;
}

interface ExpectedDescription {
  readonly expectedDisplayText?: string;
  readonly expectedOverloadCount?: number;
  readonly locale?: string;
}

/** What a completion puts into the formula, without what follows it by itself. */
const shown = ({ insert, kind }: Completion): string =>
  kind === 'function' || kind === 'operation' ? insert.replace(/\($/, '') : insert.trimEnd();

await loadDocumentation();

/** What is wrong, or undefined. */
function judge(expectation: Expectation): string | undefined {
  const { kind, expr_with_cursor: marked, expected, order } = expectation;
  const offset = marked.indexOf('|', marked.startsWith('||') ? 1 : 0);
  const caret = kind === 'suggest' && /\|\|/.test(marked) ? marked.lastIndexOf('|') : offset;
  const text = marked.slice(0, caret) + marked.slice(caret + 1);
  const context = completionSetUp(expectation);
  if (context === undefined) return 'this set-up is not known';
  if (kind === 'signatureHelp') return judgeSignatures(text, caret, context, expected as ExpectedSignatures);
  if (kind === 'parameterDescription') return judgeDescription(text, caret, context, expected as ExpectedDescription);
  const services = expectation.setup.startsWith('text is a list of user-defined functions') ? completeDefinitions : complete;
  const actual = services(text, caret, context).items.map(shown);
  if (kind === 'nonEmpty') return actual.length > 0 ? undefined : 'nothing was offered';
  const wanted = expected as readonly string[];
  if (kind === 'contains') {
    const missing = wanted.filter((name) => !actual.includes(name));
    return missing.length === 0 ? undefined : `${missing.join(', ')} not in ${actual.join(', ')}`;
  }
  const [a, b] = order === 'exact' ? [actual, wanted] : [[...actual].sort(), [...wanted].sort()];
  return JSON.stringify(a) === JSON.stringify(b) ? undefined : `offered ${actual.join(', ')}`;
}

function judgeSignatures(
  text: string,
  offset: number,
  context: FormulaContext,
  expected: ExpectedSignatures,
): string | undefined {
  const help = signatureHelp(text, offset, context);
  const ours = new Set(help?.signatures.flatMap((signature) => spelled(signature.text)));
  // Of signatures that differ in the number of repetitions only, the first.
  const theirs = new Set(
    expected.Signatures.map(({ Label: label }) => label).filter(
      (label, i, all) => !(label.endsWith(', ...)') && all.slice(0, i).some((earlier) => label.startsWith(earlier.slice(0, -4)))),
    ),
  );
  const same = ours.size === theirs.size && [...theirs].every((label) => ours.has(label));
  if (!same) return `offered ${[...ours].join(' | ')}`;
  if (help === undefined) return undefined;
  if (help.argument !== expected.ActiveParameter) return `argument ${help.argument}`;
  return help.summary === '' ? 'no description' : undefined;
}

/** A signature with optional parameters stands for one without and one with each. */
function spelled(label: string): string[] {
  const bracket = /(?:, )?\[([^\]]*)\]/.exec(label);
  if (bracket === null) return [label];
  const without = `${label.slice(0, bracket.index)})`;
  return [without, ...spelled(label.replace(`[${bracket[1]}]`, bracket[1]!))];
}

function judgeDescription(
  text: string,
  offset: number,
  context: FormulaContext,
  expected: ExpectedDescription,
): string | undefined {
  if (expected.locale !== undefined) return `descriptions in ${expected.locale} are not there`;
  const help = signatureHelp(text, offset, context);
  if (help === undefined) return 'nothing was offered';
  const label = help.signatures[help.active]!.text;
  return label === expected.expectedDisplayText ? undefined : `offered ${label}`;
}

const [file, ...options] = process.argv.slice(2);
if (file === undefined) {
  console.error('Usage: npm run conformance:completion -- FILE [--all]');
  process.exitCode = 2;
} else {
  const expectations = JSON.parse(readFileSync(file, 'utf8')) as readonly Expectation[];
  let passed = 0;
  for (const expectation of expectations) {
    let problem: string | undefined;
    try {
      problem = judge(expectation);
    } catch (error) {
      problem = `exception: ${(error as Error).message}`;
    }
    if (problem === undefined) passed++;
    if (problem === undefined && !options.includes('--all')) continue;
    console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${expectation.id}  ${expectation.expr_with_cursor}`);
    if (problem === undefined) continue;
    console.log(`     expected ${JSON.stringify(expectation.expected)?.slice(0, 300)}`);
    console.log(`     ${problem.slice(0, 300)}`);
  }
  const share = expectations.length === 0 ? 0 : (100 * passed) / expectations.length;
  console.log(`${passed} of ${expectations.length} (${share.toFixed(1)} %)`);
}
