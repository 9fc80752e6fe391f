import { css, type CSSResult } from 'lit';
import { focusRing } from './base-styles.ts';
import { color, own, size } from './theme.ts';

export const dataTableStyles: CSSResult = css`
  :host {
    display: inline-flex;
    flex-direction: column;
    width: ${own('width', '640px')};
    height: ${own('height', '360px')};
    overflow: hidden;
    --_head-fill: ${own('head-fill', color('canvas'))};
    --_head-color: ${own('head-color', color('text'))};
    --_head-font: ${own('head-font', 'inherit')};
    --_head-size: ${own('head-size', '13px')};
    --_head-weight: ${own('head-weight', '600')};
    --_decoration: ${own('underline', '')} ${own('strike', '')};
    --_row-selection: ${own('selection-fill', color('brand-tint'))};
    --_row-selection-color: ${own('selection-color', 'inherit')};
  }
  .scroller {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: auto;
    scrollbar-width: thin;
    text-decoration-line: var(--_decoration);
  }
  /* Rows to be. */
  .skeleton {
    inset: 12px;
    background: repeating-linear-gradient(${color('skeleton')} 0 20px, transparent 0 36px);
  }
  .heads {
    position: sticky;
    z-index: 1;
    inset-block-start: 0;
    display: grid;
    grid-template-columns: var(--_table-columns);
    min-width: var(--_table-width);
    border-block-end: 1px solid ${color('border')};
    background: var(--_head-fill);
    color: var(--_head-color);
    font: var(--_head-weight) var(--_head-size) / 20px var(--_head-font);
    font-family: var(--_head-font);
  }
  .head,
  .head button {
    display: flex;
    gap: 4px;
    align-items: center;
    min-width: 0;
    min-height: 36px;
  }
  .head {
    padding-inline: 12px;
  }
  .head:has(button) {
    padding: 0;
  }
  .head button {
    flex: 1;
    padding: 0 12px;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .head.number,
  .head.number button {
    justify-content: flex-end;
  }
  .head button:hover {
    background: ${color('hover')};
  }
  .head button:focus-visible {
    ${focusRing}
    outline-offset: -2px;
  }
  .head span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .head svg {
    flex: none;
    width: 14px;
    height: 14px;
  }
  .space {
    position: relative;
    min-width: var(--_table-width);
  }
  ::slotted([hidden]) {
    visibility: hidden;
  }
  .centre,
  .banner,
  .notice,
  .footer {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 8px 12px;
    color: ${color('text-muted')};
    font-size: ${size.textSmall};
  }
  .centre {
    position: absolute;
    inset: 40px 0 0;
    flex-direction: column;
    justify-content: center;
    pointer-events: none;
    font-size: inherit;
  }
  .centre > svg {
    width: 32px;
    height: 32px;
  }
  .centre .failure {
    pointer-events: auto;
  }
  .banner,
  .notice,
  .footer {
    flex: none;
    border-block-start: 1px solid ${color('border-subtle')};
  }
  .progress {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    height: 2px;
    background: ${color('brand-line')};
    animation: fx-appear 150ms 200ms both;
  }
`;
