import type { FieldNote, FieldNotes } from '../formula/index.ts';
import type { ServiceType } from './service-type.ts';

/** What notes are made of: a parameter of a function, or a field inside one. */
interface Noted {
  readonly name: string;
  readonly type: ServiceType;
  readonly required: boolean;
  readonly default: unknown;
  readonly label: string;
  readonly description: string;
}

/** What a person may want to know of a parameter or field while writing a call. */
export function noteOf(of: Noted): FieldNote {
  const { type, required } = of;
  const summary = sentenceOf(of);
  const choices = choicesOf(type);
  const inner = type.kind === 'table' ? type.row : type;
  return {
    ...(summary !== '' && { summary }),
    ...(choices && { choices }),
    ...(required && { required }),
    get fields() {
      return inner.kind === 'record' && inner.fields.size > 0
        ? notesOf([...inner.fields.values()].filter((field) => !field.hidden))
        : undefined;
    },
  };
}

/** Notes by name; those of inner records are made when they are asked for. */
export const notesOf = (all: readonly Noted[]): FieldNotes => new Map(all.map((of) => [of.name, noteOf(of)]));

function sentenceOf({ name, label, description, default: value }: Noted): string {
  const words = description || (label === name ? '' : label);
  if (value === undefined || value === null || typeof value === 'object') return words;
  const shown = `Without it: ${typeof value === 'string' ? JSON.stringify(value) : String(value)}.`;
  return words === '' ? shown : `${/[.!?…]$/.test(words) ? words : `${words}.`} ${shown}`;
}

function choicesOf(type: ServiceType): readonly (string | number)[] | undefined {
  if ((type.kind !== 'text' && type.kind !== 'number') || type.choices === undefined) return undefined;
  return type.choices.map(({ value }) => (typeof value === 'boolean' ? String(value) : value));
}
