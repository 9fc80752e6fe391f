import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import * as oauth from 'oauth4webapi';
import type { OidcSettings } from './configuration.ts';
import type { CrossOrigin } from './cross-origin.ts';
import { Refusal } from './refusal.ts';
import type { ReadRequest } from './request-reading.ts';
import type { Store } from './store.ts';
import type { Upstream } from './upstream.ts';

/** A sign-in that has begun. */
interface Pending {
  readonly verifier: string;
  readonly nonce: string;
  readonly back: string;
  readonly until: number;
}

const PATIENCE = 600_000;
const MOST_PENDING = 10_000;

/** Sign-in of people by OpenID Connect: authorization code with PKCE; the identity token names the person, and a session follows in a cookie. */
export class SignIn {
  private readonly settings: OidcSettings;
  private readonly secret: string | undefined;
  private readonly store: Store;
  private readonly upstream: Upstream;
  private readonly publicUrl: string;
  private readonly pages: CrossOrigin;
  private readonly pending = new Map<string, Pending>();

  constructor(
    settings: OidcSettings,
    secret: string | undefined,
    store: Store,
    upstream: Upstream,
    publicUrl: string,
    pages: CrossOrigin,
  ) {
    this.settings = settings;
    this.secret = secret;
    this.store = store;
    this.upstream = upstream;
    this.publicUrl = publicUrl;
    this.pages = pages;
  }

  /** Sends a person to the identity provider; `return` of the query says where to afterwards. */
  async begin({ query }: ReadRequest, response: ServerResponse): Promise<void> {
    const back = new URLSearchParams(query).get('return') ?? `${this.publicUrl}/`;
    if (!this.pages.isOwn(back))
      throw new Refusal(400, 'return', 'The address to return to is of none of the pages that may call the gateway.');
    const server = await this.discover();
    if (server.authorization_endpoint === undefined)
      throw new Refusal(502, 'identity', 'The identity provider has no address to sign in at.');
    for (const [state, { until }] of this.pending) if (until < Date.now()) this.pending.delete(state);
    if (this.pending.size >= MOST_PENDING) throw new Refusal(503, 'busy', 'Too many sign-ins are under way.', 60);
    const state = oauth.generateRandomState();
    const verifier = oauth.generateRandomCodeVerifier();
    const nonce = oauth.generateRandomNonce();
    this.pending.set(state, { verifier, nonce, back, until: Date.now() + PATIENCE });
    const address = new URL(server.authorization_endpoint);
    const parameters = {
      response_type: 'code',
      client_id: this.settings.clientId,
      redirect_uri: this.redirectUri,
      scope: this.settings.scopes.join(' '),
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    // The browser that comes back must be the one that began.
    this.redirect(response, address.href, cookieText(this.publicUrl, 'sign-in', state, PATIENCE / 1000));
  }

  /** A person comes back: the answer is checked, and a session begins. */
  async finish(read: ReadRequest, response: ServerResponse): Promise<void> {
    const parameters = new URLSearchParams(read.query);
    const state = parameters.get('state') ?? '';
    const pending = this.pending.get(state);
    this.pending.delete(state);
    if (pending === undefined || pending.until < Date.now() || cookieOf(read, this.publicUrl, 'sign-in') !== state)
      throw new Refusal(400, 'sign-in', 'This sign-in did not begin here, or too long ago. Begin anew.');
    const name = await this.personOf(new URL(`${this.redirectUri}?${read.query}`), state, pending);
    const seconds = this.settings.sessionHours * 3600;
    const session = await this.store.givePass(name, false, 'session', Date.now() + seconds * 1000);
    this.redirect(
      response,
      pending.back,
      cookieText(this.publicUrl, 'session', session, seconds),
      cookieText(this.publicUrl, 'sign-in', '', 0),
    );
  }

  private async personOf(address: URL, state: string, { verifier, nonce }: Pending): Promise<string> {
    const server = await this.discover();
    const client: oauth.Client = { client_id: this.settings.clientId };
    const proof = this.secret === undefined ? oauth.None() : oauth.ClientSecretBasic(this.secret);
    try {
      const parameters = oauth.validateAuthResponse(server, client, address, state);
      const answer = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        proof,
        parameters,
        this.redirectUri,
        verifier,
        this.requests,
      );
      const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
        expectedNonce: nonce,
        requireIdToken: true,
      });
      await oauth.validateApplicationLevelSignature(server, answer, this.requests);
      const claims = oauth.getValidatedIdTokenClaims(tokens)!;
      const name = claims[this.settings.claim];
      // An address that nobody has verified may be anybody's.
      if (typeof name === 'string' && name !== '' && (this.settings.claim !== 'email' || claims['email_verified'] === true))
        return name;
    } catch {
      // What went wrong is the provider's, and may hold a code or a token.
      throw new Refusal(401, 'sign-in', 'The identity provider did not confirm the sign-in. Begin anew.');
    }
    throw new Refusal(403, 'sign-in', `The identity provider says no (verified) ${this.settings.claim} of the person.`);
  }

  private async discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(this.settings.issuer);
    try {
      return await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, this.requests));
    } catch {
      throw new Refusal(502, 'identity', 'The identity provider does not answer as one.');
    }
  }

  private get requests(): {
    [oauth.allowInsecureRequests]: boolean;
    [oauth.customFetch]: (url: string, options: object) => Promise<Response>;
  } {
    const local = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(this.settings.issuer).hostname);
    return { [oauth.allowInsecureRequests]: local, [oauth.customFetch]: (url, options) => this.upstream.fetch(url, options) };
  }

  private get redirectUri(): string {
    return `${this.publicUrl}/signed-in`;
  }

  private redirect(response: ServerResponse, address: string, ...cookies: string[]): void {
    response.writeHead(302, { Location: address, 'Set-Cookie': cookies, 'Cache-Control': 'no-store' }).end();
  }
}

/** `__Host-` keeps a cookie to this host and to https; on this machine alone there may be no https. */
const cookieName = (publicUrl: string, name: string): string =>
  publicUrl.startsWith('https:') ? `__Host-fxloom-${name}` : `fxloom-${name}`;

/** A cookie for this host that scripts cannot read and other sites do not send along. */
export const cookieText = (publicUrl: string, name: string, value: string, seconds: number): string =>
  `${cookieName(publicUrl, name)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(seconds)}${publicUrl.startsWith('https:') ? '; Secure' : ''}`;

/** The value of a cookie of a request; of several with one name none. */
export function cookieOf({ headers }: ReadRequest, publicUrl: string, name: string): string | undefined {
  const wanted = `${cookieName(publicUrl, name)}=`;
  const found = (headers.get('cookie') ?? '').split(/;\s*/).filter((cookie) => cookie.startsWith(wanted));
  return found.length === 1 ? found[0]!.slice(wanted.length) : undefined;
}

/** A value that only the browser which gets it knows. */
export const secretValue = (): string => randomBytes(24).toString('base64url');
