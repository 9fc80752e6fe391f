import {
  createRun,
  createScope,
  diagnose,
  evaluateBehavior,
  FormulaError,
  fromLocal,
  printValue,
  separatorsOf,
  toLocal,
  type Diagnostic,
} from '../formula/index.ts';
import { suggestion, underlined } from './underline.ts';

const usage = "Usage: fxloom eval [--culture TAG] 'FORMULA'...";

/**
 * `fxloom eval 'FORMULA'...`: prints the value of each formula; diagnostics go to standard error. With `--culture de-DE` formulas are read
 * as they are written there (`Round(1,25; 1)`), and evaluate there.
 */
export async function evalCommand(args: readonly string[]): Promise<number> {
  const option = args.indexOf('--culture');
  const culture = option < 0 ? 'en-US' : args[option + 1];
  const formulas = option < 0 ? args : args.toSpliced(option, 2);
  if (formulas.length === 0 || culture === undefined) {
    console.error(usage);
    return 2;
  }
  if (!isCulture(culture)) {
    console.error(`"${culture}" is no culture. Give a tag such as en-US or de-DE.\n${usage}`);
    return 2;
  }
  let failed = false;
  for (const formula of formulas) {
    const invariant = fromLocal(formula, culture);
    const { value, type, diagnostics, valid } = await evaluateBehavior(invariant, createScope(), createRun({ culture }));
    for (const text of underlined(invariant, diagnostics)) console.error(text);
    if (valid) {
      console.log(printValue(value, type));
      warnOfComma(formula, culture);
    } else suggest(invariant, diagnostics, culture);
    if (value instanceof FormulaError && valid) console.error(`error: ${value.message}`);
    failed ||= !valid || value instanceof FormulaError;
  }
  return failed ? 1 : 0;
}

const context = { scope: createScope(), behavior: true };

/** Says how a formula was probably meant, in the separators in which it was written. */
function suggest(formula: string, diagnostics: readonly Diagnostic[], culture: string): void {
  const meant = suggestion(formula, diagnostics, context);
  if (meant === undefined) return;
  console.error(`try: ${toLocal(meant, culture)}`);
  if (meant === fromLocal(formula, COMMA)) console.error(`or, with a decimal comma: fxloom eval --culture ${COMMA} …`);
}

/** A culture with a decimal comma. */
const COMMA = 'de-DE';

/** Says of a formula with a decimal comma and `;` between arguments, which means something else with a decimal point, how it was read. */
function warnOfComma(formula: string, culture: string): void {
  if (separatorsOf(culture).decimal === ',' || !/\d,\d/.test(formula) || !formula.includes(';')) return;
  const meant = fromLocal(formula, COMMA);
  if (diagnose(meant, context).valid)
    console.error(`note: read with a decimal point. For ${meant}: fxloom eval --culture ${COMMA} …`);
}

function isCulture(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length === 1;
  } catch {
    return false;
  }
}
