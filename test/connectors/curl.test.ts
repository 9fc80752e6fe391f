import { expect } from 'chai';
import { connect, connectText } from '../../src/connectors/index.ts';
import { BlobValue, row, type Value } from '../../src/formula/index.ts';
import { requestText, signatureText } from './signature-text.ts';

const values = (...items: Value[]): Value => items.map((Value) => ({ Value }));
const file = new BlobValue(new Uint8Array([65]), '');

// oxfmt-ignore
const commands: readonly (readonly [command: string, signature: string, args: readonly Value[], request: string])[] = [
  ['curl https://s.example/orders', 'GetOrders() -> O', [], 'GET https://s.example/orders'],
  ['$ curl "https://s.example/orders?page=2&status=open%20now" -H "Accept: application/json"', 'GetOrders({page:w=2, status:s="open now"}) -> O', [], 'GET https://s.example/orders?page=2&status=open%20now'],
  ["curl -sSL -XDELETE 'https://s.example/orders/$ID' -H 'X-Trace: a'", 'DeleteOrders(ID:s, {X-Trace:s="a"}) -> O', ['7'], 'DELETE https://s.example/orders/7 X-Trace=a'],
  ['curl -X PUT https://s.example/a/{id}/<key>/${REST}?v=1', 'PutA(id:s, key:s, REST:s, {v:w=1}) -> O', ['1', '2', '3'], 'PUT https://s.example/a/1/2/3?v=1'],
  [`curl --request POST --url https://s.example/a --header 'content-type: application/json' --data '{"a": "x", "n": [1.5], "o": {"d": "2024-01-31"}}'`, 'PostA(a:s, n:*[Value:w], o:![d:D]) -> O', ['y', values(2), row([])], 'POST https://s.example/a application/json {"a":"y","n":[2],"o":{}}'],
  [`curl https://s.example/a -d '{"it'\\''s": true}'`, "PostA(it's:b) -> O", [true], 'POST https://s.example/a application/json {"it\'s":true}'],
  [`curl https://s.example/a --json '{"a": 1}' --json ''`, 'PostA(a:w) -> O', [3], 'POST https://s.example/a application/json {"a":3}'],
  [`curl https://s.example/a --data-raw $'{"a": "\\u00fc\\\\n\\x41"}' -H 'Content-Type: application/json'`, 'PostA(a:s) -> O', ['z'], 'POST https://s.example/a application/json {"a":"z"}'],
  ['curl https://s.example/a -d x=1 -d "y=a b" --data-urlencode "z=p&q"', 'PostA(x:w, y:s, z:s) -> O', [1, '&', 'r'], 'POST https://s.example/a application/x-www-form-urlencoded x=1&y=%26&z=r'],
  ['curl -G https://s.example/a -d x=1 --data-urlencode "q=a b&c" -d flag', 'GetA({x:w=1, q:s="a b&c", flag:s}) -> O', [], 'GET https://s.example/a?x=1&q=a%20b%26c'],
  ['curl https://s.example/a --url-query page=3', 'GetA({page:w=3}) -> O', [], 'GET https://s.example/a?page=3'],
  ['curl https://s.example/a -F "file=@a.png;type=image/png" -F title=t', 'PostA(file:o, title:s) -> O', [], ''],
  ['curl -T pic.png https://s.example/pic', 'PutPic(file:o) -> O', [file], 'PUT https://s.example/pic application/octet-stream A'],
  ['curl https://s.example/a --data-binary @x.bin -H "Content-Type: image/png"', 'PostA(file:o) -> O', [file], 'POST https://s.example/a image/png A'],
  ['curl -I localhost:8080/a', 'HeadA() -> O', [], 'HEAD http://localhost:8080/a'],
  ['curl s.example -d "<a/>" -H "Content-Type: application/xml"', 'Post(body:s) -> O', ['<b/>'], 'POST https://s.example/ application/xml <b/>'],
  ['curl \\\n  -H "X-A: \\"q\\" \\$1" \\\r\n  https://s.example/a', 'GetA({X-A:s="\\"q\\" $1"}) -> O', [], 'GET https://s.example/a X-A="q" $1'],
  ['curl.exe "https://s.example/a?x=1^&y=2" ^\r\n -H "Content-Type: application/json" ^\r\n -d "{\\"a\\": \\"b\\"}"', 'PostA(a:s, {x:s="1^", y:w=2}) -> O', ['c'], 'POST https://s.example/a?x=1%5E&y=2 application/json {"a":"c"}'],
  ['curl ^"https://s.example/a?x=1^&y=2^" ^\n  -H ^"content-type: application/json^" ^\n  --data-raw ^"^{^\\^"a^\\^":^\\^"100^%^\\^"^}^"', 'PostA(a:s, {x:w=1, y:w=2}) -> O', ['c'], 'POST https://s.example/a?x=1&y=2 application/json {"a":"c"}'],
  ['# a comment\n# curl https://s.example/a # another', 'GetA() -> O', [], 'GET https://s.example/a'],
  ['curl “https://s.example/a” -H ‘X-A: b’', 'GetA({X-A:s="b"}) -> O', [], 'GET https://s.example/a X-A=b'],
  ['curl "https://s.example/a?q=$Q&r=${R}" -H "X-T: $TENANT"', 'GetA(q:s, r:s, X-T:s) -> O', ['1', '2', '3'], 'GET https://s.example/a?q=1&r=2 X-T=3'],
  ['curl https://s.example/a --next -d x=1 https://s.example/b', 'PostB(x:w) -> O', [1], 'POST https://s.example/b application/x-www-form-urlencoded x=1'],
  ['curl https://s.example/a --next -d x=1 https://s.example/b', 'GetA() -> O', [], 'GET https://s.example/a'],
  ['curl -H "X-A: b" https://s.example/a https://s.example/b', 'GetB({X-A:s="b"}) -> O', [], 'GET https://s.example/b X-A=b'],
  ["curl.exe 'https://s.example/a' `\n -H 'X-A: it''s' `\n -d \"{`\"b`\": 1}\"", 'PostA(b:w, {X-A:s="it\'s"}) -> O', [2], 'POST https://s.example/a X-A=it\'s application/json {"b":2}'],
];

