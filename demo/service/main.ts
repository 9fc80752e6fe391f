import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startService, type ServiceOptions } from './service.ts';

export { startService, type Service, type ServiceOptions } from './service.ts';

/** Where the environment says the shop is: `DATABASE_URL` names a PostgreSQL server, `DATABASE_SCHEMA` the schema in it. */
export function databaseOptions(): ServiceOptions {
  const { DATABASE_URL: databaseUrl, DATABASE_SCHEMA: schema } = process.env;
  return { ...(databaseUrl && { databaseUrl }), ...(schema && { schema }) };
}

/** Run as a script it serves at `PORT` and `HOST`, or on a free port, and prints its address. */
async function run(): Promise<void> {
  const { PORT: port, HOST: host } = process.env;
  const service = await startService({ ...databaseOptions(), ...(port && { port: Number(port) }), ...(host && { host }) });
  console.log(service.url);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void service.close().finally(() => process.exit(0)));
}

// Bundled into something else, this module must not start by itself.
const script = process.argv[1];
if (script !== undefined && script === fileURLToPath(import.meta.url) && /^main\.[jt]s$/.test(basename(script))) await run();
