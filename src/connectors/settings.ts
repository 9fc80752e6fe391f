import type { TriggerKeeper } from './streams/keeper.ts';
import type { Observable } from 'rxjs';
import type { Value } from '../formula/index.ts';
import type { AuthorizedResponse, Credentials } from './credentials.ts';
import type { Interceptor } from './exchange.ts';
import type { HttpRequest } from './request.ts';
import type { TableNaming } from './named-table.ts';
import type { Int64As } from './service-type.ts';
import type { CallLimits } from './throttle.ts';
import type { Trace } from './trace.ts';
import type { Transport } from './transport.ts';

/** What a connection keeps on the device for the time when its service is not there. */
export interface OfflinePolicy {
  /**
   * Answers to safe calls: none are kept (default); `offline`: the last answer is shown where the service cannot be reached; `stale`: the last
   * answer is shown at once, and replaced when the service has answered.
   */
  readonly reads?: 'none' | 'offline' | 'stale';
  /** Changes: refused where the service cannot be reached (default), or queued until it can. */
  readonly writes?: 'refuse' | 'queue';
  /** A queued change that meets a newer version (409, 412): the user is asked (default), it is sent without its condition, or given up. */
  readonly conflicts?: 'ask' | 'mine' | 'theirs';
}

/** A connection, as what is kept on the device sees it. */
export interface OfflineConnection {
  readonly name: string;
  /** Whether its calls carry credentials. */
  readonly signedIn: boolean;
  /** Comes when the service has been reached again. */
  readonly back: Observable<unknown>;
  send(operation: string, request: HttpRequest): Promise<Value>;
  /** Sends a request with the credentials of an operation: what the service answers, unread. */
  open(operation: string, request: HttpRequest): Observable<AuthorizedResponse>;
  isReachable(): boolean;
  readonly maxBytes: number;
}

/** A call: to the service, or to what is kept on the device. */
export type MakeCall = (source?: 'store') => Observable<Value>;

/** What calls of a connection become where something is kept on the device. */
export interface OfflineCalls {
  readonly interceptor: Interceptor | undefined;
  readonly watch: (make: MakeCall) => Observable<Value>;
  readonly once: (make: MakeCall) => Promise<Value>;
  readonly write:
    | ((write: { readonly operation: string; readonly request: HttpRequest; readonly repeatable: boolean }) => Promise<Value>)
    | undefined;
}

/** How a definition is bound and its service called. Only `namespace` is needed; the rest has defaults. */
export interface ConnectorSettings {
  /** The name that formulas write before the dot: `Shop`. */
  readonly namespace: string;

  // ---- Functions ----------------------------------------------------------------------------------------------------------------
  /** Whose rules for internal parameters and the order of parameters: Power Apps' (default), or those for Swagger or tabular use. */
  readonly compatibility?: 'powerApps' | 'swagger' | 'tabular';
  /** Operations marked internal become functions too. */
  readonly includeInternal?: boolean;
  /** Operations that cannot be called become functions too; calling one gives an error that says why. */
  readonly includeUnsupported?: boolean;
  /** Operations that register a callback become functions too. */
  readonly includeWebhooks?: boolean;
  /** Operations that tell of news when they are asked again and again (`x-ms-trigger`) become functions too: tables that grow. */
  readonly triggers?: boolean;
  /** Keeps the events of triggers, so that a program goes on where an earlier one was. */
  readonly keeper?: TriggerKeeper;
  /** Internal parameters that are required and have no default are shown, under rules that would drop them. */
  readonly exposeInternal?: boolean;
  /** Enumerations with named values (`x-ms-enum-values`) become sets of choices instead of text. */
  readonly choices?: boolean;
  /** Sets of choices are text or number after all. */
  readonly choicesAsText?: boolean;
  /** A body `item` whose only property is `dynamicProperties` becomes one parameter `item`. */
  readonly unwrapDynamicProperties?: boolean;
  /** Values of path placeholders and first parameters that the connection knows: `{connectionId}`, `server`. */
  readonly globals?: ReadonlyMap<string, string>;

