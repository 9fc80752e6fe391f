import type { Checked, CheckedArgument, CheckedOf } from '../checked.ts';
import { dotted } from '../callee.ts';
import { Decimal } from '../decimal.ts';
import type { Span } from '../diagnostic.ts';
import { unwrap, type Expression } from '../expression.ts';
import { parameterAt, type FunctionDefinition, type Overload, type Parameter } from '../function.ts';
import type { Operator } from '../operators.ts';
import { option, OptionValue, type OptionSet } from '../option-set.ts';
import type { Scope } from '../scope.ts';
import type { ControlType, Type } from '../type.ts';
import { Color, type Value } from '../value.ts';
import { operators } from './operators.ts';
import { Kind, type Data, type StoredNode, type StoredTables } from './stored-formula.ts';

/** A formula that cannot be written: it has something that data cannot say. */
export class UnwritableError extends Error {
  override readonly name = 'UnwritableError';
}

/** Entries that are written once, however often they are met. */
class Table<T extends Data> {
  readonly entries: T[] = [];
  private readonly known = new Map<string, number>();

  index(entry: T): number {
    const key = JSON.stringify(entry);
    let index = this.known.get(key);
    if (index === undefined) this.known.set(key, (index = this.entries.push(entry) - 1));
    return index;
  }
}

/** Writes checked formulas of one app as data. The formulas must have been checked without a planner: plans are made where they run. */
export class FormulaWriter {
  private readonly types = new Table();
  private readonly sets = new Table();
  private readonly symbols = new Table<readonly string[]>();
  private readonly functions = new Table<StoredTables['functions'][number]>();
  private readonly knownTypes = new Map<Type, number>();
  private readonly scope: Scope;
  private readonly controlPath: (type: ControlType) => string | undefined;

  /** `scope` has the enums and functions that any formula can name; `controlPath` says by what a type of a control is found again. */
  constructor(scope: Scope, controlPath: (type: ControlType) => string | undefined = () => undefined) {
    this.scope = scope;
    this.controlPath = controlPath;
  }

  get tables(): StoredTables {
    return {
      types: this.types.entries,
      sets: this.sets.entries,
      symbols: this.symbols.entries,
      functions: this.functions.entries,
    };
  }

  /** The index of a type. */
  type(type: Type): number {
    const known = this.knownTypes.get(type);
    if (known !== undefined) return known;
    const index = this.types.index(this.typeData(type));
    this.knownTypes.set(type, index);
    return index;
  }

  private typeData(type: Type): Data {
    switch (type.kind) {
      case 'record':
      case 'table': {
        const fields = [...type.fields].flatMap(([name, of]) => [name, this.type(of)]);
        const names = type.displayNames === undefined ? 0 : [...type.displayNames].flat();
        const more: Data[] = type.sealed === true ? [names, 1] : names === 0 ? [] : [names];
        return [type.kind === 'record' ? 'r' : 't', fields, ...more];
      }
      case 'option':
        return ['o', this.set(type.set)];
      case 'control':
        return ['c', type.name, this.controlPath(type) ?? ''];
      case 'type':
        return ['y', this.type(type.of)];
      default:
        return type.kind;
    }
  }

  private set(set: OptionSet): number {
    const known = this.scope.optionSet(set.name);
    if (known === set) return this.sets.index(set.name);
    if (known !== undefined && known.legacy === set) return this.sets.index([set.name]);
    const { name, backing, members, displayNames, source, acceptsBacking, coercesToBacking, comparesNumerically, concatenates } =
      set;
    const flags = [source === 'enum', acceptsBacking, coercesToBacking, comparesNumerically, concatenates].map(Number);
    return this.sets.index([
      name,
      backing,
      [...members].flatMap(([member, value]) => [member, this.value(value)]),
      flags.map((flag) => flag || 0),
      displayNames === undefined ? 0 : [...displayNames].flat(),
    ]);
  }

  private value(value: Value): Data {
    if (value === null || typeof value !== 'object') return value;
    if (value instanceof Decimal) return ['d', value.toString()];
    if (value instanceof Color) return ['c', value.red, value.green, value.blue, value.alpha];
    if (value instanceof OptionValue) {
      const own = option(value.set, value.name) === value;
      return own ? ['o', this.set(value.set), value.name] : ['v', this.set(value.set), value.name, this.value(value.value)];
    }
    throw new UnwritableError('A constant of this kind cannot be written.');
  }

  /** The index of a name as a formula writes it. */
  symbol(path: readonly string[]): number {
    return this.symbols.index(path);
  }

