import { readFile } from 'node:fs/promises';
import {
  describeTables,
  Forward,
  isSafe,
  OAuthCredentials,
  readDefinition,
  readSource,
  Throttle,
  type ApiOperation,
  type Credential,
  type Credentials,
  type Definition,
  type OAuthState,
  type OAuthStore,
} from '../connectors/forward.ts';
import { BriefMemory } from './brief-memory.ts';
import { ConfigurationError } from './configuration-error.ts';
import type { ConnectionSettings } from './configuration.ts';
import { formsOf } from './mask.ts';
import type { Person, Store } from './store.ts';
import type { Upstream } from './upstream.ts';

/** What a connection takes from the gateway. */
export interface ConnectionContext {
  readonly store: Store;
  readonly upstream: Upstream;
  readonly publicUrl: string;
}

/** The parts of a connection's secrets: `Shop` is the credential, `Shop/client` the OAuth client's secret, and so on. */
export const secretParts = /^(?:client|hook|parameter\/[\w:-]+|scheme\/[\w-]+)$/;

/** A connection at work: its description, who may call what, its queue, its credentials. */
export class ServiceConnection {
  readonly name: string;
  readonly settings: ConnectionSettings;
  /** The text of the description, as pages get it. */
  readonly text: string;
  readonly origins: readonly string[];
  readonly throttle: Throttle;
  private readonly definition: Definition;
  private readonly documentUrl: string | undefined;
  private readonly apiProperties: unknown;
  private readonly context: ConnectionContext;
  private readonly plain: Forward;
  private readonly forwards = new Map<string, Promise<Forward>>();
  private readonly signIns = new Map<string, OAuthCredentials>();
  private readonly secrets = new BriefMemory<ReadonlyMap<string, string>>();
  private readonly hiddenForms = new BriefMemory<readonly Buffer[]>();
  /** Tokens that calls in flight may still carry. */
  private recent: readonly string[] = [];

  private constructor(
    settings: ConnectionSettings,
    text: string,
    definition: Definition,
    apiProperties: unknown,
    context: ConnectionContext,
  ) {
    this.name = settings.name;
    this.settings = settings;
    this.text = text;
    this.definition = definition;
    this.apiProperties = apiProperties;
    this.context = context;
    this.documentUrl = /^https?:/i.test(settings.definition) ? settings.definition : undefined;
    this.throttle = new Throttle(settings.limits);
    this.plain = this.bind(undefined, {});
    this.origins = [...new Set([...this.plain.origins, ...settings.origins])].toSorted();
  }

  /** Reads the description. Throws a `ConfigurationError` where it is none, or names no operation that is allowed. */
  static async open(settings: ConnectionSettings, context: ConnectionContext): Promise<ServiceConnection> {
    const text = described(settings, await textAt(settings.definition, settings.name));
    const definition = readDefinition(await readSource(text), {});
    if (definition.operations.length === 0)
      throw new ConfigurationError(
        `The description of ${settings.name}, ${settings.definition}, has no operations. Name an OpenAPI document.`,
      );
    const properties = settings.apiProperties === undefined ? undefined : await textAt(settings.apiProperties, settings.name);
    let parsed: unknown;
    try {
      parsed = properties === undefined ? undefined : JSON.parse(properties.replace(/^\uFEFF/, ''));
    } catch {
      throw new ConfigurationError(`${settings.apiProperties} is not JSON.`);
    }
    const connection = new ServiceConnection(settings, text, definition, parsed, context);
    const { operations } = settings;
    if (typeof operations !== 'string') {
      const unknown = operations.find((name) => !connection.plain.operations.has(name));
      if (unknown !== undefined)
        throw new ConfigurationError(
          `connections.${settings.name}.operations holds "${unknown}", which the description does not have.`,
        );
    }
    return connection;
  }

  /** Throws away secrets that were given for another address than the service has now; gives their names. */
  async dropMoved(): Promise<readonly string[]> {
    const own = (await this.context.store.secretNames()).filter(
      ({ name }) => name === this.name || name.startsWith(`${this.name}/`),
    );
    const moved = own.filter(({ origins }) => origins !== this.origins.join(' '));
    for (const { name } of moved) await this.context.store.deleteSecret(name);
    return moved.map(({ name }) => name);
  }

