import type { FormulaError, Value } from '../formula/index.ts';
import { displayText, rowText } from './display-text.ts';
import { messages } from './messages.ts';
import { isRow, isTable } from '../formula/index.ts';

/** What form participation needs of a control. */
interface FormControl {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly error: FormulaError | null;
  readonly pending: boolean;
  read(name: string): Value;
}

/** Tells the form around a control its value and whether it is valid: not empty where it is required, and without an error. */
export function syncForm(control: FormControl, internals: ElementInternals, output: string): void {
  const value = control.read(output);
  internals.setFormValue(formText(value));
  const part = control.renderRoot.querySelector('[part~="control"]');
  const anchor = part instanceof HTMLElement ? part : undefined;
  if (control.error !== null && !control.pending)
    internals.setValidity({ customError: true }, control.error.message || 'Not valid.', anchor);
  else if (control.read('Required') === true && isMissing(value))
    internals.setValidity({ valueMissing: true }, messages.missing, anchor);
  else internals.setValidity({});
}

const isMissing = (value: Value): boolean =>
  value === null || value === '' || value === false || (isTable(value) && value.length === 0);

/** A value as a form sends it: a checked box as `on`, a row as its text, several rows one after the other. */
function formText(value: Value): string | null {
  if (typeof value === 'boolean') return value ? 'on' : null;
  if (value === null) return null;
  if (isTable(value)) return value.map((row) => rowText(row)).join(', ');
  return isRow(value) ? rowText(value) : displayText(value);
}
