import type { FunctionDefinition } from '../../function.ts';
import { dateNames } from '../date-names.ts';
import { formatting } from '../text-format.ts';

/** Values as texts in the manner of a language, and its names of months and days. */
export const formatGroup: readonly FunctionDefinition[] = [formatting, ...dateNames];
