import { damaged, PackageError } from './package-error.ts';

/** A file in a ZIP archive. */
export interface ZipEntry {
  /** With `/` between folders, and never one that leads out of the archive. */
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where its data begins in the archive. */
  readonly from: number;
}

/** What an archive may ask of the machine that reads it. Sizes in bytes. */
export interface PackageLimits {
  /** The archive itself. */
  readonly archive: number;
  readonly entries: number;
  /** One file, unpacked. */
  readonly entry: number;
  /** All files that are unpacked. */
  readonly total: number;
  /** How many times larger a file of more than a megabyte may be than what is stored of it. */
  readonly ratio: number;
}

/** Far beyond real apps, far below what hurts a page. */
export const packageLimits: PackageLimits = {
  archive: 300_000_000,
  entries: 20_000,
  entry: 100_000_000,
  total: 300_000_000,
  ratio: 250,
};

const END = 0x06_05_4b_50;
const END_SIZE = 22;
const END_64 = 0x06_06_4b_50;
const LOCATOR_64 = 0x07_06_4b_50;
const LOCATOR_64_SIZE = 20;
const CENTRAL = 0x02_01_4b_50;
const CENTRAL_SIZE = 46;
const LOCAL = 0x04_03_4b_50;
const LOCAL_SIZE = 30;
const MAX_COMMENT = 0xff_ff;
const WIDE_16 = 0xff_ff;
const WIDE_32 = 0xff_ff_ff_ff;
const ZIP_64_FIELD = 1;
/** Encrypted, encrypted strongly, directory encrypted (APPNOTE 4.4.4). */
const ENCRYPTED = 0x20_41;

const MEGABYTE = 1_000_000;

/**
 * The files that an archive lists (PKWARE APPNOTE 6.3.10, with ZIP64). Everything that has to agree is compared before anything is unpacked:
 * sizes, places, names in the directory and before the data. `PackageError` says what is wrong with an archive that is refused.
 */
export function readDirectory(bytes: Uint8Array, limits: PackageLimits = packageLimits): readonly ZipEntry[] {
  if (bytes.length > limits.archive) throw tooLarge('The package', bytes.length, limits.archive);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, from, to } = findDirectory(view);
  if (count > limits.entries)
    throw new PackageError(
      'PackageTooLarge',
      `The package lists ${figure(count)} files; at most ${figure(limits.entries)} are read.`,
    );
  const entries: ZipEntry[] = [];
  const taken = new Set<string>();
  const spans: (readonly [from: number, to: number])[] = [[from, to]];
  let at = from;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_SIZE > to || view.getUint32(at, true) !== CENTRAL) throw damaged('The list of files in the package is cut.');
    const header = readHeader(bytes, view, at, to);
    at = header.next;
    const start = dataStart(bytes, view, header, from);
    spans.push([header.offset, start + header.compressedSize]);
    const name = safeName(header.name);
    const key = name.normalize('NFC').toLowerCase();
    if (taken.has(key)) throw new PackageError('PackageDuplicate', `The package has two files of the name ${quoted(name)}.`);
    taken.add(key);
    if (name.endsWith('/')) continue;
    if (header.encrypted) {
      const remedy = 'Unpack it with its password and give what was in it.';
      throw new PackageError('PackageEncrypted', `${quoted(name)} in the package is encrypted. ${remedy}`);
    }
    checkSize(name, header, limits);
    const { method, crc, compressedSize, size } = header;
    entries.push({ name, method, crc, compressedSize, size, from: start });
  }
  if (at !== to) throw damaged('The package lists more or fewer files than it says.');
  checkSpans(spans);
  return entries;
}

/** Where the list of files stands, by the record at the end of the archive. */
function findDirectory(view: DataView): { readonly count: number; readonly from: number; readonly to: number } {
  const end = findEnd(view);
  const [disk, firstDisk, here] = [view.getUint16(end + 4, true), view.getUint16(end + 6, true), view.getUint16(end + 8, true)];
  let count = view.getUint16(end + 10, true);
  let size = view.getUint32(end + 12, true);
  let from = view.getUint32(end + 16, true);
  let to = end;
  if (disk !== firstDisk || (here !== count && count !== WIDE_16))
    throw new PackageError('PackageSplit', 'The package is one part of several. Join the parts first.');
  if (count === WIDE_16 || size === WIDE_32 || from === WIDE_32) {
    const wide = findWideEnd(view, end);
    if (wide !== undefined) ({ count, size, from, to } = wide);
  }
  if (from + size !== to) throw damaged('The list of files in the package is not where it should be.');
  return { count, from, to };
}

function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_SIZE - MAX_COMMENT);
  for (let at = view.byteLength - END_SIZE; at >= first; at--)
    if (view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength) return at;
  if (view.byteLength >= 4 && view.getUint32(0, true) === LOCAL) throw damaged('The package is cut: its end is missing.');
  throw new PackageError('NotAPackage', 'This is no package of an app: a .msapp file or a .zip archive was expected.');
}

