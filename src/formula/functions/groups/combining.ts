import type { FunctionDefinition } from '../../function.ts';
import { tableGroups } from '../table-group.ts';
import { tableJoins } from '../table-join.ts';

/** Tables made of the groups of another, or of two. */
export const combiningGroup: readonly FunctionDefinition[] = [...tableGroups, ...tableJoins];
