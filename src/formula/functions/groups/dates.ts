import type { FunctionDefinition } from '../../function.ts';
import { dates } from '../date.ts';
import { dateArithmetic } from '../date-arithmetic.ts';

/** Dates and times, and reckoning with them. */
export const dateGroup: readonly FunctionDefinition[] = [...dates, ...dateArithmetic];
