import { arityOf } from '../check-call.ts';
import { canvas } from '../features.ts';
import { parameterAt as parameterOf, repetition, type FunctionDefinition, type Overload, type Parameter } from '../function.ts';
import { documentationOf, summaryOf } from '../documented.ts';
import { isAggregate, kindName, printType, type Type } from '../type.ts';
import { callPlace, type CallPlace } from './call-place.ts';
import { caretAt } from './caret.ts';
import { analyze, callAt, type FormulaContext } from './context.ts';
import { formulaAt } from './definition-formulas.ts';

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
  /** Which parameter of the active signature. */
  readonly parameter: number;
  /** Which argument the caret is in, from 0. */
  readonly argument: number;
  /** In a record argument: the field that is being typed. */
  readonly field?: { readonly name: string; readonly type: string; readonly summary?: string };
}

/** At most so many parameters are shown of a list that goes on. */
const MOST = 4;
const GOES_ON = '...';

/** The call around an offset, explained; undefined outside of calls, and where no overload takes so many arguments. */
export function signatureHelp(text: string, offset: number, context: FormulaContext): SignatureHelp | undefined {
  if (context.definitions === true) {
    const inside = formulaAt(text, offset, context);
    return inside && signatureHelp(inside.text, offset - inside.from, inside.context);
  }
  const analysis = analyze(text, context);
  const found = callAt(analysis, offset);
  if (found === undefined) return undefined;
  const { function: definition, argument, node } = found;
  const count = Math.max(node.args.length, argument + 1);
  const overloads = definition.overloads.filter(
    (overload) =>
      (overload.when === undefined || overload.when(context.features ?? canvas)) &&
      (arityOf(overload).max >= count || (argument === 0 && node.args.length === 0)),
  );
  if (overloads.length === 0) return undefined;
  const signatures = distinct(
    formsOf(definition, overloads[0]!, count) ?? overloads.flatMap((overload) => variants(definition, overload, count)),
  );
  const active = Math.max(
    0,
    signatures.findIndex(({ parameters }) => parameters.length > argument),
  );
  return {
    name: definition.name,
    summary: summaryOf(definition),
    signatures,
    active,
    parameter: Math.max(0, Math.min(argument, signatures[active]!.parameters.length - 1)),
    argument,
    ...fieldHelp(callPlace(analysis, caretAt(analysis, offset))),
  };
}

/** The field of a record argument that the caret is in. */
function fieldHelp(place: CallPlace | undefined): Pick<SignatureHelp, 'field'> {
  const name = place?.fields.at(-1);
  if (place === undefined || name === undefined) return {};
  const { type, note } = place;
  const summary = note?.summary;
  return { field: { name, type: type === undefined ? '' : shown(type), ...(summary !== undefined && { summary }) } };
}

const shown = (type: Type): string => (type.kind === 'record' && type.fields.size > 0 ? printType(type, 1) : kindName(type));

/** A parameter as it stands in a signature. */
interface Shown {
  readonly parameter: Parameter;
  readonly name: string;
}

const marked = ({ name, optional, repeated }: Parameter): string => (optional ? `[${name}]` : repeated ? `[${name}, …]` : name);

/** One overload as it is shown by itself: `Left(text, num_chars)`, optional parameters in brackets, repeated ones with dots. */
export const signatureText = (definition: FunctionDefinition, { parameters }: Overload): SignatureText =>
  write(
    definition,
    parameters.map((parameter) => ({ parameter, name: marked(parameter) })),
  );

/** The ways to call a function that its documentation names, of those that take so many arguments. */
function formsOf(definition: FunctionDefinition, { parameters }: Overload, count: number): SignatureText[] | undefined {
  const { turns } = repetition(parameters);
  const texts = (documentationOf(definition.name)?.forms ?? []).flatMap((form) => {
    const names = form.split(', ');
    const goesOn = names.at(-1) === GOES_ON;
    if (goesOn) {
      names.pop();
      while (names.length < Math.min(count, MOST)) names.push(...names.slice(-turns));
    } else if (names.length < count) return [];
    const items = names.map((name, i) => ({ parameter: parameterOf(parameters, i, Infinity), name }));
    return [write(definition, items, goesOn ? `, ${GOES_ON}` : '')];
  });
  return texts.length > 0 ? texts : undefined;
}

/** An overload for a count of arguments, and the same over tables of values where it takes them. */
function variants(definition: FunctionDefinition, overload: Overload, count: number): SignatureText[] {
  const { turns, after } = repetition(overload.parameters);
  const shownNow = spread(overload, count);
  const end = turns > 0 && after === 0 ? `, ${GOES_ON}` : '';
  const text = write(definition, shownNow, end);
  const [first, ...rest] = shownNow;
  if (overload.rowByRow !== true || first === undefined || isAggregate(first.parameter.type)) return [text];
  const column = { ...first, name: rest.length === 0 ? 'input' : `${first.name}_column` };
  return [text, write(definition, [column, ...rest], end)];
}

/** The parameters of an overload for a count of arguments: repeated ones as often as they are there. */
function spread({ parameters }: Overload, count: number): Shown[] {
  const { first, turns, after } = repetition(parameters);
  if (turns === 0 || after > 0) return parameters.map((parameter) => ({ parameter, name: marked(parameter) }));
  const least = Math.max(first, 1) + (turns > 1 ? 1 : 0);
  const shownNow = Math.min(Math.max(count, least), Math.max(MOST, least));
  return Array.from({ length: shownNow }, (_, i) => {
    const parameter = parameterOf(parameters, i, Infinity);
    // `value or fallback`: one and the other in turn.
    const names = parameter.name.split(' or ');
    return { parameter, name: names[Math.max(0, i - first) % names.length]! };
  });
}

function write(definition: FunctionDefinition, items: readonly Shown[], end = ''): SignatureText {
  const parameters: SignatureText['parameters'][number][] = [];
  let text = `${definition.name}(`;
  for (const [i, { parameter, name }] of items.entries()) {
    if (i > 0) text += ', ';
    const from = text.length;
    text += name;
    const { type } = parameter;
    const summary = parameter.summary ?? documentationOf(definition.name)?.parameters?.[parameter.name];
    parameters.push({
      from,
      to: text.length,
      name: parameter.name,
      type: shown(type),
      ...(summary !== undefined && { summary }),
    });
  }
  return { text: `${text}${end})`, parameters };
}

function distinct(signatures: readonly SignatureText[]): SignatureText[] {
  const seen = new Set<string>();
  return signatures.filter(({ text }) => !seen.has(text) && seen.add(text));
}
