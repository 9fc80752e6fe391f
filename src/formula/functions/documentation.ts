import type { Documented } from '../documented.ts';
import type { Category, Documentation } from '../function.ts';
import { documentation as behavior } from './behavior.ts';
import { documentation as collect } from './collect.ts';
import { documentation as color } from './color.ts';
import { documentation as conversion } from './conversion.ts';
import { documentation as dataSource } from './data-source.ts';
import { documentation as date } from './date.ts';
import { documentation as dateArithmetic } from './date-arithmetic.ts';
import { documentation as dateNames } from './date-names.ts';
import { documentation as device } from './device.ts';
import { documentation as errors } from './errors.ts';
import { documentation as forms } from './forms.ts';
import { documentation as information } from './information.ts';
import { documentation as json } from './json.ts';
import { documentation as logic } from './logic.ts';
import { documentation as mutation } from './mutation.ts';
import { documentation as number } from './number.ts';
import { documentation as numberAggregate } from './number-aggregate.ts';
import { documentation as numberTrigonometry } from './number-trigonometry.ts';
import { documentation as patch } from './patch.ts';
import { documentation as regex } from './regex.ts';
import { documentation as remove } from './remove.ts';
import { documentation as table } from './table.ts';
import { documentation as tableColumns } from './table-columns.ts';
import { documentation as tableCount } from './table-count.ts';
import { documentation as tableGroup } from './table-group.ts';
import { documentation as tableJoin } from './table-join.ts';
import { documentation as tableOrder } from './table-order.ts';
import { documentation as text } from './text.ts';
import { documentation as textEncoding } from './text-encoding.ts';
import { documentation as textFormat } from './text-format.ts';

const files: readonly Documentation[] = [
  behavior,
  collect,
  color,
  conversion,
  dataSource,
  date,
  dateArithmetic,
  dateNames,
  device,
  errors,
  forms,
  information,
  json,
  logic,
  mutation,
  number,
  numberAggregate,
  numberTrigonometry,
  patch,
  regex,
  remove,
  table,
  tableColumns,
  tableCount,
  tableGroup,
  tableJoin,
  tableOrder,
  text,
  textEncoding,
  textFormat,
];

const byName = new Map<string, Documented>();

/** The documentation of a function of the language; undefined for the functions of an app or a service. */
export function documentationOf(name: string): Documented | undefined {
  if (byName.size === 0)
    for (const file of files)
      for (const [category, functions] of Object.entries(file))
        for (const [each, documented] of Object.entries(functions))
          byName.set(each, { ...documented, category: category as Category });
  return byName.get(name);
}
