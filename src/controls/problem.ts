import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { ControlElement } from './control.ts';
import { color, own, size } from './theme.ts';

/** What is wrong with a field, right below it: over what follows, as its own box has no room for it. */
export const problemStyles: CSSResult = css`
  .message {
    position: absolute;
    z-index: 1;
    inset-block-start: calc(100% + 2px);
    inset-inline-start: 0;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
    width: max-content;
    min-width: 100%;
    max-width: max(100%, 200px);
    border-radius: ${size.radius};
    background: ${color('surface')};
    color: ${color('danger-text')};
    font: 400 12px/16px ${own('font', 'inherit')};
    font-family: inherit;
    text-align: start;
    text-decoration: none;
    overflow-wrap: anywhere;
    pointer-events: none;
  }
`;

/** Says it to screen readers too, when it comes. */
export const renderProblem = ({ error }: ControlElement): TemplateResult | typeof nothing =>
  error === null ? nothing : html`<span class="message" part="error" id="message" role="alert">${error.message}</span>`;
