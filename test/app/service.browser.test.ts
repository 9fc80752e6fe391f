import { expect } from 'chai';

import type { AppElement } from '../../src/app/index.ts';
import '../../src/index.ts';
import { ownService, type OwnService } from '../environment/service.ts';

/*
 * Formulas over a real service, in a page: answers that come in reverse order, and a service that goes and comes back.
 */

/** An island with a text input and a label, over a service of its own. */
async function island(
  url: string,
  formula: string,
): Promise<{ app: AppElement; type: (text: string) => void; shown: () => string }> {
  const app = document.createElement('fx-app') as AppElement;
  app.setAttribute('connections', JSON.stringify({ Shop: { definition: `${url}/openapi.json` } }));
  const input = document.createElement('fx-text-input') as HTMLElement & { readonly updateComplete: Promise<unknown> };
  input.id = 'In';
  const label = document.createElement('fx-label');
  label.setAttribute('text', formula);
  app.append(input, label);
  document.body.append(app);
  await app.ready;
  await input.updateComplete;
  return {
    app,
    type: (text) => {
      const field = input.shadowRoot!.querySelector('input')!;
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    },
    shown: () => label.shadowRoot!.textContent.trim(),
  };
}

async function until(holds: () => boolean, what: () => string, seconds = 20): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`not within ${seconds} s: ${what()}`);
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('an app over a real service', function () {
  this.timeout(120_000);
  let service: OwnService;

  before(async () => {
    service = await ownService();
  });
  after(() => service.stop());
  afterEach(() => document.body.replaceChildren());

  it('shows the last input 100 times of 100, though the answers come in reverse order', async () => {
    const { type, shown } = await island(service.url, '=First(Shop.ListOrders({search: In.Text, top: 1}).value).number');
    let last = 0;
    const order = (n: number): string => `SO-2026-${String(n).padStart(6, '0')}`;
    let right = 0;
    for (let round = 0; round < 100; round++) {
      await fetch(`${service.url}/faults`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ match: '/orders', delays: [45, 30, 15, 0] }),
      });
      for (let i = 0; i < 4; i++) {
        last = 9000 + round * 4 + i;
        type(order(last));
        await pause(4);
      }
      await until(
        () => shown() === order(last),
        () => `round ${round}: shows ${shown()} instead of ${order(last)}`,
      );
      // The slower answers would arrive now.
      await pause(50);
      if (shown() === order(last)) right++;
      await fetch(`${service.url}/faults`, { method: 'DELETE' });
    }
    expect(right).to.equal(100);
  });

  it('shows an error in place while the service is gone, and recovers without a reload', async () => {
    const { type, shown, app } = await island(
      service.url,
      '=CountRows(Shop.ListOrders({search: In.Text, top: 3}).value) & " rows"',
    );
    await until(
      () => shown() === '3 rows',
      () => `shows ${shown()}`,
    );
    await service.stop();
    type('Lef');
    await until(
      () => /cannot be reached|network|service/i.test(shown()),
      () => `shows ${shown()}`,
    );
    expect(app.isConnected).to.equal(true);
    await service.start();
    await until(
      () => shown() === '3 rows',
      () => `shows ${shown()}`,
      40,
    );
  });
});
