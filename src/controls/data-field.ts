import { nothing } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles } from './base-styles.ts';
import type { ControlElement } from './control.ts';
import { controlElement, register } from './define.ts';
import { data } from './definition.ts';
import { css, type CSSResultGroup } from 'lit';

const { number, text } = types;

/** Names a column that the control around it shows. Not seen itself. */
export class DataField extends controlElement({
  name: 'DataField',
  tag: 'fx-data-field',
  category: 'list',
  summary: 'Names a column that the control around it shows.',
  parts: { control: null, error: null, skeleton: null },
  properties: {
    FieldName: data(text, '', 'The name of the column.'),
    FieldDisplayName: data(text, '', 'What people read as its name.'),
    FieldType: data(text, '', 'The kind of what is in it, as the service calls it: `d` for dates, which services send as texts.'),
    FieldVariantName: data(text, '', 'What it is used for, where a control has several uses.', { ignored: true }),
    Order: data(number, 0, 'Its place among the columns.'),
  },
  events: {},
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: none;
      }
    `,
  ];

  override render(): typeof nothing {
    return nothing;
  }

  /** The control around is drawn anew: it reads its fields while it is drawn. */
  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    const around = this.parentElement as Partial<ControlElement> | null;
    around?.requestUpdate?.('fields', null);
  }
}
register(DataField);
