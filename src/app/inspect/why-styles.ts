import { color, shadow, size } from '../../controls/core.ts';

const mono = "ui-monospace, 'Cascadia Code', 'SF Mono', Consolas, 'DejaVu Sans Mono', monospace";

/** The look of the tree that says why a value is so. */
export const whyStyles = `
:host {
  display: block;
  color: ${color('text').cssText};
  font-size: ${size.textSmall.cssText};
  line-height: 18px;
}
ul {
  margin: 0;
  padding: 0;
  list-style: none;
}
[role='treeitem'] {
  padding-inline-start: calc(var(--level) * 18px);
}
.item {
  display: grid;
  grid-template-columns: 18px minmax(0, 1fr);
  padding: 3px 6px 3px 0;
  border-radius: ${size.radius.cssText};
}
[role='treeitem']:focus {
  outline: none;
}
[role='treeitem']:focus-visible > .item {
  outline: 2px solid ${color('brand-line').cssText};
  outline-offset: -2px;
}
.item:hover {
  background: ${color('hover').cssText};
}
.sign {
  color: ${color('text-muted').cssText};
  cursor: pointer;
  user-select: none;
}
.name {
  font-weight: 600;
  overflow-wrap: anywhere;
}
.value,
.formula,
.part {
  font-family: ${mono};
  overflow-wrap: anywhere;
}
.value.error,
.fault {
  color: ${color('danger-text').cssText};
}
.because,
.detail {
  color: ${color('text-muted').cssText};
  overflow-wrap: anywhere;
}
.detail {
  display: block;
}
.formula {
  display: block;
  margin: 2px 0;
  padding: 2px 6px;
  color: ${color('text').cssText};
  background: ${color('sunken').cssText};
  border-radius: 3px;
  white-space: pre-wrap;
  cursor: pointer;
}
.formula:hover {
  text-decoration: underline;
}
mark {
  color: inherit;
  background: ${color('danger-tint').cssText};
  text-decoration: underline wavy ${color('danger-line').cssText};
}
.unused > .item {
  opacity: 0.85;
}
.unused > .item .name {
  font-weight: 400;
}
.empty {
  margin: 8px 0;
  color: ${color('text-muted').cssText};
}
`;

/** The look of the panel over a page that holds the tree. */
export const inspectorStyles = `
:host {
  all: initial;
  font-family: system-ui, 'Segoe UI', sans-serif;
}
section {
  position: fixed;
  z-index: 2147483000;
  inset-inline-end: 16px;
  inset-block-end: 16px;
  display: flex;
  flex-direction: column;
  box-sizing: border-box;
  width: min(520px, calc(100vw - 32px));
  max-height: min(70vh, 640px);
  color: ${color('text').cssText};
  background: ${color('raised').cssText};
  border: 1px solid ${color('border').cssText};
  border-radius: ${size.radiusLarge.cssText};
  box-shadow: ${shadow.floating.cssText};
  font-size: ${size.text.cssText};
}
header {
  display: flex;
  align-items: center;
  gap: 8px;
  padding: 8px 8px 8px 12px;
  border-block-end: 1px solid ${color('border-subtle').cssText};
}
h2 {
  flex: none;
  max-width: 45%;
  margin: 0;
  overflow: hidden;
  font-size: inherit;
  text-overflow: ellipsis;
  white-space: nowrap;
}
select,
button {
  min-height: 28px;
  padding: 0 8px;
  color: inherit;
  background: ${color('surface').cssText};
  border: 1px solid ${color('border').cssText};
  border-radius: ${size.radius.cssText};
  font: inherit;
}
select {
  flex: 1;
  min-width: 0;
}
button {
  cursor: pointer;
}
:is(select, button, .tree):focus-visible {
  outline: 2px solid ${color('brand-line').cssText};
}
.tree {
  overflow: auto;
  padding: 8px;
}
`;
