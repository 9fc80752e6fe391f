import { expect } from 'chai';
import fc from 'fast-check';
import { DependencyOrder } from '../../src/app/dependency-order.ts';

function dependencyOrder<T>(items: Iterable<T>, reads: (item: T) => Iterable<T>) {
  const found = new DependencyOrder(reads);
  return { order: [...items].flatMap((item) => found.visit(item)), circular: found.circular };
}

const orderOf = (reads: { readonly [item: string]: string }) =>
  dependencyOrder(Object.keys(reads), (item) => (reads[item] ?? '').split('').filter((name) => name !== ''));

describe('dependency order', () => {
  it('puts each thing after what it reads', () => {
    expect(orderOf({ a: 'bc', b: 'c', c: '' }).order).to.deep.equal(['c', 'b', 'a']);
  });

  it('shows the way around for each thing in a circle, and for no other', () => {
    const { circular } = orderOf({ a: 'b', b: 'c', c: 'bd', d: '', e: 'e', f: 'a' });
    expect(Object.fromEntries(circular)).to.deep.equal({ b: ['b', 'c', 'b'], c: ['c', 'b', 'c'], e: ['e', 'e'] });
  });

  it('takes a chain of 100,000', () => {
    const length = 100_000;
    const items = Array.from({ length }, (_, i) => i);
    const { order, circular } = dependencyOrder(items, (i) => (i + 1 < length ? [i + 1] : []));
    expect(order[0]).to.equal(length - 1);
    expect(circular.size).to.equal(0);
  });

  it('is right for random graphs', () => {
    const graphs = fc.array(fc.array(fc.nat(11), { maxLength: 3 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(graphs, (shape) => {
        const reads = (item: number): number[] => (shape[item] ?? []).map((other) => other % shape.length);
        const reach = (from: number): Set<number> => {
          const found = new Set<number>(reads(from));
          for (const item of found) for (const next of reads(item)) found.add(next);
          return found;
        };
        const { order, circular } = dependencyOrder(shape.keys(), reads);
        expect(order.toSorted((a, b) => a - b)).to.deep.equal([...shape.keys()]);
        for (const item of shape.keys()) {
          expect(circular.has(item)).to.equal(reach(item).has(item));
          const way = circular.get(item);
          if (way === undefined) {
            for (const source of reads(item)) expect(order.indexOf(source)).to.be.lessThan(order.indexOf(item));
          } else {
            expect([way[0], way.at(-1)]).to.deep.equal([item, item]);
            for (let i = 1; i < way.length; i++) expect(reads(way[i - 1]!)).to.include(way[i]);
          }
        }
      }),
    );
  });
});
