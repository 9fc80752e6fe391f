import type { Checked, CheckedArgument } from '../checked.ts';
import { coercionTo, type Coercion } from '../coercion.ts';
import { Decimal } from '../decimal.ts';
import type { Features } from '../features.ts';
import { parameterAt, type CallShape, type FunctionDefinition, type Overload, type Parameter } from '../function.ts';
import { fittedRows, partialRows, type FieldName } from '../made-coercion.ts';
import { arithmetic, concatenateOptions, membership, type Operator } from '../operators.ts';
import { option, OptionValue, type OptionBacking, type OptionSet } from '../option-set.ts';
import type { Scope, Symbol } from '../scope.ts';
import * as types from '../type.ts';
import { isAggregate, type Type } from '../type.ts';
import { Color, type Value } from '../value.ts';
import { operators, unary } from './operators.ts';
import { Kind, MissingNameError, StoredFormulaError, type Data, type StoredNode, type StoredTables } from './stored-formula.ts';

/*
 * Nothing that is read is trusted: each index must be that of an entry, each name one that the scope has. What comes out is a checked formula
 * as the checker gives it; what a formula can reach is what its scope has, whatever was written.
 */

const damaged = (what: string): never => {
  throw new StoredFormulaError(`The ${what} is not as it was written.`);
};

const list = (data: Data | undefined): readonly Data[] => (Array.isArray(data) ? (data as readonly Data[]) : damaged('list'));
const text = (data: Data | undefined): string => (typeof data === 'string' ? data : damaged('name'));
const int = (data: Data | undefined): number => (Number.isInteger(data) ? (data as number) : damaged('number'));

/** Names and what they are for, one after the other. */
function pairs<T>(data: Data | undefined, of: (data: Data) => T): [string, T][] {
  const items = list(data);
  const found: [string, T][] = [];
  for (let i = 0; i + 1 < items.length; i += 2) found.push([text(items[i]), of(items[i + 1]!)]);
  return found;
}

const names = (data: Data | undefined): Map<string, string> | undefined =>
  data === undefined || data === 0 ? undefined : new Map(pairs(data, text));

/** Kinds of types without parts. */
const simple: ReadonlyMap<string, Type> = new Map(
  Object.values(types).flatMap((type) => (typeof type === 'object' && Object.keys(type).length === 1 ? [[type.kind, type]] : [])),
);

const nowhere = { from: 0, to: 0 };
const nameless = { names: [], aliases: [] };

/** Where the names of a formula are looked for, and whether the formula may change things. */
export interface Standing {
  readonly scope: Scope;
  readonly behavior: boolean;
}

/** What a call calls. */
interface Callee {
  /** What the scope has under the name. */
  readonly found: FunctionDefinition;
  readonly definition: FunctionDefinition;
  readonly overload: Overload;
  /** How many arguments it needs. */
  readonly required: number;
}

/** Reads the formulas of one app. */
export class FormulaReader {
  private readonly tables: StoredTables;
  private readonly scope: Scope;
  private readonly features: Features;
  private readonly controlType: (path: string) => Type | undefined;
  private readonly types: (Type | undefined)[] = [];
  private readonly sets: (OptionSet | undefined)[] = [];
  private readonly callees = new Map<number, Callee>();

  /** `scope` has the enums; `controlType` finds the type of a control by its path. */
  constructor(tables: StoredTables, scope: Scope, features: Features, controlType: (path: string) => Type | undefined) {
    this.tables = tables;
    this.scope = scope;
    this.features = features;
    this.controlType = controlType;
  }

  type(index: Data | undefined): Type {
    const at = int(index);
    return (this.types[at] ??= this.makeType(this.tables.types[at]));
  }

