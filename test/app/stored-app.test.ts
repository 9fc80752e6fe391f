import { expect } from 'chai';
import '../../src/controls/index.ts';
import { AppDocument, createApp, type App, type AppConnector, type AppOptions, type AppSource } from '../../src/app/index.ts';
import type { ControlModel } from '../../src/app/index.ts';
import { readApp, readAppText, writeApp, type StoredApp } from '../../src/app/stored/index.ts';
import { connect, fetchTransport } from '../../src/connectors/index.ts';
import { Pending, printType, printValue, type Type, type Value } from '../../src/formula/index.ts';
import { data, dataFiles } from '../environment/data.ts';
import { listOrders } from '../gateway/orders-description.ts';
import { control, screenOf } from './app-text.ts';

const surroundings = { culture: 'en-US', timeZone: 'UTC', now: () => Date.UTC(2026, 4, 31, 12), random: () => 0.25 };

const storedOf = (source: AppSource, options: AppOptions): StoredApp =>
  JSON.parse(JSON.stringify(writeApp(source, options))) as StoredApp;

/** An app from its source, and from what it is exported as. */
function both(text: string, options: AppOptions = {}): readonly [App, App] {
  const all = { surroundings, ...options };
  const source = new AppDocument([{ name: 'app.pa.yaml', text }]);
  return [createApp(source, all), createApp(readApp(storedOf(source, all)), all)];
}

const shown = (value: Value, type: Type): string => (value instanceof Pending ? 'pending' : printValue(value, type));

