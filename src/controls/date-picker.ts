import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { DateValue, types } from '../formula/index.ts';
import { baseStyles } from './base-styles.ts';
import { formatDay, parseDay, startOfDay, today, type Day } from './calendar.ts';
import type * as Panel from './calendar-panel.ts';
import { cornerAliases, typographyAliases } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { both, data, design } from './definition.ts';
import { DateTimeZone } from './enums.ts';
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
import { knownLanguage } from './language.ts';
import { messages } from './messages.ts';
import { Popup, popupStyles } from './popup.ts';
import { own } from './theme.ts';

const { any, boolean, color: colorType, date, number, optionType, text } = types;

/** A field to choose a date in, from a calendar or by typing. */
export class DatePicker extends controlElement({
  name: 'DatePicker',
  tag: 'fx-date-picker',
  category: 'input',
  summary: 'A field to choose a date in, from a calendar or by typing.',
  form: 'SelectedDate',
  states: fieldNotes,
  parts: { popup: 'The calendar.' },
  properties: {
    DefaultDate: data(date, null, 'The date before the user chooses.', { formula: 'Today()' }),
    SelectedDate: both(date, null, 'The chosen date.', (read, chosen, assigned) =>
      chosen !== undefined ? chosen : (assigned ?? read('DefaultDate')),
    ),
    Format: data(text, '', 'How the date is written: ShortDate, LongDate, or a pattern such as yyyy-mm-dd.'),
    Language: data(text, '', 'The language of the calendar, "de-CH"; that of the page where it is blank.'),
    IsEditable: data(boolean, false, 'Whether a date may be typed as well.'),
    InputTextPlaceholder: data(text, '', 'Shown in grey while no date is chosen.'),
    StartYear: data(number, 1970, 'The first year of the calendar.'),
    EndYear: data(number, 2050, 'The last year of the calendar.'),
    StartDate: data(date, null, 'The first date that can be chosen.'),
    EndDate: data(date, null, 'The last date that can be chosen.'),
    StartOfWeek: data(
      any,
      null,
      'The day that a week begins with, a member of StartOfWeek; that of the language where it is blank.',
    ),
    DateTimeZone: data(optionType(DateTimeZone), 'local', 'Whether dates are of the user’s zone or of UTC.', { ignored: true }),
    ...fieldProperties,
    IconFill: design(colorType, null, 'The sign of the calendar.', { css: 'icon-fill' }),
    IconBackground: design(colorType, null, 'The background of that sign.', { css: 'icon-background' }),
  },
  propertyAliases: {
    ...typographyAliases,
    ...cornerAliases,
    Placeholder: 'InputTextPlaceholder',
    HintText: 'InputTextPlaceholder',
  },
  events: { OnChange: 'When the user has chosen another date.', OnSelect: 'When the user opens the calendar.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    fieldStyles,
    popupStyles,
    css`
      :host {
        --_icon: ${own('icon-fill', 'inherit')};
        --_icon-background: ${own('icon-background', 'none')};
      }
      .input[readonly] {
        cursor: pointer;
      }
      .slot.action {
        background: var(--_icon-background);
        color: var(--_icon);
        align-self: center;
      }
      .slot.action svg {
        width: 20px;
        height: 20px;
      }
      :host(:is(:state(disabled), :state(readonly))) .slot.action {
        cursor: default;
      }
    `,
  ];

  #panel: typeof Panel | undefined;
  readonly #popup = new Popup(this, () => this.requestUpdate());
  /** The day that the keyboard is on in the calendar. */
  #current: Day = 0;
  /** What is being typed; undefined while nobody types. */
  #draft: string | undefined;

  protected override get empty(): boolean {
    return this.SelectedDate === null;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    fieldStates(this, this.internals);
  }

  override render(): TemplateResult {
    const selected = this.#selected;
    const shown = this.#draft ?? (selected === null ? '' : formatDay(selected, this.Format, this.#language));
    return html`<input
        part="control"
        class="input"
        type="text"
        autocomplete="off"
        .value=${live(shown)}
        placeholder=${this.InputTextPlaceholder || nothing}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        tabindex=${this.TabIndex ?? nothing}
        role="combobox"
        aria-haspopup="dialog"
        aria-expanded=${this.#popup.open ? 'true' : 'false'}
        aria-controls="calendar"
        aria-label=${fieldLabel(this, this.InputTextPlaceholder)}
        aria-required=${fieldRequired(this)}
        aria-invalid=${fieldInvalid(this)}
        aria-description=${fieldProblem(this)}
        aria-describedby=${this.error === null ? nothing : 'message'}
        ?disabled=${this.mode === 'disabled'}
        ?readonly=${this.mode === 'view' || !this.IsEditable}
        @input=${this.#typed}
        @change=${this.#left}
        @focus=${() => void this.#load()}
        @click=${() => (this.IsEditable ? undefined : void this.#open())}
        @keydown=${this.#keyedField}
      />${this.mode === 'view' ? nothing : this.#renderButton()}${renderFieldEnd(this)}
      <div
        class="popup"
        part="popup"
        popover="manual"
        id="calendar"
        role="dialog"
        aria-label=${messages.openCalendar}
        @keydown=${this.#keyed}
      >
        ${this.#popup.open ? this.#panel?.renderMonth(this.#month) : nothing}
      </div>
      ${this.renderPending()}`;
  }

  #renderButton(): TemplateResult {
    return html`<button
      type="button"
      class="slot action"
      tabindex="-1"
      aria-label=${messages.openCalendar}
      ?disabled=${this.mode === 'disabled'}
      @click=${() => (this.#popup.open ? this.#popup.hide() : void this.#open())}
    >
      ${glyph(paths.calendar)}
    </button>`;
  }

  get #selected(): Day | null {
    const { SelectedDate: value } = this;
    return value === null ? null : startOfDay(value.wall);
  }

  get #language(): string | undefined {
    return knownLanguage(this.Language, this.ContentLanguage);
  }

  #allowed(day: Day): boolean {
    const year = new Date(day).getUTCFullYear();
    if (year < (this.StartYear ?? -Infinity) || year > (this.EndYear ?? Infinity)) return false;
    return day >= (this.StartDate?.wall ?? -Infinity) && day <= (this.EndDate?.wall ?? Infinity);
  }

  /** The calendar is loaded when it is near to be opened first. */
  async #load(): Promise<void> {
    const panel = await import('./calendar-panel.ts');
    if (this.#panel !== undefined) return;
    this.#panel = panel;
    (this.renderRoot as ShadowRoot).adoptedStyleSheets.push(panel.calendarStyles.styleSheet!);
  }

  get #month(): Panel.Month {
    return {
      current: this.#current,
      selected: this.#selected,
      language: this.#language,
      startOfWeek: this.StartOfWeek,
      allowed: (day) => this.#allowed(day),
      goTo: (day) => this.#goTo(day, false),
      choose: (day) => this.#choose(day),
    };
  }

  async #open(): Promise<void> {
    if (this.mode !== 'edit') return;
    await this.#load();
    this.#current = this.#selected ?? today();
    this.#popup.show();
    this.raise('OnSelect');
    this.#focusCurrent();
  }

  #close(): void {
    this.#popup.hide();
    this.renderRoot.querySelector<HTMLElement>('.input')?.focus();
  }

  #goTo(day: Day, focus = true): void {
    this.#current = day;
    this.requestUpdate();
    if (focus) this.#focusCurrent();
  }

  #focusCurrent(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.day[tabindex="0"]')?.focus());
  }

  #choose(day: Day): void {
    if (!this.#allowed(day)) return;
    this.output('SelectedDate', new DateValue(day));
    this.raise('OnChange');
    this.#close();
  }

  #typed(event: Event): void {
    this.#draft = (event.target as HTMLInputElement).value;
  }

  #left(): void {
    const day = this.#draft === undefined ? undefined : parseDay(this.#draft, this.#language);
    this.#draft = undefined;
    this.requestUpdate();
    if (day === undefined || (day !== null && !this.#allowed(day))) return;
    this.output('SelectedDate', day === null ? null : new DateValue(day));
    this.raise('OnChange');
  }

  #keyedField(event: KeyboardEvent): void {
    const opens = event.key === 'ArrowDown' || (!this.IsEditable && (event.key === 'Enter' || event.key === ' '));
    const clears = !this.IsEditable && !this.Required && (event.key === 'Delete' || event.key === 'Backspace');
    if (this.mode !== 'edit' || !(opens || clears)) return;
    event.preventDefault();
    if (opens) void this.#open();
    else if (this.SelectedDate !== null) {
      this.output('SelectedDate', null);
      this.raise('OnChange');
    }
  }

  #keyed(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.#close();
      return;
    }
    const next = this.#panel?.dayByKey(event, this.#month);
    if (next === undefined) return;
    event.preventDefault();
    this.#goTo(next);
  }
}
register(DatePicker);
