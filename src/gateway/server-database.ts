import pg from 'pg';
import type { Database, Queries, SqlRow, SqlValue } from './database.ts';

/**
 * A PostgreSQL server.
 *
 * @param url such as `postgresql://user:password@localhost/database`
 * @param schema the schema that holds the tables; made when it is not there
 */
export async function openServerDatabase(url: string, schema: string): Promise<Database> {
  const connection = {
    connectionString: url,
    options: `-c search_path=${schema},public -c timezone=UTC -c client_min_messages=warning`,
  };
  const pool = new pg.Pool({ ...connection, max: 8 });
  // An idle connection that breaks is replaced by the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const listeners: pg.Client[] = [];
  const queriesOf = (runner: pg.Pool | pg.PoolClient): Queries => ({
    script: async (sql) => void (await runner.query(sql)),
    async query<R extends SqlRow>(sql: string, parameters: readonly SqlValue[] = []) {
      return (await runner.query<R>(sql, [...parameters])).rows;
    },
  });
  await pool.query(`create schema if not exists ${schema}`).catch((error: unknown) => {
    // Another service has made it in the same moment.
    if (!(error instanceof pg.DatabaseError && error.code === '23505')) throw error;
  });
  return {
    ...queriesOf(pool),
    transaction: async (work) => {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query('begin');
        const result = await work(queriesOf(client));
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => (broken = true));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    listen: async (channel, heard) => {
      const client = new pg.Client(connection);
      client.on('error', () => undefined);
      client.on('notification', ({ payload }) => heard(payload ?? ''));
      await client.connect();
      await client.query(`listen ${schema}_${channel}`);
      listeners.push(client);
    },
    close: async () => {
      await Promise.all(listeners.map((client) => client.end()));
      await pool.end();
    },
  };
}
