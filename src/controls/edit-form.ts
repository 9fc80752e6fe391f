import { html, type CSSResultGroup, type TemplateResult } from 'lit';
import { errorKind, formMode, types } from '../formula/index.ts';
import { baseStyles } from './base-styles.ts';
import { controlElement, register } from './define.ts';
import { data, hosted, output } from './definition.ts';
import { CardLayout, describeForm, formProperties, formStyles } from './form-layout.ts';

const { boolean, emptyRecord, optionType, text } = types;

/** Cards to change a record of a data source, or to add one. What its formulas know of the cards, the app works out. */
export class EditForm extends controlElement({
  name: 'Form',
  tag: 'fx-form',
  category: 'input',
  summary: 'Cards to change a record of a data source, or to add one.',
  children: 'cards',
  parts: { control: null, error: null },
  properties: {
    ...formProperties,
    DefaultMode: data(optionType(formMode), 'edit', 'What it is for at first: to change a record, to add one, or to read one.'),
    Mode: hosted(
      optionType(formMode),
      'What it is for now. EditForm, NewForm and ViewForm change it.',
      'edit',
      (read, _, assigned) => assigned ?? read('DefaultMode'),
    ),
    DisplayMode: output(
      formProperties.DisplayMode.type,
      formProperties.DisplayMode.summary,
      (read) => (read('Mode') === 'view' ? 'view' : 'edit'),
      'edit',
    ),
    Updates: hosted(emptyRecord, 'What its cards would write.'),
    Valid: hosted(boolean, 'Whether all its cards are filled in as they should be.', true),
    Unsaved: hosted(boolean, 'Whether something in its cards has been changed.', false),
    LastSubmit: hosted(emptyRecord, 'The record as the data source had it after the last submission.'),
    Error: hosted(text, 'Why the last submission failed, in words.', ''),
    ErrorKind: hosted(optionType(errorKind), 'Why the last submission failed.', 0),
  },
  events: {
    OnSuccess: 'When what was submitted has been saved.',
    OnFailure: 'When what was submitted has not been saved.',
    OnReset: 'When it has been reset.',
  },
}) {
  static override readonly shadowRootOptions: ShadowRootInit = { mode: 'open' };
  static override styles: CSSResultGroup = [baseStyles, formStyles];

  readonly #layout = new CardLayout(this);

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    describeForm(this, this.internals);
  }

  override render(): TemplateResult {
    return html`${this.renderPending()}<slot @slotchange=${() => this.#layout.place()}></slot>`;
  }
}
register(EditForm);
