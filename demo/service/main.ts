import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startService } from './service.ts';

export { startService, type Service, type ServiceOptions } from './service.ts';

/** Run as a script it serves on `PORT`, or on a free port, from `DATABASE_URL` where it is set. */
async function run(): Promise<void> {
  const { PORT, HOST, DATABASE_URL } = process.env;
  const service = await startService({
    port: Number(PORT ?? 0),
    ...(HOST !== undefined && { host: HOST }),
    ...(DATABASE_URL !== undefined && { databaseUrl: DATABASE_URL }),
  });
  console.log(service.url);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void service.close().finally(() => process.exit(0)));
}

// Bundled into something else, this module must not start by itself.
const script = process.argv[1];
if (script !== undefined && script === fileURLToPath(import.meta.url) && /^main\.[jt]s$/.test(basename(script))) await run();
