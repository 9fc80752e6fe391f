import {
  equal,
  ErrorKind,
  field,
  FormulaError,
  formulaError,
  isRow,
  OptionValue,
  problemOf,
  row,
  type DataSource,
  type Row,
  type Value,
} from '../formula/index.ts';
import type { Choices } from './choices.ts';
import type { ControlModel } from './control-model.ts';
import { cardsOf, writingCards } from './form-outputs.ts';
import type { Property } from './property.ts';
import type { RowContext } from './rows.ts';

export type FormMode = 'Edit' | 'New' | 'View';

/** What forms ask of the app that they are in. */
export interface FormsHost {
  run(control: ControlModel, event: string, context?: RowContext): Promise<Value>;
  reset(control: ControlModel, context: RowContext | undefined): void;
  setFocus(control: ControlModel, context: RowContext | undefined): void;
  notify(message: string, type: 'Error', timeout: number): void;
}

/** A message for one column; the empty name stands for the record as a whole. */
type Messages = ReadonlyMap<string, string>;

const noSource = formulaError(
  'NotSupported',
  'The form has no data source that could be changed. Give its DataSource the name of one.',
);
const readOnly = formulaError('NotApplicable', 'The form is there to be read. EditForm or NewForm lets people change it.');

/** A form where it stands: on a screen, or in a row of a gallery. */
class Place {
  readonly form: ControlModel;
  private readonly context: RowContext | undefined;

  constructor(form: ControlModel, context: RowContext | undefined) {
    this.form = form;
    this.context = form.gallery === undefined ? undefined : context;
  }

  read(control: ControlModel, name: string): Value {
    const property = control.property(name);
    return property === undefined ? null : this.valueOf(property);
  }

  set(control: ControlModel, name: string, value: Value, assigned?: Value): void {
    this.choicesOf(control).set(name, value, assigned);
  }

  clear(control: ControlModel, ...names: readonly string[]): void {
    this.choicesOf(control).clear((name) => names.includes(name));
  }

  private valueOf(property: Property): Value {
    return this.context === undefined ? property.node.read() : this.context.value(property);
  }

  private choicesOf(control: ControlModel): Choices {
    return this.context === undefined ? control.choices : this.context.choicesOf(control);
  }
}

/** What the form functions do (Power Fx reference, "EditForm, NewForm, SubmitForm, ResetForm and ViewForm"). */
export class Forms {
  private readonly host: FormsHost;

  constructor(host: FormsHost) {
    this.host = host;
  }

  /** Turns a form to changing, adding or reading a record. */
  show(form: ControlModel, mode: FormMode, context: RowContext | undefined): Value {
    const place = new Place(form, context);
    place.set(form, 'Mode', mode.toLowerCase());
    place.clear(form, 'Current');
    this.restart(place, context);
    return true;
  }

  /** Puts back what was typed; a form for a new record becomes one to change a record. */
  reset(form: ControlModel, context: RowContext | undefined): Value {
    const place = new Place(form, context);
    if (modeOf(place) === 'New') place.set(form, 'Mode', 'edit');
    this.restart(place, context);
    void this.host.run(form, 'OnReset', context);
    return true;
  }

  /** Checks the cards, writes them to the data source, and says how it went. */
  async submit(form: ControlModel, context: RowContext | undefined): Promise<Value> {
    const place = new Place(form, context);
    const mode = modeOf(place);
    if (mode === 'View') return readOnly;
    for (const card of cardsOf(form)) this.mark(place, card, undefined);
    const source = form.dataSource;
    const updates = place.read(form, 'Updates');
    if (updates instanceof FormulaError) return this.failed(place, updates, context);
    const problems = this.ownProblems(place, source, isRow(updates) ? updates : {});
    if (problems.size > 0) {
      const message = [...problems.values()].join(' ');
      return this.failed(place, formulaError('Validation', message, { fields: Object.fromEntries(problems) }), context);
    }
    if (source === undefined) return this.failed(place, noSource, context);
    const stored = await this.write(place, source, mode, (updates ?? {}) as Row);
    return stored instanceof FormulaError ? this.failed(place, stored, context) : this.saved(place, stored, context);
  }

