import type { FunctionDefinition } from '../../function.ts';
import { collections } from '../collect.ts';
import { dataSources } from '../data-source.ts';
import { mutations } from '../mutation.ts';
import { patches } from '../patch.ts';
import { removals } from '../remove.ts';

/** What changes tables and data sources, or asks about them. */
export const changeGroup: readonly FunctionDefinition[] = [...collections, ...patches, ...removals, ...mutations, ...dataSources];
