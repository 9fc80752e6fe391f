import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runShop, type ProblemBody } from './running-shop.ts';

interface Product {
  readonly id: number;
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly price: number;
  readonly stock: number;
  readonly available: boolean;
  readonly imageUrl: string;
  readonly version: number;
}

interface Customer {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly country: string;
  readonly initials: string;
  readonly orderCount: number;
  readonly version: number;
}

interface List<T> {
  readonly value: readonly T[];
  readonly count: number;
}

interface Statistics {
  readonly orders: number;
  readonly revenue: number;
  readonly open: number;
  readonly byStatus: readonly { readonly status: string; readonly orders: number; readonly total: number }[];
  readonly byMonth: readonly { readonly month: string; readonly orders: number; readonly total: number }[];
}

const shop = await runShop();

describe('products', () => {
  it('are listed by name, and filtered', async () => {
    const { body: all } = await shop.get<List<Product>>('/products?top=500');
    assert.equal(all.count, 60);
    const names = all.value.map(({ name }) => name);
    assert.deepEqual(names, names.toSorted());
    const cases: [string, (product: Product) => boolean][] = [
      ['category=Kitchen', ({ category }) => category === 'Kitchen'],
      ['available=false', ({ available }) => !available],
      ['available=true', ({ available }) => available],
      ['maxPrice=19.9', ({ price }) => price <= 19.9],
      ['search=halden', ({ name }) => name.startsWith('Halden')],
      ['category=Furniture&maxPrice=200&search=small', ({ name }) => name === 'Kielder Side Table'],
    ];
    for (const [query, passes] of cases) {
      const expected = all.value.filter(passes);
      assert.ok(expected.length > 0 && expected.length < 60, `${query} tells nothing`);
      assert.deepEqual((await shop.get<List<Product>>(`/products?top=500&${query}`)).body.value, expected, query);
    }
  });

  it('have a picture each, which is well-formed and of their own colour', async () => {
    const { body: all } = await shop.get<List<Product & { color: string }>>('/products?top=500');
    for (const { imageUrl, color } of all.value) {
      const { status, headers, body } = await shop.get<string>(imageUrl.slice(shop.url.length));
      assert.equal(status, 200);
      assert.equal(headers.get('Content-Type'), 'image/svg+xml');
      assert.ok(body.includes(color) || body.includes('#a87b52'), imageUrl);
      assert.doesNotMatch(body, /(fill|stroke)="(?!#|none)|undefined|NaN/);
      const opened = body.match(/<(svg|rect|path|ellipse)\b/g)?.length ?? 0;
      const closed = body.match(/\/>|<\/svg>/g)?.length ?? 0;
      assert.equal(opened, closed);
      assert.ok(opened > 5, `${imageUrl} shows nothing`);
    }
    const { headers } = await shop.get('/products/1/image');
    const again = await fetch(`${shop.url}/products/1/image`, { headers: { 'If-None-Match': String(headers.get('ETag')) } });
    assert.equal(again.status, 304);
  });

  it('can be added, once for one SKU', async () => {
    const added = { sku: 'LGT-900', name: 'Lamp of the test', category: 'Lighting', price: 12.34 };
    const { status, body, headers } = await shop.ask<Product>('POST', '/products', added);
    assert.equal(status, 201);
    assert.deepEqual({ ...body, ...added, stock: 0, available: true, version: 1 }, body);
    assert.deepEqual((await shop.get(String(headers.get('Location')).slice(shop.url.length))).body, body);
    const again = await shop.ask<ProblemBody>('POST', '/products', added);
    assert.equal(again.status, 409);
    assert.equal(again.body.detail, 'There is a product with the SKU LGT-900 already.');
    const wrong = await shop.ask<ProblemBody>('POST', '/products', { sku: 'lamp', name: '', category: 'Lamps', price: 0 });
    assert.deepEqual(wrong.body.errors, {
      sku: ['Must look like KIT-303.'],
      name: ['Must not be empty.'],
      category: ['Must be one of Lighting, Furniture, Kitchen, Textiles, Garden, Office.'],
      price: ['Must be at least 0.01.'],
    });
  });

  it('can be changed by those who have seen the last change', async () => {
    const { body: before } = await shop.get<Product>('/products/30');
    const change = (body: unknown, etag: string) => shop.ask<Product>('PATCH', '/products/30', body, { 'If-Match': etag });
    const { body } = await change({ price: 141.5, stock: 3, available: false, name: 'Steel Stock Pot 9 l' }, '"1"');
    assert.deepEqual(body, { ...before, price: 141.5, stock: 3, available: false, name: 'Steel Stock Pot 9 l', version: 2 });
    assert.equal((await change({ stock: 4 }, '"1"')).status, 412);
    assert.equal((await shop.get<List<Product>>('/products?search=stock+pot+9')).body.count, 1);
    const wrong = await shop.ask<ProblemBody>('PATCH', '/products/30', { price: 1.005, stock: 1.5, available: 'yes' });
    assert.deepEqual(wrong.body.errors, {
      price: ['Must have at most two decimals.'],
      stock: ['Must be a whole number.'],
      available: ['Must be true or false.'],
    });
    assert.equal((await shop.get('/products/30', { 'If-None-Match': '"2"' })).status, 304);
    assert.equal((await shop.ask('PATCH', '/products/4711', { stock: 1 })).status, 404);
  });

  it('are counted by category', async () => {
    const { body } = await shop.get<List<{ name: string; products: number }>>('/categories');
    assert.deepEqual(
      body.value.map(({ name }) => name),
      ['Furniture', 'Garden', 'Kitchen', 'Lighting', 'Office', 'Textiles'],
    );
    assert.ok(body.value.every(({ products }) => products >= 9));
  });
});

describe('customers', () => {
  it('are many different people', async () => {
    const { body } = await shop.get<List<Customer>>('/customers?top=500');
    assert.equal(body.value.length, 400);
    assert.equal(new Set(body.value.map(({ name }) => name)).size, 400);
    assert.equal(new Set(body.value.map(({ email }) => email)).size, 400);
    assert.ok(new Set(body.value.map(({ country }) => country)).size >= 14);
    const { body: countries } = await shop.get<List<{ name: string; customers: number }>>('/countries');
    for (const { name, customers } of countries.value)
      assert.equal(
        (await shop.get<List<Customer>>(`/customers?country=${encodeURIComponent(name)}`)).body.count,
        customers,
        name,
      );
  });

  it('can be found without accents', async () => {
    const { body } = await shop.get<List<Customer>>('/customers?top=500');
    const accented = body.value.filter(({ name }) => /[^ -~]/.test(name));
    assert.ok(accented.length > 50);
    for (const { id, name } of accented.slice(0, 40)) {
      const plain = name
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace('ı', 'i')
        .replace('Ł', 'L')
        .replace('ł', 'l')
        .replace(/[øØ]/g, 'o')
        .replace('æ', 'ae');
      const { body: found } = await shop.get<List<Customer>>(`/customers?search=${encodeURIComponent(plain.toUpperCase())}`);
      assert.ok(
        found.value.some((each) => each.id === id),
        `${plain} finds ${name}`,
      );
    }
  });

  it('can be changed, and their orders are found by their new name', async () => {
    const { body: before } = await shop.get<Customer>('/customers/42');
    const { body, headers } = await shop.ask<Customer>('PATCH', '/customers/42', { name: 'Zoë van der Łuk', city: 'Gent' });
    assert.deepEqual(body, { ...before, name: 'Zoë van der Łuk', city: 'Gent', initials: 'ZŁ', version: 2 });
    assert.equal(headers.get('ETag'), '"2"');
    assert.equal((await shop.get<List<unknown>>('/orders?search=zoe+luk')).body.count, before.orderCount);
    const old = `/orders?customerId=42&search=${encodeURIComponent(before.name)}`;
    assert.equal((await shop.get<List<unknown>>(old)).body.count, 0);
    assert.equal((await shop.ask('PATCH', '/customers/42', { city: 'Brugge' }, { 'If-Match': '"1"' })).status, 412);
  });

  it('have an address each of their own', async () => {
    const { body: other } = await shop.get<Customer>('/customers/43');
    const taken = await shop.ask<ProblemBody>('PATCH', '/customers/44', { email: other.email });
    assert.deepEqual(taken.body.errors, { email: ['Another customer has this address.'] });
    const wrong = await shop.ask<ProblemBody>('PATCH', '/customers/44', { email: 'nobody', name: '' });
    assert.deepEqual(wrong.body.errors, {
      email: ['Must be an e-mail address such as name@company.com.'],
      name: ['Must not be empty.'],
    });
  });
});

describe('figures', () => {
  it('add up', async () => {
    const { body } = await shop.get<Statistics>('/statistics');
    const cents = (values: readonly { readonly total: number }[]) =>
      values.reduce((sum, { total }) => sum + Math.round(total * 100), 0);
    assert.equal(body.orders, 10_000);
    assert.equal(
      body.byStatus.reduce((sum, { orders }) => sum + orders, 0),
      10_000,
    );
    assert.equal(
      body.byMonth.reduce((sum, { orders }) => sum + orders, 0),
      10_000,
    );
    assert.equal(cents(body.byMonth), cents(body.byStatus));
    assert.equal(
      Math.round(body.revenue * 100),
      cents(body.byStatus.filter(({ status }) => !['Cancelled', 'Returned'].includes(status))),
    );
    assert.equal(body.byMonth.length, 19);
    assert.equal((await shop.get<List<unknown>>('/orders?open=true')).body.count, body.open);
  });

  it('are of a time where one is given', async () => {
    const { body } = await shop.get<Statistics>('/statistics?from=2026-03-01&to=2026-03-31');
    assert.deepEqual(
      body.byMonth.map(({ month }) => month),
      ['2026-03'],
    );
    assert.equal((await shop.get<List<unknown>>('/orders?from=2026-03-01&to=2026-03-31')).body.count, body.orders);
    const { body: none } = await shop.get<Statistics>('/statistics?from=2030-01-01');
    assert.deepEqual([none.orders, none.revenue, none.byMonth, none.byStatus.length], [0, 0, [], 7]);
    const wrong = await shop.get<ProblemBody>('/statistics?from=2026-03-02&to=2026-03-01');
    assert.deepEqual(wrong.body.errors, { to: ['Must not be before 2026-03-02.'] });
  });

  it('of margins are for those with the key', async () => {
    assert.equal((await shop.get('/reports/margins')).status, 401);
    assert.equal((await shop.get('/reports/margins', { 'X-Api-Key': 'wrong' })).status, 401);
    const { status, body } = await shop.get<{ rows: readonly { category: string; margin: number }[] }>('/reports/margins', {
      'X-Api-Key': 'demo-key',
    });
    assert.equal(status, 200);
    assert.equal(body.rows.length, 6);
    assert.ok(body.rows.every(({ margin }) => margin > 0.3 && margin < 0.6));
  });
});

describe('what is not there', () => {
  it('is said so', async () => {
    const nothing = await shop.get<ProblemBody>('/nothing');
    assert.equal(nothing.status, 404);
    assert.equal(nothing.headers.get('Content-Type'), 'application/problem+json');
    const method = await fetch(`${shop.url}/orders/1`, { method: 'PUT' });
    assert.equal(method.status, 405);
    assert.equal(method.headers.get('Allow'), 'GET, PATCH, DELETE');
    for (const path of ['/orders/__proto__', '/orders/constructor', '/orders/1e3', '/orders/-1', '/orders/99999999999'])
      assert.equal((await shop.get(path)).status, 422, path);
  });

  it('is open to every page', async () => {
    const origin = 'https://example.com';
    for (const path of ['/orders?top=1', '/nothing', '/orders?x-fault-status=503']) {
      const { headers } = await fetch(shop.url + path, { headers: { Origin: origin } });
      assert.equal(headers.get('Access-Control-Allow-Origin'), '*', path);
      assert.equal(headers.get('Access-Control-Expose-Headers'), 'ETag,Link,Location,Retry-After,X-Total-Count', path);
    }
    const asked = await fetch(`${shop.url}/orders/1`, {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': 'if-match,content-type',
      },
    });
    assert.equal(asked.status, 204);
    assert.match(String(asked.headers.get('Access-Control-Allow-Methods')), /PATCH/);
    assert.equal(asked.headers.get('Access-Control-Allow-Headers'), 'if-match,content-type');
  });
});
