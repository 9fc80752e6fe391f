import { html, type CSSResultGroup, type TemplateResult } from 'lit';
import { baseStyles } from './base-styles.ts';
import { controlElement, register } from './define.ts';
import { output } from './definition.ts';
import { CardLayout, describeForm, formProperties, formStyles } from './form-layout.ts';

const { DisplayMode } = formProperties;

/** Cards to read a record of a data source. */
export class FormViewer extends controlElement({
  name: 'FormViewer',
  tag: 'fx-form-viewer',
  category: 'display',
  summary: 'Cards to read a record of a data source.',
  children: 'cards',
  parts: { control: null, error: null },
  properties: { ...formProperties, DisplayMode: output(DisplayMode.type, DisplayMode.summary, () => 'view', 'view') },
  events: {},
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
register(FormViewer);