/** The end of an archive with more or larger files than the first form of ZIP could count. */
function findWideEnd(view: DataView, end: number): { count: number; size: number; from: number; to: number } | undefined {
  const locator = end - LOCATOR_64_SIZE;
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR_64) return undefined;
  const at = wide(view, locator + 8);
  if (at + 56 > locator || view.getUint32(at, true) !== END_64) throw damaged('The end of the package (ZIP64) is damaged.');
  return { count: wide(view, at + 32), size: wide(view, at + 40), from: wide(view, at + 48), to: at };
}

/** A number of eight bytes. What goes beyond 2^53 is beyond every limit, too. */
const wide = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

interface Header {
  readonly name: string;
  readonly rawName: Uint8Array;
  readonly encrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly offset: number;
  readonly next: number;
}

function readHeader(bytes: Uint8Array, view: DataView, at: number, end: number): Header {
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
    number,
    number,
    number,
  ];
  const extra = at + CENTRAL_SIZE + nameLength;
  const next = extra + extraLength + commentLength;
  if (next > end) throw damaged('The list of files in the package is cut.');
  const rawName = bytes.subarray(at + CENTRAL_SIZE, extra);
  const sizes = { size: 24, compressedSize: 20, offset: 42 };
  const found = Object.entries(sizes).map(([name, field]) => [name, view.getUint32(at + field, true)] as const);
  let wideAt = wideField(view, extra, extra + extraLength);
  const numbers = found.map(([name, value]) => {
    if (value !== WIDE_32 || wideAt === undefined) return [name, value] as const;
    const { from, to } = wideAt;
    if (from + 8 > to) throw damaged(`The sizes of a file in the package are damaged.`);
    wideAt = { from: from + 8, to };
    return [name, wide(view, from)] as const;
  });
  return {
    name: decodeName(rawName),
    rawName,
    encrypted: (view.getUint16(at + 8, true) & ENCRYPTED) !== 0,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    ...(Object.fromEntries(numbers) as { size: number; compressedSize: number; offset: number }),
    next,
  };
}

function wideField(view: DataView, from: number, to: number): { readonly from: number; readonly to: number } | undefined {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    const end = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === ZIP_64_FIELD && end <= to) return { from: at + 4, to: end };
  }
  return undefined;
}

/** Where the data of a file begins. The header before it has to name the same file: readers that look there must see what we see. */
function dataStart(bytes: Uint8Array, view: DataView, { offset, rawName, compressedSize }: Header, end: number): number {
  if (offset + LOCAL_SIZE > end || view.getUint32(offset, true) !== LOCAL)
    throw damaged('A file in the package is not where it should be.');
  const nameEnd = offset + LOCAL_SIZE + view.getUint16(offset + 26, true);
  const from = nameEnd + view.getUint16(offset + 28, true);
  if (from + compressedSize > end) throw damaged('A file in the package is cut.');
  const name = bytes.subarray(offset + LOCAL_SIZE, nameEnd);
  if (name.length !== rawName.length || name.some((byte, i) => byte !== rawName[i]))
    throw damaged('A file in the package has two different names.');
  return from;
}

/** Names in UTF-8, as nearly every writer makes them; otherwise a character for each byte. */
function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

/** A name with `/` between folders (Power Apps writes `\`). `PackageError` for one that could lead out of the folder it is unpacked to. */
function safeName(name: string): string {
  const path = name.replaceAll('\\', '/');
  const parts = path.replace(/\/$/, '').split('/');
  if (/^[a-z]:/i.test(path) || /\p{Cc}/u.test(path) || parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new PackageError(
      'PackagePath',
      `The package has a file of the name ${quoted(name)}, which leads out of it. Nothing was read.`,
    );
  return path;
}

function checkSize(name: string, { size, compressedSize, method }: Header, limits: PackageLimits): void {
  if (method === 0 && size !== compressedSize) throw damaged(`${quoted(name)} in the package has two different sizes.`);
  if (size > limits.entry) throw tooLarge(`${quoted(name)} in the package`, size, limits.entry);
  if (size > MEGABYTE && size > compressedSize * limits.ratio)
    throw new PackageError(
      'PackageRatio',
      `${quoted(name)} in the package is packed to less than a ${limits.ratio}th, as only files are that are made to fill a machine.`,
    );
}

/** Files that share data are how small archives unpack to enormous ones. */
function checkSpans(spans: (readonly [from: number, to: number])[]): void {
  spans.sort(([a], [b]) => a - b);
  for (let i = 1; i < spans.length; i++) if (spans[i]![0] < spans[i - 1]![1]) throw damaged('Files in the package overlap.');
}

export const tooLarge = (what: string, size: number, limit: number): PackageError =>
  new PackageError('PackageTooLarge', `${what} has ${figure(size)} bytes; at most ${figure(limit)} are read.`);

const figure = (count: number): string => count.toLocaleString('en');

/** A name from outside in a message: short, and without line ends. */
export const quoted = (name: string): string => JSON.stringify(name.length > 100 ? `${name.slice(0, 99)}…` : name);
