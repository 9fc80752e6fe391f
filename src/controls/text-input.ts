import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { types } from '../formula/index.ts';
import { baseStyles } from './base-styles.ts';
import { alignment, cornerAliases, typographyAliases } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { both, data, design, output } from './definition.ts';
import { TextFormat, TextInputType, TextMode, TriggerOutput, VirtualKeyboardMode } from './enums.ts';
import {
  fieldInvalid,
  fieldLabel,
  fieldNotes,
  fieldProblem,
  fieldProperties,
  fieldRequired,
  fieldStates,
  fieldStyles,
  renderFieldEnd,
} from './field.ts';
import { glyph, paths } from './glyphs.ts';
import { own } from './theme.ts';

const { boolean, number, optionType, text } = types;

/** How long a delayed output waits for the next key, in milliseconds. */
const DELAY = 400;

/** A field to type text in, on one line or on several. */
export class TextInput extends controlElement({
  name: 'TextInput',
  tag: 'fx-text-input',
  category: 'input',
  summary: 'A field to type text in, on one line or on several.',
  form: 'Value',
  states: fieldNotes,
  properties: {
    Default: data(text, '', 'What is in it before the user types.'),
    Text: output(text, 'What is in it now.', (read) => read('Value'), ''),
    Value: both(
      text,
      '',
      'What is in it now; a formula may set it too.',
      (read, chosen, assigned) => chosen ?? assigned ?? read('Default'),
    ),
    HintText: data(text, '', 'Shown in grey while it is empty.'),
    Mode: data(optionType(TextMode), 'singleline', 'One line, several lines, or a password.'),
    Type: data(optionType(TextInputType), 'Text', 'What is typed: text, a password, or something to search for.'),
    Format: data(optionType(TextFormat), 'text', 'Whether a number is expected.'),
    VirtualKeyboardMode: data(optionType(VirtualKeyboardMode), 'auto', 'The keyboard that a telephone shows.'),
    MaxLength: data(number, null, 'How many characters fit; blank for no limit.'),
    Clear: data(boolean, false, 'Whether a button empties it.'),
    DelayOutput: data(boolean, false, 'Whether the text is told only after a pause in typing.'),
    TriggerOutput: data(
      optionType(TriggerOutput),
      'WhileTyping',
      'When the text is told: while typing, after a pause, or on leaving.',
    ),
    EnableSpellCheck: data(boolean, false, 'Whether spelling is checked.'),
    ...fieldProperties,
    Align: alignment('left', '').Align,
    LineHeight: design(number, null, 'Height of a line, in heights of its text.', { css: 'line-height', unit: '' }),
  },
  propertyAliases: { ...typographyAliases, ...cornerAliases, Placeholder: 'HintText' },
  events: { OnChange: 'When the user has changed the text and leaves the field.', OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    fieldStyles,
    css`
      :host {
        --_line-height: ${own('line-height', 'inherit')};
      }
      .input {
        line-height: var(--_line-height);
      }
      textarea.input {
        --_padding-block: 6px;
        display: block;
        resize: none;
        min-height: 64px;
      }
      .input::-webkit-search-cancel-button {
        display: none;
      }
    `,
  ];

  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What has been typed and not told yet. */
  #untold: string | undefined;

  protected override get empty(): boolean {
    return this.Text === '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#flush();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    fieldStates(this, this.internals);
  }

  override render(): TemplateResult {
    const search = this.Type === 'Search';
    return html`${search ? html`<span class="slot">${glyph(paths.search)}</span>` : nothing}
    ${this.Mode === 'multiline' ? this.#renderArea() : this.#renderLine(search)}
    ${this.#clearable(search) ? this.#renderClear() : nothing}${renderFieldEnd(this)}${this.renderPending()}`;
  }

  #renderLine(search: boolean): TemplateResult {
    const password = this.Mode === 'password' || this.Type === 'Password';
    return html`<input
      part="control"
      class="input"
      type=${password ? 'password' : search ? 'search' : 'text'}
      .value=${live(this.Text)}
      placeholder=${this.HintText || nothing}
      inputmode=${this.#keyboard()}
      maxlength=${this.#limit()}
      title=${this.Tooltip || nothing}
      lang=${this.ContentLanguage || nothing}
      tabindex=${this.TabIndex ?? nothing}
      aria-label=${fieldLabel(this, this.HintText)}
      aria-required=${fieldRequired(this)}
      aria-invalid=${fieldInvalid(this)}
      aria-description=${fieldProblem(this)}
      aria-describedby=${this.error === null ? nothing : 'message'}
      autocomplete=${password ? 'current-password' : nothing}
      spellcheck=${this.EnableSpellCheck ? 'true' : 'false'}
      ?disabled=${this.mode === 'disabled'}
      ?readonly=${this.mode === 'view'}
      @input=${this.#typed}
      @change=${this.#left}
      @click=${this.#pressed}
    />`;
  }

  #renderArea(): TemplateResult {
    return html`<textarea
      part="control"
      class="input"
      .value=${live(this.Text)}
      placeholder=${this.HintText || nothing}
      maxlength=${this.#limit()}
      title=${this.Tooltip || nothing}
      lang=${this.ContentLanguage || nothing}
      tabindex=${this.TabIndex ?? nothing}
      aria-label=${fieldLabel(this, this.HintText)}
      aria-required=${fieldRequired(this)}
      aria-invalid=${fieldInvalid(this)}
      aria-description=${fieldProblem(this)}
      aria-describedby=${this.error === null ? nothing : 'message'}
      spellcheck=${this.EnableSpellCheck ? 'true' : 'false'}
      ?disabled=${this.mode === 'disabled'}
      ?readonly=${this.mode === 'view'}
      @input=${this.#typed}
      @change=${this.#left}
      @click=${this.#pressed}
    ></textarea>`;
  }

  #renderClear(): TemplateResult {
    return html`<button type="button" class="slot action" aria-label="Clear" @click=${this.#cleared}>
      ${glyph(paths.dismiss)}
    </button>`;
  }

  #clearable(search: boolean): boolean {
    return (this.Clear || search) && this.Text !== '' && this.mode === 'edit';
  }

  #limit(): number | typeof nothing {
    const limit = this.MaxLength;
    return limit !== null && limit > 0 ? limit : nothing;
  }

  #keyboard(): string | typeof nothing {
    if (this.VirtualKeyboardMode === 'numeric' || (this.Format === 'number' && this.VirtualKeyboardMode === 'auto'))
      return 'decimal';
    return this.VirtualKeyboardMode === 'text' ? 'text' : nothing;
  }

  #typed(event: Event): void {
    this.#untold = (event.target as HTMLInputElement).value;
    clearTimeout(this.#timer);
    if (this.TriggerOutput === 'Focus Out') return;
    if (this.DelayOutput || this.TriggerOutput === 'Delayed') this.#timer = setTimeout(() => this.#flush(), DELAY);
    else this.#flush();
  }

  #left(): void {
    this.#flush();
    this.raise('OnChange');
  }

  #flush(): void {
    clearTimeout(this.#timer);
    const text = this.#untold;
    this.#untold = undefined;
    if (text !== undefined && text !== this.Text) this.output('Value', text);
  }

  #cleared(): void {
    this.#untold = undefined;
    this.output('Value', '');
    this.renderRoot.querySelector<HTMLInputElement>('.input')?.focus();
    this.raise('OnChange');
  }

  #pressed(): void {
    if (this.mode === 'edit') this.raise('OnSelect');
  }
}
register(TextInput);
