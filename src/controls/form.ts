import { BlobValue, DateTimeValue, DateValue, field, isRow, isTable, type FormulaError, type Row, type Type, type Value } from '../formula/index.ts'; // oxfmt-ignore
import { displayText, rowText } from './display-text.ts';
import { messages } from './messages.ts';
import { setState } from './custom-states.ts';

/** What form participation needs of a control. */
interface FormControl extends HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly error: FormulaError | null;
  readonly pending: boolean;
  read(name: string): Value;
}

/** Tells the form around a control its value and whether it is valid: not empty where it is required, and without an error. */
export function syncForm(control: FormControl, internals: ElementInternals, output: string): void {
  const value = control.read(output);
  internals.setFormValue(submitted(value, control.getAttribute('name') ?? ''), keptState(value));
  const part = control.renderRoot.querySelector('[part~="control"]');
  const anchor = part instanceof HTMLElement ? part : undefined;
  if (control.error !== null && !control.pending)
    internals.setValidity({ customError: true }, control.error.message || 'Not valid.', anchor);
  else if (control.read('Required') === true && isMissing(value))
    internals.setValidity({ valueMissing: true }, messages.missing, anchor);
  else internals.setValidity({});
  if (internals.validity.valid) setState(internals, 'user-invalid', false);
}

/**
 * Marks a control that is not valid once its user has left it, or has tried to send the form: `:state(user-invalid)`, which goes when it is
 * valid. Not before: an empty form is not full of mistakes.
 */
export function watchValidity(control: HTMLElement, internals: ElementInternals): void {
  const mark = (): void => setState(internals, 'user-invalid', !internals.validity.valid);
  control.addEventListener('invalid', mark);
  control.addEventListener('focusout', mark);
}

const isMissing = (value: Value): boolean =>
  value === null || value === '' || value === false || (isTable(value) && value.length === 0);

type Submitted = string | File | FormData | null;

/** A value as a form sends it, as elements of HTML do: a checked box as `on`, dates by ISO 8601, a row as its text, several one after the other. */
function submitted(value: Value, name: string): Submitted {
  if (typeof value === 'boolean') return value ? 'on' : null;
  if (value === null) return null;
  if (value instanceof BlobValue) return fileOf(value, name);
  if (isTable(value)) {
    if (name === '') return null;
    const data = new FormData();
    for (const row of value) if (isRow(row)) data.append(name, rowEntry(row));
    return data;
  }
  return isRow(value) ? rowText(value) : (isoText(value) ?? displayText(value));
}

/** A row with a file in it is sent as the file. */
function rowEntry(row: Row): string | File {
  const value = field(row, 'Value');
  return value instanceof BlobValue ? fileOf(value, displayText(field(row, 'Name'))) : rowText(row);
}

const fileOf = ({ bytes, mediaType }: BlobValue, name: string): File =>
  new File([new Uint8Array(bytes)], name, { type: mediaType });

function isoText(value: Value): string | undefined {
  if (value instanceof DateValue) return new Date(value.wall).toISOString().slice(0, 10);
  return value instanceof DateTimeValue ? new Date(value.wall).toISOString().slice(0, 16) : undefined;
}

/** A value as the browser keeps it for a step back in the history. Files are not kept. */
function keptState(value: Value): string | null {
  if (value === null || value instanceof BlobValue) return null;
  if (value instanceof DateValue || value instanceof DateTimeValue) return String(value.wall);
  return typeof value === 'object' ? JSON.stringify(value) : displayText(value);
}

/** What `keptState` kept; undefined where it makes no sense. */
export function restoredValue(type: Type, state: string): Value | undefined {
  switch (type.kind) {
    case 'record':
    case 'table':
      try {
        return JSON.parse(state) as Value;
      } catch {
        return undefined;
      }
    case 'date':
      return new DateValue(Number(state));
    case 'dateTime':
      return new DateTimeValue(Number(state));
    default:
      return state;
  }
}
