import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { color, size } from '../controls/core.ts';
import type { TreeItem } from './tree.ts';

/**
 * The controls of an app as a tree, by keyboard as any tree: up, down, Home and End choose, Delete removes.
 *
 * @fires fx-chosen - A control was chosen: `{control}`.
 * @fires fx-remove - The chosen control should go.
 */
export class ControlTree extends LitElement {
  static override readonly properties = { items: { attribute: false }, chosen: {} };
  static override readonly styles = css`
    :host {
      display: block;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      align-items: center;
      gap: 8px;
      padding: 4px 8px;
      border-radius: ${size.radius};
      cursor: pointer;
      white-space: nowrap;
    }
    li:hover {
      background: ${color('hover')};
    }
    li[aria-selected='true'] {
      color: ${color('on-brand-tint')};
      background: ${color('brand-tint')};
    }
    li:focus-visible {
      outline: 2px solid ${color('focus')};
      outline-offset: -2px;
    }
    li[data-level='2'] {
      padding-inline-start: 20px;
    }
    li[data-level='3'] {
      padding-inline-start: 32px;
    }
    li[data-level='4'] {
      padding-inline-start: 44px;
    }
    li[data-level='5'] {
      padding-inline-start: 56px;
    }
    li:is([data-level='6'], [data-level='7'], [data-level='8']) {
      padding-inline-start: 68px;
    }
    .name {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .kind {
      margin-inline-start: auto;
      color: ${color('text-muted')};
      font-size: ${size.textSmall};
    }
    .wrong {
      color: ${color('danger-text')};
      font-weight: 600;
    }
  `;

  declare items: readonly TreeItem[];
  /** The name of the chosen control. */
  declare chosen: string;

  constructor() {
    super();
    this.items = [];
    this.chosen = '';
  }

  private choose(control: string): void {
    this.dispatchEvent(new CustomEvent('fx-chosen', { detail: { control } }));
  }

  override render(): TemplateResult {
    return html`<ul role="tree" aria-label="Controls" @keydown=${this.handleKey}>
      ${this.items.map((item) => this.renderItem(item))}
    </ul>`;
  }

  private renderItem({ name, kind, level, wrong }: TreeItem): TemplateResult {
    const chosen = name === this.chosen;
    return html`<li
      role="treeitem"
      aria-level=${level}
      aria-selected=${chosen ? 'true' : 'false'}
      tabindex=${chosen ? 0 : -1}
      data-level=${Math.min(level, 8)}
      data-name=${name}
      @click=${() => this.choose(name)}
    >
      <span class="name" title=${name}>${name}</span><span class="kind">${kind}</span>
      ${wrong ? html`<span class="wrong" title="A formula of this control has an error">!</span>` : nothing}
    </li>`;
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.key === 'Delete') this.dispatchEvent(new Event('fx-remove'));
    const steps: { readonly [key: string]: number } = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    // With Ctrl they move the control.
    if (step === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const at = this.items.findIndex(({ name }) => name === this.chosen);
    const next = this.items[Math.max(0, Math.min(this.items.length - 1, at + step))];
    if (next === undefined) return;
    this.choose(next.name);
    this.renderRoot.querySelector<HTMLElement>(`[data-name="${CSS.escape(next.name)}"]`)?.focus();
  }
}

customElements.define('fx-control-tree', ControlTree);

declare global {
  interface HTMLElementTagNameMap {
    'fx-control-tree': ControlTree;
  }
}
