import { formulaError } from '../error.ts';
import { defineFunction, param, type FunctionDefinition } from '../function.ts';
import { number } from '../type.ts';
import { ofOne } from './number.ts';

const noDirection = formulaError('Div0', 'The point (0, 0) lies in no direction.');
const noCotangent = formulaError('Div0', 'Zero has no cotangent.');

export const trigonometry: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Pi',
    category: 'number',
    summary: 'The ratio of a circle to its diameter.',
    parameters: [],
    result: number,
    examples: [['Round(Pi(), 5)', '3.14159']],
    evaluate: () => Math.PI,
  }),
  ofOne('Degrees', 'An angle in radians as degrees.', [['Degrees(Pi())', '180']], (angle) => (angle / Math.PI) * 180),
  ofOne('Radians', 'An angle in degrees as radians.', [['Radians(180) = Pi()', 'true']], (angle) => (angle / 180) * Math.PI),
  ofOne('Sin', 'The sine of an angle in radians.', [['Sin(0)', '0']], Math.sin),
  ofOne('Cos', 'The cosine of an angle in radians.', [['Cos(0)', '1']], Math.cos),
  ofOne('Tan', 'The tangent of an angle in radians.', [['Tan(0)', '0']], Math.tan),
  ofOne('Cot', 'The cotangent of an angle in radians.', [['Round(Cot(Pi() / 4), 10)', '1']], (angle) =>
    angle === 0 ? noCotangent : 1 / Math.tan(angle),
  ),
  ofOne('Asin', 'The angle of a sine, in radians.', [['Asin(0)', '0']], Math.asin),
  ofOne('Acos', 'The angle of a cosine, in radians.', [['Acos(1)', '0']], Math.acos),
  ofOne('Atan', 'The angle of a tangent, in radians.', [['Atan(0)', '0']], Math.atan),
  ofOne(
    'Acot',
    'The angle of a cotangent, in radians.',
    [['Round(Acot(1), 6)', '0.785398']],
    (value) => Math.PI / 2 - Math.atan(value),
  ),
  defineFunction({
    name: 'Atan2',
    category: 'number',
    summary: 'The angle between the x axis and the line from the origin to a point, in radians.',
    parameters: [param('x_coordinate', number), param('y_coordinate', number)],
    result: number,
    examples: [['Atan2(1, 0)', '0']],
    evaluate: (x, y) => (x === 0 && y === 0 ? noDirection : Math.atan2(y, x)),
  }),
];
