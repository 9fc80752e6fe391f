import type { FormulaError, Json, Value } from '../../formula/index.ts';
import type { Definition } from '../definition.ts';
import { Diagnostics } from '../diagnostic.ts';
import type { BoundOperation } from '../functions.ts';
import { enumMembers } from '../enumeration.ts';
import { isObject, member } from '../json.ts';
import { chooseAnswerMedia, chooseResponse } from '../media.ts';
import type { HttpRequest } from '../request.ts';
import { TypeReader, type TypeRules } from '../schema-type.ts';
import type { SchemaPlace } from '../schema.ts';
import type { ServiceType } from '../service-type.ts';
import type { FunctionParameter, Signature } from '../signature.ts';
import { DynamicAnswers } from './answers.ts';
import { dynamicSchema, dynamicValues, type DynamicCall, type DynamicValues, type ExtendedPlace } from './extension.ts';
import { partAt } from './json-path.ts';
import { question, type KnownValues } from './references.ts';

/** A value that a parameter may have, with its name for people. */
export interface Suggestion {
  readonly value: string | number | boolean;
  readonly title: string;
}

/** What is known now: the thing, that it is on its way, what must be given first, why it failed, or that the description says nothing. */
export type Known<T> =
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'waiting'; readonly done: Promise<void> }
  | { readonly state: 'needs'; readonly parameters: readonly string[] }
  | { readonly state: 'failed'; readonly error: FormulaError }
  | { readonly state: 'none' };

/** How the service is asked; a part of the connector. */
export interface Asking {
  request(signature: Signature, args: readonly Value[]): HttpRequest | FormulaError;
  /** The answer as untyped JSON, or an error value. */
  fetch(signature: Signature, request: HttpRequest): Promise<Value>;
}

const none = { state: 'none' } as const;

/**
 * What the service itself says of its parameters and answers, where the description leaves it to the service.
 *
 * 1. A parameter, or a property inside one, is found by walking the schemas from the operation. A schema that is dynamic is asked for, and
 *    the walk goes on inside it: so properties that only the service knows may be dynamic again.
 * 2. Everything is answered at once from what is known. What is not known is asked for, and `waiting` tells when to look again; `settled`
 *    does so until there is an answer.
 */
export class Dynamics {
  readonly answers = new DynamicAnswers();
  private readonly definition: Definition;
  private readonly types: TypeReader;
  private readonly operations: (name: string) => BoundOperation | undefined;
  private readonly asking: Asking;

  /** `operations` finds any operation by its name, internal ones too. */
  constructor(
    definition: Definition,
    rules: TypeRules,
    operations: (name: string) => BoundOperation | undefined,
    asking: Asking,
  ) {
    this.definition = definition;
    // What is wrong with a schema that a service sends is no fault of the description.
    this.types = new TypeReader(definition.schemas, rules, new Diagnostics());
    this.operations = operations;
    this.asking = asking;
  }

  /** Whether the type of an operation's answer is left to the service. */
  hasDynamicAnswer(signature: Signature): boolean {
    return dynamicSchema(this.definition.schemas, this.answerPlace(signature)) !== undefined;
  }

  /** Whether the type of a parameter is left to the service. Asks nobody. */
  isTypedByService(signature: Signature, parameter: FunctionParameter): boolean {
    const { schemas } = this.definition;
    const { place, steps } = startOf(signature, parameter);
    if (dynamicSchema(schemas, place) !== undefined) return true;
    const inner = steps[0] === undefined ? undefined : this.property(place.schema, steps[0]);
    return inner !== undefined && dynamicSchema(schemas, { schema: inner }) !== undefined;
  }

  /** Allowed values of a parameter (`[name]`) or of a property inside it (`[name, property …]`). */
  suggestions(signature: Signature, path: readonly string[], known: KnownValues): Known<readonly Suggestion[]> {
    const found = this.find(signature, path, known);
    if (found.state !== 'known') return found;
    const place = found.value;
    const values = dynamicValues(this.definition.schemas, place);
    if (values !== undefined) {
      const answer = this.ask(values.call, signature, known, false);
      return answer.state === 'known' ? { state: 'known', value: suggestionsIn(answer.value, values) } : answer;
    }
    const members = enumMembers(this.definition.schemas.read(place.schema), true);
    return members === undefined || members.length === 0
      ? none
      : { state: 'known', value: members.map(({ value, label }) => ({ value, title: label })) };
  }

  /** The type of a parameter or of a property inside it; of the answer where the path is empty. `none` where nothing dynamic is there. */
  type(signature: Signature, path: readonly string[], known: KnownValues): Known<ServiceType> {
    const found: Known<ExtendedPlace> =
      path.length === 0 ? { state: 'known', value: this.answerPlace(signature) } : this.find(signature, path, known);
    if (found.state !== 'known') return found;
    const schema = this.schemaOf(found.value, signature, known);
    return schema.state === 'known' ? { state: 'known', value: this.types.read(schema.value, path.at(-1) ?? 'result') } : schema;
  }

