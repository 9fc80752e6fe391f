import { firstValueFrom, last, of, switchMap, take, Subject, type Observable } from 'rxjs';
import {
  isTable,
  FormulaError,
  type CheckResult,
  type FunctionDefinition,
  type Namespace,
  type Value,
} from '../formula/index.ts';
import type { CallReport, TypedValues } from './attempt.ts';
import type { AnswerReading } from './answer.ts';
import { CallLog, requestKey, type ExchangeFacts } from './call-log.ts';
import { ConnectorFunction, Functions } from './connector-function.ts';
import { Decoder } from './decode.ts';
import type { Definition } from './definition.ts';
import type { DefinitionDiagnostic } from './diagnostic.ts';
import type { KnownRecord, KnownSchema, Suggestions } from './dynamic/ask.ts';
import type { LiveSurroundings } from './dynamic/live-calls.ts';
import type { Interceptor, Line } from './exchange.ts';
import { bindOperations, typeRules, type BoundOperation } from './functions.ts';
import { authorizerOf } from './service-line.ts';
import type { ConnectorParts } from './parts.ts';
import { readPolicies } from './policies/policy.ts';
import { withNames } from './named-table.ts';
import { Reachability } from './reachability.ts';
import { recovering } from './recovery.ts';
import type { HttpRequest } from './request.ts';
import type { ConnectorSettings, MakeCall, OfflineCalls } from './settings.ts';
import { Revalidation } from './revalidation.ts';
import { ServiceCalls } from './service-calls.ts';
import { SharedCalls } from './shared-calls.ts';
import { serviceTables, type ServiceTable } from './service-table.ts';
import { callableName, type Signature } from './signature.ts';
import { Throttle } from './throttle.ts';

/** A service's functions, as formulas name them, and their calls. */
export interface Connector {
  readonly name: string;
  readonly definition: Definition;
  /** Every operation that became a function; signatures are made when they are first asked for. */
  readonly operations: ReadonlyMap<string, BoundOperation>;
  readonly namespace: Namespace;
  /** The tables that the service's paths are, by name. */
  readonly tables: ReadonlyMap<string, ServiceTable>;
  /** The base addresses that its calls go to, where they are known. */
  readonly addresses: readonly string[];
  /** What is wrong with the definition, as far as it has been read. */
  readonly diagnostics: readonly DefinitionDiagnostic[];
  /** Whether the service can be reached, now and from then on: false while there is no network, or none of its answers. */
  readonly reachable: Observable<boolean>;
  /** Comes when the service has told a type that a formula was checked without: checked anew, it has the type. */
  readonly learned: Observable<void>;
  /**
   * The values of a call, as they come, for as long as somebody watches; unsubscribing aborts. Of a safe operation: equal calls that run at
   * the same time are one request, a failure that may pass is shown and tried again, pages and events give further values; it ends after
   * the last. Others give one value. Failures are error values.
   */
  start(operation: FunctionDefinition, args: readonly Value[]): Observable<Value>;
  /** One answer, for behaviors: of a stream the first rows, of pages all, unless they are said to come on demand. Never rejects. */
  call(operation: FunctionDefinition, args: readonly Value[]): Promise<Value>;
  /** A checked formula whose functions know of pages that are yet to come. Undefined where no answer of the service has rows. */
  readonly guard?: ((result: CheckResult, text: string, behavior: boolean) => CheckResult) | undefined;
  /** The request that a call would send, credentials aside; an error value where the arguments cannot be sent. */
  request(operation: FunctionDefinition, args: readonly Value[]): HttpRequest | FormulaError;
  /** The latest exchanges of the latest calls, newest last: what was sent when, and what came. Empty for a call that was not made. */
  exchanges(operation: FunctionDefinition, args: readonly Value[]): readonly ExchangeFacts[];
  /** Has all exchanges pass an interceptor, before those that are there, until the returned function is called. */
  intercept(interceptor: Interceptor): () => void;
  /** Calls an operation once and tells everything: the request, the answer, how long it took, and whether it is as described. */
  attempt(operation: string, values: TypedValues): Promise<CallReport>;
  /**
   * Allowed values of a parameter: those that the description names, or that the service tells (`x-ms-dynamic-list`, `x-ms-dynamic-values`).
   * A property inside a parameter is named by steps: `['recipient', 'channelId']`. Never rejects.
   */
  suggestions(operation: string, parameter: string | readonly string[], known?: KnownRecord): Promise<Suggestions>;
  /**
   * The type of a parameter, or of the answer where `parameter` is undefined, as the service tells it (`x-ms-dynamic-properties`,
   * `x-ms-dynamic-schema`) or the description does. Never rejects.
   */
  schema(operation: string, parameter?: string | readonly string[], known?: KnownRecord): Promise<KnownSchema>;
}

const MAX_RESPONSE_BYTES = 20_000_000;

type DynamicParts = NonNullable<ConnectorParts['dynamic']>;

/** Binds a definition that has been read, with what its description needs. */
export function bindWith(definition: Definition, settings: ConnectorSettings, parts: ConnectorParts): Connector {
  return new BoundConnector(definition, settings, parts);
}

