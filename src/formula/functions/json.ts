import { jsonFormat } from '../enums.ts';
import { FormulaError } from '../error.ts';
import {
  given,
  maybe,
  optional,
  overload,
  param,
  raw,
  typeParam,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { fromJson } from '../json-typed.ts';
import { readJson } from '../json-read.ts';
import { writeJson } from '../json-write.ts';
import { OptionValue } from '../option-set.ts';
import * as types from '../type.ts';
import { any, boolean, dynamic, kindName, text, type Type } from '../type.ts';
import type { Value } from '../value.ts';
import { dynamicField, dynamicOf, fieldNames } from '../dynamic.ts';
import { single } from './rows.ts';

export const documentation: Documentation = {
  conversion: {
    ParseJSON: {
      summary: 'The dynamic value that a JSON text holds, or its value as a type.',
      examples: [
        ['ParseJSON("{""a"": 2}").a + 1', '3'],
        ['ParseJSON("[{""a"": 1}, {""a"": 2}]", Type([{a: Number}]))', 'Table({a:1},{a:2})'],
      ],
    },
    JSON: {
      summary: 'A value as JSON text.',
      examples: [
        ['JSON({b: true, a: [1, 2]})', '"{""a"":[{""Value"":1},{""Value"":2}],""b"":true}"'],
        ['JSON([1, 2], JSONFormat.FlattenValueTables)', '"[1,2]"'],
      ],
    },
    AsType: {
      summary: 'A dynamic value as a type; an error where it is not one.',
      examples: [['AsType(ParseJSON("{""a"": 1}"), Type({a: Number}))', '{a:1}']],
    },
  },
  information: {
    IsType: {
      summary: 'Whether a dynamic value is of a type.',
      examples: [['IsType(ParseJSON("5"), Number)', 'true']],
    },
    ColumnNames: {
      summary: 'The names of the fields of a dynamic object.',
      examples: [['ColumnNames(ParseJSON("{""a"": 1, ""b"": 2}"))', 'Table({Value:"a"},{Value:"b"})']],
    },
    Column: {
      summary: 'A field of a dynamic object, by its name.',
      examples: [['Column(ParseJSON("{""a"": 1}"), "a") + 1', '2']],
    },
  },
};

const format = types.optionType(jsonFormat);

/** What JSON can be given as; the rest has no form in it. */
function unsupportedPart(type: Type): Type | undefined {
  if (types.isAggregate(type)) {
    for (const of of type.fields.values()) {
      const found = unsupportedPart(of);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return type.kind === 'void' || type.kind === 'control' || type.kind === 'type' ? type : undefined;
}

/** The type that a `type` argument names; reports what JSON cannot be read as. */
export function namedType(call: CallShape, index: number): Type {
  const type = call.types[index];
  if (type?.kind !== 'type') return types.unknown;
  const wrong = unreadable(type.of);
  if (wrong !== undefined) {
    call.error(index, 'ErrUnsupportedTypeInTypeArgument', kindName(wrong));
    return types.unknown;
  }
  return type.of;
}

/** What JSON can be read as; aggregates of these too. */
const readableTypes = [
  types.boolean, types.number, types.decimal, types.text, types.hyperlink, types.date, types.dateTime, types.time, types.guid,
  types.dynamic,
]; // prettier-ignore

function unreadable(type: Type): Type | undefined {
  if (!types.isAggregate(type)) return readableTypes.some(({ kind }) => kind === type.kind) ? undefined : type;
  for (const of of type.fields.values()) {
    const found = unreadable(of);
    if (found !== undefined) return found;
  }
  return undefined;
}

const optionsOf = (value: OptionValue | string | null | undefined): string =>
  value instanceof OptionValue ? String(value.value) : (value ?? '');

export const json: readonly FunctionDefinition[] = [
  {
    name: 'ParseJSON',
    needs: 'json',
    overloads: [
      overload({
        parameters: [given('json', text)],
        result: dynamic,
        evaluate: (value) => {
          const read = readJson(value);
          return read instanceof FormulaError ? read : dynamicOf(read);
        },
      }),
      overload({
        parameters: [given('json', text), typeParam('type', any, { suggests: readableTypes })],
        result: (call) => namedType(call, 1),
        evaluate: (value, type, run) => {
          const read = readJson(value);
          return read instanceof FormulaError ? read : fromJson(read, type, run);
        },
      }),
    ],
  },
  {
    name: 'JSON',
    needs: 'json',
    overloads: [
      overload({
        parameters: [raw('data', any), optional(maybe('format', format))],
        result: (call) => {
          const wrong = unsupportedPart(call.types[0] ?? types.unknown);
          if (wrong !== undefined) call.error(0, 'ErrJSONArg1UnsupportedType', kindName(wrong));
          return text;
        },
        specialize: ({ types: [type] }) => {
          return (value: Value, options, run) => {
            const flags = optionsOf(options);
            return writeJson(value, type!, {
              timeZone: run.timeZone,
              indented: flags.includes('4'),
              flat: flags.includes('_'),
              binary: flags.includes('B'),
            });
          };
        },
      }),
    ],
  },
  {
    name: 'AsType',
    needs: 'json',
    overloads: [
      overload({
        parameters: [given('value', dynamic), typeParam('type', any, { suggests: readableTypes })],
        result: (call) => namedType(call, 1),
        evaluate: (value, type, run) => fromJson(value.json, type, run),
      }),
    ],
  },
  {
    name: 'IsType',
    needs: 'json',
    overloads: [
      overload({
        parameters: [maybe('untypedValue', dynamic), typeParam('type', any, { suggests: readableTypes })],
        result: (call) => {
          namedType(call, 1);
          return boolean;
        },
        evaluate: (value, type, run) => value !== null && !(fromJson(value.json, type, run) instanceof FormulaError),
      }),
    ],
  },
  {
    name: 'ColumnNames',
    overloads: [
      overload({
        parameters: [given('record', dynamic)],
        result: types.columnOf(text),
        evaluate: ({ json: value }) => {
          const names = fieldNames(value);
          return names instanceof FormulaError ? names : names.map((name) => single(types.VALUE, name));
        },
      }),
    ],
  },
  {
    name: 'Column',
    overloads: [
      overload({
        parameters: [given('record', dynamic), param('column_name', text)],
        result: dynamic,
        evaluate: ({ json: value }, name) => dynamicField(value, name),
      }),
    ],
  },
];
