import { loadTags } from './catalogue.ts';
import { languageAround, loadMessages } from './languages.ts';
import { definesElements } from './define-element.ts';

/** Loads the kinds of all elements in a page that are not defined, and goes on as elements are added. */
function watch(): void {
  const load = (root: Element): void => {
    const missing = new Set<string>();
    if (root.matches(':not(:defined)')) missing.add(root.localName);
    for (const element of root.querySelectorAll(':not(:defined)')) missing.add(element.localName);
    if (missing.size > 0) void loadTags(missing);
  };
  new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) if (node instanceof Element) load(node);
  }).observe(document.documentElement, { subtree: true, childList: true });
  load(document.documentElement);
  // Without the texts controls speak English.
  loadMessages(languageAround(document.documentElement)).catch(() => {});
}

if (definesElements()) watch();
