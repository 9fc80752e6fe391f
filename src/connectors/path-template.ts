import { safeDecode } from './json.ts';

/**
 * What stands in a path for each placeholder of its template, still escaped; undefined where the path does not end as the template says.
 * The path may begin with the base's.
 */
export function pathValues(template: string, pathname: string): ReadonlyMap<string, string> | undefined {
  const values = new Map<string, string>();
  const wanted = template.split('/');
  const given = pathname.split('/').slice(-wanted.length);
  if (given.length < wanted.length) return undefined;
  const fits = wanted.every((segment, i) => {
    // The first piece is what the base ends with.
    if (i === 0 && segment === '') return true;
    // Literals and names in turn: `Items(`, `id`, `)`.
    const pieces = segment.split(/\{([^{}]*)\}/);
    const text = given[i]!;
    if (pieces.length === 1) return safeDecode(text) === safeDecode(segment);
    if (!text.startsWith(pieces[0]!)) return false;
    let rest = text.slice(pieces[0]!.length);
    for (let k = 1; k < pieces.length; k += 2) {
      const literal = pieces[k + 1]!;
      const end = literal === '' ? rest.length : rest.indexOf(literal);
      if (end === -1) return false;
      values.set(pieces[k]!, rest.slice(0, end));
      rest = rest.slice(end + literal.length);
    }
    return rest === '';
  });
  return fits ? values : undefined;
}
