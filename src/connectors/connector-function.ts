import {
  formulaError,
  knownValue,
  maybe,
  optional,
  overload,
  printType,
  types,
  type FunctionDefinition,
  type Parameter,
} from '../formula/index.ts';
import { isSafe } from './definition.ts';
import type { LiveOperation } from './dynamic/live-calls.ts';
import { noteOf, notesOf } from './notes.ts';
import type { BoundOperation } from './functions.ts';
import { formulaType, inputRecord, inputType, type Int64As, type ServiceField } from './service-type.ts';
import type { ConnectorSettings } from './settings.ts';
import { isSubscription } from './streams/webhook.ts';
import type { FunctionParameter } from './signature.ts';

/** The functions by name. Whether one can be called is known once its signature is made, so it is found out when it is asked for. */
export class Functions implements ReadonlyMap<string, FunctionDefinition> {
  private readonly all: ReadonlyMap<string, ConnectorFunction>;
  private readonly unsupportedToo: boolean;

  constructor(functions: readonly ConnectorFunction[], unsupportedToo: boolean) {
    this.all = new Map(functions.map((of) => [of.bound.name, of]));
    this.unsupportedToo = unsupportedToo;
  }

  get(name: string): FunctionDefinition | undefined {
    const found = this.all.get(name);
    return found !== undefined && this.usable(found) ? found : undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get size(): number {
    return [...this.values()].length;
  }

  forEach(callback: (value: FunctionDefinition, key: string, map: ReadonlyMap<string, FunctionDefinition>) => void): void {
    for (const [name, of] of this.entries()) callback(of, name, this);
  }

  *entries(): MapIterator<[string, FunctionDefinition]> {
    for (const [name, of] of this.all) if (this.usable(of)) yield [name, of];
  }

  *keys(): MapIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): MapIterator<FunctionDefinition> {
    for (const [, of] of this.entries()) yield of;
  }

  [Symbol.iterator](): MapIterator<[string, FunctionDefinition]> {
    return this.entries();
  }

  private usable(of: ConnectorFunction): boolean {
    return this.unsupportedToo || of.bound.signature.unsupported === undefined;
  }
}

/** An operation as the language sees it. Its parameters and types are made when the checker or completion asks for them. */
export class ConnectorFunction implements FunctionDefinition {
  readonly name: string;
  readonly bound: BoundOperation;
  readonly remote: NonNullable<FunctionDefinition['remote']>;
  private readonly int64: Int64As;
  private made: FunctionDefinition['overloads'] | undefined;

  private readonly live: LiveOperation | undefined;

  /** `live`: asks the service where the description leaves something to it. */
  constructor(namespace: string, bound: BoundOperation, settings: ConnectorSettings, live?: LiveOperation) {
    this.name = `${namespace}.${bound.name}`;
    this.bound = bound;
    this.int64 = settings.int64 ?? 'number';
    this.live = live;
    const { method } = bound.operation;
    this.remote = {
      namespace,
      id: bound.name,
      safe: isSafe(method) || isSubscription(bound.operation, settings),
      get stream() {
        const { stream } = bound.signature.answer;
        return stream !== undefined && stream.kind !== 'lines';
      },
      ...(live && { live }),
    };
  }

  get summary(): string {
    const { operation } = this.bound;
    return operation.summary || operation.description || `${operation.method} ${operation.path}`;
  }

  get behavior(): boolean {
    return !this.remote.safe;
  }

  get remarks(): string {
    const { operation } = this.bound;
    return [operation.deprecated ? 'Deprecated.' : '', operation.description === operation.summary ? '' : operation.description]
      .filter((text) => text !== '')
      .join(' ');
  }

  get overloads(): FunctionDefinition['overloads'] {
    return (this.made ??= [this.makeOverload()]);
  }

  private makeOverload(): FunctionDefinition['overloads'][number] {
    const { signature } = this.bound;
    const parameters: Parameter[] = signature.required.map((parameter) =>
      // What the service types is taken as it comes; the rule of the result checks it once the type is known.
      maybe(
        parameter.name,
        this.live?.isTypedByService(parameter) === true ? types.any : inputType(parameter.type, this.int64),
        noteOf(parameter),
      ),
    );
    if (signature.optional.length > 0) {
      const names = signature.optional.map((parameter) => parameter.name).join(', ');
      const type = inputRecord(signature.optional.map(asField), this.int64);
      parameters.push(optional(maybe('options', type, { summary: `Any of ${names}.`, fields: notesOf(signature.optional) })));
    }
    return overload({
      parameters,
      result: this.result(),
      evaluate: () =>
        formulaError('NotSupported', `${this.name} can be called only where the connection to the service is there.`),
    });
  }

  /** What the service itself types is dynamic until it has told the type for the arguments of a call. */
  private result(): FunctionDefinition['overloads'][number]['result'] {
    const { live } = this;
    const { signature } = this.bound;
    const declared = formulaType(signature.answer.type, this.int64);
    if (live === undefined || !(live.hasDynamicResult || live.hasDynamicArguments)) return declared;
    return (call) => {
      const known = call.args.map(knownValue);
      call.args.forEach((_, i) => {
        const type = live.argumentType(i, known);
        if (type === undefined || call.coerce(i, type)) return;
        call.error(i, 'ErrBadType_ExpectedType_ProvidedType', printType(type, 2), printType(call.types[i]!, 2), '');
      });
      return live.hasDynamicResult ? (live.resultType(known) ?? types.dynamic) : declared;
    };
  }
}

/** An optional parameter as a column of the trailing record. */
const asField = (parameter: FunctionParameter): ServiceField => ({
  name: parameter.name,
  type: parameter.type,
  required: false,
  hidden: false,
  default: parameter.default,
  label: '',
  description: parameter.description,
  visibility: parameter.visibility,
});
