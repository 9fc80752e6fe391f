/** The first of some texts that is a language tag (BCP 47); undefined, the page's language, where none is. */
export function knownLanguage(...tags: readonly string[]): string | undefined {
  return tags.find((tag) => {
    try {
      return tag !== '' && Intl.getCanonicalLocales(tag).length > 0;
    } catch {
      return false;
    }
  });
}
