/** Text as it is searched: lower case, without accents (`Łódź, ZOË` → `lodz, zoe`), whatever the database's locale. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđßæœı]/g, (letter) => SPECIAL.get(letter) ?? letter);

/** Letters that Unicode does not take apart. */
const SPECIAL = new Map([
  ['ł', 'l'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ı', 'i'],
]);
