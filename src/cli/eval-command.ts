import { createRun, createScope, evaluateBehavior, FormulaError, printValue } from '../formula/index.ts';
import { underline } from './underline.ts';

/** `fxloom eval 'FORMULA'...`: prints the value of each formula; diagnostics go to standard error. */
export async function evalCommand(formulas: readonly string[]): Promise<number> {
  if (formulas.length === 0) {
    console.error("Usage: fxloom eval 'FORMULA'...");
    return 2;
  }
  let failed = false;
  for (const formula of formulas) {
    const { value, type, diagnostics, valid } = await evaluateBehavior(formula, createScope(), createRun());
    for (const diagnostic of diagnostics) if (diagnostic.secondary !== true) console.error(underline(formula, diagnostic));
    if (valid) console.log(printValue(value, type));
    if (value instanceof FormulaError && valid) console.error(`error: ${value.message}`);
    failed ||= !valid || value instanceof FormulaError;
  }
  return failed ? 1 : 0;
}
