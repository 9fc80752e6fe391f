import { html, nothing, type TemplateResult } from 'lit';
import { isError, type Value } from '../formula/index.ts';
import { DAY, dateFormat, dayOf, today, type Day } from './calendar.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';

export { calendarStyles } from './calendar-styles.ts';

/** What a calendar shows, and what it asks of its field. */
export interface Month {
  /** The day that the keyboard is on. */
  readonly current: Day;
  readonly selected: Day | null;
  readonly language: string | undefined;
  /** What a formula says of it: a number, a name, or nothing. */
  readonly startOfWeek: Value;
  readonly allowed: (day: Day) => boolean;
  readonly goTo: (day: Day) => void;
  readonly choose: (day: Day) => void;
}

/** The month that a day is in, as a table of weeks. */
export function renderMonth(month: Month): TemplateResult {
  const weeks = weeksOf(month.current, firstWeekday(month));
  const turn = (months: number, label: string, sign: string): TemplateResult =>
    html`<button type="button" class="turn" aria-label=${label} @click=${() => month.goTo(addMonths(month.current, months))}>
      ${glyph(sign)}
    </button>`;
  return html`<div class="head">
      <span class="month" aria-live="polite"
        >${dateFormat(month.language, { month: 'long', year: 'numeric' }).format(month.current)}</span
      >
      ${turn(-1, messages.previousMonth, paths.chevronLeft)}${turn(1, messages.nextMonth, paths.chevronRight)}
    </div>
    <table role="grid">
      <thead>
        <tr>
          ${weeks[0]!.map((day) => html`<th scope="col" abbr=${say(day, month, { weekday: 'long' })}>${say(day, month, { weekday: 'narrow' })}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${weeks.map(
          (week) =>
            html`<tr>
              ${week.map((day) => renderDay(day, month))}
            </tr>`,
        )}
      </tbody>
    </table>
    <div class="foot-row">
      <button type="button" class="word" @click=${() => month.choose(today())}>${messages.today}</button>
    </div>`;
}

function renderDay(day: Day, month: Month): TemplateResult {
  const classes = ['day', sameMonth(day, month.current) ? '' : 'other', day === today() ? 'today' : ''];
  return html`<td role="gridcell" aria-selected=${day === month.selected ? 'true' : 'false'}>
    <button
      type="button"
      class=${classes.join(' ')}
      tabindex=${day === month.current ? 0 : -1}
      aria-label=${say(day, month, { dateStyle: 'full' })}
      aria-current=${day === today() ? 'date' : nothing}
      ?disabled=${!month.allowed(day)}
      @click=${() => month.choose(day)}
    >
      ${new Date(day).getUTCDate()}
    </button>
  </td>`;
}

/** The day that a key leads to, by the keys of the WAI-ARIA date picker; undefined for other keys. */
export function dayByKey({ key, shiftKey, target }: KeyboardEvent, month: Month): Day | undefined {
  const { current } = month;
  const button = target as Element;
  if (!button.classList.contains('day')) return undefined;
  const forth = button.matches(':dir(rtl)') ? -1 : 1;
  const first = startOfWeek(current, firstWeekday(month));
  const moves = new Map([
    ['ArrowRight', addDays(current, forth)],
    ['ArrowLeft', addDays(current, -forth)],
    ['ArrowDown', addDays(current, 7)],
    ['ArrowUp', addDays(current, -7)],
    ['Home', first],
    ['End', addDays(first, 6)],
    ['PageDown', addMonths(current, shiftKey ? 12 : 1)],
    ['PageUp', addMonths(current, shiftKey ? -12 : -1)],
  ]);
  return moves.get(key);
}

const say = (day: Day, { language }: Month, options: Intl.DateTimeFormatOptions): string =>
  dateFormat(language, options).format(day);

/** 0 for Sunday: what the formula says, by number or name, else what people of the language expect. */
function firstWeekday({ startOfWeek: value, language }: Month): number {
  const given = weekdayOf(value);
  if (given !== undefined) return given;
  const locale = new Intl.Locale(language ?? new Intl.DateTimeFormat().resolvedOptions().locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return ((locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 7) % 7;
}

const addDays = (day: Day, days: number): Day => day + days * DAY;

/** The same day in another month, or its last day where that month is shorter. */
function addMonths(day: Day, months: number): Day {
  const date = new Date(day);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return dayOf(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date.getUTCDate(), last));
}

/** The day on which the week of another begins; `first` is 0 for Sunday. */
const startOfWeek = (day: Day, first: number): Day => addDays(day, -((new Date(day).getUTCDay() - first + 7) % 7));

/** Six weeks that show the month of a day whole. */
function weeksOf(day: Day, first: number): Day[][] {
  const date = new Date(day);
  const begin = startOfWeek(dayOf(date.getUTCFullYear(), date.getUTCMonth(), 1), first);
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (__, weekday) => addDays(begin, week * 7 + weekday)));
}

const sameMonth = (a: Day, b: Day): boolean => new Date(a).toISOString().slice(0, 7) === new Date(b).toISOString().slice(0, 7);

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Members of `StartOfWeek` are worth 1 (Sunday), 2 and 3 (Monday), 12 (Tuesday) to 16; names are understood too. */
function weekdayOf(value: Value): number | undefined {
  if (value === null || isError(value)) return undefined;
  const worth = typeof value === 'object' && 'value' in value ? value.value : value;
  if (typeof worth === 'number') return worth >= 12 ? (worth - 10) % 7 : Math.min(1, Math.max(0, worth - 1));
  const named = typeof worth === 'string' ? weekdays.indexOf(worth.toLowerCase()) : -1;
  return named >= 0 ? named : undefined;
}
