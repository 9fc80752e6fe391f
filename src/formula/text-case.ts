/*
 * Capital and small letters. Each character changes by itself and keeps its length, as .NET does: "ß" stays "ß" in capitals, and a sigma
 * does not look at its neighbours.
 */

const ascii = /^[\0-\x7f]*$/;

const perCharacter =
  (change: (character: string, culture: string) => string) =>
  (text: string, culture: string): string => {
    let result = '';
    for (const character of text) {
      const changed = change(character, culture);
      result += changed.length === character.length ? changed : onlyFirst(character, changed);
    }
    return result;
  };

/** What a character becomes where its full mapping has several: `İ` becomes `i`, `ß` stays. */
const onlyFirst = (character: string, changed: string): string =>
  character.length === 1 && changed.startsWith('i') ? 'i' : character;

const turkic = /^(?:tr|az)(?:-|$)/i;
const plain = (text: string, culture: string): boolean => ascii.test(text) && !turkic.test(culture);

const upperEach = perCharacter((character, culture) => character.toLocaleUpperCase(culture));
const lowerEach = perCharacter((character, culture) => character.toLocaleLowerCase(culture));

/** A text in capital letters. */
export const toUpper = (text: string, culture: string): string =>
  plain(text, culture) ? text.toUpperCase() : upperEach(text, culture);

/** A text in small letters. */
export const toLower = (text: string, culture: string): string =>
  plain(text, culture) ? text.toLowerCase() : lowerEach(text, culture);

/** A letter, and what goes on with its word: letters, marks, digits, apostrophes. */
const word = /(\p{L})((?:[\p{L}\p{M}\p{N}\p{Co}]|')*)/gu;

/** Each word with a capital first letter and small others. */
export const toProper = (text: string, culture: string): string =>
  text.replace(word, (_, first: string, rest: string) => toUpper(first, culture) + toLower(rest, culture));
