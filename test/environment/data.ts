/**
 * Test data that lies outside the project: the folder that `FXLOOM_DATA` names, or `../shared`. Where it is absent, tests that need it
 * skip themselves:
 *
 * ```ts
 * const cases = await data('powerfx/rows.json');
 * describe('rows', () => {
 *   if (cases === undefined) it.skip('needs FXLOOM_DATA');
 *   else for (const row of JSON.parse(cases)) it(row.name, () => …);
 * });
 * ```
 */

/** The text of a file of the data folder, or `undefined` where it does not exist. */
export async function data(path: string): Promise<string | undefined> {
  const response = await fetch(address(path));
  return !response.ok || response.headers.has('x-absent') ? undefined : response.text();
}

/** The files below a folder of the data folder, as sorted paths from there; empty where it does not exist. */
export async function dataFiles(folder: string): Promise<string[]> {
  const files: unknown = await (await fetch(address(folder))).json();
  return Array.isArray(files) ? files.map(String).toSorted() : [];
}

const address = (path: string): string => `/data/${path.split('/').map(encodeURIComponent).join('/')}`;
