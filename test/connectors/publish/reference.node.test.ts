import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { connect } from '../../../src/connectors/index.ts';
import { exampleFormula, referenceHtml, referenceMarkdown, referenceOf } from '../../../src/connectors/publish/index.ts';
import { canvas, check, createScope } from '../../../src/formula/index.ts';
import { dataPath } from '../../environment/data.node.ts';

const hostile = '<img src=x onerror=alert(1)>"\'&`*[a](javascript:b)';
const description = {
  openapi: '3.1.0',
  info: { title: hostile, version: hostile, description: hostile },
  servers: [{ url: 'https://a.example/"><script>' }],
  components: { securitySchemes: { [hostile]: { type: 'apiKey', in: 'header', name: hostile } } },
  paths: {
    '/items': {
      post: {
        operationId: 'Add',
        summary: hostile,
        description: hostile,
        parameters: [
          {
            name: hostile,
            in: 'query',
            required: true,
            description: hostile,
            schema: { type: 'string', maxLength: 5, enum: [hostile] },
          },
        ],
        responses: {
          200: {
            description: 'ok',
            content: { 'application/json': { schema: { type: 'object', properties: { [hostile]: { type: 'string' } } } } },
          },
          404: { description: hostile },
        },
      },
    },
  },
};

describe('the reference page of a connector', () => {
  it('tells parameters with their limits, results, errors and an example, all escaped', () => {
    const reference = referenceOf(connect(description, { namespace: 'S', live: false }));
    const [operation] = reference.operations;
    assert.deepEqual(operation!.parameters[0]!.notes, [`one of ${hostile}`, 'at most 5 characters']);
    assert.deepEqual(operation!.errors, [{ status: '404', description: hostile }]);
    const html = referenceHtml(reference);
    assert.ok(!/<img|<script|onerror=alert\(1\)>"/i.test(html) && html.includes('&lt;img'));
    assert.ok(!/(?<!\\)[<[]img|(?<!\\)\]\(javascript/.test(referenceMarkdown(reference).replace(/```[^]*?```/g, '')));
  });

  const given = dataPath('connectors/given');
  it(
    'has examples that check for every published operation',
    { skip: given === undefined && 'the test data is absent (FXLOOM_DATA)' },
    (context) => {
      const files = readdirSync(given!, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('apiDefinition.swagger.json'),
      );
      const failed: string[] = [];
      let examples = 0;
      for (const file of files) {
        const connector = connect(readFileSync(join(given!, file), 'utf8'), { namespace: 'C', live: false });
        const scope = createScope({ namespaces: new Map([['C', connector.namespace]]) });
        for (const operation of connector.operations.values()) {
          if (operation.signature.unsupported !== undefined) continue;
          examples++;
          const formula = exampleFormula(connector, operation);
          const { valid, diagnostics } = check(formula, scope, { features: canvas, behavior: true });
          if (!valid) failed.push(`${file}: ${formula}: ${diagnostics[0]?.message}`);
        }
      }
      context.diagnostic(`${examples} examples of ${files.length} definitions`);
      assert.deepEqual(failed, []);
      assert.ok(examples > 2500);
    },
  );
});