  private makeType(data: Data | undefined): Type {
    if (typeof data === 'string') return simple.get(data) ?? damaged('type');
    const [letter, first, second, sealed] = list(data);
    switch (letter) {
      case 'r':
      case 't': {
        const displayNames = names(second);
        return {
          kind: letter === 'r' ? 'record' : 'table',
          fields: new Map(pairs(first, (of) => this.type(of))),
          ...(displayNames && { displayNames }),
          ...(sealed === 1 && { sealed: true }),
        };
      }
      case 'o':
        return types.optionType(this.set(first));
      case 'c':
        return this.controlType(text(second)) ?? { kind: 'control', name: text(first), fields: new Map() };
      case 'y':
        return { kind: 'type', of: this.type(first) };
      default:
        return damaged('type');
    }
  }

  private set(index: Data | undefined): OptionSet {
    const at = int(index);
    return (this.sets[at] ??= this.makeSet(this.tables.sets[at]));
  }

  private makeSet(data: Data | undefined): OptionSet {
    const [name, backing, members, flags, display] = typeof data === 'string' ? [data] : list(data);
    if (backing === undefined) {
      const known = this.scope.optionSet(text(name));
      return (typeof data === 'string' ? known : known?.legacy) ?? damaged('enum');
    }
    const [isEnum, acceptsBacking, coercesToBacking, comparesNumerically, concatenates] = list(flags).map((flag) => flag === 1);
    const displayNames = names(display);
    return {
      name: text(name),
      backing: text(backing) as OptionSet['backing'],
      members: new Map(pairs(members, (value) => this.value(value) as OptionBacking)),
      source: isEnum === true ? 'enum' : 'choices',
      ...(displayNames && { displayNames }),
      ...(acceptsBacking && { acceptsBacking }),
      ...(coercesToBacking && { coercesToBacking }),
      ...(comparesNumerically && { comparesNumerically }),
      ...(concatenates && { concatenates }),
    };
  }

  private value(data: Data | undefined): Value {
    if (data === undefined) return damaged('value');
    if (data === null || typeof data !== 'object') return data;
    const [letter, first, second, third, fourth] = list(data);
    if (letter === 'd') {
      const found = Decimal.parse(text(first));
      return found instanceof Decimal ? found : damaged('value');
    }
    if (letter === 'c') return new Color(Number(first), Number(second), Number(third), Number(fourth));
    if (letter === 'o') return option(this.set(first), text(second)) ?? damaged('value');
    return letter === 'v' ? new OptionValue(this.set(first), text(second), this.value(third) as OptionBacking) : damaged('value');
  }

  /** A name as a formula has written it. */
  symbol(index: Data | undefined, scope: Scope): Symbol {
    const path = this.tables.symbols[int(index)] ?? damaged('name');
    let found = scope.symbol(text(path[0]));
    for (let i = 1; i < path.length && found !== undefined; i++) found = found.member?.(text(path[i]));
    if (found === undefined) throw new MissingNameError(`There is no ${path.join('.')} here.`);
    return found;
  }

  /** A formula. */
  node(data: Data | undefined, at: Standing): Checked {
    const node: StoredNode = list(data);
    const read = methods[node[0] as keyof typeof methods] ?? damaged('formula');
    return this[read](node, this.type(node[1]), at);
  }

  private literal(node: StoredNode, type: Type): Checked {
    const member = node.length > 3 ? { member: this.value(node[3]) as OptionValue } : undefined;
    return { kind: 'literal', value: this.value(node[2]), ...member, type, awaits: false, span: nowhere };
  }

  private name([, , path]: StoredNode, type: Type, { scope }: Standing): Checked {
    return { kind: 'symbol', symbol: this.symbol(path, scope), type, awaits: false, span: nowhere };
  }

  private row([, , depth]: StoredNode, type: Type): Checked {
    return { kind: 'row', depth: int(depth), type, awaits: false, span: nowhere };
  }

  private field([kind, , of, name]: StoredNode, type: Type, at: Standing): Checked {
    const target = this.node(of, at);
    const { awaits } = target;
    return { kind: kind === Kind.field ? 'field' : 'column', target, name: text(name), type, awaits, span: nowhere };
  }

