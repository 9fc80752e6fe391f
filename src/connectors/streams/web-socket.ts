import { Observable } from 'rxjs';
import { joinBytes } from '../bytes.ts';
import { CallFailure, type Transport } from '../transport.ts';

/** Headers of a request that a WebSocket has no need of. Any other cannot be sent: browsers let a page set none. */
const needless = /^(?:accept|content-type|upgrade|sec-websocket-protocol|idempotency-key|last-event-id)$/i;

/** Closed because there is no more (RFC 6455 section 7.4.1). */
const DONE = 1000;

/**
 * Requests with the header `Upgrade: websocket` as WebSockets. The answer begins (status 101) once the socket is open; its body has a
 * piece for each message. The request's body is the first message to the service. Closing with 1000 is the end of the body, anything else a
 * break.
 */
export const webSocketTransport: Transport = (request) =>
  new Observable((subscriber) => {
    const [unsendable] = [...request.headers.keys()].filter((name) => !needless.test(name));
    if (unsendable !== undefined || typeof WebSocket !== 'function') {
      subscriber.error(new CallFailure(unsendable === undefined ? 'no-socket' : 'socket-header'));
      return;
    }
    const protocol = request.headers.get('Sec-WebSocket-Protocol');
    const socket = new WebSocket(request.url.replace(/^http/, 'ws'), protocol === undefined ? [] : [protocol]);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      if (request.body !== undefined) socket.send(typeof request.body === 'string' ? request.body : joinBytes([request.body]));
      subscriber.next({ status: 101, reason: '', headers: new Map(), body: messages(socket) });
      // The socket belongs to the body now.
      socket.onerror = null;
      subscriber.complete();
    };
    socket.onerror = () => subscriber.error(new CallFailure('network'));
    return () => {
      if (socket.readyState === WebSocket.CONNECTING) socket.close();
    };
  });

const messages = (socket: WebSocket): Observable<Uint8Array> =>
  new Observable((subscriber) => {
    const encoder = new TextEncoder();
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
      subscriber.next(typeof data === 'string' ? encoder.encode(data) : new Uint8Array(data));
    socket.onclose = ({ code }) => {
      if (code === DONE) subscriber.complete();
      else subscriber.error(new CallFailure('network'));
    };
    return () => {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close(DONE);
    };
  });
