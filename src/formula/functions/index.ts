import type { FunctionDefinition } from '../function.ts';
import { coreFunctions } from './core.ts';
import { changeGroup } from './groups/changes.ts';
import { combiningGroup } from './groups/combining.ts';
import { dateGroup } from './groups/dates.ts';
import { formatGroup } from './groups/formats.ts';
import { hostGroup } from './groups/host.ts';
import { json } from './json.ts';
import { trigonometry } from './number-trigonometry.ts';
import { regularExpressions } from './regex.ts';
import { textEncodings } from './text-encoding.ts';

/** Every function of the language. */
export const library: readonly FunctionDefinition[] = [
  ...coreFunctions,
  ...dateGroup,
  ...formatGroup,
  ...textEncodings,
  ...regularExpressions,
  ...trigonometry,
  ...combiningGroup,
  ...json,
  ...changeGroup,
  ...hostGroup,
];
