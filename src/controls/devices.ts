import { BlobValue } from '../formula/index.ts';
import { messages } from './messages.ts';

/** Why a camera or microphone cannot be used, in words for users: not allowed, taken, or not there. */
export function deviceProblem(problem: unknown, absent: string): string {
  const name = problem instanceof Error || problem instanceof DOMException ? problem.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return messages.notAllowed;
  return name === 'NotReadableError' || name === 'AbortError' ? messages.deviceTaken : absent;
}

/** A picture that is drawn by code, as a value. */
export async function canvasPicture(
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => void,
  type: 'image/png' | 'image/jpeg',
): Promise<BlobValue | undefined> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  draw(context);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, 0.92));
  return blob === null ? undefined : new BlobValue(new Uint8Array(await blob.arrayBuffer()), type);
}
