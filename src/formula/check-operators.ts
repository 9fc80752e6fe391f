import type { Checked } from './checked.ts';
import type { Checker } from './check.ts';
import { mark } from './marks.ts';
import { numberKind } from './number-kind.ts';
import { unwrap, type BinaryNode, type BinaryOperator, type Expression, type UnaryNode } from './expression.ts';
import {
  and,
  arithmetic,
  comparison,
  concatenate,
  concatenateOptions,
  concatenatedSet,
  equality,
  membership,
  neverEqual,
  not,
  or,
  serialEquality,
  type Operator,
} from './operators.ts';
import * as types from './type.ts';
import { isAggregate, isDateLike, isNumeric, isTextLike, kindName, type Type } from './type.ts';

/*
 * The types of operators (SEMANTICS 5.2). Each rule chooses an operator and converts the operands, or reports why it cannot. A left-deep
 * run of operators (`a & b & c …`) is walked in a loop: its length is limited by time, not by the stack.
 */

/** Operators in one run that are evaluated inside each other; more is refused, since evaluation takes stack for each. */
const MAX_RUN = 2000;

export function checkBinary(checker: Checker, node: BinaryNode): Checked {
  const run: BinaryNode[] = [];
  let leftmost: Expression = node;
  while (leftmost.kind === 'binary') {
    run.push(leftmost);
    leftmost = leftmost.left;
  }
  if (run.length > MAX_RUN && run.some(({ operator }) => operator !== '&')) {
    checker.error(run[0]!.operatorSpan, 'ErrRuleNestedTooDeeply', String(MAX_RUN));
    return checker.invalid(node);
  }
  let left = checker.check(leftmost);
  for (let i = run.length - 1; i >= 0; i--) {
    const step = run[i]!;
    left = binaryRule(checker, step, left, checker.check(step.right));
  }
  return left;
}

