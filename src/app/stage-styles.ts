import { color, shadow, size } from '../controls/core.ts';

/** The look of what an app shows beside its controls: the area of its screens, messages, what is wrong with it. */
export const stageStyles = `
:host {
  display: block;
  position: relative;
  color: ${color('text').cssText};
}
:host([src]) {
  min-height: 480px;
  container-type: inline-size;
}
:host([hidden]) {
  display: none;
}
.stage {
  position: absolute;
  inset: 0;
  overflow: clip;
  background: ${color('canvas').cssText};
}
.stage > * {
  position: absolute;
  inset: 0;
}
.toasts {
  position: absolute;
  z-index: 10;
  inset-block-start: 12px;
  inset-inline: 0;
  display: grid;
  justify-items: center;
  gap: 8px;
  margin: 0 auto;
  padding: 0 12px;
  pointer-events: none;
}
.toasts.over-page {
  position: fixed;
}
.toast {
  display: flex;
  gap: 12px;
  align-items: flex-start;
  max-width: min(560px, 100%);
  padding: 8px 8px 8px 12px;
  border: 1px solid ${color('border-subtle').cssText};
  border-inline-start-width: 4px;
  border-radius: ${size.radius.cssText};
  background: ${color('raised').cssText};
  box-shadow: ${shadow.floating.cssText};
  font: 400 14px/20px system-ui, sans-serif;
  font-family: 'Segoe UI Variable', 'Segoe UI', system-ui, sans-serif;
  pointer-events: auto;
}
.toast p {
  margin: 2px 0;
  overflow-wrap: anywhere;
}
.toast.success { border-inline-start-color: ${color('success-line').cssText}; }
.toast.warning { border-inline-start-color: ${color('warning-line').cssText}; }
.toast.error { border-inline-start-color: ${color('danger-line').cssText}; }
.toast.information { border-inline-start-color: ${color('info-line').cssText}; }
button {
  flex: none;
  min-width: 24px;
  height: 24px;
  padding: 0 6px;
  border: 0;
  border-radius: ${size.radius.cssText};
  background: transparent;
  color: inherit;
  font: inherit;
  cursor: pointer;
}
button:hover { background: ${color('hover').cssText}; }
button:focus-visible { outline: 2px solid ${color('focus').cssText}; }
.question {
  max-width: min(440px, calc(100vw - 32px));
  box-sizing: border-box;
  padding: 20px 24px;
  border: 1px solid ${color('border-subtle').cssText};
  border-radius: 8px;
  background: ${color('raised').cssText};
  color: ${color('text').cssText};
  box-shadow: ${shadow.floating.cssText};
  font: 400 14px/20px 'Segoe UI Variable', 'Segoe UI', system-ui, sans-serif;
}
.question::backdrop { background: rgb(0 0 0 / 0.4); }
.question h2 { margin: 0 0 8px; font-size: 18px; line-height: 24px; }
.question p { margin: 0 0 8px; overflow-wrap: anywhere; }
.question .buttons { display: flex; justify-content: flex-end; gap: 8px; margin-block-start: 20px; }
.question .buttons button {
  min-width: 88px;
  height: 32px;
  padding: 0 12px;
  border: 1px solid ${color('border').cssText};
}
.question .buttons .primary {
  border-color: transparent;
  background: ${color('brand-fill').cssText};
  color: ${color('on-brand').cssText};
}
.problems {
  position: absolute;
  z-index: 9;
  inset-block-end: 8px;
  inset-inline-start: 8px;
  max-width: min(640px, calc(100% - 16px));
  max-height: 60%;
  overflow: auto;
  border: 1px solid ${color('warning-line').cssText};
  border-radius: ${size.radius.cssText};
  background: ${color('raised').cssText};
  box-shadow: ${shadow.floating.cssText};
  font: 400 12px/16px 'Segoe UI Variable', 'Segoe UI', system-ui, sans-serif;
}
.problems summary {
  padding: 4px 8px;
  cursor: pointer;
}
.problems ol {
  margin: 0;
  padding: 0 12px 8px 28px;
}
.problems li { margin-block: 4px; }
.problems code { color: ${color('text-muted').cssText}; }
@media (prefers-reduced-motion: no-preference) {
  .toast { animation: enter 150ms cubic-bezier(0.1, 0.9, 0.2, 1); }
}
@keyframes enter {
  from { opacity: 0; transform: translateY(-8px); }
}
`;
