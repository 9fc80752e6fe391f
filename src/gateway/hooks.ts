import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import type { Forward, WireCall } from '../connectors/forward.ts';
import type { HookSettings } from './configuration.ts';
import { notFound, Refusal } from './refusal.ts';
import type { Log } from './log.ts';
import type { ServiceConnection } from './service-connection.ts';
import type { Person, Store } from './store.ts';

/** Events that a page which comes back may have missed. */
const KEPT = 100;
/** A comment now and then keeps proxies from ending a silent stream. */
const HEARTBEAT = 15_000;

interface Hook {
  readonly id: string;
  readonly key: string;
  readonly connection: ServiceConnection;
  readonly person: Person;
  readonly forward: Forward;
  readonly operation: string;
  readonly listeners: Set<ServerResponse>;
  readonly events: { readonly id: number; readonly text: string }[];
  /** The address that ends it at the service. */
  removal: string;
  last: number;
  clock: NodeJS.Timeout | undefined;
}

/**
 * Callbacks of services, relayed to pages as server-sent events. The first listener has the service told of an address that nobody can guess;
 * when the last has gone the service is told to stop (`DELETE` of the `Location` that it answered with).
 */
export class Hooks {
  private readonly byId = new Map<string, Hook>();
  private readonly byKey = new Map<string, Promise<Hook>>();
  private readonly store: Store;
  private readonly publicUrl: string;
  private readonly log: Log;
  private readonly grace: number;
  private readonly heartbeat: NodeJS.Timeout;

  /** `grace`: milliseconds that a callback stays registered after its last listener has gone; pages come back after a break. */
  constructor(store: Store, publicUrl: string, log: Log, grace: number) {
    this.grace = grace;
    this.store = store;
    this.publicUrl = publicUrl;
    this.log = log;
    this.heartbeat = setInterval(() => {
      for (const { listeners } of this.byId.values()) for (const listener of listeners) listener.write(':\n\n');
    }, HEARTBEAT).unref();
  }

  get open(): number {
    return this.byId.size;
  }

  /** Ends what a gateway that died has left at services. */
  async endLeftovers(connections: ReadonlyMap<string, ServiceConnection>): Promise<void> {
    for (const { id, connection: name, operation, removal, person } of await this.store.hooks()) {
      const connection = connections.get(name);
      if (connection !== undefined && removal !== '')
        await remove(await connection.forward({ name: person, admin: false, by: 'token' }), operation, removal).catch(
          () => undefined,
        );
      await this.store.dropHook(id);
    }
  }

  /** Sends the events of a trigger to a page for as long as it listens. */
  async follow(
    connection: ServiceConnection,
    person: Person,
    operation: string,
    call: WireCall,
    response: ServerResponse,
    lastId: string,
  ): Promise<void> {
    const body = call.body === undefined ? '' : Buffer.from(call.body).toString('base64');
    const key = JSON.stringify([connection.name, connection.tokenOwner(person), operation, [...call.path], call.query, body]);
    let made = this.byKey.get(key);
    if (made === undefined) {
      made = this.register(key, connection, person, operation, call);
      this.byKey.set(key, made);
      made.catch(() => this.byKey.delete(key));
    }
    const hook = await made;
    if (response.destroyed) {
      this.leave(hook, response);
      return;
    }
    clearTimeout(hook.clock);
    hook.listeners.add(response);
    response.on('close', () => this.leave(hook, response));
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(':\n\n');
    const seen = Number(lastId);
    if (lastId !== '' && Number.isInteger(seen)) for (const event of hook.events) if (event.id > seen) response.write(event.text);
  }

  /** Takes what a service sends. Throws a `Refusal` where nobody waits for it, or its signature is not right. */
  async receive(id: string, headers: ReadonlyMap<string, string>, body: Uint8Array | undefined): Promise<void> {
    const hook = this.byId.get(id);
    if (hook === undefined) throw notFound('callback of this name');
    const { hooks } = hook.connection.settings;
    if (hooks !== undefined) {
      const secret = await hook.connection.hookSecret();
      if (secret === undefined || !isSigned(hooks, secret, headers, body ?? new Uint8Array()))
        throw new Refusal(401, 'signature', 'The signature of the message is missing or wrong.');
    }
    const text = new TextDecoder().decode(body ?? new Uint8Array());
    const event = {
      id: ++hook.last,
      text: `id: ${hook.last}\n${text
        .split(/\r\n|\r|\n/)
        .map((line) => `data: ${line}`)
        .join('\n')}\n\n`,
    };
    hook.events.push(event);
    if (hook.events.length > KEPT) hook.events.shift();
    for (const listener of hook.listeners) listener.write(event.text);
  }

