import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { jsonSource } from '../../../src/connectors/index.ts';
import { checkDefinition, checkProperties, definitionRules, isProperties } from '../../../src/connectors/publish/index.ts';
import { dataPath } from '../../environment/data.node.ts';

/* oxlint-disable typescript/no-explicit-any, typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-return, typescript/no-unsafe-call, typescript/no-unsafe-argument, typescript/no-dynamic-delete -- documents are broken on purpose, in places that no type allows */
type Json = any;

const parameter = (name: string, where: string, more: object = {}): object => ({
  name,
  in: where,
  type: 'string',
  'x-ms-summary': 'Id',
  description: 'The id.',
  ...(where === 'path' && { required: true, 'x-ms-url-encoding': 'single' }),
  ...more,
});

/** A definition that nothing is wrong with. */
const clean = (): Json => ({
  swagger: '2.0',
  info: {
    title: 'Tea shop',
    version: '1.0',
    description: 'Orders of a shop for tea, and what became of them.',
    contact: { email: 'a@example.com' },
  },
  host: 'shop.example',
  basePath: '/',
  schemes: ['https'],
  produces: ['application/json'],
  securityDefinitions: {
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    oauth: {
      type: 'oauth2',
      flow: 'accessCode',
      authorizationUrl: 'https://a.example',
      tokenUrl: 'https://a.example',
      scopes: { read: 'Read' },
    },
  },
  security: [{ key: [] }],
  'x-ms-connector-metadata': [
    { propertyName: 'Website', propertyValue: 'https://shop.example' },
    { propertyName: 'Privacy policy', propertyValue: 'https://shop.example/privacy' },
    { propertyName: 'Categories', propertyValue: 'Commerce' },
  ],
  definitions: { Item: { type: 'object', properties: { name: { type: 'string' }, count: { type: 'integer' } } } },
  paths: {
    '/items/{id}': {
      get: {
        operationId: 'GetItem',
        summary: 'Get an item',
        description: 'Gives one item of the shop.',
        parameters: [parameter('id', 'path'), parameter('view', 'query')],
        responses: { 200: { description: 'OK', schema: { $ref: '#/definitions/Item' } }, default: { description: 'Failed' } },
      },
    },
    '/items': {
      post: {
        operationId: 'AddItem',
        summary: 'Add an item',
        description: 'Adds an item to the shop.',
        parameters: [{ name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/Item' } }],
        responses: { 201: { description: 'Created' } },
      },
    },
  },
});

const get = (document: Json): Json => document.paths['/items/{id}'].get;
const item = (document: Json): Json => document.definitions.Item;
const list = (name: string, more: object = {}): object => ({
  [name]: { operationId: 'GetItem', parameters: { id: 'x' }, itemsPath: 'a', itemValuePath: 'b', 'value-path': 'b', ...more },
});
const callback = { type: 'string', 'x-ms-notification-url': true };

/** For each rule a change that breaks it. */
const breaches: { readonly [rule: string]: (document: Json) => void } = {
  'title-missing': (d) => delete d.info.title,
  'version-missing': (d) => delete d.info.version,
  'paths-missing': (d) => (d.paths = {}),
  'base-path': (d) => (d.basePath = 'v1'),
  https: (d) => (d.schemes = ['http']),
  'security-undefined': (d) => (get(d).security = [{ other: [] }]),
  'scope-undefined': (d) => (get(d).security = [{ oauth: ['write'] }]),
  'secret-in-file': (d) => (d.securityDefinitions.key.clientSecret = 'a8s7d6f5g4'),
  'title-length': (d) => (d.info.title = 'Tea and further things of a small shop'),
  'title-words': (d) => (d.info.title = 'Tea API'),
  'title-end': (d) => (d.info.title = 'Tea!'),
  'description-length': (d) => (d.info.description = 'Tea.'),
  contact: (d) => delete d.info.contact,
  'connector-metadata': (d) => d['x-ms-connector-metadata'].pop(),
  categories: (d) => (d['x-ms-connector-metadata'][2].propertyValue = 'Tea'),
  'extension-misspelt': (d) => (get(d)['x-ms-visibilty'] = 'internal'),
  'path-characters': (d) => (d.paths['/a?b=1'] = d.paths['/items']),
  'path-spaces': (d) => (d.paths['/a b'] = d.paths['/items']),
  'path-braces': (d) => (d.paths['/a{b'] = d.paths['/items']),
  'path-colon': (d) => (d.paths['/a/:id'] = d.paths['/items']),
  'path-duplicate': (d) => (d.paths['/Items/{key}'] = { delete: { operationId: 'DeleteItem', responses: {} } }),
  'operation-id-missing': (d) => delete get(d).operationId,
  'operation-id-duplicate': (d) => (d.paths['/items'].post.operationId = 'Get_Item'),
  'operation-id-form': (d) => (get(d).operationId = 'get-item'),
  'success-response': (d) => (get(d).responses = { 404: { description: 'Missing' } }),
  'response-schemas': (d) => (get(d).responses[202] = { description: 'Later', schema: { type: 'string' } }),
  'body-on-get': (d) => get(d).parameters.push({ name: 'body', in: 'body', schema: { type: 'object' } }),
  'summary-missing': (d) => delete get(d).summary,
  'summary-form': (d) => (get(d).summary = 'Get/read an item'),
  'description-missing': (d) => delete get(d).description,
  'description-form': (d) => (get(d).description = 'Get an item'),
  'trigger-words': (d) => (get(d)['x-ms-trigger'] = 'batch'),
  'deprecated-replacement': (d) => (get(d).deprecated = true),
  'annotation-revision': (d) => (get(d)['x-ms-api-annotation'] = { family: 'GetItem' }),
  'page-link': (d) => (get(d)['x-ms-pageable'] = { nextLinkName: 'next' }),
  'notification-content': (d) => (d.paths['/items'].post['x-ms-trigger'] = 'single'),
  'visibility-value': (d) => (get(d)['x-ms-visibility'] = 'hidden'),
  'trigger-value': (d) => (get(d)['x-ms-trigger'] = 'all'),
  'default-response-schema': (d) => (get(d).responses.default.schema = { type: 'string' }),
  'response-empty-schema': (d) => (get(d).responses[200].schema = {}),
  'response-description': (d) => delete get(d).responses[200].description,
  'path-required': (d) => (get(d).parameters[0].required = false),
  'connection-id': (d) => (get(d).parameters[1].name = 'connectionId'),
  'file-place': (d) => (get(d).parameters[1].type = 'file'),
  'internal-default': (d) => Object.assign(get(d).parameters[1], { 'x-ms-visibility': 'internal', required: true }),
  'internal-ignored': (d) => Object.assign(get(d).parameters[1], { 'x-ms-visibility': 'internal', default: 'a' }),
  'parameter-summary': (d) => delete get(d).parameters[1]['x-ms-summary'],
  'parameter-description': (d) => delete get(d).parameters[1].description,
  'url-encoding-missing': (d) => delete get(d).parameters[0]['x-ms-url-encoding'],
  'url-encoding-place': (d) => (get(d).parameters[1]['x-ms-url-encoding'] = 'single'),
  'url-encoding-value': (d) => (get(d).parameters[0]['x-ms-url-encoding'] = 'triple'),
  'collection-format': (d) => (get(d).parameters[1].collectionFormat = 'csv'),
  'notification-url-place': (d) => (get(d).parameters[1]['x-ms-notification-url'] = true),
  'type-unknown': (d) => (item(d).properties.name.type = 'text'),
  'type-null': (d) => (item(d).properties.name.type = 'null'),
  'format-unknown': (d) => (item(d).properties.count.format = 'date'),
  'array-items': (d) => (item(d).properties.name = { type: 'array' }),
  'properties-place': (d) => (item(d).type = 'string'),
  'default-type': (d) => (item(d).properties.count.default = '1'),
  'enum-type': (d) => (item(d).properties.count.enum = [1, '2']),
  'enum-duplicate': (d) => (item(d).properties.count.enum = [1, 1]),
  'enum-values': (d) =>
    Object.assign(item(d).properties.count, { enum: [1, 2], 'x-ms-enum-values': [{ value: 1, displayName: 'One' }] }),
  'required-undefined': (d) => (item(d).required = ['price']),
  'file-schema': (d) => (item(d).properties.name.type = 'file'),
  'notification-url-schema': (d) => (item(d).properties.name = callback),
  'media-kind-value': (d) => (item(d).properties.name['x-ms-media-kind'] = 'film'),
  'dynamic-operation': (d) => Object.assign(get(d).parameters[1], list('x-ms-dynamic-values', { operationId: 'Nothing' })),
  'dynamic-parameter-missing': (d) => Object.assign(get(d).parameters[1], list('x-ms-dynamic-values', { parameters: {} })),
  'dynamic-parameter-unknown': (d) =>
    Object.assign(get(d).parameters[1], list('x-ms-dynamic-values', { parameters: { id: 1, other: 2 } })),
  'dynamic-path': (d) => Object.assign(get(d).parameters[1], list('x-ms-dynamic-list', { itemValuePath: undefined })),
  'note-renamed': (d) => get(d).parameters.push(parameter('id', 'query')),
  'note-quoted': (d) => (get(d).parameters[1].name = 'view-name'),
  'note-untyped': (d) => (get(d).responses[200].schema = {}),
  'note-name': (d) => (get(d).operationId = 'Get_Item'),
};

/** Rules that a change of the small definition cannot break: its size, XML of OpenAPI 3, a path inside a reference. */
const elsewhere = ['size', 'response-media', 'dynamic-successor'];

const found = (document: unknown): ReturnType<typeof checkDefinition> => {
  const text = JSON.stringify(document, null, 2);
  return checkDefinition(jsonSource(text), text.length);
};

const policy = (templateId: string, parameters: object, rest: object = {}): object => ({
  templateId,
  parameters: {
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`x-ms-apimTemplateParameter.${name}`, value])),
    ...rest,
  },
});