  private operation(node: StoredNode, type: Type, at: Standing): Checked {
    const operator = this.operator(node[2]);
    const operands = this.nodes(node, 3, at);
    const fits = unary.has(operator) ? operands.length === 1 : operands.length >= (operator.folds === true ? 1 : 2);
    if (!fits) return damaged('operator');
    return { kind: 'operator', operator, operands, type, awaits: operands.some(awaits), span: nowhere };
  }

  private record(node: StoredNode, type: Type, at: Standing): Checked {
    const fields = pairs(node.slice(2), (of) => this.node(of, at));
    return { kind: 'record', fields, type, awaits: fields.some(([, of]) => of.awaits), span: nowhere };
  }

  private table(node: StoredNode, type: Type, at: Standing): Checked {
    const rows = this.nodes(node, 2, at);
    return { kind: 'table', rows, type, awaits: rows.some(awaits), span: nowhere };
  }

  private coerce(node: StoredNode, type: Type, at: Standing): Checked {
    const operand = this.node(node[2], at);
    const coercion = this.coercion(operand.type, type, node);
    return { kind: 'coerce', operand, coercion, type, awaits: operand.awaits, span: nowhere };
  }

  private chain(node: StoredNode, type: Type, at: Standing): Checked {
    const items = this.nodes(node, 2, at);
    return { kind: 'chain', items, type, awaits: items.some(awaits), span: nowhere };
  }

  private invalid(_: StoredNode, type: Type): Checked {
    return { kind: 'invalid', type, awaits: false, span: nowhere };
  }

  private nodes(node: StoredNode, from: number, at: Standing): Checked[] {
    const found: Checked[] = [];
    for (let i = from; i < node.length; i++) found.push(this.node(node[i], at));
    return found;
  }

  private operator(data: Data | undefined): Operator {
    if (typeof data === 'number') return operators[data] ?? damaged('operator');
    const [letter, first, second, third] = list(data);
    if (letter === 's') return arithmetic.swapped(this.operator(first));
    if (letter === 'o') return concatenateOptions(this.set(first));
    if (letter === 't') return membership.text(first === 1);
    return letter === 'c' ? membership.column(first === 1, text(second), third === 1) : damaged('operator');
  }

  private coercion(from: Type, type: Type, [, , , made, fields]: StoredNode): Coercion {
    let found: Coercion | 'same' | undefined;
    if (made === undefined) found = coercionTo(from, type, this.features);
    else if (made === 0) found = partialRows(type);
    else {
      const to = this.type(made);
      if (isAggregate(from) && isAggregate(to))
        found = fittedRows(from.fields, to, pairs(fields, text) satisfies FieldName[], this.features);
    }
    return found === undefined || found === 'same' ? damaged('conversion') : found;
  }

  // ---- Calls -------------------------------------------------------------------------------------------------------------------------

  private call(node: StoredNode, type: Type, at: Standing): Checked {
    const { definition, overload, required } = this.callee(int(node[2]), node[5] === 1, at.scope);
    const given = list(node[3]);
    const count = Math.max(given.length, required);
    const args: CheckedArgument[] = [];
    let awaits = definition.remote !== undefined || definition.awaits === true;
    for (let i = 0; i < given.length; i++) {
      const argument = this.argument(list(given[i]), parameterAt(overload.parameters, i, count), at);
      awaits ||= argument.node.awaits;
      args.push(argument);
    }
    const tabular = node[4] === undefined || node[4] === 0 ? undefined : list(node[4]).map(int);
    const told = node[6] === undefined || node[6] === 0 ? nameless : namesGiven(list(node[6]));
    return {
      kind: 'call',
      function: definition,
      overload: overload.specialize === undefined ? overload : this.specialized(overload, args, told, at),
      args,
      ...(tabular && { tabular }),
      type,
      awaits,
      span: nowhere,
    };
  }

