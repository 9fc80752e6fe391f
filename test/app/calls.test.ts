import { expect } from 'chai';
import { lastValueFrom, Observable, of, Subject } from 'rxjs';
import { callFormula, type CallFormula } from '../../src/app/call-formula.ts';
import { CallPool, type Services } from '../../src/app/calls.ts';
import { Graph, type Node } from '../../src/app/graph.ts';
import {
  DateValue,
  isError,
  PENDING,
  row,
  withFacts,
  type FormulaError,
  type FunctionDefinition,
  type RemoteCalls,
  type Table,
  type Value,
} from '../../src/formula/index.ts';

const operation = (id: string, stream = false): FunctionDefinition => ({
  name: `Shop.${id}`,
  summary: '',
  overloads: [],
  remote: { namespace: 'Shop', id, safe: true, stream },
});
const list = operation('List');
const get = operation('Get');

/** A service that answers when the test says so. `log` tells what was asked for and what was cancelled. */
class Service implements Services {
  readonly log: string[] = [];
  readonly answers = new Map<string, Subject<Value>>();

  call(called: FunctionDefinition, args: readonly Value[]): Promise<Value> {
    return lastValueFrom(this.start(called, args));
  }

  start(called: FunctionDefinition, args: readonly Value[]): Observable<Value> {
    return new Observable<Value>((subscriber) => {
      const name = `${called.remote!.id}(${args.map(String).join()})`;
      this.log.push(name);
      const answer = new Subject<Value>();
      this.answers.set(name, answer);
      const subscription = answer.subscribe(subscriber);
      return () => {
        subscription.unsubscribe();
        if (!answer.isStopped) this.log.push(`cancel ${name}`);
      };
    });
  }

  answer(name: string, value: Value): void {
    this.answers.get(name)!.next(value);
    this.answers.get(name)!.complete();
  }
}

function setUp(): {
  graph: Graph;
  service: Service;
  pool: CallPool;
  formula: (
    sources: readonly Node[],
    evaluate: (calls: RemoteCalls) => Value,
  ) => CallFormula & { seen: Value[]; stop: () => void };
} {
  const graph = new Graph((error) => {
    throw error;
  });
  const service = new Service();
  const pool = new CallPool(service);
  return {
    graph,
    service,
    pool,
    formula: (sources, evaluate) => {
      const made = callFormula(graph, sources, pool, evaluate);
      const seen: Value[] = [];
      const stop = made.node.watch((value) => seen.push(value));
      graph.flush();
      return { ...made, seen, stop };
    },
  };
}

const site = {};