  private async write(place: Place, source: DataSource, mode: FormMode, updates: Row): Promise<Value> {
    if (mode === 'New')
      return source.create([row([...Object.entries(place.read(place.form, 'Current') ?? {}), ...Object.entries(updates)])]);
    const current = place.read(place.form, 'Current');
    if (current instanceof FormulaError) return current;
    if (!isRow(current)) return formulaError('NotFound', 'There is no record in the form that could be changed.');
    const changed = Object.entries(updates).filter(([name, value]) => !equal(field(current, name), value));
    return changed.length === 0 ? current : source.update(current, row(changed), true);
  }

  /** What is wrong before anything is sent: by the rules of the cards, then by those of the data source. */
  private ownProblems(place: Place, source: DataSource | undefined, updates: Row): Messages {
    const problems = new Map<string, string>();
    for (const card of writingCards(place.form)) {
      const name = String(place.read(card, 'DataField') ?? '');
      const facts = source?.column?.(name);
      const own = place.read(card, 'Error');
      const found = own !== '' && own !== null ? String(own) : facts && problemOf(field(updates, name), name, facts)?.message;
      if (found !== undefined) problems.set(name, found);
    }
    return problems;
  }

  private saved(place: Place, stored: Value, context: RowContext | undefined): Value {
    const { form } = place;
    const record = Array.isArray(stored) ? ((stored[0] as Value | undefined) ?? null) : stored;
    if (modeOf(place) === 'New') place.set(form, 'Mode', 'edit');
    place.set(form, 'LastSubmit', record);
    // The form shows what was saved until its item is another one.
    if (isRow(record)) place.set(form, 'Current', record, place.read(form, 'Item'));
    this.restart(place, context);
    void this.host.run(form, 'OnSuccess', context);
    return true;
  }

  private failed(place: Place, error: FormulaError, context: RowContext | undefined): Value {
    const { form } = place;
    const messages = new Map(error.errors.flatMap(({ details }) => Object.entries(details?.fields ?? {})));
    const marked = cardsOf(form).filter((card) => {
      const message = messages.get(String(place.read(card, 'DataField')));
      this.mark(place, card, message);
      return message !== undefined;
    });
    place.set(form, 'Error', error.message);
    place.set(form, 'ErrorKind', error.kind === ErrorKind.None ? ErrorKind.Unknown : error.kind);
    if (marked[0] !== undefined) this.focus(marked[0], context);
    if (form.event('OnFailure') === undefined && (marked.length === 0 || messages.size > marked.length))
      this.host.notify(error.message, 'Error', 0);
    void this.host.run(form, 'OnFailure', context);
    return false;
  }

  /** Notes at a card that somebody tried to submit it, and what was said about its value. */
  private mark(place: Place, card: ControlModel, message: string | undefined): void {
    const update = place.read(card, 'Update');
    const value = update instanceof FormulaError ? null : update;
    place.set(
      card,
      'Error',
      row([
        ['Value', value],
        ['Message', message ?? null],
      ]),
    );
  }

  /** As if nobody had typed anything yet. */
  private restart(place: Place, context: RowContext | undefined): void {
    const { form } = place;
    place.clear(form, 'Error', 'ErrorKind');
    for (const card of cardsOf(form)) {
      place.clear(card, 'Error');
      for (const child of card.children) this.host.reset(child, context);
    }
  }

  /** The first input of a card. */
  private focus(card: ControlModel, context: RowContext | undefined): void {
    const input = card.children.find(({ kind }) => kind?.definition.form !== undefined);
    if (input !== undefined) this.host.setFocus(input, context);
  }
}

/** What a form is for now. One to read has no mode of its own. */
function modeOf(place: Place): FormMode {
  const mode = place.read(place.form, 'Mode');
  return mode instanceof OptionValue && mode.name !== 'View' ? (mode.name as FormMode) : 'View';
}
