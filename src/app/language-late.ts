import type * as Language from './language.ts';
import { LatePart } from './late-part.ts';

/** Thrown where the text of a formula is to be read and the language has not been loaded. */
export class LanguageNeeded extends Error {
  constructor() {
    super('This reads formulas, and the page has loaded only what runs them. Await loadLanguage() first, or import fxloom/app.');
  }
}

const language = new LatePart<typeof Language>(
  () => import('./language.ts'),
  () => new LanguageNeeded(),
);

/** What reads and checks formulas; throws `LanguageNeeded` where it has not been loaded. */
export const languageNow = (): typeof Language => language.now();

/** Gives programs that read formulas the language from the start. */
export const provideLanguage = (given: typeof Language): void => language.provide(given);

/** Loads what reads and checks formulas: an app that was exported runs without it. */
export const loadLanguage = (): Promise<void> => language.load();
