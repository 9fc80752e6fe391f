import { css, html, type CSSResult, type TemplateResult } from 'lit';
import { messages } from './messages.ts';
import { color, own } from './theme.ts';

/** A ring that turns in the middle of what waits, after 200 ms. */
export const spinnerStyles: CSSResult = css`
  :host {
    --_spinner: ${own('spinner-color', color('brand-line'))};
  }
  .spinner {
    position: absolute;
    inset: 0;
    z-index: 1;
    display: grid;
    place-content: center;
    pointer-events: none;
    opacity: 0;
    animation: fx-appear 150ms 200ms forwards;
  }
  .ring {
    width: 32px;
    height: 32px;
    border: 3px solid color-mix(in oklab, var(--_spinner) 20%, transparent);
    border-block-start-color: var(--_spinner);
    border-radius: 50%;
    animation: fx-turn 0.9s linear infinite;
  }
  @keyframes fx-turn {
    to {
      rotate: 360deg;
    }
  }
`;

export const renderSpinner = (): TemplateResult =>
  html`<div class="spinner" part="spinner" role="status">
    <span class="ring"></span><span class="hidden-text">${messages.loading}</span>
  </div>`;