/** An `apiProperties.json` that nothing is wrong with. */
const cleanProperties = (): Json => ({
  properties: {
    iconBrandColor: '#1a73e8',
    publisher: 'Tea',
    stackOwner: 'Tea',
    capabilities: ['actions'],
    scriptOperations: ['AddItem'],
    connectionParameters: {
      api_key: { type: 'securestring', uiDefinition: { displayName: 'Key', tooltip: 'The key of the shop.' } },
      region: { type: 'string', uiDefinition: { displayName: 'Region', tooltip: 'Where the shop is.' } },
      token: {
        type: 'oauthSetting',
        oAuthSettings: {
          identityProvider: 'oauth2',
          redirectMode: 'Global',
          redirectUrl: 'https://global.consent.azure-apim.net/redirect',
          customParameters: { AuthorizationUrl: { value: 'https://a.example' }, TokenUrl: { value: 'https://a.example' } },
        },
      },
    },
    policyTemplateInstances: [
      policy('dynamichosturl', { urlTemplate: "https://@connectionParameters('region').shop.example" }),
      policy(
        'setHeader',
        { name: 'X', value: "@connectionParameters('none', 'x')" },
        { 'x-ms-apimTemplate-operationName': ['GetItem'] },
      ),
    ],
  },
});
const instances = (d: Json): Json[] => d.properties.policyTemplateInstances;
const parameters = (d: Json): Json => d.properties.connectionParameters;

