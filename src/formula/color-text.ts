import { namedColors } from './named-colors.ts';
import { Color } from './value.ts';

/** Reads `#rrggbb` and `#rrggbbaa`; undefined where the text is neither. */
export function readHexColor(text: string): Color | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})?$/i.exec(text);
  if (match === null) return undefined;
  const [red, green, blue, alpha] = match.slice(1).map((digits) => (digits === undefined ? 255 : Number.parseInt(digits, 16)));
  return new Color(red!, green!, blue!, alpha! / 255);
}

const byLowerName = new Map([...namedColors].map(([name, color]) => [name.toLowerCase(), color]));

/** Reads a colour by the name that CSS gives it, in any case, or from hexadecimal digits; undefined where the text is no colour. */
export const readColor = (text: string): Color | undefined => byLowerName.get(text.toLowerCase()) ?? readHexColor(text);
