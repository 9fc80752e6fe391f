import type { PGlite } from '@electric-sql/pglite';
import { databaseOf } from './embedded-queries.ts';
import type { Database } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { ConfigurationError } from './configuration-error.ts';

/** PostgreSQL in this process, kept in a folder that no other process may open meanwhile. */
export async function openEmbeddedDatabase(folder: string): Promise<Database> {
  const unlock = lockFolder(folder);
  try {
    const database = databaseOf(await (await library()).create(`${folder}/database`));
    return {
      ...database,
      close: async () => {
        await database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function library(): Promise<typeof PGlite> {
  try {
    return (await import('@electric-sql/pglite')).PGlite;
  } catch {
    throw new ConfigurationError(
      'The embedded database is not installed. Run `npm install @electric-sql/pglite`, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
}