  async setSecret(part: string, text: string): Promise<void> {
    await this.context.store.writeSecret(this.secretName(part), this.origins, text);
    this.forget();
  }

  async deleteSecret(part: string): Promise<void> {
    await this.context.store.deleteSecret(this.secretName(part));
    this.forget();
  }

  /** Whether somebody may use the connection at all. */
  isFor(person: Person): boolean {
    const { users } = this.settings;
    return users === 'all' || users.includes(person.name);
  }

  /** An operation that may be called; undefined for all others. */
  operation(name: string): ApiOperation | undefined {
    const { operations } = this.settings;
    const found = this.plain.operations.get(name)?.operation;
    if (found === undefined || operations === 'all') return found;
    return operations === 'read' ? (isSafe(found.method) ? found : undefined) : operations.includes(name) ? found : undefined;
  }

  get operationNames(): readonly string[] {
    return [...this.plain.operations.keys()].filter((name) => this.operation(name) !== undefined);
  }

  /** What sends calls for a person, with the credentials that are for him. */
  forward(person: Person): Promise<Forward> {
    const key = this.tokenOwner(person);
    let made = this.forwards.get(key);
    if (made === undefined) {
      made = this.known().then((secrets) => this.bind(this.credentials(key), parametersOf(secrets)));
      made.catch(() => this.forwards.delete(key));
      this.forwards.set(key, made);
    }
    return made;
  }

  /** The secrets of the connection as bytes that must be in no answer. */
  hidden(): Promise<readonly Buffer[]> {
    return this.hiddenForms.get('', async () => {
      const texts: string[] = [...this.recent];
      for (const [part, text] of await this.known()) {
        if (part.startsWith('token/')) texts.push(...tokensOf(text));
        else if (part === '' || part.startsWith('scheme/'))
          texts.push(text, ...(text.includes(':') ? [text.slice(text.indexOf(':') + 1)] : []));
        else texts.push(text);
      }
      return formsOf(texts);
    });
  }

  /** The secret with which the service signs what it sends. */
  async hookSecret(): Promise<string | undefined> {
    return (await this.known()).get('hook');
  }

  /** Sign-in to the service by OAuth 2 for the owner of a token; undefined where the connection has none. */
  async signIn(owner: string): Promise<OAuthCredentials | undefined> {
    if (this.settings.oauth === undefined) return undefined;
    const secret = (await this.known()).get('client');
    // By the secret too: a new one counts at once.
    const key = `${owner}\0${secret ?? ''}`;
    const made = this.signIns.get(key) ?? this.oauthCredentials(owner, secret);
    this.signIns.set(key, made);
    return made;
  }

  /** Whose token a person's calls carry. */
  tokenOwner(person: Person): string {
    return this.settings.oauth?.per === 'person' ? person.name : '';
  }

  private oauthCredentials(owner: string, clientSecret: string | undefined): OAuthCredentials {
    const { clientId, issuer, authorizationUrl, tokenUrl, scopes, grant } = this.settings.oauth!;
    return new OAuthCredentials({
      clientId,
      redirectUri: `${this.context.publicUrl}/connections/${this.name}/signed-in`,
      origins: this.origins,
      scopes,
      fetch: this.context.upstream.fetch,
      store: this.tokenStore(owner),
      clientCredentials: grant === 'clientCredentials',
      ...(clientSecret !== undefined && { clientSecret }),
      ...(issuer !== undefined && { issuer }),
      ...(authorizationUrl !== undefined && { authorizationUrl }),
      ...(tokenUrl !== undefined && { tokenUrl }),
    });
  }

  private tokenStore(owner: string): OAuthStore {
    const part = `token/${owner}`;
    return {
      read: async () => JSON.parse((await this.known()).get(part) ?? '{}') as OAuthState,
      write: async (state) => {
        this.recent = [...tokensOf((await this.known()).get(part) ?? '{}'), ...this.recent].slice(0, 40);
        await this.context.store.writeSecret(this.secretName(part), this.origins, JSON.stringify(state));
        this.secrets.clear();
        this.hiddenForms.clear();
      },
    };
  }

