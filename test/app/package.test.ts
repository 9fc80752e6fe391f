import { expect } from 'chai';
import '../../src/app/index.ts';
import type { AppElement } from '../../src/app/core.ts';
import type { Image } from '../../src/controls/index.ts';
import { openPackage, packageLimits, zip, type PackageLimits } from '../../src/app/package/index.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const bytes = (text: string): Bytes => new TextEncoder().encode(text);
const pack = (files: { readonly [name: string]: string | Bytes }): Promise<Bytes> =>
  zip(Object.entries(files).map(([name, data]) => ({ name, bytes: typeof data === 'string' ? bytes(data) : data })));

const picture = bytes(
  '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20" fill="red"/></svg>',
);
const source = `Screens:
  Home:
    Children:
      - Logo1:
          Control: Image
          Properties:
            Image: ='my logo'
`;
const resources = { Resources: [{ Name: 'my logo', Path: String.raw`Assets\Images\0f.svg`, ResourceKind: 'LocalFile' }, null] };
/** As Power Apps writes it: with backslashes. */
const app = await pack({
  'Properties.json': '{"Name": "Shop"}',
  [String.raw`Src\App.pa.yaml`]: '﻿App:\n',
  [String.raw`Src\Home.pa.yaml`]: source,
  [String.raw`Assets\Images\0f.svg`]: picture,
  [String.raw`Assets\Sounds\ping.wav`]: 'RIFF',
  [String.raw`References\Resources.json`]: JSON.stringify(resources),
});

/** The archive with other bytes at a place that is told by what stands there, as often as it stands there. */
function patched(archive: Bytes, find: string | readonly number[], replace: string | readonly number[]): Bytes {
  const [from, to] = [find, replace].map((part) => (typeof part === 'string' ? [...bytes(part)] : part)) as [number[], number[]];
  const copy = archive.slice();
  let places = 0;
  for (let at = 0; at + from.length <= copy.length; at++) {
    if (from.every((byte, i) => copy[at + i] === byte)) {
      copy.set(to, at);
      places++;
    }
  }
  expect(places).to.be.greaterThan(0);
  return copy;
}

/** Other bytes in the record of the only file of an archive, in the list of files. */
function relisted(archive: Bytes, offset: number, values: readonly number[]): Bytes {
  const copy = archive.slice();
  const list = new DataView(copy.buffer).getUint32(copy.length - 6, true);
  copy.set(values, list + offset);
  return copy;
}

const one = await pack({ 'Src/A.pa.yaml': 'Screens:\n' });
const stored = await pack({ 'Src/A.pa.yaml': 'S' });
const pair = await pack({ a: 'x', b: 'x' });
const nested = await pack({ 'a.msapp': await pack({ 'b.msapp': app }) });
const opened = (archive: Bytes, limits: Partial<PackageLimits> = {}) =>
  openPackage(archive, 'shop.msapp', { ...packageLimits, ...limits });
const codesOf = async (archive: Bytes, limits?: Partial<PackageLimits>): Promise<string[]> =>
  (await opened(archive, limits)).diagnostics.map(({ code }) => code);

