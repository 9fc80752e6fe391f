import { expect } from 'chai';
import '../../src/controls/index.ts';
import type { App, AppOptions } from '../../src/app/index.ts';
import { isError, printValue, type Value } from '../../src/formula/index.ts';
import { appOf, codesOf, control, screenOf } from './app-text.ts';

const card = (field: string, properties: { readonly [name: string]: string } = {}): string =>
  control(
    `${field}Card`,
    'TypedDataCard@1.0.7',
    {
      DataField: `"${field}"`,
      DisplayName: `"The ${field}"`,
      Default: `ThisItem.${field}`,
      Update: `${field}In.Text`,
      ...properties,
    },
    [
      control(`${field}In`, 'Classic/TextInput@2.3.2', { Default: 'Parent.Default', DisplayMode: 'Parent.DisplayMode' }),
      control(`${field}Error`, 'Label@2.5.1', { Text: 'Parent.Error' }),
    ],
  );

const rows = 'ClearCollect(Orders, {id: 1, name: "Ann", note: "first"}, {id: 2, name: "Bob", note: ""})';

function formApp(
  properties: { readonly [name: string]: string } = {},
  cards = [card('name', { Required: 'true' }), card('note', { MaxLength: '8' })],
) {
  const events = Object.fromEntries(
    ['OnSuccess', 'OnFailure', 'OnReset'].map((event) => [event, `Set(happened, happened & "${event} ")`]),
  );
  const buttons = ['NewForm', 'EditForm', 'ViewForm', 'ResetForm', 'SubmitForm'].map((name) =>
    control(name.replace('Form', ''), 'Button', { OnSelect: `Set(result, ${name}(Edit1))` }),
  );
  const start = control('Load', 'Button', { OnSelect: `${rows}; Set(happened, "")` });
  const form = control(
    'Edit1',
    'Form@2.4.4',
    { DataSource: 'Orders', Item: 'LookUp(Orders, id = Pick.Value)', ...events, ...properties },
    cards,
  );
  return screenOf(start, control('Pick', 'NumberInput', { Value: '1' }), form, ...buttons);
}

async function started(text = formApp(), options: AppOptions = {}): Promise<App> {
  const app = appOf(text, options);
  expect(codesOf(app)).to.deep.equal([]);
  await app.press('Load');
  return app;
}

const print = (app: App, ...formulas: readonly string[]): string[] =>
  formulas.map((formula) => {
    const { value, diagnostics } = app.evaluate(formula);
    expect(diagnostics.map(({ message }) => message)).to.deep.equal([]);
    return printValue(value);
  });

const type = (app: App, name: string, text: string): Promise<Value> => app.change(`${name}In`, 'Value', text);

async function press(app: App, name: string): Promise<void> {
  await app.press(name);
  await app.idle();
}

