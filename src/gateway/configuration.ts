import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { tableKinds, type TableKind } from '../connectors/forward.ts';
import type { CallLimits } from '../connectors/index.ts';
import { ConfigurationError } from './configuration-error.ts';
import { Fields } from './configuration-fields.ts';
import { rangeOf } from './private-addresses.ts';

/** How a gateway is set up: `gateway.json`, read and checked. */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  /** The address that browsers and services reach the gateway by, without a trailing slash; where it listens, unless it is said. */
  readonly publicUrl: string | undefined;
  /** Origins of pages that may call. */
  readonly origins: readonly string[];
  /** The folder of the embedded database, the key and the administrator's token. */
  readonly data: string;
  /** Ranges of private addresses that services may have. */
  readonly allowPrivate: readonly string[];
  readonly oidc: OidcSettings | undefined;
  readonly limits: RequestLimits;
  readonly connections: ReadonlyMap<string, ConnectionSettings>;
}

/** Sign-in of people by OpenID Connect. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** The variable of the environment that holds the client's secret; undefined for a public client. */
  readonly clientSecret: string | undefined;
  /** The claim that names a person in `users`. */
  readonly claim: string;
  readonly scopes: readonly string[];
  readonly sessionHours: number;
}

export interface RequestLimits {
  readonly bodyBytes: number;
  readonly answerBytes: number;
  /** How long a request's head may take to come, and a request as a whole. */
  readonly headMilliseconds: number;
  readonly requestMilliseconds: number;
  /** How long a service may be silent, and a caller may leave its answer unread. */
  readonly timeoutMilliseconds: number;
  /** How long a callback stays registered after its last listener has gone. */
  readonly callbackMilliseconds: number;
  /** How long calls in flight may take when the gateway ends. */
  readonly shutdownMilliseconds: number;
}

export interface ConnectionSettings {
  readonly name: string;
  /** The path or address of the service's description. */
  readonly definition: string;
  readonly baseUrl: string | undefined;
  /** The description is metadata of tables; undefined where it is an API's. */
  readonly tables: TableKind | undefined;
  readonly apiProperties: string | undefined;
  /** Further origins that secrets may go to: where a policy leads. */
  readonly origins: readonly string[];
  /** Who may call: everyone who has signed in, or those named. */
  readonly users: 'all' | readonly string[];
  /** What may be called: everything, operations that only read, or those named. */
  readonly operations: 'all' | 'read' | readonly string[];
  /** Whether values are held against the description's types. */
  readonly check: boolean;
  readonly limits: CallLimits & { readonly waiting: number };
  readonly oauth: OAuthSettings | undefined;
  readonly hooks: HookSettings | undefined;
}

/** OAuth 2 towards the service. The client's secret, where there is one, is a secret of the connection. */
export interface OAuthSettings {
  readonly grant: 'authorizationCode' | 'clientCredentials';
  /** Whose token is used: one for the connection, or each person's own. */
  readonly per: 'connection' | 'person';
  readonly clientId: string;
  readonly issuer: string | undefined;
  readonly authorizationUrl: string | undefined;
  readonly tokenUrl: string | undefined;
  readonly scopes: readonly string[];
}

/** How the service signs what it sends to the gateway: HMAC of the body, with a secret of the connection. */
export interface HookSettings {
  readonly header: string;
  readonly algorithm: 'sha256' | 'sha512' | 'sha1';
  readonly encoding: 'hex' | 'base64';
  /** What stands before the signature: `sha256=`. */
  readonly prefix: string;
}

const names = /^[A-Za-z][\w-]{0,63}$/;