  /** Ends all streams and callbacks. */
  async close(): Promise<void> {
    clearInterval(this.heartbeat);
    const hooks = [...this.byId.values()];
    for (const { listeners } of hooks) for (const listener of listeners) listener.end();
    await Promise.all(hooks.map((hook) => this.end(hook)));
  }

  private async register(
    key: string,
    connection: ServiceConnection,
    person: Person,
    operation: string,
    call: WireCall,
  ): Promise<Hook> {
    const id = randomBytes(32).toString('base64url');
    const forward = await connection.forward(person);
    const registering = forward.withCallback(operation, call, `${this.publicUrl}/hooks/${id}`);
    if (registering === undefined)
      throw new Refusal(
        501,
        'callback',
        'The description does not say where the address to call back goes (x-ms-notification-url).',
      );
    const request = forward.request(operation, registering);
    if (typeof request === 'string') throw new Refusal(400, 'values', request);
    const hook: Hook = {
      id,
      key,
      connection,
      person,
      forward,
      operation,
      listeners: new Set(),
      events: [],
      removal: '',
      last: 0,
      clock: undefined,
    };
    // The service may call before it has answered.
    this.byId.set(id, hook);
    try {
      const answer = await firstValueFrom(connection.throttle.run(forward.send(request, connection.operation(operation)!)));
      await lastValueFrom(answer.body.pipe(toArray()));
      if (answer.status >= 300)
        throw new Refusal(502, 'callback', `The service refused to register the callback: ${answer.status}.`);
      const location = answer.headers.get('location');
      const removal = location === undefined ? undefined : new URL(location, request.url);
      // Another host would get the credentials.
      if (removal?.origin === new URL(request.url).origin) hook.removal = removal.href;
      await this.store.keepHook({ id, connection: connection.name, operation, removal: hook.removal, person: person.name });
      return hook;
    } catch (error) {
      this.byId.delete(id);
      throw error;
    }
  }

  private leave(hook: Hook, response: ServerResponse): void {
    hook.listeners.delete(response);
    if (hook.listeners.size > 0) return;
    clearTimeout(hook.clock);
    hook.clock = setTimeout(() => void this.end(hook), this.grace).unref();
  }

  private async end(hook: Hook): Promise<void> {
    clearTimeout(hook.clock);
    if (!this.byId.delete(hook.id)) return;
    this.byKey.delete(hook.key);
    try {
      if (hook.removal !== '') await remove(hook.forward, hook.operation, hook.removal);
      await this.store.dropHook(hook.id);
    } catch {
      // It stays written down, and the next start ends it.
      this.log('callback-kept', { connection: hook.connection.name, operation: hook.operation });
    }
  }
}

/** Tells a service to stop. */
async function remove(forward: Forward, operation: string, removal: string): Promise<void> {
  const bound = forward.operations.get(operation);
  if (bound === undefined) return;
  const request = { method: 'DELETE', url: removal, headers: new Map(), body: undefined };
  const answer = await firstValueFrom(forward.send(request, bound.operation));
  await lastValueFrom(answer.body.pipe(toArray()), { defaultValue: [] });
}

/** Whether a message carries the HMAC of its body (RFC 2104). */
export function isSigned(
  { header, algorithm, encoding, prefix }: HookSettings,
  secret: string,
  headers: ReadonlyMap<string, string>,
  body: Uint8Array,
): boolean {
  const given = headers.get(header) ?? '';
  if (!given.startsWith(prefix)) return false;
  const wanted = createHmac(algorithm, secret).update(body).digest();
  const found = Buffer.from(given.slice(prefix.length), encoding);
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}
