/**
 * Things in an order in which each comes after what it reads, found as far as somebody asks; and the circles that have no such order.
 * Tarjan's algorithm for strongly connected components, without recursion.
 */
export class DependencyOrder<T> {
  /** Things that read themselves by way of others: each with a way around, from the thing back to it. */
  readonly circular = new Map<T, readonly T[]>();
  private readonly reads: (item: T) => Iterable<T>;
  private readonly index = new Map<T, number>();

  constructor(reads: (item: T) => Iterable<T>) {
    this.reads = reads;
  }

  /** What has not been ordered yet of a thing and all that it reads, each after what it reads. */
  visit(start: T): readonly T[] {
    const { index, reads } = this;
    if (index.has(start)) return nothing as readonly T[];
    const order: T[] = [];
    const low = new Map<T, number>();
    const open: T[] = [];
    const isOpen = new Set<T>();
    const path: { readonly item: T; readonly rest: Iterator<T> }[] = [];
    const readsItself = new Set<T>();

    const enter = (item: T): void => {
      low.set(item, index.size);
      index.set(item, index.size);
      open.push(item);
      isOpen.add(item);
      path.push({ item, rest: reads(item)[Symbol.iterator]() });
    };
    const lower = (item: T, to: number): void => {
      if (to < low.get(item)!) low.set(item, to);
    };
    const leave = (item: T): void => {
      path.pop();
      const below = path.at(-1);
      if (below !== undefined) lower(below.item, low.get(item)!);
      if (low.get(item) !== index.get(item)) return;
      const component: T[] = open.splice(open.lastIndexOf(item));
      for (const member of component) isOpen.delete(member);
      order.push(...component.toReversed());
      if (component.length > 1 || readsItself.has(item)) this.noteCircle(component);
    };

    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.next();
      if (next.done === true) leave(top.item);
      else if (next.value === top.item) readsItself.add(top.item);
      else if (!index.has(next.value)) enter(next.value);
      else if (isOpen.has(next.value)) lower(top.item, index.get(next.value)!);
    }
    return order;
  }

  private noteCircle(component: readonly T[]): void {
    const members = new Set(component);
    for (const member of component) {
      const way = wayAround(member, members, this.reads);
      if (way !== undefined) this.circular.set(member, way);
    }
  }
}

const nothing: readonly unknown[] = [];

/** A shortest way from an item back to itself within its component. */
function wayAround<T>(item: T, component: ReadonlySet<T>, reads: (item: T) => Iterable<T>): readonly T[] | undefined {
  const cameFrom = new Map<T, T>();
  const reached: T[] = [item];
  for (const at of reached) {
    for (const next of reads(at)) {
      if (next === item) return [...trail(cameFrom, item, at), item];
      if (!component.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      reached.push(next);
    }
  }
  return undefined;
}

function trail<T>(cameFrom: ReadonlyMap<T, T>, from: T, to: T): T[] {
  const way: T[] = [to];
  while (way[0] !== from) way.unshift(cameFrom.get(way[0]!)!);
  return way;
}
