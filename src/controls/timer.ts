import { css, html, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
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
import { controlElement, register } from './define.ts';
import { data, output } from './definition.ts';
import { pressStyles, renderPress } from './press.ts';
import { color, own, size } from './theme.ts';

const { boolean, number, text } = types;

/** How often the value is told, in milliseconds. */
const TICK = 100;

/**
 * Tells when some time has passed. It counts by the clock: a page that sleeps does not make it late by more than
 * the sleep.
 */
export class Timer extends controlElement({
  name: 'Timer',
  tag: 'fx-timer',
  category: 'input',
  summary: 'Tells when some time has passed.',
  properties: {
    Duration: data(number, 60_000, 'How long it runs, in milliseconds; at most 24 hours.'),
    Start: data(boolean, false, 'Turning this true starts it, turning it false stops it.'),
    AutoStart: data(boolean, false, 'Whether it starts with its screen.'),
    AutoPause: data(
      boolean,
      true,
      'Whether it stops while its screen is not shown; otherwise an end that is reached meanwhile is told when it is shown again.',
    ),
    Repeat: data(boolean, false, 'Whether it starts again at its end.'),
    Reset: data(boolean, false, 'Turning this true puts it back to the beginning.'),
    Value: output(number, 'How long it has run, in milliseconds.', undefined, 0),
    Text: data(text, '', 'The text on it; the time it has run where it is blank.'),
    ...placement(160, 40),
    ...interaction,
    ...typography,
    ...alignment('center', 'middle'),
    ...padding(null),
    ...coloring,
    ...border,
  },
  propertyAliases: { ...typographyAliases },
  events: {
    OnTimerStart: 'When it starts.',
    OnTimerEnd: 'When its time has passed.',
    OnSelect: 'When the user presses it, which starts or stops it too.',
  },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    pressStyles,
    face({
      fill: color('surface'),
      color: color('text'),
      thickness: '1px',
      radius: size.radius,
      shades: true,
      when: 'active',
      greys: true,
    }),
    hostPadding('5px', '12px'),
    css`
      :host {
        font-variant-numeric: tabular-nums;
        --_decoration: ${own('underline', '')} ${own('strike', '')};
      }
      .press,
      .rest {
        display: flex;
        align-items: ${own('vertical-align', 'center')};
        justify-content: ${own('text-align', 'center')};
        text-decoration-line: var(--_decoration);
      }
    `,
  ];

  #ticking: ReturnType<typeof setInterval> | undefined;
  /** What had passed when it was last started, and when that was. */
  #passed = 0;
  #since = 0;

  override get pressable(): boolean {
    return true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const was = this.#was;
    this.#was = 'still';
    if (was === 'away') queueMicrotask(() => this.#goOn());
    else if (this.hasUpdated && (was === 'paused' || this.AutoStart)) this.#start(was !== 'paused');
  }

  /** Without a page there is nobody to tell. What goes on meanwhile goes on by the clock alone, and is told when it is back. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#ticking === undefined) return;
    this.#was = this.AutoPause ? 'paused' : 'away';
    if (this.AutoPause) return this.#stop();
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }

  /** What it did when it left the page. */
  #was: 'still' | 'paused' | 'away' = 'still';

  override reset(): void {
    super.reset();
    this.#passed = 0;
    this.#since = performance.now();
    this.measure('Value', 0);
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    const begins = changed.get('Start') === undefined && !changed.has('Value') && this.AutoStart && this.#since === 0;
    if (begins || (changed.has('Start') && this.Start)) {
      if (this.#ticking !== undefined) return;
      this.#start(false);
      // What the event changes must not come before this update has ended.
      queueMicrotask(() => this.raise('OnTimerStart'));
    } else if (changed.has('Start') && this.#ticking !== undefined) this.#stop();
  }

  override render(): TemplateResult {
    const shown = this.error?.message ?? (this.Text || clock(this.Value ?? 0));
    return renderPress(this, html`<span>${shown}</span>`, {
      label: this.AccessibleLabel === '' ? '' : `${this.AccessibleLabel} ${shown}`,
      pressable: true,
      press: () => this.#pressed(),
    });
  }

  #goOn(): void {
    if (this.#ticking !== undefined || !this.isConnected) return;
    this.#ticking = setInterval(() => this.#tick(), TICK);
    this.#tick();
  }

  #pressed(): void {
    if (this.#ticking === undefined) this.#start(true);
    else this.#stop();
    this.raise('OnSelect');
  }

  #start(announced: boolean): void {
    if (this.#ticking !== undefined) return;
    if (this.#passed >= this.#duration) this.#passed = 0;
    this.#since = performance.now();
    this.#ticking = setInterval(() => this.#tick(), TICK);
    if (announced) this.raise('OnTimerStart');
  }

  #stop(): void {
    if (this.#ticking === undefined) return;
    clearInterval(this.#ticking);
    this.#ticking = undefined;
    this.#passed += performance.now() - this.#since;
  }

  #tick(): void {
    const passed = Math.min(this.#passed + performance.now() - this.#since, this.#duration);
    this.measure('Value', Math.round(passed));
    if (passed < this.#duration) return;
    this.#stop();
    this.#passed = this.#duration;
    this.raise('OnTimerEnd');
    if (this.Repeat && this.isConnected) this.#start(true);
  }

  get #duration(): number {
    return Math.min(86_400_000, Math.max(TICK, this.Duration ?? 0));
  }
}
register(Timer);

/** `00:01:05` */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}
