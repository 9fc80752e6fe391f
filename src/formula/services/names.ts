import { children, type Expression, type NameToken } from '../expression.ts';
import type { Span } from '../diagnostic.ts';
import type { Symbol } from '../scope.ts';
import { resolveFunction } from '../callee.ts';
import type { FunctionDefinition } from '../function.ts';
import { analyze, unwrap, type FormulaContext } from './context.ts';
import { formulasIn, shifted } from './definition-formulas.ts';

/** What a name in a formula is. */
export type NameKind = NonNullable<Symbol['role']> | 'field' | 'row' | 'enum' | 'member' | 'connector' | 'operation' | 'function';

/** A name in a formula, with what it stands for. */
export interface NameUse extends Span {
  readonly name: string;
  readonly kind: NameKind;
  /** For names of the app: what it is there. */
  readonly symbol?: Symbol;
  /** For what is called. */
  readonly function?: FunctionDefinition;
}

/** The names in a formula that stand for something, in order; what is not known is left out. */
export function namesIn(text: string, context: FormulaContext): readonly NameUse[] {
  if (context.definitions === true)
    return formulasIn(text, context).flatMap((inside) =>
      namesIn(inside.text, inside.context).map((use) => shifted(use, inside.from)),
    );
  const analysis = analyze(text, context);
  const { scope } = context;
  const found: NameUse[] = [];
  const add = ({ name, from, to }: NameToken, kind: NameKind, more?: Pick<NameUse, 'symbol' | 'function'>): unknown =>
    from < to && found.push({ name, from, to, kind, ...more });
  const visit = (node: Expression): void => {
    if (node.kind === 'call') {
      const definition = resolveFunction(scope, node.callee);
      if (definition !== undefined)
        add(node.callee.name, definition.remote === undefined ? 'function' : 'operation', { function: definition });
      if (node.callee.kind === 'member') namespace(node.callee.target);
      for (const argument of node.args) visit(argument);
      return;
    }
    if (node.kind === 'name' || node.kind === 'global') own(node);
    else if (node.kind === 'member') member(node);
    else if (node.kind === 'scoped') add(node.name, 'field');
    else if (node.kind === 'record') for (const { name } of node.fields) add(name, 'field');
    else if (node.kind === 'as') add(node.alias, 'row');
    for (const child of children(node)) visit(child);
  };
  const namespace = (target: Expression): void => {
    if (target.kind === 'name' && scope.namespace(target.name.name) !== undefined) add(target.name, 'connector');
  };
  const own = (node: Extract<Expression, { kind: 'name' | 'global' }>): void => {
    const checked = analysis.checkedOf(node);
    const written = checked?.kind === 'coerce' ? checked.operand : checked;
    // The checker looks at a control's property as one thing: the control alone has not been looked at.
    const alone = checked === undefined ? scope.symbol(node.name.name) : undefined;
    if (alone !== undefined) add(node.name, alone.role ?? 'variable', { symbol: alone });
    else if (written?.kind === 'symbol') add(node.name, written.symbol.role ?? 'variable', { symbol: written.symbol });
    else if (written?.kind === 'row') add(node.name, 'row');
    else if (written?.kind === 'field') add(node.name, 'field');
    else if (scope.symbol(node.name.name) === undefined && scope.optionSet(node.name.name) !== undefined) add(node.name, 'enum');
  };
  const member = (node: Extract<Expression, { kind: 'member' }>): void => {
    const base = unwrap(node.target);
    const inSet = base.kind === 'name' && scope.symbol(base.name.name) === undefined && scope.optionSet(base.name.name);
    if (inSet) {
      add(node.name, 'member');
      return;
    }
    const checked = analysis.checkedOf(node);
    if (checked?.kind === 'symbol') add(node.name, 'property', { symbol: checked.symbol });
    else if (checked !== undefined && checked.kind !== 'invalid') add(node.name, 'field');
  };
  visit(analysis.parsed.expression);
  return found.sort((a, b) => a.from - b.from);
}
