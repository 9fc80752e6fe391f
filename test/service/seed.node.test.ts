import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { seedOf } from '../../demo/service/seed/seed.ts';
import { runShop } from './running-shop.ts';

/** Changes only when the shop is meant to change. */
const CHECKSUM = 'bd151d32b96112a24062e4b2a9dfd087f3e5f41f71a16b048ed5c2bf45e9eae1';

interface Page {
  readonly value: readonly object[];
  readonly nextLink?: string;
}

const shop = await runShop();

describe('the shop that a seed gives', () => {
  it('is the same on every machine and in every database', async () => {
    const hash = createHash('sha256');
    for (const path of ['/products?sort=sku', '/customers?sort=customerSince', '/orders?sort=number&order=asc']) {
      for (let next: string | undefined = `${path}&top=500`; next !== undefined;) {
        const { body }: { body: Page } = await shop.get<Page>(next);
        hash.update(JSON.stringify(body.value).replaceAll(shop.url, ''));
        next = body.nextLink?.slice(shop.url.length);
      }
    }
    hash.update(JSON.stringify((await shop.get('/statistics')).body));
    assert.equal(hash.digest('hex'), CHECKSUM);
  });

  it('is another for another seed', () => {
    assert.equal(seedOf(7).fingerprint, seedOf(7).fingerprint);
    assert.notEqual(seedOf(7).fingerprint, seedOf(8).fingerprint);
  });

  it('has orders of the last eighteen months, numbered as they came', async () => {
    const { body: first } = await shop.get<{ value: readonly { orderedAt: string; number: string }[] }>(
      '/orders?sort=number&order=asc&top=1',
    );
    const { body: last } = await shop.get<{ value: readonly { orderedAt: string; number: string }[] }>(
      '/orders?sort=number&order=desc&top=1',
    );
    assert.equal(first.value[0]?.number, 'SO-2025-000001');
    assert.equal(last.value[0]?.number, 'SO-2026-010000');
    assert.match(String(first.value[0]?.orderedAt), /^2025-05-1/);
    assert.match(String(last.value[0]?.orderedAt), /^2026-11-15T(0\d|1[01])/);
  });
});
