import type { Diagnostic, QuickFix, Span } from '../diagnostic.ts';
import { children } from '../expression.ts';
import { quoteName } from '../names.ts';
import { tokenize } from '../lexer.ts';
import { analyze, type FormulaContext } from './context.ts';
import { diagnose } from './diagnose.ts';
import { fromLocal } from './separate.ts';

/*
 * Edits that mend what is wrong. Each rule proposes, by the code of a diagnostic, what people mostly mean; a proposal is offered only if the
 * formula has fewer errors with it, so a rule need not know when it applies.
 */

/** A diagnostic in its formula. */
interface Spot extends Span {
  readonly text: string;
  /** What the diagnostic is about. */
  readonly part: string;
  readonly context: FormulaContext;
}

type Rule = (spot: Spot) => Iterable<QuickFix>;

/** Formulas longer than this get the edits of the checker alone: each proposal costs a check. */
const LONG = 5000;
const MOST = 5;

/** The edits that mend a diagnostic of a formula, the likeliest first. */
export function quickFixes(text: string, diagnostic: Diagnostic, context: FormulaContext): readonly QuickFix[] {
  const known = diagnostic.fixes ?? [];
  if (text.length > LONG || diagnostic.severity !== 'error') return known;
  const { from, to, code } = diagnostic;
  const spot: Spot = { from, to, text, part: text.slice(from, to), context };
  const before = errors(text, context);
  const found = [...known];
  for (const rule of [...(rules[code] ?? []), otherSeparators]) {
    for (const fix of rule(spot)) {
      if (found.length === MOST) return found;
      const isNew = !found.some(
        ({ from: start, to: end, insert }) => start === fix.from && end === fix.to && insert === fix.insert,
      );
      if (isNew && errors(applied(text, fix), context) < before) found.push(fix);
    }
  }
  return found;
}

const applied = (text: string, { from, to, insert }: QuickFix): string => text.slice(0, from) + insert + text.slice(to);

const errors = (text: string, context: FormulaContext): number =>
  diagnose(text, context).diagnostics.filter(({ severity }) => severity === 'error').length;

const fix = (from: number, to: number, insert: string, title: string): QuickFix => ({ from, to, insert, title });

// ---- Brackets, quotes and signs --------------------------------------------------------------------------------------------------------

const closing: { readonly [open: string]: string } = { '(': ')', '[': ']', '{': '}' };

/** The brackets that a text leaves open, as they would be closed. */
function missingBrackets(text: string): string {
  const open: string[] = [];
  for (const { image } of tokenize(text).tokens) {
    if (image in closing) open.push(closing[image]!);
    else if (image === open.at(-1)) open.pop();
  }
  return open.reverse().join('');
}

function* closeBrackets({ text }: Spot): Iterable<QuickFix> {
  const missing = missingBrackets(text);
  if (missing !== '') yield fix(text.trimEnd().length, text.length, missing, `Add ${missing} at the end`);
}

/** Ends a text that has no second quote: before the brackets that it took in, or at the end with those that are missing. */
function* closeText({ text, part }: Spot): Iterable<QuickFix> {
  if (!part.startsWith('"')) return;
  const inner = /[)\]}\s,;]+$/.exec(text);
  if (inner !== null) yield fix(inner.index, inner.index, '"', `Add " before ${inner[0].trim()}`);
  const insert = `"${missingBrackets(`${text}"`)}`;
  yield fix(text.length, text.length, insert, `Add ${insert} at the end`);
}

function* straightQuotes({ text }: Spot): Iterable<QuickFix> {
  const straight = text.replaceAll(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"').replaceAll(/[\u2018\u2019]/g, "'");
  if (straight !== text) yield fix(0, text.length, straight, 'Use straight quotes');
}

/** Signs of other languages. */
const signs: readonly (readonly [sign: string, insert: string, title: string])[] = [
  ['==', '=', 'Compare with ='],
  ['!=', '<>', 'Compare with <>'],
  ['=>', '>=', 'Compare with >='],
  ['null', 'Blank()', 'Use Blank()'],
  ['undefined', 'Blank()', 'Use Blank()'],
];

function* otherSigns({ text, from, to }: Spot): Iterable<QuickFix> {
  for (const [sign, insert, title] of signs) {
    for (let at = text.indexOf(sign, Math.max(0, from - sign.length)); at >= 0 && at <= to; at = text.indexOf(sign, at + 1))
      yield fix(at, at + sign.length, insert, title);
  }
}

function* remove({ from, to, part }: Spot): Iterable<QuickFix> {
  if (/^[)\]}=;]$/.test(part)) yield fix(from, to, '', `Remove ${part}`);
}

