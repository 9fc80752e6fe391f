import type { CheckResult } from '../../formula/core.ts';
import { guardFormula } from './guard-formula.ts';

/**
 * A checked formula in which no function takes the first page of a call for all of its rows: it waits for the rest, or says that there is more
 * than is fetched. For apps whose connectors have no tables that answer queries; `planFormula` does this by itself.
 */
export function guardCalls(result: CheckResult, _text: string, behavior: boolean): CheckResult {
  if (!result.valid || (result.reads.size === 0 && !result.awaits)) return result;
  const formula = guardFormula(result.formula, { behavior, needed: () => undefined });
  return formula === result.formula ? result : { ...result, formula, written: result.formula, awaits: formula.awaits };
}