describe('cURL commands', () => {
  for (const [command, signature, args, request] of commands) {
    it(JSON.stringify(command), async () => {
      const connector = await connectText(command, { namespace: 'C' });
      const name = signature.slice(0, signature.indexOf('('));
      expect(signatureText(connector, name)).to.equal(signature);
      if (request !== '') expect(requestText(connector, name, ...args)).to.equal(request);
    });
  }

  // oxfmt-ignore
  const secrets: readonly (readonly [command: string, scheme: object])[] = [
    ['curl -u me:pass-5f2e https://s.example', { kind: 'basic' }],
    ['curl --oauth2-bearer pass-5f2e https://s.example', { kind: 'bearer' }],
    ['curl -H "Authorization: Bearer pass-5f2e" https://s.example', { kind: 'bearer' }],
    ['curl -H "Authorization: Basic pass-5f2e" https://s.example', { kind: 'basic' }],
    ['curl -H "X-API-Key: pass-5f2e" https://s.example', { kind: 'apiKey', in: 'header', name: 'X-API-Key' }],
    ['curl -H "Ocp-Apim-Subscription-Key: pass-5f2e" https://s.example', { kind: 'apiKey', in: 'header', name: 'Ocp-Apim-Subscription-Key' }],
    ['curl "https://s.example?api_key=pass-5f2e&a=b"', { kind: 'apiKey', in: 'query', name: 'api_key' }],
    ['curl "https://s.example?key=pass-5f2e-AIzaSyD4"', { kind: 'apiKey', in: 'query', name: 'key' }],
    ['curl -H "Authorization: Token pass-5f2e" https://s.example', { kind: 'apiKey', in: 'header', name: 'Authorization' }],
  ];
  for (const [command, scheme] of secrets)
    it(`read what ${command} asks for, not the secret`, () => {
      const { definition } = connect(command, { namespace: 'C' });
      expect([...definition.securitySchemes.values()]).to.deep.equal([scheme]);
      expect(definition.operations[0]!.security).to.have.length(1);
      expect(JSON.stringify([...definition.operations].map(({ parameters, body }) => [parameters, body]))).to.not.contain(
        'pass-5f2e',
      );
    });

  it('are several operations of one definition', () => {
    const connector = connect(
      'curl https://s.example/a\ncurl https://s.example/a?x=1; curl -d a=1 https://s.example/a\ncurl https://t.example/b\nls',
      { namespace: 'C' },
    );
    expect([...connector.operations.keys()]).to.deep.equal(['GetA', 'PostA', 'GetB']);
    expect(signatureText(connector, 'GetA')).to.equal('GetA({x:w=1}) -> O');
    expect(requestText(connector, 'GetB')).to.equal('GET https://t.example/b');
    expect(connector.diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`)).to.deep.equal([
      'command 4:1',
      'duplicate-path 2:1',
    ]);
  });

  it('tell of keys that are not kept, and leave what only sounds like one', () => {
    const { diagnostics } = connect('curl https://s.example/a -H "X-API-Key: 1" -H "Sort-Key: 2"', { namespace: 'C' });
    expect(diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`)).to.deep.equal(['security 1:29']);
    const both = connect('curl -u a:b -H "X-API-Key: 1" https://s.example/a', { namespace: 'C' }).definition;
    expect(both.operations[0]!.security.map((requirement) => [...requirement.keys()])).to.deep.equal([['basic', 'apiKey']]);
    expect(signatureText(connect('curl https://s.example/a?key=name', { namespace: 'C' }), 'GetA')).to.equal(
      'GetA({key:s="name"}) -> O',
    );
  });

  it('say what is wrong, where', () => {
    expect(connect("curl 'https://s.example/a -H 'A: b", { namespace: 'C' }).diagnostics[0]?.message).to.contain('a quote');
    const text = "curl -X POST \\\n  --frobnicate -H 'open";
    expect(
      connect(text, { namespace: 'C' }).diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`),
    ).to.have.members(['syntax 2:19', 'command 2:3', 'command 1:1']);
    expect(
      connect('curl https://s.example -d "{" -H "Content-Type: application/json"', { namespace: 'C' }).diagnostics.map(
        ({ code }) => code,
      ),
    ).to.deep.equal(['body']);
  });
});
