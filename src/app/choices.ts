import type { Value } from '../formula/index.ts';
import type { Cell, NodeMaker } from './graph.ts';

/** A value that the user chose, and what a formula had assigned at that time. */
interface Choice {
  readonly value: Value;
  readonly assigned: Value | undefined;
  /** When: milliseconds since 1970-01-01 UTC. */
  readonly at: number;
}

/** What the user of a control chose, by property: typed text, a selected row. */
export class Choices {
  /** Changes with every choice. */
  readonly version: Cell;
  private readonly made = new Map<string, Choice>();

  /** `shared`: choices whose version tells of these as well. */
  constructor(graph: NodeMaker, shared?: Choices) {
    this.version = shared?.version ?? graph.cell(0);
  }

  get empty(): boolean {
    return this.made.size === 0;
  }

  /** The choice that still holds: a formula that assigns another value takes the choice away. */
  get(property: string, assigned: Value | undefined): Value | undefined {
    const choice = this.made.get(property);
    return choice !== undefined && Object.is(choice.assigned, assigned) ? choice.value : undefined;
  }

  /** When the choice was made that still holds. */
  chosenAt(property: string, assigned: Value | undefined): number | undefined {
    return this.get(property, assigned) === undefined ? undefined : this.made.get(property)!.at;
  }

  set(property: string, value: Value, assigned: Value | undefined): void {
    this.made.set(property, { value, assigned, at: Date.now() });
    this.changed();
  }

  /** Takes choices back: of the properties that `of` names, or all. */
  clear(of: (property: string) => boolean = () => true): void {
    const gone = [...this.made.keys()].filter(of);
    if (gone.length === 0) return;
    for (const property of gone) this.made.delete(property);
    this.changed();
  }

  /** Takes over the choices of a control that this one stands for now. */
  takeOver(other: Choices): void {
    for (const [property, choice] of other) this.made.set(property, choice);
    this.changed();
  }

  [Symbol.iterator](): Iterator<readonly [string, Choice]> {
    return this.made.entries();
  }

  private changed(): void {
    this.version.set((this.version.read() as number) + 1);
  }
}
