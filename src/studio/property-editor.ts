import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { displayText, fromAttribute } from '../controls/core.ts';
import { Color, type Type, type Value } from '../formula/index.ts';

/** A property that is set by hand rather than by a formula. */
export interface EditedProperty {
  readonly id: string;
  /** What the property is, for those who point at the field. */
  readonly title: string;
  /** The id of its label, where that is no `<label>`. */
  readonly labelledBy?: string;
  readonly type: Type;
  readonly value: Value;
  /** Whether each key counts, or only what is left in the field. */
  readonly live: boolean;
  set(value: Value): void;
}

/** `#rrggbb`, whatever the opacity: what a field for colours takes. */
const hexOf = ({ red, green, blue }: Color): string =>
  `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

/** A field for a value of a simple type; undefined for those that only formulas give: tables, records, dates. */
export function propertyEditor({
  id,
  title,
  labelledBy,
  type,
  value,
  live: eachKey,
  set,
}: EditedProperty): TemplateResult | undefined {
  const label = labelledBy ?? nothing;
  const onText = (use: (text: string) => Value) => (event: Event) => {
    if (eachKey || event.type === 'change') set(use((event.target as HTMLInputElement | HTMLSelectElement).value));
  };
  const line = (kind: 'text' | 'number', shown: string, read: (text: string) => Value): TemplateResult => {
    const changed = onText(read);
    return html`<input
      id=${id}
      type=${kind}
      step="any"
      title=${title}
      aria-labelledby=${label}
      autocomplete="off"
      spellcheck="false"
      .value=${shown}
      @input=${changed}
      @change=${changed}
    />`;
  };
  switch (type.kind) {
    case 'boolean':
      return html`<input
        id=${id}
        type="checkbox"
        title=${title}
        aria-labelledby=${label}
        .checked=${live(value === true)}
        @change=${({ target }: Event) => set((target as HTMLInputElement).checked)}
      />`;
    case 'option': {
      const now = displayText(value).toLowerCase();
      const members = [...type.set.members].map(([name, worth]) => [name, String(worth)] as const);
      return html`<select id=${id} title=${title} aria-labelledby=${label} @change=${onText((text) => text)}>
        ${members.map(
          ([name, worth]) =>
            html`<option value=${worth} .selected=${[name, worth].some((text) => text.toLowerCase() === now)}>${name}</option>`,
        )}
      </select>`;
    }
    case 'number':
      return line('number', typeof value === 'number' ? String(value) : '', (text) => (text === '' ? null : Number(text)));
    case 'color': {
      const changed = onText((text) => fromAttribute(type, text));
      return html`<input
        id=${id}
        type="color"
        title=${title}
        aria-labelledby=${label}
        class=${value instanceof Color ? '' : 'unset'}
        .value=${value instanceof Color ? hexOf(value) : '#000000'}
        @input=${changed}
        @change=${changed}
      />`;
    }
    case 'text':
    case 'hyperlink':
    case 'image':
    case 'media':
      return line('text', displayText(value), (text) => text);
    default:
      return undefined;
  }
}
