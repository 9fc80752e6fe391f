import { joinType } from '../enums.ts';
import { FormulaError } from '../error.ts';
import {
  defineFunction,
  given,
  lazy,
  raw,
  repeated,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { OptionValue } from '../option-set.ts';
import * as types from '../type.ts';
import { any, boolean, emptyTable, type Fields, type Type } from '../type.ts';
import { row, type Row, type Table, type TableRow, type Value } from '../value.ts';
import { cellOf, tableType, withColumns } from './rows.ts';

export const documentation: Documentation = {
  table: {
    Join: {
      forms: [
        'source1, source2, denominator',
        'source1, source2, denominator, join_type',
        'source1, source2, denominator, join_type, column_renaming',
      ],
      summary: 'Rows made of a row of each of two tables, for which a condition holds.',
      examples: [
        [
          'Join([{id: 1}, {id: 2}], [{id: 2, n: "b"}], LeftRecord.id = RightRecord.id, JoinType.Left, RightRecord.n As n)',
          'Table({id:1,n:Blank()},{id:2,n:"b"})',
        ],
      ],
    },
  },
};

const names = (call: CallShape): readonly [string, string] => [call.aliases[0] ?? 'LeftRecord', call.aliases[1] ?? 'RightRecord'];

/** The two rows, as the condition and the columns see them. */
function pairScope(call: CallShape): { fields: Fields; aliases: readonly string[] } {
  const [left, right] = names(call);
  return {
    fields: new Map<string, Type>([
      [left, types.rowType(tableType(call, 0))],
      [right, types.rowType(tableType(call, 1))],
    ]),
    aliases: [],
  };
}

/** A column of the result: from which side, and under which name. */
interface Picked {
  readonly side: 'left' | 'right';
  readonly from: string;
  readonly to: string;
}

/** `LeftRecord.a As b`; undefined for anything else. */
function picked(call: CallShape, index: number): Picked | 'elsewhere' | undefined {
  const node = call.args[index]!;
  const to = call.names[index];
  if (to === undefined || node.kind !== 'field' || node.target.kind === 'row') return undefined;
  const { target } = node;
  if (target.kind !== 'field' || target.target.kind !== 'row') return 'elsewhere';
  return { side: target.name === names(call)[0] ? 'left' : 'right', from: node.name, to };
}

/** All columns of the left table, some renamed, and those named of the right one. */
function joined(call: CallShape): Type {
  const left = tableType(call, 0);
  const right = tableType(call, 1);
  const fields = new Map(left.fields);
  const type = call.args[3];
  const plain = type?.kind === 'literal' && (call.types[3]?.kind === 'option' ? call.types[3].set === joinType : true);
  if (!plain) call.error(3, 'ErrJoinNotPlainJoinTypeEnum');
  let named = false;
  for (let i = 4; i < call.args.length; i++) {
    if (call.types[i]!.kind === 'unknown') {
      call.error(i, 'ErrBadType');
      continue;
    }
    const column = picked(call, i);
    if (column === undefined) {
      call.error(i, 'ErrJoinArgIsNotAsNode');
      break;
    }
    if (column === 'elsewhere') {
      call.error(i, 'ErrJoinDottedNameleft', ...names(call));
      break;
    }
    const { side, from, to } = column;
    if (side === 'left') fields.delete(from);
    else named = true;
    if (fields.has(to)) {
      call.error(i, 'ErrJoinCantAddRename', to);
      break;
    }
    fields.set(to, (side === 'left' ? left : right).fields.get(from)!);
  }
  if (!named) call.error(0, 'ErrJoinAtLeastOneRigthRecordField', names(call)[1]);
  return withColumns(left, fields);
}

type Kind = 'inner' | 'left' | 'right' | 'full';

/** The pairs of rows for which the condition holds; by kind also the rows of a side that have no partner. */
function pairs(
  left: Table,
  right: Table,
  holds: (l: TableRow, r: TableRow) => Value,
  kind: Kind,
  make: (l: TableRow, r: TableRow) => Row,
): TableRow[] {
  const found: TableRow[] = [];
  const matched = new Set<number>();
  for (const l of left) {
    let alone = true;
    for (const [j, r] of right.entries()) {
      const verdict = holds(l, r);
      if (verdict !== true && !(verdict instanceof FormulaError)) continue;
      found.push(verdict === true ? make(l, r) : verdict);
      alone = false;
      matched.add(j);
    }
    if (alone && (kind === 'left' || kind === 'full')) found.push(make(l, null));
  }
  if (kind === 'right' || kind === 'full') for (const [j, r] of right.entries()) if (!matched.has(j)) found.push(make(null, r));
  return found;
}

export const tableJoins: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Join',
    parameters: [
      given('source1', emptyTable, { aliased: true }),
      given('source2', emptyTable, { aliased: true }),
      lazy('denominator', boolean, { scope: pairScope }),
      raw('join_type', any),
      lazy('column', any, { scope: pairScope, named: true }),
      repeated(lazy('column', any, { scope: pairScope, named: true })),
    ],
    result: joined,
    specialize: (call) => {
      const columns = call.args.flatMap((_, i) => (i < 4 ? [] : [picked(call, i) as Picked]));
      const renamed = new Set(columns.filter(({ side }) => side === 'left').map(({ from }) => from));
      const kept = [...tableType(call, 0).fields.keys()].filter((name) => !renamed.has(name));
      const [leftName, rightName] = names(call);
      const make = (l: TableRow, r: TableRow): Row =>
        row([
          ...kept.map((name) => [name, cellOf(l, name)] as const),
          ...columns.map(({ side, from, to }) => [to, cellOf(side === 'left' ? l : r, from)] as const),
        ]);
      return (left, right, condition, kind) => {
        const holds = condition as unknown as (scope: Row) => Value;
        const scope = (l: TableRow, r: TableRow): Row =>
          row([
            [leftName, l],
            [rightName, r],
          ]);
        const word = kind instanceof OptionValue ? kind.value : kind;
        return pairs(left, right, (l, r) => holds(scope(l, r)), String(word).toLowerCase() as Kind, make);
      };
    },
  }),
];
