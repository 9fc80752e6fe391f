import type { HttpRequest } from './request.ts';
import { asksPermission } from './reachability.ts';
import type { Signature } from './signature.ts';

const declaredName = /^(?:x-)?idempoten(?:cy|t)-?(?:key|id|token)$/i;
const DEFAULT_NAME = 'Idempotency-Key';

/** A key that tells a service that two requests are one, and whether the service is known to look at it. */
export interface IdempotencyKey {
  readonly name: string;
  readonly trusted: boolean;
}

/**
 * The header in which a write carries its key: the one that the operation declares or the connection names; otherwise `Idempotency-Key`,
 * but not to another origin than the page's, where an unexpected header would have the browser refuse the call.
 */
export function idempotencyKey(
  signature: Signature,
  setting: string | false | undefined,
  url: string,
): IdempotencyKey | undefined {
  if (!signature.behavior || setting === false) return undefined;
  const declared = signature.sent.find(({ place, wire }) => place === 'header' && declaredName.test(wire));
  if (declared !== undefined) return { name: declared.wire, trusted: true };
  if (setting !== undefined) return { name: setting, trusted: true };
  return asksPermission(url) ? undefined : { name: DEFAULT_NAME, trusted: false };
}

/** The request with its key; one that the caller gave stays. */
export function withKey(request: HttpRequest, key: IdempotencyKey | undefined): HttpRequest {
  if (key === undefined || [...request.headers.keys()].some((name) => name.toLowerCase() === key.name.toLowerCase()))
    return request;
  return { ...request, headers: new Map([...request.headers, [key.name, crypto.randomUUID()]]) };
}
