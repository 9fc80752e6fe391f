import { checkDefinitions } from '../definitions/definitions.ts';
import { readDefinitions } from '../definitions/read-definitions.ts';
import { withNames } from '../definitions/with-names.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Symbol } from '../scope.ts';
import { unknown } from '../type.ts';
import type { FormulaContext } from './context.ts';
import type { DefinedFormula } from './definition-formulas.ts';

/*
 * How a list of definitions is taken apart; `definition-formulas.ts` loads it for those who need it.
 */

/** The formulas of a list of definitions, in order. */
export function formulasIn(text: string, context: FormulaContext): readonly DefinedFormula[] {
  const { scope, features } = context;
  const options = { ...(features && { features }) };
  const { definitions } = readDefinitions(text, options);
  const { types, functions, formulas } = checkDefinitions(definitions, scope, options);
  const known = withNames(scope, { types, functions, symbols: formulas });
  return definitions.flatMap((definition) => {
    if (definition.kind === 'type') return [];
    const { from, to } = definition.kind === 'formula' ? definition.span : definition.body.expression;
    const parameters = definition.kind === 'formula' ? [] : definition.parameters;
    const symbols = new Map(
      parameters.map(({ name: { name }, type }): [string, Symbol] => [
        name,
        { name, type: known.type(type.name) ?? unknown, read: () => null, role: 'variable' },
      ]),
    );
    const behavior = definition.kind === 'function' && definition.imperative;
    return [{ from, to, text: text.slice(from, to), context: { scope: withNames(known, { symbols }), behavior, ...options } }];
  });
}

/** All that is wrong with a list of definitions, in order. */
export function definitionProblems(text: string, { scope, features }: FormulaContext): readonly Diagnostic[] {
  const options = { ...(features && { features }) };
  const read = readDefinitions(text, options);
  return [...read.diagnostics, ...checkDefinitions(read.definitions, scope, options).diagnostics].sort((a, b) => a.from - b.from);
}
