import { assert } from 'chai';
import { loadMessages, messages } from '../../src/controls/index.ts';
import { mountControl, settled, unmountAll } from './mount-control.ts';

const english = { ...messages };

afterEach(async () => {
  unmountAll();
  await loadMessages('en');
});

describe('what controls say', () => {
  for (const language of ['de', 'es', 'fr', 'it', 'ja', 'nl', 'pl', 'pt', 'zh']) {
    it(`is complete in ${language}`, async () => {
      await loadMessages(`${language}-XX`);
      for (const [name, before] of Object.entries(english)) {
        const now = messages[name as keyof typeof messages];
        if (typeof before === 'string') {
          assert.isString(now, name);
          assert.notEqual(now, '', name);
        } else if (typeof before === 'function') {
          // What is filled in stands in the text, as in English.
          const said = (now as (...values: unknown[]) => string)('plan.pdf', 7);
          const place = before.length === 2 && name !== 'partial' ? '7' : 'plan.pdf';
          if (name !== 'drawing') assert.include(said, place, name);
          assert.notMatch(said, /[{}|]/, name);
        }
      }
    });
  }

  for (const [language, one, few, many] of [
    ['en', '1 row', '3 rows', '5,000 rows'],
    ['de', '1 Zeile', '3 Zeilen', '5.000 Zeilen'],
    ['pl', '1 wiersz', '3 wiersze', '5000 wierszy'],
    ['ja', '1 行', '3 行', '5,000 行'],
  ] as const) {
    it(`follows the numbers of ${language}`, async () => {
      await loadMessages(language);
      assert.deepEqual([1, 3, 5000].map((number) => messages.rows(number)), [one, few, many]); // oxfmt-ignore
      assert.notEqual(messages.partial(5, undefined), messages.partial(5, 9));
    });
  }

  it('changes in what is drawn already, and back', async () => {
    const { element, part } = await mountControl('fx-list-box', { Items: [], Height: 80 });
    await loadMessages('de');
    await settled(element);
    assert.equal(part('.none').textContent, 'Nichts anzuzeigen');
    await loadMessages('xx');
    await settled(element);
    assert.equal(part('.none').textContent, 'Nothing to show');
  });
});
