import { compare } from '../test/connectors/query/compare.node.ts';
import { startOData } from '../test/connectors/query/odata-service.node.ts';

/*
 * `npm run bench delegation [FORMULAS [ROWS [SEED]]]`: formulas made by chance over a table of a real PostgreSQL behind OData, each evaluated by queries
 * and over all rows here. Prints where the answers differ (nowhere), and how many rows came over the line.
 */

const [formulas = 2000, rows = 100_000, seed = 1] = process.argv.slice(2, 5).map(Number);
const service = await startOData(rows);
try {
  console.log(`seed ${seed}: ${formulas} formulas over ${rows} rows of PostgreSQL`);
  const found = await compare(service, 'Europe/Berlin', formulas, seed, {
    only: process.argv[5],
    progress: (done, { different, rowsFetched }) => {
      if (done % 100 === 0 && done < formulas) console.log(`${done}: ${different.length} differ, ${rowsFetched} rows fetched`);
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
} finally {
  await service.close();
}
