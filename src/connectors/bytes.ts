import { Observable } from 'rxjs';
import { CallFailure, type HttpResponse } from './transport.ts';

/** Pieces as one. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

/** The whole body of an answer; a failure where it is larger than allowed. */
export const bodyBytes = (response: HttpResponse, maximum: number): Observable<Uint8Array<ArrayBuffer>> =>
  new Observable((subscriber) => {
    const pieces: Uint8Array[] = [];
    let length = 0;
    return response.body.subscribe({
      next: (piece) => {
        pieces.push(piece);
        length += piece.length;
        if (length > maximum) subscriber.error(new CallFailure('too-large'));
      },
      error: (error: unknown) => subscriber.error(error),
      complete: () => {
        subscriber.next(joinBytes(pieces));
        subscriber.complete();
      },
    });
  });
