import { fork } from 'node:child_process';
import { once } from 'node:events';
import { compare, type AskedService } from '../test/connectors/query/compare.node.ts';
import { startOData } from '../test/connectors/query/odata-service.node.ts';
import { startRest } from '../test/connectors/query/table-services.node.ts';
import { openPostgrest } from '../src/connectors/query/open-postgrest.ts';

/*
 * `npm run bench delegation [FORMULAS [ROWS [SEED [odata|postgrest]]]]`: formulas made by chance over a table of a real PostgreSQL (embedded, or the server
 * that `DATABASE_URL` names), each evaluated by queries and over all rows here. Prints where the answers differ (nowhere), and how many rows
 * came over the line. The service is a process of its own, which works while this one evaluates. `FORMULA=…` compares one formula.
 */

const [formulas = 2000, rows = 100_000, seed = 1] = process.argv.slice(2, 5).map(Number);
const protocol = process.argv[5] ?? 'odata';

type Taken = Awaited<ReturnType<AskedService['taken']>>;

if (process.send === undefined) await measure();
else await serve();

/** The service: tells its address, and what it was asked since it was asked last. */
async function serve(): Promise<void> {
  const odata = await startOData(rows);
  const rest = protocol === 'postgrest' ? await startRest(odata.database) : undefined;
  process.on('message', () => {
    const taken = odata.taken();
    process.send!(rest === undefined ? taken : rest.sent());
  });
  process.on('disconnect', () => void Promise.all([odata.close(), rest?.close()]).finally(() => process.exit()));
  process.send!((rest ?? odata).url);
}

async function measure(): Promise<void> {
  const child = fork(process.argv[1]!, process.argv.slice(2));
  const [url] = (await once(child, 'message')) as [string];
  const service: AskedService = {
    url,
    taken: async () => {
      child.send('taken');
      return ((await once(child, 'message')) as [Taken])[0];
    },
  };
  const started = performance.now();
  console.log(`seed ${seed}: ${formulas} formulas over ${rows} rows of PostgreSQL behind ${protocol}`);
  const found = await compare(service, 'Europe/Berlin', formulas, seed, {
    only: process.env['FORMULA'],
    ...(protocol === 'postgrest' && { open: openPostgrest, related: false }),
    progress: (done, { different, rowsFetched }) => {
      if (done % 50 === 0 && done < formulas)
        console.log(
          `${done}: ${different.length} differ, ${rowsFetched} rows fetched, ${Math.round((performance.now() - started) / 1000)} s`,
        );
    },
  });
  for (const line of found.different) console.log(`different: ${line}`);
  console.log(
    `${found.formulas} formulas over ${rows} rows: ${found.different.length} answers differ (${found.errors} are errors, ${found.blanks} blank)`,
  );
  console.log(`${found.delegated} were asked of the source as a whole`);
  const all = found.formulas * rows;
  console.log(
    `${found.rowsFetched} rows fetched by ${found.requests} requests, ${((100 * found.rowsFetched) / all).toFixed(3)} % of the ${all} that evaluating here reads`,
  );
  process.exitCode = found.different.length === 0 ? 0 : 1;
  child.disconnect();
}
