import { types, type Checked, type Value } from '../../formula/core.ts';
import { bindAmong, bindTextTest } from './bind-text.ts';
import { bindComparison, exactly, negated, turned, type Bound } from './bind-value.ts';
import { isOuter, moved } from './checked-tree.ts';
import { mayFail } from './may-fail.ts';
import { bindArithmetic, planNumber } from './plan-number.ts';
import { columnAt, type Placed, type Planning, type Rewrite } from './planning.ts';
import { always, isBlank, joined, never, type Comparison, type QueryColumn, type TextTest } from './query.ts';

/** A condition whose outer values are yet to come. */
export interface Condition {
  (values: readonly Value[]): Bound;
  /** Parts of it are left to the formula. */
  readonly partial?: boolean;
}

type Call = Extract<Checked, { kind: 'call' }>;

const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ['=', 'eq'],
  ['<>', 'ne'],
  ['<', 'lt'],
  ['<=', 'le'],
  ['>', 'gt'],
  ['>=', 'ge'],
]);

/**
 * What a source can say of a condition over rows: one that holds wherever the formula does, `exact` where it holds nowhere else. Undefined
 * where it can say nothing; why has been reported. `not`: of the opposite.
 */
export function planCondition(node: Checked, planning: Planning, not = false): Condition | undefined {
  if (isOuter(node)) return outer(planning.capture(moved(node, -1)), not);
  if (node.kind === 'coerce' && node.type.kind === 'boolean' && node.operand.type.kind === 'boolean')
    return planCondition(node.operand, planning, not);
  if (node.kind === 'field') return truth(node, planning, not);
  if (node.kind === 'operator') return planOperator(node, planning, not);
  if (node.kind === 'call') return planCall(node, planning, not);
  return refused(node, planning, 'this part');
}

const outer =
  (slot: number, not: boolean): Condition =>
  (values) =>
    exactly((values[slot] === true) !== not ? always : never);

function refused(node: Placed, planning: Planning, what: string): undefined {
  planning.refuse(node, { code: 'SuggestRemoteExecutionHint', what });
}

function junction(kind: 'and' | 'or', parts: readonly Checked[], planning: Planning, not: boolean): Condition | undefined {
  const wanted = not ? (kind === 'and' ? 'or' : 'and') : kind;
  const planned: (Condition | undefined)[] = [];
  for (const part of parts) {
    const condition = planCondition(part, planning, not);
    planned.push(condition);
    // An error here decides before what comes after it is looked at, so that must not keep any row away.
    if ((condition === undefined || condition.partial === true) && mayFail(part)) break;
  }
  const known = planned.filter((part) => part !== undefined);
  // Of alternatives that hold together each one narrows the rows by itself; of others all must be said, or nothing.
  if (known.length === 0 || (wanted === 'or' && known.length < parts.length)) return undefined;
  if (!can(planning, wanted) && known.length > 1) return wanted === 'and' ? roughlyBy(known[0]!) : undefined;
  const partial = known.length < parts.length || known.some((part) => part.partial === true);
  const bind = (values: readonly Value[]): Bound => {
    const bounds = known.map((part) => part(values));
    return {
      predicate: joined(
        wanted,
        bounds.map(({ predicate }) => predicate),
      ),
      exact: !partial && bounds.every(({ exact }) => exact),
    };
  };
  return Object.assign(bind, { partial });
}

const roughlyBy = (condition: Condition): Condition =>
  Object.assign((values: readonly Value[]): Bound => ({ ...condition(values), exact: false }), { partial: true });

const can = ({ abilities }: Planning, name: string): boolean => abilities.functions.has(name);

function planOperator(node: Extract<Checked, { kind: 'operator' }>, planning: Planning, not: boolean): Condition | undefined {
  const { operator, operands } = node;
  const [left, right] = operands as readonly [Checked, Checked];
  if (operator.name === '&&' || operator.name === '||')
    return junction(operator.name === '&&' ? 'and' : 'or', operands, planning, not);
  if (operator.name === '!') return planCondition(left, planning, !not);
  const comparison = comparisons.get(operator.name);
  if (comparison !== undefined) return compared(node, not ? negated(comparison) : comparison, left, right, planning);
  if (operator.name === 'in' || operator.name === 'exactin')
    return textTest(node, 'contains', right, left, planning, not, operator.name === 'in');
  if (operator.name === 'in table' || operator.name === 'exactin table')
    return among(node, left, right, planning, not, operator.name === 'in table');
  return refused(node, planning, `the operator ${operator.name}`);
}