  /**
   * Where the description leaves types and allowed values to the service (`x-ms-dynamic-*`), the service is asked while formulas are checked
   * and completed (default); `false` never asks for the checker's or the editor's sake.
   */
  readonly live?: boolean;

  /** Further names of the service's tables, as apps call them: `{"Contacts": "Customers"}`, with other names of columns where they differ. */
  readonly tables?: { readonly [name: string]: TableNaming };

  // ---- Calls --------------------------------------------------------------------------------------------------------------------
  /** The address that paths are appended to; by default the definition's first https server. */
  readonly baseUrl?: string;
  /** A Postman environment, parsed: values of the variables of a collection. Its secrets are not read. */
  readonly environment?: unknown;
  /** Where the definition came from: relative servers count from there. */
  readonly documentUrl?: string;
  /** IANA name of the zone whose wall clock date-times show; by default UTC. */
  readonly timeZone?: string;
  /** How truth values are written outside JSON: `True` in Swagger 2.0 as Power Apps does, `true` in OpenAPI 3. */
  readonly booleans?: 'True' | 'true';
  readonly int64?: Int64As;
  /** A value of another type than described: an error in its cell (default), or the whole answer is an error. */
  readonly mismatch?: 'cell' | 'answer';
  /** Fields that the definition does not name are kept as untyped values. */
  readonly keepUnknownFields?: boolean;
  /** Failed answers get a kind each (`NotFound`, `Conflict` …, default), or all `Network` as in Power Apps. */
  readonly errorKinds?: 'distinct' | 'network';
  /** Further pages: when asked for, or all at once. By default the former for what is shown, the latter for one answer (`call`). */
  readonly pages?: 'onDemand' | 'all';
  /** Pages are recognised by the names of parameters and fields (`page`, `offset`, `cursor`, default), or only where they are declared. */
  readonly recognizePages?: boolean;
  /** Rows that pages are fetched up to; 1000 by default. */
  readonly maxRows?: number;
  /**
   * Name of a header that every write carries with an own random value, the same in retries: the one that the operation declares, else
   * `Idempotency-Key` where no browser has to ask the service for permission first. A name given here says that the service looks at it,
   * so that failed writes may be tried again; `false` sends none.
   */
  readonly idempotencyKey?: string | false;
  /** How many calls the service bears; those beyond wait. At most 10 at the same time by default. */
  readonly limits?: CallLimits;
  /** Until the whole answer is there; 30 seconds by default. For streams: until the first byte. */
  readonly timeoutMilliseconds?: number;
  /** Further attempts after a failure that may pass, where a second request does no harm; 3 by default. */
  readonly retries?: number;
  /** Milliseconds until a trigger is asked again where the service does not say when; a minute by default. */
  readonly pollMilliseconds?: number;
  /** Answers beyond this size are an error; 20 MB by default. */
  readonly maxResponseBytes?: number;

  // ---- The connection -----------------------------------------------------------------------------------------------------------
  /** The connector's `apiProperties.json`, parsed: its policies change requests and answers. */
  readonly apiProperties?: unknown;
  /** Values of the connection parameters that policies name (`region`), secrets included; they are shown nowhere. */
  readonly connectionParameters?: { readonly [name: string]: string };

  // ---- Surroundings -------------------------------------------------------------------------------------------------------------
  /** What sends requests; by default `fetch`. */
  readonly transport?: Transport;
  /**
   * The transport is a gateway's: it knows where the service is, whatever the description says, and the service can call it back, so that
   * operations which ask for that are tables that grow.
   */
  readonly gateway?: boolean;
  readonly credentials?: Credentials;
  /** What is kept on the device: a policy, and the space that keeps it (`OfflineSpace`). */
  readonly offline?: {
    readonly policy: OfflinePolicy;
    readonly space: { bind(policy: OfflinePolicy, connection: OfflineConnection): OfflineCalls };
  };
  /** Told of every request, answer and failure, without credentials. */
  readonly trace?: Trace;
}
