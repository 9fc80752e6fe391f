import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { linkAddress } from './addresses.ts';
import { baseStyles, face, focusRing } from './base-styles.ts';
import { border, interaction, placement, typography } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, output } from './definition.ts';
import { fieldLabel } from './field.ts';
import { glyph, paths } from './glyphs.ts';
import { htmlText } from './html-text.ts';
import { messages } from './messages.ts';
import { color, own, size } from './theme.ts';

const { boolean, text } = types;

/** What the buttons do, by the names of the browser's own editing commands. */
// oxfmt-ignore
const tools = [
  ['bold', 'B', 'Control+B'],
  ['italic', 'I', 'Control+I'],
  ['underline', 'U', 'Control+U'],
  ['strikeThrough', 'S', ''],
  ['insertUnorderedList', '•', ''],
  ['insertOrderedList', '1.', ''],
  ['createLink', '', ''],
  ['removeFormat', '', ''],
] as const;
/** Signs that are drawn. */
const signs = new Map<string, unknown>([
  ['createLink', glyph(paths.link)],
  ['removeFormat', glyph(paths.erase)],
]);
type Tool = (typeof tools)[number][0];

/** A field to write text with markup in. */
export class RichTextEditor extends controlElement({
  name: 'RichTextEditor',
  tag: 'fx-rich-text-editor',
  category: 'input',
  summary: 'A field to write text with markup in.',
  form: 'HtmlText',
  properties: {
    Default: data(text, '', 'What is in it before the user writes, as HTML.'),
    EnableSpellCheck: data(boolean, true, 'Whether the browser marks what is spelt wrongly.'),
    HtmlText: output(text, 'What is in it, as HTML.', (read, chosen) => chosen ?? read('Default'), ''),
    Reset: data(boolean, false, 'Turning this true puts back the default.'),
    Required: data(boolean, false, 'Whether it must be filled in.'),
    ...placement(515, 158),
    ...interaction,
    Font: typography.Font,
    Size: typography.Size,
    BorderColor: border.BorderColor,
    BorderStyle: border.BorderStyle,
    BorderThickness: border.BorderThickness,
  },
  events: { OnChange: 'When the user has changed it and leaves it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({
      fill: color('surface'),
      color: color('text'),
      line: color('border-strong'),
      thickness: '1px',
      radius: size.radius,
      greys: true,
    }),
    css`
      :host {
        width: ${own('width', '515px')};
        height: ${own('height', '158px')};
      }
      .frame {
        display: flex;
        flex-direction: column;
        height: 100%;
        border-radius: inherit;
        overflow: hidden;
      }
      .tools {
        display: flex;
        flex: none;
        flex-wrap: wrap;
        gap: 2px;
        padding: 4px;
        border-block-end: 1px solid ${color('border-subtle')};
        background: ${color('canvas')};
      }
      .tool {
        min-width: 28px;
        height: 28px;
        padding: 0 6px;
        border: 1px solid transparent;
        border-radius: ${size.radius};
        background: none;
        color: ${color('text')};
        font: 600 13px/20px inherit;
        cursor: pointer;
      }
      .tool:hover:enabled {
        background: ${color('hover')};
      }
      .tool[aria-pressed='true'] {
        background: ${color('brand-tint')};
        color: ${color('on-brand-tint')};
        border-color: ${color('brand-line')};
      }
      .tool:disabled {
        color: ${color('text-disabled')};
      }
      /* A sign is no text: screen readers have the label. */
      .tool::before {
        content: attr(data-sign);
      }
      .tool svg {
        display: block;
        width: 16px;
        height: 16px;
      }
      .italic {
        font-style: italic;
      }
      .underline {
        text-decoration: underline;
      }
      .strikeThrough {
        text-decoration: line-through;
      }
      .address {
        flex: 1;
        min-width: 120px;
        height: 28px;
        padding: 0 8px;
        border: 1px solid ${color('border-strong')};
        border-radius: ${size.radius};
        background: ${color('surface')};
        color: inherit;
        font: inherit;
      }
      .area {
        flex: 1;
        min-height: 0;
        padding: 8px 10px;
        overflow: auto;
        outline: 0;
        overflow-wrap: anywhere;
        scrollbar-width: thin;
      }
      .area :is(p, ul, ol) {
        margin-block: 0.4em;
      }
      .area a {
        color: ${color('brand-text')};
      }
      :is(.area, .tool, .address):focus-visible {
        ${focusRing}
        outline-offset: -2px;
      }
      .failure {
        padding: 4px 10px;
      }
    `,
  ];

  /** What is in the editor's elements now. */
  #shown: string | undefined;
  /** What was in it when the user came. */
  #before = '';
  /** The tool that the keyboard is on. */
  #current = 0;
  #active: ReadonlySet<Tool> = new Set();
  /** The place in the text that an address is being written for. */
  #linked: Range | undefined;

  protected override get empty(): boolean {
    return this.HtmlText === '';
  }

  override render(): TemplateResult {
    const { mode } = this;
    return html`<div class="frame">
        ${mode === 'view' ? nothing : this.#renderTools()}${this.renderFailure()}
        <div
          class="area"
          part="control"
          role="textbox"
          aria-multiline="true"
          aria-label=${fieldLabel(this)}
          aria-required=${this.Required ? 'true' : nothing}
          aria-disabled=${mode === 'disabled' ? 'true' : nothing}
          aria-readonly=${mode === 'view' ? 'true' : nothing}
          aria-invalid=${this.error === null ? nothing : 'true'}
          contenteditable=${mode === 'edit' ? 'true' : 'false'}
          spellcheck=${this.EnableSpellCheck ? 'true' : 'false'}
          tabindex=${mode === 'disabled' ? nothing : (this.TabIndex ?? 0)}
          title=${this.Tooltip || nothing}
          lang=${this.ContentLanguage || nothing}
          @input=${() => this.#wrote()}
          @paste=${(event: ClipboardEvent) => this.#pasted(event)}
          @keyup=${() => this.#look()}
          @pointerup=${() => this.#look()}
          @focus=${() => (this.#before = this.HtmlText)}
          @blur=${() => this.#left()}
        ></div>
      </div>
      ${this.renderPending()}`;
  }

  #renderTools(): TemplateResult {
    const off = this.mode !== 'edit';
    return html`<div
      class="tools"
      role="toolbar"
      aria-label=${messages.formatting}
      @mousedown=${(event: Event) => {
        if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
      }}
      @keydown=${(event: KeyboardEvent) => this.#keyed(event)}
    >
      ${tools.map(
        ([tool, sign, keys], place) =>
          html`<button
            type="button"
            class="tool ${tool}"
            data-sign=${sign}
            aria-label=${messages.tools[tool]}
            title=${messages.tools[tool]}
            aria-pressed=${tool === 'createLink' || tool === 'removeFormat' ? nothing : this.#active.has(tool) ? 'true' : 'false'}
            aria-keyshortcuts=${keys || nothing}
            tabindex=${place === this.#current ? 0 : -1}
            ?disabled=${off}
            @click=${() => this.#use(tool)}
          >
            ${signs.get(tool) ?? nothing}
          </button>`,
      )}
      ${this.#linked === undefined ? nothing : this.#renderAddress()}
    </div>`;
  }

  #renderAddress(): TemplateResult {
    return html`<input
      class="address"
      type="url"
      placeholder="https://"
      aria-label=${messages.address}
      @keydown=${(event: KeyboardEvent) => this.#addressKeyed(event)}
    />`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    if (this.HtmlText !== this.#shown) void this.#show(this.HtmlText);
  }

  get #area(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.area')!;
  }

  /** The cleaner is loaded with the first text; meanwhile a later one may have come. */
  async #show(text: string): Promise<void> {
    this.#shown = text;
    const { cleanHtml } = await import('./clean-html.ts');
    if (this.#shown === text) this.#area.replaceChildren(cleanHtml(text));
  }

  #wrote(): void {
    const area = this.#area;
    // An emptied editor keeps a line break to stand in.
    this.#shown = area.textContent.trim() === '' && area.querySelector('img, li') === null ? '' : htmlText(area);
    this.output('HtmlText', this.#shown);
    this.#look();
  }

  #left(): void {
    if (this.HtmlText === this.#before) return;
    this.#before = this.HtmlText;
    this.raise('OnChange');
  }

  #pasted(event: ClipboardEvent): void {
    const markup = event.clipboardData?.getData('text/html') ?? '';
    if (markup === '') return;
    event.preventDefault();
    void this.#insert(markup);
  }

  async #insert(markup: string): Promise<void> {
    const { cleanHtml } = await import('./clean-html.ts');
    const range = this.#selected();
    if (range === undefined) return;
    range.deleteContents();
    range.insertNode(cleanHtml(markup));
    range.collapse(false);
    this.#wrote();
  }

  /** What is selected in the editor. */
  #selected(): Range | undefined {
    const root = this.renderRoot as ShadowRoot & { getSelection?: () => Selection | null };
    const selection = root.getSelection?.() ?? document.getSelection();
    const range = selection === null || selection.rangeCount === 0 ? undefined : selection.getRangeAt(0);
    return range !== undefined && this.#area.contains(range.commonAncestorContainer) ? range : undefined;
  }

  #use(tool: Tool): void {
    this.#current = tools.findIndex(([name]) => name === tool);
    if (tool === 'createLink') this.#askAddress();
    else this.#command(tool);
  }

  #command(tool: string, value?: string): void {
    this.#area.focus();
    // Deprecated, and the one way to edit that every browser has, with its own undo.
    document.execCommand('styleWithCSS', false, 'false');
    document.execCommand(tool, false, value);
    this.#wrote();
  }

  #askAddress(): void {
    this.#linked = this.#selected()?.cloneRange();
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.address')?.focus());
  }

  #addressKeyed(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    const address = linkAddress((event.target as HTMLInputElement).value);
    const range = this.#linked;
    this.#linked = undefined;
    this.requestUpdate();
    this.#area.focus();
    if (event.key === 'Escape' || address === null || range === undefined) return;
    const link = document.createElement('a');
    for (const [name, value] of [
      ['href', address],
      ['target', '_blank'],
      ['rel', 'noopener noreferrer'],
    ] as const)
      // oxfmt-ignore
      link.setAttribute(name, value);
    link.append(range.collapsed ? document.createTextNode(address) : range.extractContents());
    range.insertNode(link);
    this.#wrote();
  }

  /** Which tools the text at the cursor has been treated with. */
  #look(): void {
    this.#active = new Set(
      tools
        .map(([tool]) => tool)
        .filter((tool) => tool !== 'createLink' && tool !== 'removeFormat' && document.queryCommandState(tool)),
    );
    this.requestUpdate();
  }

  /** Arrow keys go through the tools; Tab leaves them. */
  #keyed(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement) return;
    const forth = this.matches(':dir(rtl)') ? -1 : 1;
    const by = new Map([['ArrowRight', forth], ['ArrowLeft', -forth]]).get(event.key); // oxfmt-ignore
    if (by === undefined) return;
    event.preventDefault();
    this.#current = (this.#current + by + tools.length) % tools.length;
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelectorAll<HTMLElement>('.tool')[this.#current]?.focus());
  }
}
register(RichTextEditor);
