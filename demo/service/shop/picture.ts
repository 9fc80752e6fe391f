import { MOTIFS } from './motifs.ts';

/** The picture of a product: its motif in its colour, as SVG. */
export function pictureOf(motif: string, color: string): string {
  const paints = new Map([
    ['main', color],
    ['dark', mixed(color, '#14181d', 0.34)],
    ['light', mixed(color, '#ffffff', 0.42)],
    ['wood', '#a87b52'],
    ['paper', '#fbf7ef'],
    ['metal', '#8b939c'],
    ['glow', mixed('#ffdf9c', '#ffffff', 0.35)],
  ]);
  const drawing = (MOTIFS.get(motif) ?? '').replace(/(fill|stroke)="(\w+)"/g, (whole, attribute: string, name: string) => {
    const paint = paints.get(name);
    return paint === undefined ? whole : `${attribute}="${paint}"`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240" width="480" height="480">
<rect width="240" height="240" fill="${mixed(color, '#ffffff', 0.86)}"/>
<ellipse cx="120" cy="199" rx="92" ry="10" fill="${mixed(color, '#ffffff', 0.7)}"/>
${drawing}
</svg>
`;
}

/** A colour on its way to another: 0 is the first, 1 the second. */
function mixed(from: string, to: string, part: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [a, b] = [from, to].map((color) => Number.parseInt(color.slice(at, at + 2), 16));
    return Math.round((a ?? 0) * (1 - part) + (b ?? 0) * part)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${channels.join('')}`;
}
