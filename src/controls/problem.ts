import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { ControlElement } from './control.ts';
import { color, size } from './theme.ts';

/** What is wrong with a field, right below it: over what follows, as its own box has no room for it. */
export const problemStyles: CSSResult = css`
  .message {
    position: absolute;
    z-index: 1;
    inset-block-start: calc(100% + 2px);
    inset-inline-start: 0;
    width: max-content;
    min-width: 100%;
    max-width: max(100%, 200px);
    border-radius: ${size.radius};
    background: ${color('surface')};
    color: ${color('danger-text')};
    font-size: 12px;
    font-weight: 400;
    line-height: 16px;
    text-align: start;
    overflow-wrap: anywhere;
    pointer-events: none;
  }
`;

/** Says it to screen readers too, when it comes. */
export const renderProblem = ({ error }: ControlElement): TemplateResult | typeof nothing =>
  error === null ? nothing : html`<span class="message" part="error" id="message" role="alert">${error.message}</span>`;
