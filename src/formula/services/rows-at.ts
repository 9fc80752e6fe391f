import type { RowNames } from '../check.ts';
import { pathAt } from '../expression.ts';
import type { FunctionDefinition } from '../function.ts';
import { isAggregate } from '../type.ts';
import { callOf } from './call-place.ts';
import type { Caret } from './caret.ts';
import { analyze, type Analysis } from './context.ts';
import type { Wanted } from './wanted.ts';

/** The row scopes at a caret: those of a name there; where the checker does not come so far, those that the argument would see. */
export function rowsAt(analysis: Analysis, caret: Caret, { call, parameters }: Wanted): readonly RowNames[] {
  const seen = rowsOfName(analysis, caret);
  if (seen.length > 0 || call?.node === undefined) return seen;
  const outer = analysis.rowsOf(call.node);
  const source = call.argument > 0 ? analysis.checkedOf(call.node.args[0]!)?.type : undefined;
  if (source === undefined || !isAggregate(source) || parameters.every(({ mode }) => mode !== 'perRow')) return outer;
  return [
    ...outer,
    { fields: source.fields, aliases: ['ThisRecord'], aliasOnly: false, type: { kind: 'record', fields: source.fields } },
  ];
}

/** The row scopes that a name at the caret sees: the one that is typed, else one that is put there for the question. */
function rowsOfName(analysis: Analysis, { from, to, offset, opened }: Caret): readonly RowNames[] {
  const { text, context } = analysis;
  if (!opened.some((bracket) => bracket.kind === 'call' && givesRows(callOf(analysis, bracket).function)))
    return analysis.rowsOf(analysis.parsed.expression);
  const asked = from < to ? analysis : analyze(`${text.slice(0, offset)}x ${text.slice(offset)}`, context);
  const node = pathAt(asked.parsed.expression, from).findLast(({ kind }) => kind === 'name');
  return node === undefined ? [] : asked.rowsOf(node);
}

/** Whether a call shows rows, or other names of its own, to some of its arguments. */
const givesRows = (definition: FunctionDefinition | undefined): boolean =>
  definition?.overloads.some(({ parameters }) =>
    parameters.some(({ mode, scope }) => mode === 'perRow' || scope !== undefined),
  ) === true;
