import { formulaError } from '../error.ts';
import { defineFunction, param, type Documentation, type FunctionDefinition } from '../function.ts';
import { number } from '../type.ts';
import { ofOne } from './number.ts';

export const documentation: Documentation = {
  number: {
    Pi: {
      summary: 'The ratio of a circle to its diameter.',
      examples: [['Round(Pi(), 5)', '3.14159']],
    },
    Degrees: {
      summary: 'An angle in radians as degrees.',
      examples: [['Degrees(Pi())', '180']],
    },
    Radians: {
      summary: 'An angle in degrees as radians.',
      examples: [['Radians(180) = Pi()', 'true']],
    },
    Sin: {
      summary: 'The sine of an angle in radians.',
      examples: [['Sin(0)', '0']],
    },
    Cos: {
      summary: 'The cosine of an angle in radians.',
      examples: [['Cos(0)', '1']],
    },
    Tan: {
      summary: 'The tangent of an angle in radians.',
      examples: [['Tan(0)', '0']],
    },
    Cot: {
      summary: 'The cotangent of an angle in radians.',
      examples: [['Round(Cot(Pi() / 4), 10)', '1']],
    },
    Asin: {
      summary: 'The angle of a sine, in radians.',
      examples: [['Asin(0)', '0']],
    },
    Acos: {
      summary: 'The angle of a cosine, in radians.',
      examples: [['Acos(1)', '0']],
    },
    Atan: {
      summary: 'The angle of a tangent, in radians.',
      examples: [['Atan(0)', '0']],
    },
    Acot: {
      summary: 'The angle of a cotangent, in radians.',
      examples: [['Round(Acot(1), 6)', '0.785398']],
    },
    Atan2: {
      summary: 'The angle between the x axis and the line from the origin to a point, in radians.',
      examples: [['Atan2(1, 0)', '0']],
    },
  },
};

const noDirection = formulaError('Div0', 'The point (0, 0) lies in no direction.');
const noCotangent = formulaError('Div0', 'Zero has no cotangent.');

export const trigonometry: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Pi',
    parameters: [],
    result: number,
    evaluate: () => Math.PI,
  }),
  ofOne('Degrees', (angle) => (angle / Math.PI) * 180),
  ofOne('Radians', (angle) => (angle / 180) * Math.PI),
  ofOne('Sin', Math.sin),
  ofOne('Cos', Math.cos),
  ofOne('Tan', Math.tan),
  ofOne('Cot', (angle) => (angle === 0 ? noCotangent : 1 / Math.tan(angle))),
  ofOne('Asin', Math.asin),
  ofOne('Acos', Math.acos),
  ofOne('Atan', Math.atan),
  ofOne('Acot', (value) => Math.PI / 2 - Math.atan(value)),
  defineFunction({
    name: 'Atan2',
    parameters: [param('x_coordinate', number), param('y_coordinate', number)],
    result: number,
    evaluate: (x, y) => (x === 0 && y === 0 ? noDirection : Math.atan2(y, x)),
  }),
];
