import { readColor, readHexColor } from '../color-text.ts';
import { formulaError } from '../error.ts';
import { defineFunction, given, overload, param, type Documentation, type FunctionDefinition } from '../function.ts';
import { color, dynamic, number, text } from '../type.ts';
import { Color, type Value } from '../value.ts';

export const documentation: Documentation = {
  color: {
    RGBA: {
      summary: 'A colour of red, green and blue (0 to 255) and alpha (0 transparent to 1 solid).',
      examples: [['RGBA(0, 120, 212, 1)', 'RGBA(0,120,212,1)']],
    },
    ColorValue: {
      summary: 'The colour that a text names: a CSS name, #rrggbb or #rrggbbaa.',
      examples: [
        ['ColorValue("SteelBlue")', 'RGBA(70,130,180,1)'],
        ['ColorValue("#0078d4")', 'RGBA(0,120,212,1)'],
      ],
    },
    ColorFade: {
      forms: ['color, fade', 'color_or_column, fade_or_column'],
      summary: 'A colour brighter (up to 1) or darker (down to -1).',
      examples: [
        ['ColorFade(RGBA(255, 100, 0, 1), 0.5)', 'RGBA(255,177,127,1)'],
        ['ColorFade(RGBA(255, 100, 0, 1), -0.5)', 'RGBA(127,50,0,1)'],
      ],
    },
  },
};

const badChannel = formulaError('InvalidArgument', 'Red, green and blue must be between 0 and 255, and alpha between 0 and 1.');
const badFade = formulaError('InvalidArgument', 'The change of brightness must be between -1 and 1.');
const noColor = formulaError('InvalidArgument', 'The text is no colour. Write a name such as "SteelBlue", or "#rrggbb".');

/** A colour of its channels; alpha is kept in 255 steps, as colours are stored. */
function ofChannels(red: number, green: number, blue: number, alpha: number): Value {
  const channels = [red, green, blue].map(Math.trunc);
  if (channels.some((channel) => channel < 0 || channel > 255) || alpha < 0 || alpha > 1) return badChannel;
  return new Color(channels[0]!, channels[1]!, channels[2]!, Math.round(alpha * 255) / 255);
}

/** Moves each channel towards white, or towards black where the share is negative. */
function fade(value: Color, share: number): Value {
  if (share < -1 || share > 1) return badFade;
  const target = share < 0 ? 0 : 255;
  const towards = (channel: number): number => Math.floor(channel + (target - channel) * Math.abs(share));
  return new Color(towards(value.red), towards(value.green), towards(value.blue), value.alpha);
}

export const colors: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'RGBA',
    parameters: [
      param('red_value', number),
      param('green_value', number),
      param('blue_value', number),
      param('alpha_value', number),
    ],
    result: color,
    evaluate: ofChannels,
  }),
  {
    name: 'ColorValue',
    overloads: [
      overload({
        parameters: [given('color_text', text)],
        result: color,
        accepts: ([type]) => type?.kind !== 'dynamic',
        evaluate: (value) => (value === '' ? null : (readColor(value) ?? noColor)),
      }),
      overload({
        parameters: [given('color_text', dynamic)],
        result: color,
        accepts: ([type]) => type?.kind === 'dynamic',
        evaluate: ({ json }) => (json === null ? null : ((typeof json === 'string' ? readHexColor(json) : undefined) ?? noColor)),
      }),
    ],
  },
  defineFunction({
    name: 'ColorFade',
    parameters: [param('color', color), param('fade', number)],
    rowByRow: true,
    result: color,
    evaluate: fade,
  }),
];
