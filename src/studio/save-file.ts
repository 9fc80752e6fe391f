import type { MediaFile, SourceFile } from '../app/core.ts';
import { zip } from '../app/package/index.ts';

/** An app as a file: its only source, or an archive of its sources and media. */
export interface FileOfApp {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The part of the File System Access API that is used; not every browser has it. */
interface SavedFile {
  readonly name: string;
  createWritable(): Promise<{
    write(data: Uint8Array<ArrayBuffer>): Promise<void>;
    close(): Promise<void>;
    abort(): Promise<void>;
  }>;
}
type Picker = (options: object) => Promise<SavedFile>;

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** What is written to the disk for an app. `name` is what it is called, without an ending. */
export async function fileOfApp(
  name: string,
  files: readonly SourceFile[],
  media: readonly MediaFile[] = [],
): Promise<FileOfApp> {
  const [only] = files;
  if (only !== undefined && files.length === 1 && media.length === 0)
    return { name: baseName(only.name), type: 'application/yaml', bytes: encode(only.text) };
  const parts = [
    ...files.map((file) => ({ name: plainPath(file.name), bytes: encode(file.text) })),
    ...media.map(({ path, bytes }) => ({ name: path, bytes })),
  ];
  return { name: `${name}.zip`, type: 'application/zip', bytes: await zip(parts) };
}

/**
 * Saves a file: over the one that was chosen before, else where the person chooses, else as a download. A file is replaced only when all of
 * it has been written. Gives the chosen file; undefined for a download. Rejects with `AbortError` where the person chose none.
 */
export async function saveFile(file: FileOfApp, chosen?: SavedFile): Promise<SavedFile | undefined> {
  const picker = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker;
  if (chosen === undefined && picker === undefined) {
    download(file);
    return undefined;
  }
  const place = chosen ?? (await picker!.call(globalThis, { suggestedName: file.name }));
  const stream = await place.createWritable();
  try {
    await stream.write(file.bytes);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => {});
    throw error;
  }
  return place;
}

function download({ name, type, bytes }: FileOfApp): void {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A path within an archive, whatever address or folder a file came from. */
const plainPath = (name: string): string => name.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/^(?:\.{0,2}\/)+/, '');

export type { SavedFile };
