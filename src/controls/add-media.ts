import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { mediaAddress } from './addresses.ts';
import { baseStyles, face, hostPadding } from './base-styles.ts';
import {
  alignment,
  border,
  coloring,
  interaction,
  padding,
  placement,
  typography,
  typographyAliases,
} from './common-properties.ts';
import { setState } from './custom-states.ts';
import { controlElement, register } from './define.ts';
import { data, output } from './definition.ts';
import { labelText } from './field-label.ts';
import { fileValue, filesOf, pickFiles } from './files.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { pressStyles } from './press.ts';
import { color, own, size } from './theme.ts';

const { boolean, image, text } = types;

/** Takes a picture from the user's device: one that is there, or a new one from a telephone's camera. */
export class AddMedia extends controlElement({
  name: 'AddMedia',
  tag: 'fx-add-media',
  category: 'media',
  summary: 'Takes a picture from the user’s device.',
  form: 'Media',
  states: { dropping: 'A file is held over it.' },
  properties: {
    Text: data(text, 'Tap or click to add a picture', 'What it says before there is a picture.'),
    ChangePictureText: data(text, 'Change picture', 'What it says over a picture.'),
    UseMobileCamera: data(boolean, false, 'Whether a telephone opens its camera rather than its pictures.'),
    Reset: data(boolean, false, 'Turning this true takes the picture away.'),
    Media: output(image, 'The picture.'),
    FileName: output(text, 'The name of its file.', undefined, ''),
    Error: output(text, 'Why the last file could not be taken.', undefined, ''),
    Required: data(boolean, false, 'Whether there must be a picture.'),
    ...placement(328, 246),
    ...interaction,
    ...typography,
    ...alignment('center', 'middle'),
    ...padding(null),
    ...coloring,
    ...border,
  },
  propertyAliases: { ...typographyAliases },
  events: { OnSelect: 'When the user presses it.', OnChange: 'When there is another picture.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    pressStyles,
    face({
      fill: color('sunken'),
      color: color('text'),
      line: color('border-strong'),
      thickness: '1px',
      radius: size.radius,
      shades: true,
      when: 'active',
      greys: true,
    }),
    hostPadding('8px', '8px'),
    css`
      :host {
        width: ${own('width', '328px')};
        height: ${own('height', '246px')};
        overflow: clip;
        border-style: ${own('border-style', 'dashed')};
        --_decoration: ${own('underline', '')} ${own('strike', '')};
      }
      :host(:state(dropping)) {
        outline: 2px solid ${color('brand-line')};
      }
      .press {
        position: absolute;
        inset: 0;
        display: flex;
        flex-direction: column;
        gap: 8px;
        align-items: ${own('text-align', 'center')};
        justify-content: ${own('vertical-align', 'center')};
        text-decoration-line: var(--_decoration);
        overflow-wrap: anywhere;
      }
      .press svg {
        width: 24px;
        height: 24px;
        flex: none;
      }
      img {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        object-fit: cover;
      }
      .filled {
        justify-content: end;
        padding: 0;
      }
      .filled span {
        width: 100%;
        padding: 4px 8px;
        background: ${color('surface')};
        color: ${color('text')};
      }
      .wrong {
        position: absolute;
        inset-inline: 0;
        inset-block-start: 0;
        padding: 4px 8px;
        background: ${color('danger-tint')};
        color: ${color('danger-text')};
        font-size: ${size.textSmall};
      }
      input {
        display: none;
      }
    `,
  ];

  override get pressable(): boolean {
    return true;
  }

  override reset(): void {
    super.reset();
    this.#taken('', '');
  }

  override render(): TemplateResult {
    const address = mediaAddress(this.Media);
    const shown = address === null ? this.Text : this.ChangePictureText;
    const label = labelText(this);
    return html`${address === null ? nothing : html`<img src=${address} alt=${this.FileName} />`}
      <button
        type="button"
        part="control"
        class=${address === null ? 'press' : 'press filled'}
        aria-label=${label === '' ? nothing : `${label} ${shown}`}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        tabindex=${this.TabIndex ?? nothing}
        ?disabled=${this.mode !== 'edit'}
        @click=${() => this.#pressed()}
        @dragover=${(event: DragEvent) => this.#dragged(event, true)}
        @dragleave=${(event: DragEvent) => this.#dragged(event, false)}
        @drop=${(event: DragEvent) => this.#picked(event)}
      >
        ${address === null ? glyph(paths.image) : nothing}<span>${shown}</span>
      </button>
      ${this.#renderError()}
      <input
        type="file"
        accept="image/*"
        capture=${this.UseMobileCamera ? 'environment' : nothing}
        @change=${(event: Event) => this.#picked(event)}
      />`;
  }

  #renderError(): unknown {
    const wrong = this.error?.message ?? this.Error;
    return wrong === '' ? nothing : html`<div class="wrong" part="error" role="alert">${wrong}</div>`;
  }

  #pressed(): void {
    this.raise('OnSelect');
    pickFiles(this.renderRoot.querySelector('input')!);
  }

  #dragged(event: DragEvent, over: boolean): void {
    event.preventDefault();
    setState(this.internals, 'dropping', over);
  }

  #picked(event: Event): void {
    if (event instanceof DragEvent) this.#dragged(event, false);
    const [file] = filesOf(event);
    if (file !== undefined && this.mode === 'edit') void this.#take(file);
  }

  async #take(file: File): Promise<void> {
    if (!file.type.startsWith('image/')) return this.#taken(this.FileName, messages.notAPicture);
    try {
      this.output('Media', await fileValue(file));
      this.#taken(file.name, '');
      this.raise('OnChange');
    } catch {
      this.#taken(this.FileName, messages.unreadable(file.name));
    }
  }

  #taken(name: string, wrong: string): void {
    this.measure('FileName', name);
    this.measure('Error', wrong);
  }
}
register(AddMedia);
