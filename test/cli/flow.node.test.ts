import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';

// `fxloom run` with triggers: a program that is killed again and again, and loses and repeats nothing.

const KILLS = Number(process.env['FXLOOM_KILLS'] ?? 12);
const folder = mkdtempSync(join(tmpdir(), 'fxloom-flow-'));
const main = resolve('dist/cli/main.js');

/** A service that tells of orders, by addresses that lead from one to the next and by a list, and that writes down what it is told. */
class Shop {
  orders = 0;
  /** What was written down, by the keys of the writes. */
  readonly written = new Map<string, string>();
  writes = 0;
  /** Answers this to writes. */
  refuse: number | undefined;
  private readonly server: Server;

  constructor() {
    this.server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
      let text = '';
      request.on('data', (piece: Buffer) => (text += piece.toString()));
      request.on('end', () => {
        const url = new URL(request.url!, 'http://x');
        const json = (status: number, body: unknown, headers = {}): void =>
          void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
        const items = (from: number) => Array.from({ length: this.orders - from }, (_, i) => ({ id: from + i + 1 }));
        if (url.pathname === '/news') {
          const from = Number(url.searchParams.get('from') ?? 0);
          const headers = { location: `/news?from=${this.orders}`, 'retry-after': '0' };
          if (from === this.orders) json(202, null, headers);
          else json(200, items(from), headers);
        } else if (url.pathname === '/all') json(200, items(Math.max(0, this.orders - 400)), { 'retry-after': '0' });
        else if (this.refuse !== undefined) json(this.refuse, { message: 'Not now.' });
        else {
          this.writes++;
          const { id, by } = JSON.parse(text) as { id: number; by: string };
          const key = String(request.headers['idempotency-key']);
          if (!this.written.has(key)) this.written.set(key, `${by} ${id}`);
          // Killed between the write and its answer, too.
          setTimeout(() => json(200, { id }), 3);
        }
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const shop = new Shop();
const order = { type: 'object', properties: { id: { type: 'integer' } } };
const trigger = (operationId: string): object => ({
  get: {
    operationId,
    'x-ms-trigger': 'batch',
    responses: { 200: { description: '', content: { 'application/json': { schema: { type: 'array', items: order } } } } },
  },
});
const body = { type: 'object', required: ['id', 'by'], properties: { id: { type: 'integer' }, by: { type: 'string' } } };

/** The file of a flow, and its connections. */
function flow(name: string, url: string, triggers: object): string {
  const at = join(folder, name);
  spawnSync('mkdir', ['-p', at]);
  writeFileSync(
    join(at, 'flow.pa.yaml'),
    'App:\n  Properties:\n    Formulas: |-\n      =Noted(id: Number): Void = { Shop.Record(id, "news") };\nScreens:\n  Home:\n',
  );
  const definition = {
    openapi: '3.0.3',
    info: { title: 'Shop', version: '1' },
    servers: [{ url }],
    paths: {
      '/news': trigger('News'),
      '/all': trigger('All'),
      '/log': {
        post: {
          operationId: 'Record',
          requestBody: { required: true, content: { 'application/json': { schema: body } } },
          responses: { 200: { description: '', content: { 'application/json': { schema: order } } } },
        },
      },
    },
  };
  writeFileSync(join(at, 'connections.json'), JSON.stringify({ Shop: { definition, pollMilliseconds: 20, triggers } }));
  return join(at, 'flow.pa.yaml');
}

interface Running {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly ended: Promise<number | null>;
}

const open: ChildProcess[] = [];
function run(file: string): Running {
  const child = spawn(process.execPath, [main, 'run', file, '--data', join(file, '../data')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  open.push(child);
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (out += piece.toString()));
  return { child, out: () => out, ended: new Promise((done) => child.once('exit', (code) => done(code))) };
}

async function until(what: string, test: () => boolean, program?: Running): Promise<void> {
  for (let i = 0; !test(); i++) {
    assert.ok(i < 6000, `${what}\n${program?.out() ?? ''}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}
const listening = (program: Running): Promise<void> => until('listening', () => program.out().includes('Listening'), program);

describe('fxloom run with triggers', { timeout: 900_000 }, () => {
  let url = '';
  before(async () => {
    url = await shop.start();
    // Builds the command where the sources are newer.
    spawnSync(process.execPath, ['bin/fxloom.mjs', 'eval', '1'], { stdio: 'ignore' });
  });
  after(() => {
    for (const child of open) if (child.exitCode === null) child.kill('SIGKILL');
    shop.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`killed ${KILLS} times at any moment, loses no event and repeats none`, async () => {
    const file = flow('kills', url, { News: 'Noted(Event.id)', All: '=Shop.Record(Event.id, "all")' });
    shop.orders = 3;
    const first = run(file);
    await listening(first);
    // What the list has before anybody listens is no news.
    await until(
      'the first events',
      () => shop.written.size >= 3 && readFileSync(join(file, '../data/journal.ndjson'), 'utf8').includes('Shop.All'),
      first,
    );
    first.child.kill('SIGKILL');
    await first.ended;
    for (let i = 0; i < KILLS; i++) {
      const program = run(file);
      // Every third dies while it starts.
      if (i % 3 !== 0) await listening(program);
      shop.orders += 1 + (i % 4);
      await new Promise((done) => setTimeout(done, Math.random() * 400));
      program.child.kill('SIGKILL');
      await program.ended;
      // A line that was not written to its end.
      if (i % 5 === 0) appendFileSync(join(file, '../data/journal.ndjson'), '{"kind":"came","trigger":"Shop.News');
    }
    const last = run(file);
    const wanted = [
      ...Array.from({ length: shop.orders }, (_, i) => `news ${i + 1}`),
      ...Array.from({ length: shop.orders - 3 }, (_, i) => `all ${i + 4}`),
    ];
    await until('all events', () => shop.written.size >= wanted.length, last);
    last.child.kill('SIGTERM');
    assert.equal(await last.ended, 0, last.out());
    const written = [...shop.written.values()];
    assert.deepEqual([...written].sort(), [...wanted].sort());
    const news = written.filter((line) => line.startsWith('news'));
    assert.deepEqual(news, wanted.slice(0, shop.orders));
    const log = readFileSync(join(file, '../data/journal.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string });
    assert.equal(log.filter(({ kind }) => kind === 'ended').length, wanted.length);
    console.log(
      `${wanted.length} events, ${KILLS} kills: each done once; ${shop.writes} writes were sent, ${shop.writes - wanted.length} of them again with the same key`,
    );
  });

  it('an event that fails is logged with its reason, and the next is run', async () => {
    const file = flow('failing', url, {
      News: 'If(Event.id = 2, Error({Kind: ErrorKind.Validation, Message: "Two is not wanted."}), Noted(Event.id))',
    });
    [shop.orders, shop.writes] = [3, 0];
    const program = run(file);
    await until('two writes', () => shop.writes === 2, program);
    await until('the log', () => /failed: Two is not wanted/.test(program.out()), program);
    program.child.kill('SIGTERM');
    assert.equal(await program.ended, 0);
    assert.equal(program.out().match(/done in/g)?.length, 2, program.out());
  });

  // oxfmt-ignore
  const mistakes: readonly (readonly [what: string, triggers: object, said: RegExp])[] = [
    ['a formula that is wrong', { News: 'Shop.Record(Event.identity, "x")' }, /Shop\.News: .*identity/],
    ['an operation that is no trigger', { Record: 'true' }, /Shop\.Record is no trigger/],
  ];
  for (const [what, triggers, said] of mistakes) {
    it(`says ${what} before anything is asked`, async () => {
      const program = run(flow(what.replaceAll(' ', '-'), url, triggers));
      assert.equal(await program.ended, 1);
      assert.match(program.out(), said);
    });
  }

  it('a second program with the same data is refused', async () => {
    const file = flow('twice', url, { All: 'true' });
    const program = run(file);
    await listening(program);
    const second = run(file);
    assert.equal(await second.ended, 1);
    assert.match(second.out(), /Another process \(\d+\)/);
    program.child.kill('SIGTERM');
    assert.equal(await program.ended, 0);
  });
});
