import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { baseStyles, face, manualPlacement } from './base-styles.ts';
import { coloring, interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { own } from './theme.ts';

/** An instance of a component that the app defines: holds the component's controls, each where its X and Y say. */
export class CanvasComponent extends controlElement({
  name: 'CanvasComponent',
  tag: 'fx-canvas-component',
  category: 'layout',
  summary: 'An instance of a component that the app defines.',
  children: 'controls',
  parts: { control: null, skeleton: null },
  properties: {
    ...placement(640, 640),
    DisplayMode: interaction.DisplayMode,
    AccessibleLabel: interaction.AccessibleLabel,
    Fill: coloring.Fill,
  },
  events: { OnReset: 'When the component is reset.' },
}) {
  static override readonly shadowRootOptions: ShadowRootInit = { mode: 'open' };

  static override styles: CSSResultGroup = [
    baseStyles,
    manualPlacement,
    face({ fill: css`transparent`, color: css`inherit` }),
    css`
      :host {
        display: block;
        overflow: clip;
        width: ${own('width', '640px')};
        height: ${own('height', '640px')};
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    this.internals.role = this.AccessibleLabel === '' ? null : 'group';
    this.internals.ariaLabel = this.AccessibleLabel || null;
  }

  override render(): TemplateResult {
    return html`${this.error === null ? nothing : this.renderFailure()}<slot></slot>`;
  }
}
register(CanvasComponent);
