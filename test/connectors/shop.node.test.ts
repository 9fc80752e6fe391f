import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Subject, switchMap } from 'rxjs';
import { connectText, type Connector } from '../../src/connectors/index.ts';
import {
  BlobValue,
  DateTimeValue,
  DateValue,
  ErrorKind,
  factsOf,
  field,
  FormulaError,
  isTable,
  printType,
  row,
  type Row,
  type Table,
  type Value,
} from '../../src/formula/index.ts';
import { hasShop, startShop, type ShopService } from './shop-service.node.ts';

const kind = (value: Value): string | undefined =>
  value instanceof FormulaError ? Object.entries(ErrorKind).find(([, number]) => number === value.kind)?.[0] : undefined;

for (const description of ['openapi.json', 'swagger.json']) {
  describe(`the demo’s shop by its ${description}`, { skip: !hasShop && 'there is no service' }, () => {
    let shop: ShopService;
    let connector: Connector;
    before(async () => {
      shop = await startShop();
      const documentUrl = `${shop.url}/${description}`;
      connector = await connectText(await (await fetch(documentUrl)).text(), {
        namespace: 'Shop',
        documentUrl,
        baseUrl: shop.url,
        credentials: { get: () => ({ kind: 'apiKey', value: 'demo-key' }) },
      });
    });
    after(() => shop.close());

    const call = (name: string, ...args: Value[]): Promise<Value> =>
      connector.call(connector.namespace.functions.get(name)!, args);
    const rows = (value: Value): Table => {
      const table = value instanceof FormulaError || value === null ? null : field(value as Row, 'value');
      assert.ok(table !== null && isTable(table), String(value));
      return table;
    };
    const first = async (): Promise<Row> => rows(await call('ListOrders', row([['top', 1]])))[0] as Row;

    it('has no problem that a diagnostic would tell', () => {
      for (const operation of connector.operations.values()) assert.equal(operation.signature.unsupported, undefined);
      assert.deepEqual(connector.diagnostics, []);
    });

    it('lists with filter and page', async () => {
      const page = await call(
        'ListOrders',
        row([
          ['status', 'Shipped'],
          ['top', 5],
        ]),
      );
      const table = rows(page);
      assert.equal(table.length, 5);
      for (const order of table as readonly Row[]) {
        assert.equal(order['status'], 'Shipped');
        assert.ok(order['orderedAt'] instanceof DateTimeValue && order['dueOn'] instanceof DateValue);
        assert.equal(typeof order['total'], 'number');
      }
      assert.equal(factsOf(table)!.complete, false);
    });

    it('goes on to the next page', async () => {
      const values: Value[] = [];
      const done = new Promise<void>((resolve) => {
        const subscription = connector
          .start(connector.namespace.functions.get('ListOrders')!, [row([['top', 5]])])
          .subscribe((value) => {
            values.push(value);
            const facts = factsOf(rows(value))!;
            if (rows(value).length < 15 && facts.more) facts.more();
            else if (rows(value).length === 15) {
              subscription.unsubscribe();
              resolve();
            }
          });
      });
      await done;
      const ids = (rows(values.at(-1)!) as readonly Row[]).map((order) => order['id']);
      assert.equal(new Set(ids).size, 15);
    });

    it('changes, creates, and deletes', async () => {
      const order = await first();
      const updated = (await call('UpdateOrder', order['id']!, row([['note', 'By hand.']]))) as Row;
      assert.deepEqual([updated['note'], updated['id']], ['By hand.', order['id']]);
      const sku = `T-${description.length}${Date.now() % 100_000}`;
      const product = (await call('CreateProduct', sku, 'Test lamp', 'Lighting', 19.5, row([['stock', 3]]))) as Row;
      if (product instanceof FormulaError) assert.ok(product.errors[0]!.details?.fields, product.message);
    });

    it('tells which field is not valid', async () => {
      const refused = await call('UpdateOrder', (await first())['id']!, row([['status', 'Lost']]));
      assert.equal(kind(refused), 'Validation');
      assert.deepEqual(Object.keys((refused as FormulaError).errors[0]!.details!.fields!), ['status']);
      assert.equal(kind(await call('ListOrders', row([['top', 1e6]]))), 'Validation');
    });

    it('tells what is not there, and what somebody else has changed', async () => {
      assert.equal(kind(await call('GetOrder', 99_999_999)), 'NotFound');
      assert.equal(
        kind(
          await call(
            'UpdateOrder',
            (await first())['id']!,
            row([
              ['If-Match', '"0"'],
              ['note', 'x'],
            ]),
          ),
        ),
        'Conflict',
      );
    });

    it('gives pictures as bytes', async () => {
      const picture = await call('GetProductImage', 1);
      assert.ok(picture instanceof BlobValue && picture.bytes.length > 100);
      assert.match(picture.mediaType, /^image\//);
    });

    it('opens its secret report to who has the key', async () => {
      const report = await call('GetSecretReport');
      assert.ok(!(report instanceof FormulaError), String(report));
    });

    it('streams its events as rows of a typed table', async () => {
      const operation = connector.namespace.functions.get('WatchOrderEvents')!;
      assert.match(
        printType(operation.overloads[0]!.result as Parameters<typeof printType>[0]),
        /^Table\(\{id: Number, number: Text, status: Text/,
      );
      const { id } = await first();
      const arrived = new Promise<Table>((resolve) => {
        const subscription = connector.start(operation, [row([['activity', 'off']])]).subscribe((value) => {
          assert.ok(isTable(value), String(value));
          if (value.length === 0)
            void call('UpdateOrder', id!, row([['status', 'Cancelled']])).then(() =>
              call('UpdateOrder', id!, row([['status', 'New']])),
            );
          else {
            subscription.unsubscribe();
            resolve(value);
          }
        });
      });
      const table = await arrived;
      assert.ok((table[0] as Row)['at'] instanceof DateTimeValue);
    });

    it('lets the last question win, whatever order the answers come in', async () => {
      await shop.faults({ match: 'ListProducts', delays: [300, 200, 100, 0] });
      const questions = new Subject<string>();
      const answers: Value[] = [];
      const operation = connector.namespace.functions.get('ListProducts')!;
      const last = new Promise<void>((resolve) => {
        questions.pipe(switchMap((search) => connector.start(operation, [row([['search', search]])]))).subscribe((value) => {
          answers.push(value);
          resolve();
        });
      });
      for (const search of ['l', 'la', 'lam', 'lamp']) {
        questions.next(search);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      await last;
      assert.equal(answers.length, 1);
      assert.deepEqual(answers, [await call('ListProducts', row([['search', 'lamp']]))]);
    });

    it('is asked again after faults that pass, and reports those that do not', async () => {
      await shop.faults({ match: 'ListCategories', statuses: [503, 503, 200], retryAfter: 0 });
      assert.equal(rows(await call('ListCategories')).length > 0, true);
      await shop.faults({ match: 'ListCategories', shorten: undefined, shortens: [20] });
      assert.equal(kind(await call('ListCategories')), 'InvalidJSON');
      await shop.faults({ match: 'ListCategories', truncates: [20, 20] });
      assert.equal(rows(await call('ListCategories')).length > 0, true, 'a broken connection is tried again');
      await shop.faults({ match: 'ListCategories', resets: [true] });
      assert.equal(rows(await call('ListCategories')).length > 0, true);
      const id = (await first())['id']!;
      await shop.faults({ match: 'UpdateOrder', statuses: [503] });
      assert.equal(kind(await call('UpdateOrder', id, row([['note', 'y']]))), 'ServiceUnavailable', 'a write is not');
    });
  });
}