function planCall(node: Call, planning: Planning, not: boolean): Condition | undefined {
  const args = node.args.map((argument) => argument.node);
  switch (node.function.name) {
    case 'And':
    case 'Or':
      return junction(node.function.name === 'And' ? 'and' : 'or', args, planning, not);
    case 'Not':
      return planCondition(args[0]!, planning, !not);
    case 'StartsWith':
      return textTest(node, 'startswith', args[0]!, args[1]!, planning, not, true);
    case 'EndsWith':
      return textTest(node, 'endswith', args[0]!, args[1]!, planning, not, true);
    case 'IsBlank':
      return blank(node, args[0]!, planning, not);
    default:
      return refused(node, planning, node.function.name);
  }
}

// ---- Columns ------------------------------------------------------------------------------------------------------------------------

/** Whether a source can use a function on a column; says so where not. */
function usable(node: Placed, column: QueryColumn, name: string, shown: string, planning: Planning): boolean {
  if (column.filter && can(planning, name) && column.functions?.has(name) !== false) return true;
  planning.refuse(node, {
    code: 'OpNotSupportedByColumnSuggestionMessage_OpNotSupportedByColumn',
    what: shown,
    column: column.name,
  });
  return false;
}

function truth(node: Checked, planning: Planning, not: boolean): Condition | undefined {
  const column = columnAt(node, planning);
  if (column?.kind !== 'boolean') return refused(node, planning, 'this part');
  if (!usable(node, column, 'eq', '=', planning)) return undefined;
  return () => bindComparison(column, not ? 'ne' : 'eq', true, { zone: planning.zone, texts: 'exact' });
}

function blank(node: Call, part: Checked, planning: Planning, not: boolean): Condition | undefined {
  const column = columnAt(part, planning);
  if (column === undefined) return refused(node, planning, 'IsBlank of what is no column');
  if (!usable(node, column, 'eq', 'IsBlank', planning)) return undefined;
  const surroundings = { zone: planning.zone, texts: 'exact' } as const;
  const isNull = isBlank(column, !not);
  if (column.kind !== 'text') return () => exactly(isNull);
  // An empty text is blank, too.
  const isEmpty = bindComparison(column, not ? 'ne' : 'eq', '', surroundings).predicate;
  return () => exactly(joined(not ? 'and' : 'or', [isNull, isEmpty]));
}

// ---- Comparisons --------------------------------------------------------------------------------------------------------------------

const shownAs: { readonly [C in Comparison]: string } = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };

function compared(node: Checked, operator: Comparison, left: Checked, right: Checked, planning: Planning): Condition | undefined {
  if (isOuter(left)) return compared(node, turned(operator), right, left, planning);
  const column = columnAt(left, planning);
  if (column !== undefined && isOuter(right)) {
    if (!usable(node, column, operator, shownAs[operator], planning)) return undefined;
    const slot = planning.capture(moved(right, -1));
    const surroundings = { zone: planning.zone, texts: planning.abilities.texts };
    return (values) => bindComparison(column, operator, values[slot] ?? null, surroundings);
  }
  const other = columnAt(right, planning);
  if (column !== undefined && other !== undefined) return columns(node, operator, column, other, planning);
  return isOuter(right) ? computed(node, operator, left, right, planning) : refused(node, planning, 'a comparison of such parts');
}

/** Two columns of a row with each other. */
function columns(
  node: Checked,
  operator: Comparison,
  left: QueryColumn,
  right: QueryColumn,
  planning: Planning,
): Condition | undefined {
  const plain = (column: QueryColumn): boolean =>
    (column.kind === 'number' && column.margin === undefined) ||
    column.kind === 'date' ||
    (column.kind === 'text' && planning.abilities.texts === 'exact' && operator === 'eq');
  if (left.kind !== right.kind || !plain(left) || !plain(right))
    return refused(node, planning, `a comparison of ${left.name} with ${right.name}`);
  if (!usable(node, left, operator, shownAs[operator], planning) || !usable(node, right, operator, shownAs[operator], planning))
    return undefined;
  const both = {
    kind: 'compare',
    left: { kind: 'column', column: left },
    operator,
    right: { kind: 'column', column: right },
  } as const;
  const blanks = [left, right].filter(({ nullable }) => nullable).map((column) => isBlank(column));
  const predicate = joined('or', [both, ...blanks]);
  return () => ({ predicate, exact: blanks.length === 0 });
}

/** What is computed of numbers of a row, with a value. */
function computed(node: Checked, operator: Comparison, left: Checked, right: Checked, planning: Planning): Condition | undefined {
  const suggestion = rewrite(node, operator, left, planning);
  if (suggestion !== undefined || left.type.kind !== 'number') {
    planning.refuse(node, { code: 'SuggestRemoteExecutionHint', what: nameOf(left) }, suggestion);
    return undefined;
  }
  const computedPart = planNumber(left, planning);
  if (computedPart === undefined) return refused(left, planning, nameOf(left));
  const slot = planning.capture(moved(right, -1));
  return (values) => bindArithmetic(computedPart, operator, values[slot] ?? null, values);
}