  /** Asks until there is an answer. */
  async settled<T>(look: () => Known<T>): Promise<Exclude<Known<T>, { state: 'waiting' }>> {
    for (;;) {
      const known = look();
      if (known.state !== 'waiting') return known;
      await known.done;
    }
  }

  private answerPlace({ operation }: Signature): ExtendedPlace {
    const response = chooseResponse(operation.responses);
    const media = response && chooseAnswerMedia(response, this.definition.format === 'openapi');
    return { schema: media?.schema };
  }

  // ---- Walking ---------------------------------------------------------------------------------------------------------------------

  private find(signature: Signature, [name, ...inside]: readonly string[], known: KnownValues): Known<ExtendedPlace> {
    const parameter = [...signature.required, ...signature.optional].find((of) => of.name === name);
    if (parameter === undefined) return none;
    const start = startOf(signature, parameter);
    let { place } = start;
    for (const step of [...start.steps, ...inside]) {
      const next = this.step(place, step, signature, known);
      if (next.state !== 'known') return next;
      place = next.value;
    }
    return { state: 'known', value: place };
  }

  private step(place: ExtendedPlace, name: string, signature: Signature, known: KnownValues): Known<ExtendedPlace> {
    const own = this.property(place.schema, name);
    const dynamic = own === undefined ? this.schemaOf(place, signature, known) : none;
    if (dynamic.state === 'known') {
      const property = this.property(dynamic.value, name);
      return property === undefined ? none : { state: 'known', value: { schema: property } };
    }
    if (own !== undefined) return { state: 'known', value: { schema: own } };
    return dynamic;
  }

  private property(place: SchemaPlace | undefined, name: string): SchemaPlace | undefined {
    const schema = this.definition.schemas.read(place);
    if (schema.kind === 'array') return this.property(schema.items, name);
    return schema.properties.get(name);
  }

  private schemaOf(place: ExtendedPlace, signature: Signature, known: KnownValues): Known<SchemaPlace> {
    const dynamic = dynamicSchema(this.definition.schemas, place);
    if (dynamic === undefined) return none;
    const answer = this.ask(dynamic.call, signature, known, true);
    if (answer.state !== 'known') return answer;
    const raw = partAt(answer.value, dynamic.path);
    return isObject(raw) ? { state: 'known', value: { raw, pointer: '' } } : none;
  }

  private ask(call: DynamicCall, signature: Signature, known: KnownValues, lasting: boolean): Known<Json> {
    const target = this.operations(call.operationId);
    if (target === undefined || target.signature.unsupported !== undefined) return none;
    const asked = question(call.arguments, signature, known, target.signature);
    if ('needs' in asked) return { state: 'needs', parameters: asked.needs };
    const request = this.asking.request(asked.signature, asked.args);
    if ('errors' in request) return { state: 'failed', error: request };
    const answer = this.answers.get(request, () => this.asking.fetch(asked.signature, request), lasting);
    if (answer.state === 'waiting') return { state: 'waiting', done: answer.done };
    return answer.state === 'failed' ? { state: 'failed', error: answer.error } : { state: 'known', value: answer.json };
  }
}

/** Where a walk to a parameter begins, and the steps from there. */
function startOf(
  signature: Signature,
  parameter: FunctionParameter,
): { readonly place: ExtendedPlace; readonly steps: readonly string[] } {
  const { source } = parameter;
  if (source !== undefined) return { place: { schema: source.schema, pointer: source.pointer }, steps: [] };
  const { body, operation } = signature;
  if (body?.kind === 'properties') return { place: { schema: body.media.schema }, steps: [parameter.wire] };
  return { place: { schema: body?.media.schema, pointer: operation.body?.pointer }, steps: [] };
}

/** The items of an answer as suggestions; some services leave out the paths, or name them wrongly. */
function suggestionsIn(json: Json, { items, value, title }: DynamicValues): readonly Suggestion[] {
  const found = partAt(json, items) ?? member(json, 'value');
  const list: unknown = Array.isArray(found) ? found : Array.isArray(json) ? json : member(found, 'value');
  if (!Array.isArray(list)) return [];
  const suggestions: Suggestion[] = [];
  for (const item of list as readonly unknown[]) {
    const scalar = scalarOf(item) ?? scalarOf(partAt(item, value)) ?? scalarOf(member(item, 'value'));
    if (scalar === undefined) continue;
    const label = scalarOf(partAt(item, title)) ?? scalarOf(member(item, 'displayName'));
    suggestions.push({ value: scalar, title: String(label ?? scalar) });
  }
  return suggestions;
}

const scalarOf = (json: unknown): string | number | boolean | undefined =>
  typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean' ? json : undefined;
