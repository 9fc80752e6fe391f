import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { ControlElement } from './control.ts';
import { focusRing, innerPadding } from './base-styles.ts';

/** The native button inside a control that can be pressed: it wears the host's looks and fills it. */
export const pressStyles: CSSResult = css`
  .press,
  .rest {
    width: 100%;
    height: 100%;
    margin: 0;
    border: 0;
    border-radius: inherit;
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    text-align: inherit;
    text-decoration: inherit;
    ${innerPadding}
  }
  .press {
    appearance: none;
    cursor: pointer;
    touch-action: manipulation;
  }
  .press:focus-visible {
    ${focusRing}
  }
  .press:disabled,
  :host(:state(readonly)) .press {
    cursor: default;
  }
`;

interface Press {
  /** What screen readers call it, where it is not its text. */
  readonly label?: string;
  /** Whether the content is a picture that needs a name. */
  readonly picture?: boolean;
  readonly pressable: boolean;
  readonly press: (event: Event) => void;
}

/** The content of a control that may be a button: in a button where it is one, in a plain box where it is not. */
export function renderPress(
  control: ControlElement,
  content: unknown,
  { label, picture, pressable, press }: Press,
): TemplateResult {
  const name = label === undefined || label === '' ? nothing : label;
  const title = control.readText('Tooltip') || control.error?.message || nothing;
  const lang = control.readText('ContentLanguage') || nothing;
  if (!pressable || control.mode === 'view') {
    const role = picture === true && name !== nothing ? 'img' : nothing;
    return html`<div
      part="control"
      class="rest"
      role=${role}
      aria-label=${role === nothing ? nothing : name}
      title=${title}
      lang=${lang}
    >
      ${content}
    </div>`;
  }
  return html`<button
    type="button"
    part="control"
    class="press"
    aria-label=${name}
    title=${title}
    lang=${lang}
    tabindex=${control.read('TabIndex') ?? nothing}
    aria-disabled=${control.busy ? 'true' : nothing}
    ?disabled=${control.mode === 'disabled'}
    @click=${press}
  >
    ${content}
  </button>`;
}
