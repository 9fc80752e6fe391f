import { FormulaError, formulaError } from '../error.ts';
import {
  defineFunction,
  maybe,
  optional,
  overload,
  param,
  place,
  raw,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { OptionValue } from '../option-set.ts';
import type { Effects, NotificationType, Run } from '../run.ts';
import * as types from '../type.ts';
import { any, emptyRecord, emptyTable, number, text, type Type } from '../type.ts';
import type { Reference, Table, Value } from '../value.ts';
import { writableTable } from '../variable-table.ts';

/*
 * Functions that change something. What they do to variables and tables goes through the places that the host gives; what they do to the
 * app goes through `run.effects`.
 */

export const documentation: Documentation = {
  behavior: {
    Set: {
      summary: 'Gives a global variable a value.',
      examples: [['Set(count, 3); count + 1', '4']],
    },
    UpdateContext: {
      summary: 'Gives variables of the screen values.',
      examples: [['UpdateContext({shown: true}); shown', 'true']],
    },
    Navigate: {
      summary: 'Shows another screen, with a transition and values for its context variables if given.',
      examples: [['Navigate(Details, ScreenTransition.Fade)', 'true']],
    },
    Back: {
      summary: 'Shows the screen that was shown before.',
      examples: [['Navigate(Details); Back()', 'true']],
    },
    Notify: {
      summary: 'Shows a message at the top of the app for a while (milliseconds; 10,000 unless said otherwise).',
      examples: [['Notify("Saved.", NotificationType.Success)', 'true']],
    },
    Reset: {
      summary: 'Puts an input back to its default.',
      examples: [['Reset(Search)', 'true']],
    },
    SetFocus: {
      summary: 'Moves the keyboard to a control.',
      examples: [['SetFocus(Search)', 'true']],
    },
    Select: {
      summary: 'Acts as if a control had been clicked, or a row of a gallery, or a control in that row. Rows count from 1.',
      examples: [['Select(Save)', 'true']],
    },
    Refresh: {
      summary: 'Asks a data source, or a connector, for its data anew.',
      examples: [['Refresh(Orders)', 'true']],
    },
  },
};

const noApp = formulaError('NotSupported', 'There is no app here for this to act on.');

/** The effect, or an error where the formula runs without an app. */
export const onApp = (run: Run, act: (effects: Effects) => Value | Promise<Value>): Value => {
  if (run.effects === undefined) return noApp;
  return act(run.effects) as Value;
};

export const word = (value: unknown): string | null =>
  value instanceof OptionValue ? String(value.value) : typeof value === 'string' ? value : null;

const control: Type = any;

/** Whether a variable of a type can be set to a value: of the same kind, or a number or date of another. Puts the conversion in. */
function assigns(call: CallShape, variable: Type, value: Type): boolean {
  const alike =
    value.kind === variable.kind ||
    value.kind === 'blank' ||
    value.kind === 'unknown' ||
    (types.isNumeric(value) && types.isNumeric(variable)) ||
    (types.isTextLike(value) && types.isTextLike(variable)) ||
    (types.isDateLike(value) && variable.kind === 'dateTime');
  return variable.kind === 'any' || variable.kind === 'blank' || (alike && call.coerce(1, variable));
}

export const behaviors: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Set',
    behavior: true,
    parameters: [place('variable', any, { assigns: true }), raw('value', any)],
    result: (call) => {
      const [variable, value] = call.types;
      if (variable !== undefined && value !== undefined && variable.kind !== 'unknown' && !assigns(call, variable, value)) {
        call.error(1, 'ErrBadType_ExpectedType_ProvidedType', types.kindName(variable), types.kindName(value), '');
      }
      return call.features.PowerFxV1CompatibilityRules ? types.voidType : types.boolean;
    },
    declares: (call) =>
      call.names[0] === undefined ? [] : [{ scope: 'variable', name: call.names[0], type: call.types[1] ?? types.unknown }],
    evaluate: (variable, value) => {
      variable.write(value);
      return value instanceof FormulaError ? value : true;
    },
  }),
  defineFunction({
    name: 'UpdateContext',
    behavior: true,
    parameters: [param('values', emptyRecord)],
    result: types.boolean,
    declares: (call) => contextOf(call, 0),
    evaluate: (values, run) =>
      onApp(run, (effects) => {
        effects.setContext(values);
        return true;
      }),
  }),
  defineFunction({
    name: 'Navigate',
    behavior: true,
    parameters: [raw('screen', control), optional(maybe('transition', any)), optional(maybe('context', emptyRecord))],
    result: types.boolean,
    declares: (call) => contextOf(call, 2),
    evaluate: (screen, transition, context, run) =>
      screen instanceof FormulaError
        ? screen
        : onApp(run, (effects) => effects.navigate(screen as Reference, word(transition), context ?? null)),
  }),
  defineFunction({
    name: 'Back',
    behavior: true,
    parameters: [optional(maybe('transition', any))],
    result: types.boolean,
    evaluate: (transition, run) => onApp(run, (effects) => effects.back(word(transition))),
  }),
  defineFunction({
    name: 'Notify',
    behavior: true,
    parameters: [param('message', text), optional(maybe('type', any)), optional(param('timeout', number))],
    result: types.boolean,
    evaluate: (message, type, timeout, run) =>
      onApp(run, (effects) => {
        const kind = word(type)?.toLowerCase();
        const known = (['Error', 'Warning', 'Success', 'Information'] as const).find((name) => name.toLowerCase() === kind);
        effects.notify(message, known ?? ('Information' satisfies NotificationType), timeout ?? 10_000);
        return true;
      }),
  }),
  ...(['Reset', 'SetFocus'] as const).map((name) =>
    defineFunction({
      name,
      behavior: true,
      parameters: [raw('control', control)],
      result: types.boolean,
      evaluate: (target, run) =>
        target instanceof FormulaError
          ? target
          : onApp(run, (effects) => {
              if (name === 'Reset') effects.reset(target as Reference);
              else effects.setFocus(target as Reference);
              return true;
            }),
    }),
  ),
  defineFunction({
    name: 'Select',
    behavior: true,
    awaits: true,
    parameters: [raw('control', control), optional(param('row', number)), optional(raw('child_control', control))],
    result: types.boolean,
    evaluate: (target, at, child, run) => {
      if (target instanceof FormulaError) return target;
      if (child instanceof FormulaError) return child;
      return onApp(run, (effects) =>
        effects.select(target as Reference, at, child as Reference | undefined).then((done) => done ?? true),
      );
    },
  }),
  {
    name: 'Refresh',
    behavior: true,
    awaits: true,
    overloads: [
      overload({
        parameters: [place('data_source', emptyTable)],
        result: types.boolean,
        evaluate: (target) => writableTable(target).refresh() as Value,
      }),
      overload({
        parameters: [raw('connected_data_source', any)],
        result: types.boolean,
        evaluate: (source, run) =>
          source instanceof FormulaError ? source : onApp(run, (effects) => effects.refresh(source as Reference | Table)),
      }),
    ],
  },
];

function contextOf(call: CallShape, index: number): { scope: 'context'; name: string; type: Type }[] {
  const type = call.types[index];
  return type?.kind === 'record' ? [...type.fields].map(([name, of]) => ({ scope: 'context' as const, name, type: of })) : [];
}
