import type * as Whole from './language.ts';

type Language = typeof Whole;

let language: Language | undefined;

/** Thrown where the text of a formula is to be read and the language has not been loaded. */
export class LanguageNeeded extends Error {
  constructor() {
    super('This reads formulas, and the page has loaded only what runs them. Await loadLanguage() first, or import fxloom/app.');
  }
}

/** What reads and checks formulas; throws `LanguageNeeded` where it has not been loaded. */
export function languageNow(): Language {
  if (language === undefined) throw new LanguageNeeded();
  return language;
}

/** Gives programs that read formulas the language from the start. */
export function provideLanguage(given: Language): void {
  language = given;
}

/** Loads what reads and checks formulas: an app that was exported runs without it. */
export async function loadLanguage(): Promise<void> {
  language ??= await import('./language.ts');
}
