import { arityOf } from '../check-call.ts';
import type { FunctionDefinition, Overload } from '../function.ts';
import { kindName, printType, type Type } from '../type.ts';
import { analyze, callAt, type FormulaContext } from './context.ts';

/** A signature as text, with the place of each parameter in it. */
export interface SignatureText {
  readonly text: string;
  readonly parameters: readonly {
    readonly from: number;
    readonly to: number;
    readonly name: string;
    readonly type: string;
    readonly summary?: string;
  }[];
}

/** Where the caret is in a call: the function, its overloads, and the parameter that is being typed. */
export interface SignatureHelp {
  readonly name: string;
  readonly summary: string;
  readonly signatures: readonly SignatureText[];
  /** Which of them the arguments fit so far. */
  readonly active: number;
  readonly parameter: number;
}

/** The call around an offset, explained; undefined outside of calls. */
export function signatureHelp(text: string, offset: number, context: FormulaContext): SignatureHelp | undefined {
  const found = callAt(analyze(text, context), offset);
  if (found === undefined) return undefined;
  const { function: definition, argument, node } = found;
  const features = context.features;
  const overloads = definition.overloads.filter(
    (overload) => features === undefined || overload.when === undefined || overload.when(features),
  );
  const count = Math.max(node.args.length, argument + 1);
  const fitting = overloads.findIndex((overload) => arityOf(overload).max >= count);
  const active = Math.max(0, fitting);
  const last = (overloads[active]?.parameters.length ?? 1) - 1;
  return {
    name: definition.name,
    summary: definition.summary,
    signatures: overloads.map((overload) => signatureText(definition, overload)),
    active,
    parameter: Math.max(0, Math.min(argument, last)),
  };
}

const shown = (type: Type): string => (type.kind === 'record' && type.fields.size > 0 ? printType(type, 1) : kindName(type));

/** One overload as it is shown: `Left(text, count)`, optional parameters in brackets, repeated ones with dots. */
export function signatureText(definition: FunctionDefinition, overload: Overload): SignatureText {
  const parameters: SignatureText['parameters'][number][] = [];
  let text = `${definition.name}(`;
  for (const [i, { name, type, optional, repeated, summary }] of overload.parameters.entries()) {
    if (i > 0) text += ', ';
    const from = text.length;
    text += optional ? `[${name}]` : repeated ? `[${name}, …]` : name;
    parameters.push({ from, to: text.length, name, type: shown(type), ...(summary !== undefined && { summary }) });
  }
  return { text: `${text})`, parameters };
}
