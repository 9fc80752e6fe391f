import { expect } from 'chai';
import { Observable, of } from 'rxjs';
import { connect, type HttpResponse } from '../../src/connectors/index.ts';
import { appOf, codesOf, control, screenOf } from './app-text.ts';

const schema = { type: 'array', items: { type: 'object', properties: { title: { type: 'string' } } } };
const description = {
  swagger: '2.0',
  host: 'lists.example',
  schemes: ['https'],
  produces: ['application/json'],
  paths: {
    '/lists/{list}': {
      get: {
        operationId: 'Items',
        parameters: [{ name: 'list', in: 'path', required: true, type: 'string' }],
        responses: {
          200: {
            schema: {
              type: 'object',
              'x-ms-dynamic-schema': {
                operationId: 'Columns',
                parameters: { list: { parameter: 'list' } },
                'value-path': 'schema',
              },
            },
          },
        },
      },
    },
    '/lists/{list}/columns': {
      get: {
        operationId: 'Columns',
        'x-ms-visibility': 'internal',
        parameters: [{ name: 'list', in: 'path', required: true, type: 'string' }],
        responses: { 200: { schema: { type: 'object' } } },
      },
    },
  },
};

describe('types that only the service knows', () => {
  it('arrive late in a running app: its formulas are checked anew, and what was set stays', async () => {
    let tell: () => void = () => {};
    let asked = 0;
    const answer = (body: unknown): HttpResponse => ({
      status: 200,
      reason: '',
      headers: new Map([['content-type', 'application/json']]),
      body: of(new TextEncoder().encode(JSON.stringify(body))),
    });
    const connector = connect(description, {
      namespace: 'L',
      transport: ({ url }) =>
        new Observable((subscriber) => {
          const send = (body: unknown): void => {
            subscriber.next(answer(body));
            subscriber.complete();
          };
          if (url.endsWith('/columns')) {
            asked++;
            tell = () => send({ schema });
          } else send([{ title: 'Tea' }, { title: 'Milk' }]);
        }),
    });
    const app = appOf(
      screenOf(
        control('Out', 'Label', { Text: 'Concat(L.Items("a"), title, ",") & n' }),
        control('Button1', 'Classic/Button', { OnSelect: 'Set(n, n + 1)' }),
      ),
      { connectors: [connector], variables: { n: 1 } },
    );
    await app.start();
    const seen: unknown[] = [];
    app.watch('Out.Text', (value) => seen.push(value));
    expect(codesOf(app)).not.to.deep.equal([]);
    await app.press('Button1');
    let rebuilt = 0;
    app.changes.add(() => rebuilt++);
    tell();
    for (let i = 0; i < 200 && seen.at(-1) !== 'Tea,Milk2'; i++) await new Promise((resolve) => setTimeout(resolve, 5));
    app.watch('Out.Text', (value) => seen.push(value))();
    expect(seen.at(-1)).to.equal('Tea,Milk2');
    expect(codesOf(app)).to.deep.equal([]);
    expect([asked, rebuilt]).to.deep.equal([1, 1]);
    app.dispose();
  });
});
