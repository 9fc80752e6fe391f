import type { RowNames } from '../check.ts';
import { keywords as languageKeywords } from '../tokens.ts';
import { coercionTo } from '../coercion.ts';
import { pathAt, type Expression, type MemberNode, type RecordNode } from '../expression.ts';
import { canvas } from '../features.ts';
import type { FunctionDefinition } from '../function.ts';
import type { Symbol } from '../scope.ts';
import { isAggregate, kindName, printType, quoteName, type Type } from '../type.ts';
import { analyze, callAt, parameterAt, unwrap, wordAt, type Analysis, type FormulaContext } from './context.ts';
import { signatureText } from './signature.ts';

export type CompletionKind =
  | 'function'
  | 'operation'
  | 'connector'
  | 'variable'
  | 'collection'
  | 'control'
  | 'screen'
  | 'property'
  | 'field'
  | 'row'
  | 'enum'
  | 'member'
  | 'keyword'
  | 'value';

/** Something that can be typed: the text shown, what is put in, and what there is to know about it. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Goes into the formula instead of the label: quoted names, `Left(` … */
  readonly insert: string;
  /** A short type or signature. */
  readonly detail?: string;
  /** A sentence. */
  readonly info?: string;
  /** Higher comes first; 0 is ordinary. */
  readonly boost: number;
}

