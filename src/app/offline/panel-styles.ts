import { color, shadow, size } from '../../controls/core.ts';

/** The look of the list of changes that have not been sent. */
export const panelStyles = `
:host {
  position: absolute;
  z-index: 9;
  inset-inline-start: 12px;
  inset-block-end: 12px;
  max-width: min(480px, calc(100% - 24px));
  font-family: system-ui, 'Segoe UI', sans-serif;
  font-size: ${size.textSmall.cssText};
  line-height: 18px;
  color: ${color('text').cssText};
}
:host([hidden]) {
  display: none;
}
details {
  display: flex;
  flex-direction: column;
  background: ${color('raised').cssText};
  border: 1px solid ${color('border').cssText};
  border-radius: ${size.radiusLarge.cssText};
  box-shadow: ${shadow.floating.cssText};
}
.stuck {
  border-color: ${color('warning-line').cssText};
}
summary {
  padding: 6px 12px;
  cursor: pointer;
  border-radius: ${size.radiusLarge.cssText};
}
.stuck > summary {
  color: ${color('warning-text').cssText};
  background: ${color('warning-tint').cssText};
}
:is(summary, button):focus-visible {
  outline: 2px solid ${color('brand-line').cssText};
  outline-offset: -1px;
}
ul {
  max-height: 50vh;
  overflow: auto;
  margin: 0;
  padding: 0 12px 8px;
  list-style: none;
}
li {
  padding: 8px 0;
  border-block-start: 1px solid ${color('border-subtle').cssText};
}
p {
  margin: 2px 0;
  color: ${color('text-muted').cssText};
  overflow-wrap: anywhere;
}
.actions {
  display: flex;
  gap: 6px;
  margin-block-start: 6px;
}
button {
  min-height: 28px;
  padding: 0 10px;
  color: inherit;
  background: ${color('surface').cssText};
  border: 1px solid ${color('border').cssText};
  border-radius: ${size.radius.cssText};
  font: inherit;
  cursor: pointer;
}
table {
  width: 100%;
  margin-block-start: 4px;
  border-collapse: collapse;
}
th,
td {
  padding: 2px 6px;
  border: 1px solid ${color('border-subtle').cssText};
  text-align: start;
  vertical-align: top;
  overflow-wrap: anywhere;
}
th {
  font-weight: 600;
  background: ${color('sunken').cssText};
}
`;
