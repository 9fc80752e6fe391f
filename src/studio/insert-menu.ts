import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { color, Popup, popupStyles, size, type ControlCategory, type ControlDefinition } from '../controls/core.ts';
import { fieldLine, flatButton } from './shared-styles.ts';

/** What the menu can put into an app: a kind of control, or a screen. */
export interface InsertChoice {
  readonly kind: string;
  readonly variant?: string;
}

interface Entry extends InsertChoice {
  readonly title: string;
  readonly summary: string;
}

/** Kinds that are put in with others, or that only files name. */
const inner = new Set([
  'CanvasComponent',
  'DataCard',
  'DataField',
  'DataTableColumn',
  'GalleryTemplate',
  'Group',
  'GroupContainer',
  'Placeholder',
  'Screen',
]);

const layouts: readonly Entry[] = [
  { kind: 'GroupContainer', variant: 'AutoLayout', title: 'Horizontal container', summary: 'Places what is in it in a row.' },
  {
    kind: 'GroupContainer',
    variant: 'VerticalAutoLayout',
    title: 'Vertical container',
    summary: 'Places what is in it in a column.',
  },
  { kind: 'GroupContainer', variant: 'ManualLayout', title: 'Container', summary: 'Holds controls, each where its X and Y say.' },
  { kind: 'Screen', title: 'Screen', summary: 'A new, empty screen.' },
];

const groups: readonly (readonly [ControlCategory, string])[] = [
  ['input', 'Input'],
  ['display', 'Display'],
  ['list', 'Lists and data'],
  ['layout', 'Screens and layout'],
  ['media', 'Media'],
  ['shape', 'Shapes'],
];

/** `TextInput` as people read it: `Text input`. */
const titleOf = (name: string): string => {
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.replace(/^(pdf|html|power bi)|^./, (start) =>
    start.length === 3 ? start.toUpperCase() : start[0]!.toUpperCase() + start.slice(1),
  );
};

/**
 * A button that lists the kinds of controls, to be found by name. Their declarations are loaded when it opens first.
 *
 * @fires fx-insert - A kind was chosen: `InsertChoice`.
 */
export class InsertMenu extends LitElement {
  static override readonly properties = {
    disabled: { type: Boolean },
    search: { state: true },
    kinds: { state: true },
    failed: { state: true },
  };
  static override readonly styles = [
    popupStyles,
    fieldLine,
    flatButton,
    css`
      .flat {
        text-align: start;
      }
      input:focus-visible {
        outline: 2px solid ${color('focus')};
        outline-offset: -2px;
      }
      .popup {
        width: min(520px, calc(100vw - 32px));
        max-height: min(520px, 70vh);
        padding: 12px;
        border-radius: ${size.radiusLarge};
      }
      h2 {
        margin: 12px 0 4px;
        padding: 0 8px;
        color: ${color('text-muted')};
        font-size: ${size.textSmall};
        font-weight: 600;
      }
      .group {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
      }
      p {
        margin: 12px 8px 0;
        color: ${color('text-muted')};
      }
    `,
  ];

  declare disabled: boolean;
  declare private search: string;
  declare private kinds: readonly ControlDefinition[];
  declare private failed: boolean;
  private readonly popup = new Popup(this);

  constructor() {
    super();
    this.disabled = false;
    this.search = '';
    this.kinds = [];
    this.failed = false;
  }

  private async open(): Promise<void> {
    this.search = '';
    this.popup.show();
    await this.updateComplete;
    this.renderRoot.querySelector('input')?.focus();
    if (this.kinds.length > 0) return;
    try {
      this.failed = false;
      const { catalogue } = await import('../controls/index.ts');
      this.kinds = catalogue.map(({ definition }) => definition).filter(({ name }) => !inner.has(name));
    } catch {
      this.failed = true;
    }
  }

  private close(): void {
    this.popup.hide();
    this.renderRoot.querySelector<HTMLElement>('.open')?.focus();
  }

  private choose({ kind, variant }: Entry): void {
    this.close();
    const detail: InsertChoice = variant === undefined ? { kind } : { kind, variant };
    this.dispatchEvent(new CustomEvent<InsertChoice>('fx-insert', { detail }));
  }

  private entries(category: ControlCategory): readonly Entry[] {
    const kinds = this.kinds.filter((kind) => kind.category === category);
    const listed = kinds.map(({ name, summary }) => ({ kind: name, title: titleOf(name), summary }));
    const all = category === 'layout' ? [...layouts, ...listed] : listed.sort((a, b) => a.title.localeCompare(b.title));
    const wanted = this.search.trim().toLowerCase();
    return all.filter(({ title, kind }) => title.toLowerCase().includes(wanted) || kind.toLowerCase().includes(wanted));
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
      return;
    }
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('.group button')];
    const at = buttons.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    if (event.key === 'Enter' && at < 0) buttons[0]?.click();
    else if (event.key === 'ArrowDown') (buttons[at + 1] ?? buttons[0])?.focus();
    else if (event.key === 'ArrowUp') (buttons[at - 1] ?? this.renderRoot.querySelector('input'))?.focus();
    else return;
    event.preventDefault();
  }

  override render(): TemplateResult {
    const { open } = this.popup;
    return html`<button
        type="button"
        class="flat open"
        title="Insert a control or a screen"
        aria-haspopup="dialog"
        aria-expanded=${open ? 'true' : 'false'}
        ?disabled=${this.disabled}
        @click=${() => (open ? this.close() : void this.open())}
      >
        Insert
      </button>
      <div class="popup" popover="manual" role="dialog" aria-label="Insert" @keydown=${this.handleKey}>
        ${open ? this.renderChoices() : nothing}
      </div>`;
  }

  private renderChoices(): TemplateResult {
    const found = groups.map(([category, title]) => ({ title, entries: this.entries(category) }));
    const none = found.every(({ entries }) => entries.length === 0);
    return html`<input
        class="line"
        type="search"
        placeholder="Find a control"
        aria-label="Find a control"
        autocomplete="off"
        .value=${this.search}
        @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
      />
      ${found.map(({ title, entries }) =>
        entries.length === 0
          ? nothing
          : html`<h2>${title}</h2>
              <div class="group">
                ${entries.map(
                  (entry) =>
                    html`<button type="button" class="flat" title=${entry.summary} @click=${() => this.choose(entry)}>
                      ${entry.title}
                    </button>`,
                )}
              </div>`,
      )}
      ${this.failed ? html`<p role="alert">The controls could not be loaded. Look at your connection, and open this again.</p>` : nothing}
      ${none && this.kinds.length > 0 ? html`<p>No control is called so.</p>` : nothing}`;
  }
}

if (typeof customElements !== 'undefined' && customElements.get('fx-insert-menu') === undefined)
  customElements.define('fx-insert-menu', InsertMenu);

declare global {
  interface HTMLElementTagNameMap {
    'fx-insert-menu': InsertMenu;
  }
}
