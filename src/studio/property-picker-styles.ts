import { css, type CSSResult } from 'lit';
import { color, popupStyles, size } from '../controls/core.ts';

/** The look of the choice of a property. */
export const pickerStyles: CSSResult[] = [
  popupStyles,
  css`
    :host {
      display: block;
      position: relative;
      font-size: ${size.text};
      line-height: ${size.line};
    }
    .button {
      display: flex;
      align-items: center;
      gap: 8px;
      width: 100%;
      height: 34px;
      padding: 0 8px 0 12px;
      border: 1px solid ${color('border')};
      border-radius: ${size.radius};
      color: inherit;
      background: ${color('surface')};
      font: inherit;
      text-align: start;
      cursor: pointer;
    }
    .button:hover {
      background: ${color('hover')};
    }
    .button:focus-visible,
    input:focus-visible,
    .filters button:focus-visible {
      outline: 2px solid ${color('focus')};
      outline-offset: 1px;
    }
    .label {
      flex: 1;
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    svg {
      flex: none;
      width: 16px;
      height: 16px;
    }
    .popup {
      display: none;
      flex-direction: column;
      gap: 8px;
      width: 300px;
      max-height: min(480px, 70vh);
      padding: 8px;
    }
    .popup:popover-open {
      display: flex;
    }
    input {
      flex: none;
    }
    .filters {
      display: flex;
      flex: none;
      gap: 4px;
    }
    .filters button {
      min-height: 24px;
      padding: 0 10px;
      border: 1px solid ${color('border-subtle')};
      border-radius: 12px;
      color: inherit;
      background: none;
      font: inherit;
      font-size: ${size.textSmall};
      cursor: pointer;
    }
    .filters button[aria-pressed='true'] {
      border-color: ${color('brand-line')};
      color: ${color('on-brand-tint')};
      background: ${color('brand-tint')};
    }
    [role='listbox'] {
      overflow: auto;
    }
    .title {
      padding: 4px 8px;
      color: ${color('text-muted')};
      font-size: ${size.textSmall};
      font-weight: 600;
    }
    [role='option'] {
      display: flex;
      justify-content: space-between;
      gap: 8px;
      padding: 4px 8px;
      border-radius: ${size.radius};
      cursor: pointer;
    }
    [role='option']:hover {
      background: ${color('hover')};
    }
    [role='option'][aria-selected='true'] {
      color: ${color('on-brand-tint')};
      background: ${color('brand-tint')};
    }
    .set > :first-child {
      font-weight: 600;
    }
    .mark,
    .wrong {
      font-size: ${size.textSmall};
    }
    .mark {
      color: ${color('text-muted')};
    }
    .wrong {
      color: ${color('danger-text')};
      font-weight: 600;
    }
    p {
      margin: 0;
      padding: 8px;
      color: ${color('text-muted')};
    }
  `,
];
