import type { FunctionDefinition } from '../../function.ts';
import { device } from '../device.ts';
import { forms } from '../forms.ts';

/** What an app asks of the page and the device around it, and of its forms. */
export const hostGroup: readonly FunctionDefinition[] = [...forms, ...device];
