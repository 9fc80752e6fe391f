import {
  defineFunction,
  formulaError,
  maybe,
  optional,
  place,
  raw,
  types,
  type Assignable,
  type FunctionDefinition,
  type Namespace,
  type OptionSet,
  type Run,
  type Scope,
  type Symbol as Name,
  type Type,
  type Value,
} from '../../formula/index.ts';
import { ControlModel } from '../control-model.ts';
import { Property } from '../property.ts';

/** What the functions of tests do. */
export interface TestHost {
  /** What a user does who changes a property of a control: types a text, chooses a row. */
  change(property: Property, value: Value): Value;
  failed(message: string): void;
}

const { any, boolean, text } = types;

const tested = Symbol('tested property');

/** The functions that only tests have. */
export function testFunctions(host: TestHost): ReadonlyMap<string, FunctionDefinition> {
  const functions = [
    defineFunction({
      name: 'Assert',
      summary: 'Fails the test unless the condition is true.',
      behavior: true,
      parameters: [raw('condition', boolean), optional(maybe('message', text))],
      result: boolean,
      evaluate: (condition, message) => {
        if (condition === true) return true;
        host.failed(message ?? '');
        return false;
      },
    }),
    defineFunction({
      name: 'SetProperty',
      summary: 'Does what a user does who changes a control: SetProperty(TextInput1.Text, "Ann").',
      behavior: true,
      parameters: [place('property', any), raw('value', any)],
      result: boolean,
      evaluate: (target, value) => {
        const property = (target as { readonly [tested]?: Property })[tested];
        return property === undefined ? notProperty : host.change(property, value);
      },
    }),
  ];
  return new Map(functions.map((definition) => [definition.name, definition]));
}

const notProperty = formulaError(
  'InvalidArgument',
  'SetProperty needs a property of a control: SetProperty(TextInput1.Text, "Ann").',
);

/** The names that steps of tests see: those of the app, with properties that can be set, and the functions of tests. */
export class TestScope implements Scope {
  private readonly base: Scope;
  private readonly own: ReadonlyMap<string, FunctionDefinition>;

  constructor(base: Scope, own: ReadonlyMap<string, FunctionDefinition>) {
    this.base = base;
    this.own = own;
  }

  symbol(name: string): Name | undefined {
    const found = this.base.symbol(name);
    return found instanceof ControlModel ? new TestedControl(found) : found;
  }

  function(name: string): FunctionDefinition | undefined {
    return this.own.get(name) ?? this.base.function(name);
  }

  namespace(name: string): Namespace | undefined {
    return this.base.namespace(name);
  }

  optionSet(name: string): OptionSet | undefined {
    return this.base.optionSet(name);
  }

  type(name: string): Type | undefined {
    return this.base.type(name);
  }

  isReserved(name: string): boolean {
    return this.base.isReserved?.(name) === true && !this.own.has(name);
  }

  symbols(): Iterable<Name> {
    return this.base.symbols();
  }

  *functions(): Iterable<FunctionDefinition> {
    yield* this.own.values();
    yield* this.base.functions();
  }

  namespaces(): Iterable<Namespace> {
    return this.base.namespaces();
  }

  optionSets(): Iterable<OptionSet> {
    return this.base.optionSets();
  }
}

class TestedControl implements Name {
  readonly name: string;
  private readonly control: ControlModel;

  constructor(control: ControlModel) {
    this.name = control.name;
    this.control = control;
  }

  get type(): Type {
    return this.control.type;
  }

  read(): Value {
    return this.control.read();
  }

  member(name: string): Name | undefined {
    const member = this.control.member(name);
    if (!(member instanceof Property)) return member;
    return member.isOutput ? new SettableProperty(member) : new TestedProperty(member);
  }
}

/** A property of a control, as tests read it. */
class TestedProperty implements Name {
  readonly name: string;
  readonly property: Property;

  constructor(property: Property) {
    this.name = property.name;
    this.property = property;
  }

  get type(): Type {
    return this.property.type;
  }

  get nodes(): Property['nodes'] {
    return this.property.nodes;
  }

  get dependencies(): Property['dependencies'] {
    return this.property.dependencies;
  }

  read(run: Run): Value {
    return this.property.read(run);
  }

  member(name: string): Name | undefined {
    return this.property.member(name);
  }
}

/** A property that a test may set as a user does. */
class SettableProperty extends TestedProperty {
  get place(): Assignable {
    const { name, type, property } = this;
    // Not by assignment: a test changes it by `SetProperty`.
    return { name, type, read: () => property.node.read(), write: () => undefined, [tested]: property } as Assignable;
  }
}
