import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { connect, connectText, type Connector, type ConnectorSettings } from '../../src/connectors/index.ts';
import {
  canvas,
  check,
  compileBehavior,
  complete,
  createRun,
  createScope,
  printType,
  printValue,
  rootFrame,
  signatureHelp,
  type FormulaContext,
} from '../../src/formula/index.ts';
import { dataPath } from '../environment/data.node.ts';
import { json, scriptedService, type Script, type ScriptedService } from './scripted-service.node.ts';

interface GoldCase {
  readonly kind: string;
  readonly swagger: string;
  readonly namespace: string;
  readonly connectionId?: string;
  readonly settings: { readonly compatibility: string };
  readonly expr?: string;
  readonly function?: string;
  readonly parameter?: string;
  readonly parameterIndex?: number;
  readonly known?: { readonly [name: string]: string };
  readonly responseFile: string | null;
  readonly expectedRequest?: { readonly method: string; readonly url: string; readonly body?: string } | null;
  readonly expected?: readonly string[];
  readonly expectedValueTitle?: readonly (readonly [string, string])[];
  readonly expectedTitles?: readonly string[];
  readonly expectedCount?: number;
}

const gold = dataPath('connectors/gold');
const cases: readonly GoldCase[] =
  gold === undefined
    ? []
    : (JSON.parse(readFileSync(join(gold, 'cases.json'), 'utf8')) as { suggestions: GoldCase[] }).suggestions;

const open: ScriptedService[] = [];
after(() => Promise.all(open.map((service) => service.close())));

async function service(script: Script): Promise<ScriptedService> {
  const started = await scriptedService(script);
  open.push(started);
  return started;
}

const contextOf = (connector: Connector): FormulaContext => ({
  scope: createScope({ namespaces: new Map([[connector.name, connector.namespace]]) }),
  features: canvas,
  behavior: true,
});

