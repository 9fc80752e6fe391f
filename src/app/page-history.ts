import type { App } from './app.ts';

/**
 * The screens of an app in the history of the browser. The screen that is shown stands in the address, after the hash (`#screen=Orders`): an
 * address can be kept and opened again, without a server that knows of it and without touching the query, which `Param` reads. The
 * browser's back and forward buttons move between screens; `Back()` moves the browser.
 */
export class PageHistory {
  private readonly app: App;
  private readonly window: Window;
  private readonly name: string;
  private readonly end: () => void;
  /** How many screens lie before the one that is shown. */
  private depth = 0;
  private started = false;
  /** The browser has moved, and the app follows. */
  private following = false;
  /** Moves of the browser that the app has caused itself. */
  private own = 0;

  /** `name`: what the screen is called in the address. */
  constructor(app: App, window: Window, name: string) {
    this.app = app;
    this.window = window;
    this.name = name;
    const popped = (event: PopStateEvent): void => this.popped(event.state);
    window.addEventListener('popstate', popped);
    const moves = app.moves.add(() => this.moved());
    this.end = () => {
      window.removeEventListener('popstate', popped);
      moves();
    };
  }

  dispose(): void {
    this.end();
  }

  private moved(): void {
    if (this.following) return;
    const { navigation } = this.app;
    const before = this.depth;
    this.depth = navigation.depth;
    const { history } = this.window;
    if (!this.started) {
      this.started = true;
      history.replaceState(this.state, '', this.address);
    } else if (this.depth < before) {
      this.own++;
      history.go(this.depth - before);
    } else {
      history.pushState(this.state, '', this.address);
    }
  }

  private popped(state: unknown): void {
    if (this.own > 0) {
      this.own--;
      return;
    }
    const { app } = this;
    const depth = depthIn(state, this.name);
    const wanted = app.program.model.screen(screenIn(this.window.location, this.name) ?? '');
    const back = depth !== undefined && depth < this.depth;
    if (back && app.program.model.app.property('BackEnabled')?.node.read() === false) {
      this.window.history.pushState(this.state, '', this.address);
      return;
    }
    this.following = true;
    if (back) while (app.navigation.depth > depth && app.back(null));
    if (wanted !== undefined && app.screen !== wanted) app.navigate(wanted, null, null);
    this.following = false;
    this.depth = app.navigation.depth;
  }

  private get state(): object {
    const before: unknown = this.window.history.state;
    return { ...(typeof before === 'object' ? before : {}), [stateName(this.name)]: this.depth };
  }

  private get address(): string {
    const parts = new URLSearchParams(this.window.location.hash.slice(1));
    parts.set(this.name, this.app.screen?.name ?? '');
    return `#${parts.toString()}`;
  }
}

/** The screen that an address names. */
export const screenIn = ({ hash }: Location, name: string): string | undefined =>
  new URLSearchParams(hash.slice(1)).get(name) ?? undefined;

const stateName = (name: string): string => `fxloom:${name}`;

function depthIn(state: unknown, name: string): number | undefined {
  const depth: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, stateName(name)) : undefined;
  return typeof depth === 'number' ? depth : undefined;
}
