import { children, type Expression } from '../expression.ts';
import { resolveFunction } from '../callee.ts';
import { analyze, parameterAt, type FormulaContext } from './context.ts';
import { formulasIn } from './definition-formulas.ts';

/** A word that an editor shows between the characters of a formula. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
}

/**
 * Names of parameters before arguments that do not say what they are: numbers, texts and truth values among other arguments
 * (`Left(name, num_chars: 3)`).
 */
export function inlayHints(text: string, context: FormulaContext): readonly InlayHint[] {
  if (context.definitions === true)
    return formulasIn(text, context).flatMap((inside) =>
      inlayHints(inside.text, inside.context).map((hint) => ({ ...hint, offset: hint.offset + inside.from })),
    );
  const { parsed, context: own } = analyze(text, context);
  const hints: InlayHint[] = [];
  const visit = (node: Expression): void => {
    const definition = node.kind === 'call' ? resolveFunction(own.scope, node.callee) : undefined;
    if (node.kind === 'call' && definition !== undefined) {
      const overload =
        definition.overloads.find(({ parameters }) => parameters.length >= node.args.length) ?? definition.overloads[0]!;
      for (const [i, argument] of node.args.entries()) {
        const parameter = parameterAt(overload, i);
        // One of many says nothing by its name, nor does a `value`.
        const tells =
          parameter !== undefined && parameter.repeated !== true && parameter.name !== 'value' && overload.parameters.length > 1;
        if (tells && i > 0 && isLiteral(argument)) hints.push({ offset: argument.from, label: `${parameter.name}:` });
      }
    }
    for (const child of children(node)) visit(child);
  };
  visit(parsed.expression);
  return hints.sort((a, b) => a.offset - b.offset);
}

const isLiteral = (node: Expression): boolean =>
  node.kind === 'number' || node.kind === 'text' || node.kind === 'boolean' || (node.kind === 'unary' && isLiteral(node.operand));
