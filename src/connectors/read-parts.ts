import type { OAuthFlow } from './definition.ts';
import { child, isObject, member, objectMember, textMember, type JsonObject } from './json.ts';
import type { Reading } from './reading.ts';

// What Swagger 2.0 and OpenAPI 3 write alike. A page loads the reader of one of them, so neither imports the other.

/** Those of the operation, after those of the path that it does not replace; references followed, duplicates dropped. */
export function parametersOf(
  reading: Reading,
  operation: JsonObject,
  item: JsonObject,
  pointer: string,
  itemPointer: string,
): readonly { readonly raw: JsonObject; readonly pointer: string }[] {
  const found = new Map<string, { raw: JsonObject; pointer: string }>();
  for (const [owner, base] of [
    [item, itemPointer],
    [operation, pointer],
  ] as const) {
    const list = member(owner, 'parameters');
    if (list !== undefined && !Array.isArray(list))
      reading.diagnostics.error('parameter', child(base, 'parameters'), 'parameters must be an array.');
    if (!Array.isArray(list)) continue;
    const own = new Set<string>();
    list.forEach((entry: unknown, i) => {
      const place = child(child(base, 'parameters'), i);
      const target = reading.schemas.follow({ raw: entry, pointer: place });
      if (target === undefined) return;
      if (!isObject(target.raw)) {
        reading.diagnostics.error('parameter', place, 'A parameter must be an object with name and in.');
        return;
      }
      const key = `${textMember(target.raw, 'in') ?? ''} ${textMember(target.raw, 'name') ?? ''}`;
      if (own.has(key)) {
        reading.diagnostics.warning(
          'duplicate-parameter',
          place,
          `The parameter ${textMember(target.raw, 'name') ?? ''} stands twice in one place; the first counts.`,
        );
        return;
      }
      own.add(key);
      found.set(key, { raw: target.raw, pointer: target.pointer });
    });
  }
  return [...found.values()];
}

/** The addresses of an OAuth flow. */
export const flowUrls = (raw: unknown): Pick<OAuthFlow, 'authorizationUrl' | 'tokenUrl' | 'refreshUrl'> => ({
  authorizationUrl: textMember(raw, 'authorizationUrl'),
  tokenUrl: textMember(raw, 'tokenUrl'),
  refreshUrl: textMember(raw, 'refreshUrl'),
});

/** Scopes with what they allow. */
export const scopesOf = (raw: unknown): ReadonlyMap<string, string> =>
  new Map(Object.entries(objectMember(raw, 'scopes') ?? {}).map(([name, text]) => [name, String(text)]));
