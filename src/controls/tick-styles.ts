import { css, type CSSResult } from 'lit';
import { focusRing } from './base-styles.ts';
import { color, motion, own, size } from './theme.ts';

/** What check boxes and radio buttons share: a native input in a shape of ours, with a text beside it that can be pressed too. */
export const tickStyles: CSSResult = css`
  :host {
    display: inline-flex;
    align-items: stretch;
    min-height: ${own('height', size.control)};
    --_tick-size: ${own('tick-size', '18px')};
    --_tick-fill: ${own('tick-fill', 'transparent')};
    --_tick-fill-on: ${own('tick-fill', color('brand-fill'))};
    --_tick-line: ${own('tick-line', color('border-strong'))};
    --_tick-mark: ${own('tick-mark', color('on-brand'))};
    --_decoration: ${own('underline', '')} ${own('strike', '')};
  }
  label {
    display: flex;
    gap: 8px;
    align-items: center;
    min-width: 24px;
    max-width: 100%;
    min-height: 24px;
    cursor: pointer;
  }
  .tick {
    position: relative;
    flex: none;
    display: grid;
    place-items: center;
    width: var(--_tick-size);
    height: var(--_tick-size);
  }
  .tick > * {
    grid-area: 1 / 1;
  }
  input {
    appearance: none;
    width: 100%;
    height: 100%;
    margin: 0;
    border: 1px solid var(--_tick-line);
    background: var(--_tick-fill);
    cursor: inherit;
    transition:
      background-color ${motion.fast},
      border-color ${motion.fast};
  }
  .mark {
    display: grid;
    place-items: center;
    width: 100%;
    height: 100%;
    opacity: 0;
    scale: 0.6;
    transition:
      opacity ${motion.fast},
      scale ${motion.enter};
    pointer-events: none;
  }
  .mark svg {
    width: 82%;
    height: 82%;
  }
  input:checked + .mark {
    opacity: 1;
    scale: 1;
  }
  @media (hover: hover) {
    label:hover input:enabled:not(:checked) {
      border-color: color-mix(in oklab, var(--_tick-line), ${color('shade-source')} 40%);
    }
    label:hover input:enabled:checked {
      background-color: color-mix(in oklab, var(--_tick-fill-on), ${color('shade-source')} 8%);
    }
  }
  input:focus-visible {
    ${focusRing}
    outline-offset: 2px;
  }
  .text {
    overflow: hidden;
    min-width: 0;
    overflow-wrap: anywhere;
    text-decoration-line: var(--_decoration);
  }
  :host(:is(:state(disabled), :state(readonly))) label {
    cursor: default;
  }
  :host(:state(disabled)) input {
    border-color: ${color('border')};
    background: ${color('sunken')};
  }
  :host(:state(disabled)) input:checked {
    border-color: transparent;
    background: ${color('text-disabled')};
  }
  :host(:state(disabled)) .mark {
    color: ${color('surface')};
  }
  :host(:state(error)) input {
    border-color: ${color('danger-line')};
  }
  @media (forced-colors: active) {
    :host {
      --_tick-fill-on: Highlight;
      --_tick-mark: HighlightText;
    }
    .mark,
    input:checked {
      forced-color-adjust: none;
    }
    :host(:state(disabled)) input {
      border-color: GrayText;
    }
    :host(:state(disabled)) input:checked {
      background: GrayText;
    }
    :host(:state(disabled)) .mark {
      color: Canvas;
    }
  }
`;
