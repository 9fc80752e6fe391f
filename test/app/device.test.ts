import { expect } from 'chai';
import type { App } from '../../src/app/index.ts';
import type { Device, Question } from '../../src/app/device.ts';
import { launchAddress } from '../../src/app/device.ts';
import { localData } from '../../src/app/local-data.ts';
import { isError, printValue, type Value } from '../../src/formula/index.ts';
import { appOf, codesOf, control, screenOf } from './app-text.ts';

/** A page that notes what it is asked for. */
class Notes implements Device {
  readonly log: string[] = [];
  answer = true;
  question: Question | undefined;

  launch = (...args: readonly string[]): Value => this.note('launch', args);
  copy = (...args: readonly string[]): Value => this.note('copy', args);
  download = (...args: readonly string[]): Value => this.note('download', args);
  print = (): Value => this.note('print', []);
  exit = (signOut: boolean): Value => this.note('exit', [String(signOut)]);
  hide = (): Value => this.note('hide', []);
  confirm = async (question: Question): Promise<boolean> => {
    this.question = question;
    return this.answer;
  };

  private note(what: string, args: readonly string[]): boolean {
    this.log.push([what, ...args].join(' '));
    return true;
  }
}

const quiet = { rebuild: () => undefined, reset: () => undefined, focus: () => undefined };

/** An app whose button runs a formula, shown by a page that takes notes. */
function running(formula: string, properties: { readonly [name: string]: string } = {}): { app: App; page: Notes } {
  const app = appOf(screenOf(control('Go', 'Button', { OnSelect: formula, ...properties })), {
    user: () => ({ fullName: 'Ann Chopra', email: 'ann@example.com' }),
    parameters: new Map([['id', '17']]),
    storageName: 'device-test',
  });
  const page = new Notes();
  app.attach({ ...quiet, device: page, base: 'https://shop.example/orders/' });
  expect(codesOf(app)).to.deep.equal([]);
  return { app, page };
}

describe('what an app asks of the page', () => {
  // oxfmt-ignore
  const asked: readonly (readonly [formula: string, log: string])[] = [
    ['Launch("https://example.com/a?b=1", "q", "x y", "n", "&")', 'launch https://example.com/a?b=1&q=x%20y&n=%26 _blank'],
    ['Launch("https://example.com/#top", {q: 1, when: true}, LaunchTarget.Replace)', 'launch https://example.com/?q=1&when=true#top _self'],
    ['Launch("mailto:ann@example.com", {subject: "A b"})', 'launch mailto:ann@example.com?subject=A%20b _blank'],
    ['Launch("https://example.com", {}, "report")',        'launch https://example.com/ report'],
    ['Launch("lines/2")',                                  'launch https://shop.example/orders/lines/2 _blank'],
    ['Launch("www.example.com")',                          'launch https://www.example.com/ _blank'],
    ['Copy("abc" & 1)',                                    'copy abc1'],
    ['Download("files/a.pdf")',                            'download https://shop.example/orders/files/a.pdf'],
    ['Print()',                                            'print'],
    ['Exit()',                                             'exit false'],
    ['Exit(true)',                                         'exit true'],
    ['RequestHide()',                                      'hide'],
  ];
  for (const [formula, log] of asked) {
    it(formula, async () => {
      const { app, page } = running(formula);
      const value = await app.press('Go');
      expect(isError(value) ? value.message : '').to.equal('');
      expect(page.log).to.deep.equal([log]);
    });
  }

  const script = 'javascript';
  for (const [scheme, rest] of [
    [script, 'alert(1)'],
    [' JavaScript', 'alert(1)'],
    ['java\nscript', '1'],
    ['data', 'text/html,a'],
    ['blob', 'https://a/b'],
    ['file', '///etc'],
  ]) {
    const address = `${scheme}:${rest}`;
    it(`never opens ${JSON.stringify(address)}`, () => {
      expect(isError(launchAddress(address, 'https://shop.example/'))).to.equal(true);
    });
  }

  it('Confirm waits for the answer', async () => {
    const { app, page } = running('Set(sure, Confirm("Really?", {Title: "Delete", ConfirmButton: "Yes"}))');
    await app.press('Go');
    expect(app.value('sure')).to.equal(true);
    expect(page.question).to.include({ message: 'Really?', title: 'Delete', confirm: 'Yes', cancel: 'Cancel' });
    page.answer = false;
    await app.press('Go');
    expect(app.value('sure')).to.equal(false);
  });

  it('Exit asks first where App.ConfirmExit says so', async () => {
    const text = screenOf(control('Go', 'Button', { OnSelect: 'Exit()' }));
    const app = appOf(`App:\n  Properties:\n    ConfirmExit: =true\n    ConfirmExitMessage: ="Stay a while?"\n${text}`);
    const page = new Notes();
    page.answer = false;
    app.attach({ ...quiet, device: page });
    await app.press('Go');
    expect([page.question?.message, page.log]).to.deep.equal(['Stay a while?', []]);
  });

  it('without a page, says so', async () => {
    const app = appOf(screenOf(control('Go', 'Button', { OnSelect: 'Print()' })));
    expect(isError(await app.press('Go'))).to.equal(true);
  });
});

