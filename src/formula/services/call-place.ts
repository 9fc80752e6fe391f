import { resolveFunction } from '../callee.ts';
import { knownValue } from '../constant.ts';
import type { CallNode } from '../expression.ts';
import type { FieldNote, FunctionDefinition, KnownArguments, LiveCalls, LiveValue } from '../function.ts';
import { isAggregate, type Type } from '../type.ts';
import type { Value } from '../value.ts';
import { caretAt, findExpression, type Caret, type Opened } from './caret.ts';
import { analyze, parameterAt, type Analysis, type FormulaContext } from './context.ts';

/*
 * Places inside the arguments of a call: an argument itself, or a field of the records written in it. What there is to know of such a
 * place comes from the parameter's notes, and from the service where the function has one behind it.
 */

/** The place of a caret inside the arguments of a call. */
export interface CallPlace {
  readonly function: FunctionDefinition;
  readonly node: CallNode;
  readonly argument: number;
  /** The fields from the argument's record to the place; empty for the argument itself. */
  readonly fields: readonly string[];
  readonly note: FieldNote | undefined;
  /** Undefined where nothing is known of it. */
  readonly type: Type | undefined;
}

/** The place of a caret; undefined outside of calls, and where another expression lies between the call and the caret. */
export function callPlace(analysis: Analysis, { opened }: Caret): CallPlace | undefined {
  const index = opened.findLastIndex(({ kind }) => kind === 'call' || kind === 'island');
  const bracket = opened[index];
  if (bracket?.kind !== 'call') return undefined;
  const call = callOf(analysis, bracket);
  const parameter = call && parameterAt(call.function.overloads[0]!, bracket.item);
  if (call === undefined || parameter === undefined) return undefined;
  const inside = opened.slice(index + 1);
  const fields = inside.flatMap(({ kind, field }) => (kind === 'record' && field !== undefined ? [field] : []));
  let type: Type | undefined =
    call.function.remote?.live?.argumentType(bracket.item, knownArguments(analysis, call.node)) ?? parameter.type;
  let note: FieldNote | undefined = parameter;
  for (const field of fields) {
    type = type !== undefined && isAggregate(type) ? type.fields.get(field) : undefined;
    note = note?.fields?.get(field);
  }
  return { ...call, argument: bracket.item, fields, note, type };
}

/** The values that a place may have, as the description or the service tells them. */
export function allowedValues(analysis: Analysis, place: CallPlace): readonly LiveValue[] {
  const { argument, fields, node, note } = place;
  const live = place.function.remote?.live?.suggestions(argument, fields, knownArguments(analysis, node));
  return live ?? (note?.choices ?? []).map((value) => ({ value, title: String(value) }));
}

/** What a service tells of the call around an offset while it is written; undefined where no service is behind it. */
export function liveAt(text: string, offset: number, context: FormulaContext): LiveCalls | undefined {
  const analysis = analyze(text, context);
  return callPlace(analysis, caretAt(analysis, offset))?.function.remote?.live;
}

function callOf(analysis: Analysis, { at }: Opened): Pick<CallPlace, 'node' | 'function'> | undefined {
  const node = findExpression(
    analysis.parsed.expression,
    (found): found is CallNode => found.kind === 'call' && found.open.from === at,
  );
  const definition = node && resolveFunction(analysis.context.scope, node.callee);
  return node === undefined || definition === undefined ? undefined : { node, function: definition };
}

/** The arguments of a call as far as they are known before it runs. The one that is being written counts as it stands. */
const knownArguments = (analysis: Analysis, { args }: CallNode): KnownArguments =>
  args.map((argument): Value | undefined => {
    const checked = analysis.checkedOf(argument);
    return checked === undefined ? undefined : knownValue(checked);
  });
