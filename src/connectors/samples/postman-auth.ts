import type { OAuthFlow, SecurityRequirement, SecurityScheme } from '../definition.ts';
import { arrayMember, isObject, member, objectMember, textMember } from '../json.ts';
import type { Variables } from './variables.ts';

const flows: ReadonlyMap<string, OAuthFlow['kind']> = new Map([
  ['authorization_code', 'authorizationCode'],
  ['authorization_code_with_pkce', 'authorizationCode'],
  ['implicit', 'implicit'],
  ['password_credentials', 'password'],
  ['client_credentials', 'clientCredentials'],
]);

/**
 * Collects the security schemes of saved requests. What is equal is one scheme; the secrets that a collection may hold are not read.
 */
export class SchemeCollection {
  readonly schemes = new Map<string, SecurityScheme>();
  private readonly names = new Map<string, string>();

  /** The requirement that names a scheme. */
  require(plainName: string, scheme: SecurityScheme, scopes: readonly string[] = []): readonly SecurityRequirement[] {
    const key = JSON.stringify(scheme, (_name, value: unknown) => (value instanceof Map ? [...value] : value));
    let name = this.names.get(key);
    if (name === undefined) {
      name = plainName;
      for (let i = 2; this.schemes.has(name); i++) name = `${plainName}${i}`;
      this.names.set(key, name);
      this.schemes.set(name, scheme);
    }
    return [new Map([[name, scopes]])];
  }
}

/** What Postman's `auth` asks for; undefined where it says nothing, so that the folder's counts. */
export function readAuth(
  owner: unknown,
  collection: SchemeCollection,
  variables: Variables,
): readonly SecurityRequirement[] | undefined {
  if (!isObject(owner) || !Object.hasOwn(owner, 'auth')) return undefined;
  const auth = objectMember(owner, 'auth');
  const type = textMember(auth, 'type') ?? 'noauth';
  if (type === 'inherit') return undefined;
  const value = valuesOf(member(auth, type), variables);
  switch (type) {
    case 'noauth':
      return [];
    case 'basic':
      return collection.require('basic', { kind: 'basic' });
    case 'bearer':
    case 'jwt':
      return collection.require('bearer', { kind: 'bearer' });
    case 'apikey':
      return collection.require('apiKey', {
        kind: 'apiKey',
        in: value('in') === 'query' ? 'query' : 'header',
        name: value('key') ?? 'X-API-Key',
      });
    case 'oauth2': {
      const scopes = (value('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
      const flow: OAuthFlow = {
        kind: flows.get(value('grant_type') ?? '') ?? 'authorizationCode',
        authorizationUrl: value('authUrl'),
        tokenUrl: value('accessTokenUrl'),
        refreshUrl: value('refreshTokenUrl'),
        scopes: new Map(scopes.map((scope) => [scope, ''])),
      };
      return collection.require('oauth2', { kind: 'oauth2', flows: [flow] }, scopes);
    }
    default:
      return collection.require(type, { kind: 'other', type });
  }
}

/** Postman 2.1 writes `[{key, value}]`, 2.0 a record. */
function valuesOf(raw: unknown, variables: Variables): (name: string) => string | undefined {
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? variables.fill(value) : undefined;
  if (!Array.isArray(raw)) return (name) => text(member(raw, name));
  return (name) =>
    text(
      member(
        arrayMember({ raw }, 'raw').find((entry) => textMember(entry, 'key') === name),
        'value',
      ),
    );
}
