/*
 * How policies write what they read: `@connectionParameters('region')`, `@{headers('x')}`, `@body().value[0].id`.
 */

const steps = String.raw`(?:\.[\w$@-]+|\['[^']*'\]|\[\d+\])*`;
export const expressions = new RegExp(
  String.raw`@(connectionParameters|queryParameters|headers)\('([^']*)'(?:\s*,\s*'([^']*)')?\)|@(body|item)\(\)(${steps})`,
  'gi',
);

/** `@{…}` and `{@…}` are the bare expression. */
export const bare = (template: string): string => template.replace(/@\{([^{}]*)\}/g, '@$1').replace(/\{(@[^{}]*)\}/g, '$1');

/** The connection parameters without a default that a template reads. */
export const parametersOf = (template: string): readonly string[] =>
  [...bare(template).matchAll(expressions)]
    .filter(([, kind, , fallback]) => kind?.toLowerCase() === 'connectionparameters' && fallback === undefined)
    .map(([, , name]) => name!);

/** The steps of `.a['b.c'][0]`; also of a bare name. */
export const pathSteps = (path: string): readonly string[] =>
  [...path.matchAll(/\['([^']*)'\]|\[(\d+)\]|\.?([\w$@-]+)/g)].map(([, quoted, index, name]) => quoted ?? index ?? name ?? '');
