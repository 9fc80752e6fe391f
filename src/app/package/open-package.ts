import type { AppDiagnostic } from '../document.ts';
import type { SourceFile } from '../places.ts';
import { mediaNames, mediaType, RESOURCES, type MediaFile } from './media.ts';
import { damaged, PackageError } from './package-error.ts';
import { Archive, type Allowance } from './unzip.ts';
import { packageLimits, quoted, type PackageLimits, type ZipEntry } from './zip-directory.ts';

/** An app out of a package. */
export interface AppPackage {
  readonly name: string;
  /** Its source, with paths that count from the app's own folder: `Src/App.pa.yaml`. */
  readonly files: readonly SourceFile[];
  readonly media: readonly MediaFile[];
  /** The text of `References/Resources.json`, which names the media. */
  readonly resources: string | undefined;
}

export interface OpenedPackage {
  readonly apps: readonly AppPackage[];
  readonly diagnostics: readonly AppDiagnostic[];
}

/** The largest number of apps in one solution. */
const MAX_APPS = 100;

const SOURCE = /^((?:.*?\/)?)Src\/[^/].*\.pa\.ya?ml$/i;
const ANY_SOURCE = /\.pa\.ya?ml$/i;

/**
 * Opens a package of Power Apps: an app (`.msapp`), an exported solution with apps in it, or an archive of an app's folder. Media come along.
 * Never throws: what cannot be read is in `diagnostics`, and the rest is there.
 *
 * @param name of the file, for messages and for apps that have no name of their own
 */
export async function openPackage(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  limits: PackageLimits = packageLimits,
): Promise<OpenedPackage> {
  const opening = new Opening(limits);
  await opening.open(bytes, name, true);
  return { apps: opening.apps, diagnostics: opening.diagnostics };
}

class Opening {
  readonly apps: AppPackage[] = [];
  readonly diagnostics: AppDiagnostic[] = [];
  private readonly limits: PackageLimits;
  private readonly allowance: Allowance;

  constructor(limits: PackageLimits) {
    this.limits = limits;
    this.allowance = { left: limits.total };
  }

  async open(bytes: Uint8Array<ArrayBuffer>, file: string, outermost: boolean): Promise<void> {
    await this.attempt(file, async () => {
      const archive = new Archive(bytes, this.limits, this.allowance);
      const names = [...archive.entries.keys()];
      const roots = rootsOf(names);
      if (roots.length > MAX_APPS) throw new PackageError('PackageTooLarge', `The package has more than ${MAX_APPS} apps.`);
      for (const root of roots) await this.readApp(archive, root, roots.length > 1 ? `${file}/${root}` : file);
      if (roots.length > 0) return;
      const inner = outermost ? names.filter((name) => /\.msapp$/i.test(name)) : [];
      if (inner.length === 0 || inner.length > MAX_APPS) throw noSources(names);
      for (const name of inner) {
        const place = `${file}/${name}`;
        const found = await this.attempt(place, () => archive.read(archive.entries.get(name)!));
        if (found !== undefined) await this.open(found, place, false);
      }
    });
  }

  private async readApp(archive: Archive, root: string, file: string): Promise<void> {
    const entries = new Map<string, ZipEntry>();
    for (const [name, entry] of archive.entries) if (name.startsWith(root)) entries.set(name.slice(root.length), entry);
    const text = async (path: string): Promise<string | undefined> => {
      const entry = entries.get(path);
      return entry && this.attempt(`${file}/${path}`, () => archive.text(entry));
    };
    const files: SourceFile[] = [];
    const hasFolder = [...entries.keys()].some((path) => /^Src\//i.test(path));
    for (const [path, entry] of entries) {
      if (!(hasFolder ? /^Src\/.*\.pa\.ya?ml$/i : ANY_SOURCE).test(path)) continue;
      const source = await this.attempt(`${file}/${path}`, () => archive.text(entry));
      if (source !== undefined) files.push({ name: path, text: source });
    }
    files.sort((a, b) => (a.name < b.name ? -1 : 1));
    const resources = await text(RESOURCES);
    const media: MediaFile[] = [];
    for (const [path, name] of mediaNames(entries.keys(), resources)) {
      const bytes = await this.attempt(`${file}/${path}`, () => archive.read(entries.get(path)!));
      if (bytes !== undefined) media.push({ name, path, type: mediaType(path)!, bytes });
    }
    const properties = await text('Properties.json');
    this.apps.push({ name: nameIn(properties) ?? baseName(file), files, media, resources });
  }

  private async attempt<T>(file: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const { code, message } =
        error instanceof PackageError ? error : error instanceof RangeError ? damaged('The package is damaged.') : fail(error);
      this.diagnostics.push({ file, line: 1, column: 1, severity: 'error', stage: 'syntax', code, message });
      return undefined;
    }
  }
}

function fail(error: unknown): never {
  throw error;
}

/** The folders of apps: those that have a folder `Src` with sources; otherwise the whole, where sources lie about in it. */
function rootsOf(names: readonly string[]): readonly string[] {
  const roots = new Set(names.map((name) => SOURCE.exec(name)?.[1]).filter((root) => root !== undefined));
  if (roots.size > 0) return [...roots];
  return names.some((name) => ANY_SOURCE.test(name)) ? [''] : [];
}

function noSources(names: readonly string[]): PackageError {
  if (names.some((name) => /^Controls\/.*\.json$/i.test(name)))
    return new PackageError(
      'PackageWithoutSource',
      'This app was saved before Power Apps put its source (Src/*.pa.yaml) into the file. Open it in Power Apps Studio, save it there, and download it again.',
    );
  if (names.some((name) => /(?:^|\/)solution\.xml$/i.test(name)))
    return new PackageError('PackageWithoutApp', 'This solution has no canvas app (CanvasApps/*.msapp) in it.');
  const some = names.slice(0, 3).map(quoted).join(', ');
  return new PackageError(
    'PackageWithoutSource',
    `There is no source of an app (Src/*.pa.yaml) in the package${some === '' ? ': it is empty' : `, only ${some}${names.length > 3 ? ' …' : ''}`}.`,
  );
}

/** What `Properties.json` of an app calls it. */
function nameIn(properties: string | undefined): string | undefined {
  try {
    const { Name: name } = JSON.parse(properties ?? '{}') as { readonly Name?: unknown };
    return typeof name === 'string' && name.trim() !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}

function baseName(file: string): string {
  const name = file.replace(/\/$/, '');
  return name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
    .replace(/(?:_DocumentUri)?\.(?:msapp|zip)$/i, '');
}
