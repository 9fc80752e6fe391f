import { css, type CSSResult } from 'lit';
import { color, shadow, size } from '../controls/theme.ts';

const mono = css`
  ui-monospace, 'Cascadia Code', 'SF Mono', Consolas, 'DejaVu Sans Mono', monospace
`;

/** The look of the formula bar, its tooltips and its completion list. */
export const formulaBarStyles: CSSResult = css`
  :host {
    display: block;
    color: ${color('text')};
    font-size: ${size.text};
    line-height: ${size.line};
  }
  .bar {
    display: flex;
    align-items: flex-start;
    border: 1px solid ${color('border')};
    border-radius: ${size.radius};
    background: ${color('surface')};
  }
  .bar:focus-within {
    outline: 2px solid ${color('brand-line')};
    outline-offset: -1px;
  }
  .sign {
    flex: none;
    padding: 6px 10px;
    color: ${color('text-muted')};
    font-family: Georgia, 'Times New Roman', serif;
    font-style: italic;
    border-inline-end: 1px solid ${color('border-subtle')};
    user-select: none;
  }
  .editor {
    flex: 1;
    min-width: 0;
    max-height: 220px;
    overflow: auto;
  }
  .actions {
    display: flex;
    flex: none;
    gap: 2px;
    padding: 3px;
  }
  .actions button,
  .actions ::slotted(button) {
    display: grid;
    place-items: center;
    width: 28px;
    height: 28px;
    padding: 0;
    border: 0;
    border-radius: ${size.radius};
    color: ${color('text-muted')};
    background: none;
    cursor: pointer;
  }
  .actions button:hover,
  .actions ::slotted(button:hover) {
    color: ${color('text')};
    background: ${color('hover')};
  }
  .actions button:focus-visible {
    outline: 2px solid ${color('focus')};
    outline-offset: -2px;
  }
  .actions svg {
    width: 18px;
    height: 18px;
  }
  .editor .cm-editor {
    background: none;
    outline: none;
  }
  .editor .cm-scroller {
    font-family: ${mono};
    font-size: 13px;
    line-height: 20px;
    overflow: visible;
  }
  .editor .cm-content {
    padding: 6px 8px;
    caret-color: ${color('text')};
  }
  .editor .cm-line {
    padding: 0;
  }
  .editor .cm-cursor {
    border-left-color: ${color('text')};
  }
  .editor .cm-placeholder {
    color: ${color('text-muted')};
  }
  .editor .cm-selectionBackground {
    background: ${color('brand-tint')} !important;
  }
  .cm-matchingBracket {
    background: ${color('brand-tint')} !important;
    border-radius: 2px;
  }
  .token-number {
    color: light-dark(#0b6a3b, #89d185);
  }
  .token-text {
    color: light-dark(#a31515, #e8a07c);
  }
  .token-keyword {
    color: light-dark(#0000c8, #7cb7ff);
  }
  .token-function {
    color: light-dark(#6b4c00, #e2c98a);
  }
  .token-name {
    color: light-dark(#0c4a8a, #9cdcfe);
  }
  .name-variable,
  .name-collection,
  .name-formula {
    color: light-dark(#00627a, #6cd2e6);
  }
  .name-control,
  .name-screen,
  .name-app {
    color: light-dark(#7a2a8f, #d9a2ec);
  }
  .name-connector,
  .name-operation {
    color: light-dark(#8a3b00, #f2b27a);
  }
  .name-enum,
  .name-member {
    color: light-dark(#2b6b2b, #9bd79b);
  }
  .token-comment {
    color: ${color('text-muted')};
    font-style: italic;
  }
  .token-separator,
  .token-operator,
  .token-bracket {
    color: ${color('text')};
  }
  .selected {
    display: contents;
  }
  .selected code {
    padding: 0 4px;
    color: ${color('text')};
    background: ${color('brand-tint')};
    border-radius: 3px;
    font-family: ${mono};
  }
  .row {
    white-space: nowrap;
  }
  .row button {
    min-width: 24px;
    min-height: 24px;
    padding: 0;
    color: inherit;
    background: none;
    border: 1px solid ${color('border-subtle')};
    border-radius: ${size.radius};
    font: inherit;
    cursor: pointer;
  }
  .row button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .row button:focus-visible {
    outline: 2px solid ${color('brand-line')};
  }
  .outcome {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    min-height: 24px;
    padding: 4px 2px 0;
    font-size: ${size.textSmall};
    color: ${color('text-muted')};
  }
  .value {
    color: ${color('text')};
    font-family: ${mono};
    overflow-wrap: anywhere;
  }
  .type,
  .badge {
    padding: 0 6px;
    border: 1px solid ${color('border-subtle')};
    border-radius: 10px;
    line-height: 18px;
    max-width: 40ch;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .badge.partial {
    color: ${color('warning-text')};
    background: ${color('warning-tint')};
    border-color: ${color('warning-line')};
  }
  .error {
    color: ${color('danger-text')};
  }
  .advice {
    color: ${color('warning-text')};
  }
  .mark {
    display: inline-block;
    width: 16px;
    height: 16px;
    margin-inline-end: 6px;
    border-radius: 50%;
    color: ${color('surface')};
    background: ${color('danger-line')};
    font-weight: 600;
    line-height: 16px;
    text-align: center;
  }
  table {
    flex-basis: 100%;
    max-width: 100%;
    border-collapse: collapse;
    display: block;
    overflow-x: auto;
    color: ${color('text')};
  }
  th,
  td {
    max-width: 22ch;
    padding: 2px 8px;
    border: 1px solid ${color('border-subtle')};
    overflow: hidden;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  th {
    background: ${color('sunken')};
    font-weight: 600;
  }
  .cm-tooltip {
    border: 1px solid ${color('border')} !important;
    border-radius: ${size.radius};
    background: ${color('raised')} !important;
    color: ${color('text')};
    box-shadow: ${shadow.floating};
    z-index: 1000;
  }
  .fx-tip {
    max-width: 60ch;
    padding: 6px 10px;
    font-size: ${size.textSmall};
  }
  .fx-tip .fx-tip {
    padding: 0;
  }
  .fx-tip-title {
    font-family: ${mono};
    white-space: pre-wrap;
  }
  .fx-tip-type {
    color: ${color('text-muted')};
    font-family: ${mono};
  }
  .fx-tip mark {
    color: inherit;
    background: ${color('brand-tint')};
    font-weight: 600;
  }
  .cm-tooltip-autocomplete > ul {
    font-family: ${mono} !important;
    font-size: 13px;
    max-height: 260px !important;
  }
  .cm-tooltip-autocomplete > ul > li {
    padding: 3px 8px !important;
    line-height: 20px !important;
  }
  .cm-tooltip-autocomplete > ul > li[aria-selected] {
    color: ${color('on-brand-tint')} !important;
    background: ${color('brand-tint')} !important;
  }
  .cm-completionDetail {
    margin-inline-start: 12px !important;
    color: ${color('text-muted')};
    font-style: normal !important;
  }
  .cm-completionMatchedText {
    text-decoration: none !important;
    font-weight: 600;
  }
  .cm-completionInfo {
    max-width: 36ch !important;
    font-family: system-ui, sans-serif;
    font-size: ${size.textSmall};
  }
  .cm-diagnostic {
    padding: 4px 8px !important;
    font-size: ${size.textSmall};
  }
  @media (forced-colors: active) {
    .bar:focus-within {
      outline-color: Highlight;
    }
  }
`;
