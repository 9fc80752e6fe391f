import { css, type CSSResult, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { color, size, shadow } from './theme.ts';

/** The panel that drops down from a field, in the top layer, so that nothing around the field can cut it off. */
export const popupStyles: CSSResult = css`
  .popup {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 4px;
    overflow: auto;
    border: 1px solid ${color('border-subtle')};
    border-radius: ${size.radius};
    background: ${color('raised')};
    color: ${color('text')};
    font-weight: 400;
    text-align: start;
    box-shadow: ${shadow.floating};
    scrollbar-width: thin;
  }
`;

/** Room that is kept to the edges of the window. */
const EDGE = 8;

/**
 * Opens, places and closes the panel `.popup` of a control, which must have the attribute `popover="manual"`. It lies below the control, or
 * above where there is more room, follows it while something scrolls, and closes when the user presses elsewhere.
 */
export class Popup implements ReactiveController {
  readonly #host: HTMLElement & ReactiveControllerHost & { readonly renderRoot: ParentNode };
  readonly #closed: () => void;
  #listening: AbortController | undefined;

  constructor(host: HTMLElement & ReactiveControllerHost & { readonly renderRoot: ParentNode }, closed: () => void = () => {}) {
    this.#host = host;
    this.#closed = closed;
    host.addController(this);
  }

  get open(): boolean {
    return this.#listening !== undefined;
  }

  show(): void {
    if (this.open) return;
    const panel = this.#panel;
    if (panel === null) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    panel.showPopover();
    this.#place();
    window.addEventListener('scroll', () => this.#place(), { capture: true, passive: true, signal });
    window.addEventListener('resize', () => this.#place(), { signal });
    window.addEventListener('pointerdown', (event) => this.#pressed(event), { capture: true, signal });
    this.#host.requestUpdate();
  }

  hide(): void {
    if (!this.open) return;
    this.#listening?.abort();
    this.#listening = undefined;
    this.#panel?.hidePopover();
    this.#closed();
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    if (this.open) this.#place();
  }

  hostDisconnected(): void {
    this.hide();
  }

  get #panel(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.popup');
  }

  #pressed(event: Event): void {
    if (!event.composedPath().includes(this.#host)) this.hide();
  }

  #place(): void {
    const panel = this.#panel;
    if (panel === null) return;
    const field = this.#host.getBoundingClientRect();
    const { innerWidth, innerHeight } = window;
    const [above, below] = [field.top - EDGE, innerHeight - field.bottom - EDGE];
    panel.style.setProperty('min-width', `${Math.min(field.width, innerWidth - 2 * EDGE)}px`);
    panel.style.setProperty('max-width', `${innerWidth - 2 * EDGE}px`);
    panel.style.setProperty('max-height', `${Math.min(360, Math.max(above, below))}px`);
    const { width, height } = panel.getBoundingClientRect();
    const up = height + 2 > below && above > below;
    const start = this.#host.matches(':dir(rtl)') ? field.right - width : field.left;
    panel.style.setProperty('left', `${Math.max(EDGE, Math.min(start, innerWidth - width - EDGE))}px`);
    panel.style.setProperty('top', `${up ? field.top - height - 2 : field.bottom + 2}px`);
  }
}
