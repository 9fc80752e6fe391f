/**
 * The attribute under which the text of a style attribute waits until it is set through the object model. The page's content security
 * policy forbids the attribute itself, and already reports it when a text that holds it is parsed.
 */
export const KEPT = 'data-kept-style';

/**
 * Renames the style attributes in a text of HTML. One pass over the text, so its cost is its length, whatever is in it. What this misses
 * in broken markup is only not shown: safety is the cleaner's business, not that of this function.
 */
export function keepStyles(html: string): string {
  let kept = '';
  let from = 0;
  const tag = /<[a-z]/gi;
  for (let start = tag.exec(html); start !== null; start = tag.exec(html)) {
    const end = keepInTag(html, start.index, (at) => {
      kept += `${html.slice(from, at)}${KEPT}`;
      from = at + 'style'.length;
    });
    tag.lastIndex = end;
  }
  return kept + html.slice(from);
}

/** Goes through the attributes of a tag and tells where those called `style` begin; answers where the tag ends. */
function keepInTag(html: string, start: number, found: (at: number) => void): number {
  const attribute = /[^\s/>=]+|[\s/]+|=\s*(?:"[^"]*"?|'[^']*'?|[^\s>]*)|>/gy;
  attribute.lastIndex = start + 1;
  // The first word is the name of the element.
  attribute.exec(html);
  for (let word = attribute.exec(html); word !== null && word[0] !== '>'; word = attribute.exec(html)) {
    if (/^style$/i.test(word[0])) found(word.index);
    if (attribute.lastIndex === html.length) return html.length;
  }
  return attribute.lastIndex === 0 ? html.length : attribute.lastIndex;
}
