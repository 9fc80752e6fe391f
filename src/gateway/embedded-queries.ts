import type { PGlite } from '@electric-sql/pglite';
import type { Database, Queries, SqlRow, SqlValue } from './database.ts';

/** An embedded PostgreSQL as a database like any other. */
export function databaseOf(pglite: PGlite): Database {
  const queriesOf = (runner: Pick<PGlite, 'query' | 'exec'>): Queries => ({
    script: async (sql) => void (await runner.exec(sql)),
    async query<R extends SqlRow>(sql: string, parameters: readonly SqlValue[] = []) {
      return (await runner.query<R>(sql, [...parameters])).rows;
    },
  });
  return {
    ...queriesOf(pglite),
    transaction: (work) => pglite.transaction((transaction) => work(queriesOf(transaction as Pick<PGlite, 'query' | 'exec'>))),
    listen: async (channel, heard) => void (await pglite.listen(`public_${channel}`, heard)),
    close: () => pglite.close(),
  };
}
