import type { FunctionDefinition } from '../function.ts';
import { behaviors } from './behavior.ts';
import { colors } from './color.ts';
import { conversions } from './conversion.ts';
import { errors } from './errors.ts';
import { information } from './information.ts';
import { logic } from './logic.ts';
import { aggregates } from './number-aggregate.ts';
import { numbers } from './number.ts';
import { tableColumns } from './table-columns.ts';
import { tableCounts } from './table-count.ts';
import { tableOrder } from './table-order.ts';
import { tables } from './table.ts';
import { texts } from './text.ts';

/** Functions that nearly every app uses: they are there from the start. The others are in `groups.ts`. */
export const coreFunctions: readonly FunctionDefinition[] = [
  ...logic,
  ...information,
  ...errors,
  ...texts,
  ...conversions,
  ...numbers,
  ...aggregates,
  ...tables,
  ...tableColumns,
  ...tableCounts,
  ...tableOrder,
  ...colors,
  ...behaviors,
];