const nameOf = (node: Checked): string =>
  node.kind === 'call' ? node.function.name : node.kind === 'operator' ? `the operator ${node.operator.name}` : 'this part';

/** What could be written instead of a function of a column, where a comparison of the column itself says the same. */
function rewrite(node: Checked, operator: Comparison, left: Checked, planning: Planning): Rewrite | undefined {
  if (left.kind !== 'call' || node.kind !== 'operator') return undefined;
  const [first] = left.args;
  const argument = first?.node.kind === 'coerce' ? first.node.operand : first?.node;
  const column = argument && columnAt(argument, planning);
  if (column === undefined) return undefined;
  const { name } = left.function;
  const right = node.operands[1]!;
  const part = argument!;
  const said = (text: string, { span: { from, to } }: Placed): string => text.slice(from, to);
  if (name === 'Year' && operator === 'eq' && right.kind === 'literal')
    return (text: string) => {
      const [shown, year] = [said(text, part), Number(said(text, right))];
      return {
        title: `Compare ${shown} with the first days of the years`,
        insert: `${shown} >= Date(${year}, 1, 1) && ${shown} < Date(${year + 1}, 1, 1)`,
      };
    };
  if (name === 'Len' && (operator === 'gt' || operator === 'eq') && right.kind === 'literal')
    return (text: string) => {
      if (Number(said(text, right)) !== 0) return undefined;
      const test = `IsBlank(${said(text, part)})`;
      return { title: `Ask whether ${said(text, part)} is blank`, insert: operator === 'eq' ? test : `!${test}` };
    };
  if (name === 'Left' && operator === 'eq' && right.kind === 'literal' && typeof right.value === 'string')
    return (text: string) => ({
      title: 'Use StartsWith, which does not tell capital letters from small ones',
      insert: `StartsWith(${said(text, part)}, ${said(text, right)})`,
    });
  return undefined;
}

// ---- Texts and lists ------------------------------------------------------------------------------------------------------------------

const shownTests: { readonly [T in TextTest]: string } = { startswith: 'StartsWith', endswith: 'EndsWith', contains: 'in' };

function textTest(
  node: Checked,
  test: TextTest,
  whole: Checked,
  part: Checked,
  planning: Planning,
  not: boolean,
  ignoreCase: boolean,
): Condition | undefined {
  if (!isOuter(part)) {
    planning.refuse(node, { code: 'SuggestRemoteExecutionHint_StringMatchSecondParam', what: shownTests[test] });
    return undefined;
  }
  const column = columnAt(whole, planning);
  if (column === undefined || (column.kind !== 'text' && column.kind !== 'choice'))
    return refused(node, planning, `${shownTests[test]} on what is no column of texts`);
  return planTextTest(node, { test, column, ignoreCase, not }, planning.capture(moved(part, -1)), planning);
}

export function planTextTest(
  node: Placed,
  question: { readonly test: TextTest; readonly column: QueryColumn; readonly ignoreCase: boolean; readonly not: boolean },
  slot: number,
  planning: Planning,
): Condition | undefined {
  const { column, test, ignoreCase } = question;
  const { texts } = planning.abilities;
  const byMembers = column.kind === 'choice' && column.members !== undefined;
  const needed = byMembers ? 'eq' : test;
  if (!usable(node, column, needed, shownTests[test], planning)) return undefined;
  if (!byMembers && ignoreCase && texts === 'exact' && !usable(node, column, 'tolower', shownTests[test], planning))
    return undefined;
  return (values) => bindTextTest({ ...question, texts }, values[slot] ?? null);
}

function among(
  node: Checked,
  value: Checked,
  list: Checked,
  planning: Planning,
  not: boolean,
  ignoreCase: boolean,
): Condition | undefined {
  const column = columnAt(value, planning);
  if (column === undefined || !isOuter(list) || list.type.kind !== 'table') return refused(node, planning, 'in, of such parts');
  const lowers = column.kind === 'text' && ignoreCase && planning.abilities.texts === 'exact';
  if (!usable(node, column, lowers ? 'tolower' : 'eq', 'in', planning) || (!can(planning, 'in') && !can(planning, 'or')))
    return undefined;
  const slot = planning.capture(moved(list, -1));
  const [valueColumn = types.VALUE] = list.type.fields.keys();
  const { texts, listLength: longest } = planning.abilities;
  return (values) =>
    bindAmong({ column, valueColumn, ignoreCase, not, zone: planning.zone, texts, longest }, values[slot] ?? null);
}
