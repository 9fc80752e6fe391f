import type { SoughtPlace } from './place.ts';

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],]|[^\s{}[\],:"]+/g;

interface Container {
  readonly sought: SoughtPlace | undefined;
  /** The name, in an object, or the index, in a list, of the next value; undefined while a name is expected. */
  step: string | number | undefined;
}

/** Notes the offsets of what is sought in a text that is JSON; damaged text is the scanner's (`json-scanner.ts`). */
export function seekStrict(text: string, sought: SoughtPlace): void {
  const outer: Container[] = [];
  let inside: Container = { sought: undefined, step: '' };
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '}' || token === ']') inside = outer.pop()!;
    else if (token === ',') inside.step = typeof inside.step === 'number' ? inside.step + 1 : undefined;
    else if (inside.step === undefined) inside.step = JSON.parse(token) as string;
    else {
      const place = outer.length === 0 ? sought : inside.sought?.children.get(String(inside.step));
      if (place !== undefined) place.offset = index;
      if (token === '{' || token === '[') {
        outer.push(inside);
        inside = { sought: place, step: token === '[' ? 0 : undefined };
      }
    }
  }
}
