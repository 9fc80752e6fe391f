import { expect } from 'chai';
import type { AppElement } from '../../src/app/index.ts';
import '../../src/app/index.ts';
import type { ControlElement } from '../../src/controls/index.ts';
import { ownService, serviceUrl } from '../environment/service.ts';

const shared = await serviceUrl();

const text = `
Screens:
  Home:
    Children:
      - In:
          Control: TextInput
          Properties:
            Default: ="Washington"
      - Out:
          Control: Label
          Properties:
            Text: |-
              =First(Shop.ListOrders({search: In.Text, top: 1}).value).customer.name
            Width: =400
      - List:
          Control: Gallery@2.15.0
          Properties:
            Height: =200
            Y: =100
            Items: |-
              =Shop.ListOrders({search: In.Text, top: 5}).value
          Children:
            - Name:
                Control: Label
                Properties:
                  Text: =ThisItem.customer.name
`;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(what: string, condition: () => boolean): Promise<void> {
  for (let i = 0; !condition(); i++) {
    if (i > 1500) throw new Error(`Waited in vain: ${what}`);
    await pause(10);
  }
}

describe('an app over the real service', function () {
  this.timeout(200_000);
  if (shared === null) {
    it.skip('needs the demo service');
    return;
  }
  let app: AppElement;
  const find = (name: string): ControlElement => app.shadowRoot!.querySelector<ControlElement>(`[data-control="${name}"]`)!;
  const shown = (): string => String(find('Out').read('Text'));

  async function show(service: string): Promise<void> {
    const src = URL.createObjectURL(new Blob([text]));
    app = document.createElement('fx-app');
    app.src = src;
    app.setAttribute('connections', JSON.stringify({ Shop: { definition: `${service}/openapi.json` } }));
    document.body.append(app);
    await app.ready;
    expect(app.diagnostics).to.deep.equal([]);
    await until('the first answer', () => shown().includes('Washington'));
  }
  afterEach(() => app.remove());

  function type(value: string): void {
    const input = find('In').shadowRoot!.querySelector('input')!;
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }

  it('shows the answer to what is in the text input, and only that', async () => {
    await show(shared);
    type('Chopra');
    await until('Chopra', () => shown().includes('Chopra'));
    await until('rows', () =>
      String(app.shadowRoot!.querySelector<ControlElement>('[data-control="Name"]')?.read('Text')).includes('Chopra'),
    );
  });

  it('shows the last input though answers come in reverse order, 100 times of 100', async () => {
    const service = await ownService();
    try {
      await show(service.url);
      const names = ['Rinaldi', 'Ashworth', 'Chopra', 'Washington', 'Brandt'];
      let right = 0;
      for (let run = 0; run < 100; run++) {
        const typed = [0, 1, 2].map((step) => names[(run + step) % names.length]!);
        const last = typed.at(-1)!;
        // The label and the gallery ask the same service: six requests, the first ones slowest.
        const script = { match: '/orders', delays: [90, 90, 60, 60, 30, 30] };
        await fetch(`${service.url}/faults`, { method: 'DELETE' });
        await fetch(`${service.url}/faults`, {
          method: 'POST',
          body: JSON.stringify(script),
          headers: { 'content-type': 'application/json' },
        });
        for (const value of typed) {
          type(value);
          await pause(10);
        }
        await until(last, () => shown().includes(last));
        // Long enough for the slowest answer.
        await pause(95);
        if (shown().includes(last) && find('Out').pending === false) right++;
      }
      expect(right).to.equal(100);
    } finally {
      await service.stop();
    }
  });

  it('shows in place that the service is gone, and recovers when it is back', async () => {
    const service = await ownService();
    try {
      await show(service.url);
      await service.stop();
      type('Chopra');
      await until('an error in place', () => find('Out').error !== null);
      expect(find('Out').error!.message).to.be.a('string').and.not.equal('');
      expect(find('Out').shadowRoot!.textContent).to.include(find('Out').error!.message);
      await service.start();
      await until('recovery', () => shown().includes('Chopra') && find('Out').error === null);
      await until('rows', () =>
        String(app.shadowRoot!.querySelector<ControlElement>('[data-control="Name"]')?.read('Text')).includes('Chopra'),
      );
    } finally {
      await service.stop();
    }
  });
});
