import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face, hostPadding } from './base-styles.ts';
import {
  alignment,
  allCorners,
  border,
  coloring,
  cornerAliases,
  corners,
  interaction,
  lookup,
  padding,
  placement,
  typography,
  typographyAliases,
  when,
} from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { Live, Overflow, TextRole } from './enums.ts';
import { pressStyles, renderPress } from './press.ts';
import { color, own, size } from './theme.ts';

const { boolean, number, optionType, text } = types;

/** A text that people read. */
export class Label extends controlElement({
  name: 'Label',
  tag: 'fx-label',
  category: 'display',
  summary: 'A text that people read.',
  properties: {
    Text: data(text, '', 'The text.'),
    ...placement(150, 40),
    ...interaction,
    ...typography,
    ...alignment('left', 'middle'),
    ...padding(5),
    ...coloring,
    ...border,
    ...corners,
    ...allCorners,
    AutoHeight: design(boolean, false, 'Whether it grows as high as its text.', {
      css: 'auto-height',
      style: when('auto'),
    }),
    Wrap: design(boolean, true, 'Whether the text may run over several lines.'),
    Overflow: design(optionType(Overflow), 'hidden', 'Whether text that does not fit can be scrolled to.', {
      css: 'overflow',
      style: lookup({ scroll: 'auto' }),
    }),
    LineHeight: design(number, null, 'Height of a line, in heights of its text.', { css: 'line-height', unit: '' }),
    Role: data(optionType(TextRole), 'default', 'Whether it is a heading, and of which level.'),
    Live: data(optionType(Live), 'off', 'Whether screen readers say when it changes.'),
  },
  propertyAliases: { ...typographyAliases, ...cornerAliases, Weight: 'FontWeight' },
  events: { OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    pressStyles,
    face({ fill: css`transparent`, color: color('text'), shades: true, when: 'active' }),
    hostPadding('5px', '5px'),
    css`
      :host {
        /* Not hidden: a box that could be scrolled is laid out three times as dearly where its text does not fit. */
        overflow: ${own('overflow', 'clip')};
        line-height: ${own('line-height', size.line)};
        overflow-wrap: break-word;
        text-decoration-line: ${own('underline', '')} ${own('strike', '')};
      }
      .press,
      .rest {
        display: block;
        align-content: safe ${own('vertical-align', 'center')};
        height: 100%;
      }
      .text {
        white-space: pre-wrap;
      }
      .one-line {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: pre;
      }
    `,
  ];

  protected override get empty(): boolean {
    return this.Text === '';
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('Role') || changed.has('Live')) this.#sayWhatItIs();
  }

  /** Only where it changes: telling screen readers is dear. */
  #sayWhatItIs(): void {
    const level = /^heading([1-4])$/.exec(this.Role)?.[1];
    this.internals.role = level === undefined ? null : 'heading';
    this.internals.ariaLevel = level ?? null;
    this.internals.ariaLive = this.Live === 'off' || this.Live === '' ? null : this.Live;
  }

  override render(): TemplateResult {
    if (this.error !== null) return html`<div class="rest">${this.renderFailure()}</div>`;
    const content = html`<span class=${this.Wrap ? 'text' : 'one-line'}>${this.Text}</span>`;
    return html`${renderPress(this, content, {
      label: this.AccessibleLabel,
      pressable: this.pressable,
      press: () => this.raise('OnSelect'),
    })}${this.pending ? this.renderPending() : nothing}`;
  }
}
register(Label);
