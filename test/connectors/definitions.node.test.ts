import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { connect } from '../../src/connectors/index.ts';
import { types } from '../../src/formula/index.ts';
import { dataPath } from '../environment/data.node.ts';

const folder = dataPath('connectors/given');

/** Published definitions that have triggers only, or nothing yet. */
const withoutFunctions = 8;

describe('published definitions', { skip: folder === undefined && 'the test data is absent (FXLOOM_DATA)' }, () => {
  const files =
    folder === undefined
      ? []
      : readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('apiDefinition.swagger.json'));

  it('all give functions with types, damaged ones too', (context) => {
    let functions = 0;
    let unsupported = 0;
    const empty: string[] = [];
    for (const file of files) {
      const connector = connect(readFileSync(join(folder!, file), 'utf8'), {
        namespace: 'C',
        includeUnsupported: true,
        live: false,
      });
      let own = 0;
      for (const definition of connector.namespace.functions.values()) {
        own++;
        const [overload] = definition.overloads;
        assert.ok(overload !== undefined && typeof overload.result === 'object', `${file} ${definition.name}`);
        assert.notEqual(overload.result, types.unknown);
        if (connector.operations.get(definition.remote!.id)!.signature.unsupported !== undefined) unsupported++;
      }
      if (own === 0) empty.push(file);
      functions += own;
      for (const { message, line } of connector.diagnostics)
        assert.ok(message !== '' && line !== undefined, `${file}: ${message}`);
    }
    context.diagnostic(`${files.length} definitions, ${functions} functions, ${unsupported} unsupported`);
    assert.equal(files.length, 250);
    assert.ok(functions > 2800, `${functions}`);
    assert.ok(unsupported <= 10, `${unsupported}`);
    assert.deepEqual(empty.length, withoutFunctions, empty.join('\n'));
  });

  it('say where the damaged ones are damaged', () => {
    const damaged = files.flatMap((file) => {
      const { diagnostics } = connect(readFileSync(join(folder!, file), 'utf8'), { namespace: 'C' });
      return diagnostics
        .filter(({ code }) => code === 'syntax')
        .map(({ line, column, message }) => `${file.split('/')[1]} ${line}:${column} ${message}`);
    });
    assert.deepEqual(damaged.toSorted(), [
      'DocuMotor 48:11 There is a comma before } that JSON does not allow.',
      'PUG Gamified Engagement 734:3 There is a comma before ] that JSON does not allow.',
      'XSOAR 10:7 A comma is missing here.',
    ]);
  });
});
