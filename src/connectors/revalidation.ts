import { map, type Observable } from 'rxjs';
import type { HttpRequest } from './request.ts';
import type { Answer } from './exchange.ts';

const MAX_ANSWERS = 100;
const MAX_BYTES = 5_000_000;

/**
 * The latest answers with an entity tag: a read that was made before asks only whether its answer has changed (`If-None-Match`, RFC 9110
 * section 13.1.2), and 304 brings the known answer back. Only for answers that may be kept.
 */
export class Revalidation {
  private readonly known = new Map<string, { readonly tag: string; readonly answer: Answer }>();
  private bytes = 0;

  /** Sends a request with the tag of its known answer; `send` is the call itself. */
  run(request: HttpRequest, send: (request: HttpRequest) => Observable<Answer>): Observable<Answer> {
    const key = JSON.stringify([request.method, request.url, [...request.headers]]);
    const known = this.known.get(key);
    if (known === undefined) return send(request).pipe(map((answer) => this.keep(key, answer)));
    const asking = { ...request, headers: new Map([...request.headers, ['If-None-Match', known.tag]]) };
    return send(asking).pipe(map((answer) => (answer.status === 304 ? known.answer : this.keep(key, answer))));
  }

  private keep(key: string, answer: Answer): Answer {
    const tag = answer.headers.get('etag');
    const forbidden = /no-store/i.test(answer.headers.get('cache-control') ?? '');
    this.drop(key);
    if (tag === undefined || answer.status !== 200 || forbidden || answer.bytes.length > MAX_BYTES / 4) return answer;
    this.known.set(key, { tag, answer });
    this.bytes += answer.bytes.length;
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MAX_ANSWERS && this.bytes <= MAX_BYTES) break;
      this.drop(oldest);
    }
    return answer;
  }

  private drop(key: string): void {
    this.bytes -= this.known.get(key)?.answer.bytes.length ?? 0;
    this.known.delete(key);
  }
}