  /** A checked formula as data. */
  node(node: Checked): StoredNode {
    switch (node.kind) {
      case 'literal': {
        const { literal } = Kind;
        const head: Data[] = [literal, this.type(node.type), this.value(node.value)];
        return node.member === undefined ? head : [...head, this.value(node.member)];
      }
      case 'symbol':
        return [Kind.symbol, this.type(node.type), this.symbol(pathOf(node.span))];
      case 'row':
        return [Kind.row, this.type(node.type), node.depth];
      case 'field':
      case 'column':
        return [Kind[node.kind], this.type(node.type), this.node(node.target), node.name];
      case 'operator':
        return [
          Kind.operator,
          this.type(node.type),
          this.operator(node.operator),
          ...node.operands.map((part) => this.node(part)),
        ];
      case 'call':
        return this.call(node);
      case 'record':
        return [Kind.record, this.type(node.type), ...node.fields.flatMap(([name, of]): Data[] => [name, this.node(of)])];
      case 'table':
        return [Kind.table, this.type(node.type), ...node.rows.map((part) => this.node(part))];
      case 'coerce': {
        const { made, to } = node.coercion;
        const head: Data[] = [Kind.coerce, this.type(node.type), this.node(node.operand)];
        if (made === undefined) return head;
        return made[0] === 'partial' ? [...head, 0] : [...head, this.type(to), made[1].flat()];
      }
      case 'chain':
        return [Kind.chain, this.type(node.type), ...node.items.map((part) => this.node(part))];
      case 'invalid':
        return [Kind.invalid, this.type(node.type)];
    }
  }

  private operator(operator: Operator): Data {
    const index = operators.indexOf(operator);
    if (index >= 0) return index;
    const { made } = operator;
    switch (made?.[0]) {
      case 'swapped':
        return ['s', this.operator(made[1])];
      case 'options':
        return ['o', this.set(made[1])];
      case 'text':
        return ['t', Number(made[1])];
      case 'column':
        return ['c', Number(made[1]), made[2], Number(made[3])];
      case undefined:
        throw new UnwritableError(`The operator ${operator.name} cannot be written.`);
    }
  }

  private call(node: CheckedOf<'call'>): StoredNode {
    const span = node.span as Expression;
    const path = span.kind === 'call' ? dotted(span.callee) : undefined;
    if (path === undefined) throw new UnwritableError(`A call of ${node.function.name} cannot be written.`);
    const index = overloadIndex(node.function, node.overload);
    const { parameters } = node.function.overloads[index]!;
    const called = this.functions.index([path, index, parameters.map(({ name }) => name).join()]);
    const count = argumentCount(parameters, node.args.length);
    const args = node.args.map((argument, i) => this.argument(argument, parameterAt(parameters, i, count)));
    const { names = [], aliases = [] } = node.given ?? {};
    const tail: Data[] = [
      node.tabular === undefined ? 0 : [...node.tabular],
      isPureForm(node.function) ? 1 : 0,
      [...names, ...aliases].every((name) => name === undefined) ? 0 : [sparse(names), sparse(aliases)],
    ];
    return [Kind.call, this.type(node.type), called, args, ...(tail.every((part) => part === 0) ? [] : tail)];
  }

  private argument({ parameter, node, text }: CheckedArgument, declared: Parameter): Data {
    const unnamed = declared.unnamed !== undefined && parameter.mode !== declared.mode;
    const decimal = declared.type.kind === 'numeric' && parameter.type.kind === 'decimal';
    const flags = (unnamed ? 1 : 0) + (decimal ? 2 : 0);
    return text === undefined && flags === 0 ? this.node(node) : [-1, this.node(node), text ?? 0, flags];
  }
}

/** How many arguments parameters are counted out for. */
export const argumentCount = (parameters: readonly Parameter[], given: number): number =>
  Math.max(given, parameters.filter((parameter) => !parameter.optional && !parameter.repeated).length);

/** The names of arguments; 0 for those without one, as an array with holes cannot be written. */
const sparse = (names: readonly (string | undefined)[]): Data => Array.from(names, (name) => name ?? 0);

/** Whether a function is the form of a behavior that changes nothing: the checker makes one for formulas that may not. */
const isPureForm = ({ behavior, overloads }: FunctionDefinition): boolean =>
  behavior === false && overloads.length > 0 && overloads.every(({ pure }) => pure === true);

/** Which overload of a function a call has: one that was made for the call is known by what it was made from. */
function overloadIndex({ name, overloads }: FunctionDefinition, overload: Overload): number {
  const { specialize, parameters, result } = overload;
  const index = overloads.findIndex(
    (own) =>
      own === overload ||
      (specialize !== undefined && own.specialize === specialize && own.parameters === parameters && own.result === result),
  );
  if (index < 0) throw new UnwritableError(`A call of ${name} cannot be written.`);
  return index;
}

/** The name that an expression is, as its parts. */
export function namePath(expression: Expression): readonly string[] | undefined {
  const node = unwrap(expression);
  if (node.kind === 'name' || node.kind === 'global') return [node.name.name];
  if (node.kind !== 'member') return undefined;
  const before = namePath(node.target);
  return before && [...before, node.name.name];
}

function pathOf(span: Span): readonly string[] {
  const path = 'kind' in span ? namePath(span as Expression) : undefined;
  if (path === undefined) throw new UnwritableError('A name that no formula has written cannot be written.');
  return path;
}