/** What completion offers of values and fields: at once, or once the service has told; `wanted` says when to stop waiting. */
async function offered(connector: Connector, text: string, wanted: readonly string[]): Promise<readonly string[]> {
  const context = contextOf(connector);
  const look = (): readonly string[] =>
    complete(text, text.length, context)
      .items.filter(({ kind }) => kind === 'value' || kind === 'field')
      .map(({ label }) => label)
      .filter((label) => label !== 'true' && label !== 'false');
  look();
  await pause();
  for (let i = 0; i < 400 && look().join() !== wanted.join(); i++) await pause();
  return look();
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

describe('suggestions of the reference binder', { skip: gold === undefined && 'the test data is absent (FXLOOM_DATA)' }, () => {
  for (const [i, of] of cases.entries()) {
    // The reference offers the field again where its value is to be written; here the value's place offers values.
    const differs = of.expr?.endsWith('{ p1:') === true;
    it(`${i}: ${of.expr ?? `${of.function}.${of.parameter ?? of.parameterIndex}`}`, async () => {
      const body = of.responseFile === null ? '{}' : readFileSync(join(gold!, 'Responses', of.responseFile), 'utf8');
      const { url, seen } = await service((response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(body),
      );
      const text = readFileSync(join(gold!, 'Swagger', of.swagger), 'utf8');
      const { basePath = '' } = JSON.parse(text) as { basePath?: string };
      const connector = await connectText(text, {
        namespace: of.namespace,
        compatibility: of.settings.compatibility === 'SwaggerCompatibility' ? 'swagger' : 'powerApps',
        globals: new Map(of.connectionId === undefined ? [] : [['connectionId', of.connectionId]]),
        baseUrl: `${url}${basePath.replace(/\/$/, '')}`,
      });
      if (of.expr !== undefined) {
        const expected = differs ? [] : of.expected!;
        assert.deepEqual(await offered(connector, of.expr, expected), expected);
        for (let i = 0; of.expectedRequest && seen.length === 0 && i < 400; i++) await pause();
      } else {
        const bound = connector.operations.get(of.function!)!;
        const name = of.parameter ?? bound.signature.required[of.parameterIndex!]!.name;
        const { values } = await connector.suggestions(of.function!, name, of.known);
        if (of.expectedValueTitle)
          assert.deepEqual(
            values.map(({ value, title }) => [value, title]),
            of.expectedValueTitle,
          );
        if (of.expectedTitles)
          assert.deepEqual(
            values.map(({ title }) => title),
            of.expectedTitles,
          );
        if (of.expectedCount !== undefined) assert.equal(values.length, of.expectedCount);
      }
      const [request] = seen;
      // The reference asks nothing where nothing is completed; here the checker asks for the type of a record that is being written.
      if (of.expectedRequest === null && !of.expr!.includes('{')) assert.equal(request?.url, undefined);
      if (of.expectedRequest) {
        assert.deepEqual([request?.method, request?.url], [of.expectedRequest.method, of.expectedRequest.url]);
        if (of.expectedRequest.body !== undefined) assert.equal(request?.body, of.expectedRequest.body);
      }
    });
  }
});

/** A service of lists: each list has columns of its own, which only the service knows. */
const lists = {
  swagger: '2.0',
  info: { title: 'Lists', version: '1' },
  paths: {
    '/lists': {
      get: {
        operationId: 'Lists',
        'x-ms-visibility': 'internal',
        produces: ['application/json'],
        responses: { 200: { schema: {} } },
      },
    },
    '/lists/{list}/schema': {
      get: {
        operationId: 'List_Schema',
        'x-ms-visibility': 'internal',
        produces: ['application/json'],
        parameters: [{ name: 'list', in: 'path', required: true, type: 'string' }],
        responses: { 200: { schema: {} } },
      },
    },
    '/lists/{list}/item': {
      get: {
        operationId: 'Get_Item',
        produces: ['application/json'],
        parameters: [
          {
            name: 'list',
            in: 'path',
            required: true,
            type: 'string',
            'x-ms-dynamic-list': {
              operationId: 'Lists',
              itemsPath: 'data/lists',
              itemValuePath: 'id',
              itemTitlePath: 'names/short',
            },
          },
          { name: 'view', in: 'query', type: 'string', enum: ['all', 'own'], description: 'Which items count.' },
        ],
        responses: {
          200: {
            schema: {
              type: 'object',
              'x-ms-dynamic-properties': {
                operationId: 'List_Schema',
                parameters: { list: { parameterReference: 'list' } },
                itemValuePath: 'Schema/Item',
              },
            },
          },
        },
      },
      post: {
        operationId: 'Add_Item',
        produces: ['application/json'],
        parameters: [
          { name: 'list', in: 'path', required: true, type: 'string' },
          {
            name: 'body',
            in: 'body',
            required: true,
            schema: {
              type: 'object',
              properties: {
                item: {
                  type: 'object',
                  'x-ms-dynamic-schema': {
                    operationId: 'List_Schema',
                    parameters: { list: { parameter: 'list' } },
                    'value-path': 'schema/item',
                  },
                },
                notify: { type: 'boolean', description: 'Tell the owner.', default: false },
              },
              required: ['item'],
            },
          },
        ],
        responses: { 200: { schema: { type: 'object', properties: { ok: { type: 'boolean' } } } } },
      },
    },
  },
};

const schemaOf = (list: string): object => ({
  schema: {
    item: {
      type: 'object',
      properties: {
        title: { type: 'string', description: 'What it is about.' },
        ...(list === 'tasks' && {
          due: { type: 'string', format: 'date' },
          state: { type: 'string', enum: ['open', 'done'] },
          owner: {
            type: 'string',
            'x-ms-dynamic-values': { operationId: 'Lists', 'value-collection': 'people', 'value-path': 'id' },
          },
        }),
      },
    },
  },
});

const listService: Script = (response, { url }) => {
  const [, name, part] = /^\/lists\/(\w+)\/(\w+)/.exec(url) ?? [];
  if (part === 'schema') json(response, schemaOf(name!));
  else if (part === 'item') json(response, { title: 'Tea', due: '2026-03-01', extra: 1 });
  else
    json(response, {
      data: {
        lists: [
          { id: 'tasks', names: { short: 'My tasks' } },
          { id: 'ideas', names: {} },
        ],
      },
      people: [{ id: 'ann' }],
    });
};

async function boundLists(
  script: Script = listService,
  settings: Partial<ConnectorSettings> = {},
): Promise<{ connector: Connector; seen: ScriptedService['seen'] }> {
  const { url, seen } = await service(script);
  return { connector: connect(lists, { namespace: 'L', baseUrl: url, retries: 0, ...settings }), seen };
}

describe('what only the service knows', () => {
  it('is asked for once, and said when it cannot be', async () => {
    const { connector, seen } = await boundLists();
    const asked = await Promise.all([1, 2, 3].map(() => connector.suggestions('GetItem', 'list')));
    for (const { values } of asked)
      assert.deepEqual(values, [
        { value: 'tasks', title: 'My tasks' },
        { value: 'ideas', title: 'ideas' },
      ]);
    assert.equal(seen.length, 1);
    assert.deepEqual(await connector.suggestions('Get_Item', 'view'), {
      values: [
        { value: 'all', title: 'all' },
        { value: 'own', title: 'own' },
      ],
    });
    assert.deepEqual(await connector.schema('GetItem'), { type: undefined, needs: ['list'] });
    assert.equal(printType((await connector.schema('GetItem', undefined, { list: 'ideas' })).type!), '{title: Text}');
    assert.deepEqual((await connector.suggestions('AddItem', 'item/owner', { list: 'tasks' })).values, [
      { value: 'ann', title: 'ann' },
    ]);
    const broken = await boundLists((response) => json(response, { message: 'Closed.' }, 503));
    assert.match((await broken.connector.suggestions('GetItem', 'list')).problem!.message, /Closed/);
    assert.throws(() => connector.suggestions('Nothing', 'list'), RangeError);
  });

  it('types a call: dynamic until the service has told, then a record, and its answer too', async () => {
    const { connector } = await boundLists();
    const context = contextOf(connector);
    const formula = 'Text(L.GetItem("tasks").due + 1, "d") & L.GetItem("tasks").title';
    const typeOf = (text: string): string => printType(check(text, context.scope, context).type);
    assert.equal(typeOf('L.GetItem("tasks")'), 'Dynamic');
    await connector.schema('GetItem', undefined, { list: 'tasks' });
    assert.equal(typeOf('L.GetItem("tasks")'), '{title: Text, due: Date, state: Text, owner: Text}');
    assert.equal(typeOf('L.GetItem(Text(Rand()))'), 'Dynamic');
    const result = check(formula, context.scope, context);
    assert.deepEqual(result.diagnostics, []);
    const start: NonNullable<Parameters<typeof createRun>[0]>['calls'] = {
      read: () => null,
      start: (operation, args) => connector.call(operation, args),
    };
    const value = await compileBehavior(result.formula)(rootFrame(createRun({ calls: start, features: canvas })));
    assert.equal(printValue(value), '"2Tea"');
    const untyped = check('Text(L.GetItem("tas" & Text(Len("ks")) & "").title)', context.scope, context);
    assert.deepEqual(
      untyped.diagnostics.map(({ message }) => message),
      [],
    );
  });

  it('checks the record that a call is given', async () => {
    const { connector } = await boundLists();
    const context = contextOf(connector);
    const errors = (text: string): number => check(text, context.scope, context).diagnostics.length;
    assert.equal(errors('L.AddItem("tasks", {title: {a: 1}})'), 0);
    await connector.schema('AddItem', 'item', { list: 'tasks' });
    assert.equal(errors('L.AddItem("tasks", {title: "a", due: Date(2026, 1, 1)})'), 0);
    assert.ok(errors('L.AddItem("tasks", {title: {a: 1}})') > 0);
  });

  it('is offered while a call is written, with what there is to know', async () => {
    const { connector } = await boundLists();
    for (const [text, labels] of [
      ['L.GetItem("t', ['"tasks"']],
      ['L.GetItem(', ['"tasks"', '"ideas"']],
      ['L.GetItem("tasks", {', ['view']],
      ['L.GetItem("tasks", {view: ', ['"all"', '"own"']],
      ['L.GetItem("tasks", {view: "o', ['"own"']],
      ['L.AddItem("tasks", {', ['title', 'due', 'state', 'owner']],
      ['L.AddItem("tasks", {title: "x", state: "d', ['"done"']],
      ['L.AddItem("tasks", {owner: ', ['"ann"']],
      ['L.AddItem("ideas", {ti', ['title']],
      ['L.AddItem("ideas", {title: ""}, {', ['notify']],
    ] as const)
      assert.deepEqual(await offered(connector, text, labels), labels, text);
    const help = signatureHelp('L.AddItem("ideas", {title: ""}, {notify: ', 41, contextOf(connector));
    assert.deepEqual(help?.field, { name: 'notify', type: 'Boolean', summary: 'Tell the owner. Without it: false.' });
  });
});