describe('packages of apps', () => {
  it('give source and media by the names of formulas', async () => {
    const { apps, diagnostics } = await opened(app);
    expect(diagnostics).to.deep.equal([]);
    expect(apps.map(({ name, files, media }) => [name, files, media.map(({ name: own, type }) => [own, type])])).to.deep.equal([
      [
        'Shop',
        [
          { name: 'Src/App.pa.yaml', text: 'App:\n' },
          { name: 'Src/Home.pa.yaml', text: source },
        ],
        [
          ['my logo', 'image/svg+xml'],
          ['ping', 'audio/wav'],
        ],
      ],
    ]);
    expect(apps[0]!.media[0]!.bytes).to.deep.equal(picture);
  });

  it('may be solutions with several apps, and folders', async () => {
    const solution = await pack({ 'solution.xml': '', 'CanvasApps/a_DocumentUri.msapp': app, 'CanvasApps/b.msapp': one });
    expect((await opened(solution)).apps.map(({ name }) => name)).to.deep.equal(['Shop', 'b']);
    const folder = await pack({ 'shop-main/Src/A.pa.yaml': '', 'shop-main/readme.md': '' });
    expect((await opened(folder)).apps[0]!.files).to.deep.equal([{ name: 'Src/A.pa.yaml', text: '' }]);
    expect((await opened(await pack({ 'A.pa.yaml': '' }))).apps[0]!.name).to.equal('shop');
  });

  // oxfmt-ignore
  const refused: readonly (readonly [what: string, archive: Bytes | Promise<Bytes>, code: string, limits?: Partial<PackageLimits>])[] = [
    ['nothing', bytes(''), 'NotAPackage'],
    ['a text', bytes('App:\n  Properties:\n'.repeat(10)), 'NotAPackage'],
    ['an app without its source', pack({ 'Controls/1.json': '{}', 'Header.json': '{}' }), 'PackageWithoutSource'],
    ['a solution without an app', pack({ 'solution.xml': '' }), 'PackageWithoutApp'],
    ['anything else', pack({ 'a.txt': '' }), 'PackageWithoutSource'],
    ['an empty archive', pack({}), 'PackageWithoutSource'],
    ['an archive in an archive in an archive', nested, 'PackageWithoutSource'],
    ['a cut one', app.slice(0, -30), 'PackageDamaged'],
    ['one with something before it', new Uint8Array([0, ...app]), 'PackageDamaged'],
    ['a path upwards', pack({ '../a.pa.yaml': '' }), 'PackagePath'],
    ['a path upwards with backslashes', pack({ [String.raw`Src\..\..\a.pa.yaml`]: '' }), 'PackagePath'],
    ['a path from the root', pack({ '/etc/a.pa.yaml': '' }), 'PackagePath'],
    ['a path with a drive', pack({ 'C:/a.pa.yaml': '' }), 'PackagePath'],
    ['a path with a NUL', pack({ 'Src/a.pa.yaml\0.png': '' }), 'PackagePath'],
    ['the same name twice', zip([{ name: 'Src/A.pa.yaml', bytes: picture }, { name: 'src\\a.pa.yaml', bytes: picture }]), 'PackageDuplicate'],
    ['two names for a file', patched(app, 'Assets\\Sounds\\ping', 'Assets\\Sounds\\pong').map((byte, i) => (i < app.length / 2 ? app[i]! : byte)), 'PackageDamaged'],
    ['an encrypted one', relisted(one, 8, [1, 8]), 'PackageEncrypted'],
    ['another compression', relisted(one, 10, [14, 0]), 'PackageMethod'],
    ['a wrong checksum', relisted(one, 16, [1, 2, 3, 4]), 'PackageDamaged'],
    ['less than is said', relisted(one, 24, [99, 0, 0, 0]), 'PackageDamaged'],
    ['more than is said', relisted(one, 24, [2, 0, 0, 0]), 'PackageDamaged'],
    ['sizes that differ', relisted(stored, 24, [2, 0, 0, 0]), 'PackageDamaged'],
    ['files that overlap', relisted(pair, 20, [10, 0, 0, 0, 10, 0, 0, 0]), 'PackageDamaged'],
    ['a part of several', patched(one, [0x50, 0x4b, 5, 6, 0, 0], [0x50, 0x4b, 5, 6, 1, 0]), 'PackageSplit'],
    ['a bomb', pack({ 'Src/A.pa.yaml': new Uint8Array(3_000_000) }), 'PackageRatio'],
    ['a large archive', app, 'PackageTooLarge', { archive: 100 }],
    ['many files', app, 'PackageTooLarge', { entries: 3 }],
    ['a large file', app, 'PackageTooLarge', { entry: 50 }],
    ['much altogether', one, 'PackageTooLarge', { total: 5 }],
  ];
  for (const [what, archive, code, limits] of refused) {
    it(`are refused: ${what}`, async () => expect(await codesOf(await archive, limits)).to.deep.equal([code]));
  }

  it('give what can be read where one file is damaged', async () => {
    const { apps, diagnostics } = await opened(patched(app, 'RIFF', 'RAFF'));
    expect(diagnostics.map(({ file, code }) => [file, code])).to.deep.equal([
      ['shop.msapp/Assets/Sounds/ping.wav', 'PackageDamaged'],
    ]);
    expect(apps[0]!.files).to.have.lengthOf(2);
    expect(apps[0]!.media).to.have.lengthOf(1);
  });

  it('of the wide form are read', async () => {
    // The same archive as a writer of large ones ends it: with counts of eight bytes.
    const view = new DataView(one.buffer);
    const [size, from] = [view.getUint32(one.length - 10, true), view.getUint32(one.length - 6, true)];
    const tail = new DataView(new ArrayBuffer(56 + 20 + 22));
    const fields = [
      [0, 0x06_06_4b_50],
      [4, 44],
      [24, 1],
      [32, 1],
      [40, size],
      [48, from],
      [56, 0x07_06_4b_50],
      [64, from + size],
    ];
    for (const [at, value] of [
      ...fields,
      [72, 1],
      [76, 0x06_05_4b_50],
      [84, 0xff_ff_ff_ff],
      [88, 0xff_ff_ff_ff],
      [92, 0xff_ff_ff_ff],
    ])
      tail.setUint32(at!, value!, true);
    const wide = new Uint8Array([...one.subarray(0, -22), ...new Uint8Array(tail.buffer)]);
    expect((await opened(wide)).apps[0]?.files).to.deep.equal([{ name: 'Src/A.pa.yaml', text: 'Screens:\n' }]);
  });

  it('never throw, wherever they are cut or changed', async function () {
    this.timeout(60_000);
    const whole = JSON.stringify((await opened(app)).apps);
    let taken = 0;
    for (let at = 0; at < app.length; at += 3) {
      expect((await opened(app.slice(0, at))).apps).to.deep.equal([]);
      const changed = app.slice();
      changed[at]! ^= 0x55;
      const { apps, diagnostics } = await opened(changed);
      // Another content is always noticed; only names, which have no checksum, may be others.
      if (diagnostics.length === 0) {
        taken++;
        expect(
          apps.flatMap(({ files }) => files.map(({ text }) => text)).every((text) => whole.includes(JSON.stringify(text))),
        ).to.equal(true);
      }
    }
    expect(taken).to.be.lessThan(app.length / 6);
  });

  it('are shown, with their pictures', async () => {
    const element: AppElement = document.createElement('fx-app');
    document.body.append(element);
    await element.open((await opened(app)).apps[0]!);
    const address = element.value('Logo1.Image') as string;
    expect(await (await fetch(address)).text()).to.include('fill="red"');
    const shown = element.shadowRoot!.querySelector('fx-image') as Image;
    await shown.updateComplete;
    const image = shown.shadowRoot!.querySelector('img')!;
    await image.decode();
    expect(image.naturalWidth).to.equal(30);
    element.remove();
    await new Promise((resolve) => setTimeout(resolve));
    expect(await fetch(address).catch(() => 'gone')).to.equal('gone');
  });
});
