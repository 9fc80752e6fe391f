import { expect } from 'chai';

import type { Device } from '../../src/app/device.ts';
import { documentationOf, isError, library, loadDocumentation, printValue } from '../../src/formula/index.ts';
import { needsApp } from '../formula/needs-app.ts';
import { appOf, codesOf, control, screenOf } from './app-text.ts';

/*
 * The examples of functions that change something, or that ask a data source, run in an app: a collection `Orders`, a form `Order` over its
 * first row, an input `Search`, a button `Save`, and a second screen `Details`. The page that shows it does what it is asked for.
 */

const page: Device = {
  launch: () => true,
  copy: () => true,
  download: (address) => address,
  print: () => true,
  exit: () => true,
  hide: () => true,
  confirm: async () => true,
};

const quiet = { rebuild: () => undefined, reset: () => undefined, focus: () => undefined };

const world = (formula: string): string =>
  `${screenOf(
    control('Start', 'Button', { OnSelect: 'ClearCollect(Orders, {Id: 1, City: "Bern"}, {Id: 2, City: "Rome"})' }),
    control('Go', 'Button', { OnSelect: formula }),
    control('Save', 'Button', { OnSelect: 'true' }),
    control('Search', 'TextInput', { Value: '""' }),
    control('Order', 'Form@2.4.4', { DataSource: 'Orders', Item: 'First(Orders)' }),
  )}\n  Details:\n    Children: []`;

const inApp = library.filter(needsApp);

await loadDocumentation();

describe('examples of functions that act in an app', () => {
  for (const { name } of inApp) {
    for (const [formula, expected] of documentationOf(name)?.examples ?? []) {
      it(`${name}: ${formula}`, async () => {
        const app = appOf(world(formula), { storageName: 'function-examples' });
        app.attach({ ...quiet, device: page, base: 'https://shop.example/' });
        expect(codesOf(app)).to.deep.equal([]);
        await app.start();
        await app.press('Start');
        const value = await app.press('Go');
        expect(isError(value) ? value.message : printValue(value)).to.equal(expected);
        app.dispose();
      });
    }
  }
});
