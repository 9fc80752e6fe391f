import { FormulaError, Pending, type Value } from '../../formula/index.ts';
import type { App } from '../app.ts';
import type { ControlModel } from '../control-model.ts';
import { written } from './lines.ts';

/** Longer values are told by their beginning and their length. */
const MAX_LENGTH = 500;

/** Follows what the controls of the shown screen say, galleries' rows aside: the same for who records and who replays. */
export class ShownValues {
  private readonly app: App;
  private readonly tell: (changed: ReadonlyMap<string, string>) => void;
  private readonly known = new Map<string, string>();
  private changed = new Map<string, string>();
  private stops: (() => void)[] = [];
  private readonly ends: readonly (() => void)[];

  /** `tell` hears of what has changed after each change of the app. */
  constructor(app: App, tell: (changed: ReadonlyMap<string, string>) => void) {
    this.app = app;
    this.tell = tell;
    this.ends = [app.moves.add(() => this.watch()), app.changes.add(() => this.watch())];
    this.watch();
  }

  get(path: string): string | undefined {
    return this.known.get(path);
  }

  dispose(): void {
    for (const stop of [...this.stops, ...this.ends]) stop();
    this.stops = [];
  }

  private watch(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    const open: ControlModel[] = this.app.screen === undefined ? [] : [this.app.screen];
    for (let control = open.pop(); control !== undefined; control = open.pop()) {
      for (const property of control.formulas) {
        if (property.isName || property.owner.gallery !== undefined) continue;
        const { path, node } = property;
        this.stops.push(node.watch((value) => this.note(path, value)));
      }
      if (control.kind?.definition.children !== 'rows') open.push(...control.children);
    }
  }

  private note(path: string, value: Value): void {
    if (value instanceof Pending) return;
    const whole = value instanceof FormulaError ? `error ${value.kind}: ${value.message}` : written(value);
    const text = whole.length > MAX_LENGTH ? `${whole.slice(0, MAX_LENGTH)}… (${whole.length})` : whole;
    if (this.known.get(path) === text) return;
    this.known.set(path, text);
    if (this.changed.size === 0) queueMicrotask(() => this.flush());
    this.changed.set(path, text);
  }

  private flush(): void {
    const { changed } = this;
    this.changed = new Map();
    this.tell(changed);
  }
}
