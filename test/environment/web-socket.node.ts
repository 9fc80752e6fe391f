import { createHash } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** One connection of a WebSocket, as the server sees it (RFC 6455; short texts in single frames only). */
export interface ServerSocket {
  readonly request: IncomingMessage;
  /** The texts received so far. */
  readonly received: readonly string[];
  /** The first of them has come. */
  readonly heard: Promise<void>;
  /** The close code of the client; undefined where it left without one. */
  readonly closed: Promise<number | undefined>;
  send(text: string): void;
  close(code: number): void;
  /** Breaks the connection without a word. */
  drop(): void;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Takes WebSockets on a server; `accept` gets the n-th connection. */
export function acceptSockets(server: Server, accept: (socket: ServerSocket, n: number) => void): void {
  let n = 0;
  server.on('upgrade', (request: IncomingMessage, stream: Duplex) => {
    const received: string[] = [];
    let hear: () => void = () => undefined;
    let tell: (code: number | undefined) => void = () => undefined;
    const socket: ServerSocket = {
      request,
      received,
      heard: new Promise((resolve) => (hear = resolve)),
      closed: new Promise((resolve) => (tell = resolve)),
      send: (text) => void stream.write(frame(1, Buffer.from(text))),
      close: (code) => {
        const payload = Buffer.alloc(2);
        payload.writeUInt16BE(code);
        stream.end(frame(8, payload));
      },
      drop: () => stream.destroy(),
    };
    const key = request.headers['sec-websocket-key'] ?? '';
    const answer = createHash('sha1')
      .update(key + GUID)
      .digest('base64');
    const protocol = request.headers['sec-websocket-protocol'];
    stream.write(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${answer}`,
        ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
        '\r\n',
      ].join('\r\n'),
    );
    let rest = Buffer.alloc(0);
    stream.on('data', (piece: Buffer) => {
      rest = Buffer.concat([rest, piece]);
      for (let read = unframe(rest); read !== undefined; read = unframe(rest)) {
        rest = rest.subarray(read.length);
        if (read.opcode === 1) {
          received.push(read.payload.toString());
          hear();
        }
        if (read.opcode === 8) tell(read.payload.length >= 2 ? read.payload.readUInt16BE() : undefined);
      }
    });
    stream.on('error', () => undefined);
    stream.on('close', () => tell(undefined));
    accept(socket, n++);
  });
}

function frame(opcode: number, payload: Buffer): Buffer {
  const head = payload.length < 126 ? Buffer.from([0x80 | opcode, payload.length]) : Buffer.from([0x80 | opcode, 126, 0, 0]);
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** A client's frame, which is masked; undefined while it is incomplete. */
function unframe(bytes: Buffer): { readonly opcode: number; readonly payload: Buffer; readonly length: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 0x7f;
  const start = short === 126 ? 4 : 2;
  if (bytes.length < start + 4) return undefined;
  const size = short === 126 ? bytes.readUInt16BE(2) : short;
  const length = start + 4 + size;
  if (bytes.length < length) return undefined;
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(bytes.subarray(start + 4, length).map((byte, i) => byte ^ mask[i % 4]!));
  return { opcode: bytes[0]! & 0x0f, payload, length };
}
