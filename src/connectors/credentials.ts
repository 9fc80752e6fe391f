import { from, map, of, switchMap, type Observable } from 'rxjs';
import type { ApiOperation, Definition, SecurityScheme } from './definition.ts';
import { UNSAID, type HttpRequest } from './request.ts';
import { mayGoTo, SecretGuard, withoutSecrets } from './secret-guard.ts';
import { base64 } from './value-text.ts';
import type { HttpResponse, Transport } from './transport.ts';

/**
 * A secret, given by the page for one scheme of one connection. It is put into requests and nowhere else: over https (or inside this
 * machine), to the `origins` that it is for where it names some, and never past a redirect.
 */
export type Credential = (
  | { readonly kind: 'apiKey'; readonly value: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
) & { readonly origins?: readonly string[] };

/** What a credential is asked for. */
export interface CredentialRequest {
  /** The scheme's name in the definition. */
  readonly name: string;
  readonly scheme: SecurityScheme;
  readonly scopes: readonly string[];
  /** Where it will be sent. */
  readonly origin: string;
}

/** Where credentials come from. The page brings it; secrets never stand in an app, a definition, a trace or an error. */
export interface Credentials {
  /** The credential for a scheme; undefined where there is none. Asked anew for each call, so it should be quick. */
  get(request: CredentialRequest): Credential | undefined | Promise<Credential | undefined>;
  /** Gets a new one after the service refused the last with 401. Called once for any number of calls that fail together. */
  renew?(request: CredentialRequest): Promise<Credential | undefined>;
}

/** A request with its secrets in place, and what must be kept out of anything shown. */
interface Authorized {
  readonly request: HttpRequest;
  readonly secrets: readonly string[];
  readonly used: readonly CredentialRequest[];
}

export interface AuthorizedResponse extends HttpResponse {
  /** Takes secrets out of a text that the service sent back. */
  readonly redact: (text: string) => string;
}

interface Renewal {
  readonly credential: Promise<Credential | undefined>;
  /** The how many-th renewal to end this was; `Infinity` while it lasts. */
  ended: number;
}

/** Sends requests with the credentials that their operations ask for; renews them once where the service refuses. */
export class Authorizer {
  private readonly definition: Definition;
  private readonly credentials: Credentials | undefined;
  private readonly transport: Transport;
  private readonly guard: SecretGuard;
  private readonly renewals = new Map<string, Renewal>();
  /** How many renewals have ended. */
  private renewed = 0;

  constructor(definition: Definition, credentials: Credentials | undefined, transport: Transport, guard = new SecretGuard()) {
    this.guard = guard;
    this.definition = definition;
    this.credentials = credentials;
    this.transport = transport;
  }

  send(request: HttpRequest, operation: ApiOperation): Observable<AuthorizedResponse> {
    const { credentials } = this;
    if (credentials === undefined || operation.security.length === 0)
      return this.transport(request, operation).pipe(map((response) => ({ ...response, redact: (text: string) => text })));
    const since = this.renewed;
    return from(this.authorize(request, operation, (asked) => credentials.get(asked))).pipe(
      switchMap((authorized) =>
        this.transport(authorized.request, operation).pipe(
          switchMap((response) => {
            if (response.status !== 401 || credentials.renew === undefined || authorized.used.length === 0)
              return of(redacting(response, authorized.secrets));
            return from(this.authorize(request, operation, (asked) => this.renew(asked, since))).pipe(
              switchMap((renewed) =>
                this.transport(renewed.request, operation).pipe(
                  map((second) => redacting(second, [...authorized.secrets, ...renewed.secrets])),
                ),
              ),
            );
          }),
        ),
      ),
    );
  }

  /**
   * One renewal for each scheme and all calls that were refused together: also for a call that was sent before the renewal ended and
   * hears of its refusal only afterwards. `since` counts the renewals that had ended when the call was sent.
   */
  private renew(asked: CredentialRequest, since: number): Promise<Credential | undefined> {
    const known = this.renewals.get(asked.name);
    if (known !== undefined && known.ended > since) return known.credential;
    const renewal: Renewal = {
      ended: Infinity,
      credential: this.credentials!.renew!(asked).finally(() => (renewal.ended = ++this.renewed)),
    };
    this.renewals.set(asked.name, renewal);
    return renewal.credential;
  }

  /** Fills the first alternative that all credentials are there for; sends none where no alternative is complete. */
  private async authorize(
    request: HttpRequest,
    operation: ApiOperation,
    get: (asked: CredentialRequest) => Credential | undefined | Promise<Credential | undefined>,
  ): Promise<Authorized> {
    const { origin } = new URL(request.url);
    for (const requirement of operation.security) {
      let authorized: Authorized | undefined = { request, secrets: [], used: [] };
      for (const [name, scopes] of requirement) {
        const scheme = this.definition.securitySchemes.get(name);
        const asked = scheme === undefined ? undefined : { name, scheme, scopes, origin };
        const credential = asked === undefined ? undefined : await get(asked);
        if (asked === undefined || credential === undefined || !this.mayGo(origin, credential)) {
          authorized = undefined;
          break;
        }
        authorized = apply(authorized, asked, credential);
        for (const secret of authorized.secrets) this.guard.note(secret, credential.origins);
      }
      if (authorized !== undefined) return authorized;
    }
    return { request, secrets: [], used: [] };
  }

  /** Where a policy has yet to say the host, the guard judges the finished address. */
  private mayGo(origin: string, { origins }: Credential): boolean {
    return origin === UNSAID || mayGoTo(origin, origins);
  }
}

function apply(authorized: Authorized, asked: CredentialRequest, credential: Credential): Authorized {
  const { request } = authorized;
  const headers = new Map(request.headers);
  let { url } = request;
  const secrets = [...authorized.secrets];
  if (credential.kind === 'apiKey') {
    const { scheme } = asked;
    secrets.push(credential.value);
    if (scheme.kind !== 'apiKey') headers.set('Authorization', credential.value);
    else if (scheme.in === 'header') {
      // A parameter of this name in another case would be sent beside it.
      for (const name of request.headers.keys()) if (name.toLowerCase() === scheme.name.toLowerCase()) headers.delete(name);
      headers.set(scheme.name, credential.value);
    }
    // A page cannot set the Cookie header; a transport in a gateway can.
    else if (scheme.in === 'cookie')
      headers.set('Cookie', `${encodeURIComponent(scheme.name)}=${encodeURIComponent(credential.value)}`);
    else url = `${url}${url.includes('?') ? '&' : '?'}${encodeURIComponent(scheme.name)}=${encodeURIComponent(credential.value)}`;
  } else if (credential.kind === 'basic') {
    const pair = base64(new TextEncoder().encode(`${credential.user}:${credential.password}`));
    secrets.push(credential.password, pair);
    headers.set('Authorization', `Basic ${pair}`);
  } else {
    secrets.push(credential.token);
    headers.set('Authorization', `Bearer ${credential.token}`);
  }
  return { request: { ...request, url, headers }, secrets, used: [...authorized.used, asked] };
}

const redacting = (response: HttpResponse, secrets: readonly string[]): AuthorizedResponse => ({
  ...response,
  reason: withoutSecrets(response.reason, secrets),
  redact: (text) => withoutSecrets(text, secrets),
});
