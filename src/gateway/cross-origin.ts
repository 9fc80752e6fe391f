import type { ServerResponse } from 'node:http';
import { GATEWAY_HEADER } from '../connectors/forward.ts';
import { Refusal } from './refusal.ts';
import type { ReadRequest } from './request-reading.ts';

/** Headers of answers that pages may read beside those that they always may. */
export const exposed = [
  'content-disposition', 'content-language', 'content-length', 'etag', 'last-modified', 'link', 'location', 'odata-version', 'preference-applied',
  'ratelimit', 'ratelimit-limit', 'ratelimit-policy', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after', 'x-fxloom-gateway-error', 'x-request-id', 'x-total-count',
]; // oxfmt-ignore

/**
 * Which pages may ask: those of origins that are named, and of the gateway's own. Says so to browsers, and answers their questions beforehand
 * (Fetch standard, CORS protocol).
 */
export class CrossOrigin {
  private readonly origins: ReadonlySet<string>;

  constructor(origins: readonly string[], own: string) {
    this.origins = new Set([...origins, new URL(own).origin]);
  }

  /** Marks an answer for its origin; throws a `Refusal` for pages of others. */
  admit({ headers, method }: ReadRequest, response: ServerResponse): void {
    response.setHeader('Vary', 'Origin');
    const origin = headers.get('origin');
    if (origin === undefined) {
      // A browser says where a request comes from that changes something, even where it says no origin.
      if (method !== 'GET' && headers.get('sec-fetch-site') === 'cross-site') throw refused;
      return;
    }
    if (!this.origins.has(origin)) throw refused;
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Expose-Headers', exposed.join(', '));
  }

  /** Answers a question beforehand. */
  preflight({ headers }: ReadRequest, response: ServerResponse): void {
    const asked = headers.get('access-control-request-headers') ?? '';
    response.writeHead(204, {
      'Access-Control-Allow-Methods': 'GET, POST, DELETE',
      'Access-Control-Allow-Headers': /^[\w\-, ]{0,2000}$/.test(asked) ? asked : '',
      'Access-Control-Max-Age': '600',
    });
    response.end();
  }

  /** Whether people may be sent to an address after signing in. */
  isOwn(address: string): boolean {
    return URL.canParse(address) && this.origins.has(new URL(address).origin);
  }
}

/** A form of another site cannot set a header: who is known by a cookie must have set one, and says by what page he asks. */
export function againstForgery({ headers }: ReadRequest): void {
  if (headers.has(GATEWAY_HEADER) && (headers.has('origin') || headers.get('sec-fetch-site') === 'same-origin')) return;
  throw new Refusal(403, 'forgery', `Calls with a session carry the header ${GATEWAY_HEADER}, and come from a page.`);
}

const refused = new Refusal(
  403,
  'origin',
  'Pages of this origin may not call the gateway. Add it to "origins" of its configuration.',
);
