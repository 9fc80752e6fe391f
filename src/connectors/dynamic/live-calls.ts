import type { Subject } from 'rxjs';
import {
  field,
  isRow,
  types,
  type Dynamic,
  type KnownArguments,
  type LiveCalls,
  type LiveValue,
  type Type,
  type Value,
} from '../../formula/index.ts';

import type { Decoder } from '../decode.ts';
import * as service from '../service-type.ts';
import { formulaType, inputType, type Int64As, type ServiceType } from '../service-type.ts';
import type { FunctionParameter, Signature } from '../signature.ts';
import type { Dynamics, Known } from './dynamics.ts';
import { copyJson } from './json-path.ts';
import type { KnownValues } from './references.ts';

/** What all functions of a connector share. */
export interface LiveSurroundings {
  readonly dynamics: Dynamics;
  readonly decoder: Decoder;
  readonly int64: Int64As;
  /** Told when the service has given a type that a formula was checked without. */
  readonly learned: Subject<void>;
}

/** Types of values without parts, by formulas' names for them. */
const scalars: ReadonlyMap<string, ServiceType> = new Map([
  ['text', service.text],
  ['number', service.double],
  ['boolean', service.boolean],
  ['date', service.date],
  ['dateTime', service.dateTime],
  ['blob', service.blob],
]);

/** The service types behind types that formulas were checked with. */
const origins = new WeakMap<Type, ServiceType>();

/** What the service says of one operation's calls, as the language asks for it. */
export class LiveOperation implements LiveCalls {
  private readonly signature: () => Signature;
  private readonly around: LiveSurroundings;
  private readonly values = new WeakMap<Dynamic, Map<Type, Value>>();

  constructor(signature: () => Signature, around: LiveSurroundings) {
    this.signature = signature;
    this.around = around;
  }

  suggestions(argument: number, fields: readonly string[], known: KnownArguments): readonly LiveValue[] | undefined {
    const signature = this.signature();
    const required = signature.required[argument];
    const path = required === undefined ? fields : [required.name, ...fields];
    if (path.length === 0) return undefined;
    const found = this.around.dynamics.suggestions(signature, path, knownValues(signature, known));
    return found.state === 'known' ? found.value : undefined;
  }

  argumentType(argument: number, known: KnownArguments): Type | undefined {
    const signature = this.signature();
    const values = knownValues(signature, known);
    const required = signature.required[argument];
    if (required !== undefined)
      return this.typeOf(() => this.around.dynamics.type(signature, [required.name], values), inputType);
    let changed = false;
    const fields = signature.optional.map(({ name, type }) => {
      const live = this.typeOf(() => this.around.dynamics.type(signature, [name], values), inputType);
      changed ||= live !== undefined;
      return [name, live ?? inputType(type, this.around.int64)] as const;
    });
    return changed ? types.record(new Map(fields)) : undefined;
  }

  /** Whether the type of the answer is left to the service. */
  get hasDynamicResult(): boolean {
    return this.around.dynamics.hasDynamicAnswer(this.signature());
  }

  /** Whether the type of an argument may be left to the service. */
  get hasDynamicArguments(): boolean {
    const signature = this.signature();
    return [...signature.required, ...signature.optional].some((parameter) => this.isTypedByService(parameter));
  }

  isTypedByService(parameter: FunctionParameter): boolean {
    return this.around.dynamics.isTypedByService(this.signature(), parameter);
  }

  /** The type of a call's answer; undefined where it is not known (yet). */
  resultType(known: KnownArguments): Type | undefined {
    const signature = this.signature();
    return this.typeOf(() => this.around.dynamics.type(signature, [], knownValues(signature, known)));
  }

  typed(value: Dynamic, type: Type): Value {
    const origin = origins.get(type) ?? scalars.get(type.kind);
    if (origin === undefined) return value;
    let made = this.values.get(value);
    if (made === undefined) this.values.set(value, (made = new Map<Type, Value>()));
    // The same answer gives the same rows each time a formula reads it.
    if (!made.has(type)) made.set(type, this.around.decoder.decode(copyJson(value.json), origin));
    return made.get(type) ?? null;
  }

  changed(listener: () => void): () => void {
    return this.around.dynamics.answers.changed(listener);
  }

  private typeOf(look: () => Known<ServiceType>, as: typeof formulaType = formulaType): Type | undefined {
    const known = look();
    if (known.state === 'waiting') this.tellLater(known.done, look);
    if (known.state !== 'known') return undefined;
    const type = as(known.value, this.around.int64);
    if (type.kind === 'dynamic' || type.kind === 'any') return undefined;
    if (!scalars.has(type.kind)) origins.set(type, known.value);
    return type;
  }

  /** Tells once for each answer that formulas wait for, where it brings a type. */
  private tellLater(done: Promise<void>, look: () => Known<ServiceType>): void {
    if (awaited.has(done)) return;
    awaited.add(done);
    void done.then(() => {
      if (look().state === 'known') this.around.learned.next();
    });
  }
}

/** Answers that somebody waits for already. */
const awaited = new WeakSet<Promise<void>>();

/** Arguments by the names of their parameters; those of the trailing record by its fields. */
export function knownValues({ required, optional }: Signature, known: KnownArguments): KnownValues {
  const values = new Map<string, Value>();
  required.forEach(({ name }, i) => {
    const value = known[i];
    if (value !== undefined && value !== null) values.set(name, value);
  });
  const options = known[required.length];
  if (options !== undefined && options !== null && isRow(options))
    for (const { name } of optional) values.set(name, field(options, name));
  return values;
}
