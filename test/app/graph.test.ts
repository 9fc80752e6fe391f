import { expect } from 'chai';
import fc from 'fast-check';
import { Graph, type FormulaNode, type Node } from '../../src/app/graph.ts';
import { isError } from '../../src/formula/index.ts';

const num = (node: Node): number => node.read() as number;
const rethrow = (error: unknown): never => {
  throw error;
};
const watched = (node: Node): unknown[] => {
  const seen: unknown[] = [];
  node.watch((value) => seen.push(value));
  return seen;
};

describe('graph', () => {
  it('tells the value at the next flush and after each change', () => {
    const graph = new Graph();
    const x = graph.cell(1);
    const seen = watched(graph.formula([x], () => num(x) * 2));
    expect(seen).to.deep.equal([]);
    graph.flush();
    x.set(5);
    expect(seen).to.deep.equal([2]);
    graph.flush();
    expect(seen).to.deep.equal([2, 10]);
  });

  it('flushes by itself in a microtask, once for several changes', async () => {
    const graph = new Graph();
    const x = graph.cell(1);
    const y = graph.cell(1);
    const seen = watched(graph.formula([x, y], () => num(x) + num(y)));
    x.set(2);
    y.set(3);
    await Promise.resolve();
    expect(seen).to.deep.equal([5]);
    expect(graph.evaluations).to.equal(1);
  });

  it('flushes a batch when the outermost ends', () => {
    const graph = new Graph();
    const x = graph.cell(1);
    const seen = watched(x);
    graph.batch(() => {
      x.set(2);
      graph.batch(() => x.set(3));
      expect(seen).to.deep.equal([]);
    });
    expect(seen).to.deep.equal([3]);
  });

  it('does not tell a value that came back before the flush', () => {
    const graph = new Graph();
    const x = graph.cell(1);
    const seen = watched(x);
    graph.flush();
    graph.batch(() => {
      x.set(2);
      x.set(1);
    });
    expect(seen).to.deep.equal([1]);
  });

  it('evaluates a stack of diamonds once each', () => {
    const graph = new Graph();
    const x = graph.cell(1);
    let top: Node = x;
    for (let i = 0; i < 12; i++) {
      const under = top;
      const left = graph.formula([under], () => num(under) + 1);
      const right = graph.formula([under], () => num(under) + 2);
      top = graph.formula([left, right], () => num(left) + num(right));
    }
    const seen = watched(top);
    graph.flush();
    expect(graph.evaluations).to.equal(36);
    x.set(2);
    graph.flush();
    expect(graph.evaluations).to.equal(72);
    expect(seen).to.have.length(2);
  });

  it('stops where a value stays the same', () => {
    const graph = new Graph();
    const x = graph.cell(1);
    const sign = graph.formula([x], () => Math.sign(num(x)));
    let evaluated = 0;
    const seen = watched(
      graph.formula([sign], () => {
        evaluated++;
        return num(sign) * 10;
      }),
    );
    graph.flush();
    x.set(7);
    graph.flush();
    expect(evaluated).to.equal(1);
    x.set(-7);
    graph.flush();
    expect(evaluated).to.equal(2);
    expect(seen).to.deep.equal([10, -10]);
  });

  it('shows a reader no old value between a change and its flush', () => {
    const graph = new Graph();
    const x = graph.cell(1);
    const a = graph.formula([x], () => num(x) + 1);
    const b = graph.formula([a], () => num(a) + 1);
    watched(b);
    graph.flush();
    x.set(10);
    expect(b.read()).to.equal(12);
    expect(a.read()).to.equal(11);
    graph.flush();
    expect(graph.evaluations).to.equal(4);
  });

  it('evaluates what nobody watches only when it is read, and only if something changed', () => {
    const graph = new Graph();
    const x = graph.cell(1);
    const other = graph.cell(1);
    const a = graph.formula([x], () => num(x) + 1);
    const b = graph.formula([a], () => num(a) + 1);
    x.set(2);
    graph.flush();
    expect(graph.evaluations).to.equal(0);
    expect(b.read()).to.equal(4);
    expect(b.read()).to.equal(4);
    other.set(2);
    expect(b.read()).to.equal(4);
    expect(graph.evaluations).to.equal(2);
    x.set(3);
    expect(b.read()).to.equal(5);
    expect(graph.evaluations).to.equal(4);
  });

  it('brings a formula that is watched again up to date with what changed meanwhile', () => {
    const graph = new Graph();
    const x = graph.cell(1);
    const a = graph.formula([x], () => num(x) + 1);
    const stop = a.watch(() => {});
    graph.flush();
    stop();
    expect(a.live).to.equal(false);
    x.set(5);
    graph.flush();
    expect(graph.evaluations).to.equal(1);
    const seen = watched(a);
    graph.flush();
    expect(seen).to.deep.equal([6]);
    watched(a);
    graph.flush();
    expect(graph.evaluations).to.equal(2);
  });

  it('tells a formula when nobody needs it any more', () => {
    const graph = new Graph();
    const x = graph.cell(1);
    const a = graph.formula([x], () => num(x));
    let slept = 0;
    a.onSleep = () => slept++;
    const b = graph.formula([a], () => num(a));
    const c = graph.formula([a], () => num(a));
    const stopB = b.watch(() => {});
    const stopC = c.watch(() => {});
    stopB();
    expect(slept).to.equal(0);
    stopC();
    stopC();
    expect(slept).to.equal(1);
  });

  it('takes a part out, whose nodes keep their last values, and goes on with the rest', () => {
    const graph = new Graph(rethrow);
    const x = graph.cell(1);
    const sum = graph.formula([x], () => num(x) + 1);
    const before = graph.part();
    const y = before.cell(10);
    const old = before.formula([x, y], () => num(x) + num(y));
    const told = watched(old);
    graph.flush();
    const after = graph.part();
    const z = after.cell(100);
    const fresh = after.formula([sum, z], () => num(sum) + num(z));
    const seen = watched(fresh);
    const stop = y.watch(() => {});
    before.dispose();
    x.set(2);
    graph.flush();
    expect([told, seen, fresh.read(), sum.read()]).to.deep.equal([[11], [103], 103, 3]);
    x.set(5);
    y.set(20);
    graph.flush();
    stop();
    expect([told, seen, old.read(), y.read()]).to.deep.equal([[11], [103, 106], 11, 20]);
    expect(x.dependents).to.deep.equal([sum]);
    expect(graph.formula([old, x], () => num(old) + num(x)).read()).to.equal(16);
  });

  it('forgets what is disposed', () => {
    const graph = new Graph();
    const x = graph.cell(1);
    const a = graph.formula([x], () => num(x));
    const b = graph.formula([x], () => num(x));
    watched(a);
    watched(b);
    graph.flush();
    a.dispose();
    expect(x.dependents).to.deep.equal([b]);
    x.set(2);
    graph.flush();
    expect(graph.evaluations).to.equal(3);
  });

  it('evaluates anew after invalidate, also when an answer arrives during the evaluation', () => {
    const graph = new Graph();
    let answer = 0;
    const a: FormulaNode = graph.formula([], () => {
      if (answer++ === 0) a.invalidate();
      return answer;
    });
    const seen = watched(a);
    graph.flush();
    expect(seen).to.deep.equal([2]);
    answer = 10;
    a.invalidate();
    graph.flush();
    expect(seen).to.deep.equal([2, 11]);
  });

  it('goes on without a formula or a watcher that throws', () => {
    const thrown: unknown[] = [];
    const graph = new Graph((error) => thrown.push(error));
    const x = graph.cell(1);
    const broken = graph.formula([x], () => {
      throw new Error('broken');
    });
    x.watch(() => {
      throw new Error('watcher');
    });
    const seen = watched(graph.formula([x], () => num(x)));
    graph.flush();
    expect(seen).to.deep.equal([1]);
    expect(isError(broken.read())).to.equal(true);
    expect(thrown.map(String)).to.deep.equal(['Error: watcher', 'Error: broken']);
  });

  it('follows watchers that set cells, and ends where they never stop', () => {
    const thrown: unknown[] = [];
    const graph = new Graph((error) => thrown.push(error));
    const x = graph.cell(0);
    const y = graph.cell(0);
    const seen = watched(y);
    const stop = x.watch((value) => y.set((value as number) * 2));
    x.set(4);
    graph.flush();
    expect(seen).to.deep.equal([0, 8]);
    stop();
    const endless = x.watch((value) => x.set((value as number) + 1));
    graph.flush();
    expect(thrown).to.have.length(1);
    endless();
    // The graph is usable afterwards.
    y.set(1);
    graph.flush();
    expect(seen).to.deep.equal([0, 8, 1]);
  });

  it('takes a chain of 100,000 formulas without recursion: live, asleep, awake', () => {
    const graph = new Graph(rethrow);
    const x = graph.cell(0);
    let end: Node = x;
    for (let i = 0; i < 100_000; i++) {
      const source = end;
      end = graph.formula([source], () => num(source) + 1);
    }
    expect(end.read()).to.equal(100_000);
    const seen: unknown[] = [];
    const stop = end.watch((value) => seen.push(value));
    x.set(1);
    graph.flush();
    stop();
    x.set(2);
    expect(end.read()).to.equal(100_002);
    watched(end);
    x.set(1001);
    graph.flush();
    expect(end.read()).to.equal(101_001);
    expect(seen).to.deep.equal([100_001]);
    expect(graph.evaluations).to.equal(400_000);
  });

  // A random graph, random changes, random watching and reading, against plain recomputation.
  it('agrees with a naive evaluation on random graphs and never evaluates a formula twice for one change', () => {
    const formulas = fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), node: fc.nat(), value: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ kind: fc.constantFrom('watch' as const, 'stop' as const, 'read' as const, 'flush' as const), node: fc.nat() }),
      fc.record({
        kind: fc.constantFrom('add' as const, 'drop' as const),
        node: fc.nat(),
        sources: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 }),
        formulas,
        fc.array(step, { minLength: 20, maxLength: 60 }),
        (cellCount, shapes, steps) => {
          const graph = new Graph(rethrow);
          const inputs = Array.from({ length: cellCount }, () => 0);
          const cells = inputs.map((value) => graph.cell(value));
          const nodes: Node[] = [...cells];
          const reads: number[][] = cells.map(() => []);
          const counts: number[] = [];
          const formulaOf = (index: number, sources: readonly number[]) => () => {
            counts[index] = (counts[index] ?? 0) + 1;
            return (sources.reduce((sum, source) => sum + num(nodes[source]!), index) * 7) % 11;
          };
          for (const shape of shapes) {
            const index = nodes.length;
            const sources = shape.map((pick) => pick % index);
            reads.push(sources);
            nodes.push(
              graph.formula(
                sources.map((source) => nodes[source]!),
                formulaOf(index, sources),
              ),
            );
          }
          const oracle = (): number[] => {
            const values: (number | undefined)[] = [...inputs];
            const value = (index: number): number =>
              (values[index] ??= (reads[index]!.reduce((sum, source) => sum + value(source), index) * 7) % 11);
            return nodes.map((_, index) => value(index));
          };
          const told = new Map<number, unknown>();
          const stops = new Map<number, () => void>();
          for (const action of steps) {
            const index = action.node % nodes.length;
            counts.length = 0;
            if (action.kind === 'set') {
              inputs[index % cellCount] = action.value;
              cells[index % cellCount]!.set(action.value);
            } else if (action.kind === 'watch' && !stops.has(index)) {
              stops.set(
                index,
                nodes[index]!.watch((value) => told.set(index, value)),
              );
            } else if (action.kind === 'stop') {
              stops.get(index)?.();
              stops.delete(index);
              told.delete(index);
            } else if (action.kind === 'read') {
              expect(nodes[index]!.read()).to.equal(oracle()[index]);
            } else if (action.kind === 'add' || action.kind === 'drop') {
              // In a part that is taken out at once, or to stay behind it.
              const sources = action.sources.map((pick) => pick % nodes.length);
              const part = graph.part();
              const evaluate = formulaOf(nodes.length, sources);
              const reading = sources.map((source) => nodes[source]!);
              part.formula(reading, () => 0).watch(() => {});
              if (action.kind === 'add') {
                reads.push(sources);
                nodes.push(graph.formula(reading, evaluate));
              }
              part.dispose();
            } else if (action.kind === 'flush') {
              graph.flush();
              const expected = oracle();
              for (const watching of stops.keys()) expect(told.get(watching)).to.equal(expected[watching]);
            }
            for (const count of counts) expect(count ?? 0).to.be.at.most(1);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
