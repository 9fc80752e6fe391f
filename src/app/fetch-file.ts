import type { AppDiagnostic } from './document.ts';

/** What is said instead where the server answers with a status. */
type Said = { readonly [status: number]: AppDiagnostic };

/** The text of a file of the page; undefined, with a diagnostic, where it cannot be had. */
export const fetchText = (
  address: string,
  what: string,
  diagnostics: AppDiagnostic[],
  init: RequestInit = {},
  said: Said = {},
): Promise<string | undefined> => fetchFile(address, what, diagnostics, (response) => response.text(), init, said);

/** The same for a file that is no text. */
export const fetchBytes = (
  address: string,
  what: string,
  diagnostics: AppDiagnostic[],
): Promise<Uint8Array<ArrayBuffer> | undefined> =>
  fetchFile(address, what, diagnostics, async (response) => new Uint8Array(await response.arrayBuffer()));

async function fetchFile<T>(
  address: string,
  what: string,
  diagnostics: AppDiagnostic[],
  read: (response: Response) => Promise<T>,
  init: RequestInit = {},
  said: Said = {},
): Promise<T | undefined> {
  try {
    const response = await fetch(address, init);
    if (response.ok) return await read(response);
    diagnostics.push(
      said[response.status] ??
        problem(address, 'FileMissing', `The server answered ${response.status} when asked for ${what}. Check the address.`),
    );
  } catch {
    diagnostics.push(
      problem(address, 'FileMissing', `The server cannot be reached for ${what}. Check the address and the connection.`),
    );
  }
  return undefined;
}

/** What is wrong with a file as a whole. */
export const problem = (file: string, code: string, message: string): AppDiagnostic => ({
  file,
  line: 1,
  column: 1,
  severity: 'error',
  stage: 'syntax',
  code,
  message,
});
