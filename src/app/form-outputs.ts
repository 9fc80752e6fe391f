import { equal, field, FormulaError, isRow, isTable, row, types, type Type, type Value } from '../formula/index.ts';
import type { ControlModel } from './control-model.ts';
import type { Property } from './property.ts';

/** Reads a property: its value, or in a row of a gallery the value there. */
export type ReadProperty = (property: Property) => Value;

/** An output that the app works out for a control, as it follows from other controls and from what the app did last. */
export interface HostedOutput {
  /** The properties that it follows from. */
  readonly sources: (control: ControlModel) => readonly Property[];
  /** `set`: what the app itself has set (`SubmitForm`, `EditForm`). */
  readonly value: (control: ControlModel, read: ReadProperty, set: Value | undefined) => Value;
  /** Its type, where that follows from other properties. */
  readonly type?: (control: ControlModel) => Type | undefined;
}

/** The cards of a form, also those within containers. */
export function cardsOf(form: ControlModel): readonly ControlModel[] {
  return form.children.flatMap((child) =>
    isCard(child) ? [child] : isForm(child) || child.kind?.definition.children === 'rows' ? [] : cardsOf(child),
  );
}

export const isForm = (control: ControlModel): boolean => control.kind?.definition.children === 'cards';
export const isCard = (control: ControlModel): boolean => control.kind?.definition.name === 'DataCard';

const properties = (controls: readonly ControlModel[], ...names: readonly string[]): Property[] =>
  controls.flatMap((control) => names.map((name) => control.property(name)).filter((property) => property !== undefined));

/** The cards that write something. */
export const writingCards = (form: ControlModel): readonly ControlModel[] =>
  cardsOf(form).filter((card) => card.property('Update')?.source !== undefined);

/** The name of the column that a card is about. */
const columnOf = (card: ControlModel, read: ReadProperty): string => {
  const name = read(card.property('DataField')!);
  return typeof name === 'string' ? name : '';
};

/** The same where it can be read without running anything: `DataField: ="name"`. */
const plainColumnOf = (card: ControlModel): string | undefined =>
  /^\s*"((?:[^"]|"")*)"\s*$/.exec(card.property('DataField')?.source?.formula ?? '')?.[1]?.replaceAll('""', '"');

/** The type of the records that a form shows: those of its data source, else that of its item. */
export function recordTypeOf(form: ControlModel): Type | undefined {
  const source = form.property('DataSource')?.type;
  if (source?.kind === 'table' && source.fields.size > 0) return types.rowType(source);
  const item = form.property('Item')?.type;
  return item?.kind === 'record' ? item : undefined;
}

const isEmpty = (value: Value): boolean =>
  value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);

/** Whether a person would call them the same: an empty text is as good as none. */
export const sameField = (a: Value, b: Value): boolean =>
  (isEmpty(a) && isEmpty(b) && typeof a !== 'boolean' && typeof b !== 'boolean') || equal(a, b) || sameText(a, b);

/** A text field over a column of numbers or the like writes texts. */
const sameText = (a: Value, b: Value): boolean =>
  (typeof a === 'string' && typeof b === 'number' && a === String(b)) ||
  (typeof b === 'string' && typeof a === 'number' && b === String(a));

const labelOf = (card: ControlModel, read: ReadProperty): string => {
  const name = read(card.property('DisplayName')!);
  return typeof name === 'string' && name !== '' ? name : columnOf(card, read) || card.name;
};

