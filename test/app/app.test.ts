import { expect } from 'chai';
import { Observable, Subject } from 'rxjs';
import '../../src/controls/index.ts';
import { createApp, type App, type AppConnector, type AppOptions } from '../../src/app/index.ts';
import { AppDocument } from '../../src/app/index.ts';
import {
  defineFunction,
  formulaError,
  isError,
  maybe,
  PENDING,
  types,
  type FunctionDefinition,
  type Table,
  type Value,
} from '../../src/formula/index.ts';

const appOf = (text: string, options: AppOptions = {}): App =>
  createApp(new AppDocument([{ name: 'app.pa.yaml', text }]), {
    surroundings: { culture: 'en-US', timeZone: 'UTC' },
    ...options,
  });

/** An app of one screen whose controls are given as `Name: Kind {Property: formula}`. */
const screenOf = (controls: string, properties = '', app = ''): string => `
App:
  Properties:
    OnStart: =
${app}
Screens:
  Home:
    Properties:
      Fill: =Color.White
${properties}
    Children:
${controls}`;

const control = (name: string, kind: string, properties: { readonly [name: string]: string } = {}, children = ''): string => {
  const lines = Object.entries(properties).map(
    ([property, formula]) => `            ${property}: |-\n              =${formula.replaceAll('\n', '\n              ')}\n`,
  );
  const inner = children === '' ? '' : `          Children:\n${children.replaceAll(/^/gm, '      ')}\n`;
  return `      - ${name}:\n          Control: ${kind}\n          Properties:\n${lines.join('')}${inner}`;
};

const codes = (app: App): string[] => app.diagnostics.map(({ control: name, property, code }) => `${name}.${property} ${code}`);

const rowType = types.record({ id: types.number, name: types.text });
const order = (id: number, name: string): { id: number; name: string } => ({ id, name });

/** A service that answers when the test says so. */
class Shop implements AppConnector {
  readonly log: string[] = [];
  readonly open = new Map<string, Subject<Value>>();
  readonly namespace = {
    name: 'Shop',
    functions: new Map(
      [
        this.define('List', true, types.tableOf(rowType)),
        this.define('Get', true, rowType),
        this.define('Save', false, rowType),
      ].map((made) => [made.remote!.id, made]),
    ),
  };

  start(operation: FunctionDefinition, args: readonly Value[]): Observable<Value> {
    return new Observable((subscriber) => {
      const answer = this.ask(operation, args);
      const inner = answer.subscribe(subscriber);
      return () => inner.unsubscribe();
    });
  }

  call(operation: FunctionDefinition, args: readonly Value[]): Promise<Value> {
    return new Promise((resolve) => this.ask(operation, args).subscribe(resolve));
  }

  answer(name: string, value: Value): void {
    const answer = this.open.get(name);
    if (answer === undefined) throw new Error(`${name} was not asked for: ${this.log.join()}`);
    answer.next(value);
  }

  private ask(operation: FunctionDefinition, args: readonly Value[]): Subject<Value> {
    const name = `${operation.remote!.id}(${args
      .filter((argument) => argument !== undefined)
      .map(String)
      .join()})`;
    this.log.push(name);
    const answer = new Subject<Value>();
    this.open.set(name, answer);
    return answer;
  }