describe('what an app is told', () => {
  const told: readonly (readonly [formula: string, printed: string])[] = [
    ['User().FullName & " " & User().Email', '"Ann Chopra ann@example.com"'],
    ['Param("id") & "/" & Param("none")', '"17/"'],
    ['IsBlank(Param("none"))', 'true'],
  ];
  for (const [formula, printed] of told) {
    it(formula, () => {
      const { app } = running('true', { Text: formula });
      expect(printValue(app.value('Go.Text'))).to.equal(printed.startsWith('"') ? printed : `"${printed}"`);
    });
  }
});

describe('what an app keeps on the device', () => {
  const rows = 'ClearCollect(col, {n: 1, when: Date(2026, 3, 4), t: "a"}, {n: 2, when: Blank(), t: "b"})';

  it('SaveData and LoadData keep types, LoadData adds, ClearData removes', async () => {
    const { app } = running(`${rows}; SaveData(col, "mine"); Clear(col); LoadData(col, "mine"); LoadData(col, "mine")`);
    const value = await app.press('Go');
    expect(isError(value) ? value.message : '').to.equal('');
    const kept = app.value('col') as { n: number }[];
    expect(kept.map(({ n }) => n)).to.deep.equal([1, 2, 1, 2]);
    expect(printValue(kept[0] as Value)).to.equal('{n:1,t:"a",when:Date(2026,3,4)}');
    expect(app.evaluate('Year(First(col).when)').value).to.equal(2026);
    await localData('device-test').clear(undefined);
    expect(await localData('device-test').load('mine')).to.equal(undefined);
  });

  it('apps do not see each other’s, and what is missing is an error unless it is ignored', async () => {
    await localData('other').save('mine', '[]');
    const { app } = running(`${rows}; LoadData(col, "mine")`);
    expect(isError(await app.press('Go'))).to.equal(true);
    const ignoring = running(`${rows}; LoadData(col, "mine", true)`);
    expect(isError(await ignoring.app.press('Go'))).to.equal(false);
    await localData('other').clear('mine');
  });
});

describe('selecting', () => {
  const gallery = control('List', 'Gallery@2.15.0', { Items: '[{n: 1}, {n: 2}]', OnSelect: 'Set(picked, ThisItem.n)' }, [
    control('Inner', 'Button', { OnSelect: 'Set(pressed, ThisItem.n)' }),
  ]);

  it('a row of a gallery, and a control in it', async () => {
    const app = appOf(
      screenOf(
        gallery,
        control('A', 'Button', { OnSelect: 'Select(List, 2)' }),
        control('B', 'Button', { OnSelect: 'Select(List, 1, Inner)' }),
      ),
    );
    expect(codesOf(app)).to.deep.equal([]);
    await app.press('A');
    expect(app.value('picked')).to.equal(2);
    expect(app.evaluate('List.Selected.n').value).to.equal(2);
    await app.press('B');
    expect(app.value('pressed')).to.equal(1);
  });

  it('a row that is not there is an error', async () => {
    const app = appOf(screenOf(gallery, control('A', 'Button', { OnSelect: 'Select(List, 3)' })));
    expect(isError(await app.press('A'))).to.equal(true);
  });
});

describe('Trace', () => {
  it('tells those who listen', async () => {
    const { app } = running('Trace("loaded", TraceSeverity.Warning, {rows: 3})');
    const seen: unknown[] = [];
    app.traces.add((message) => seen.push(message));
    await app.press('Go');
    expect(seen).to.deep.equal([{ message: 'loaded', severity: 1, record: { rows: 3 } }]);
  });
});