export interface Completions {
  /** What is replaced: the word at the caret. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

/**
 * What can be typed at an offset of a formula, best first: fields after a dot, members where an enum is wanted, columns in row scopes,
 * operations of connectors, names of fields in the record of a connector's optional parameters, otherwise all names in sight.
 */
export function complete(text: string, offset: number, context: FormulaContext): Completions {
  const analysis = analyze(text, context);
  const word = wordAt(analysis, offset);
  const none = { from: offset, to: offset, items: [] };
  if (insideText(analysis, offset)) return none;
  const path = pathAt(analysis.parsed.expression, word.from);
  const member = path.findLast(
    (node): node is MemberNode =>
      node.kind === 'member' && node.separator.to <= offset && offset <= Math.max(node.name.to, node.separator.to),
  );
  const found = member !== undefined ? members(analysis, member) : names(analysis, offset, path);
  const items = found
    .filter(({ label }) => matches(label, word.name))
    .sort((a, b) => b.boost - a.boost || rank(a, word.name) - rank(b, word.name));
  return { from: word.from, to: Math.max(word.to, offset), items };
}

/** Exact beginnings before others, shorter before longer. */
const rank = ({ label }: Completion, typed: string): number =>
  typed === ''
    ? 0
    : (label.startsWith(typed) ? 0 : label.toLowerCase().startsWith(typed.toLowerCase()) ? 1000 : 2000) + label.length;

const matches = (label: string, typed: string): boolean => label.toLowerCase().includes(typed.toLowerCase());

/** Whether an offset is inside a text literal or a comment, where nothing is completed. */
function insideText({ parsed }: Analysis, offset: number): boolean {
  const within = ({ startOffset, image }: { startOffset: number; image: string }, open: boolean): boolean =>
    startOffset < offset && (open ? offset <= startOffset + image.length : offset < startOffset + image.length);
  if (parsed.comments.some((comment) => within(comment, comment.image.startsWith('//')))) return true;
  return parsed.tokens.some((token) => {
    const { name } = token.tokenType;
    return (
      (name === 'Text' && within(token, false)) ||
      (name === 'OpenText' && within(token, true)) ||
      (name === 'InterpolationText' && within(token, false))
    );
  });
}

// ---- After a dot --------------------------------------------------------------------------------------------------------------------

function members(analysis: Analysis, node: MemberNode): Completion[] {
  const { scope } = analysis.context;
  const base = unwrap(node.target);
  if (base.kind === 'name') {
    const namespace = scope.namespace(base.name.name);
    if (namespace !== undefined) return [...namespace.functions.values()].map((definition) => functionItem(definition, true));
    const set = scope.symbol(base.name.name) === undefined ? scope.optionSet(base.name.name) : undefined;
    if (set !== undefined) return [...set.members.keys()].map((name) => item(name, 'member', `${set.name}.${name}`));
  }
  const type = analysis.checkedOf(node.target)?.type ?? scope.symbol(base.kind === 'name' ? base.name.name : '')?.type;
  return type === undefined ? [] : fields(type);
}

function fields(type: Type): Completion[] {
  if (!isAggregate(type) && type.kind !== 'control') return [];
  return [...type.fields].map(([name, of]) => item(name, type.kind === 'control' ? 'property' : 'field', printType(of, 1)));
}

// ---- Names --------------------------------------------------------------------------------------------------------------------------

function names(analysis: Analysis, offset: number, path: readonly Expression[]): Completion[] {
  const { context } = analysis;
  const record = path.findLast((node): node is RecordNode => node.kind === 'record');
  if (record !== undefined && atFieldName(record, offset)) return recordFields(analysis, record);
  const expected = expectedType(analysis, offset);
  const call = callAt(analysis, offset);
  const parameter = call && parameterAt(call.function.overloads[0]!, call.argument);
  if (call !== undefined && parameter?.mode === 'column') {
    const source = analysis.checkedOf(call.node.args[0] ?? call.node)?.type;
    if (source !== undefined) return fields(source);
  }
  const rows = rowsAt(analysis, path, call?.node, call?.argument ?? 0);
  const items = [
    ...rowItems(rows),
    ...[...context.scope.symbols()].map((symbol) => item(symbol.name, kindOf(symbol), printType(symbol.type, 1), symbol.summary)),
    ...[...context.scope.namespaces()].map((namespace) => item(namespace.name, 'connector', 'Connector', namespace.summary)),
    ...[...context.scope.optionSets()].map((set) => item(set.name, 'enum', 'Enum')),
    ...[...context.scope.functions()]
      .filter((definition) => context.behavior === true || definition.behavior !== true)
      .map((definition) => functionItem(definition, false)),
    ...[...languageKeywords].filter((word) => /^[a-z]/.test(word)).map((word) => item(word, 'keyword')),
  ];
  return expected === undefined
    ? items
    : [...wanted(expected), ...items.map((candidate) => preferred(candidate, expected, context))];
}

/** Whether the caret stands where a field's name goes: after `{` or a comma, before the colon. */
const atFieldName = (record: RecordNode, offset: number): boolean =>
  record.fields.every(({ name, value }) => offset <= name.to || offset < value.from || offset > value.to) &&
  !record.fields.some(({ name, value }) => value.kind !== 'missing' && offset > name.to && offset <= value.to);

/** The fields of the record that the call around wants, without those that are there. */
function recordFields(analysis: Analysis, record: RecordNode): Completion[] {
  const call = callAt(analysis, record.from);
  if (call === undefined) return [];
  for (const overload of call.function.overloads) {
    const type = parameterAt(overload, call.argument)?.type;
    if (type?.kind !== 'record') continue;
    const present = new Set(record.fields.map(({ name }) => name.name));
    return fields(type)
      .filter(({ label }) => !present.has(label))
      .map((found) => ({ ...found, insert: `${found.insert}: ` }));
  }
  return [];
}

/** The row scopes at a place: those of the expression there, or those that its argument would see. */
function rowsAt(
  analysis: Analysis,
  path: readonly Expression[],
  call: Expression | undefined,
  argument: number,
): readonly RowNames[] {
  for (const node of [...path].reverse()) {
    const rows = analysis.rowsOf(node);
    if (rows.length > 0) return rows;
    if (node === call) break;
  }
  const source = call?.kind === 'call' && argument > 0 ? analysis.checkedOf(call.args[0] ?? call)?.type : undefined;
  const outer = call === undefined ? [] : analysis.rowsOf(call);
  if (source === undefined || !isAggregate(source)) return outer;
  return [
    ...outer,
    { fields: source.fields, aliases: ['ThisRecord'], aliasOnly: false, type: { kind: 'record', fields: source.fields } },
  ];
}

function rowItems(rows: readonly RowNames[]): Completion[] {
  return rows.flatMap((row) => [
    ...(row.aliasOnly ? [] : [...row.fields].map(([name, type]) => ({ ...item(name, 'field', printType(type, 1)), boost: 20 }))),
    ...row.aliases.map((alias) => ({ ...item(alias, 'row', printType(row.type, 1)), boost: 15 })),
  ]);
}

/** The type that is wanted at an offset: that of the parameter, or of the formula itself. */
function expectedType(analysis: Analysis, offset: number): Type | undefined {
  const call = callAt(analysis, offset);
  if (call === undefined) return analysis.context.expected;
  for (const overload of call.function.overloads) {
    const type = parameterAt(overload, call.argument)?.type;
    if (type !== undefined && type.kind !== 'any') return type;
  }
  return undefined;
}

/** Values that a type offers by itself. */
function wanted(type: Type): Completion[] {
  if (type.kind === 'option') {
    return [...type.set.members.keys()].map((name) => ({
      ...item(`${type.set.name}.${name}`, 'member', kindName(type)),
      insert: `${quoteName(type.set.name)}.${quoteName(name)}`,
      boost: 50,
    }));
  }
  return type.kind === 'boolean' ? ['true', 'false'].map((word) => ({ ...item(word, 'value', 'Boolean'), boost: 5 })) : [];
}

/** Names of the type that is wanted come a little earlier. */
function preferred(candidate: Completion, expected: Type, context: FormulaContext): Completion {
  const type = context.scope.symbol(candidate.label)?.type;
  const fits =
    type !== undefined && type.kind === expected.kind && coercionTo(type, expected, context.features ?? canvas) !== undefined;
  return fits ? { ...candidate, boost: candidate.boost + 5 } : candidate;
}

const kindOf = ({ role }: Symbol): CompletionKind =>
  role === undefined || role === 'formula' || role === 'app' ? 'variable' : role;

// ---- Items --------------------------------------------------------------------------------------------------------------------------

const item = (label: string, kind: CompletionKind, detail?: string, info?: string): Completion => ({
  label,
  kind,
  insert: kind === 'keyword' || kind === 'value' ? label : quoteName(label),
  ...(detail !== undefined && { detail }),
  ...(info !== undefined && { info }),
  boost: 0,
});

function functionItem(definition: FunctionDefinition, short: boolean): Completion {
  const label = short ? definition.name.slice(definition.name.lastIndexOf('.') + 1) : definition.name;
  return {
    label,
    kind: definition.remote === undefined ? 'function' : 'operation',
    insert: `${label}(`,
    detail: signatureText(definition, definition.overloads[0]!).text,
    info: definition.summary,
    boost: 0,
  };
}
