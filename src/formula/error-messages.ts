import { ErrorKind } from './error.ts';

/*
 * What an error says that was given a kind only: what went wrong, in a few words.
 */

const texts: ReadonlyMap<number, string> = new Map([
  [ErrorKind.None, 'There is no error.'],
  [ErrorKind.Sync, 'The data source could not be brought up to date.'],
  [ErrorKind.MissingRequired, 'A value that is needed is missing.'],
  [ErrorKind.CreatePermission, 'You may not add records here.'],
  [ErrorKind.EditPermissions, 'You may not change records here.'],
  [ErrorKind.DeletePermissions, 'You may not remove records here.'],
  [ErrorKind.Conflict, 'Someone else has changed the record meanwhile. Refresh it and try again.'],
  [ErrorKind.NotFound, 'The record is not there.'],
  [ErrorKind.ConstraintViolated, 'The record breaks a rule of the data source.'],
  [ErrorKind.GeneratedValue, 'The data source computes this column; it cannot be set.'],
  [ErrorKind.ReadOnlyValue, 'This column cannot be changed.'],
  [ErrorKind.Validation, 'The record is not valid.'],
  [ErrorKind.Unknown, 'Something went wrong.'],
  [ErrorKind.Div0, 'A number was divided by zero.'],
  [ErrorKind.BadLanguageCode, 'The language tag is not known.'],
  [ErrorKind.BadRegex, 'The pattern is not a valid regular expression.'],
  [ErrorKind.InvalidFunctionUsage, 'The function cannot be used in this way.'],
  [ErrorKind.FileNotFound, 'The file is not there.'],
  [ErrorKind.AnalysisError, 'The formula could not be understood.'],
  [ErrorKind.ReadPermission, 'You may not read these records.'],
  [ErrorKind.NotSupported, 'This is not possible here.'],
  [ErrorKind.InsufficientMemory, 'There is not enough memory.'],
  [ErrorKind.QuotaExceeded, 'There is no more room to store this.'],
  [ErrorKind.Network, 'The network failed.'],
  [ErrorKind.Numeric, 'The number is too large, or has no value.'],
  [ErrorKind.InvalidArgument, 'An argument is not valid.'],
  [ErrorKind.Internal, 'Something went wrong inside.'],
  [ErrorKind.NotApplicable, 'There is no value.'],
  [ErrorKind.Timeout, 'It took too long.'],
  [ErrorKind.ServiceUnavailable, 'The service cannot be reached.'],
  [ErrorKind.InvalidJSON, 'The text is not valid JSON.'],
  [ErrorKind.Custom, 'The app reports an error.'],
]);

/** A sentence for an error kind; for the app's own kinds, from 1000 on, with their number. */
export const kindMessage = (kind: number): string =>
  texts.get(kind) ?? (kind > ErrorKind.Custom ? `The app reports error ${kind}.` : `Error ${kind} was reported.`);
