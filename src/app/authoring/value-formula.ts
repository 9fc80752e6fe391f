import { field, format, isRow, isTable, printName, printValue, type Type, type Value } from '../../formula/index.ts';

/**
 * A value as a formula that gives it, laid out; a list of plain values in brackets, the text of an enumeration's member as that member
 * (`FontWeight.Bold`).
 */
export function formulaOf(value: Value, type?: Type): string {
  if (typeof value === 'string' && type?.kind === 'option') return memberText(type, value);
  const rows = isTable(value) ? [...value].filter(isRow) : [];
  const list = rows.length > 0 && rows.every((row) => Object.keys(row).join() === 'Value');
  return list ? `[${rows.map((row) => printValue(field(row, 'Value'))).join(', ')}]` : format(printValue(value));
}

/** A text that is no member's is as good as one. */
function memberText({ set }: Extract<Type, { kind: 'option' }>, text: string): string {
  const wanted = text.toLowerCase();
  for (const [name, worth] of set.members) {
    if ([name, String(worth)].some((known) => known.toLowerCase() === wanted)) return `${printName(set.name)}.${printName(name)}`;
  }
  return printValue(text);
}