class BoundConnector implements Connector {
  readonly name: string;
  readonly definition: Definition;
  readonly operations: ReadonlyMap<string, BoundOperation>;
  readonly namespace: Namespace;
  private readonly settings: ConnectorSettings;
  private readonly reading: AnswerReading;
  private readonly line: Line;
  private readonly calls: ServiceCalls;
  private readonly offline: OfflineCalls | undefined;
  private readonly shared = new SharedCalls();
  private readonly live: LiveSurroundings | undefined;
  readonly learned = new Subject<void>();
  readonly guard: Connector['guard'];
  private readonly untyped = new Map<Signature, Signature>();
  private madeTables: ReadonlyMap<string, ServiceTable> | undefined;
  private every: ReadonlyMap<string, BoundOperation> | undefined;

  constructor(definition: Definition, settings: ConnectorSettings, { dynamic, xml, guard }: ConnectorParts) {
    this.guard = guard?.guardCalls;
    this.name = settings.namespace;
    this.definition = definition;
    this.settings = settings;
    const bound = bindOperations(definition, settings);
    this.operations = new Map(bound.map((operation) => [operation.name, operation]));
    this.reading = {
      distinctErrors: settings.errorKinds !== 'network',
      decoder: new Decoder({
        timeZone: settings.timeZone ?? 'UTC',
        int64: settings.int64 ?? 'number',
        mismatch: settings.mismatch ?? 'cell',
        keepUnknownFields: settings.keepUnknownFields === true,
      }),
    };
    const live = dynamic === undefined ? undefined : this.surroundings(dynamic);
    this.live = live;
    const functions = bound.map((operation) => {
      const none = dynamic === undefined || live === undefined || settings.live === false;
      const calls = none ? undefined : new dynamic.LiveOperation(() => operation.signature, live);
      return new ConnectorFunction(this.name, operation, settings, calls);
    });
    this.namespace = {
      name: this.name,
      functions: new Functions(functions, settings.includeUnsupported === true),
      ...(definition.title !== '' && { summary: definition.title }),
    };
    const policies = readPolicies(settings.apiProperties);
    this.line = {
      authorizer: authorizerOf(definition, settings, policies),
      patience: {
        timeoutMilliseconds: settings.timeoutMilliseconds ?? 30_000,
        retries: settings.retries ?? 3,
        maxResponseBytes: settings.maxResponseBytes ?? MAX_RESPONSE_BYTES,
      },
      throttle: new Throttle(settings.limits),
      revalidation: new Revalidation(),
      reachability: new Reachability(),
      trace: settings.trace,
      interceptors: new Set(),
      log: new CallLog(),
    };
    this.calls = new ServiceCalls({ definition, settings, policies, line: this.line, reading: this.reading, xml });
    this.offline = this.bindOffline();
    if (this.offline?.interceptor !== undefined) {
      this.intercept(this.offline.interceptor);
      this.calls.keepsAnswers = true;
    }
  }

  get reachable(): Observable<boolean> {
    return this.line.reachability.state;
  }

  get tables(): ReadonlyMap<string, ServiceTable> {
    const { definition, namespace, operations, settings } = this;
    const int64 = settings.int64 ?? 'number';
    this.madeTables ??= withNames(
      serviceTables(operations.values(), namespace.functions, definition.schemas, int64),
      settings.tables,
    );
    return this.madeTables;
  }

  get addresses(): readonly string[] {
    const bases = [...this.operations.values()].map(({ operation }) => this.calls.base(operation));
    return [...new Set(bases.filter((base) => base !== undefined))];
  }

  get diagnostics(): readonly DefinitionDiagnostic[] {
    return this.definition.diagnostics;
  }

  start(operation: FunctionDefinition, args: readonly Value[]): Observable<Value> {
    const { signature } = this.bound(operation);
    const request = this.calls.request(signature, args);
    if (request instanceof FormulaError) return of(request);
    const atOnce = this.settings.pages === 'all' ? 'all' : 'none';
    if (signature.behavior) return this.calls.values(signature, request, atOnce);
    const make: MakeCall = (source) =>
      this.calls.values(signature, source === undefined ? request : { ...request, from: source }, atOnce);
    const watch = (signature.answer.stream === undefined ? this.offline?.watch : undefined) ?? recovering;
    return this.shared.share(requestKey(request), () => watch(make));
  }

  async call(operation: FunctionDefinition, args: readonly Value[]): Promise<Value> {
    const { signature } = this.bound(operation);
    const request = this.calls.request(signature, args);
    if (request instanceof FormulaError) return request;
    const { pages: wanted = 'asked' } = this.settings;
    const atOnce = wanted === 'onDemand' ? 'none' : wanted;
    const { offline } = this;
    if (signature.behavior && offline?.write !== undefined)
      return offline.write({ operation: signature.name, request, repeatable: this.calls.repeatable(signature, request) });
    const make: MakeCall = (source) => {
      const made = this.calls.values(signature, source === undefined ? request : { ...request, from: source }, atOnce);
      return atOnce === 'none' ? made : made.pipe(last());
    };
    if (offline !== undefined && !signature.behavior && signature.answer.stream === undefined) return offline.once(make);
    const values = this.calls.values(signature, request, atOnce);
    if (signature.answer.stream !== undefined) return firstValueFrom(firstRows(values), { defaultValue: [] });
    return firstValueFrom(atOnce === 'none' ? values : values.pipe(last()));
  }

