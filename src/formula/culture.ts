import { formulaError, type FormulaError } from './error.ts';

/*
 * Cultures: BCP 47 tags, as `Text`, `Value` and `DateValue` take them. Any well-formed tag of a two- or three-letter language is one, as in
 * .NET; what the host's `Intl` does not know falls back to its nearest relative, or to en-US.
 */

const wellFormed = /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*$/i;
const known = new Map<string, string>();

/** What is said of a text that names no culture. */
export const unknownCulture = (tag: string): FormulaError =>
  formulaError('BadLanguageCode', `"${tag.slice(0, 40)}" is not a language. Use a tag such as "en-US" or "de".`);

/** The tag that `Intl` should be asked with; undefined where the text names no culture. The empty tag is the invariant culture. */
export function cultureOf(tag: string): string | undefined {
  if (tag === '') return 'en-US';
  const found = known.get(tag);
  if (found !== undefined) return found;
  if (!wellFormed.test(tag)) return undefined;
  const culture = Intl.NumberFormat.supportedLocalesOf(tag)[0] ?? 'en-US';
  known.set(tag, culture);
  return culture;
}
