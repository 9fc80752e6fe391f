import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { json, scriptedService, type ScriptedService } from '../connectors/scripted-service.node.ts';
import { orders } from './orders-description.ts';
import { runGateway, type RunningGateway } from './running-gateway.node.ts';

// Clients that open connections and then take their time.

const MANY = 40;
/** More than the sockets on the way hold. */
const LARGE = Buffer.alloc(60_000_000, 0x78);
let service: ScriptedService;
let running: RunningGateway;
let large = false;

before(async () => {
  service = await scriptedService((response) => (large ? void response.writeHead(200).end(LARGE) : json(response, {})));
  running = await runGateway(
    {
      allowPrivate: ['127.0.0.1'],
      limits: { answerBytes: 100_000_000, headMilliseconds: 300, requestMilliseconds: 600, timeoutMilliseconds: 600 },
      connections: {
        Shop: { definition: 'orders.json', baseUrl: service.url, users: 'all', operations: 'all', limits: { parallel: 1 } },
      },
    },
    { 'orders.json': orders },
  );
});
after(async () => {
  await Promise.all([running.close(), service.close()]);
  assert.ok(!running.log.join('').includes('"internal"'), 'nothing is a fault of the gateway');
});

/** A connection that sends a text, and then a byte of another at a time. */
function drip(text: string, slowly: string): { readonly socket: Socket; readonly closed: Promise<unknown> } {
  const { hostname, port } = new URL(running.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(text);
  let sent = 0;
  const clock = setInterval(() => socket.write(slowly[sent++ % slowly.length]!), 50);
  const closed = once(socket, 'close').finally(() => clearInterval(clock));
  socket.resume();
  return { socket, closed };
}

const head = (length: number): string =>
  `POST /call/Shop/ListOrders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${running.admin}\r\nContent-Length: ${length}\r\n`;

describe('slow clients', () => {
  for (const [what, text, slowly] of [
    ['heads that come byte by byte', () => 'POST /call/Shop/ListOrders HTTP/1.1\r\nHost: x\r\nX-Long: ', 'aaaaaaaa'],
    ['heads that never end, in whole lines', () => head(0), 'X-A: b\r\n'],
    ['bodies that come byte by byte', () => `${head(1000)}\r\n`, ' '],
    ['connections that say nothing', () => '', ''],
  ] as const)
    it(`${MANY} with ${what} are cut off, and others are served`, async () => {
      const before = service.seen.length;
      const slow = Array.from({ length: MANY }, () => drip(text(), slowly || '\r'));
      assert.equal((await running.call('Shop', 'ListOrders')).status, 200);
      await Promise.all(slow.map(({ closed }) => closed));
      assert.equal(service.seen.length - before, 1);
      assert.equal((await running.call('Shop', 'ListOrders')).status, 200);
    });

  it('an answer that nobody reads gives its place in the queue free', async () => {
    large = true;
    const { hostname, port } = new URL(running.url);
    const before = service.seen.length;
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(`${head(0)}\r\n`);
    const { closed } = await service.request(before);
    large = false;
    assert.equal((await running.call('Shop', 'ListOrders')).status, 200);
    // The service is not held up either.
    await closed;
    socket.destroy();
  });
});