// ---- Names and values ------------------------------------------------------------------------------------------------------------------

/** A name that needs quotes: `My Label.Text`. */
function* quoted({ text, from, to, context }: Spot): Iterable<QuickFix> {
  for (const { name } of context.scope.symbols()) {
    const written = quoteName(name);
    if (written === name) continue;
    const at = text.indexOf(name, Math.max(0, from - name.length));
    if (at >= 0 && at <= to) yield fix(at, at + name.length, written, `Put quotes around ${name}`);
  }
}

/** `'Berlin'`: a text, where single quotes make a name. */
function* asText({ part, from, to }: Spot): Iterable<QuickFix> {
  if (/^'.*'$/s.test(part)) {
    const insert = `"${part.slice(1, -1).replaceAll("''", "'").replaceAll('"', '""')}"`;
    yield fix(from, to, insert, `Make it the text ${insert}`);
  }
}

const words: { readonly [lower: string]: string } = { and: 'And', or: 'Or', not: 'Not', in: 'in', as: 'As' };

function* spelledOperator({ part, from, to }: Spot): Iterable<QuickFix> {
  const insert = Object.hasOwn(words, part.toLowerCase()) ? words[part.toLowerCase()]! : part;
  if (insert !== part) yield fix(from, to, insert, `Write ${insert}`);
}

function* joined({ from }: Spot): Iterable<QuickFix> {
  yield fix(from, from, '& ', 'Join the two with &');
}

// ---- Types -----------------------------------------------------------------------------------------------------------------------------

const conversions = ['Text', 'Value', 'DateValue', 'DateTimeValue', 'Boolean', 'First', 'Table'];

/** A field of a record, or a function that converts. */
function* converted({ text, from, to, part, context }: Spot): Iterable<QuickFix> {
  if (part.trim() === '') return;
  for (const field of fieldsAt(text, from, to, context)) yield fix(to, to, `.${quoteName(field)}`, `Take ${field}`);
  for (const name of conversions) yield fix(from, to, `${name}(${part})`, `Convert with ${name}()`);
}

/** The fields of the record that stands at a place. */
function fieldsAt(text: string, from: number, to: number, context: FormulaContext): string[] {
  if (context.definitions === true) return [];
  const analysis = analyze(text, context);
  const open = [analysis.parsed.expression];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.from === from && node.to === to) {
      const type = analysis.checkedOf(node)?.type;
      return type?.kind === 'record' ? [...type.fields.keys()].slice(0, 2 * MOST) : [];
    }
    open.push(...children(node));
  }
  return [];
}

/** A formula that was written where the comma is the decimal sign: `If(x; 1,5; 2)`. */
function* otherSeparators({ text }: Spot): Iterable<QuickFix> {
  if (!/[;,]/.test(text)) return;
  const invariant = fromLocal(text, 'de-DE');
  if (invariant !== text) yield fix(0, text.length, invariant, 'Separate with , and decimals with .');
}

const types: readonly Rule[] = [converted, asText];

const rules: { readonly [code: string]: readonly Rule[] } = {
  ErrExpectedFound_Ex_Fnd: [closeBrackets, otherSigns],
  ErrOperandExpected: [closeBrackets, otherSigns],
  ErrBadToken: [closeText, otherSigns, straightQuotes, quoted, spelledOperator, remove],
  ErrOperatorExpected: [quoted, spelledOperator, joined],
  ErrInvalidName: [asText, otherSigns, quoted],
  ErrStringExpected: types,
  ErrNumberExpected: types,
  ErrNumberOrStringExpected: types,
  ErrNumberOrColumnOfNumbersExpected: types,
  ErrBooleanExpected: types,
  ErrDateExpected: types,
  ErrTypeError: types,
  ErrBadType: types,
  ErrBadType_Type: types,
  ErrBadType_ExpectedType: types,
  ErrBadType_ExpectedType_ProvidedType: types,
  ErrBadType_ExpectedTypesCSV: types,
  ErrTypeError_Arg_Expected_Found: types,
  ErrTypeError_Expected_Found: types,
  ErrIncompatibleTypesForEquality_Left_Right: types,
  ErrNeedTable_Func: types,
  ErrNeedTable_Arg: types,
};
