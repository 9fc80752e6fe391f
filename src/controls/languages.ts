import { ControlElement } from './control.ts';
import { messages } from './messages.ts';

type Messages = typeof messages;

/**
 * What controls say, in one language: texts with `{0}` and `{1}` for what is filled in, and with forms by number, parted by `|`, in the
 * order of the language's plural categories.
 */
export type Texts = {
  readonly [K in keyof Messages]: Messages[K] extends { readonly [name: string]: string } ? Messages[K] : string;
} & { readonly partialOf: string };

const languages: { readonly [language: string]: () => Promise<{ readonly texts: Texts }> } = {
  de: () => import('./languages/de.ts'),
  es: () => import('./languages/es.ts'),
  fr: () => import('./languages/fr.ts'),
  it: () => import('./languages/it.ts'),
  ja: () => import('./languages/ja.ts'),
  nl: () => import('./languages/nl.ts'),
  pl: () => import('./languages/pl.ts'),
  pt: () => import('./languages/pt.ts'),
  zh: () => import('./languages/zh.ts'),
};

/** What controls say where there is no other language. */
const english: Messages = { ...messages };
let current = 'en';

/**
 * Lets controls speak the language of a tag (`de-CH`), as far as there are texts in it; English otherwise. Those that are drawn already are
 * drawn again. `<fx-app>` does this by the `lang` around it. Rejects where the texts cannot be loaded; controls then speak as before.
 */
export async function loadMessages(tag: string): Promise<void> {
  const language = tag.split('-')[0]!.toLowerCase();
  if (language === current) return;
  const load = Object.hasOwn(languages, language) ? languages[language] : undefined;
  if (load === undefined && current === 'en') return;
  const texts = await load?.();
  current = load === undefined ? 'en' : language;
  Object.assign(messages, texts === undefined ? english : spoken(texts.texts, language));
  if (typeof document !== 'undefined') redraw(document);
}

/** Texts as messages: those that take something become functions. */
function spoken(texts: Texts, language: string): Messages {
  const rules = new Intl.PluralRules(language);
  const categories = rules.resolvedOptions().pluralCategories;
  const numbers = new Intl.NumberFormat(language);
  const order = ['zero', 'one', 'two', 'few', 'many', 'other'].filter((name) => (categories as string[]).includes(name));
  const fill = (text: string, values: readonly unknown[]): string => {
    const forms = text.split('|');
    const [first] = values;
    const form = typeof first === 'number' ? order.indexOf(rules.select(first)) : 0;
    return (forms[form] ?? forms.at(-1)!).replaceAll(/\{(\d)\}/g, (_, place: string) => {
      const value = values[Number(place)];
      return typeof value === 'number' ? numbers.format(value) : String(value);
    });
  };
  const entries = Object.entries(english).map(([name, before]) => {
    const text = texts[name as keyof Texts];
    return [name, typeof before === 'function' ? (...values: unknown[]) => fill(String(text), values) : text];
  });
  return {
    ...(Object.fromEntries(entries) as Messages),
    partial: (shown, total) => (total === undefined ? fill(texts.partial, [shown]) : fill(texts.partialOf, [shown, total])),
  };
}

function redraw(root: ParentNode): void {
  for (const element of root.querySelectorAll('*')) {
    if (element instanceof ControlElement) element.requestUpdate();
    if (element.shadowRoot !== null) redraw(element.shadowRoot);
  }
}

/** The language of an element, as the page says it; the user's where it says none. */
export const languageAround = (element: Element): string => element.closest('[lang]')?.getAttribute('lang') || navigator.language;