/** Reads `gateway.json`. Throws a `ConfigurationError` with a sentence for what is wrong first. */
export async function readConfiguration(file: string): Promise<Configuration> {
  const path = resolve(file);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new ConfigurationError(
      `${file} cannot be read. Write a configuration such as docs/gateway.md shows, and name its file.`,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return checkConfiguration(json, file, dirname(path));
}

/** A configuration from its JSON. `folder` is what relative paths count from. */
export function checkConfiguration(json: unknown, file: string, folder: string): Configuration {
  const root = new Fields(json, file);
  const listen = root.text('listen', '127.0.0.1:8787');
  const [, host = '', port = ''] = /^(.*):(\d{1,5})$/.exec(listen) ?? [];
  if (host === '' || Number(port) > 65_535) root.fail('listen', 'must be an address and a port: "127.0.0.1:8787"');
  const limits = root.fields('limits');
  const allowPrivate = root.texts('allowPrivate', []);
  const wrong = allowPrivate.find((range) => rangeOf(range) === undefined);
  if (wrong !== undefined) root.fail('allowPrivate', `holds "${wrong}", which is no address or range such as "10.1.0.0/16"`);
  const connections = root.fields('connections');
  const read: Configuration = {
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port),
    publicUrl: root.address('publicUrl')?.replace(/\/$/, ''),
    origins: root.texts('origins', []).map((origin) => {
      if (URL.canParse(origin) && new URL(origin).origin === origin) return origin;
      return root.fail('origins', `holds "${origin}", which is no origin such as "https://app.example": no path, no *`);
    }),
    data: resolve(folder, root.text('data', 'gateway-data')),
    allowPrivate,
    oidc: root.has('oidc') ? oidcOf(root.fields('oidc')) : undefined,
    limits: {
      bodyBytes: limits.number('bodyBytes', 1_000_000),
      answerBytes: limits.number('answerBytes', 20_000_000),
      headMilliseconds: limits.number('headMilliseconds', 10_000),
      requestMilliseconds: limits.number('requestMilliseconds', 60_000),
      timeoutMilliseconds: limits.number('timeoutMilliseconds', 30_000),
      callbackMilliseconds: limits.number('callbackMilliseconds', 30_000),
      shutdownMilliseconds: limits.number('shutdownMilliseconds', 30_000),
    },
    connections: new Map(
      connections.names.map((name) => {
        if (!names.test(name)) connections.fail(name, 'is no name: letters, digits, _ and - after a letter');
        return [name, connectionOf(name, connections.fields(name), folder)];
      }),
    ),
  };
  limits.done();
  root.done();
  return read;
}

function oidcOf(fields: Fields): OidcSettings {
  const read: OidcSettings = {
    issuer: fields.address('issuer') ?? fields.missing('issuer', 'the address of the identity provider'),
    clientId: fields.text('clientId'),
    clientSecret: fields.variable('clientSecret'),
    claim: fields.text('claim', 'email'),
    scopes: fields.texts('scopes', ['openid', 'email']),
    sessionHours: fields.number('sessionHours', 12),
  };
  fields.done();
  return read;
}

function connectionOf(name: string, fields: Fields, folder: string): ConnectionSettings {
  const limits = fields.fields('limits');
  const place = (path: string): string => (/^https?:/i.test(path) ? path : resolve(folder, path));
  const properties = fields.has('apiProperties') ? fields.text('apiProperties') : undefined;
  const read: ConnectionSettings = {
    name,
    definition: place(fields.text('definition')),
    baseUrl: fields.address('baseUrl'),
    tables: fields.has('tables') ? fields.word('tables', tableKinds) : undefined,
    apiProperties: properties === undefined ? undefined : place(properties),
    origins: fields
      .texts('origins', [])
      .map((origin) =>
        URL.canParse(origin) ? new URL(origin).origin : fields.fail('origins', `holds "${origin}", which is no address`),
      ),
    users: fields.wordOrTexts('users', ['all'], '"all" for everyone who has signed in, or a list of names'),
    operations: fields.wordOrTexts('operations', ['all', 'read'], '"read", "all", or a list of operationIds'),
    check: fields.flag('check', true),
    limits: {
      parallel: limits.number('parallel', 10),
      ...(limits.has('calls') && { calls: limits.number('calls', 0) }),
      seconds: limits.number('seconds', 60),
      waiting: limits.number('waiting', 1000),
    },
    oauth: fields.has('oauth') ? oauthOf(fields.fields('oauth')) : undefined,
    hooks: fields.has('hooks') ? hooksOf(fields.fields('hooks')) : undefined,
  };
  limits.done();
  fields.done();
  return read;
}

function oauthOf(fields: Fields): OAuthSettings {
  const read: OAuthSettings = {
    grant: fields.word('grant', ['authorizationCode', 'clientCredentials']),
    per: fields.word('per', ['connection', 'person'], 'connection'),
    clientId: fields.text('clientId'),
    issuer: fields.address('issuer'),
    authorizationUrl: fields.address('authorizationUrl'),
    tokenUrl: fields.address('tokenUrl'),
    scopes: fields.texts('scopes', []),
  };
  const incomplete = read.tokenUrl === undefined || (read.authorizationUrl === undefined && read.grant === 'authorizationCode');
  if (read.issuer === undefined && incomplete) fields.fail('issuer', 'is missing; give it, or authorizationUrl and tokenUrl');
  if (read.per === 'person' && read.grant === 'clientCredentials')
    fields.fail('per', 'must be "connection" for clientCredentials: no person signs in');
  fields.done();
  return read;
}

function hooksOf(fields: Fields): HookSettings {
  const read: HookSettings = {
    header: fields.text('header').toLowerCase(),
    algorithm: fields.word('algorithm', ['sha256', 'sha512', 'sha1'], 'sha256'),
    encoding: fields.word('encoding', ['hex', 'base64'], 'hex'),
    prefix: fields.text('prefix', ''),
  };
  fields.done();
  return read;
}
