import { css, html, type TemplateResult } from 'lit';
import type { JumpDetail, WhyElement } from '../../app/inspect/index.ts';
import '../../app/inspect/index.ts';
import { PaneElement } from './pane.ts';

/** Why the value of the chosen property is so: formula, inputs, calls. */
export class WhyPane extends PaneElement {
  static override readonly styles = css`
    :host {
      display: block;
      padding: 8px 12px;
    }
  `;

  protected override updated(): void {
    const { app, control = '', property = '' } = this.subject ?? {};
    const model = app?.program.model.controls.get(control);
    const found = model?.isEvent(property) === false ? model.property(property) : undefined;
    void this.renderRoot.querySelector<WhyElement>('fx-why')?.explain(app, found?.path ?? '');
  }

  override render(): TemplateResult {
    return html`<fx-why @fx-jump=${({ detail }: CustomEvent<JumpDetail>) => this.choose(detail)}></fx-why>`;
  }
}

customElements.define('fx-why-pane', WhyPane);
