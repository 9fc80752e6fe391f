import type * as oauthModule from 'oauth4webapi';
import type { AuthorizationServer, Client, ClientAuth } from 'oauth4webapi';
import type { Credential, CredentialRequest, Credentials } from './credentials.ts';

/** How to sign in to a service by OAuth 2: authorization code with PKCE (RFC 7636), in pages as a public client without a secret. */
export interface OAuthOptions {
  readonly clientId: string;
  /** The page that the authorization server sends people back to. */
  readonly redirectUri: string;
  /** Origins of the services that tokens are for; they go nowhere else. */
  readonly origins: readonly string[];
  /** The issuer: its endpoints are found by RFC 8414 or OpenID discovery, and every answer must be its own (RFC 9207). */
  readonly issuer?: string;
  /** The endpoints, where there is no discovery; usually those that the description names. */
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly scopes?: readonly string[];
  /** The secret of a client that can keep one: a server, never a page. Sent as HTTP Basic (RFC 6749 section 2.3.1). */
  readonly clientSecret?: string;
  /** The client signs in by itself, and no person does (RFC 6749 section 4.4). */
  readonly clientCredentials?: boolean;
  /** What asks the authorization server; `fetch` unless it is given. */
  readonly fetch?: typeof fetch;
  /** Shows an address to the person and gives the one that the sign-in came back to; `popup` of `fxloom/app` does. */
  readonly authorize?: (address: URL) => Promise<URL>;
  /** Where tokens and a sign-in that is under way are kept: in memory, unless the page brings something else. */
  readonly store?: OAuthStore;
}

/** What is kept between calls, and between pages where the store outlives them. */
export interface OAuthState {
  readonly tokens?: OAuthTokens;
  /** A sign-in that has begun. */
  readonly pending?: { readonly state: string; readonly verifier: string };
}

export interface OAuthTokens {
  readonly access: string;
  readonly refresh?: string;
  /** Milliseconds since 1970, where the server said how long the token lasts. */
  readonly expires?: number;
}

export interface OAuthStore {
  read(): OAuthState | Promise<OAuthState>;
  write(state: OAuthState): void | Promise<void>;
}

export const memoryStore = (): OAuthStore => {
  let kept: OAuthState = {};
  return {
    read: () => kept,
    write: (state) => {
      kept = state;
    },
  };
};

/** Why signing in did not work, in words for the person; never with a token or a code. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

/** Tokens are renewed so long before they end. */
const EARLY = 30_000;

/**
 * Credentials by OAuth 2. `signIn` opens the authorization server's page by `authorize`; a page that goes there itself calls `begin`, and
 * `finish` with its own address when it is back. Tokens are renewed once for all calls that need it.
 */
export class OAuthCredentials implements Credentials {
  readonly #options: OAuthOptions;
  readonly #store: OAuthStore;
  #server: Promise<AuthorizationServer> | undefined;
  #renewal: Promise<Credential | undefined> | undefined;

  constructor(options: OAuthOptions) {
    this.#options = options;
    this.#store = options.store ?? memoryStore();
  }

