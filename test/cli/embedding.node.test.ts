import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import Ajv from 'ajv';
import { attributeName, catalogue, commonParts, commonStates, domEventName } from '../../src/controls/index.ts';

interface Named {
  readonly name: string;
  readonly description?: string;
}
interface Declaration extends Named {
  readonly tagName?: string;
  readonly attributes?: readonly Named[];
  readonly members?: readonly Named[];
  readonly events?: readonly Named[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssProperties?: readonly Named[];
  readonly cssStates?: readonly Named[];
}
interface Manifest {
  readonly modules: readonly { readonly path: string; readonly declarations: readonly Declaration[] }[];
}

const command = (...args: string[]): { status: number | null; stderr: string } =>
  spawnSync(process.execPath, ['scripts/run-command.mjs', ...args], { encoding: 'utf8' });

it('docs/controls.md is what the declarations give (npm run docs)', () => {
  const { status, stderr } = command('control-reference', '--check');
  assert.equal(stderr, '');
  assert.equal(status, 0);
});

describe('what is written for editors and frameworks', () => {
  let folder: string;
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const json = <T>(file: string): T => JSON.parse(read(file)) as T;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fxloom-embedding-'));
    const { status, stderr } = command('embedding', folder);
    assert.equal(status, 0, stderr);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('the manifest is valid by the schema of the community', () => {
    const schema = JSON.parse(readFileSync('node_modules/custom-elements-manifest/schema.json', 'utf8')) as object;
    const ajv = new Ajv({ strict: false });
    assert.ok(ajv.validate(schema, json('custom-elements.json')), ajv.errorsText());
    assert.ok(!ajv.validate(schema, { schemaVersion: '2.1.0' }), 'the schema refuses what is none');
  });

  for (const { definition } of catalogue) {
    it(`${definition.name}: every property, event, slot, part, custom property and state is in all of them`, () => {
      const { tag, properties, propertyAliases = {}, events, slots = {}, parts = {}, states = {} } = definition;
      const { modules } = json<Manifest>('custom-elements.json');
      const found = modules.flatMap(({ path, declarations }) => declarations.map((declaration) => ({ path, ...declaration })));
      const declaration = found.find(({ tagName }) => tagName === tag);
      assert.ok(declaration !== undefined, tag);
      assert.ok(existsSync(declaration.path.replace('dist/lib', 'src').replace('.js', '.ts')), declaration.path);
      const settable = Object.entries(properties).filter(([, { direction }]) => direction !== 'out');
      const attributes = settable.map(([name, property]) => attributeName(name, property));
      const doms = Object.keys(events).map(domEventName);
      const told = (notes: object): string[] => Object.entries(notes).flatMap(([name, text]) => (text === null ? [] : [name]));
      const expected: readonly (readonly [readonly Named[] | undefined, readonly string[]])[] = [
        [
          declaration.members,
          [...Object.keys(properties), ...Object.keys(propertyAliases), 'assign', 'read', 'observe', 'error'],
        ],
        [declaration.attributes, [...attributes, 'disabled']],
        [declaration.events, [...doms, 'fx-output', 'fx-event']],
        [declaration.slots, [...(definition.children === undefined ? [] : ['']), ...told(slots)]],
        [declaration.cssParts, told({ ...commonParts, ...parts })],
        [declaration.cssStates, told({ ...commonStates, ...states })],
        [declaration.cssProperties, ['--fx-color-text']],
      ];
      for (const [all, names] of expected) {
        for (const name of names)
          assert.ok(
            all?.some((one) => one.name === name && one.description !== ''),
            `${tag} ${name}`,
          );
      }
      const html = json<{ tags: (Named & { attributes: Named[] })[] }>('vscode/html-data.json').tags.find(
        ({ name }) => name === tag,
      );
      for (const name of attributes)
        assert.ok(
          html?.attributes.some((one) => one.name === name),
          `${tag} ${name}`,
        );
      const types = read('frameworks/elements.d.ts');
      assert.ok(types.includes(`'${tag}': `));
      const react = read('react/index.js');
      const line = react.split('\n').find((text) => text.includes(`'${tag}'`)) ?? '';
      for (const [name] of settable) assert.match(line, new RegExp(`[" ]${name}[" ]`), name);
      for (const name of Object.keys(events)) assert.match(line, new RegExp(`[" ]${name}[" ]`), name);
    });
  }

  it('custom properties come with what holds where a page sets none', () => {
    const { modules } = json<Manifest>('custom-elements.json');
    const button = modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName === 'fx-button');
    const property = button?.cssProperties?.find(({ name }) => name === '--fx-control-height');
    assert.deepEqual(property, { name: '--fx-control-height', description: 'Height of fields and buttons.', default: '32px' });
    assert.ok(!button?.cssProperties?.some(({ name }) => name.startsWith('--fx-own-') || name.startsWith('--_')));
  });

  it('the elements of apps and formula bars are there too', () => {
    const { modules } = json<Manifest>('custom-elements.json');
    for (const tag of ['fx-app', 'fx-formula-bar']) {
      const module = modules.find(({ declarations }) => declarations.some(({ tagName }) => tagName === tag))!;
      const source = readFileSync(module.path.replace('dist/lib', 'src').replace('.js', '.ts'), 'utf8');
      const [{ attributes = [], events = [] }] = module.declarations as [Declaration];
      for (const { name } of [...attributes, ...events.filter(({ name }) => !/exit|hide/.test(name))])
        assert.ok(source.includes(`'${name}'`) || source.includes(`\`${name}`), `${tag} ${name}`);
    }
  });
});
