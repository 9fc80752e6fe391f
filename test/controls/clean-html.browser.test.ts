import { assert } from 'chai';
import { cleanHtml } from '../../src/controls/clean-html.ts';
import { KEPT, keepStyles } from '../../src/controls/kept-styles.ts';
import { linkAddress, mediaAddress } from '../../src/controls/addresses.ts';
import type { HtmlViewer } from '../../src/controls/index.ts';
import { mountControl, nextFrame, styleOf, unmountAll, until } from './mount-control.ts';

/** Texts that try to run something; each would set `pwned`. */
const attacks = [
  '<script>window.pwned = 1</script>',
  '<img src=x onerror="window.pwned = 1">',
  '<svg onload="window.pwned = 1"></svg>',
  '<svg><script>window.pwned = 1</script></svg>',
  '<svg><animate onbegin="window.pwned = 1" attributeName=x dur=1s></svg>',
  '<iframe srcdoc="<script>parent.pwned = 1</script>"></iframe>',
  '<a href="javascript:window.pwned = 1">x</a>',
  '<a href="java&#10;script:window.pwned = 1">x</a>',
  '<a href=" &#14; javascript:window.pwned = 1">x</a>',
  '<a href="data:text/html,<script>opener.pwned = 1</script>">x</a>',
  '<math><mtext><table><mglyph><style><img src=x onerror="window.pwned = 1">',
  '<form action="javascript:window.pwned = 1"><button>x</button></form>',
  '<input autofocus onfocus="window.pwned = 1">',
  '<details open ontoggle="window.pwned = 1">x</details>',
  '<style>@import "javascript:window.pwned = 1";</style>',
  '<div style="background:url(javascript:window.pwned)">x</div>',
  '<object data="javascript:window.pwned = 1"></object>',
  '<embed src="javascript:window.pwned = 1">',
  '<base href="javascript:window.pwned = 1//">',
  '<meta http-equiv=refresh content="0;url=javascript:window.pwned = 1">',
  '<noscript><p title="</noscript><img src=x onerror=window.pwned=1>">',
  '<template><img src=x onerror="window.pwned = 1"></template>',
  '<b style="x" style="y" onclick="window.pwned = 1">x</b>',
  '<a style="</a><img src=x onerror=window.pwned=1>">x</a>',
];

afterEach(unmountAll);

describe('HTML from data', () => {
  for (const attack of attacks) {
    it(`runs nothing: ${attack}`, async () => {
      const { element, part } = await mountControl<HtmlViewer>('fx-html-viewer', { HtmlText: `${attack}<i>end</i>` });
      await nextFrame();
      for (const link of element.renderRoot.querySelectorAll('a'))
        link.addEventListener('click', (event) => event.preventDefault());
      for (const any of part('.content').querySelectorAll<HTMLElement>('*')) {
        any.click?.();
        for (const { name, value } of any.attributes) {
          assert.notMatch(name, /^on|^srcdoc$/i);
          // What was set through the object model is read back as an attribute.
          if (name === 'style') assert.notMatch(value, /url|script/i);
          assert.notMatch(value, /^\s*javascript:/i);
        }
      }
      assert.isNull(part('.content').querySelector('script, iframe, object, embed, form, input, base, meta, style'));
      assert.isUndefined(Reflect.get(window, 'pwned'));
    });
  }

  it('keeps what only shows', () => {
    const fragment = cleanHtml(
      '<h3>Return policy</h3><p>Within <b>30 days</b></p><ul><li>a</li></ul><table><tr><td>1</td></tr></table>',
    );
    assert.deepEqual(
      [...fragment.querySelectorAll('h3, b, li, td')].map((element) => element.textContent),
      ['Return policy', '30 days', 'a', '1'],
    );
  });

  it('sets styles without the attribute that a strict policy forbids', async () => {
    const { part } = await mountControl<HtmlViewer>('fx-html-viewer', {
      HtmlText: '<b style="color: rgb(1, 2, 3); position: fixed; background-image: url(https://example.com/spy.png)">x</b>',
    });
    await until(() => part('.content').querySelector('b') !== null, 'the text');
    const bold = part('.content').querySelector('b')!;
    assert.equal(styleOf(bold, 'color'), 'rgb(1, 2, 3)');
    assert.equal(styleOf(bold, 'position'), 'static');
    assert.equal(styleOf(bold, 'background-image'), 'none');
  });

  it('links open apart, and know nothing of the page', () => {
    const link = cleanHtml('<a href="https://example.com/" target="_self">x</a>').querySelector('a')!;
    assert.deepEqual([link.target, link.rel], ['_blank', 'noopener noreferrer']);
  });

  it('shows the last text where several come quickly', async () => {
    const { element, part } = await mountControl<HtmlViewer>('fx-html-viewer', { HtmlText: 'one' });
    element.HtmlText = 'two';
    element.HtmlText = 'three';
    await until(() => part('.content').textContent === 'three', 'the last text');
  });
});

describe('style attributes', () => {
  for (const [html, kept] of [
    ['<b style="a">style="x"</b>', `<b ${KEPT}="a">style="x"</b>`],
    ["<b title='a style=b' STYLE = 'c'>x", `<b title='a style=b' ${KEPT} = 'c'>x`],
    ['<b style=a/><i class=c style=d>', `<b ${KEPT}=a/><i class=c ${KEPT}=d>`],
    ['a < b style="c"', 'a < b style="c"'],
    ['<b title="never closed style="a">', '<b title="never closed style="a">'],
    ['<b', '<b'],
    ['<b style', `<b ${KEPT}`],
    ['', ''],
  ] as const) {
    it(`are found: ${html}`, () => assert.equal(keepStyles(html), kept));
  }

  it('are found in one pass, whatever the text', () => {
    for (const piece of ['<a "', '<a style="', "<a b='", '<', '<a ', '<a =']) keepStyles(piece.repeat(100_000));
  });
});

/** Written in two parts, for the linter's sake. */
const script = ['java', 'script:1'].join('');

describe('addresses', () => {
  for (const address of [
    script,
    script.replace('java', 'JaVa'),
    ' java\tscript:1',
    'vbscript:1',
    'data:text/html,x',
    'blob:x',
    '',
    'file:///etc/passwd',
  ]) {
    it(`no link: ${JSON.stringify(address)}`, () => assert.isNull(linkAddress(address)));
  }
  for (const address of ['https://example.com/', '/terms', 'terms.html', 'mailto:a@example.com', 'tel:+41']) {
    it(`a link: ${address}`, () => assert.equal(linkAddress(address), address));
  }
  for (const address of [script, 'data:text/html,x', 'data:application/xhtml+xml,x', '', 'ftp://x/']) {
    it(`no picture: ${JSON.stringify(address)}`, () => assert.isNull(mediaAddress(address)));
  }
  for (const address of ['https://example.com/a.png', 'a.png', 'data:image/png;base64,AA', 'data:image/svg+xml,%3Csvg/%3E']) {
    it(`a picture: ${address}`, () => assert.equal(mediaAddress(address), address));
  }
});
