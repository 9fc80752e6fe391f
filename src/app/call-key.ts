import {
  BlobValue,
  Color,
  DateTimeValue,
  DateValue,
  Decimal,
  Guid,
  OptionValue,
  Reference,
  TimeValue,
  type Value,
} from '../formula/index.ts';

const blobs = new WeakMap<BlobValue, number>();
let blobCount = 0;

function blobNumber(blob: BlobValue): number {
  let number = blobs.get(blob);
  if (number === undefined) blobs.set(blob, (number = ++blobCount));
  return number;
}

/** A value of a class as plain data that is the same for equal values; plain data as it is. */
function plain(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return Object.is(value, -0) ? 0 : value;
  if (value instanceof Decimal) return { '#decimal': value.toString() };
  if (value instanceof DateValue) return { '#date': value.wall };
  if (value instanceof DateTimeValue) return { '#dateTime': value.wall };
  if (value instanceof TimeValue) return { '#time': value.milliseconds };
  if (value instanceof Guid) return { '#guid': value.text };
  if (value instanceof Color) return { '#color': [value.red, value.green, value.blue, value.alpha] };
  if (value instanceof OptionValue) return { '#option': [value.set.name, value.name] };
  if (value instanceof BlobValue) return { '#blob': blobNumber(value) };
  if (value instanceof Reference) return { '#reference': value.name };
  return value;
}

/** The same text for arguments that are equal part by part, so that the same call is made once. Blobs are equal if they are the same. */
export const callKey = (args: readonly Value[]): string => JSON.stringify(args, plain);
