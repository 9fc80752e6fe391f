/*
 * One row of a file of rows, judged: what is wrong with it, or undefined.
 */

export type Args = { readonly [name: string]: unknown };
export type Judge = (args: Args, test: string) => string | undefined | Promise<string | undefined>;

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const same = (actual: string, expected: unknown): string | undefined =>
  actual === expected ? undefined : `gives ${JSON.stringify(actual)}`;

export const codes = (diagnostics: readonly { readonly severity: string; readonly code: string }[]): string[] =>
  diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);

/** A judge of what is read: whether there are mistakes. */
export const mistakes = (read: (args: Args, test: string) => readonly string[], wanted: (args: Args) => boolean): Judge => {
  return (args, test) => {
    const found = read(args, test);
    if (found.length > 0 === wanted(args)) return undefined;
    return found.length === 0 ? 'no mistake is found' : `finds ${found.join(', ')}`;
  };
};
