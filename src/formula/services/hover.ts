import { resolveFunction } from '../callee.ts';
import type { CheckResult } from '../check.ts';
import type { Span } from '../diagnostic.ts';
import { pathAt } from '../expression.ts';
import { summaryOf } from '../documented.ts';
import { printType } from '../type.ts';
import { analyze, type FormulaContext } from './context.ts';
import { formulaAt, shifted } from './definition-formulas.ts';
import { signatureText } from './signature.ts';

/** What the thing at an offset is. */
export interface Hover extends Span {
  /** Its name or signature. */
  readonly title: string;
  readonly type?: string;
  readonly info?: string;
}

/** The function, name or part of a formula at an offset, explained; undefined where nothing is. */
export function hover(text: string, offset: number, context: FormulaContext): Hover | undefined {
  if (context.definitions === true) {
    const inside = formulaAt(text, offset, context);
    const found = inside && hover(inside.text, offset - inside.from, inside.context);
    return found && shifted(found, inside.from);
  }
  const analysis = analyze(text, context);
  const path = pathAt(analysis.parsed.expression, offset);
  for (const [i, node] of [...path.entries()].reverse()) {
    const parent = path[i - 1];
    if (parent?.kind === 'call' && parent.callee === node) {
      const definition = resolveFunction(context.scope, node);
      if (definition === undefined) return undefined;
      return {
        from: node.from,
        to: node.to,
        title: signatureText(definition, definition.overloads[0]!).text,
        info: [summaryOf(definition), ...delegationOf(analysis.result, parent)].join(' '),
      };
    }
    const checked = analysis.checkedOf(node);
    if (checked === undefined || checked.kind === 'invalid') continue;
    const info = checked.kind === 'symbol' ? checked.symbol.summary : undefined;
    return {
      from: node.from,
      to: node.to,
      title: text.slice(node.from, node.to).slice(0, 80),
      type: printType(checked.type, 2),
      ...(info !== undefined && { info }),
    };
  }
  return undefined;
}

/** What is said of asking data sources for a part of a formula: that they do it, or why they do not. */
function delegationOf({ delegated = [] }: CheckResult, { from, to }: Span): readonly string[] {
  const notes = delegated.filter((part) => part.from === from && part.to === to);
  const [worst] = [...notes].sort((a, b) => Number(a.delegated) - Number(b.delegated));
  return worst === undefined ? [] : [worst.note];
}
