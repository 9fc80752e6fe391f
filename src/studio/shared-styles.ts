import { css, type CSSResult } from 'lit';
import { color, size } from '../controls/core.ts';

/** A field of the studio for a line of text. */
export const fieldLine: CSSResult = css`
  .line {
    box-sizing: border-box;
    width: 100%;
    height: 32px;
    padding: 0 8px;
    border: 1px solid ${color('border')};
    border-radius: ${size.radius};
    color: inherit;
    background: ${color('surface')};
    font: inherit;
  }
`;

/** A button of the studio's bars: a word without a frame. */
export const flatButton: CSSResult = css`
  .flat {
    padding: 3px 8px;
    border: 1px solid transparent;
    border-radius: ${size.radius};
    color: inherit;
    background: transparent;
    font: inherit;
    cursor: pointer;
  }
  .flat:not(:disabled):hover {
    background: ${color('hover')};
  }
  .flat:disabled {
    color: ${color('text-disabled')};
    cursor: default;
  }
  .flat:is(:focus-visible, :focus-within) {
    outline: 2px solid ${color('focus')};
    outline-offset: -2px;
  }
`;
