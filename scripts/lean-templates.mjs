import { parseAst } from 'vite';
import { walk } from './sentences-apart.mjs';

/**
 * Takes indentation, comments and needless spaces out of the templates of styles and markup. Lines stay lines, so source maps stay true.
 *
 * @type {import('vite').Plugin}
 */
export const leanTemplates = {
  name: 'lean-templates',
  enforce: 'pre',
  transform(source, id) {
    if (!/[\\/]src[\\/].*\.ts$/.test(id) || !/(?:css|html|svg)`/.test(source)) return undefined;
    const found = [];
    walk(parseAst(source, { lang: 'ts' }, id), (node) => {
      if (node.type !== 'TaggedTemplateExpression' || !['css', 'html', 'svg'].includes(node.tag.name)) return;
      const lean = node.tag.name === 'css' ? leanStyles : leanMarkup;
      for (const { start, value } of node.quasi.quasis)
        found.push({ at: source.indexOf(value.raw, start), raw: value.raw, lean });
    });
    let code = source;
    for (const { at, raw, lean } of found.sort((a, b) => b.at - a.at))
      code = code.slice(0, at) + lean(raw) + code.slice(at + raw.length);
    return { code, map: null };
  },
};

const leanMarkup = (text) => text.replaceAll(/\n[ \t]+/g, '\n');

const leanStyles = (text) =>
  leanMarkup(text.replaceAll(/\/\*[^]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, '')))
    .replaceAll(/([:,]) (?=\S|$)/g, '$1')
    .replaceAll(' {', '{');
