import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runShop, type ProblemBody } from './running-shop.ts';

interface Row {
  readonly id: number;
}

interface Page {
  readonly value: readonly Row[];
  readonly nextLink?: string;
  readonly count: number;
}

const shop = await runShop();

/** Follows next links to the end; `between` runs after each page. */
async function read(path: string, between: () => Promise<unknown> = () => Promise.resolve()): Promise<number[]> {
  const ids: number[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const { status, body }: { status: number; body: Page } = await shop.get<Page>(next);
    assert.equal(status, 200);
    ids.push(...body.value.map(({ id }) => id));
    next = body.nextLink?.slice(shop.url.length);
    await between();
  }
  return ids;
}

const placeOrder = () => shop.ask('POST', '/orders', { customerId: 5, lines: [{ productId: 1, quantity: 1 }] });

describe('paging', () => {
  it('gives every order once while others come in', async () => {
    assert.equal((await shop.ask('PATCH', '/products/1', { stock: 1000 })).status, 200);
    for (const [sort, order] of [
      ['orderedAt', 'desc'],
      ['total', 'asc'],
      ['customer', 'asc'],
    ]) {
      const { body: first } = await shop.get<Page>('/orders?top=1&sort=number&order=desc');
      const newest = first.value[0]?.id ?? 0;
      let placed = 0;
      const ids = await read(`/orders?top=500&sort=${sort}&order=${order}`, async () => {
        // Two before each page: what is new may be seen or not, but moves nothing.
        for (let each = 0; each < 2; each++) if ((await placeOrder()).status === 201) placed++;
      });
      assert.ok(placed >= 40);
      assert.equal(new Set(ids).size, ids.length, `${sort}: no order twice`);
      const old = ids.filter((id) => id <= newest);
      assert.equal(old.length, newest, `${sort}: none is missing`);
    }
  });

  it('ends with a page without a next link', async () => {
    const { body } = await shop.get<Page>('/products?top=60');
    assert.equal(body.value.length, 60);
    assert.equal(body.nextLink, undefined);
    assert.deepEqual(
      await read('/products?top=7'),
      body.value.map(({ id }) => id),
    );
    assert.equal((await read('/customers?top=100&sort=city')).length, 400);
  });

  it('jumps', async () => {
    const all = await read('/products?top=500&sort=price&order=desc');
    const { body } = await shop.get<Page>('/products?top=10&skip=25&sort=price&order=desc');
    assert.deepEqual(
      body.value.map(({ id }) => id),
      all.slice(25, 35),
    );
    assert.equal(body.count, 60);
    const { body: second } = await shop.get<Page>(String(body.nextLink).slice(shop.url.length));
    assert.deepEqual(
      second.value.map(({ id }) => id),
      all.slice(35, 45),
    );
    assert.deepEqual((await shop.get<Page>('/products?skip=60')).body, { value: [], count: 60 });
  });

  it('keeps filters in the next link', async () => {
    const { body } = await shop.get<Page>('/orders?status=Delivered&search=anna&top=2&sort=total&order=asc');
    const next = new URL(String(body.nextLink));
    next.searchParams.delete('pageToken');
    assert.equal(next.search, '?status=Delivered&search=anna&top=2&sort=total&order=asc');
  });

  it('refuses tokens of others', async () => {
    const { body } = await shop.get<Page>('/orders?top=1&sort=total');
    const token = new URL(String(body.nextLink)).searchParams.get('pageToken');
    const forged = (sorted: string, value: unknown, key: unknown) =>
      Buffer.from(JSON.stringify([sorted, value, key])).toString('base64url');
    for (const path of [
      `/orders?sort=orderedAt&pageToken=${token}`,
      `/orders?sort=total&order=asc&pageToken=${token}`,
      '/orders?pageToken=x',
      `/orders?pageToken=${forged('orderedAt desc', 'soon', 1)}`,
      `/orders?pageToken=${forged('orderedAt desc', null, 1)}`,
      `/orders?pageToken=${forged('orderedAt desc', '2026-01-01', '1; drop table orders')}`,
    ]) {
      const answer = await shop.get<ProblemBody>(path);
      assert.equal(answer.status, 422, path);
      assert.deepEqual(answer.body.errors, { pageToken: ['Is not a page token of this list in this order.'] });
    }
  });
});
