import { field, formulaError, isRow, Reference, row, rowIndex, type Row, type Table, type Value } from '../formula/index.ts';
import type { AppModel } from './app-model.ts';
import { ControlModel } from './control-model.ts';
import { launchAddress, type Device } from './device.ts';
import type { Forms } from './forms.ts';
import type { Listeners } from './listeners.ts';
import type { LocalData } from './local-data.ts';
import type { RowContext } from './rows.ts';

/** A message of `Trace`. */
export interface TraceMessage {
  readonly message: string;
  /** By `TraceSeverity`: -1 critical, 0 error, 1 warning, 3 information. */
  readonly severity: number;
  readonly record: Row;
}

/** What effects beyond those of `Effects` need of an app. */
export interface PerformHost {
  readonly model: AppModel;
  readonly device: Device;
  readonly localData: LocalData;
  readonly forms: Forms;
  /** Rows of services, which may be related. @internal */
  readonly sources: { relate(related: Table, record: Row, add: boolean): Promise<Value> | undefined };
  readonly traces: Listeners<TraceMessage>;
  /** What relative addresses count from; undefined without a page. */
  readonly base: string | undefined;
}

type Perform = (host: PerformHost, args: readonly Value[], context: RowContext | undefined) => Value | Promise<Value>;

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

const notForm = formulaError('InvalidArgument', 'This needs a form.');

/** A function that does something to a form. */
const onForm =
  (act: (forms: Forms, form: ControlModel, context: RowContext | undefined) => Value | Promise<Value>): Perform =>
  ({ forms }, [target], context) => {
    const form = target instanceof Reference && target.target instanceof ControlModel ? target.target : undefined;
    return form?.kind?.definition.children === 'cards' ? act(forms, form, context) : notForm;
  };

const done = (failed: Value | undefined): Value => failed ?? true;

/** The effects that an app has, by the name of the function. */
export const effects: ReadonlyMap<string, Perform> = new Map<string, Perform>([
  ['NewForm', onForm((forms, form, context) => forms.show(form, 'New', context))],
  ['EditForm', onForm((forms, form, context) => forms.show(form, 'Edit', context))],
  ['ViewForm', onForm((forms, form, context) => forms.show(form, 'View', context))],
  ['ResetForm', onForm((forms, form, context) => forms.reset(form, context))],
  ['SubmitForm', onForm((forms, form, context) => forms.submit(form, context))],
  [
    'Launch',
    ({ device, base }, [address, target]) => {
      const found = launchAddress(text(address), base);
      return typeof found === 'string' ? device.launch(found, text(target)) : found;
    },
  ],
  ['Copy', ({ device }, [value]) => device.copy(text(value))],
  [
    'Download',
    ({ device, base }, [address]) => {
      const found = launchAddress(text(address), base);
      return typeof found === 'string' ? device.download(found) : found;
    },
  ],
  ['Print', ({ device }) => device.print()],
  [
    'Confirm',
    ({ device }, [message, options]) => {
      const option = (name: string, otherwise: string): string => text(field((options ?? {}) as Row, name)) || otherwise;
      return device.confirm({
        message: text(message),
        title: option('Title', ''),
        subtitle: option('Subtitle', ''),
        confirm: option('ConfirmButton', 'OK'),
        cancel: option('CancelButton', 'Cancel'),
      });
    },
  ],
  [
    'Exit',
    async ({ device, model }, [signOut]) => {
      const asks = model.app.property('ConfirmExit')?.node.read() === true;
      const message = text(model.app.property('ConfirmExitMessage')?.node.read()) || 'Leave this app?';
      const leaves = !asks || (await device.confirm({ message, title: '', subtitle: '', confirm: 'Leave', cancel: 'Stay' }));
      return leaves ? device.exit(signOut === true) : false;
    },
  ],
  ['RequestHide', ({ device }) => device.hide()],
  ['SaveData', async ({ localData }, [name, saved]) => done(await localData.save(text(name), text(saved)))],
  ['LoadData', async ({ localData }, [name]) => (await localData.load(text(name))) ?? null],
  ['ClearData', async ({ localData }, [name]) => done(await localData.clear(typeof name === 'string' ? name : undefined))],
  [
    'Trace',
    ({ traces }, [message, severity, record]) => {
      traces.tell({ message: text(message), severity: typeof severity === 'number' ? severity : 3, record: record as Row });
      return true;
    },
  ],
  [
    'Relate',
    ({ model, sources }, [table, record]) =>
      sources.relate(table as Table, record as Row, true) ??
      relate(model, table as Table, (related) => [...related, record as Row]),
  ],
  [
    'Unrelate',
    ({ model, sources }, [table, record]) =>
      sources.relate(table as Table, record as Row, false) ??
      relate(model, table as Table, (related) => {
        const at = rowIndex(related, record as Row);
        return at < 0 ? related : related.toSpliced(at, 1);
      }),
  ],
]);

const unrelated = formulaError(
  'NotSupported',
  'This table is no column of a collection and no list of related records of a service, so nothing can be related by it. Take it from a row: Relate(Customer.Orders, order).',
);

/** Changes a table that stands in a row of a collection, and in the variables that hold the same row. */
function relate(model: AppModel, related: Table, change: (related: Table) => Table): Value {
  const changed = (record: Row): Row | undefined => {
    const name = Object.keys(record).find((key) => field(record, key) === related);
    return name === undefined ? undefined : row([...Object.entries(record), [name, change(related)]]);
  };
  let found = false;
  const apply = (record: Value, write: (record: Row) => void): void => {
    const next = isRow(record) ? changed(record) : undefined;
    if (next === undefined) return;
    found = true;
    write(next);
  };
  for (const collection of model.collections.values()) {
    const rows = collection.read();
    if (Array.isArray(rows)) for (const item of rows as Table) apply(item, (next) => collection.update(item as Row, next));
  }
  for (const variable of model.allVariables()) apply(variable.read(), (next) => variable.write(next));
  return found ? true : unrelated;
}
