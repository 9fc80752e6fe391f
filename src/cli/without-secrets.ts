/** A record of data from outside. */
export type Data = { readonly [key: string]: unknown };

const secretKey = /^(?:client_?secret|pass(?:word|wd)?|api_?key|(?:access|refresh|id|auth)?_?token|private_?key|secret)$/i;
const secretHeader = /^(?:authorization|proxy-authorization|cookie|x-api-key|api-key|ocp-apim-subscription-key)$/i;

/**
 * The same data without texts under names that say that they are secret, and where those stood.
 *
 * @param saved whether the data is a collection of saved requests, where pairs of a key and a value may be secret, too
 */
export function withoutSecrets(root: Data, saved: boolean): { readonly value: Data; readonly taken: readonly string[] } {
  const taken: string[] = [];
  const clean = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item, i) => clean(item, `${path}/${i}`));
    return isObject(value) ? cleanObject(value, path) : value;
  };
  const cleanObject = (value: Data, path: string): Data => {
    const inPair = saved && (isSecretPair(value) || /\/auth\//.test(path));
    const entries = Object.entries(value).flatMap(([key, own]): [string, unknown][] => {
      const said = typeof own === 'string' && own !== '';
      if (said && inPair && key === 'value') {
        taken.push(`${path}/${key}`);
        return [[key, '']];
      }
      if (said && secretKey.test(key)) {
        taken.push(`${path}/${key}`);
        return [];
      }
      return [[key, clean(own, `${path}/${key}`)]];
    });
    return Object.fromEntries(entries);
  };
  return { value: cleanObject(root, ''), taken };
}

function isSecretPair(pair: Data): boolean {
  const name = [pair['key'], pair['name']].find((one) => typeof one === 'string') ?? '';
  return secretHeader.test(name) || secretKey.test(name) || pair['type'] === 'secret';
}

/** Names of a connection's parameters that its connector says are secret. */
export function secretParameters({ parameters, apiProperties }: Data): readonly string[] {
  const declared = objectIn(objectIn(apiProperties, 'properties'), 'connectionParameters');
  return Object.keys(isObject(parameters) ? parameters : {}).filter((name) =>
    /^(?:securestring|oauthSetting)$/i.test(String(objectIn(declared, name)['type'])),
  );
}

/** A connection without some of its parameters. */
export function withoutParameters(connection: Data, names: readonly string[]): Data {
  const { parameters } = connection;
  if (names.length === 0 || !isObject(parameters)) return connection;
  return { ...connection, parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.includes(name))) };
}

function objectIn(owner: unknown, name: string): Data {
  const found = isObject(owner) && Object.hasOwn(owner, name) ? owner[name] : undefined;
  return isObject(found) ? found : {};
}

export const isObject = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
