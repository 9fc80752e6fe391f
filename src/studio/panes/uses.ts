import { html, type PropertyValues, type TemplateResult } from 'lit';
import { usesOf, type Named } from '../../app/authoring/index.ts';
import { PaneElement } from './pane.ts';
import { placeList, placeListStyles } from './place-list.ts';

/** All formulas that name something: a control, a variable, a collection, a named formula. */
export class UsesPane extends PaneElement {
  static override readonly properties = { ...PaneElement.properties, named: { attribute: false } };
  static override readonly styles = placeListStyles;

  /** What is looked for; the chosen control unless given. */
  declare named: Named | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Another control is chosen: what was asked for before is no longer meant.
    if (changed.has('subject') && !changed.has('named') && changed.get('subject')?.control !== this.subject?.control)
      this.named = undefined;
  }

  override render(): TemplateResult {
    const { subject } = this;
    const named = this.named ?? subject?.app.program.model.controls.get(subject.control);
    if (subject === undefined || named === undefined) return html`<p>Choose a control, or a name in a formula.</p>`;
    const lines = usesOf(subject.app, named).map(({ formula, from, to }) => ({
      place: { control: formula.owner.name, property: formula.source.name, from: formula.start + from, to: formula.start + to },
      text: formula.text.replaceAll(/\s/g, ' '),
      mark: [from, to] as const,
    }));
    if (lines.length === 0) return html`<p>No formula names ${named.name}.</p>`;
    const count = `${lines.length} ${lines.length === 1 ? 'use' : 'uses'} of ${named.name}`;
    return html`<p role="status">${count}</p>
      ${placeList(lines, (place) => this.choose(place))}`;
  }
}

customElements.define('fx-uses-pane', UsesPane);
