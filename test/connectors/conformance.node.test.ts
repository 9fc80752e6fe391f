import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';
import { readFileSync } from 'node:fs';
import { connect, describeFunction } from '../../src/connectors/index.ts';
import { DateTimeValue, DateValue, FormulaError, type Value } from '../../src/formula/index.ts';
import { dataPath } from '../environment/data.node.ts';

const runner = dataPath('connectors/run.mjs');

/** What a command prints. */
const printed = (command: string, ...args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });

describe(
  'the reference binder’s expected cases',
  { skip: runner === undefined && 'the test data is absent (FXLOOM_DATA)' },
  () => {
    it('all come out', async (context) => {
      const text = await printed(process.execPath, runner!, '--cmd', 'npm run --silent conformance:connectors', '--max', '200');
      const summary = /^ALL (\d+) of (\d+)/m.exec(text);
      context.diagnostic(summary?.[0] ?? text);
      assert.ok(summary !== null && Number(summary[2]) > 150, text);
      assert.equal(summary[1], summary[2], text);
    });
  },
);

type Unit = { readonly source: string } & (
  | {
      readonly kind: 'format a query/path/header value';
      readonly value: string;
      readonly schemaFormat: string | null;
      readonly timeZone: string | null;
      readonly expected: string;
    }
  | {
      readonly kind: 'server URL to authority and base path';
      readonly url: string | null;
      readonly authority: string | null;
      readonly basePath: string | null;
    }
  | {
      readonly kind: 'display names made unique';
      readonly fields: readonly (readonly [name: string, label: string, type: string])[];
      readonly expected: string;
    }
);

/** A description with one function, `f`. */
const described = (operation: object, rest: object = {}): object => ({
  openapi: '3.0.3',
  ...rest,
  paths: { '/p': { get: { operationId: 'f', responses: {}, ...operation } } },
});

/** The address that a call has: origin, path and query. */
function address(document: object, args: readonly Value[], timeZone = 'UTC'): string | undefined {
  const connector = connect(document, { namespace: 'C', timeZone, booleans: 'True' });
  const request = connector.request(connector.namespace.functions.get('f')!, args);
  return request instanceof FormulaError ? undefined : request.url;
}

/** A value as the cases write it: `text hello`, `boolean true`, `date 2025-12-10`, a moment in UTC, `blank`. */
function valueOf(text: string): Value {
  const [kind = '', ...rest] = text.split(' ');
  if (kind === 'blank') return null;
  if (kind === 'text') return rest.join(' ');
  if (kind === 'boolean') return rest[0] === 'true';
  if (kind === 'date') return new DateValue(Date.parse(rest[0]!));
  if (kind === 'number' || kind === 'decimal') return Number(rest[0]);
  return new DateTimeValue(Date.parse(kind));
}

function result(unit: Unit): unknown {
  switch (unit.kind) {
    case 'format a query/path/header value': {
      const schema = { type: 'string', ...(unit.schemaFormat !== null && { format: unit.schemaFormat }) };
      const parameters = [{ name: 'q', in: 'query', required: true, schema }];
      const made = address(
        described({ parameters }, { servers: [{ url: 'https://s.example' }] }),
        [valueOf(unit.value)],
        unit.timeZone ?? 'UTC',
      );
      return new URL(made!).searchParams.get('q');
    }
    case 'server URL to authority and base path': {
      const made = address(described({}, { servers: unit.url === null ? [] : [{ url: unit.url }] }), []);
      const url = made === undefined ? undefined : new URL(made);
      return [url?.host, url?.pathname.replace(/\/?p$/, '')];
    }
    case 'display names made unique': {
      const types = new Map([
        ['s', 'string'],
        ['n', 'number'],
        ['w', 'number'],
        ['b', 'boolean'],
      ]);
      const properties = Object.fromEntries(unit.fields.map(([name, title, type]) => [name, { type: types.get(type), title }]));
      const content = { 'application/json': { schema: { type: 'object', properties } } };
      const connector = connect(described({ responses: { 200: { content } } }), { namespace: 'C' });
      return describeFunction(connector.operations.get('f')!).returnTypeDisplay.replaceAll(':w', ':n');
    }
  }
}

/** The same as a case expects it; undefined where we differ on purpose. */
function expected(unit: Unit): unknown {
  if (unit.kind !== 'server URL to authority and base path') return unit.expected;
  // The reference leaves a service without https alone; we call it where the description has nothing else, and a page may refuse.
  if (unit.url?.startsWith('http:') === true) return undefined;
  return [unit.authority ?? undefined, unit.basePath?.replace(/\/$/, '')];
}

describe(
  'the reference binder’s own unit tests',
  { skip: runner === undefined && 'the test data is absent (FXLOOM_DATA)' },
  () => {
    const cases =
      runner === undefined
        ? []
        : (JSON.parse(readFileSync(dataPath('connectors/gold/cases.json')!, 'utf8')) as { unit: Unit[] }).unit;
    for (const [i, unit] of cases.entries())
      it(`${i}: ${unit.kind} (${unit.source})`, () => {
        const wanted = expected(unit);
        if (wanted !== undefined) assert.deepEqual(result(unit), wanted);
      });
  },
);
