/** Elements that have no end tag. */
const single = new Set(['br', 'hr', 'img', 'wbr']);

/** Elements as HTML text: what an editor hands on. Only nodes that `cleanHtml` lets through are expected; comments are left out. */
export function htmlText(node: Node): string {
  return [...node.childNodes].map(nodeText).join('');
}

function nodeText(node: Node): string {
  if (node instanceof Text) return escaped(node.data).replaceAll('\u00A0', '&nbsp;');
  if (!(node instanceof Element)) return '';
  const attributes = [...node.attributes].map(({ name, value }) => ` ${name}="${escaped(value).replaceAll('"', '&quot;')}"`);
  const start = `<${node.localName}${attributes.join('')}>`;
  return single.has(node.localName) ? start : `${start}${htmlText(node)}</${node.localName}>`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
