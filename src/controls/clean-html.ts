import DOMPurify, { type Config } from 'dompurify';
import { linkAddress, mediaAddress } from './addresses.ts';
import { KEPT, keepStyles } from './kept-styles.ts';
import { trustedPolicy } from './trusted-policy.ts';

/**
 * HTML from formulas and data, as elements from which all that could run, submit, load or reach out of its box has been taken.
 *
 * 1. DOMPurify parses the text in a document of its own and keeps what only shows: no scripts, handlers, frames, forms, style sheets.
 * 2. Addresses must be of the web, a mailbox or a telephone; pictures may be carried along as data. Links open in a new page that
 *    knows nothing of this one.
 * 3. Styles written on elements, which apps use much, are read declaration by declaration and set through the object model: a strict
 *    content security policy forbids the attribute. What loads something or leaves the box is left out.
 */
export function cleanHtml(text: string): DocumentFragment {
  // A text of frames has no body, and gives nothing at all.
  const cleaned: DocumentFragment | null = DOMPurify.sanitize(keepStyles(text), {
    RETURN_DOM_FRAGMENT: true,
    USE_PROFILES: { html: true, svg: true },
    FORBID_TAGS: [
      'style',
      'form',
      'input',
      'button',
      'select',
      'textarea',
      'option',
      'dialog',
      'template',
      'audio',
      'video',
      'source',
      'use',
      'image',
      'feimage',
    ],
    FORBID_ATTR: [
      'id',
      'name',
      'class',
      'slot',
      'part',
      'srcset',
      'background',
      'action',
      'formaction',
      'popover',
      'popovertarget',
    ],
    ALLOW_DATA_ATTR: false,
    ADD_ATTR: [KEPT],
    ADD_URI_SAFE_ATTR: [KEPT],
    SANITIZE_DOM: true,
    TRUSTED_TYPES_POLICY: trustedPolicy() as unknown as NonNullable<Config['TRUSTED_TYPES_POLICY']>,
  });
  const fragment = cleaned ?? document.createDocumentFragment();
  for (const element of fragment.querySelectorAll<HTMLElement>('*')) {
    cleanAddresses(element);
    applyStyles(element);
  }
  return fragment;
}

function cleanAddresses(element: Element): void {
  for (const name of ['href', 'xlink:href', 'cite']) {
    const address = element.getAttribute(name);
    if (address !== null && !address.startsWith('#') && linkAddress(address) === null) element.removeAttribute(name);
  }
  const source = element.getAttribute('src');
  if (source !== null && mediaAddress(source) === null) element.removeAttribute('src');
  if (element.localName === 'a' && element.hasAttribute('href')) {
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noopener noreferrer');
  }
  if (element.localName === 'img' && !element.hasAttribute('alt')) element.setAttribute('alt', '');
}

/** Declarations that load something, or that would be shown outside the box. */
const forbidden = /url\s*\(|image-set\s*\(|expression\s*\(|element\s*\(|attr\s*\(/i;
const outside = new Set([
  'position',
  'z-index',
  'inset',
  'behavior',
  'content',
  'view-transition-name',
  'anchor-name',
  'pointer-events',
]);

function applyStyles(element: HTMLElement): void {
  const text = element.getAttribute(KEPT);
  if (text === null) return;
  element.removeAttribute(KEPT);
  const declared = declarations(text);
  if (declared === undefined) return;
  for (const name of declared) {
    const value = declared.getPropertyValue(name);
    const relative = name === 'position' && value === 'relative';
    if ((outside.has(name) && !relative) || name.startsWith('--') || forbidden.test(value)) continue;
    element.style.setProperty(name, value, declared.getPropertyPriority(name));
  }
}

/** The text of a style attribute, parsed by the browser; only its first rule, whatever else is in it. */
function declarations(text: string): CSSStyleDeclaration | undefined {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`a{${text}}`);
  const [rule] = sheet.cssRules;
  return rule instanceof CSSStyleRule ? rule.style : undefined;
}
