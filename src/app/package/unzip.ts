import { crc32 } from './crc32.ts';
import { damaged, PackageError } from './package-error.ts';
import { packageLimits, quoted, readDirectory, tooLarge, type PackageLimits, type ZipEntry } from './zip-directory.ts';

/** How many bytes may still be unpacked; shared by an archive and the archives in it. */
export interface Allowance {
  left: number;
}

/** A ZIP archive whose files are unpacked when somebody asks for them. */
export class Archive {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  private readonly bytes: Uint8Array<ArrayBuffer>;
  private readonly limits: PackageLimits;
  private readonly allowance: Allowance;

  /** `PackageError` for what is no archive, or one that must not be unpacked. */
  constructor(
    bytes: Uint8Array<ArrayBuffer>,
    limits: PackageLimits = packageLimits,
    allowance: Allowance = { left: limits.total },
  ) {
    this.bytes = bytes;
    this.limits = limits;
    this.allowance = allowance;
    this.entries = new Map(readDirectory(bytes, limits).map((entry) => [entry.name, entry]));
  }

  /** A file, unpacked and compared with its checksum. `PackageError` where that fails. */
  async read(entry: ZipEntry): Promise<Uint8Array<ArrayBuffer>> {
    const { name, size, from, compressedSize, method } = entry;
    if (size > this.allowance.left)
      throw tooLarge('All in the package together', this.limits.total - this.allowance.left + size, this.limits.total);
    this.allowance.left -= size;
    const stored = this.bytes.subarray(from, from + compressedSize);
    if (method !== 0 && method !== 8) {
      const remedy = 'Pack it again as an ordinary .zip archive.';
      throw new PackageError(
        'PackageMethod',
        `${quoted(name)} is packed in a way (method ${method}) that is not known. ${remedy}`,
      );
    }
    const bytes = method === 0 ? stored.slice() : await inflate(stored, size, name);
    if (crc32(bytes) !== entry.crc) throw damaged(`${quoted(name)} in the package is damaged: its checksum is another.`);
    return bytes;
  }

  async text(entry: ZipEntry): Promise<string> {
    // A mark at the beginning is no part of the text.
    return new TextDecoder().decode(await this.read(entry));
  }
}

/** Unpacks into exactly as many bytes as are announced: what gives more is stopped there. */
async function inflate(stored: Uint8Array<ArrayBuffer>, size: number, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const unpacked = new Uint8Array(size);
  const reader = new Blob([stored]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  let length = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (length + part.value.length > size) {
        await reader.cancel();
        length = Infinity;
        break;
      }
      unpacked.set(part.value, length);
      length += part.value.length;
    }
  } catch {
    throw damaged(`${quoted(name)} in the package is damaged: it cannot be unpacked.`);
  }
  if (length !== size) throw damaged(`${quoted(name)} in the package is damaged: it has another size than is said.`);
  return unpacked;
}
