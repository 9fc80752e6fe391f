import type { App, SourceFile } from '../app/core.ts';

/** How many steps can be taken back. */
const STEPS = 200;

/** The states that an app's source went through while it was edited. Texts are shared, so a state costs no more than what it changes. */
export class EditHistory {
  private readonly app: App;
  private readonly stop: () => void;
  private readonly before: (readonly SourceFile[])[] = [];
  private readonly after: (readonly SourceFile[])[] = [];
  private now: readonly SourceFile[];

  constructor(app: App) {
    this.app = app;
    this.now = app.document?.files ?? [];
    this.stop = app.changes.add(() => this.note());
  }

  get canUndo(): boolean {
    return this.before.length > 0;
  }

  get canRedo(): boolean {
    return this.after.length > 0;
  }

  undo(): void {
    this.move(this.before, this.after);
  }

  redo(): void {
    this.move(this.after, this.before);
  }

  dispose(): void {
    this.stop();
  }

  private move(from: (readonly SourceFile[])[], to: (readonly SourceFile[])[]): void {
    const files = from.pop();
    if (files === undefined) return;
    to.push(this.now);
    this.now = files;
    this.app.replaceFiles(files);
  }

  private note(): void {
    const files = this.app.document?.files ?? [];
    if (sameFiles(files, this.now)) return;
    this.before.push(this.now);
    if (this.before.length > STEPS) this.before.shift();
    this.after.length = 0;
    this.now = files;
  }
}

/** Whether files say the same. */
export const sameFiles = (a: readonly SourceFile[], b: readonly SourceFile[]): boolean =>
  a === b || (a.length === b.length && a.every(({ name, text }, i) => b[i]!.name === name && b[i]!.text === text));