  /** Whether there is a token; it may have ended. */
  async isSignedIn(): Promise<boolean> {
    return (await this.#store.read()).tokens !== undefined;
  }

  /** Signs in by `authorize`. Throws `SignInError`. */
  async signIn(): Promise<void> {
    const { authorize } = this.#options;
    if (authorize === undefined)
      throw new SignInError('The page has not said how to show the sign-in. Give `authorize`, or use `begin` and `finish`.');
    await this.finish(await authorize(await this.begin()));
  }

  /** Begins a sign-in: the address to send the person to. */
  async begin(): Promise<URL> {
    const { clientId, redirectUri, scopes = [] } = this.#options;
    const oauth = await import('oauth4webapi');
    const server = await this.#endpoints();
    if (server.authorization_endpoint === undefined)
      throw new SignInError('The authorization server has no address to sign in at.');
    const state = oauth.generateRandomState();
    const verifier = oauth.generateRandomCodeVerifier();
    await this.#store.write({ ...(await this.#store.read()), pending: { state, verifier } });
    const address = new URL(server.authorization_endpoint);
    const parameters = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    return address;
  }

  /** Ends a sign-in with the address that the person came back to. State, issuer and answer are checked; throws `SignInError`. */
  async finish(address: URL): Promise<void> {
    const oauth = await import('oauth4webapi');
    const { pending } = await this.#store.read();
    if (pending === undefined) throw new SignInError('No sign-in was under way. Begin anew.');
    const server = await this.#endpoints();
    // A sign-in can be ended once, whatever comes of it.
    await this.#store.write({});
    const tokens = await told(oauth, async () => {
      const parameters = oauth.validateAuthResponse(server, this.#client, address, pending.state);
      const { redirectUri } = this.#options;
      const [who, how] = this.#asking(oauth, server);
      const response = await oauth.authorizationCodeGrantRequest(...who, parameters, redirectUri, pending.verifier, how);
      return oauth.processAuthorizationCodeResponse(server, this.#client, response);
    });
    await this.#keep(tokens, undefined);
  }

  /** Forgets the tokens. */
  async signOut(): Promise<void> {
    await this.#store.write({});
  }

  async get({ scheme }: CredentialRequest): Promise<Credential | undefined> {
    if (scheme.kind !== 'oauth2' && scheme.kind !== 'bearer' && scheme.kind !== 'other') return undefined;
    const { tokens } = await this.#store.read();
    const own = this.#options.clientCredentials === true;
    if (tokens === undefined) return own ? this.renew() : undefined;
    const ended = tokens.expires !== undefined && tokens.expires - EARLY < Date.now();
    return ended && (own || tokens.refresh !== undefined) ? this.renew() : this.#bearer(tokens);
  }

  /** A new token by the refresh token; undefined where that is refused too, and the person has to sign in again. */
  renew(): Promise<Credential | undefined> {
    this.#renewal ??= this.#refresh().finally(() => (this.#renewal = undefined));
    return this.#renewal;
  }

  async #refresh(): Promise<Credential | undefined> {
    if (this.#options.clientCredentials === true) return this.#ownToken();
    const { tokens } = await this.#store.read();
    if (tokens?.refresh === undefined) return undefined;
    const { refresh } = tokens;
    const oauth = await import('oauth4webapi');
    const server = await this.#endpoints();
    try {
      const [who, how] = this.#asking(oauth, server);
      const response = await oauth.refreshTokenGrantRequest(...who, refresh, how);
      return this.#bearer(await this.#keep(await oauth.processRefreshTokenResponse(server, this.#client, response), refresh));
    } catch (error) {
      // Refused for good: only another sign-in helps. Anything else may pass, and the tokens are kept for another attempt.
      if (error instanceof oauth.ResponseBodyError) await this.#store.write({});
      return undefined;
    }
  }

  /** A token for the client itself. */
  async #ownToken(): Promise<Credential | undefined> {
    const { scopes = [] } = this.#options;
    const oauth = await import('oauth4webapi');
    const server = await this.#endpoints();
    const parameters = new URLSearchParams(scopes.length > 0 ? { scope: scopes.join(' ') } : {});
    const [who, how] = this.#asking(oauth, server);
    const response = await oauth.clientCredentialsGrantRequest(...who, parameters, how);
    const answer = await told(oauth, () => oauth.processClientCredentialsResponse(server, this.#client, response));
    return this.#bearer(await this.#keep(answer, undefined));
  }

  /** Who asks the token endpoint, and how it is asked. */
  #asking(
    oauth: OAuthModule,
    server: AuthorizationServer,
  ): readonly [who: readonly [AuthorizationServer, Client, ClientAuth], how: object] {
    const { clientSecret } = this.#options;
    const proof = clientSecret === undefined ? oauth.None() : oauth.ClientSecretBasic(clientSecret);
    return [[server, this.#client, proof], this.#requests(oauth, server)];
  }

  async #keep(answer: TokenAnswer, refresh: string | undefined): Promise<OAuthTokens> {
    const kept = answer.refresh_token ?? refresh;
    const tokens: OAuthTokens = {
      access: answer.access_token,
      ...(kept !== undefined && { refresh: kept }),
      ...(answer.expires_in !== undefined && { expires: Date.now() + answer.expires_in * 1000 }),
    };
    await this.#store.write({ tokens });
    return tokens;
  }

  #bearer({ access }: OAuthTokens): Credential {
    return { kind: 'bearer', token: access, origins: this.#options.origins };
  }

  get #client(): Client {
    return { client_id: this.#options.clientId };
  }

  /** Plain http is for servers of this machine only. */
  #requests(oauth: OAuthModule, server: { readonly token_endpoint?: string | undefined; readonly issuer: string }): object {
    const { hostname } = new URL(server.token_endpoint ?? server.issuer);
    const own = this.#options.fetch;
    const local = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
    return { [oauth.allowInsecureRequests]: local, ...(own && { [oauth.customFetch]: own }) };
  }

  #endpoints(): Promise<AuthorizationServer> {
    const { issuer, authorizationUrl, tokenUrl, clientCredentials } = this.#options;
    const incomplete = tokenUrl === undefined || (authorizationUrl === undefined && clientCredentials !== true);
    if (issuer === undefined && incomplete)
      return Promise.reject(new SignInError('Give the issuer, or both authorizationUrl and tokenUrl.'));
    if (issuer === undefined)
      return Promise.resolve({
        issuer: new URL(tokenUrl!).origin,
        ...(authorizationUrl !== undefined && { authorization_endpoint: authorizationUrl }),
        token_endpoint: tokenUrl!,
      });
    this.#server ??= this.#discover(new URL(issuer)).catch((error: unknown) => {
      this.#server = undefined;
      throw error;
    });
    return this.#server;
  }

  async #discover(issuer: URL): Promise<AuthorizationServer> {
    const oauth = await import('oauth4webapi');
    const options = this.#requests(oauth, { issuer: issuer.href });
    return told(oauth, async () => {
      const first = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' });
      const response = first.status === 200 ? first : await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oidc' });
      return oauth.processDiscoveryResponse(issuer, response);
    });
  }
}

type OAuthModule = typeof oauthModule;

interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_in?: number;
}

/** Failures of the protocol in words for a person. What the server sent is not repeated, but for its error code. */
async function told<T>(oauth: OAuthModule, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code =
      error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError
        ? error.error.replace(/[^\w-]/g, '').slice(0, 60)
        : undefined;
    if (code === 'access_denied') throw new SignInError('The sign-in was refused or given up.');
    const why = code === undefined ? 'Its answer cannot be trusted or was not understood' : `It said “${code}”`;
    throw new SignInError(
      `Signing in failed at the authorization server. ${why}; begin anew, and check the connection’s settings if it happens again.`,
    );
  }
}
