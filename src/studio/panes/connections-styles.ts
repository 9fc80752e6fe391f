import { css, type CSSResult } from 'lit';
import { color, size } from '../../controls/core.ts';

export const connectionsStyles: CSSResult = css`
  :host {
    display: grid;
    grid-template-columns: minmax(180px, 300px) minmax(0, 1fr);
    height: 100%;
    font-size: ${size.text};
    line-height: ${size.line};
  }
  nav,
  main {
    min-height: 0;
    overflow: auto;
    padding: 8px 12px;
  }
  nav {
    display: flex;
    flex-direction: column;
    gap: 8px;
    border-inline-end: 1px solid ${color('border-subtle')};
  }
  .bar {
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .bar > :first-child {
    flex: 1;
    min-width: 0;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  select,
  input,
  textarea,
  button {
    box-sizing: border-box;
    min-height: 28px;
    padding: 2px 8px;
    border: 1px solid ${color('border-strong')};
    border-radius: 4px;
    color: ${color('text')};
    background: ${color('surface')};
    font: inherit;
  }
  input,
  textarea {
    width: 100%;
  }
  textarea {
    min-height: 56px;
    font-family: ui-monospace, Consolas, monospace;
  }
  button {
    cursor: pointer;
  }
  button.call {
    border-color: transparent;
    color: ${color('on-brand')};
    background: ${color('brand-fill')};
  }
  :focus-visible {
    outline: 2px solid ${color('focus')};
    outline-offset: 1px;
  }
  [role='listbox'] {
    flex: 1;
    min-height: 64px;
    overflow: auto;
  }
  [role='option'] {
    display: flex;
    gap: 8px;
    align-items: baseline;
    min-height: 24px;
    padding: 2px 8px;
    border-radius: 4px;
    cursor: pointer;
  }
  [role='option'][aria-selected='true'] {
    background: ${color('brand-tint')};
  }
  .verb,
  .kind,
  .quiet {
    color: ${color('text-muted')};
    font-size: ${size.textSmall};
  }
  .verb {
    flex: none;
    width: 48px;
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h2,
  h3,
  p,
  pre {
    margin: 0 0 4px;
  }
  h2 {
    font:
      600 ${size.text} / 1.4 ui-monospace,
      Consolas,
      monospace;
    overflow-wrap: anywhere;
  }
  h3 {
    margin-block-start: 8px;
    font-size: ${size.text};
  }
  form {
    display: grid;
    gap: 8px;
    margin-block: 8px;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(200px, 1fr));
    gap: 8px;
  }
  label {
    display: block;
  }
  pre {
    padding: 4px 8px;
    border-radius: 4px;
    background: ${color('sunken')};
    overflow: auto;
    max-height: 240px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .error {
    color: ${color('danger-text')};
  }
  .fits {
    color: ${color('success-text')};
  }
`;
