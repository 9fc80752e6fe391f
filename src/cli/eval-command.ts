import { createRun, createScope, evaluateBehavior, FormulaError, fromLocal, printValue } from '../formula/index.ts';
import { underline } from './underline.ts';

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
    for (const diagnostic of diagnostics) if (diagnostic.secondary !== true) console.error(underline(invariant, diagnostic));
    if (valid) console.log(printValue(value, type));
    if (value instanceof FormulaError && valid) console.error(`error: ${value.message}`);
    failed ||= !valid || value instanceof FormulaError;
  }
  return failed ? 1 : 0;
}

function isCulture(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length === 1;
  } catch {
    return false;
  }
}
