import type { Credential, Credentials, SecurityScheme } from '../connectors/index.ts';

/** Credentials of the command line: by scheme a key, a token or `user:password`, or `env:NAME` for that of an environment variable. */
export const givenCredentials = (auth: ReadonlyMap<string, string>): Credentials => ({
  get: ({ name, scheme }) => {
    const text = auth.get(name);
    return text === undefined ? undefined : credential(secretText(text), scheme);
  },
});

function credential(secret: string, { kind }: SecurityScheme): Credential {
  if (kind === 'apiKey') return { kind: 'apiKey', value: secret };
  if (kind !== 'basic') return { kind: 'bearer', token: secret };
  const [user = '', ...rest] = secret.split(':');
  return { kind: 'basic', user, password: rest.join(':') };
}

/** A secret of the command line, or of the environment variable that it names. */
export const secretText = (text: string): string => (text.startsWith('env:') ? (process.env[text.slice(4)] ?? '') : text);
