import type { FunctionDefinition } from '../function.ts';
import { behaviors } from './behavior.ts';
import { collections } from './collect.ts';
import { colors } from './color.ts';
import { conversions } from './conversion.ts';
import { dataSources } from './data-source.ts';
import { dates } from './date.ts';
import { dateArithmetic } from './date-arithmetic.ts';
import { dateNames } from './date-names.ts';
import { logic } from './logic.ts';
import { mutations } from './mutation.ts';
import { patches } from './patch.ts';
import { removals } from './remove.ts';
import { numbers } from './number.ts';
import { regularExpressions } from './regex.ts';
import { aggregates } from './number-aggregate.ts';
import { trigonometry } from './number-trigonometry.ts';
import { device } from './device.ts';
import { errors } from './errors.ts';
import { forms } from './forms.ts';
import { information } from './information.ts';
import { json } from './json.ts';
import { tableColumns } from './table-columns.ts';
import { tableCounts } from './table-count.ts';
import { tableGroups } from './table-group.ts';
import { tableJoins } from './table-join.ts';
import { tableOrder } from './table-order.ts';
import { tables } from './table.ts';
import { textEncodings } from './text-encoding.ts';
import { formatting } from './text-format.ts';
import { texts } from './text.ts';

/** Every function of the language, by category. */
export const library: readonly FunctionDefinition[] = [
  ...logic,
  ...information,
  ...errors,
  ...texts,
  formatting,
  ...textEncodings,
  ...conversions,
  ...regularExpressions,
  ...numbers,
  ...aggregates,
  ...trigonometry,
  ...dates,
  ...dateArithmetic,
  ...dateNames,
  ...colors,
  ...tables,
  ...tableColumns,
  ...tableCounts,
  ...tableOrder,
  ...tableGroups,
  ...tableJoins,
  ...json,
  ...behaviors,
  ...collections,
  ...patches,
  ...removals,
  ...mutations,
  ...dataSources,
  ...forms,
  ...device,
];
