import { coded, functions, inputs, rows, total } from '../workload.mjs';

/** The same by hand, unchecked: what a programmer would write. */
export const tasks = {
  evaluate: () => {
    const all = functions();
    return () => total(all.map((formula) => formula(inputs)));
  },
  filter: () => {
    const table = rows();
    return () => table.filter((row) => row.Price > 500).length;
  },
  'filter, sort, sum': () => {
    const table = rows();
    return () =>
      table
        .filter((row) => row.Price > 500)
        .sort((a, b) => a.Price - b.Price)
        .reduce((sum, row) => sum + row.Price * row.Quantity, 0);
  },
  records: () => {
    const table = rows();
    return () => table.map((row) => ({ id: row.Id, total: row.Price * row.Quantity })).length;
  },
  concat: () => {
    const table = rows();
    return () => table.map((row) => `${row.Name}: ${row.Quantity}`).join(', ').length;
  },
  'look-up of texts': () => {
    const { table, keys } = coded(1000);
    return () => keys.map(({ Key }) => table.find((row) => row.Code === Key).Price).length;
  },
  'look-up': () => {
    const table = rows().slice(0, 1000);
    const keys = table.map((_, i) => ({ Key: (i * 7) % 1000 }));
    return () => keys.map(({ Key }) => table.find((row) => row.Id === Key).Price).length;
  },
};