/** What is wrong with what is filled in a card, by the card's own rules; undefined where nothing is. */
function cardProblem(card: ControlModel, read: ReadProperty): string | undefined {
  if (card.property('Update')?.source === undefined) return undefined;
  const update = read(card.property('Update')!);
  if (update instanceof FormulaError) return update.message;
  const missing = isEmpty(update) && update !== false;
  if (read(card.property('Required')!) === true && missing) return `${labelOf(card, read)} is required.`;
  if (missing) return undefined;
  const limit = read(card.property('MaxLength')!);
  if (typeof limit === 'number' && limit > 0 && typeof update === 'string' && update.length > limit)
    return `${labelOf(card, read)} can have ${limit} characters at most; there are ${update.length}.`;
  const allowed = read(card.property('AllowedValues')!);
  const values = isTable(allowed) ? allowed.map((item) => (isRow(item) ? field(item, types.VALUE) : null)) : [];
  if (values.length > 0 && !values.some((value) => equal(value, update)))
    return `${labelOf(card, read)} must be one of ${values.map(String).join(', ')}.`;
  return undefined;
}

const cardRules = ['Update', 'Required', 'MaxLength', 'AllowedValues', 'DisplayName', 'DataField'];

const ofCard: ReadonlyMap<string, HostedOutput> = new Map([
  [
    'Valid',
    {
      sources: (card) => properties([card], ...cardRules),
      value: (card, read) => cardProblem(card, read) === undefined,
    },
  ],
  [
    'Error',
    {
      sources: (card) => properties([card], ...cardRules),
      // After the first try to submit: what is wrong now, else what the service said about this very value.
      value: (card, read, tried) => {
        if (tried === undefined || tried === null) return '';
        const refused = tried as { readonly Value: Value; readonly Message: Value };
        const own = cardProblem(card, read);
        if (own !== undefined) return own;
        return equal(refused.Value, read(card.property('Update')!)) ? (refused.Message ?? '') : '';
      },
    },
  ],
]);

const ofForm: ReadonlyMap<string, HostedOutput> = new Map<string, HostedOutput>([
  [
    'Mode',
    {
      sources: (form) => properties([form], 'DefaultMode'),
      value: (form, read, set) => set ?? read(form.property('DefaultMode')!),
    },
  ],
  [
    'Current',
    {
      sources: (form) => properties([form], 'Mode', 'Item'),
      value: (form, read, saved) => {
        const mode = form.property('Mode');
        if (mode !== undefined && isNew(read(mode))) return form.dataSource?.defaults() ?? null;
        return saved ?? read(form.property('Item')!);
      },
      type: recordTypeOf,
    },
  ],
  [
    'Updates',
    {
      sources: (form) => properties(writingCards(form), 'DataField', 'Update'),
      value: (form, read) => {
        const updates = writingCards(form).map((card) => [columnOf(card, read), read(card.property('Update')!)] as const);
        const failed = updates.find(([, value]) => value instanceof FormulaError);
        return failed === undefined ? row(updates.filter(([name]) => name !== '')) : failed[1];
      },
      type: (form) => {
        const fields = new Map<string, Type>();
        for (const card of writingCards(form)) {
          const name = plainColumnOf(card);
          if (name !== undefined) fields.set(name, card.property('Update')!.type);
        }
        return types.record(fields);
      },
    },
  ],
  [
    'Valid',
    {
      sources: (form) => properties(cardsOf(form), 'Valid'),
      value: (form, read) => cardsOf(form).every((card) => read(card.property('Valid')!) === true),
    },
  ],
  [
    'Unsaved',
    {
      sources: (form) => properties(writingCards(form), 'Update', 'Default'),
      value: (form, read) =>
        writingCards(form).some((card) => !sameField(read(card.property('Update')!), read(card.property('Default')!))),
    },
  ],
  ['LastSubmit', { sources: () => [], value: (_, __, saved) => saved ?? null, type: recordTypeOf }],
  ['Error', { sources: () => [], value: (_, __, message) => message ?? '' }],
  ['ErrorKind', { sources: () => [], value: (_, __, kind) => kind ?? 0 }],
]);

const isNew = (mode: Value): boolean => mode !== null && typeof mode === 'object' && 'name' in mode && mode.name === 'New';

/** How the app works out a hosted output of a control. */
export const hostedOutput = (control: ControlModel, name: string): HostedOutput | undefined =>
  isForm(control) ? ofForm.get(name) : isCard(control) ? ofCard.get(name) : undefined;
