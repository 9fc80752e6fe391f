import { catchError, firstValueFrom, from, last, map, of, switchMap, take, Subject, type Observable } from 'rxjs';
import { formulaError, isTable, FormulaError, type FunctionDefinition, type Namespace, type Value } from '../formula/index.ts';
import { baseAddress } from './address.ts';
import type { CallReport, TypedValues } from './attempt.ts';
import { noteFacts, isXmlAnswer, readAnswer, type AnswerReading, type ReadXml } from './answer.ts';
import { CallLog, requestKey, type ExchangeFacts } from './call-log.ts';
import type { Authorizer, AuthorizedResponse } from './credentials.ts';
import { ConnectorFunction, Functions } from './connector-function.ts';
import { Decoder } from './decode.ts';
import { isRepeatable, type ApiOperation, type Definition } from './definition.ts';
import type { DefinitionDiagnostic } from './diagnostic.ts';
import type { KnownRecord, KnownSchema, Suggestions } from './dynamic/ask.ts';
import type { LiveSurroundings } from './dynamic/live-calls.ts';
import { exchange, failureValue, type Answer, type Interceptor, type Line } from './exchange.ts';
import { bindOperations, typeRules, type BoundOperation } from './functions.ts';
import { aboutRequest } from './failure.ts';
import { authorizerOf } from './service-line.ts';
import { idempotencyKey, withKey, type IdempotencyKey } from './idempotency.ts';
import type { ConnectorParts } from './parts.ts';
import { nextOfLink, pagePlan, pages, type Page } from './paging.ts';
import { readPolicies, type Policy } from './policies/policy.ts';
import { hostPolicy } from './policies/host-policy.ts';
import { withNames } from './named-table.ts';
import { Reachability } from './reachability.ts';
import { recovering } from './recovery.ts';
import { buildRequest, UNSAID, type HttpRequest } from './request.ts';
import type { ConnectorSettings, MakeCall, OfflineCalls } from './settings.ts';
import { Revalidation } from './revalidation.ts';
import { SharedCalls } from './shared-calls.ts';
import { serviceTables, type ServiceTable } from './service-table.ts';
import { callableName, type Signature } from './signature.ts';
import type { StreamPlan } from './streams/plan.ts';
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
  /** One answer, for behaviors: of a stream the first rows, of pages the first or all, as the settings say. Never rejects. */
  call(operation: FunctionDefinition, args: readonly Value[]): Promise<Value>;
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
  private readonly authorizer: Authorizer;
  private readonly reading: AnswerReading;
  private readonly line: Line;
  private readonly offline: OfflineCalls | undefined;
  private readonly shared = new SharedCalls();
  private readonly policies: readonly Policy[];
  private readonly live: LiveSurroundings | undefined;
  private readonly xml: ConnectorParts['xml'];
  readonly learned = new Subject<void>();
  private readonly untyped = new Map<Signature, Signature>();
  private madeTables: ReadonlyMap<string, ServiceTable> | undefined;
  private every: ReadonlyMap<string, BoundOperation> | undefined;

  constructor(definition: Definition, settings: ConnectorSettings, { dynamic, xml }: ConnectorParts) {
    this.xml = xml;
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
    this.policies = readPolicies(settings.apiProperties);
    this.authorizer = authorizerOf(definition, settings, this.policies);
    const patience = {
      timeoutMilliseconds: settings.timeoutMilliseconds ?? 30_000,
      retries: settings.retries ?? 3,
      maxResponseBytes: settings.maxResponseBytes ?? MAX_RESPONSE_BYTES,
    };
    this.line = {
      authorizer: this.authorizer,
      patience,
      throttle: new Throttle(settings.limits),
      revalidation: new Revalidation(),
      reachability: new Reachability(),
      trace: settings.trace,
      interceptors: new Set(),
      log: new CallLog(),
    };
    this.offline = this.bindOffline();
    if (this.offline?.interceptor !== undefined) this.intercept(this.offline.interceptor);
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
    const bases = [...this.operations.values()].map(({ operation }) => this.base(operation));
    return [...new Set(bases.filter((base) => base !== undefined))];
  }

  get diagnostics(): readonly DefinitionDiagnostic[] {
    return this.definition.diagnostics;
  }

  start(operation: FunctionDefinition, args: readonly Value[]): Observable<Value> {
    const { signature } = this.bound(operation);
    const request = this.build(signature, args);
    if (request instanceof FormulaError) return of(request);
    const all = this.settings.pages === 'all';
    if (signature.behavior) return this.values(signature, request, all);
    const make: MakeCall = (source) => this.values(signature, source === undefined ? request : { ...request, from: source }, all);
    const watch = (signature.answer.stream === undefined ? this.offline?.watch : undefined) ?? recovering;
    return this.shared.share(requestKey(request), () => watch(make));
  }

  async call(operation: FunctionDefinition, args: readonly Value[]): Promise<Value> {
    const { signature } = this.bound(operation);
    const request = this.build(signature, args);
    if (request instanceof FormulaError) return request;
    const all = this.settings.pages === 'all';
    const { offline } = this;
    if (signature.behavior && offline?.write !== undefined)
      return offline.write({ operation: signature.name, request, repeatable: this.repeatable(signature, request) });
    const make: MakeCall = (source) => {
      const made = this.values(signature, source === undefined ? request : { ...request, from: source }, all);
      return all ? made.pipe(last()) : made;
    };
    if (offline !== undefined && !signature.behavior && signature.answer.stream === undefined) return offline.once(make);
    const values = this.values(signature, request, all);
    if (signature.answer.stream !== undefined) return firstValueFrom(firstRows(values), { defaultValue: [] });
    return firstValueFrom(all ? values.pipe(last()) : values);
  }

  request(operation: FunctionDefinition, args: readonly Value[]): HttpRequest | FormulaError {
    return this.build(this.bound(operation).signature, args);
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
    const request = this.build(signature, args);
    return request instanceof FormulaError ? [] : this.line.log.of(this.logKey(signature, request));
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
      request: (signature, args) => this.build(signature, args),
      fetch: (signature, request) => firstValueFrom(this.page(this.asUntyped(signature), request)).then(({ value }) => value),
    });
    return { dynamics, decoder: this.reading.decoder, int64: this.settings.int64 ?? 'number', learned: this.learned };
  }

  /** Whether a second request does no harm. */
  private repeatable(signature: Signature, request: HttpRequest): boolean {
    return isRepeatable(signature.operation.method) || this.key(signature, request.url)?.trusted === true;
  }

  /** The connection as what is kept on the device sees it. */
  private bindOffline(): OfflineCalls | undefined {
    const { credentials, offline } = this.settings;
    return offline?.space.bind(offline.policy, {
      name: this.name,
      signedIn: credentials !== undefined,
      back: this.line.reachability.back,
      send: async (operation, request) => (await firstValueFrom(this.page(this.named(operation).signature, request))).value,
      isReachable: () => this.line.reachability.now,
      open: (operation, request) => this.open(request, this.named(operation).signature.operation),
      maxBytes: this.line.patience.maxResponseBytes,
    });
  }

  /** What a call is known by in the log: its request, without the key that is another each time. */
  private logKey(signature: Signature, request: HttpRequest): string {
    const random = this.key(signature, request.url)?.name;
    return requestKey({ ...request, headers: new Map([...request.headers].filter(([name]) => name !== random)) });
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

  private build(signature: Signature, args: readonly Value[]): HttpRequest | FormulaError {
    const name = `${this.name}.${signature.name}`;
    if (signature.unsupported !== undefined)
      return formulaError('NotSupported', `${name} cannot be called: ${signature.unsupported}.`);
    const host = hostPolicy(this.policies, signature.operation, this.settings.connectionParameters ?? {});
    if (host !== undefined && host.missing.length > 0)
      return formulaError(
        'InvalidArgument',
        `${name} cannot be called: the connection needs a value for ${host.missing.join(', ')} to know where the service is.`,
      );
    const base = this.base(signature.operation) ?? (host === undefined && this.settings.gateway !== true ? undefined : UNSAID);
    if (base === undefined)
      return formulaError(
        'InvalidArgument',
        `${name} cannot be called: the definition does not say where the service is. Give the connection a base address.`,
      );
    const { xml } = this;
    const request = buildRequest(signature, args, {
      base,
      globals: this.settings.globals ?? new Map(),
      timeZone: this.settings.timeZone ?? 'UTC',
      booleans: this.settings.booleans ?? (this.definition.format === 'swagger' ? 'True' : 'true'),
      xml: xml && ((json, schema) => xml.xmlText(json, this.definition.schemas, schema)),
      boundary: () => `fxloom-${randomId()}`,
    });
    return request instanceof FormulaError ? request : withKey(request, this.key(signature, request.url));
  }

  private key(signature: Signature, url: string): IdempotencyKey | undefined {
    return idempotencyKey(signature, this.settings.idempotencyKey, url);
  }

  private base({ servers }: ApiOperation): string | undefined {
    return baseAddress(this.definition, servers, this.settings);
  }

  private values(signature: Signature, request: HttpRequest, atOnce: boolean): Observable<Value> {
    const { stream } = signature.answer;
    if (stream !== undefined) return this.stream(signature, request, stream);
    const plan = pagePlan(signature, this.settings.recognizePages !== false);
    const key = this.logKey(signature, request);
    if (plan === undefined) return this.page(signature, request, key).pipe(map((page) => page.value));
    return pages({
      plan,
      source: `${this.name}.${signature.name}`,
      base: this.base(signature.operation) ?? (request.url.startsWith(UNSAID) ? UNSAID : request.url),
      url: request.url,
      fetch: (url) => this.page(signature, { ...request, url }, key),
      maxRows: this.settings.maxRows ?? 1000,
      atOnce,
    });
  }

  private page(signature: Signature, request: HttpRequest, key = ''): Observable<Page> {
    const name = `${this.name}.${signature.name}`;
    // What is kept on the device answers sooner than a second attempt.
    const kept = !signature.behavior && this.offline?.interceptor !== undefined;
    const repeatable = !kept && this.repeatable(signature, request);
    return exchange(signature, name, request, this.line, { repeatable, key }).pipe(
      switchMap((answer) => this.withXml(signature, answer)),
      map(([answer, xml]) => {
        const value = readAnswer(signature, name, answer, this.reading, xml);
        const { stored } = answer;
        const age = stored === undefined ? { received: Date.now() } : { received: stored, stored: true };
        noteFacts(value, { complete: true, source: name, ...age });
        return { value: aboutRequest(value, request), link: nextOfLink(answer.headers.get('link')), stored };
      }),
      catchError((error: unknown) =>
        of({ value: aboutRequest(failureValue(name, error), request), link: undefined, stored: undefined }),
      ),
    );
  }

  /** Begins a stream. */
  private open(request: HttpRequest, operation: ApiOperation): Observable<AuthorizedResponse> {
    let send = (asked: HttpRequest): Observable<AuthorizedResponse> => this.authorizer.send(asked, operation);
    for (const { stream: seen } of [...this.line.interceptors].reverse()) {
      const next = send;
      if (seen !== undefined) send = (asked) => seen(asked, next, operation);
    }
    return send(request);
  }

  /** An answer with what reads its XML, where it is in XML. */
  private withXml(signature: Signature, answer: Answer): Observable<readonly [Answer, ReadXml | undefined]> {
    if (!isXmlAnswer(signature, answer)) return of([answer, undefined]);
    return from(import('./xml/xml-json.ts')).pipe(
      map(({ xmlReader }) => [answer, xmlReader(this.definition.schemas, signature.answer.schema)] as const),
    );
  }

  private stream(signature: Signature, request: HttpRequest, plan: StreamPlan): Observable<Value> {
    const { settings, line, reading } = this;
    const open = (asked: HttpRequest): Observable<AuthorizedResponse> => this.open(asked, signature.operation);
    const base = this.base(signature.operation);
    return from(import('./streams/start-stream.ts')).pipe(
      switchMap(({ startStream }) =>
        startStream({ source: `${this.name}.${signature.name}`, settings, line, reading, signature, request, base, open }, plan),
      ),
    );
  }
}

/** Of a stream: the first table with rows, or whatever comes first that is no table. */
const firstRows = (source: Observable<Value>): Observable<Value> =>
  source.pipe(
    switchMap((value) => (isTable(value) && value.length === 0 ? [] : [value])),
    take(1),
  );

const randomId = (): string => crypto.randomUUID();