  /** The function of an entry, where it is what the scope has under its name; looked at once as long as that stays the same. */
  private callee(at: number, pure: boolean, scope: Scope): Callee {
    const [path, index, parameters] = this.tables.functions[at] ?? damaged('function');
    const found = functionAt(scope, path);
    const key = pure ? -1 - at : at;
    const known = this.callees.get(key);
    if (known?.found === found) return known;
    const definition = pure ? pureForm(found) : found;
    const overload = definition.overloads[index];
    // Another definition of a service, or other functions of the app, than when the formula was checked.
    if (overload === undefined || overload.parameters.map(({ name }) => name).join() !== parameters)
      throw new MissingNameError(`${path.join('.')} takes other arguments now than when the app was exported.`);
    const callee = { found, definition, overload, required: overload.parameters.filter(isRequired).length };
    this.callees.set(key, callee);
    return callee;
  }

  private argument(data: readonly Data[], declared: Parameter, at: Standing): CheckedArgument {
    const special = data[0] === -1;
    const node = this.node(special ? data[1] : data, at);
    const flags = special ? int(data[3]) : 0;
    const parameter = (flags & 1) === 0 ? declared : (declared.unnamed ?? damaged('argument'));
    const named = special && data[2] !== 0 ? { text: text(data[2]) } : undefined;
    // Numbers or decimals: the checker has chosen.
    const type = parameter.type.kind === 'numeric' ? ((flags & 2) === 0 ? types.number : types.decimal) : undefined;
    return { parameter: type === undefined ? parameter : { ...parameter, type }, node, ...named };
  }

  /** What a call looked like to the function's own rules; it has passed them, so nothing is reported any more. */
  private specialized(
    overload: Overload,
    args: readonly CheckedArgument[],
    { names: given, aliases }: Pick<CallShape, 'names' | 'aliases'>,
    { behavior }: Standing,
  ): Overload {
    const none = (): void => {};
    const nodes = args.map(({ node }) => node);
    const shape: CallShape = {
      args: nodes,
      types: nodes.map((node) => node.type),
      names: given,
      bareNames: [],
      aliases,
      behavior,
      features: this.features,
      number: types.number,
      span: nowhere,
      nameSpan: nowhere,
      error: none,
      warning: none,
      missing: none,
      refuse: none,
      failed: false,
      coerce: () => false,
      convert: none,
    };
    return { ...overload, evaluate: overload.specialize!(shape) };
  }
}

/**
 * The method that reads a node, by its kind. A table rather than a switch: the engine would work all of them into one another when it
 * optimizes this recursion, which takes as long as to read an app.
 */
const methods = {
  [Kind.literal]: 'literal',
  [Kind.symbol]: 'name',
  [Kind.row]: 'row',
  [Kind.field]: 'field',
  [Kind.column]: 'field',
  [Kind.operator]: 'operation',
  [Kind.call]: 'call',
  [Kind.record]: 'record',
  [Kind.table]: 'table',
  [Kind.coerce]: 'coerce',
  [Kind.chain]: 'chain',
  [Kind.invalid]: 'invalid',
} as const satisfies { readonly [kind: number]: string };

const awaits = (node: Checked): boolean => node.awaits;
const isRequired = ({ optional, repeated }: Parameter): boolean => !optional && !repeated;

const namesGiven = ([given, aliases]: readonly Data[]): Pick<CallShape, 'names' | 'aliases'> => ({
  names: list(given).map((name) => (name === 0 ? undefined : text(name))),
  aliases: list(aliases).map((name) => (name === 0 ? undefined : text(name))),
});

/** The function of a name: the language's, the app's, or one behind a namespace. */
function functionAt(scope: Scope, path: readonly Data[]): FunctionDefinition {
  const last = text(path.at(-1));
  const before = path.slice(0, -1).map(text).join('.');
  const found =
    before === '' ? scope.function(last) : (scope.namespace(before)?.functions.get(last) ?? scope.function(`${before}.${last}`));
  if (found === undefined)
    throw new MissingNameError(`There is no function ${path.join('.')} here. A connection may be missing.`);
  return found;
}

/** The form of a behavior that changes nothing. */
const pureForm = (definition: FunctionDefinition): FunctionDefinition => ({
  ...definition,
  overloads: definition.overloads.filter(({ pure }) => pure === true),
  behavior: false,
  awaits: false,
});
