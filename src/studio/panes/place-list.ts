import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { color, size } from '../../controls/core.ts';
import type { FormulaPlace } from './pane.ts';

/** A line of a list of places: where it is, what is there, and what to say of it. */
export interface PlaceLine {
  readonly place: FormulaPlace;
  /** The formula, or the lines of it that matter. */
  readonly text: string;
  /** The part of the text that is meant. */
  readonly mark?: readonly [from: number, to: number];
  readonly sign?: 'error' | 'warning' | 'info';
}

const signs = { error: 'Error', warning: 'Warning', info: 'Hint' };

/** Places in the app as a list of buttons, by keyboard with Tab and Enter. */
export function placeList(lines: readonly PlaceLine[], choose: (place: FormulaPlace) => void): TemplateResult {
  return html`<ul>
    ${lines.map(
      ({ place, text, mark, sign }) =>
        html`<li>
          <button type="button" @click=${() => choose(place)}>
            ${sign === undefined ? nothing : html`<span class=${`sign ${sign}`}>${signs[sign]}</span>`}
            <span class="place">${place.property === '' ? place.control : `${place.control}.${place.property}`}</span>
            <span class="text">${mark === undefined ? text : marked(text, mark)}</span>
          </button>
        </li>`,
    )}
  </ul>`;
}

/** Characters around a part that is meant. */
const AROUND = 60;

function marked(text: string, [from, to]: readonly [number, number]): TemplateResult {
  const start = Math.max(0, from - AROUND);
  const before = (start > 0 ? '…' : '') + text.slice(start, from);
  const after = text.slice(to, to + AROUND) + (text.length > to + AROUND ? '…' : '');
  return html`<code>${before}<mark>${text.slice(from, to)}</mark>${after}</code>`;
}

export const placeListStyles: CSSResult = css`
  :host {
    display: block;
    font-size: ${size.text};
    line-height: ${size.line};
  }
  ul {
    margin: 0;
    padding: 4px 8px;
    list-style: none;
  }
  button {
    display: flex;
    align-items: baseline;
    gap: 12px;
    width: 100%;
    min-height: 28px;
    padding: 4px 8px;
    border: 0;
    border-radius: ${size.radius};
    color: inherit;
    background: none;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  button:hover {
    background: ${color('hover')};
  }
  button:focus-visible {
    outline: 2px solid ${color('focus')};
    outline-offset: -2px;
  }
  .sign {
    flex: none;
    width: 64px;
    font-size: ${size.textSmall};
    font-weight: 600;
  }
  .sign.error {
    color: ${color('danger-text')};
  }
  .sign.warning {
    color: ${color('warning-text')};
  }
  .sign.info {
    color: ${color('text-muted')};
  }
  .place {
    flex: none;
    color: ${color('text-muted')};
  }
  .text {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  code {
    font-family: ui-monospace, 'Cascadia Code', 'SF Mono', Consolas, 'DejaVu Sans Mono', monospace;
    font-size: 13px;
  }
  mark {
    border-radius: 2px;
    color: ${color('on-brand-tint')};
    background: ${color('brand-tint')};
  }
  p {
    margin: 0;
    padding: 12px 16px;
    color: ${color('text-muted')};
  }
`;