  private credentials(owner: string): Credentials {
    const { oauth } = this.settings;
    return {
      get: async (asked) => {
        if (oauth !== undefined) return (await this.signIn(owner))!.get(asked);
        const secrets = await this.known();
        const text = secrets.get(`scheme/${asked.name}`) ?? secrets.get('');
        return text === undefined ? undefined : credentialOf(text, asked.scheme.kind, this.origins);
      },
      ...(oauth !== undefined && { renew: async () => (await this.signIn(owner))!.renew() }),
    };
  }

  private bind(credentials: Credentials | undefined, connectionParameters: { readonly [name: string]: string }): Forward {
    const { settings } = this;
    return new Forward(this.definition, {
      namespace: settings.name,
      transport: this.context.upstream.send,
      connectionParameters,
      check: settings.check,
      ...(credentials !== undefined && { credentials }),
      ...(settings.baseUrl !== undefined && { baseUrl: settings.baseUrl }),
      ...(this.documentUrl !== undefined && { documentUrl: this.documentUrl }),
      ...(this.apiProperties !== undefined && { apiProperties: this.apiProperties }),
    });
  }

  /** The secrets by part. They count for the origins of the connection alone: a row with others is as none. */
  private known(): Promise<ReadonlyMap<string, string>> {
    return this.secrets.get('', async () => {
      const known = new Map<string, string>();
      const { store } = this.context;
      for (const { name } of await store.secretNames()) {
        if (name !== this.name && !name.startsWith(`${this.name}/`)) continue;
        const secret = await store.secret(name);
        if (secret === undefined || secret === 'unreadable' || secret.origins.join(' ') !== this.origins.join(' ')) continue;
        known.set(name.slice(this.name.length + 1), secret.text);
      }
      return known;
    });
  }

  private forget(): void {
    this.secrets.clear();
    this.hiddenForms.clear();
    this.forwards.clear();
    this.signIns.clear();
  }

  private secretName(part: string): string {
    return part === '' ? this.name : `${this.name}/${part}`;
  }
}

/** The description, of tables made of their metadata. */
function described({ name, definition, baseUrl, tables }: ConnectionSettings, text: string): string {
  if (tables === undefined) return text;
  const address =
    baseUrl ?? (/^https?:/i.test(definition) ? definition.replace(/[?#].*$/, '').replace(/\/\$metadata$/, '') : undefined);
  if (address === undefined)
    throw new ConfigurationError(
      `connections.${name} needs "baseUrl", the address of its tables, because its metadata is a file.`,
    );
  const made = describeTables(tables, text, name, address.replace(/\/+$/, ''));
  if ('document' in made) return JSON.stringify(made.document);
  throw new ConfigurationError(`The metadata of ${name}, ${definition}, cannot be read: ${made.problem}`);
}

function credentialOf(text: string, kind: string, origins: readonly string[]): Credential {
  if (kind === 'apiKey') return { kind: 'apiKey', value: text, origins };
  if (kind !== 'basic') return { kind: 'bearer', token: text, origins };
  const [user = '', ...rest] = text.split(':');
  return { kind: 'basic', user, password: rest.join(':'), origins };
}

const parametersOf = (secrets: ReadonlyMap<string, string>): { readonly [name: string]: string } =>
  Object.fromEntries(
    [...secrets].flatMap(([part, text]) => (part.startsWith('parameter/') ? [[part.slice('parameter/'.length), text]] : [])),
  );

function tokensOf(text: string): readonly string[] {
  const { tokens, pending } = JSON.parse(text) as OAuthState;
  return [tokens?.access, tokens?.refresh, pending?.verifier, pending?.state].filter((token) => token !== undefined);
}

/** A document that the operator of the gateway names: a file, or an address. */
async function textAt(place: string, name: string): Promise<string> {
  try {
    if (!/^https?:/i.test(place)) return await readFile(place, 'utf8');
    const response = await fetch(place, { signal: AbortSignal.timeout(30_000) });
    if (response.ok) return await response.text();
    throw new RangeError(`the server answered ${response.status}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`The description of ${name}, ${place}, cannot be read: ${why}.`);
  }
}
