import { css, html, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face } from './base-styles.ts';
import { border, coloring, interaction, placement } from './common-properties.ts';
import { ControlElement } from './control.ts';
import { controlElement, register } from './define.ts';
import { data, design, hosted } from './definition.ts';
import { own } from './theme.ts';

const { any, boolean, emptyTable, number, text } = types;

/**
 * One field of a form: holds what shows the field, and knows its value before and after. It grows with what is in it. The fields in it
 * have its name for screen readers, and are marked while it has an error, unless they say otherwise themselves.
 */
export class DataCard extends controlElement({
  name: 'DataCard',
  tag: 'fx-data-card',
  category: 'input',
  summary: 'One field of a form: holds the controls that show it, and knows its value before and after.',
  children: 'controls',
  parts: { control: null, error: null, skeleton: null },
  properties: {
    DataField: data(text, '', 'The column of the data source that it is about.'),
    DisplayName: data(text, '', 'The name of the field for people.'),
    Default: data(any, null, 'The value of the field before anybody changes it.'),
    Update: data(any, null, 'The value that is written to the data source.'),
    Required: data(boolean, false, 'Whether it must be filled in.'),
    MaxLength: data(number, null, 'How many characters a text may have; blank for no limit.'),
    AllowedValues: data(emptyTable, [], 'The values that it may have; empty for all.'),
    Valid: hosted(boolean, 'Whether what is filled in may be submitted.', true),
    Error: hosted(text, 'What is wrong with it, once somebody has tried to submit it.', ''),
    ...placement(null, 50),
    WidthFit: design(boolean, false, 'Whether it takes the width that is left in its row.', { ignored: true }),
    DisplayMode: { ...interaction.DisplayMode, formula: 'Parent.DisplayMode' },
    ContentLanguage: { ...interaction.ContentLanguage, ignored: true },
    Fill: coloring.Fill,
    Color: coloring.Color,
    BorderColor: border.BorderColor,
    BorderStyle: border.BorderStyle,
    BorderThickness: border.BorderThickness,
  },
  events: {},
}) {
  static override readonly shadowRootOptions: ShadowRootInit = { mode: 'open' };

  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: css`inherit` }),
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-items: start;
        justify-items: start;
        min-width: 0;
        height: auto;
      }
      /* All in one cell, each moved to its place: so the cell is as high as the lowest of them reaches. */
      ::slotted(*) {
        grid-area: 1 / 1;
        margin-block: ${own('y', '0px')} 8px;
        margin-inline-start: ${own('x', '0px')};
        width: ${own('width', 'var(--fx-default-width, auto)')};
        max-width: calc(100% - ${own('x', '0px')});
        height: ${own('auto-height', own('height', 'var(--fx-default-height, auto)'))};
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    this.internals.role = 'group';
    this.internals.ariaLabel = this.DisplayName || null;
    if (!['Error', 'DisplayName', 'Required'].some((name) => changed.has(name))) return;
    for (const inside of this.querySelectorAll('*')) if (inside instanceof ControlElement) inside.requestUpdate('card', null);
  }

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
register(DataCard);
