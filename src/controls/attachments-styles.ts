import { css, type CSSResultGroup } from 'lit';
import { baseStyles, face, focusRing, hostPadding, innerPadding } from './base-styles.ts';
import { color, own, size } from './theme.ts';

const item = (state: string, fallback: string): ReturnType<typeof own> => own(`item${state}`, fallback);

export const attachmentsStyles: CSSResultGroup = [
  baseStyles,
  face({ fill: color('surface'), color: color('text'), radius: size.radius, greys: true }),
  hostPadding('0px', '0px'),
  css`
    :host {
      display: inline-block;
      --_spacing: ${own('item-spacing', '0px')};
      --_item-fill: ${item('-fill', color('sunken').cssText)};
      --_item-color: ${item('-color', 'inherit')};
      --_item-hover-fill: ${item('-hover-fill', own('item-fill', color('hover')).cssText)};
      --_item-hover-color: ${item('-hover-color', own('item-color', 'inherit').cssText)};
      --_item-pressed-fill: ${item('-pressed-fill', own('item-fill', color('hover')).cssText)};
      --_item-pressed-color: ${item('-pressed-color', own('item-color', 'inherit').cssText)};
      --_item-disabled-fill: ${item('-disabled-fill', color('sunken').cssText)};
      --_item-disabled-color: ${item('-disabled-color', color('text-muted').cssText)};
      --_added-fill: ${own('added-fill', color('brand-tint'))};
      --_added-color: ${own('added-color', color('on-brand-tint'))};
      --_removed-fill: ${own('removed-fill', color('sunken'))};
      --_removed-color: ${own('removed-color', color('text-muted'))};
      --_error-fill: ${own('item-error-fill', color('danger-tint'))};
      --_error-color: ${own('item-error-color', color('danger-text'))};
      --_none-color: ${own('none-color', color('text-muted'))};
      --_add-color: ${own('add-color', color('brand-text'))};
      --_full-color: ${own('full-color', color('text-muted'))};
      --_drop: ${own('drop-border-thickness', '2px')} ${own('drop-border-style', 'dotted')}
        ${own('drop-border-color', color('brand-line'))};
      --_drop-fill: ${own('drop-fill', color('brand-tint'))};
      --_drop-color: ${own('drop-color', color('on-brand-tint'))};
      --_decoration: ${own('underline', '')} ${own('strike', '')};
    }
    .box {
      ${innerPadding}
      display: flex;
      flex-direction: column;
      height: 100%;
      overflow: auto;
      scrollbar-width: thin;
      border-radius: inherit;
      text-decoration-line: var(--_decoration);
    }
    :host(:state(dropping)) .box {
      outline: var(--_drop);
      outline-offset: -2px;
      background: var(--_drop-fill);
      color: var(--_drop-color);
    }
    ul {
      display: flex;
      flex-direction: column;
      gap: var(--_spacing);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    ul[hidden] {
      display: none;
    }
    li {
      display: flex;
      gap: 8px;
      align-items: center;
      min-height: 36px;
      padding-inline: 12px 4px;
      background: var(--_item-fill);
      color: var(--_item-color);
    }
    .added {
      background: var(--_added-fill);
      color: var(--_added-color);
    }
    .removed {
      background: var(--_removed-fill);
      color: var(--_removed-color);
    }
    .removed .name {
      text-decoration: line-through;
    }
    @media (hover: hover) {
      li:hover {
        background: var(--_item-hover-fill);
        color: var(--_item-hover-color);
      }
    }
    li:active {
      background: var(--_item-pressed-fill);
      color: var(--_item-pressed-color);
    }
    :host(:state(disabled)) li {
      background: var(--_item-disabled-fill);
      color: var(--_item-disabled-color);
    }
    svg {
      flex: none;
      width: 20px;
      height: 20px;
    }
    .name {
      flex: 1;
      line-height: 24px;
      min-width: 0;
      overflow: hidden;
      color: inherit;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .change,
    .add {
      display: flex;
      gap: 8px;
      align-items: center;
      appearance: none;
      border: 0;
      border-radius: ${size.radius};
      background: none;
      color: inherit;
      font: inherit;
      text-align: start;
      cursor: pointer;
    }
    .change {
      flex: none;
      justify-content: center;
      width: 32px;
      height: 32px;
      padding: 0;
    }
    .change svg {
      width: 16px;
      height: 16px;
    }
    .add {
      min-height: 36px;
      padding: 4px 12px;
      color: var(--_add-color);
    }
    :is(.change, .add):disabled {
      cursor: default;
      color: ${color('text-disabled')};
    }
    :is(.change, .add):hover:enabled {
      background: ${color('hover')};
    }
    :is(.change, .add, a):focus-visible {
      ${focusRing}
      outline-offset: -2px;
    }
    .none,
    .full,
    .failure {
      padding: 8px 12px;
    }
    .none {
      color: var(--_none-color);
    }
    .full {
      color: var(--_full-color);
    }
    .wrong {
      padding: 8px 12px;
      background: var(--_error-fill);
      color: var(--_error-color);
    }
  `,
];