async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 100 && !done(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** All values and types of an app's properties and variables; in galleries those of the first rows. */
function stateOf(app: App): Map<string, string> {
  const { model, analysis } = app.program;
  const state = new Map<string, string>();
  const visit = (owner: ControlModel): void => {
    const items = owner.gallery?.gallery === undefined ? owner.gallery?.property('Items')?.node.read() : undefined;
    for (const name of owner.propertyNames) {
      const property = owner.property(name);
      if (property === undefined) continue;
      const path = `${model.keyOf(owner)}.${name}`;
      state.set(`${path}: type`, printType(property.type, 5));
      if (owner.gallery === undefined) state.set(path, shown(property.node.read(), property.type));
      else if (Array.isArray(items))
        for (let i = 0; i < Math.min(2, items.length); i++)
          state.set(`${path} ${i}`, shown(app.row(owner.gallery.path, i).value(property), property.type));
    }
    for (const child of owner.children) visit(child);
  };
  for (const owner of [model.app, ...model.screens]) visit(owner);
  for (const [name, property] of analysis.namedFormulas) state.set(name, printValue(property.node.read(), property.type));
  for (const [name, { type, cell }] of [...model.variables, ...model.collections])
    state.set(name, `${printValue(cell.read(), type)}: ${printType(type, 5)}`);
  return state;
}

/** A value that a user might choose in an input of a type. */
const chosen: { readonly [kind: string]: Value } = { text: 'typed', number: 3, boolean: true };

/** Starts an app, goes to each screen, presses and changes everything outside galleries. */
async function use(app: App): Promise<void> {
  await app.start();
  const visit = async (owner: ControlModel): Promise<void> => {
    if (owner.gallery === undefined) {
      await app.run(owner, 'OnSelect');
      for (const [name, { direction, type }] of Object.entries(owner.kind?.definition.properties ?? {})) {
        const value = chosen[type.kind];
        if ((direction !== 'out' && direction !== 'both') || value === undefined) continue;
        app.choose(owner, name, value, undefined);
        app.graph.flush();
        await app.run(owner, 'OnChange');
      }
    }
    for (const child of owner.children) await visit(child);
  };
  for (const screen of app.program.model.screens) {
    app.navigate(screen, null, null);
    app.graph.flush();
    await visit(screen);
  }
  await app.idle();
}

/** Has both do the same, and compares all there is to see; gives how much that was. */
async function alike([source, stored]: readonly [App, App]): Promise<number> {
  expect(stored.diagnostics).to.deep.equal(JSON.parse(JSON.stringify(source.diagnostics)));
  let count = 0;
  for (const step of [() => Promise.resolve(), use]) {
    await Promise.all([step(source), step(stored)]);
    // Answers of the service.
    for (const app of [source, stored]) await until(() => ![...stateOf(app).values()].includes('pending'));
    const [before, after] = [stateOf(source), stateOf(stored)];
    expect([...after.keys()]).to.deep.equal([...before.keys()]);
    for (const [path, value] of before) expect(after.get(path), path).to.equal(value);
    count += before.size;
  }
  source.dispose();
  stored.dispose();
  return count;
}

const shop = {
  openapi: '3.0.3',
  info: { title: 'Shop', version: '1' },
  servers: [{ url: 'https://shop.example' }],
  paths: {
    '/orders': {
      get: {
        ...listOrders,
        responses: {
          200: { description: '', content: { 'application/json': { schema: { $ref: '#/components/schemas/Orders' } } } },
        },
      },
      post: {
        operationId: 'AddOrder',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
        responses: {
          201: { description: '', content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
        },
      },
    },
  },
  components: {
    schemas: {
      Order: {
        type: 'object',
        properties: { id: { type: 'integer' }, total: { type: 'number' }, at: { type: 'string', format: 'date-time' } },
      },
      Orders: { type: 'object', properties: { value: { type: 'array', items: { $ref: '#/components/schemas/Order' } } } },
    },
  },
};

const answer = '{"value": [{"id": 7, "total": 2.5, "at": "2026-05-31T10:00:00Z"}], "id": 8}';

/** A service that answers with the same orders each time. */
const connector = (): AppConnector =>
  connect(shop, {
    namespace: 'Shop',
    transport: fetchTransport({}, () =>
      Promise.resolve(new Response(answer, { status: 200, headers: { 'content-type': 'application/json' } })),
    ),
  });

const box = `
ComponentDefinitions:
  Box:
    DefinitionType: CanvasComponent
    AccessAppScope: true
    CustomProperties:
      Title: { PropertyKind: Input, DataType: Text, Default: '="none"' }
      Rows: { PropertyKind: Input, DataType: Table, Default: '=Table({a: 1})' }
      Long: { PropertyKind: Output, DataType: Text }
      Twice:
        PropertyKind: OutputFunction
        DataType: Number
        Parameters:
          - n: { DataType: Number, IsOptional: true, Default: =4 }
      Picked: { PropertyKind: Event, DataType: None, Parameters: [{ name: { DataType: Text } }] }
      Go: { PropertyKind: Action, DataType: None }
    Properties:
      Long: =Box.Title & "!" & Sum(Self.Rows, a)
      Twice: =n * 2
      Go: =Set(gone, Box.Title)
      Width: =Parent.Width / 2
    Children:
      - Inner:
          Control: Button
          Properties:
            Text: =Box.Long & Box.Twice(3) & Box.Twice()
            Width: =Parent.Width - 10
            OnSelect: =Box.Picked(Self.Text); UpdateContext({inside: 1})
      - Local:
          Control: Label
          Properties:
            Text: =inside & shared
`;

const label = (name: string, formula: string): string => control(name, 'Label', { Text: formula });

/** What an app can have, each in a small one. */
const apps: { readonly [what: string]: readonly [text: string, options?: () => AppOptions] } = {
  definitions: [
    `App:\n  Properties:\n    Formulas: |-\n      =Rate = 0.2;\n      Net(price: Number): Number = price / (1 + Rate) + Depth(3);\n      Depth(n: Number): Number = If(n > 0, 1 + Depth(n - 1), 0);\n      Note(t: Text): Void = { Set(noted, t); Notify(t) };\n      Point := Type({x: Number, when: DateTime, name: Text});\n      Made(n: Number): Point = {x: n};\n${screenOf(
      label('A', 'Net(12) & "/" & Made(2).x'),
      label('B', 'ParseJSON("{""x"": 3, ""name"": ""n""}", Point).x + 1'),
      label('C', 'Text(ParseJSON("[1, 2]")) & CountRows(Table(ParseJSON("[1, 2]")))'),
      control('D', 'Button', { OnSelect: 'Note("pressed")', Text: 'noted' }),
    )}`,
  ],
  'functions that are made for a call': [
    screenOf(
      label('A', 'Concat(SortByColumns([3, 1, 2], "Value", SortOrder.Descending), Value)'),
      label('B', 'JSON(Table({a: 1, b: Date(2026, 1, 2)}), JSONFormat.IndentFour)'),
      label('C', 'Match("a12", "(?<n>\\d+)").n & IsMatch("x@y", Match.Email)'),
      label('D', 'Concat(GroupBy(Table({a: 1, b: 2}, {a: 1, b: 3}), a, g), CountRows(g) & Sum(g, b))'),
      label('E', 'Concat(Join(Table({a: 1, b: 2}) As L, Table({a: 1, c: 5}) As R, L.a = R.a, JoinType.Inner, R.c As d), b & d)'),
      label('F', 'Concat(Summarize(Table({a: 1, b: 2}), a, Sum(ThisGroup, b) As s), a & s)'),
      label('G', 'Concat(Table({a: 1}, [{a: 2}]), a) & CountA(["a", Blank()]) & Text(Len(["ab", "c"]))'),
      label(
        'H',
        'If(1 = 1, Date(2026, 5, 31) + Time(1, 0, 0), Now()) & Text(Today() - Date(2026, 1, 1)) & $"{1}{"a"}{2 in [1, 2]}"',
      ),
      label('I', 'With({a: "2"}, a + 1) & Switch(2, 1, "x", 2, RGBA(1, 2, 3, 0.5)) & ForAll(Sequence(3) As s, s.Value * 2)'),
      label(
        'J',
        'IfError(1 / 0, FirstError.Kind) & Coalesce(Blank(), "c") & (Align.Center = Align.Left) & DateDiff(Date(2026,1,1), Date(2026,3,1), TimeUnit.Months)',
      ),
      label('K', 'If({\'__proto__\': 1}.\'__proto__\' = 1, "own", "inherited")'),
    ),
  ],
  'behaviors and variables': [
    `App:\n  Properties:\n    OnStart: =Set(total, 1); ClearCollect(list, {a: 1, b: "x"}, {a: 2, b: "y"})\n    StartScreen: =Home\n    OnError: =Set(met, FirstError.Message)\n${screenOf(
      control('Go', 'Button', {
        OnSelect:
          'Set(total, total + 1); Collect(list, {a: "3"}); Patch(list, First(list), {b: "z"}); UpdateIf(list, a = 2, {b: "w"}); UpdateContext({local: total}); Set(bad, 1 / 0)',
      }),
      control('Rows', 'Gallery', { Items: 'Filter(list, a < total + 5)' }, [
        label('Row', 'ThisItem.b & ThisItem.a & Self.X & ThisItem.IsSelected & local'),
        control('In', 'TextInput', { Default: 'ThisItem.b' }),
      ]),
      label('Sum', 'Sum(list, a) & Rows.Selected.b & Rows.Selected.In.Text & CountRows(Rows.AllItems) & met'),
      control('T', 'TextInput', { Default: '"d"', OnChange: 'Set(typed, Self.Text)' }),
      label('Typed', 'typed & Parent.Width & T.Text'),
      label('Wrong', 'Missing.Text & total'),
      label('Circle', 'Circle.Text & "a"'),
    )}`,
  ],
  components: [
    `${screenOf(
      `- One:\n    Control: CanvasComponent\n    ComponentName: Box\n    Properties:\n      Title: ="first"\n      Rows: =[{a: 2}, {a: 3}]\n      Picked: =Set(shared, name)`,
      `- Two:\n    Control: CanvasComponent\n    ComponentName: Box\n    Properties:\n      X: =5`,
      control('Ask', 'Button', { OnSelect: 'One.Go(); Two.Go()', Text: 'One.Long & Two.Long & One.Twice(5) & gone' }),
      label('Shared', 'shared'),
    )}\n${box}`,
  ],
  forms: [
    screenOf(
      control('Make', 'Button', { OnSelect: 'ClearCollect(People, {Name: "Ann", Age: 3}); NewForm(Form1)' }),
      control('Form1', 'Form', { DataSource: 'People', Item: 'First(People)' }, [
        control(
          'Card1',
          'TypedDataCard',
          { DataField: '"Name"', Default: 'ThisItem.Name', Update: 'Input1.Text', Required: 'true' },
          [control('Input1', 'TextInput', { Default: 'Parent.Default' })],
        ),
      ]),
      label('Out', 'Form1.Updates.Name & Form1.Valid & Form1.Unsaved & Form1.Mode'),
      control('Form2', 'Form', { DataSource: 'Nowhere' }, [
        control('Card2', 'TypedDataCard', { DataField: '"Title"', Default: 'ThisItem.Title' }),
      ]),
    ),
  ],
  connectors: [
    screenOf(
      control('Status', 'TextInput', { Default: '"Open"' }),
      label('A', 'Sum(Shop.ListOrders({status: Status.Text}).value, total) & First(Shop.ListOrders().value).id'),
      control('Rows', 'Gallery', { Items: 'Shop.ListOrders({top: 1}).value' }, [label('Row', 'ThisItem.at & ThisItem.total')]),
      control('Add', 'Button', { OnSelect: 'Set(added, Shop.AddOrder({total: "3"}).id); Refresh(Shop)', Text: 'added' }),
      label('B', 'CountRows(Orders) & Connection.Connected'),
    ),
    () => ({ connectors: [connector()] }),
  ],
  'what the host gives': [
    screenOf(label('A', 'given & User().FullName & Param("p")'), control('P', 'Image', { Image: 'logo' })),
    () => ({
      variables: { given: 5 },
      media: { logo: 'logo.svg' },
      user: () => ({ fullName: 'Ann' }),
      parameters: new Map([['p', 'q']]),
    }),
  ],
};

const folders = ['payaml-given', 'snippets-given'];
const given = (
  await Promise.all(folders.map(async (folder) => (await dataFiles(`apps/${folder}`)).map((file) => `apps/${folder}/${file}`)))
)
  .flat()
  .filter((name) => name.endsWith('.pa.yaml'));

describe('an exported app', function () {
  this.timeout(60_000);

  for (const [what, [text, options]] of Object.entries(apps)) {
    it(`is what its source is: ${what}`, async () => {
      expect(await alike(both(text, options?.()))).to.be.greaterThan(20);
    });
  }

  if (given.length === 0) it.skip('is what its source is: apps of others; needs FXLOOM_DATA');
  for (const name of given) {
    it(`is what its source is: ${name.split('/').at(-1)}`, async () => {
      await alike(both((await data(name))!));
    });
  }

  const small = (): StoredApp => storedOf(new AppDocument([{ name: 'a', text: screenOf(label('A', 'Left("abc", 1 + 1)')) }]), {});
  const texts: { readonly [what: string]: readonly [(app: StoredApp) => unknown, RegExp] } = {
    'of another version': [(app) => ({ ...app, version: '0.1' }), /another version.*Export it again/],
    'that is none': [() => ({ screens: [] }), /no exported app/],
    'without its lists': [({ version }) => ({ fxloom: 'app', version }), /damaged.*Export it again/],
    'with a kind that is none': [(app) => ({ ...app, kinds: [] }), /damaged/],
    'with a formula that is none': [(app) => ({ ...app, formulas: [] }), /damaged/],
    'with an operator that is none': [(app) => ({ ...app, formulas: [[1, [5, 0, 999, [0, 0, 1], [0, 0, 1]]]] }), /damaged/],
    'with too few operands': [(app) => ({ ...app, formulas: [[1, [5, 0, 0, [0, 0, 1]]]] }), /damaged/],
    'with a type that is none': [(app) => ({ ...app, tables: { ...app.tables, types: ['constructor'] } }), /damaged/],
  };
  for (const [what, [change, message]] of Object.entries(texts)) {
    it(`is refused: one ${what}`, () => {
      expect(() => createApp(readApp(change(small()))).value('A.Text')).to.throw(message);
    });
  }

  it('is refused where its text is cut off', () => {
    expect(() => readAppText(JSON.stringify(small()).slice(0, -20))).to.throw(/damaged.*Export it again/);
  });

  for (const path of [
    ['__proto__'],
    ['constructor'],
    ['Calendar', '__proto__'],
    ['toString'],
    ['A', 'constructor'],
    ['Shop', 'ListOrders'],
  ]) {
    it(`reaches no function but those of the language and the app: ${path.join('.')}`, () => {
      const app = small();
      const { tables } = app;
      const hostile = {
        ...app,
        tables: { ...tables, functions: tables.functions.map(([, index, names]) => [path, index, names] as const) },
      };
      const running = createApp(readApp(hostile));
      // The formula is wrong, as one that calls a function there is none of; the property has its default.
      expect(running.program.analysis.resultOf(running.control('A').property('Text')!)!.diagnostics[0]!.message).to.match(
        /There is no function/,
      );
      expect(running.value('A.Text')).to.equal('');
    });
  }

  it('takes variables that it does not mention, and what users did stays', async () => {
    const text = screenOf(
      control('T', 'TextInput', { Default: '"d"' }),
      label('A', 'T.Text & known'),
      control('B', 'Button', { OnSelect: 'Set(known, 1)' }),
    );
    for (const app of both(text)) {
      await app.start();
      await app.change('T', 'Value', 'typed');
      app.set('further', 5);
      expect([app.value('further'), app.value('A.Text')]).to.deep.equal([5, 'typed']);
      app.set('further', 6);
      app.set('known', 7);
      expect([app.value('further'), app.value('A.Text')]).to.deep.equal([6, 'typed7']);
      app.dispose();
    }
  });

  it('says what it lacks without its connection, and all else runs', () => {
    const text = screenOf(label('A', 'CountRows(Shop.ListOrders().value)'), label('B', '1 + 1'));
    const source = new AppDocument([{ name: 'a', text }]);
    const app = createApp(readApp(storedOf(source, { connectors: [connector()] })));
    expect(app.value('B.Text')).to.equal('2');
    expect(app.program.analysis.resultOf(app.control('A').property('Text')!)!.diagnostics[0]!.message).to.match(/connection/);
  });
});
