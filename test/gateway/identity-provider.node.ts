import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { json, scriptedService } from '../connectors/scripted-service.node.ts';

/** An identity provider: says who somebody is, with a signature. */
export async function identityProvider(claims: { email: string; email_verified: boolean; nonce?: string }) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const nonces = new Map<string, string>();
  const provider = await scriptedService((response, { url, body }) => {
    const { pathname, searchParams } = new URL(url, provider.url);
    if (pathname === '/.well-known/openid-configuration')
      return json(response, { issuer: provider.url, authorization_endpoint: `${provider.url}/authorize`, token_endpoint: `${provider.url}/token`, jwks_uri: `${provider.url}/keys`, id_token_signing_alg_values_supported: ['RS256'] }); // oxfmt-ignore
    if (pathname === '/keys')
      return json(response, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'a', alg: 'RS256', use: 'sig' }] });
    if (pathname === '/authorize') {
      const code = randomUUID();
      nonces.set(code, searchParams.get('nonce')!);
      const back = new URL(searchParams.get('redirect_uri')!);
      back.search = String(new URLSearchParams({ code, state: searchParams.get('state')! }));
      return void response.writeHead(302, { location: back.href }).end();
    }
    const now = Math.floor(Date.now() / 1000);
    const code = new URLSearchParams(body).get('code')!;
    const signed = `${part({ alg: 'RS256', kid: 'a' })}.${part({ iss: provider.url, aud: 'gateway', sub: '1', iat: now, exp: now + 60, nonce: nonces.get(code), ...claims })}`;
    const signature = createSign('RSA-SHA256').update(signed).sign(privateKey).toString('base64url');
    return json(response, { access_token: 'a', token_type: 'Bearer', id_token: `${signed}.${signature}` });
  });
  return provider;
}
