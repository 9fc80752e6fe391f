import { decodeEntities } from './html-entities.ts';

/*
 * The text of a piece of HTML, as `PlainText` gives it. Tags are looked for in the text, not parsed: what comes in is often not well formed.
 */

const lineBreaks: ReadonlyMap<string, string> = new Map([
  ['br', '\r\n'],
  ['li', '\r\n'],
  ['div', '\r\n\r\n'],
  ['p', '\r\n\r\n'],
  ['tr', '\r\n\r\n'],
]);

/** Elements whose content is no text for people, with what ends them. */
const hidden: ReadonlyMap<string, RegExp> = new Map(
  ['header', 'script', 'style'].map((name) => [name, new RegExp(`<\\s*/\\s*${name}\\s*>`, 'gi')]),
);
const comment = /--\s*>/g;
const opening = /^<\s*([a-zA-Z][\w:.-]*)/;

/** The text between tags, with line ends where blocks begin and character references decoded. */
export function htmlToText(html: string): string {
  // Ends that are not in the rest of the text are looked for once only, so that work stays proportional to length.
  const missing = new Set<RegExp>();
  const endOf = (end: RegExp, from: number): number | undefined => {
    if (missing.has(end)) return undefined;
    end.lastIndex = from;
    if (end.exec(html) !== null) return end.lastIndex;
    missing.add(end);
    return undefined;
  };
  let result = '';
  let at = 0;
  for (let start = html.indexOf('<'); start >= 0; start = html.indexOf('<', at)) {
    result += html.slice(at, start);
    const close = html.indexOf('>', start);
    at = start;
    if (close < 0) break;
    at = (html.startsWith('<!--', start) ? endOf(comment, start + 4) : undefined) ?? close + 1;
    const name = opening.exec(html.slice(start, at))?.[1]?.toLowerCase() ?? '';
    result += lineBreaks.get(name) ?? '';
    const end = hidden.get(name);
    if (end !== undefined) at = endOf(end, at) ?? at;
  }
  return decodeEntities(result + html.slice(at)).trim();
}
