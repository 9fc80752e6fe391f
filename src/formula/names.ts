/** Whether a text can name a column: not empty, and not only white space (the reference's DName). */
export const isDefinedName = (text: string): boolean => text.trim() !== '';

/** A name at a place of a text. */
export const namePattern = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}_]*/uy;

/** Whether a text can stand in a formula as a name without quotes; keywords aside. */
export function isPlainName(text: string): boolean {
  namePattern.lastIndex = 0;
  return namePattern.test(text) && namePattern.lastIndex === text.length;
}

/** Words kept for the language: no names, unless a switch allows them. */
export const reservedWords: ReadonlySet<string> = new Set([
  'blank', 'null', 'empty', 'none', 'nothing', 'undefined', 'Is', 'This', 'Child', 'Children', 'Siblings',
]); // prettier-ignore

/** Words with a meaning of their own; in quotes they are names. */
export const keywords: ReadonlySet<string> = new Set([
  'true',
  'false',
  'Not',
  'As',
  'And',
  'Or',
  'in',
  'exactin',
  'Self',
  'Parent',
]);

/** A name as it is written in a formula, in single quotes where it must be. */
export const quoteName = (name: string): string =>
  isPlainName(name) && !keywords.has(name) && !reservedWords.has(name) ? name : `'${name.replaceAll("'", "''")}'`;
