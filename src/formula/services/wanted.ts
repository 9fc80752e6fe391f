import { coercionTo } from '../coercion.ts';
import type { CallNode, Expression } from '../expression.ts';
import { canvas } from '../features.ts';
import type { FunctionDefinition, Parameter } from '../function.ts';
import { isAggregate, isNumeric, number as numberType, rowType, text as textType, type RecordType, type Type } from '../type.ts';
import { callOf } from './call-place.ts';
import { findExpression, type Caret, type Opened } from './caret.ts';
import { parameterAt, type Analysis } from './context.ts';

/*
 * What a caret's place wants: from the innermost open bracket outwards, an argument's parameter, a field's or a row's type.
 */

/** What is wanted where a value begins. */
export interface Wanted {
  /** Types that would do, of each overload; empty where nothing is known. */
  readonly types: readonly Type[];
  /** The parameters that the caret's argument may fill, of each overload; empty outside of calls. */
  readonly parameters: readonly Parameter[];
  readonly call: WantedCall | undefined;
  /** The value has to be one of these types, not only become one: the other side of a comparison. */
  readonly exact: boolean;
}

export interface WantedCall {
  readonly function: FunctionDefinition | undefined;
  readonly node: CallNode | undefined;
  readonly argument: number;
}

const nothing: Wanted = { types: [], parameters: [], call: undefined, exact: false };

/** What the place of a caret wants. */
export function wantedAt(analysis: Analysis, { opened, question }: Caret): Wanted {
  if (question.kind === 'value' && question.comparison !== undefined) {
    const { comparison } = question;
    const node = findExpression(
      analysis.parsed.expression,
      (found): found is Extract<Expression, { kind: 'binary' }> =>
        found.kind === 'binary' && found.operatorSpan.from === comparison,
    );
    const type = node && analysis.checkedOf(node.left)?.type;
    return { ...nothing, types: type === undefined ? [] : [type], exact: true };
  }
  return within(analysis, opened, opened.length - 1);
}

/** What stands inside of the bracket of an index wants. */
function within(analysis: Analysis, opened: readonly Opened[], index: number): Wanted {
  const bracket = opened[index];
  if (bracket === undefined)
    return { ...nothing, types: analysis.context.expected === undefined ? [] : [analysis.context.expected] };
  switch (bracket.kind) {
    case 'call':
      return argument(analysis, bracket);
    case 'paren':
      return within(analysis, opened, index - 1);
    case 'island':
      return { ...nothing, types: [textType] };
    case 'record': {
      const { types } = recordWanted(analysis, opened, index);
      return { ...nothing, types: types.flatMap((type) => type.fields.get(bracket.field ?? '') ?? []) };
    }
    case 'table': {
      const { types } = within(analysis, opened, index - 1);
      return { ...nothing, types: types.flatMap((type) => (type.kind === 'table' ? [rowType(type)] : [])) };
    }
  }
}

/** The records that a record at the caret could be. */
export function recordWanted(
  analysis: Analysis,
  opened: readonly Opened[],
  index = opened.length - 1,
): { readonly types: readonly RecordType[]; readonly inCall: boolean } {
  const outer = within(analysis, opened, index - 1);
  return {
    types: outer.types.filter((type): type is RecordType => type.kind === 'record'),
    inCall: opened.slice(0, index).some(({ kind }) => kind === 'call'),
  };
}

function argument(analysis: Analysis, bracket: Opened): Wanted {
  const { node, function: definition } = callOf(analysis, bracket);
  const call = { function: definition, node, argument: bracket.item };
  if (definition === undefined) return { ...nothing, call };
  const { behavior, features = canvas } = analysis.context;
  const allowed = definition.overloads.filter(({ when }) => when === undefined || when(features));
  const first = analysis.checkedOf(node!.args[0] ?? node!)?.type;
  const meant = mostSpecific(allowed, bracket.item === 0 ? behavior === true : first?.kind === 'table');
  const all = likeFirst(meant, bracket.item === 0 ? undefined : first).flatMap(
    (overload) => parameterAt(overload, bracket.item) ?? [],
  );
  // A function of values that takes tables of them too is mostly given values.
  const scalars = all.filter(({ type, mode }) => mode === 'value' && !isAggregate(type) && type.kind !== 'dynamic');
  const parameters = scalars.length > 0 ? scalars : all;
  // Behaviors over a table take its rows.
  const rows = bracket.item > 0 && first?.kind === 'table' && changes(meant[0]?.parameters[0]) ? [rowType(first)] : undefined;
  const suggested = parameters.flatMap(({ suggests }) => suggests ?? []);
  return {
    ...nothing,
    types: rows ?? (suggested.length > 0 ? suggested : parameters.map(({ type }) => type)),
    parameters,
    call,
    exact: suggested.length > 0,
  };
}

/** Of overloads for tables and others for single values, those that the first argument is for. */
function likeFirst(overloads: FunctionDefinition['overloads'], first: Type | undefined): FunctionDefinition['overloads'] {
  const like = first === undefined ? [] : overloads.filter(({ parameters }) => parameters[0]?.type.kind === first.kind);
  return like.length > 0 ? like : overloads;
}

const changes = (parameter: Parameter | undefined): boolean => parameter?.mode === 'place';

/** Where some overloads change a data source and others do not, those that the kind of formula is for. */
function mostSpecific(overloads: FunctionDefinition['overloads'], behavior: boolean): FunctionDefinition['overloads'] {
  const fitting = overloads.filter(({ parameters }) => changes(parameters[0]) === behavior);
  return fitting.length > 0 && fitting.length < overloads.length ? fitting : overloads;
}

/** Whether something of a type can stand where the wanted is wanted. */
export function fits(type: Type, { types, parameters, exact }: Wanted, analysis: Analysis): boolean {
  const features = analysis.context.features ?? canvas;
  if (type.kind === 'unknown') return false;
  if (parameters[0]?.mode === 'place' && parameters.length > 0 && types[0] === parameters[0].type) return type.kind === 'table';
  return types.some((wanted) => {
    if (wanted.kind === 'any') return true;
    if (isAggregate(wanted)) {
      return wanted.kind === type.kind && [...wanted.fields.keys()].every((name) => (type as RecordType).fields.has(name));
    }
    if (wanted.kind === 'option' && exact) return type.kind === 'option' && type.set === wanted.set;
    if (wanted.kind === 'numeric' && isNumeric(type)) return true;
    if (exact) return wanted.kind === type.kind;
    if (type.kind === 'control') return true;
    return coercionTo(type, wanted.kind === 'numeric' ? numberType : wanted, features) !== undefined;
  });
}
