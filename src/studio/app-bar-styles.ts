import { css, type CSSResult } from 'lit';
import { color, size } from '../controls/core.ts';

/** The look of the bar with what is done to an app as a whole. */
export const appBarStyles: CSSResult = css`
  :host {
    display: block;
    font-size: ${size.text};
    line-height: ${size.line};
  }
  [role='toolbar'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
  }
  input {
    position: absolute;
    width: 1px;
    height: 1px;
    opacity: 0;
  }
  .gap {
    width: 1px;
    height: 16px;
    margin: 0 4px;
    background: ${color('border-subtle')};
  }
  .state {
    margin-inline-start: auto;
    color: ${color('text-muted')};
    font-size: ${size.textSmall};
  }
  p {
    margin: 8px 0 0;
    padding: 6px 12px;
    border-radius: ${size.radius};
    white-space: pre-line;
  }
  .offer {
    background: ${color('brand-tint')};
    color: ${color('on-brand-tint')};
  }
  .offer button {
    border-color: currentColor;
    margin-inline-start: 8px;
  }
  .message {
    color: ${color('danger-text')};
    background: ${color('danger-tint')};
  }
`;