/** For each rule about `apiProperties.json` a change that breaks it. */
const propertiesBreaches: { readonly [rule: string]: (document: Json) => void } = {
  'brand-color': (d) => (d.properties.iconBrandColor = '#007ee5'),
  publisher: (d) => delete d.properties.stackOwner,
  'properties-secret': (d) => (parameters(d).token.oAuthSettings.clientSecret = 'a8s7d6f5g4'),
  'script-operation': (d) => d.properties.scriptOperations.push('AddItems'),
  'connection-parameter-type': (d) => (parameters(d).region.type = 'text'),
  'connection-parameter-words': (d) => delete parameters(d).api_key.uiDefinition.tooltip,
  'connection-parameter-secret': (d) => (parameters(d).api_key.type = 'string'),
  'oauth-provider': (d) => delete parameters(d).token.oAuthSettings.identityProvider,
  'oauth-address': (d) => delete parameters(d).token.oAuthSettings.customParameters.TokenUrl,
  'oauth-redirect': (d) => (parameters(d).token.oAuthSettings.redirectUrl = 'https://a.example/back'),
  'policy-template': (d) => (instances(d)[0].templateId = 'dynamichosturls'),
  'policy-parameter': (d) => delete instances(d)[1].parameters['x-ms-apimTemplateParameter.value'],
  'policy-operation': (d) => instances(d)[1].parameters['x-ms-apimTemplate-operationName'].push('GetItems'),
  'policy-connection-parameter': (d) => delete parameters(d).region,
};

describe('the checker of connector properties', () => {
  const source = (document: unknown): ReturnType<typeof jsonSource> => jsonSource(JSON.stringify(document, null, 2));
  const foundIn = (document: unknown): ReturnType<typeof checkProperties> => checkProperties(source(document), source(clean()));

  it('finds nothing where nothing is wrong, and tells properties from definitions', () => {
    assert.deepEqual(foundIn(cleanProperties()), []);
    assert.deepEqual([isProperties(source(cleanProperties())), isProperties(source(clean()))], [true, false]);
  });
  for (const [rule, change] of Object.entries(propertiesBreaches))
    it(`finds ${rule}, with its place and what to do`, () => {
      const document = cleanProperties();
      change(document);
      const all = foundIn(document);
      assert.deepEqual(
        all.map(({ code }) => code),
        [rule],
      );
      assert.ok(all[0]!.line! > 1 && all[0]!.remedy.length > 10 && /[.?]$/.test(all[0]!.message), JSON.stringify(all));
    });
  it('survives anything in the place of anything', () => {
    for (const value of [null, 5, 'x', [], [null], {}, { a: null }])
      for (const name of Object.keys(cleanProperties().properties)) {
        const document = cleanProperties();
        document.properties[name] = value;
        for (const { line } of foundIn(document)) assert.ok(line !== undefined);
      }
  });
});

