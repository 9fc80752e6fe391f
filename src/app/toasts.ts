import type { Notification, Notifications } from './notifications.ts';

/** Shows the messages of an app, and takes them away after their time; not while the pointer or the keyboard is on them. */
export class Toasts {
  readonly element: HTMLElement;
  private readonly document: Document;
  private readonly notifications: Notifications;
  private readonly shown = new Map<number, { readonly element: HTMLElement; readonly clock: { stop(): void } }>();
  private readonly unsubscribe: () => void;

  constructor(document: Document, notifications: Notifications) {
    this.document = document;
    this.notifications = notifications;
    this.element = document.createElement('div');
    this.element.className = 'toasts';
    this.element.setAttribute('aria-live', 'polite');
    this.unsubscribe = notifications.subscribe((list) => this.show(list));
    this.show(notifications.current);
  }

  dispose(): void {
    this.unsubscribe();
    for (const { clock } of this.shown.values()) clock.stop();
    this.element.remove();
  }

  private show(list: readonly Notification[]): void {
    const ids = new Set(list.map(({ id }) => id));
    for (const [id, { element, clock }] of this.shown) {
      if (ids.has(id)) continue;
      clock.stop();
      element.remove();
      this.shown.delete(id);
    }
    for (const notification of list) if (!this.shown.has(notification.id)) this.add(notification);
  }

  private add({ id, message, type, timeout }: Notification): void {
    const element = this.document.createElement('div');
    element.className = `toast ${type.toLowerCase()}`;
    element.setAttribute('role', type === 'Error' || type === 'Warning' ? 'alert' : 'status');
    const text = this.document.createElement('p');
    text.textContent = message;
    const close = this.document.createElement('button');
    close.type = 'button';
    close.textContent = '✕';
    close.setAttribute('aria-label', 'Dismiss');
    close.addEventListener('click', () => this.notifications.dismiss(id));
    element.append(text, close);
    this.element.append(element);
    this.shown.set(id, { element, clock: this.clock(element, id, timeout) });
  }

  private clock(element: HTMLElement, id: number, timeout: number): { stop(): void } {
    let running: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => clearTimeout(running);
    const start = (): void => {
      stop();
      if (timeout > 0) running = setTimeout(() => this.notifications.dismiss(id), timeout);
    };
    element.addEventListener('pointerenter', stop);
    element.addEventListener('focusin', stop);
    element.addEventListener('pointerleave', start);
    element.addEventListener('focusout', start);
    start();
    return { stop };
  }
}
