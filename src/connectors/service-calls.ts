import { catchError, from, map, of, switchMap, type Observable } from 'rxjs';
import { formulaError, FormulaError, type Value } from '../formula/index.ts';
import { baseAddress } from './address.ts';
import { isXmlAnswer, noteFacts, readAnswer, type AnswerReading, type ReadXml } from './answer.ts';
import { requestKey } from './call-log.ts';
import type { AuthorizedResponse } from './credentials.ts';
import { isRepeatable, type ApiOperation, type Definition } from './definition.ts';
import { exchange, failureValue, type Answer, type Line } from './exchange.ts';
import { aboutRequest } from './failure.ts';
import { idempotencyKey, withKey, type IdempotencyKey } from './idempotency.ts';
import { nextOfLink, pagePlan, pages, type AtOnce, type Page } from './paging.ts';
import type { ConnectorParts } from './parts.ts';
import { hostPolicy } from './policies/host-policy.ts';
import type { Policy } from './policies/policy.ts';
import { buildRequest, UNSAID, type HttpRequest } from './request.ts';
import type { ConnectorSettings } from './settings.ts';
import type { Signature } from './signature.ts';
import type { StreamPlan } from './streams/plan.ts';

/** What calls of one connector share. */
export interface CallSurroundings {
  readonly definition: Definition;
  readonly settings: ConnectorSettings;
  readonly policies: readonly Policy[];
  readonly line: Line;
  readonly reading: AnswerReading;
  readonly xml: ConnectorParts['xml'];
}

/** Makes the requests of operations, sends them, and reads what comes: one answer, pages, or a stream. */
export class ServiceCalls {
  /** What is kept on the device answers sooner than a second attempt. */
  keepsAnswers = false;
  private readonly definition: Definition;
  private readonly settings: ConnectorSettings;
  private readonly policies: readonly Policy[];
  private readonly line: Line;
  private readonly reading: AnswerReading;
  private readonly xml: ConnectorParts['xml'];

  constructor({ definition, settings, policies, line, reading, xml }: CallSurroundings) {
    this.definition = definition;
    this.settings = settings;
    this.policies = policies;
    this.line = line;
    this.reading = reading;
    this.xml = xml;
  }

  /** Whether a second request does no harm. */
  repeatable(signature: Signature, request: HttpRequest): boolean {
    return isRepeatable(signature.operation.method) || this.key(signature, request.url)?.trusted === true;
  }

  /** What a call is known by in the log: its request, without the key that is another each time. */
  logKey(signature: Signature, request: HttpRequest): string {
    const random = this.key(signature, request.url)?.name;
    return requestKey({ ...request, headers: new Map([...request.headers].filter(([name]) => name !== random)) });
  }

  /** The request of a call, credentials aside; an error value where the arguments cannot be sent. */
  request(signature: Signature, args: readonly Value[]): HttpRequest | FormulaError {
    const name = this.nameOf(signature);
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
      joinLists: this.definition.format === 'swagger',
      boundary: () => `fxloom-${crypto.randomUUID()}`,
    });
    return request instanceof FormulaError ? request : withKey(request, this.key(signature, request.url));
  }

  private key(signature: Signature, url: string): IdempotencyKey | undefined {
    return idempotencyKey(signature, this.settings.idempotencyKey, url);
  }

  /** What the paths of an operation are appended to, where it is known. */
  base({ servers }: ApiOperation): string | undefined {
    return baseAddress(this.definition, servers, this.settings);
  }

  /** The values of a call, as they come; of pages the first, or all at once. */
  values(signature: Signature, request: HttpRequest, atOnce: AtOnce): Observable<Value> {
    const { stream } = signature.answer;
    if (stream !== undefined) return this.stream(signature, request, stream);
    const plan = pagePlan(signature, this.settings.recognizePages !== false);
    const key = this.logKey(signature, request);
    if (plan === undefined) return this.page(signature, request, key).pipe(map((page) => page.value));
    return pages({
      plan,
      source: this.nameOf(signature),
      base: this.base(signature.operation) ?? (request.url.startsWith(UNSAID) ? UNSAID : request.url),
      url: request.url,
      fetch: (url) => this.page(signature, { ...request, url }, key),
      maxRows: this.settings.maxRows ?? 1000,
      atOnce,
    });
  }

  /** One whole answer, with the link to the next page. */
  page(signature: Signature, request: HttpRequest, key = ''): Observable<Page> {
    const name = this.nameOf(signature);
    const kept = !signature.behavior && this.keepsAnswers;
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
  open(request: HttpRequest, operation: ApiOperation): Observable<AuthorizedResponse> {
    let send = (asked: HttpRequest): Observable<AuthorizedResponse> => this.line.authorizer.send(asked, operation);
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
        startStream({ source: this.nameOf(signature), settings, line, reading, signature, request, base, open }, plan),
      ),
    );
  }

  private nameOf({ name }: Signature): string {
    return `${this.settings.namespace}.${name}`;
  }
}
