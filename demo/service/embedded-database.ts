import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { databaseOf } from '../../src/gateway/embedded-queries.ts';
import type { Database } from './database.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';

const EXTENSIONS = { pg_trgm };

/**
 * PostgreSQL in this process, in memory.
 *
 * @param name of the filled database. A filled one is kept on disk under it, as making and filling a cluster takes seconds.
 */
export async function openEmbeddedDatabase(name: string, fill: (database: Database) => Promise<void>): Promise<Database> {
  const kept = await openSnapshot(name);
  if (kept !== undefined) return databaseOf(kept);
  const pglite = await PGlite.create({ extensions: EXTENSIONS });
  await fill(databaseOf(pglite));
  // Else the next start begins with recovery, as after a crash.
  await pglite.exec('checkpoint');
  await writeSnapshot(name, await pglite.dumpDataDir('none'));
  return databaseOf(pglite);
}

async function openSnapshot(name: string): Promise<PGlite | undefined> {
  const snapshot = await readSnapshot(name);
  if (snapshot === undefined) return undefined;
  try {
    return await PGlite.create({ loadDataDir: snapshot, extensions: EXTENSIONS });
  } catch {
    // Damaged, or of another build of PostgreSQL: it is made anew.
    return undefined;
  }
}
