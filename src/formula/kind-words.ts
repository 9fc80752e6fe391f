/** What people call a value of a kind that diagnostics name. */
const words: { readonly [kind: string]: string } = {
  Any: 'a value',
  Blank: 'a blank',
  Blob: 'a file',
  Boolean: 'a true/false value',
  Color: 'a color',
  Date: 'a date',
  DateTime: 'a date and time',
  Decimal: 'a decimal number',
  Dynamic: 'a dynamic value',
  Error: 'a formula with an error',
  GUID: 'a GUID',
  Hyperlink: 'a link',
  Image: 'an image',
  Media: 'a sound or video',
  Number: 'a number',
  Record: 'a record',
  Table: 'a table',
  Text: 'a text',
  Time: 'a time',
  Type: 'a type',
  Unknown: 'a value of unknown type',
  Void: 'a result that cannot be used',
};

const ofChoices = /^(Enum|OptionSetValue) \((.*)\)$/;

/** A kind with its article, in plain words; a type that is written out, such as `{a: Number}`, stays as it is. */
export function withArticle(kind: string): string {
  const known = words[kind];
  if (known !== undefined) return known;
  const [, source, set] = ofChoices.exec(kind) ?? [];
  if (set !== undefined) return source === 'Enum' ? `a member of ${set}` : `a choice of ${set}`;
  return /^\w+$/.test(kind) ? `${/^[aeiou]/i.test(kind) ? 'an' : 'a'} ${kind}` : kind;
}

/** The same without the article. */
export const withoutArticle = (kind: string): string => withArticle(kind).replace(/^an? /, '');
