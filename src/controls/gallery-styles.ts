import { css, type CSSResult } from 'lit';
import { color, own, size } from './theme.ts';

/** The scrolled area of a gallery, and what is shown over or instead of its rows. */
export const galleryStyles: CSSResult = css`
  :host {
    display: block;
    /* Its rows give it none: in a page that says nothing of it, the kind's own. */
    height: ${own('auto-height', own('height', 'var(--fx-default-height, auto)'))};
    overflow: clip;
  }
  .scroller {
    position: absolute;
    inset: 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
    overflow-anchor: none;
    scrollbar-width: thin;
    scrollbar-color: ${color('border')} transparent;
  }
  .scroller.horizontal {
    overflow: auto hidden;
  }
  .scroller.bare {
    scrollbar-width: none;
  }
  .space {
    position: relative;
    min-height: 100%;
  }
  .centre {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    padding: 16px;
    color: ${color('text-muted')};
    text-align: center;
    pointer-events: none;
  }
  .centre > svg {
    width: 32px;
    height: 32px;
    opacity: 0.7;
  }
  .banner {
    position: absolute;
    z-index: 1;
    inset-inline: 8px;
    inset-block-start: 8px;
    padding: 6px 10px;
    border: 1px solid ${color('danger-line')};
    border-radius: ${size.radius};
    background: ${color('danger-tint')};
  }
  .notice {
    position: absolute;
    z-index: 1;
    inset-block-end: 8px;
    inset-inline: 0;
    width: fit-content;
    max-width: calc(100% - 24px);
    margin-inline: auto;
    padding: 2px 12px;
    overflow: hidden;
    border: 1px solid ${color('border-subtle')};
    border-radius: 12px;
    background: ${color('raised')};
    color: ${color('text-muted')};
    font-size: ${size.textSmall};
    text-overflow: ellipsis;
    white-space: nowrap;
    box-shadow: 0 2px 6px rgb(0 0 0 / 0.12);
    pointer-events: none;
  }
  .bones {
    position: absolute;
    inset: 0;
    overflow: hidden;
  }
  .bone {
    position: relative;
    margin: 8px 12px;
    height: calc(var(--_bone, 64px) - 16px);
    border-radius: ${size.radius};
  }
  .progress {
    position: absolute;
    z-index: 1;
    inset-block-start: 0;
    inset-inline: 0;
    height: 2px;
    overflow: hidden;
    opacity: 0;
    animation: fx-appear 100ms 200ms forwards;
  }
  .progress::after {
    content: '';
    position: absolute;
    inset-block: 0;
    width: 40%;
    background: ${color('brand-line')};
    animation: fx-run 1.4s infinite;
  }
  @keyframes fx-run {
    from {
      inset-inline-start: -40%;
    }
    to {
      inset-inline-start: 100%;
    }
  }
`;
