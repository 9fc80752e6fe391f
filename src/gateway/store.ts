import { createHash, randomBytes } from 'node:crypto';
import type { Database } from './database.ts';
import type { KeyRing } from './key-ring.ts';

/** Somebody who may call. */
export interface Person {
  readonly name: string;
  /** May set secrets, give tokens and read metrics. */
  readonly admin: boolean;
  /** How he is known: by a token in a header, or by a session's cookie. */
  readonly by: 'token' | 'session';
}

/** A callback that a service has been told of. */
export interface KeptHook {
  readonly id: string;
  readonly connection: string;
  readonly operation: string;
  /** The address that ends it. */
  readonly removal: string;
  readonly person: string;
}

const tables = `
  create table if not exists secret (name text primary key, origins text not null, sealed text not null);
  create table if not exists pass (hash text primary key, person text not null, admin boolean not null, kind text not null, expires bigint not null);
  create table if not exists hook (id text primary key, connection text not null, operation text not null, removal text not null, person text not null);
`;

/** What a gateway keeps: secrets, sealed; tokens and sessions, as hashes; callbacks that services know. Each change is one statement. */
export class Store {
  private readonly database: Database;
  private readonly keys: KeyRing;

  private constructor(database: Database, keys: KeyRing) {
    this.database = database;
    this.keys = keys;
  }

  /** Makes the tables where they are missing, and seals by the key of now what an older one has sealed. */
  static async open(database: Database, keys: KeyRing): Promise<Store> {
    await database.script(tables);
    const store = new Store(database, keys);
    for (const { name, origins, sealed } of await database.query<SecretRow>('select name, origins, sealed from secret')) {
      if (keys.isCurrent(sealed)) continue;
      const text = keys.open(sealed, purposeOf(name, origins));
      if (text !== undefined) await store.writeSecret(name, origins.split(' '), text);
    }
    return store;
  }

  /** A secret, with the origins that it is for. `unreadable`: it was sealed with a key that is not there, or changed by another hand. */
  async secret(name: string): Promise<{ readonly text: string; readonly origins: readonly string[] } | 'unreadable' | undefined> {
    const [row] = await this.database.query<SecretRow>('select name, origins, sealed from secret where name = $1', [name]);
    if (row === undefined) return undefined;
    const text = this.keys.open(row.sealed, purposeOf(name, row.origins));
    return text === undefined ? 'unreadable' : { text, origins: row.origins === '' ? [] : row.origins.split(' ') };
  }

  async writeSecret(name: string, origins: readonly string[], text: string): Promise<void> {
    const joined = origins.join(' ');
    await this.database.query(
      'insert into secret values ($1, $2, $3) on conflict (name) do update set origins = excluded.origins, sealed = excluded.sealed',
      [name, joined, this.keys.seal(text, purposeOf(name, joined))],
    );
  }

  async deleteSecret(name: string): Promise<void> {
    await this.database.query('delete from secret where name = $1', [name]);
  }

  /** The secrets that there are, without what they hold. */
  async secretNames(): Promise<readonly { readonly name: string; readonly origins: string }[]> {
    return this.database.query<SecretRow>('select name, origins from secret order by name');
  }

  /** A new token or session for a person; only its hash is kept. `expires` is in milliseconds since 1970. */
  async givePass(person: string, admin: boolean, by: Person['by'], expires = NEVER): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.keepPass(token, person, admin, by, expires);
    return token;
  }

  async keepPass(token: string, person: string, admin: boolean, by: Person['by'], expires = NEVER): Promise<void> {
    await this.database.query('insert into pass values ($1, $2, $3, $4, $5) on conflict (hash) do nothing', [
      hashOf(token),
      person,
      admin,
      by,
      expires,
    ]);
  }

  /** Whose a token is. */
  async person(token: string): Promise<Person | undefined> {
    const [row] = await this.database.query<{ person: string; admin: boolean; kind: Person['by']; expires: string | number }>(
      'select person, admin, kind, expires from pass where hash = $1',
      [hashOf(token)],
    );
    if (row === undefined || Number(row.expires) <= Date.now()) return undefined;
    return { name: row.person, admin: row.admin, by: row.kind };
  }

  /** Ends one session or token. */
  async endPass(token: string): Promise<void> {
    await this.database.query('delete from pass where hash = $1', [hashOf(token)]);
  }

  /** Ends all tokens and sessions of a person; gives how many there were. */
  async revoke(person: string): Promise<number> {
    return (await this.database.query('delete from pass where person = $1 returning hash', [person])).length;
  }

  async endExpired(): Promise<void> {
    await this.database.query('delete from pass where expires <= $1', [Date.now()]);
  }

  async keepHook({ id, connection, operation, removal, person }: KeptHook): Promise<void> {
    await this.database.query('insert into hook values ($1, $2, $3, $4, $5)', [
      id,
      connection,
      operation,
      this.keys.seal(removal, `hook ${id}`),
      person,
    ]);
  }

  async hooks(): Promise<readonly KeptHook[]> {
    const rows = await this.database.query<{ [column in keyof KeptHook]: string }>('select * from hook');
    return rows.map((row) => ({ ...row, removal: this.keys.open(row.removal, `hook ${row.id}`) ?? '' }));
  }

  async dropHook(id: string): Promise<void> {
    await this.database.query('delete from hook where id = $1', [id]);
  }

  /** Whether the database answers. */
  async answers(): Promise<boolean> {
    return this.database.query('select 1').then(
      () => true,
      () => false,
    );
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

type SecretRow = { name: string; origins: string; sealed: string };

const NEVER = Number.MAX_SAFE_INTEGER;

const purposeOf = (name: string, origins: string): string => `secret ${name} ${origins}`;

/** Tokens have 256 bits of chance in them, so a fast hash does. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
