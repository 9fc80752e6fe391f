import { css, type CSSResult } from 'lit';
import { focusRing } from './base-styles.ts';
import { color, size } from './theme.ts';

/** A month on a panel. */
export const calendarStyles: CSSResult = css`
  .popup {
    padding: 12px;
    min-width: 0 !important;
  }
  .head {
    display: flex;
    gap: 4px;
    align-items: center;
    padding-block-end: 8px;
  }
  .month {
    flex: 1;
    padding-inline-start: 8px;
    font-weight: 600;
  }
  .turn,
  .word {
    display: grid;
    place-content: center;
    width: 28px;
    height: 28px;
    padding: 0;
    border: 0;
    border-radius: ${size.radius};
    background: none;
    color: ${color('text-muted')};
    font: inherit;
    cursor: pointer;
  }
  .turn svg {
    width: 16px;
    height: 16px;
  }
  .turn:dir(rtl) svg {
    scale: -1 1;
  }
  .word {
    width: auto;
    padding-inline: 8px;
    color: ${color('brand-text')};
  }
  .turn:hover,
  .word:hover {
    background: ${color('hover')};
  }
  table {
    border-spacing: 0;
  }
  th {
    width: 34px;
    height: 28px;
    padding: 0;
    color: ${color('text-muted')};
    font-size: 12px;
    font-weight: 600;
  }
  td {
    padding: 1px;
  }
  .day {
    display: grid;
    place-content: center;
    width: 32px;
    height: 32px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .day:hover:enabled {
    background: ${color('hover')};
  }
  .other {
    color: ${color('text-muted')};
  }
  .today {
    color: ${color('brand-text')};
    font-weight: 600;
    box-shadow: inset 0 0 0 1px ${color('brand-line')};
  }
  [aria-selected='true'] > .day,
  [aria-selected='true'] > .day:hover {
    background: ${color('brand-fill')};
    color: ${color('on-brand')};
    font-weight: 600;
  }
  .day:disabled {
    color: ${color('text-disabled')};
    cursor: not-allowed;
  }
  .day:focus-visible,
  .turn:focus-visible,
  .word:focus-visible {
    ${focusRing}
    outline-offset: 0;
  }
  .foot-row {
    display: flex;
    justify-content: flex-end;
    padding-block-start: 8px;
  }
`;
