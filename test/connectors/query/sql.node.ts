import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

/** A PostgreSQL with the tables of a test. */
export interface Sql {
  query<R>(sql: string, parameters?: unknown[]): Promise<{ rows: R[] }>;
  exec(sql: string): Promise<unknown>;
  close(): Promise<void>;
}

const SCHEMA = 'fxloom_queries';

/**
 * PostgreSQL with what a script makes: in this process, or the server that `DATABASE_URL` names, where the schema `fxloom_queries` is made
 * anew and taken away in the end.
 */
export async function openSql(script: string, url = process.env['DATABASE_URL']): Promise<Sql> {
  if (url === undefined || url === '') {
    const database = await PGlite.create();
    await database.exec(script);
    return database;
  }
  const pool = new pg.Pool({
    connectionString: url,
    options: `-c search_path=${SCHEMA} -c timezone=UTC -c client_min_messages=warning`,
  });
  const drop = `drop schema if exists ${SCHEMA} cascade`;
  await pool.query(`${drop}; create schema ${SCHEMA}`);
  await pool.query(script);
  return {
    query: async <R>(sql: string, parameters?: unknown[]) => ({ rows: (await pool.query(sql, parameters)).rows as R[] }),
    exec: (sql) => pool.query(sql),
    close: async () => {
      await pool.query(drop);
      await pool.end();
    },
  };
}
