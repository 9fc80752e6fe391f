import type { App, SourceFile } from '../app/core.ts';
import { sameFiles } from './edit-history.ts';
import type { SourceStore } from './source-store.ts';

/** How long after an edit it is kept, in milliseconds: later edits wait for the same write. */
const PAUSE = 400;

/** `kept` on this device, `other` where another tab has kept a state meanwhile, `failed` where the browser does not keep it. */
export interface AutosaveState {
  readonly state: 'clean' | 'waiting' | 'kept' | 'other' | 'failed';
  readonly message?: string;
}

/** Keeps an app's source on this device after each edit, and at once when the page is left. */
export class Autosave {
  private readonly app: App;
  private readonly store: SourceStore;
  private readonly tell: (state: AutosaveState) => void;
  private readonly stops: (() => void)[];
  private kept: readonly SourceFile[];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(app: App, store: SourceStore, tell: (state: AutosaveState) => void) {
    this.app = app;
    this.store = store;
    this.tell = tell;
    this.kept = this.files;
    const hide = (): void => {
      if (document.visibilityState === 'hidden') void this.flush();
    };
    document.addEventListener('visibilitychange', hide);
    this.stops = [app.changes.add(() => this.wait()), () => document.removeEventListener('visibilitychange', hide)];
  }

  /** Keeps what is there now; resolves when it is on the disk. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.writing = this.writing.then(() => this.write()));
  }

  dispose(): void {
    if (this.timer !== undefined) void this.flush();
    for (const stop of this.stops) stop();
  }

  private get files(): readonly SourceFile[] {
    return this.app.document?.files ?? [];
  }

  private wait(): void {
    if (this.timer !== undefined || sameFiles(this.files, this.kept)) return;
    this.tell({ state: 'waiting' });
    this.timer = setTimeout(() => void this.flush(), PAUSE);
  }

  private async write(): Promise<void> {
    const { files } = this;
    if (sameFiles(files, this.kept)) return;
    try {
      const { other } = await this.store.save(files);
      this.kept = files;
      this.tell({ state: other ? 'other' : 'kept' });
    } catch (error) {
      this.tell({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }
}