  request(operation: FunctionDefinition, args: readonly Value[]): HttpRequest | FormulaError {
    return this.calls.request(this.bound(operation).signature, args);
  }

  suggestions(operation: string, parameter: string | readonly string[], known: KnownRecord = {}): Promise<Suggestions> {
    const { signature } = this.named(operation);
    return this.asking().then(([{ askSuggestions }, live]) => askSuggestions(live, signature, parameter, known));
  }

  async attempt(operation: string, values: TypedValues): Promise<CallReport> {
    const { attempt } = await import('./attempt.ts');
    return attempt(this.definition, this.settings, operation, values);
  }

  schema(operation: string, parameter?: string | readonly string[], known: KnownRecord = {}): Promise<KnownSchema> {
    const { signature } = this.named(operation);
    return this.asking().then(([{ askSchema }, live]) => askSchema(live, signature, parameter, known));
  }

  exchanges(operation: FunctionDefinition, args: readonly Value[]): readonly ExchangeFacts[] {
    const { signature } = this.bound(operation);
    const request = this.calls.request(signature, args);
    return request instanceof FormulaError ? [] : this.line.log.of(this.calls.logKey(signature, request));
  }

  intercept(interceptor: Interceptor): () => void {
    const { interceptors } = this.line;
    const before = [...interceptors];
    interceptors.clear();
    for (const one of [interceptor, ...before]) interceptors.add(one);
    return () => interceptors.delete(interceptor);
  }

  private async asking(): Promise<readonly [DynamicParts, LiveSurroundings]> {
    const parts = await import('./dynamic/parts.ts');
    return [parts, this.live ?? this.surroundings(parts)];
  }

  /** What all functions share that ask the service. */
  private surroundings({ Dynamics }: DynamicParts): LiveSurroundings {
    const dynamics = new Dynamics(this.definition, typeRules(this.settings), (id) => this.any(id), {
      request: (signature, args) => this.calls.request(signature, args),
      fetch: (signature, request) =>
        firstValueFrom(this.calls.page(this.asUntyped(signature), request)).then(({ value }) => value),
    });
    return { dynamics, decoder: this.reading.decoder, int64: this.settings.int64 ?? 'number', learned: this.learned };
  }

  /** The connection as what is kept on the device sees it. */
  private bindOffline(): OfflineCalls | undefined {
    const { credentials, offline } = this.settings;
    return offline?.space.bind(offline.policy, {
      name: this.name,
      signedIn: credentials !== undefined,
      back: this.line.reachability.back,
      send: async (operation, request) => (await firstValueFrom(this.calls.page(this.named(operation).signature, request))).value,
      isReachable: () => this.line.reachability.now,
      open: (operation, request) => this.calls.open(request, this.named(operation).signature.operation),
      maxBytes: this.line.patience.maxResponseBytes,
    });
  }

  private named(operation: string): BoundOperation {
    const bound = this.any(operation);
    if (bound === undefined) throw new RangeError(`${this.name} has no operation ${operation}.`);
    return bound;
  }

  /** Any operation, internal ones too, by its name as a function or as the description has it. */
  private any(id: string): BoundOperation | undefined {
    const everything = { includeInternal: true, includeUnsupported: true, includeWebhooks: true };
    this.every ??= new Map(bindOperations(this.definition, { ...this.settings, ...everything }).map((of) => [of.name, of]));
    const name = callableName(id);
    return this.operations.get(name) ?? this.every.get(name);
  }

  /** The same operation, its answer as untyped JSON. */
  private asUntyped(signature: Signature): Signature {
    let made = this.untyped.get(signature);
    if (made === undefined)
      this.untyped.set(
        signature,
        (made = { ...signature, answer: { ...signature.answer, type: { kind: 'untyped' }, raw: false } }),
      );
    return made;
  }

  private bound(operation: FunctionDefinition): BoundOperation {
    const bound = operation instanceof ConnectorFunction ? operation.bound : this.operations.get(operation.remote?.id ?? '');
    if (bound === undefined) throw new RangeError(`${operation.name} is no function of ${this.name}.`);
    // What only the service can type stays untyped here; the formula that knows the type reads it.
    return this.settings.live !== false && this.live?.dynamics.hasDynamicAnswer(bound.signature) === true
      ? { ...bound, signature: this.asUntyped(bound.signature) }
      : bound;
  }
}

/** Of a stream: the first table with rows, or whatever comes first that is no table. */
const firstRows = (source: Observable<Value>): Observable<Value> =>
  source.pipe(
    switchMap((value) => (isTable(value) && value.length === 0 ? [] : [value])),
    take(1),
  );
