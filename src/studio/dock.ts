import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { color, size } from '../controls/core.ts';
import { panes, type Pane, type PaneElement, type PaneSubject } from './panes/index.ts';

/** The panes below the app: a row of tabs, and the one that is open. A pane's code is loaded when it is opened first. */
export class Dock extends LitElement {
  static override readonly properties = { subject: { attribute: false }, open: {}, counts: { attribute: false } };
  static override readonly styles = css`
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
      border-block-start: 1px solid ${color('border-subtle')};
      background: ${color('surface')};
    }
    [role='tablist'] {
      display: flex;
      flex: none;
      gap: 4px;
      padding: 0 12px;
    }
    [role='tab'] {
      min-height: 32px;
      padding: 0 8px;
      border: 0;
      border-block-end: 2px solid transparent;
      color: ${color('text-muted')};
      background: none;
      font: inherit;
      cursor: pointer;
    }
    [role='tab']:hover {
      color: ${color('text')};
    }
    [role='tab'][aria-selected='true'] {
      border-block-end-color: ${color('brand-line')};
      color: ${color('text')};
      font-weight: 600;
    }
    [role='tab']:focus-visible {
      outline: 2px solid ${color('focus')};
      outline-offset: -2px;
    }
    .count {
      margin-inline-start: 4px;
      padding: 0 6px;
      border-radius: 8px;
      color: ${color('danger-text')};
      background: ${color('danger-tint')};
      font-size: ${size.textSmall};
    }
    [role='tabpanel'] {
      flex: none;
      height: 200px;
      overflow: auto;
      border-block-start: 1px solid ${color('border-subtle')};
    }
    .failed {
      margin: 0;
      padding: 12px 16px;
      color: ${color('danger-text')};
    }
  `;

  declare subject: PaneSubject | undefined;
  /** The name of the pane that is open; empty for none. */
  declare open: string;
  /** Numbers beside titles: of problems. */
  declare counts: { readonly [pane: string]: number };
  private readonly elements = new Map<string, PaneElement>();
  private failed: string | undefined;

  constructor() {
    super();
    this.open = '';
    this.counts = {};
  }

  /** Opens a pane, and gives its element once it is there. */
  async show(name: string): Promise<PaneElement | undefined> {
    this.open = name;
    const pane = panes.find((candidate) => candidate.name === name);
    if (pane === undefined) return undefined;
    await this.load(pane);
    return this.elements.get(name);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const pane = panes.find(({ name }) => name === this.open);
    if (changed.has('open') && pane !== undefined) void this.load(pane);
    const element = this.elements.get(this.open);
    if (element !== undefined) element.subject = this.subject;
  }

  private async load({ name, title, tag, load }: Pane): Promise<void> {
    if (this.elements.has(name)) return;
    try {
      this.failed = undefined;
      await load();
      if (this.elements.has(name)) return;
      const element = document.createElement(tag) as PaneElement;
      element.subject = this.subject;
      this.elements.set(name, element);
    } catch {
      this.failed = `${title} could not be loaded. Look at your connection, and open it again.`;
    }
    this.requestUpdate();
  }

  override render(): TemplateResult {
    return html`<div role="tablist" aria-label="Panes" @keydown=${this.handleKey}>
        ${panes.map((pane, i) => this.renderTab(pane, i))}
      </div>
      ${
        this.open === ''
          ? nothing
          : html`<div role="tabpanel" id="pane" aria-labelledby=${`tab-${this.open}`} tabindex="0">
              ${this.failed === undefined ? this.elements.get(this.open) : html`<p class="failed" role="alert">${this.failed}</p>`}
            </div>`
      }`;
  }

  private renderTab({ name, title }: Pane, index: number): TemplateResult {
    const selected = name === this.open;
    const count = this.counts[name] ?? 0;
    return html`<button
      role="tab"
      id=${`tab-${name}`}
      data-name=${name}
      aria-selected=${selected ? 'true' : 'false'}
      aria-controls=${selected ? 'pane' : nothing}
      tabindex=${selected || (this.open === '' && index === 0) ? 0 : -1}
      @click=${() => (this.open = selected ? '' : name)}
    >
      ${title}${count > 0 ? html`<span class="count">${count}</span>` : nothing}
    </button>`;
  }

  /** Arrows move between tabs; Enter and Space open, as with each button. */
  private handleKey(event: KeyboardEvent): void {
    const steps: { readonly [key: string]: number } = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const tabs = [...this.renderRoot.querySelectorAll<HTMLElement>('[role="tab"]')];
    const at = tabs.indexOf(event.target as HTMLElement);
    tabs[Math.max(0, Math.min(tabs.length - 1, at + step))]?.focus();
  }
}

customElements.define('fx-dock', Dock);

declare global {
  interface HTMLElementTagNameMap {
    'fx-dock': Dock;
  }
}
