import type { AppDiagnostic } from './document.ts';
import { fetchBytes, fetchText, problem } from './fetch-file.ts';
import type { MediaFile } from './package/media.ts';
import type { OpenedPackage } from './package/open-package.ts';
import type { SourceFile } from './places.ts';

/** An app that a page has at hand: its source, and its media. */
export interface AppFiles {
  readonly files: readonly SourceFile[];
  readonly media?: readonly MediaFile[];
  /** The data that an app was exported as, instead of its source. */
  readonly exported?: unknown;
}

const isPackage = (name: string): boolean => /\.(?:msapp|zip)$/i.test(name);

/** Opens a package. What that needs is loaded now. */
const open = async (bytes: Uint8Array<ArrayBuffer>, name: string): Promise<OpenedPackage> =>
  (await import('./package/open-package.ts')).openPackage(bytes, name);

/** The files of an app by their addresses: sources, or one package. What cannot be had is reported. */
export async function fetchAppFiles(addresses: readonly string[], base: string, diagnostics: AppDiagnostic[]): Promise<AppFiles> {
  const found = await Promise.all(
    addresses.map(async (name): Promise<AppFiles> => {
      const address = new URL(name, base);
      const what = `the app ${name}`;
      if (isPackage(address.pathname)) {
        const bytes = await fetchBytes(address.href, what, diagnostics);
        return bytes === undefined ? { files: [] } : firstOf(await open(bytes, name), diagnostics);
      }
      const text = await fetchText(address.href, what, diagnostics);
      if (address.pathname.endsWith('.json') && text !== undefined) return exportedIn(text, name, diagnostics);
      return { files: text === undefined ? [] : [{ name, text }] };
    }),
  );
  const { exported } = found.find((one) => one.exported !== undefined) ?? {};
  return { files: found.flatMap(({ files }) => files), media: found.flatMap(({ media }) => media ?? []), exported };
}

function exportedIn(text: string, name: string, diagnostics: AppDiagnostic[]): AppFiles {
  try {
    return { files: [], exported: JSON.parse(text) };
  } catch (error) {
    const message = `${name} is no exported app, or it is damaged: export it again. (${(error as Error).message})`;
    diagnostics.push(problem(name, 'NotAnExportedApp', message));
    return { files: [] };
  }
}

function firstOf({ apps, diagnostics: own }: OpenedPackage, diagnostics: AppDiagnostic[]): AppFiles {
  diagnostics.push(...own);
  return apps[0] ?? { files: [] };
}

/**
 * The apps in files that a person chose or dropped: packages, or the `.pa.yaml` files of one app. Never throws; what cannot be read is in
 * `diagnostics`.
 */
export async function openFiles(files: Iterable<File>): Promise<OpenedPackage> {
  const apps: OpenedPackage['apps'][number][] = [];
  const diagnostics: AppDiagnostic[] = [];
  const sources: SourceFile[] = [];
  for (const file of files) {
    if (isPackage(file.name)) {
      const opened = await open(new Uint8Array(await file.arrayBuffer()), file.name);
      apps.push(...opened.apps);
      diagnostics.push(...opened.diagnostics);
    } else if (/\.ya?ml$/i.test(file.name)) {
      sources.push({ name: file.webkitRelativePath || file.name, text: await file.text() });
    } else {
      const message = 'This is no app. Choose a .msapp file, an exported solution (.zip), or .pa.yaml files.';
      diagnostics.push({ file: file.name, line: 1, column: 1, severity: 'error', stage: 'syntax', code: 'NotAnApp', message });
    }
  }
  const name = sources[0]?.name.replace(/^.*\//, '').replace(/(?:\.pa)?\.ya?ml$/i, '');
  if (name !== undefined) apps.unshift({ name, files: sources, media: [], resources: undefined });
  return { apps, diagnostics };
}