describe('calls in formulas', () => {
  it('are pending before the first answer, and follow further ones', () => {
    const { graph, service, formula } = setUp();
    const { seen, pending } = formula([], (calls) => calls.read(site, list, ['a']));
    expect(seen).to.deep.equal([PENDING]);
    expect(pending.read()).to.equal(true);
    service.answers.get('List(a)')!.next(1);
    graph.flush();
    service.answers.get('List(a)')!.next(2);
    graph.flush();
    expect(seen).to.deep.equal([PENDING, 1, 2]);
    expect(pending.read()).to.equal(false);
    expect(service.log).to.deep.equal(['List(a)']);
  });

  it('cancel the call that they replace, and keep its answer until the next', () => {
    const { graph, service, formula } = setUp();
    const x = graph.cell('a');
    const { seen, pending } = formula([x], (calls) => calls.read(site, list, [x.read()]));
    service.answer('List(a)', 1);
    graph.flush();
    x.set('b');
    graph.flush();
    x.set('c');
    graph.flush();
    expect(pending.read()).to.equal(true);
    expect(service.log).to.deep.equal(['List(a)', 'List(b)', 'List(c)', 'cancel List(b)']);
    // The old call answers late: nobody listens.
    service.answer('List(b)', 2);
    graph.flush();
    expect(seen).to.deep.equal([PENDING, 1]);
    service.answer('List(c)', 3);
    graph.flush();
    expect(seen).to.deep.equal([PENDING, 1, 3]);
    expect(pending.read()).to.equal(false);
  });

  it('are not made where the formula does not reach them, and cancelled where it no longer does', () => {
    const { graph, service, formula } = setUp();
    const on = graph.cell(false);
    const { seen } = formula([on], (calls) => (on.read() === true ? calls.read(site, list, []) : 'off'));
    expect(service.log).to.deep.equal([]);
    on.set(true);
    graph.flush();
    on.set(false);
    graph.flush();
    expect(service.log).to.deep.equal(['List()', 'cancel List()']);
    expect(seen).to.deep.equal(['off', PENDING, 'off']);
  });

  it('make the formula pending while one of them has no answer, whatever its value', () => {
    const { graph, service, formula } = setUp();
    const ids = graph.cell([row([['id', 1]]), row([['id', 2]])]);
    const { seen } = formula([ids], (calls) =>
      (ids.read() as Table).map((item) => row([['Value', calls.read(site, get, [(item as { id: number }).id])]])),
    );
    service.answer('Get(1)', 'one');
    graph.flush();
    expect(seen).to.deep.equal([PENDING]);
    service.answer('Get(2)', 'two');
    graph.flush();
    expect(seen[1]).to.deep.equal([{ Value: 'one' }, { Value: 'two' }]);
    // A row comes, a row goes: one call made, one forgotten, the third kept.
    ids.set([row([['id', 2]]), row([['id', 3]])]);
    graph.flush();
    expect(seen[2]).to.equal(PENDING);
    service.answer('Get(3)', 'three');
    graph.flush();
    expect(seen[3]).to.deep.equal([{ Value: 'two' }, { Value: 'three' }]);
    expect(service.log).to.deep.equal(['Get(1)', 'Get(2)', 'Get(3)']);
  });

  it('are the same where their arguments are equal part by part', () => {
    const { graph, service, formula } = setUp();
    const x = graph.cell(1);
    const argument = (): Value =>
      row([
        ['when', new DateValue(5)],
        ['tags', [row([['Value', 'a']])]],
      ]);
    formula([x], (calls) => [x.read(), calls.read(site, list, [argument()])] as unknown as Value);
    x.set(2);
    graph.flush();
    expect(service.log).to.have.length(1);
    // Another formula with the same call: no second request.
    const other = formula([], (calls) => calls.read({}, list, [argument()]));
    expect(service.log).to.have.length(1);
    service.answer('List([object Object])', 7);
    graph.flush();
    expect(other.seen).to.deep.equal([PENDING, 7]);
  });

  it('that two formulas share end when the last one leaves', () => {
    const { graph, service, formula } = setUp();
    const a = formula([], (calls) => calls.read(site, list, []));
    const b = formula([], (calls) => calls.read(site, list, []));
    a.stop();
    graph.flush();
    expect(service.log).to.deep.equal(['List()']);
    b.dispose();
    expect(service.log).to.deep.equal(['List()', 'cancel List()']);
  });

  it('that wait are cancelled while nobody watches, and made again for the next who does', () => {
    const { graph, service, formula } = setUp();
    const x = graph.cell('a');
    const { node, stop } = formula([x], (calls) => calls.read(site, list, [x.read()]));
    service.answer('List(a)', 1);
    graph.flush();
    x.set('b');
    graph.flush();
    stop();
    expect(service.log).to.deep.equal(['List(a)', 'List(b)', 'cancel List(b)']);
    const seen: Value[] = [];
    node.watch((value) => seen.push(value));
    graph.flush();
    expect(service.log.at(-1)).to.equal('List(b)');
    expect(seen).to.deep.equal([1]);
    service.answer('List(b)', 2);
    graph.flush();
    expect(seen).to.deep.equal([1, 2]);
  });

  it('that are streams are cut off while nobody watches; their last value stays', () => {
    const { graph, service, formula } = setUp();
    const { node, stop } = formula([], (calls) => calls.read(site, operation('Watch', true), []));
    service.answers.get('Watch()')!.next(1);
    graph.flush();
    stop();
    expect(service.log).to.deep.equal(['Watch()', 'cancel Watch()']);
    const seen: Value[] = [];
    node.watch((value) => seen.push(value));
    graph.flush();
    expect(service.log.at(-1)).to.equal('Watch()');
    expect(seen).to.deep.equal([1]);
  });

  it('that are answered are kept over a sleep', () => {
    const { graph, service, formula } = setUp();
    const { node, stop } = formula([], (calls) => calls.read(site, list, []));
    service.answer('List()', 1);
    graph.flush();
    stop();
    expect(node.read()).to.equal(1);
    node.watch(() => {});
    graph.flush();
    expect(service.log).to.deep.equal(['List()']);
  });

  it('may answer at once', () => {
    const graph = new Graph();
    const pool = new CallPool({ start: () => of(1, 2), call: async () => null });
    const { node, pending } = callFormula(graph, [], pool, (calls) => calls.read(site, list, []));
    const seen: Value[] = [];
    node.watch((value) => seen.push(value));
    graph.flush();
    expect(seen).to.deep.equal([2]);
    expect(pending.read()).to.equal(false);
    expect(graph.evaluations).to.equal(1);
  });

  it('give errors as values, and blank for no answer', () => {
    const { graph, service, formula } = setUp();
    const { seen } = formula([], (calls) => calls.read(site, list, []));
    service.answers.get('List()')!.error(new Error('boom'));
    graph.flush();
    expect(isError(seen[1]!)).to.equal(true);
    expect((seen[1] as FormulaError).message).to.include('boom');
    const empty = formula([], (calls) => calls.read(site, get, []));
    service.answers.get('Get()')!.complete();
    graph.flush();
    expect(empty.seen).to.deep.equal([PENDING, null]);
  });

  it('are made anew by a refresh, which ends when they have answered', async () => {
    const { graph, service, pool, formula } = setUp();
    const { seen, pending } = formula([], (calls) => [calls.read(site, list, []), calls.read({}, get, [])] as unknown as Value);
    service.answer('List()', 1);
    service.answer('Get()', 2);
    graph.flush();
    let ended: Value | undefined;
    void pool.refresh((called) => called === list).then((value) => (ended = value));
    graph.flush();
    expect(service.log).to.deep.equal(['List()', 'Get()', 'List()']);
    expect(pending.read()).to.equal(true);
    expect(seen.at(-1)).to.deep.equal([1, 2]);
    await pause(0);
    expect(ended).to.equal(undefined);
    service.answer('List()', 10);
    await pause(0);
    expect(ended).to.equal(true);
    expect(seen.at(-1)).to.deep.equal([10, 2]);
    expect(pending.read()).to.equal(false);
  });

  it('that are streams are not made anew by a refresh', async () => {
    const { graph, service, pool, formula } = setUp();
    formula([], (calls) => calls.read(site, list, []));
    service.answers
      .get('List()')!
      .next(withFacts([row([['id', 1]])], { complete: false, source: 'Shop.List', received: 0, live: true }));
    graph.flush();
    expect(await pool.refresh(() => true)).to.equal(true);
    expect(service.log).to.deep.equal(['List()']);
  });

  it('of behaviors never reject', async () => {
    const { service, pool } = setUp();
    const answer = pool.once(list, []);
    service.answer('List()', 2);
    expect(await answer).to.equal(2);
    const failed = pool.once(get, []);
    service.answers.get('Get()')!.error(new Error('boom'));
    expect(isError(await failed)).to.equal(true);
  });

  // Random typing against answers in random order: what is shown at the end is the answer to the last text, and never an older one after
  // a newer one.
  it('show the last input, whatever the order of answers', () => {
    for (let seed = 1; seed <= 200; seed++) {
      let state = seed;
      const random = (below: number): number => (state = (state * 48271) % 2147483647) % below;
      const { graph, service, formula } = setUp();
      const text = graph.cell(0);
      const { seen } = formula([text], (calls) => calls.read(site, list, [text.read()]));
      const open = new Map<string, number>([['List(0)', 0]]);
      for (let typed = 1; typed <= 10; typed++) {
        text.set(typed);
        graph.flush();
        open.set(`List(${typed})`, typed);
        if (random(3) === 0) {
          const [name, value] = [...open][random(open.size)]!;
          open.delete(name);
          service.answer(name, value);
          graph.flush();
        }
      }
      const rest = [...open].toReversed();
      for (const [name, value] of rest) {
        service.answer(name, value);
        graph.flush();
      }
      expect(seen.at(-1)).to.equal(10);
      const numbers = seen.filter((value) => typeof value === 'number');
      expect(numbers).to.deep.equal(numbers.toSorted((a, b) => a - b));
    }
  });
});

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
