import { svg, type SVGTemplateResult } from 'lit';

export * as paths from './glyph-paths.ts';

/**
 * An icon of a control's own, from a path of `glyph-paths.ts`, so that a page with one button does not load the whole set. Decorative: what
 * it means is said in text beside it.
 */
export const glyph = (path: string): SVGTemplateResult =>
  svg`<svg viewBox="0 0 20 20" fill="currentColor" aria-hidden="true"><path d=${path}></path></svg>`;
