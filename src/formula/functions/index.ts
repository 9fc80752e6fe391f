import type { FunctionDefinition } from '../function.ts';
import { behaviors } from './behavior.ts';
import { logic } from './logic.ts';
import { numbers } from './number.ts';
import { tables } from './table.ts';
import { texts } from './text.ts';

/** Every function of the language, by category. */
export const library: readonly FunctionDefinition[] = [...logic, ...texts, ...numbers, ...tables, ...behaviors];
