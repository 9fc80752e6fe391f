import {
  row,
  types,
  type ErrorRecord,
  type FormulaError,
  type Row,
  type Run,
  type Symbol,
  type Table,
  type Type,
  type Value,
} from '../formula/index.ts';

/** What `App.OnError` sees of an error. */
const errorType = types.record({
  Kind: types.number,
  Message: types.text,
  Source: types.text,
  Observed: types.text,
  Details: types.record({ HttpStatusCode: types.number, HttpResponse: types.text, Mine: types.text, Theirs: types.text }),
});

const recordOf = (error: ErrorRecord): Row =>
  row([
    ['Kind', error.kind],
    ['Message', error.message],
    ['Source', error.source ?? null],
    ['Observed', error.observed ?? null],
    [
      'Details',
      row([
        ['HttpStatusCode', error.details?.httpStatus ?? null],
        ['HttpResponse', error.details?.httpResponse ?? null],
        ['Mine', error.details?.mine ?? null],
        ['Theirs', error.details?.theirs ?? null],
      ]),
    ],
  ]);

/** The context of a run of `App.OnError`. */
export class ErrorContext {
  readonly error: FormulaError;
  constructor(error: FormulaError) {
    this.error = error;
  }
}

const errorOf = (run: Run): FormulaError | undefined => (run.context instanceof ErrorContext ? run.context.error : undefined);

const symbol = (name: string, type: Type, read: (run: Run) => Value): Symbol => ({ name, type, read });

/** The names that only `App.OnError` sees. */
export const errorSymbols: ReadonlyMap<string, Symbol> = new Map(
  [
    symbol('FirstError', errorType, (run) => {
      const first = errorOf(run)?.errors[0];
      return first === undefined ? null : recordOf(first);
    }),
    symbol('AllErrors', types.tableOf(errorType), (run): Table => errorOf(run)?.errors.map(recordOf) ?? []),
  ].map((made) => [made.name, made]),
);