  private define(id: string, safe: boolean, result: types.Type): FunctionDefinition {
    return {
      ...defineFunction({
        name: `Shop.${id}`,
        summary: '',
        parameters: [maybe('argument', types.any)],
        result,
        behavior: !safe,
        evaluate: () => null,
      }),
      remote: { namespace: 'Shop', id, safe },
    };
  }
}

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('app', () => {
  it('computes properties from outputs of controls, whatever their order', () => {
    const app = appOf(
      screenOf(control('Out', 'Label', { Text: '"Hello " & In.Text' }) + control('In', 'TextInput', { Default: '"you"' })),
    );
    expect(codes(app)).to.deep.equal([]);
    expect(app.value('Out.Text')).to.equal('Hello you');
    void app.change('In', 'Value', 'Ann');
    expect(app.value('Out.Text')).to.equal('Hello Ann');
  });

  it('is changed by the name that people know, and says what nobody changes', async () => {
    const app = appOf(screenOf(control('Out', 'Label', { Text: 'In.Text' }) + control('In', 'TextInput')));
    await app.change('In', 'Text', 'Ann');
    expect(app.value('Out.Text')).to.equal('Ann');
    for (const [name, property] of [
      ['Out', 'Text'],
      ['In', 'Colour'],
    ] as const) {
      const refused = await app.change(name, property, 'x').catch((error: unknown) => error);
      expect(String(refused)).to.equal(`RangeError: ${name}.${property} is nothing that a user changes.`);
    }
  });

  it('tells watchers, and only of changes', () => {
    const app = appOf(screenOf(control('Out', 'Label', { Text: 'Len(In.Text)' }) + control('In', 'TextInput')));
    const seen: Value[] = [];
    const stop = app.watch('Out.Text', (value) => seen.push(value));
    app.graph.flush();
    void app.change('In', 'Value', 'abc');
    void app.change('In', 'Value', 'abd');
    stop();
    void app.change('In', 'Value', 'abcde');
    expect(seen).to.deep.equal(['0', '3']);
  });

  it('has enums, colours, Self, Parent and defaults', () => {
    const app = appOf(
      screenOf(
        control(
          'Box',
          'GroupContainer@1.3.0',
          { Width: '300' },
          control('A', 'Label', { Width: 'Parent.Width / 2', X: 'Self.Width + 1', Text: 'Self.DisplayMode & ""' }),
        ) +
          control('B', 'Button', {
            DisplayMode: 'If(A.Width > 100, DisplayMode.Disabled, DisplayMode.Edit)',
            Visible: 'B.DisplayMode = DisplayMode.Disabled',
          }),
      ),
    );
    expect(codes(app)).to.deep.equal([]);
    expect(app.value('A.X')).to.equal(151);
    expect(app.value('A.Text')).to.equal('edit');
    expect(app.value('B.Visible')).to.equal(true);
    expect(app.value('Home.Width')).to.equal(1366);
  });

  it('has named formulas, in any order, with types', () => {
    const app = appOf(
      screenOf(
        control('A', 'Label', { Text: 'Total' }),
        '',
        '    Formulas: |-\n      =Total = Sum(Prices, Value);\n      Prices = [1, 2, 3.5];\n      Broken = ;',
      ),
    );
    expect(app.value('A.Text')).to.equal('6.5');
    expect(codes(app)).to.deep.equal(['App.Formulas ErrNamedFormula_MissingValue']);
  });

  describe('bad formulas', () => {
    it('are reported with their place; the property has its default and the rest runs', () => {
      const app = appOf(
        screenOf(
          control('A', 'Label', { Text: 'Nope + 1', Width: '"x" & ' }) +
            control('B', 'Label', { Text: '"fine"', Height: '{a: 1}' }),
        ),
      );
      expect(codes(app)).to.deep.equal([
        'A.Text ErrInvalidName',
        'A.Width ErrOperandExpected',
        'B.Height ErrTypeError_Expected_Found',
      ]);
      const [first] = app.diagnostics;
      expect(first).to.include({ file: 'app.pa.yaml', from: 0, to: 4, stage: 'types' });
      expect(app.diagnostics[1]!.stage).to.equal('syntax');
      expect(app.value('A.Text')).to.equal('');
      expect(app.value('B.Text')).to.equal('fine');
    });

    it('of controls and properties that are not there are kept', () => {
      const app = appOf(
        screenOf(
          control('A', 'Hologram@1.0.0', { Depth: '1 + 1' }) + control('B', 'Label', { Text: 'A.Depth', Sparkle: 'true' }),
        ),
      );
      expect(codes(app)).to.deep.equal(['A.undefined UnknownControl', 'B.Sparkle UnknownProperty']);
      expect(app.value('B.Text')).to.equal('2');
    });

    it('that depend on themselves say by which way', () => {
      const app = appOf(
        screenOf(
          control('A', 'Label', { Text: 'B.Text' }) +
            control('B', 'Label', { Text: 'In.Text' }) +
            control('In', 'TextInput', { Default: 'A.Text & "!"' }) +
            control('C', 'Label', { Text: '"ok"' }),
        ),
      );
      expect(codes(app)).to.deep.equal(['A.Text CircularReference', 'B.Text CircularReference', 'In.Default CircularReference']);
      expect(app.diagnostics[0]!.message).to.include('A.Text → B.Text → In.Text → In.Value → In.Default → A.Text');
      expect(app.value('C.Text')).to.equal('ok');
      expect(app.value('A.Text')).to.equal('');
    });

    it('no circle is seen where a control reads its own outputs for its looks', () => {
      const app = appOf(
        screenOf(
          control('In', 'TextInput', {
            HintText: 'If(IsBlank(In.Text), "type", In.Text)',
            Fill: 'If(Len(Self.Text) > 2, Color.Red, Color.White)',
          }),
        ),
      );
      expect(codes(app)).to.deep.equal([]);
    });
  });

  describe('variables', () => {
    it('have the type that all formulas that set them agree on', () => {
      const app = appOf(
        screenOf(
          control('A', 'Button', { OnSelect: 'Set(n, 1); Set(r, {a: n}); Set(late, r.a + 1)' }) +
            control('B', 'Button', { OnSelect: 'Set(n, Blank()); Set(r, {b: "x"}); Set(n, 2)' }) +
            control('C', 'Label', { Text: 'n + late & r.b' }),
        ),
      );
      expect(codes(app)).to.deep.equal([]);
      const { variables } = app.program.model;
      expect(types.printType(variables.get('n')!.type)).to.equal('Number');
      expect(types.printType(variables.get('late')!.type)).to.equal('Number');
      expect(types.printType(variables.get('r')!.type)).to.equal('{a: Number, b: Text}');
      void app.press('A');
      expect(app.value('C.Text')).to.equal('3');
    });

    it('conflicts are reported at the mention that does not fit', () => {
      const app = appOf(
        screenOf(control('A', 'Button', { OnSelect: 'Set(x, {a: 1})' }) + control('B', 'Button', { OnSelect: 'Set(x, "text")' })),
      );
      expect(codes(app)).to.include('B.OnSelect VariableTypeConflict');
      expect(codes(app).some((code) => code.startsWith('A.'))).to.equal(false);
    });

    it('of screens are seen on their screen, also when Navigate brings them', () => {
      const app = appOf(`
Screens:
  One:
    Children:
${control('Go', 'Button', { OnSelect: 'UpdateContext({here: 1}); Navigate(Two, ScreenTransition.Fade, {there: "x"})' })}
${control('Here', 'Label', { Text: 'here' })}
  Two:
    Children:
${control('There', 'Label', { Text: 'there' })}
${control('Wrong', 'Label', { Text: 'here' })}`);
      expect(codes(app)).to.deep.equal(['Wrong.Text ErrInvalidName']);
      void app.press('Go');
      expect(app.value('Here.Text')).to.equal('1');
      expect(app.value('There.Text')).to.equal('x');
      expect(app.screen?.name).to.equal('Two');
    });

    it('may come from the host, before and while the app runs', () => {
      const app = appOf(
        screenOf(
          control('A', 'Label', { Text: 'User.name & Count' }) + control('B', 'Button', { OnSelect: 'Set(Count, Count + 1)' }),
        ),
        {
          variables: { User: { name: 'Ann' }, Count: 1 },
        },
      );
      expect(codes(app)).to.deep.equal([]);
      void app.press('B');
      expect(app.value('A.Text')).to.equal('Ann2');
      app.set('Count', 5);
      expect(app.value('A.Text')).to.equal('Ann5');
      const late = appOf(screenOf(control('A', 'Label', { Text: 'Coming & "!"' })));
      expect(codes(late)).to.deep.equal(['A.Text ErrInvalidName']);
      const seen: Value[] = [];
      late.watch('A.Text', (value) => seen.push(value));
      late.set('Coming', 'soon');
      expect(codes(late)).to.deep.equal([]);
      expect(seen).to.deep.equal(['soon!']);
      expect(() => late.value('Nothing.Text')).to.throw(RangeError);
    });
  });

  it('collections are collected, patched, removed from and cleared', async () => {
    const app = appOf(
      screenOf(
        control('Add', 'Button', { OnSelect: 'Collect(List, {id: CountRows(List) + 1, name: "a"})' }) +
          control('Change', 'Button', { OnSelect: 'Patch(List, First(List), {name: "b"})' }) +
          control('Drop', 'Button', { OnSelect: 'Remove(List, First(List))' }) +
          control('Start', 'Button', { OnSelect: 'ClearCollect(List, [{id: 7, name: "z"}])' }) +
          control('Empty', 'Button', { OnSelect: 'Clear(List)' }) +
          control('Out', 'Label', { Text: 'Concat(List, id & name, ",")' }),
      ),
    );
    expect(codes(app)).to.deep.equal([]);
    const seen: Value[] = [];
    for (const name of ['Add', 'Add', 'Change', 'Drop', 'Start', 'Empty']) {
      await app.press(name);
      seen.push(app.value('Out.Text'));
    }
    expect(seen).to.deep.equal(['1a', '1a,2a', '1b,2a', '2a', '7z', '']);
  });

  describe('screens', () => {
    const text = `
App:
  Properties:
    OnStart: =Set(log, log & "start ")
Screens:
  One:
    Properties:
      OnVisible: =Set(log, log & "one ")
      OnHidden: =Set(log, log & "hidden ")
    Children:
${control('Go', 'Button', { OnSelect: 'Navigate(Two, ScreenTransition.Cover)' })}
  Two:
    Properties:
      OnVisible: =Set(log, log & "two ")
    Children:
${control('Home', 'Button', { OnSelect: 'Back()' })}`;

    it('are visited, left and come back to, with the inverse transition', async () => {
      const app = appOf(text);
      const moves: string[] = [];
      app.moves.add(({ from, to, transition }) => moves.push(`${from?.name ?? ''}→${to.name} ${transition}`));
      await app.start();
      await app.press('Go');
      await app.press('Home');
      await app.press('Home');
      expect(moves).to.deep.equal(['→One None', 'One→Two Cover', 'Two→One UnCover']);
      expect(app.value('log')).to.equal('start one hidden two one ');
    });

    it('begin with the one that App.StartScreen names', async () => {
      const app = appOf(text.replace('OnStart: ', 'StartScreen: =If(1 = 2, One, Two)\n    OnStart: '));
      expect(codes(app)).to.deep.equal([]);
      await app.start();
      expect(app.screen?.name).to.equal('Two');
    });
  });

  describe('behaviors', () => {
    it('await their calls in order, and tell the page after each step', async () => {
      const shop = new Shop();
      const app = appOf(
        screenOf(
          control('Go', 'Button', {
            OnSelect: 'Set(state, "saving"); Set(saved, Shop.Save("a")); Set(state, saved.name); Set(again, Shop.Save("b").id)',
          }) + control('Out', 'Label', { Text: 'state & again' }),
        ),
        { connectors: [shop] },
      );
      expect(codes(app)).to.deep.equal([]);
      const seen: Value[] = [];
      app.watch('Out.Text', (value) => seen.push(value));
      app.graph.flush();
      const done = app.press('Go');
      expect(seen).to.deep.equal(['', 'saving']);
      await tick();
      shop.answer('Save(a)', order(1, 'one'));
      await tick();
      expect(seen).to.deep.equal(['', 'saving', 'one']);
      shop.answer('Save(b)', order(2, 'two'));
      await done;
      expect(seen).to.deep.equal(['', 'saving', 'one', 'one2']);
      expect(shop.log).to.deep.equal(['Save(a)', 'Save(b)']);
    });

    it('of one event run one after the other, those of other controls meanwhile', async () => {
      const shop = new Shop();
      const app = appOf(
        screenOf(
          control('Go', 'Button', {
            OnSelect: 'Set(log, log & "<"); Set(x, Shop.Save(Len(log))); Set(log, log & ">")',
          }) + control('Other', 'Button', { OnSelect: 'Set(log, log & "o")' }),
        ),
        { connectors: [shop] },
      );
      const first = app.press('Go');
      const second = app.press('Go');
      void app.press('Other');
      expect(app.value('log')).to.equal('<o');
      await tick();
      shop.answer(shop.log[0]!, order(1, ''));
      await first;
      await tick();
      expect(app.value('log')).to.equal('<o><');
      shop.answer(shop.log[1]!, order(1, ''));
      await second;
      expect(app.value('log')).to.equal('<o><>');
    });

    it('show errors that nobody handles, and go on', async () => {
      const shop = new Shop();
      const app = appOf(screenOf(control('Go', 'Button', { OnSelect: 'Set(x, Shop.Save("a")); Set(after, true)' })), {
        connectors: [shop],
      });
      const seen: string[] = [];
      app.errors.add(({ source, error }) => seen.push(`${source}: ${error.message}`));
      const done = app.press('Go');
      await tick();
      shop.answer('Save(a)', formulaError('Network', 'No connection.'));
      expect(isError(await done)).to.equal(true);
      expect(seen).to.deep.equal(['Go.OnSelect: No connection.']);
      expect(app.notifications.current.map(({ message, type }) => `${type} ${message}`)).to.deep.equal(['Error No connection.']);
      expect(app.value('after')).to.equal(true);
    });

    it('read what users chose in all rows of a gallery', async () => {
      const app = appOf(
        screenOf(
          control(
            'List',
            'Gallery',
            { Items: '[{n: 1}, {n: 2}]' },
            control('Amount', 'TextInput', { Default: 'ThisItem.n * 10' }),
          ) +
            control('Total', 'Label', { Text: 'Sum(List.AllItems, n + Value(Amount.Text)) & " " & CountRows(List.AllItems)' }) +
            control('Last', 'Label', { Text: 'Last(List.AllItems).Amount.Text' }),
        ),
      );
      expect(codes(app)).to.deep.equal([]);
      expect(app.value('Total.Text')).to.equal('33 2');
      await app.change('Amount', 'Value', '7', app.row('List', 1));
      expect(app.value('Total.Text')).to.equal('20 2');
      expect(app.value('Last.Text')).to.equal('7');
    });

    it('leave errors to App.OnError where there is one', async () => {
      const app = appOf(
        screenOf(
          control('Go', 'Button', { OnSelect: 'Set(x, 1 / 0)' }),
          '',
          '    OnError: |-\n      =Notify("Oh: " & FirstError.Message & " in " & FirstError.Source, NotificationType.Warning)',
        ),
      );
      expect(codes(app)).to.deep.equal([]);
      await app.press('Go');
      await app.idle();
      const [shown] = app.notifications.current;
      expect(app.notifications.current).to.have.length(1);
      expect(shown).to.include({ type: 'Warning' });
      expect(shown!.message).to.match(/^Oh: .+ in Go\.OnSelect$/);
    });

    it('reset, select and notify', async () => {
      const app = appOf(
        screenOf(
          control('In', 'TextInput', { Default: '"d"' }) +
            control('Clear', 'Button', { OnSelect: 'Reset(In); Select(Other)' }) +
            control('Other', 'Button', { OnSelect: 'Notify("done", NotificationType.Success, 500)' }),
        ),
      );
      await app.change('In', 'Value', 'typed');
      await app.press('Clear');
      expect(app.value('In.Text')).to.equal('d');
      expect(app.notifications.current[0]).to.include({ message: 'done', type: 'Success', timeout: 500 });
    });
  });

  describe('connector calls', () => {
    it('are made by value formulas when they are watched, follow their arguments and keep the last answer meanwhile', () => {
      const shop = new Shop();
      const app = appOf(
        screenOf(
          control('In', 'TextInput', { Default: '"a"' }) + control('Out', 'Label', { Text: 'First(Shop.List(In.Text)).name' }),
        ),
        { connectors: [shop] },
      );
      expect(codes(app)).to.deep.equal([]);
      const seen: Value[] = [];
      app.watch('Out.Text', (value) => seen.push(value));
      app.graph.flush();
      shop.answer('List(a)', [order(1, 'one')]);
      app.graph.flush();
      void app.change('In', 'Value', 'b');
      const { pending } = app.program.callsOf(app.control('Out').property('Text')!.node)!;
      expect(pending.read()).to.equal(true);
      shop.answer('List(b)', [order(2, 'two')]);
      app.graph.flush();
      expect(pending.read()).to.equal(false);
      expect(seen).to.deep.equal([PENDING, 'one', 'two']);
    });

    it('are waited for by behaviors that read what follows from them', async () => {
      const shop = new Shop();
      const app = appOf(
        screenOf(
          control('In', 'TextInput', { Default: '"a"' }) +
            control('Go', 'Button', { OnSelect: 'Set(choice, "b"); Set(name, Current.name)' }),
          '',
          '    Formulas: =Current = First(Shop.List(Coalesce(choice, "a")));',
        ),
        { connectors: [shop] },
      );
      expect(codes(app)).to.deep.equal([]);
      app.watch('Current', () => {});
      app.graph.flush();
      shop.answer('List(a)', [order(1, 'one')]);
      app.graph.flush();
      const done = app.press('Go');
      await tick();
      expect(app.value('name')).to.equal(null);
      shop.answer('List(b)', [order(2, 'two')]);
      await done;
      expect(app.value('name')).to.equal('two');
    });

    it('are made anew by Refresh, and behaviors wait for the answer', async () => {
      const shop = new Shop();
      const app = appOf(
        screenOf(
          control('Out', 'Label', { Text: 'CountRows(Shop.List("a"))' }) +
            control('Go', 'Button', { OnSelect: 'Refresh(Shop); Set(count, Out.Text)' }),
        ),
        { connectors: [shop] },
      );
      expect(codes(app)).to.deep.equal([]);
      app.watch('Out.Text', () => {});
      app.graph.flush();
      shop.answer('List(a)', [order(1, 'one')]);
      const done = app.press('Go');
      await tick();
      shop.answer('List(a)', [order(1, 'one'), order(2, 'two')]);
      await done;
      expect(app.value('count')).to.equal('2');
      expect(shop.log).to.deep.equal(['List(a)', 'List(a)']);
    });

    it('are on their way at the same time in Concurrent, which waits for all', async () => {
      const shop = new Shop();
      const app = appOf(
        screenOf(
          control('Go', 'Button', {
            OnSelect: 'Concurrent(Set(a, First(Shop.List("a")).name), Set(b, First(Shop.List("b")).name)); Set(both, a & b)',
          }),
        ),
        { connectors: [shop] },
      );
      expect(codes(app)).to.deep.equal([]);
      const done = app.press('Go');
      await tick();
      expect(shop.log).to.deep.equal(['List(a)', 'List(b)']);
      shop.answer('List(b)', [order(2, 'two')]);
      await tick();
      expect([app.value('b'), app.value('both')]).to.deep.equal(['two', null]);
      shop.answer('List(a)', [order(1, 'one')]);
      await done;
      expect(app.value('both')).to.equal('onetwo');
    });

    it('that change something are refused in value formulas', () => {
      const app = appOf(screenOf(control('Out', 'Label', { Text: 'Shop.Save("a").name' })), { connectors: [new Shop()] });
      expect(codes(app)).to.deep.equal(['Out.Text ErrRemoteBehavior']);
    });
  });

  describe('galleries', () => {
    const template =
      control('Name', 'Label', { Text: 'ThisItem.name & " " & Amount.Text' }) +
      control('Amount', 'TextInput', { Default: 'ThisItem.id' }) +
      control('Pick', 'Button', {
        OnSelect: 'Set(picked, ThisItem.name & Amount.Text); Select(Parent)',
        Visible: 'ThisItem.IsSelected',
        Text: 'Unit',
      });
    const gallery = (items: string): string =>
      screenOf(
        control(
          'List',
          'Gallery@2.15.0',
          {
            Items: items,
            TemplateFill: 'If(ThisItem.IsSelected, Color.Red, Color.White)',
            OnSelect: 'Set(selected, ThisItem.id)',
          },
          template,
        ) +
          control('Out', 'Label', {
            Text: 'List.Selected.name & "/" & List.Selected.Amount.Text & "/" & CountRows(List.AllItems)',
          }) +
          control('Unit', 'Label', { Text: '"kg"' }),
      ).replace('Text: |-\n                    =Unit', 'Text: |-\n                    =Unit.Text & factor');
    const value = (app: App, path: string, index: number): Value => {
      const [name, property] = path.split('.') as [string, string];
      return app.row('List', index).value(app.control(name).property(property)!);
    };

    it('evaluate their template for each row, with what was typed in it', async () => {
      const app = appOf(gallery('[{id: 1, name: "a"}, {id: 2, name: "b"}]'), { variables: { factor: 1 } });
      expect(codes(app)).to.deep.equal([]);
      expect([0, 1].map((index) => value(app, 'Name.Text', index))).to.deep.equal(['a 1', 'b 2']);
      await app.change('Amount', 'Value', '20', app.row('List', 1));
      expect([0, 1].map((index) => value(app, 'Name.Text', index))).to.deep.equal(['a 1', 'b 20']);
      await app.press('Pick', app.row('List', 1));
      expect(app.value('picked')).to.equal('b20');
      expect(value(app, 'Pick.Text', 0)).to.equal('kg1');
      app.set('factor', 2);
      expect(value(app, 'Pick.Text', 0)).to.equal('kg2');
    });

    it('tell what is selected, with the controls of the row', async () => {
      const app = appOf(gallery('[{id: 1, name: "a"}, {id: 2, name: "b"}]'), { variables: { factor: 1 } });
      expect(app.value('Out.Text')).to.equal('a/1/2');
      const { item } = app.row('List', 1);
      app.choose(app.control('List'), 'Selected', item, undefined);
      await app.press('List', app.row('List', 1));
      expect(app.value('Out.Text')).to.equal('b/2/2');
      expect(app.value('selected')).to.equal(2);
      await app.change('Amount', 'Value', '9', app.row('List', 1));
      expect(app.value('Out.Text')).to.equal('b/9/2');
      expect([0, 1].map((index) => value(app, 'Pick.Visible', index))).to.deep.equal([false, true]);
    });

    it('keep what was typed with its row when rows come and go', async () => {
      const app = appOf(
        gallery('Rows').replace('OnStart: =', 'OnStart: |-\n      =ClearCollect(Rows, {id: 1, name: "a"}, {id: 2, name: "b"})'),
        { variables: { factor: 1 } },
      );
      await app.start();
      await app.change('Amount', 'Value', '20', app.row('List', 1));
      app.set('Rows', [order(3, 'c'), ...(app.value('Rows') as Table)] as Table);
      expect([0, 1, 2].map((index) => value(app, 'Amount.Text', index))).to.deep.equal(['3', '1', '20']);
    });

    it('reading a control of the template from outside says how', () => {
      const app = appOf(gallery('[{id: 1, name: "a"}]').replace('="kg"', '=Amount.Text'), { variables: { factor: 1 } });
      const read = app.value('Unit.Text');
      expect(isError(read) && read.message).to.include('Gallery.Selected');
    });

    it('nest', () => {
      const inner = control(
        'Inner',
        'Gallery@2.15.0',
        { Items: 'ThisItem.tags' },
        control('Tag', 'Label', { Text: 'ThisItem.Value & Outer.Text' }),
      );
      const app = appOf(
        screenOf(
          control(
            'List',
            'Gallery@2.15.0',
            { Items: '[{id: 1, tags: ["x", "y"]}, {id: 2, tags: ["z"]}]' },
            control('Outer', 'Label', { Text: 'ThisItem.id' }) + inner,
          ),
        ),
      );
      expect(codes(app)).to.deep.equal([]);
      const tag = (row: number, index: number): Value =>
        app.row('Inner', index, app.row('List', row)).value(app.control('Tag').property('Text')!);
      expect([tag(0, 0), tag(0, 1), tag(1, 0)]).to.deep.equal(['x1', 'y1', 'z2']);
    });

    it('make calls for each row', () => {
      const shop = new Shop();
      const app = appOf(
        screenOf(
          control(
            'List',
            'Gallery@2.15.0',
            { Items: '[{id: 1}, {id: 2}]' },
            control('Name', 'Label', { Text: 'Shop.Get(ThisItem.id).name' }),
          ),
        ),
        { connectors: [shop] },
      );
      expect(codes(app)).to.deep.equal([]);
      const names = (): Value[] => [0, 1].map((index) => value(app, 'Name.Text', index));
      expect(names()).to.deep.equal([PENDING, PENDING]);
      shop.answer('Get(2)', order(2, 'two'));
      expect(names()).to.deep.equal([PENDING, 'two']);
      shop.answer('Get(1)', order(1, 'one'));
      expect(names()).to.deep.equal(['one', 'two']);
      expect(shop.log).to.deep.equal(['Get(1)', 'Get(2)']);
    });
  });

  describe('editing while it runs', () => {
    it('keeps what users typed and what variables hold', async () => {
      const app = appOf(
        screenOf(
          control('In', 'TextInput') +
            control('Out', 'Label', { Text: 'In.Text & count' }) +
            control('Go', 'Button', { OnSelect: 'Set(count, 3)' }),
        ),
      );
      await app.start();
      await app.change('In', 'Value', 'abc');
      await app.press('Go');
      const seen: Value[] = [];
      app.watch('Out.Text', (value) => seen.push(value));
      app.graph.flush();
      app.edit('Out', 'Text', 'Upper(In.Text) & count + 1');
      expect(seen).to.deep.equal(['abc3', 'ABC4']);
      expect(app.screen).to.equal(app.control('Home'));
      app.edit('Out', 'Text', 'Nope');
      expect(codes(app)).to.deep.equal(['Out.Text ErrInvalidName']);
      expect(() => app.edit('Nobody', 'Text', '1')).to.throw(RangeError);
    });

    it('evaluates a formula as a control sees it', () => {
      const app = appOf(screenOf(control('A', 'Label', { Width: '7' })));
      expect(app.evaluate('Self.Width + 1', app.control('A')).value).to.equal(8);
      const bad = app.evaluate('Self.', app.control('A'));
      expect(bad.valid).to.equal(false);
      expect(isError(bad.value)).to.equal(true);
    });
  });
});