describe('the checker of definitions', () => {
  it('finds nothing where nothing is wrong', () => assert.deepEqual(found(clean()), []));

  it('has a breach for every rule', () => {
    const tested = new Set([...Object.keys(breaches), ...Object.keys(propertiesBreaches), ...elsewhere]);
    assert.deepEqual(
      definitionRules.map(({ id }) => id).filter((id) => !tested.has(id)),
      [],
    );
  });

  for (const [rule, change] of Object.entries(breaches)) {
    it(`finds ${rule}, with its place and what to do`, () => {
      const document = clean();
      change(document);
      const finding = found(document).find(({ code }) => code === rule);
      assert.ok(
        finding !== undefined,
        found(document)
          .map(({ code }) => code)
          .join(),
      );
      assert.ok(
        finding.line! >= 1 && finding.column! >= 1 && finding.remedy.length > 10 && /[.:}]$/.test(finding.message),
        JSON.stringify(finding),
      );
      assert.equal(found(document).filter(({ code }) => code === rule).length, 1);
    });
  }

  it('says so of large documents, of XML and of what the older extensions cannot tell apart', () => {
    const document = clean();
    document.info['x-large'] = 'x'.repeat(1_100_000);
    Object.assign(get(document).parameters[1], list('x-ms-dynamic-values', { parameters: { id: { parameter: 'body/id' } } }));
    const codes = found(document).map(({ code }) => code);
    assert.ok(codes.includes('size') && codes.includes('dynamic-successor'));
    const xml = {
      openapi: '3.0.0',
      info: {},
      paths: { '/a': { get: { responses: { 200: { description: '', content: { 'application/xml': { schema: {} } } } } } } },
    };
    assert.ok(found(xml).some(({ code }) => code === 'response-media'));
  });
});

describe('fxloom connector check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fxloom-check-'));
  after(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]): { status: number | null; out: string; err: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/fxloom.mjs', ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return { status, out: stdout, err: stderr };
  };
  const file = (name: string, document: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(document, null, 2));
    return path;
  };

  it('ends with 0, 1 or 2, and says the same as fxloom check', () => {
    const good = file('good.json', clean());
    const document = clean();
    breaches['https']!(document);
    const bad = file('bad.json', document);
    assert.deepEqual(
      [run('connector', 'check', good).status, run('connector', 'check').status, run('connector', 'check', `${good}x`).status],
      [0, 2, 2],
    );
    const { status, out } = run('connector', 'check', bad);
    assert.equal(status, 1);
    assert.match(out, /bad\.json:\d+:\d+ error https\n {4}The service is offered over http only\. Offer https/);
    assert.match(out, /1 file, \d+ rules: 1 error, 0 warnings, 0 notes\.\n$/);
    const own = run('connector', 'check', bad, '--json').out;
    assert.equal(own, run('check', bad, '--json').out);
    assert.equal((JSON.parse(own) as { code: string }[])[0]!.code, 'https');
    file('apiDefinition.swagger.json', clean());
    const properties = cleanProperties();
    propertiesBreaches['policy-operation']!(properties);
    assert.match(
      run('connector', 'check', file('apiProperties.json', properties)).out,
      /apiProperties\.json:\d+:\d+ error policy-operation\n {4}There is no operation GetItems\. Did you mean GetItem\? List/,
    );
  });

  const given = dataPath('connectors/given');
  it('reads all published definitions', { skip: given === undefined && 'the test data is absent (FXLOOM_DATA)' }, (context) => {
    const files = readdirSync(given!, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('apiDefinition.swagger.json'),
    );
    const counts = new Map<string, number>();
    for (const name of files) {
      const text = readFileSync(join(given!, name), 'utf8');
      for (const { code, line } of checkDefinition(jsonSource(text), text.length)) {
        assert.ok(line !== undefined, `${name} ${code}`);
        counts.set(code, (counts.get(code) ?? 0) + 1);
      }
    }
    context.diagnostic(`${files.length} definitions: ${[...counts].map(([code, count]) => `${code} ${count}`).join(', ')}`);
    for (const code of ['security-undefined', 'default-type', 'enum-type', 'extension-misspelt'])
      assert.ok(counts.get(code)! > 3, code);
  });
});
