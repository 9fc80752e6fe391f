import { html, type TemplateResult } from 'lit';
import type { AppDiagnostic } from '../../app/index.ts';
import { PaneElement } from './pane.ts';
import { placeList, placeListStyles } from './place-list.ts';

const ranks = { error: 0, warning: 1, info: 2 };

/** All that is wrong with the app, errors first. */
export class ProblemsPane extends PaneElement {
  static override readonly styles = placeListStyles;

  override render(): TemplateResult {
    const found = this.subject?.app.diagnostics ?? [];
    if (found.length === 0) return html`<p>No problems. Every formula of the app is right.</p>`;
    const lines = [...found].sort((a, b) => ranks[a.severity] - ranks[b.severity]).map(lineOf);
    return placeList(lines, (place) => this.choose(place));
  }
}

function lineOf({ control = 'App', property = '', from, to, message, severity }: AppDiagnostic) {
  return {
    place: { control, property, ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
    text: message,
    sign: severity,
  };
}

customElements.define('fx-problems-pane', ProblemsPane);