describe('a form', () => {
  it('shows the record of its item in its cards, and says what would be written', async () => {
    const app = await started();
    expect(print(app, 'nameIn.Text', 'noteIn.Text', 'Edit1.Updates', 'Edit1.Mode = FormMode.Edit', 'Edit1.Unsaved', 'Edit1.Valid')).to.deep.equal([
      '"Ann"', '"first"', '{name:"Ann",note:"first"}', 'true', 'false', 'true',
    ]); // prettier-ignore
    await app.change('Pick', 'Value', 2);
    expect(print(app, 'nameIn.Text', 'Edit1.Updates')).to.deep.equal(['"Bob"', '{name:"Bob",note:""}']);
    await type(app, 'name', 'Bert');
    expect(print(app, 'Edit1.Unsaved', 'Edit1.Updates.name')).to.deep.equal(['true', '"Bert"']);
  });

  it('writes what was changed, and shows what was stored', async () => {
    const app = await started();
    await type(app, 'name', 'Anna');
    await press(app, 'Submit');
    expect(print(app, 'result', 'LookUp(Orders, id = 1)', 'Edit1.LastSubmit.name', 'happened', 'Edit1.Unsaved')).to.deep.equal([
      'true', '{id:1,name:"Anna",note:"first"}', '"Anna"', '"OnSuccess "', 'false',
    ]); // prettier-ignore
    await type(app, 'name', 'Anke');
    await press(app, 'Submit');
    expect(print(app, 'CountRows(Orders)', 'LookUp(Orders, id = 1).name')).to.deep.equal(['2', '"Anke"']);
  });

  it('adds a record: the cards begin empty, and afterwards show what was added', async () => {
    const app = await started();
    await press(app, 'New');
    expect(print(app, 'nameIn.Text', 'Edit1.Mode = FormMode.New', 'Edit1.Unsaved')).to.deep.equal(['""', 'true', 'false']);
    await type(app, 'name', 'Cleo');
    await press(app, 'Submit');
    expect(print(app, 'CountRows(Orders)', 'Last(Orders).name', 'Edit1.Mode = FormMode.Edit', 'nameIn.Text', 'Edit1.Unsaved')).to.deep.equal([
      '3', '"Cleo"', 'true', '"Cleo"', 'false',
    ]); // prettier-ignore
    await press(app, 'Edit');
    expect(print(app, 'nameIn.Text')).to.deep.equal(['"Ann"']);
  });

  it('is checked before it is written; errors are said after the first try, and go when they are mended', async () => {
    const app = await started();
    await type(app, 'name', '');
    await type(app, 'note', 'much too long');
    expect(print(app, 'Edit1.Valid', 'nameCard.Valid', 'nameCard.Error', 'nameError.Text')).to.deep.equal([
      'false',
      'false',
      '""',
      '""',
    ]);
    await press(app, 'Submit');
    expect(
      print(app, 'result', 'happened', 'nameError.Text', 'noteCard.Error', 'Edit1.ErrorKind = ErrorKind.Validation'),
    ).to.deep.equal([
      'false',
      '"OnFailure "',
      '"The name is required."',
      '"The note can have 8 characters at most; there are 13."',
      'true',
    ]);
    expect(print(app, 'Edit1.Error', 'LookUp(Orders, id = 1).name')[1]).to.equal('"Ann"');
    await type(app, 'name', 'A');
    expect(print(app, 'nameCard.Error', 'noteCard.Valid')).to.deep.equal(['""', 'false']);
  });

  it('takes only the values that a card allows', async () => {
    const app = await started(formApp({}, [card('name', { AllowedValues: '["Ann", "Bea"]' })]));
    await type(app, 'name', 'Cleo');
    await press(app, 'Submit');
    expect(print(app, 'nameCard.Error')).to.deep.equal(['"The name must be one of Ann, Bea."']);
    await type(app, 'name', 'Bea');
    await press(app, 'Submit');
    expect(print(app, 'LookUp(Orders, id = 1).name')).to.deep.equal(['"Bea"']);
  });

  it('is reset to what the record holds, and one for a new record to changing', async () => {
    const app = await started();
    await press(app, 'New');
    await type(app, 'name', '');
    await press(app, 'Submit');
    await press(app, 'Reset');
    expect(print(app, 'nameIn.Text', 'nameCard.Error', 'Edit1.Error', 'happened', 'Edit1.Mode = FormMode.Edit')).to.deep.equal([
      '"Ann"', '""', '""', '"OnFailure OnReset "', 'true',
    ]); // prettier-ignore
  });

  it('in view mode is not submitted, and its cards are for reading', async () => {
    const app = await started();
    await press(app, 'View');
    expect(print(app, 'nameIn.DisplayMode = DisplayMode.View', 'Edit1.DisplayMode = DisplayMode.View')).to.deep.equal([
      'true',
      'true',
    ]);
    expect(isError(await app.press('Submit'))).to.equal(true);
  });

  it('begins in its DefaultMode', async () => {
    const app = await started(formApp({ DefaultMode: 'FormMode.New' }));
    expect(print(app, 'Edit1.Mode = FormMode.New', 'nameIn.Text')).to.deep.equal(['true', '""']);
  });

  it('without a data source that can be changed says so', async () => {
    const app = await started(formApp({ DataSource: 'Filter(Orders, id > 0)' }));
    await type(app, 'name', 'x');
    await press(app, 'Submit');
    expect(print(app, 'happened', 'IsBlank(Edit1.Error)')).to.deep.equal(['"OnFailure "', 'false']);
  });

  it('that is only for reading shows its item', async () => {
    const app = await started(
      screenOf(
        control('Load', 'Button', { OnSelect: rows }),
        control('View1', 'FormViewer@2.3.4', { DataSource: '[@Orders]', Item: 'First(Orders)' }, [
          control('C', 'TypedDataCard', { DataField: '"name"', Default: 'ThisItem.name' }, [
            control('L', 'Label', { Text: 'Parent.Default & Parent.Width' }),
          ]),
        ]),
      ),
    );
    expect(print(app, 'C.DisplayMode = DisplayMode.View', 'L.Text')).to.deep.equal(['true', '"Ann"']);
  });
});
