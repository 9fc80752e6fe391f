import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openOData } from '../../../src/connectors/query/open-odata.ts';
import { printValue } from '../../../src/formula/index.ts';
import { Lab } from './lab.node.ts';
import { startOData, type ODataService } from './odata-service.node.ts';

let service: ODataService;
let lab: Lab;

before(async () => {
  service = await startOData(5000);
  const opened = await openOData(service.url, { namespace: 'Shop', timeZone: 'Europe/Berlin' });
  assert.ok('connector' in opened, JSON.stringify(opened));
  lab = new Lab(opened.connector, 'Europe/Berlin');
});
after(() => service.close());

// oxfmt-ignore
const questions: readonly (readonly [formula: string, rows: number])[] = [
  ['CountRows(Orders)', 0],
  ['CountRows(Filter(Orders, Total > 900))', 0],
  ['Sum(Orders, Total)', 1],
  ['Average(Filter(Orders, Status = "Open"), Weight)', 1],
  ['FirstN(Sort(Filter(Orders, StartsWith(Note, "gift")), Total, SortOrder.Descending), 3)', 3],
  ['LookUp(Orders, Number = "A-0000042").Total', 1],
  ['First(Orders).Number', 1],
  ['Last(Orders).Number', 1],
  ['Distinct(Orders, Status)', 5],
  ['With({t: Filter(Orders, !Paid)}, CountRows(t))', 0],
  ['CountRows(Filter(Orders, Customer.Country = "DE"))', 0],
];

describe('queries of OData', () => {
  for (const [formula, rows] of questions) {
    it(formula, async () => {
      service.taken();
      const { value, result } = await lab.evaluate(formula);
      const taken = service.taken();
      console.log(
        formula,
        printValue(value, result.type).slice(0, 300),
        taken.rows,
        taken.requests,
        result.diagnostics.map((d) => d.message),
      );
      assert.equal(taken.rows, rows);
    });
  }
});
