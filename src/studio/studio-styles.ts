import { css, type CSSResult } from 'lit';
import { color, size } from '../controls/core.ts';

/** The look of the studio: the bar above, the tree beside the app. */
export const studioStyles: CSSResult = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / 240px minmax(0, 1fr);
    grid-template-areas: 'bar bar' 'tree app' 'tree dock';
    height: 100%;
    color: ${color('text')};
    background: ${color('canvas')};
    font-size: ${size.text};
    line-height: ${size.line};
  }
  :host([panel]) {
    grid-template-columns: 240px minmax(0, 1fr) 304px;
    grid-template-areas: 'bar bar bar' 'tree app panel' 'tree dock panel';
  }
  fx-property-panel {
    grid-area: panel;
    min-height: 0;
  }
  .toggle[aria-pressed='true'] {
    color: ${color('on-brand-tint')};
    background: ${color('brand-tint')};
  }
  header {
    grid-area: bar;
    display: grid;
    grid-template-columns: 220px minmax(0, 1fr);
    gap: 12px;
    padding: 12px 16px 8px;
    border-block-end: 1px solid ${color('border-subtle')};
    background: ${color('surface')};
  }
  fx-app-bar {
    grid-column: 1 / -1;
  }
  .choice {
    display: flex;
    flex-direction: column;
    gap: 4px;
    min-width: 0;
  }
  .name {
    overflow: hidden;
    color: ${color('text-muted')};
    font-size: ${size.textSmall};
    line-height: 16px;
    text-overflow: ellipsis;
    white-space: nowrap;
    order: 2;
  }
  fx-dock {
    grid-area: dock;
    min-width: 0;
  }
  nav {
    grid-area: tree;
    overflow: auto;
    padding: 8px;
    border-inline-end: 1px solid ${color('border-subtle')};
    background: ${color('surface')};
  }
  main {
    grid-area: app;
    position: relative;
    min-width: 0;
    min-height: 0;
    overflow: auto;
    margin: 16px;
    border: 1px solid ${color('border')};
    border-radius: ${size.radiusLarge};
    background: ${color('surface')};
  }
  ::slotted(*) {
    display: block;
    width: 100%;
    height: 100%;
  }
  .hint {
    position: absolute;
    inset: 40% 16px auto;
    margin: 0;
    color: ${color('text-muted')};
    text-align: center;
    pointer-events: none;
  }
  main.picking {
    cursor: crosshair;
  }
  .frames {
    position: absolute;
    inset: 0;
    overflow: hidden;
    pointer-events: none;
  }
  .frame {
    position: absolute;
    box-sizing: border-box;
    inset: 0 auto auto 0;
    border: 2px solid ${color('brand-line')};
    border-radius: 2px;
  }
  .frame.meant {
    border-style: dashed;
    background: color-mix(in srgb, ${color('brand-line')} 12%, transparent);
  }
  .frame[hidden],
  .handle[hidden] {
    display: none;
  }
  .handle {
    position: absolute;
    box-sizing: border-box;
    width: 14px;
    height: 14px;
    border: 2px solid ${color('surface')};
    border-radius: 50%;
    background: ${color('brand-line')};
    pointer-events: auto;
    touch-action: none;
  }
  .handle.move {
    inset: -9px auto auto -9px;
    cursor: move;
  }
  .handle.size {
    inset: auto -9px -9px auto;
    border-radius: 3px;
    cursor: nwse-resize;
  }
  .handle::after {
    position: absolute;
    inset: -6px;
    content: '';
  }
  button[slot='actions']:disabled {
    opacity: 0.4;
    cursor: default;
  }
  .problem {
    position: absolute;
    inset-inline-end: 24px;
    inset-block-end: 16px;
    margin: 0;
    padding: 8px 12px;
    border: 1px solid ${color('danger-line')};
    border-radius: ${size.radius};
    color: ${color('danger-text')};
    background: ${color('danger-tint')};
  }
  @media (max-width: 760px) {
    :host,
    :host([panel]) {
      grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
      grid-template-areas: 'bar' 'app' 'dock';
    }
    header {
      grid-template-columns: minmax(0, 1fr);
    }
    nav,
    fx-property-panel {
      display: none;
    }
  }
`;
