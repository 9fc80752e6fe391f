import type { FunctionDefinition } from '../../src/formula/index.ts';

/** Whether a function changes something, or asks a data source: its examples run in an app. */
export const needsApp = ({ behavior, overloads }: FunctionDefinition): boolean =>
  behavior === true || overloads.some(({ parameters: [first] }) => first?.mode === 'place' || first?.mode === 'choices');
