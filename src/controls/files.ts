import { BlobValue } from '../formula/index.ts';

/** The bytes of a file that the user picked, as a value. Rejects where the browser cannot read it (it was moved or deleted meanwhile). */
export async function fileValue(file: File): Promise<BlobValue> {
  return new BlobValue(new Uint8Array(await file.arrayBuffer()), file.type || 'application/octet-stream');
}

/** The files that were dropped on an element, or picked in a file input. */
export const filesOf = (event: Event): readonly File[] => [
  ...((event instanceof DragEvent ? event.dataTransfer?.files : (event.target as HTMLInputElement).files) ?? []),
];

/** Opens the system's dialog of files; the same file can be picked again afterwards. */
export function pickFiles(input: HTMLInputElement): void {
  input.value = '';
  input.click();
}
