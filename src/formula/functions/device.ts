import { FormulaError, formulaError } from '../error.ts';
import { launchTarget } from '../enums.ts';
import {
  defineFunction,
  given,
  maybe,
  optional,
  overload,
  param,
  place,
  raw,
  repeated,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { plainText } from '../coercion.ts';
import { readJson } from '../json-read.ts';
import { fromJson } from '../json-typed.ts';
import { writeJson } from '../json-write.ts';
import type { Run } from '../run.ts';
import * as types from '../type.ts';
import { any, boolean, emptyRecord, emptyTable, text, voidType } from '../type.ts';
import { row, type Row, type Value } from '../value.ts';
import { writableTable } from '../variable-table.ts';
import { onApp, word } from './behavior.ts';

/*
 * What an app asks of the page and the device that it runs on, and of whoever uses it.
 */

export const documentation: Documentation = {
  information: {
    User: {
      summary: 'Who uses the app: a record with Email, FullName, Image and EntraObjectId, as the page says it.',
      examples: [['User().FullName', '""']],
    },
    Param: {
      summary: 'A parameter that the app was opened with, from the query of its address; blank where there is none of that name.',
      examples: [['Param("none")', 'Blank()']],
    },
  },
  behavior: {
    Launch: {
      summary: 'Opens an address: a page, a mail, a call. Parameters are appended to its query.',
      examples: [['Launch("https://example.com/search", {q: "tea"})', 'true']],
      remarks: 'Opens beside the app unless LaunchTarget.Replace is given. Addresses that would run a script are refused.',
    },
    Copy: {
      summary: 'Puts a text on the clipboard.',
      examples: [['Copy("Order 17")', 'true']],
    },
    Download: {
      summary: 'Saves what is at an address as a file; gives the address.',
      examples: [['Download("https://example.com/a.pdf")', '"https://example.com/a.pdf"']],
    },
    Print: {
      summary: 'Prints the screen that is shown.',
      examples: [['Print()', 'true']],
    },
    Confirm: {
      summary: 'Asks a question and waits for the answer: true where it was confirmed, false where it was not.',
      examples: [['Confirm("Delete the order?", {Title: "Orders"})', 'true']],
      remarks: 'Options are Title, Subtitle, ConfirmButton and CancelButton.',
    },
    Exit: {
      summary: 'Ends the app, and signs the user out where that is asked for.',
      examples: [['Exit()', 'true']],
    },
    RequestHide: {
      summary: 'Asks the page around the app to hide it.',
      examples: [['RequestHide()', 'true']],
    },
    SaveData: {
      summary: 'Keeps a collection on this device under a name.',
      examples: [['SaveData(Orders, "orders"); Clear(Orders); LoadData(Orders, "orders"); CountRows(Orders)', '2']],
    },
    LoadData: {
      summary: 'Adds the rows that were kept on this device under a name to a collection.',
      examples: [['LoadData(Orders, "nothing kept", true); CountRows(Orders)', '2']],
    },
    ClearData: {
      summary: 'Removes what is kept on this device under a name, or everything that the app keeps there.',
      examples: [['SaveData(Orders, "orders"); ClearData("orders"); LoadData(Orders, "orders", true); CountRows(Orders)', '2']],
    },
  },
};

const perform = (run: Run, name: string, args: readonly Value[]): Value => onApp(run, (effects) => effects.perform(name, args));

/** The address with parameters in its query, after those that are there. */
function withParameters(address: string, parameters: Iterable<readonly [string, Value]>, run: Run): string {
  const query = [...parameters].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(plainText(value, run) ?? '')}`,
  );
  if (query.length === 0) return address;
  const [rest = '', fragment] = address.split('#', 2);
  const joint = rest.includes('?') ? (/[?&]$/.test(rest) ? '' : '&') : '?';
  return `${rest}${joint}${query.join('&')}${fragment === undefined ? '' : `#${fragment}`}`;
}

const store = (name: string): Pick<FunctionDefinition, 'name' | 'behavior' | 'awaits'> => ({
  name,
  behavior: true,
  awaits: true,
});

const userType = types.record({ Email: text, EntraObjectId: text, FullName: text, Image: types.image });

export const device: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'User',
    parameters: [],
    result: userType,
    evaluate: (run) => {
      const user = run.user?.() ?? {};
      return row([...userType.fields.keys()].map((name) => [name, user[name] ?? (name === 'Image' ? null : '')]));
    },
  }),
  defineFunction({
    name: 'Param',
    parameters: [given('name', text)],
    result: text,
    evaluate: (name, run) => run.parameters?.get(name) ?? null,
  }),
  {
    name: 'Launch',
    behavior: true,
    awaits: true,
    overloads: [
      overload({
        parameters: [
          param('address', text),
          param('parameters', emptyRecord),
          optional(maybe('target', types.optionType(launchTarget))),
        ],
        result: boolean,
        evaluate: (address, parameters, target, run) =>
          perform(run, 'Launch', [withParameters(address, Object.entries(parameters), run), word(target) ?? '_blank']),
      }),
      overload({
        parameters: [param('address', text), repeated(maybe('name', text)), repeated(maybe('value', text))],
        result: boolean,
        arity: (count) => (count % 2 === 0 ? ['ErrBadArityOdd', String(count)] : undefined),
        evaluate: (address, names, values, run) =>
          perform(run, 'Launch', [
            withParameters(
              address,
              names.map((name, i) => [name ?? '', values[i] ?? null]),
              run,
            ),
            '_blank',
          ]),
      }),
    ],
  },
  defineFunction({
    ...store('Copy'),
    parameters: [param('text', text)],
    result: boolean,
    evaluate: (value, run) => perform(run, 'Copy', [value]),
  }),
  defineFunction({
    ...store('Download'),
    parameters: [param('address', text)],
    result: text,
    evaluate: (address, run) => perform(run, 'Download', [address]),
  }),
  defineFunction({
    ...store('Print'),
    parameters: [],
    result: boolean,
    evaluate: (run) => perform(run, 'Print', []),
  }),
  defineFunction({
    ...store('Confirm'),
    parameters: [param('message', text), optional(maybe('options', emptyRecord))],
    result: boolean,
    evaluate: (message, options, run) => perform(run, 'Confirm', [message, options ?? {}]),
  }),
  defineFunction({
    ...store('Exit'),
    parameters: [optional(param('signout', boolean))],
    result: boolean,
    evaluate: (signOut, run) => perform(run, 'Exit', [signOut ?? false]),
  }),
  defineFunction({
    ...store('RequestHide'),
    parameters: [],
    result: boolean,
    evaluate: (run) => perform(run, 'RequestHide', []),
  }),
  defineFunction({
    ...store('SaveData'),
    parameters: [raw('collection', emptyTable), given('name', text)],
    result: voidType,
    specialize:
      ({ types: [type] }) =>
      (table, name, run) => {
        if (table instanceof FormulaError) return table;
        const written = writeJson(table ?? [], type!, { timeZone: run.timeZone, binary: true });
        return written instanceof FormulaError ? written : perform(run, 'SaveData', [name, written]);
      },
  }),
  defineFunction({
    ...store('LoadData'),
    parameters: [place('collection', any), given('name', text), optional(param('ignore_nonexistent_file', boolean))],
    result: voidType,
    declares: (call) => (call.names[0] === undefined ? [] : [{ scope: 'collection', name: call.names[0], type: emptyTable }]),
    evaluate: (target, name, ignoreMissing, run) =>
      onApp(run, async (effects) => {
        const saved = await effects.perform('LoadData', [name]);
        if (saved instanceof FormulaError) return saved;
        if (typeof saved !== 'string') return ignoreMissing === true ? null : nothingSaved;
        const json = readJson(saved);
        const rows = json instanceof FormulaError ? json : fromJson(json, target.type, run);
        if (rows instanceof FormulaError) return rows;
        return writableTable(target).create(Array.isArray(rows) ? (rows as Row[]) : []);
      }),
  }),
  defineFunction({
    ...store('ClearData'),
    parameters: [optional(maybe('name', text))],
    result: voidType,
    evaluate: (name, run) => perform(run, 'ClearData', name === undefined || name === null ? [] : [name]),
  }),
];

const nothingSaved = formulaError('FileNotFound', 'Nothing has been saved on this device under that name.');
