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
  const { node, function: definition } = callOf(analysis, bracket);
  const parameter = definition && parameterAt(definition.overloads[0]!, bracket.item);
  if (node === undefined || definition === undefined || parameter === undefined) return undefined;
  const inside = opened.slice(index + 1);
  const fields = inside.flatMap(({ kind, field }) => (kind === 'record' && field !== undefined ? [field] : []));
  let type: Type | undefined =
    definition.remote?.live?.argumentType(bracket.item, knownArguments(analysis, node)) ?? parameter.type;
  let note: FieldNote | undefined = parameter;
  for (const field of fields) {
    type = type !== undefined && isAggregate(type) ? type.fields.get(field) : undefined;
    note = note?.fields?.get(field);
  }
  return { node, function: definition, argument: bracket.item, fields, note, type };
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

/** The call that an open bracket begins, and its function where that is known. */
export function callOf(
  { parsed, context }: Analysis,
  { at }: Opened,
): { readonly node: CallNode | undefined; readonly function: FunctionDefinition | undefined } {
  const node = findExpression(parsed.expression, (found): found is CallNode => found.kind === 'call' && found.open.from === at);
  return { node, function: node && resolveFunction(context.scope, node.callee) };
}

/** The arguments of a call as far as they are known before it runs. The one that is being written counts as it stands. */
const knownArguments = (analysis: Analysis, { args }: CallNode): KnownArguments =>
  args.map((argument): Value | undefined => {
    const checked = analysis.checkedOf(argument);
    return checked === undefined ? undefined : knownValue(checked);
  });
