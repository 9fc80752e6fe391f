import type { App } from './app.ts';
import { ControlView, type ElementOf, type Stage } from './control-view.ts';
import { ElementEvents, rootOf, Sizes, surroundingsOf } from './mount.ts';
import { Toasts } from './toasts.ts';

/** Lets elements that are in the page already show the controls of an app's first screen. Messages appear over the page. */
export function mountIsland(app: App, host: HTMLElement, elementOf: ElementOf): () => void {
  const document = host.ownerDocument;
  const events = new ElementEvents(app, host);
  const sizes = new Sizes();
  const toasts = new Toasts(document, app.notifications);
  toasts.element.classList.add('over-page');
  rootOf(host).replaceChildren(document.createElement('slot'), toasts.element);
  const stage: Stage = {
    app,
    document,
    diagnostics: true,
    register: (...entry) => events.register(...entry),
    measure: (...entry) => sizes.measure(...entry),
  };
  let views: readonly ControlView[] = [];
  const build = (): void => {
    for (const view of views) view.sleep();
    views = (app.program.model.screens[0]?.children ?? []).map((control) => new ControlView(stage, control, elementOf));
    for (const view of views) view.wake();
    app.graph.flush();
    for (const view of views) view.settle();
  };
  const detach = app.attach({ rebuild: build, ...events.effects, ...surroundingsOf(host) });
  build();
  return () => {
    for (const view of views) view.sleep();
    detach();
    events.dispose();
    toasts.dispose();
  };
}