function binaryRule(checker: Checker, node: BinaryNode, left: Checked, right: Checked): Checked {
  switch (node.operator) {
    case '+':
    case '-':
      return additive(checker, node, left, right);
    case '*':
    case '/':
      return multiplicative(checker, node, left, right);
    case '^':
      return powers(checker, node, left, right);
    case '&':
      return texts(checker, node, left, right);
    case '&&':
    case 'And':
      return logic(checker, node, and, left, right);
    case '||':
    case 'Or':
      return logic(checker, node, or, left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(checker, node, left, right);
    case '=':
    case '<>':
      return sameness(checker, node, left, right);
    case 'in':
    case 'exactin':
      return containment(checker, node, left, right);
  }
}

function apply(operator: Operator, type: Type, node: Expression, ...operands: Checked[]): Checked {
  return { kind: 'operator', operator, operands, type, awaits: operands.some((operand) => operand.awaits), span: node };
}

const arithmeticTypes = 'Number, Text, Boolean, Date, Time, DateTime, Dynamic';
const orderedTypes = 'Number, Decimal, Date, Time, DateTime, Dynamic';
const booleanTypes = 'Boolean, Number, Decimal, Text, Dynamic';

/** Says that an operand does not fit; quietly where it had no type anyway. */
function refuse(checker: Checker, operand: Checked, source: Expression, expected: string): void {
  if (operand.type.kind === 'unknown') checker.consequence(mark(source), 'ErrBadType_ExpectedTypesCSV', expected);
  else checker.error(mark(source), 'ErrBadType_ExpectedTypesCSV', expected);
}

// ---- Arithmetic ---------------------------------------------------------------------------------------------------------------------

/** What an operand is in arithmetic: a kind of number or date, or `other` for what becomes a number (text, Boolean, blank, dynamic). */
type Operand = 'number' | 'decimal' | 'date' | 'dateTime' | 'time' | 'other' | 'dynamic';

function operandOf(checker: Checker, node: Checked, source: Expression): Operand | undefined {
  const { type } = node;
  if (isNumeric(type) || isDateLike(type)) return type.kind as Operand;
  if (isTextLike(type) || type.kind === 'boolean' || type.kind === 'blank') return 'other';
  if (type.kind === 'dynamic') return 'dynamic';
  if (type.kind === 'option' && type.set.coercesToBacking === true && type.set.backing === 'number') return 'number';
  refuse(checker, node, source, arithmeticTypes);
  return undefined;
}

/** The number type of two operands without dates. */
const numberType = (checker: Checker, a: Operand, b: Operand): 'number' | 'decimal' =>
  numberKind([kindOf(a), kindOf(b)], checker.features);

const kindOf = (operand: Operand): Type =>
  operand === 'decimal' ? types.decimal : operand === 'number' ? types.number : types.unknown;

const asNumber = (checker: Checker, node: Checked, type: 'number' | 'decimal'): Checked =>
  checker.convert(node, types[type]) ?? node;

function multiplicative(checker: Checker, node: BinaryNode, left: Checked, right: Checked): Checked {
  const a = operandOf(checker, left, node.left);
  const b = operandOf(checker, right, node.right);
  if (a === undefined || b === undefined) return checker.invalid(node);
  const type = numberType(checker, a, b);
  const operators = arithmetic[type];
  const operator = node.operator === '*' ? operators.multiply : operators.divide;
  return apply(operator, types[type], node, asNumber(checker, left, type), asNumber(checker, right, type));
}

function powers(checker: Checker, node: BinaryNode, left: Checked, right: Checked): Checked {
  const a = operandOf(checker, left, node.left);
  const b = operandOf(checker, right, node.right);
  if (a === undefined || b === undefined) return checker.invalid(node);
  return apply(
    arithmetic.number.raise,
    types.number,
    node,
    asNumber(checker, left, 'number'),
    asNumber(checker, right, 'number'),
  );
}

const isMoment = (operand: Operand): operand is 'date' | 'dateTime' | 'time' =>
  operand === 'date' || operand === 'dateTime' || operand === 'time';

/** `a + -b`, which is `a - b`: the operand of the minus sign. */
function negated(node: BinaryNode, right: Checked): Checked | undefined {
  const source = unwrap(node.right);
  const minus = node.operator === '+' && source.kind === 'unary' && source.operator === '-';
  return minus && right.kind === 'operator' && right.operands.length === 1 ? right.operands[0] : undefined;
}

function additive(checker: Checker, node: BinaryNode, left: Checked, right: Checked): Checked {
  const a = operandOf(checker, left, node.left);
  const b = operandOf(checker, right, node.right);
  if (a === undefined || b === undefined) return checker.invalid(node);
  if (!isMoment(a) && !isMoment(b)) {
    const type = numberType(checker, a, b);
    const operator = node.operator === '+' ? arithmetic[type].add : arithmetic[type].subtract;
    // What is taken away becomes the number that a minus sign would make of it.
    const alone = node.operator === '-' ? asNumber(checker, right, numberType(checker, b, b)) : right;
    return apply(operator, types[type], node, asNumber(checker, left, type), asNumber(checker, alone, type));
  }
  const taken = isMoment(b) ? negated(node, right) : undefined;
  const found =
    node.operator === '-' || taken !== undefined
      ? difference(checker, node, a, b, left, taken ?? right)
      : sum(checker, node, a, b, left, right);
  if (found !== undefined) return found;
  checker.error(node.operatorSpan, 'ErrBadOperatorTypes', kindName(left.type), kindName(right.type));
  return checker.invalid(node);
}

/** A moment plus days or a time. Two dates cannot be added. */
function sum(checker: Checker, node: BinaryNode, a: Operand, b: Operand, left: Checked, right: Checked): Checked | undefined {
  const { addTo, swapped } = arithmetic;
  if (a === 'time' && b === 'time') return apply(addTo.time, types.time, node, left, right);
  // Date or date-time with a time of day: a date and time.
  if (isMoment(a) && b === 'time') return apply(addTo.dateTime, types.dateTime, node, left, right);
  if (a === 'time' && isMoment(b)) return apply(swapped(addTo.dateTime), types.dateTime, node, left, right);
  if (isMoment(a) && isMoment(b)) return undefined;
  if (isMoment(a)) return apply(addTo[a], types[a], node, left, asNumber(checker, right, 'number'));
  if (isMoment(b)) return apply(swapped(addTo[b]), types[b], node, asNumber(checker, left, 'number'), right);
  return undefined;
}

/** A moment less days or a time, or the days between two moments of a kind. Nothing can be less a moment of another kind. */
function difference(
  checker: Checker,
  node: BinaryNode,
  a: Operand,
  b: Operand,
  left: Checked,
  right: Checked,
): Checked | undefined {
  const { subtractFrom, dateDifference, decimalDateDifference, subtractMoment } = arithmetic;
  if (!isMoment(a)) return apply(subtractMoment, right.type, node, asNumber(checker, left, 'number'), right);
  if (!isMoment(b)) return apply(subtractFrom[a], types[a], node, left, asNumber(checker, right, 'number'));
  if (a !== 'time' && b === 'time') return apply(subtractFrom.dateTime, types.dateTime, node, left, right);
  if (a === 'time' && b !== 'time') return undefined;
  return checker.features.NumberIsFloat
    ? apply(dateDifference, types.number, node, left, right)
    : apply(decimalDateDifference, types.decimal, node, left, right);
}

export function checkUnary(checker: Checker, node: UnaryNode): Checked {
  const operand = checker.check(node.operand);
  if (node.operator === '!' || node.operator === 'Not') {
    const value = toBoolean(checker, operand, node.operand);
    return value === undefined ? checker.invalid(node) : apply(not, types.boolean, node, value);
  }
  const kind = operandOf(checker, operand, node.operand);
  if (kind === undefined) return checker.invalid(node);
  if (node.operator === '-' && isMoment(kind)) {
    return apply(arithmetic.negateMoment[kind], types[kind], node, operand);
  }
  const type = kind === 'number' || kind === 'decimal' ? kind : numberType(checker, 'other', 'other');
  const operators = arithmetic[type];
  return apply(node.operator === '-' ? operators.negate : operators.percent, types[type], node, asNumber(checker, operand, type));
}

// ---- Text and logic -----------------------------------------------------------------------------------------------------------------

function texts(checker: Checker, node: BinaryNode, left: Checked, right: Checked): Checked {
  const set = concatenatedSet([left.type, right.type]);
  if (set !== undefined) return apply(concatenateOptions(set), types.optionType(set), node, left, right);
  const first = checker.toText(left);
  const second = checker.toText(right);
  if (first === undefined) refuse(checker, left, node.left, textTypes);
  if (second === undefined) refuse(checker, right, node.right, textTypes);
  if (first === undefined || second === undefined) return checker.invalid(node);
  // A run of `&` becomes one operator with many operands: nothing nests. The list is this run's own until the run ends, so it may grow.
  const grows = first.kind === 'operator' && first.operator === concatenate && node.left.kind === 'binary';
  const operands = grows ? (first.operands as Checked[]) : [first];
  operands.push(second);
  const awaits = left.awaits || right.awaits;
  return { kind: 'operator', operator: concatenate, operands, type: types.text, awaits, span: node };
}

const textTypes = 'Text, Number, Decimal, Date, Time, DateTime, Boolean, Dynamic';

/** A value as true or false; not from dates. Reports where it cannot be. */
export function toBoolean(checker: Checker, node: Checked, source: Expression): Checked | undefined {
  const converted = isDateLike(node.type) ? undefined : checker.convert(node, types.boolean);
  if (converted === undefined || node.type.kind === 'unknown') {
    refuse(checker, node, source, booleanTypes);
    return undefined;
  }
  return converted;
}

function logic(checker: Checker, node: BinaryNode, operator: Operator, left: Checked, right: Checked): Checked {
  const a = toBoolean(checker, left, node.left);
  const b = toBoolean(checker, right, node.right);
  return a === undefined || b === undefined ? checker.invalid(node) : apply(operator, types.boolean, node, a, b);
}

// ---- Comparison ---------------------------------------------------------------------------------------------------------------------

/** Why members of enums cannot be ordered: with each other only where they count as numbers, with numbers only where one becomes the other. */
function unorderedOptions(a: Type, b: Type): string | undefined {
  if (a.kind !== 'option' && b.kind !== 'option') return undefined;
  if (a.kind === 'option' && b.kind === 'option' && a.set === b.set) {
    return a.set.comparesNumerically === true ? undefined : 'ErrUnOrderedTypeForComparison_Type';
  }
  const [member, other] = a.kind === 'option' ? [a, b] : [b as types.OptionType, a];
  const { comparesNumerically, coercesToBacking, acceptsBacking } = member.set;
  const counts = comparesNumerically === true && (coercesToBacking === true || acceptsBacking === true);
  return counts && (isNumeric(other) || other.kind === 'blank') ? undefined : 'ErrIncompatibleTypesForEquality_Left_Right';
}

const shownName = (type: Type): string => (type.kind === 'unknown' ? 'Error' : kindName(type));

function order(checker: Checker, node: BinaryNode, left: Checked, right: Checked): Checked {
  const fits = (type: Type): boolean =>
    isNumeric(type) || isDateLike(type) || type.kind === 'dynamic' || type.kind === 'blank' || type.kind === 'option';
  let failed = false;
  const refused = unorderedOptions(left.type, right.type);
  if (refused !== undefined) {
    checker.error(node.operatorSpan, refused, ...[left.type, right.type].map(shownName));
    return checker.invalid(node);
  }
  for (const [value, source] of [
    [left, node.left],
    [right, node.right],
  ] as const) {
    if (fits(value.type)) continue;
    refuse(checker, value, source, orderedTypes);
    failed = true;
  }
  if (failed) return checker.invalid(node);
  if (left.type.kind === 'dynamic' && right.type.kind === 'dynamic') {
    checker.error(node.operatorSpan, 'ErrBadOperatorTypes', 'Dynamic', 'Dynamic');
    return checker.invalid(node);
  }
  const [a, b] = alike(checker, beside(checker, left, right), beside(checker, right, left));
  return apply(comparison[node.operator]!, types.boolean, node, a, b);
}

/** A dynamic value beside a blank without type: a number. */
const beside = (checker: Checker, value: Checked, other: Checked): Checked =>
  value.type.kind === 'dynamic' && other.type.kind === 'blank'
    ? asNumber(checker, value, numberKind([], checker.features))
    : value;

/** Brings a dynamic value to the other side's type, mixed numbers to doubles, and where literals are decimals dates beside them to exact days. */
function alike(checker: Checker, left: Checked, right: Checked): [Checked, Checked] {
  if (left.type.kind === 'dynamic') return [checker.convert(left, right.type) ?? left, right];
  if (right.type.kind === 'dynamic') return [left, checker.convert(right, left.type) ?? right];
  if (isNumeric(left.type) && isNumeric(right.type) && left.type.kind !== right.type.kind) {
    return [asNumber(checker, left, 'number'), asNumber(checker, right, 'number')];
  }
  if (checker.features.NumberIsFloat) return [left, right];
  if (isDateLike(left.type) && right.type.kind === 'decimal') return [asNumber(checker, left, 'decimal'), right];
  if (left.type.kind === 'decimal' && isDateLike(right.type)) return [left, asNumber(checker, right, 'decimal')];
  return [left, right];
}

/** Families of types whose values can be equal. */
function family(type: Type): string {
  if (isNumeric(type)) return 'number';
  if (isTextLike(type)) return 'text';
  if (isDateLike(type)) return 'date';
  return type.kind === 'option' ? `option ${type.set.name}` : type.kind;
}

function sameness(checker: Checker, node: BinaryNode, left: Checked, right: Checked): Checked {
  const operator = node.operator as '=' | '<>';
  const a = left.type;
  const b = right.type;
  const refuseBoth = (): Checked => {
    const unknown = a.kind === 'unknown' || b.kind === 'unknown';
    const names = [a, b].map((type) => (type.kind === 'unknown' ? 'Error' : kindName(type))) as [string, string];
    if (unknown) checker.consequence(node.operatorSpan, 'ErrIncompatibleTypesForEquality_Left_Right', ...names);
    else checker.error(node.operatorSpan, 'ErrIncompatibleTypesForEquality_Left_Right', ...names);
    return checker.invalid(node);
  };
  if (a.kind === 'unknown' || b.kind === 'unknown' || a.kind === 'void' || b.kind === 'void') return refuseBoth();
  if (isAggregate(a) || isAggregate(b) || a.kind === 'control' || b.kind === 'control') {
    return a.kind === 'blank' || b.kind === 'blank' ? apply(equality[operator]!, types.boolean, node, left, right) : refuseBoth();
  }
  if (a.kind === 'dynamic' && b.kind === 'dynamic') return refuseBoth();
  if (a.kind === 'blank' || b.kind === 'blank' || family(a) === family(b)) {
    const [x, y] = alike(checker, left, right);
    const mixed = isDateLike(a) && isDateLike(b) && a.kind !== b.kind;
    return apply((mixed ? serialEquality : equality)[operator]!, types.boolean, node, x, y);
  }
  if (a.kind === 'dynamic' || b.kind === 'dynamic') {
    const [x, y] = alike(checker, left, right);
    return x === left && y === right ? refuseBoth() : apply(equality[operator]!, types.boolean, node, x, y);
  }
  return mixedSameness(checker, node, left, right) ?? refuseBoth();
}

/** Different families: dates with numbers by their days, options with what backs them, and before V1 a warning and `false`. */
function mixedSameness(checker: Checker, node: BinaryNode, left: Checked, right: Checked): Checked | undefined {
  const operator = node.operator as '=' | '<>';
  if (left.type.kind === 'option' && right.type.kind === 'option') return undefined;
  const pair = [family(left.type), family(right.type)];
  if (pair.includes('date') && pair.includes('number')) {
    const [x, y] = alike(checker, left, right);
    return apply((x === left && y === right ? serialEquality : equality)[operator]!, types.boolean, node, x, y);
  }
  for (const [option, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (option.type.kind !== 'option' || other.type.kind === 'option') continue;
    const { set } = option.type;
    if (set.acceptsBacking !== true && set.coercesToBacking !== true) continue;
    const backed = checker.convert(option, other.type);
    if (backed !== undefined && set.coercesToBacking === true) {
      return apply(equality[operator]!, types.boolean, node, option === left ? backed : left, option === left ? right : backed);
    }
    const member = checker.convert(other, option.type);
    if (member !== undefined)
      return apply(equality[operator]!, types.boolean, node, option === left ? left : member, option === left ? member : right);
  }
  if (checker.features.PowerFxV1CompatibilityRules) return undefined;
  checker.report('warning', node.operatorSpan, 'ErrIncompatibleTypesForEquality_Left_Right', [
    kindName(left.type),
    kindName(right.type),
  ]);
  return apply(neverEqual[operator]!, types.boolean, node, left, right);
}

// ---- in, exactin --------------------------------------------------------------------------------------------------------------------

function containment(checker: Checker, node: BinaryNode, left: Checked, right: Checked): Checked {
  const exact = node.operator === 'exactin';
  if (left.type.kind === 'unknown' || right.type.kind === 'unknown') return checker.invalid(node);
  if (right.type.kind === 'table') return tableContainment(checker, node, left, right, exact);
  if (right.type.kind === 'record' || right.type.kind === 'void') {
    checker.error(mark(node.right), 'ErrBadType_Type', kindName(right.type));
    return checker.invalid(node);
  }
  if (isAggregate(left.type)) {
    checker.error(mark(node.right), 'ErrBadType_Type', kindName(right.type));
    return checker.invalid(node);
  }
  const a = checker.convert(left, types.text);
  const b = checker.convert(right, types.text);
  for (const [converted, source, original] of [
    [a, node.left, left],
    [b, node.right, right],
  ] as const) {
    if (converted === undefined)
      checker.error(mark(source), 'ErrCannotCoerce_SourceType_TargetType', kindName(original.type), 'Text');
  }
  return a === undefined || b === undefined ? checker.invalid(node) : apply(membership.text(exact), types.boolean, node, a, b);
}

function tableContainment(checker: Checker, node: BinaryNode, left: Checked, right: Checked, exact: boolean): Checked {
  const table = right.type as types.TableType;
  if (left.type.kind === 'record') return rowContainment(checker, node, left, right, left.type, table);
  const column = [...table.fields][0];
  if (table.fields.size !== 1 || column === undefined) {
    checker.error(mark(node.right), 'ErrInvalidSchemaNeedCol');
    return checker.invalid(node);
  }
  if (left.type.kind === 'table') {
    checker.error(mark(node.left), 'ErrBadType_Type', 'Table');
    return checker.invalid(node);
  }
  const [name, type] = column;
  const wanted = type.kind === 'blank' ? left : checker.convert(left, type);
  if (wanted === undefined) {
    checker.error(mark(node.left), 'ErrCannotCoerce_SourceType_TargetType', kindName(left.type), kindName(type));
    return checker.invalid(node);
  }
  // Before V1 a blank without type was taken for a blank row.
  const blankRows = !checker.features.PowerFxV1CompatibilityRules && left.type.kind === 'blank';
  return apply(membership.column(exact, name, blankRows), types.boolean, node, wanted, right);
}

/** A record among rows: their columns must be of the same types, nothing is converted. */
function rowContainment(
  checker: Checker,
  node: BinaryNode,
  left: Checked,
  right: Checked,
  record: types.RecordType,
  table: types.TableType,
): Checked {
  const missing = [...record.fields.keys()].find((name) => !table.fields.has(name));
  const fewer = missing === undefined || [...table.fields.keys()].every((name) => record.fields.has(name));
  const differing = [...record.fields].find(([name, type]) => {
    const other = table.fields.get(name);
    return other !== undefined && other.kind !== 'blank' && type.kind !== 'blank' && family(other) !== family(type);
  });
  if (fewer && differing === undefined) return apply(membership.row, types.boolean, node, left, right);
  checker.error(mark(node.left), 'ErrBadSchema_ExpectedType', 'Record');
  checker.error(mark(node.right), 'ErrBadSchema_ExpectedType', 'Table');
  if (differing === undefined) {
    const type = record.fields.get(missing!)!;
    checker.error(mark(node.right), 'ErrColumnMissing_ColName_ExpectedType', missing!, kindName(type));
  } else {
    const [name, type] = differing;
    const [own, other] = [kindName(type), kindName(table.fields.get(name)!)];
    checker.error(mark(node.left), 'ErrColumnTypeMismatch_ColName_ExpectedType_ActualType', name, other, own);
    checker.error(mark(node.right), 'ErrColumnTypeMismatch_ColName_ExpectedType_ActualType', name, own, other);
  }
  return checker.invalid(node);
}

export type { BinaryOperator };
