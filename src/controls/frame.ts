import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { ControlElement } from './control.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { color, size } from './theme.ts';

/** A page of the web inside a control. */
export const frameStyles: CSSResult = css`
  :host {
    display: inline-block;
    overflow: clip;
  }
  iframe {
    display: block;
    width: 100%;
    height: 100%;
    border: 0;
    background: ${color('surface')};
  }
  .note {
    display: flex;
    flex-direction: column;
    gap: 8px;
    align-items: center;
    justify-content: center;
    height: 100%;
    padding: 12px;
    background: ${color('sunken')};
    color: ${color('text-muted')};
    text-align: center;
  }
  .note svg {
    width: 24px;
    height: 24px;
  }
  .note a {
    line-height: 24px;
    color: ${color('brand-text')};
    font-size: ${size.text};
    overflow-wrap: anywhere;
  }
`;

/** The address of a page that may be shown inside another: one of the web, transferred safely. Null for all others. */
export function frameAddress(text: string): URL | null {
  const address = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  const local = address?.hostname === 'localhost' || address?.hostname === '127.0.0.1';
  return address !== null && (address.protocol === 'https:' || (local && address.protocol === 'http:')) ? address : null;
}

/** A page of another origin may keep its own; one of this origin could reach out of its box with it. */
const sandbox = 'allow-scripts allow-forms allow-popups allow-presentation';

/** The page, in a box that cannot reach this one. */
export const renderFrame = (control: ControlElement, address: URL, allow = ''): TemplateResult =>
  html`<iframe
    part="control"
    src=${address.href}
    title=${control.readText('AccessibleLabel') || control.readText('Tooltip') || address.hostname}
    tabindex=${control.read('TabIndex') ?? nothing}
    lang=${control.readText('ContentLanguage') || nothing}
    sandbox=${address.origin === location.origin ? sandbox : `${sandbox} allow-same-origin`}
    referrerpolicy="strict-origin-when-cross-origin"
    loading="lazy"
    allow=${allow || nothing}
    allowfullscreen
  ></iframe>`;

/** Where there is no page to show: what is missing, and a link where there is one. */
export const renderNoFrame = (control: ControlElement, address: URL | null, words: string): TemplateResult =>
  html`<div class="note" part="control" title=${control.readText('Tooltip') || nothing}>
    ${glyph(paths.openWindow)}<span>${control.error?.message ?? words}</span>${
      address === null
        ? nothing
        : html`<a href=${address.href} target="_blank" rel="noopener noreferrer">${messages.openElsewhere}</a>`
    }
  </div>`;
