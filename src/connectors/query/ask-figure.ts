import { firstValueFrom, map, of, type Observable } from 'rxjs';
import {
  DateTimeValue,
  DateValue,
  Decimal,
  factsOf,
  field,
  FormulaError,
  isRow,
  JsonNumber,
  row,
  types,
  type FunctionDefinition,
  type Table,
  type Value,
} from '../../formula/core.ts';
import { readMoment } from '../moment.ts';
import { addressLength, type RowService } from './ask-rows.ts';
import type { FigureQuestion } from './dialect.ts';
import { notGiven, type BoundAggregate } from './planned-query.ts';
import type { QueryColumn } from './query.ts';

/** What asking for a figure takes from the source, beside what asking for rows does. */
export interface FigureService extends RowService {
  readonly zone: string;
  call(operation: FunctionDefinition, args: readonly Value[]): Promise<Value>;
}

/**
 * A figure as the source gives it: a number, a moment, or the table of different values. `notGiven` where the source refuses, or what it
 * says is no such figure: the formula then works it out of the rows.
 */
export function askFigure(service: FigureService, bound: BoundAggregate | undefined): Observable<Value> {
  const question = bound && service.dialect.figure?.(bound.aggregate, bound.filter, service.abilities.key);
  if (bound === undefined || question === undefined) return of(notGiven);
  if (addressLength(question.parameters) > service.abilities.addressLength) return of(notGiven);
  const { operation, args } = service.list(question.parameters);
  return service.start(operation, args).pipe(map((answer) => figureIn(answer, question, bound, service)));
}

/** The same once, for behaviors. */
export const callFigure = (service: FigureService, bound: BoundAggregate | undefined): Promise<Value> =>
  firstValueFrom(askFigure(service, bound));

/** Failures that say that the question was wrong, rather than that nobody can be asked now. */
const refusals: ReadonlySet<number> = new Set([400, 404, 405, 414, 422, 431, 500, 501]);

function figureIn(answer: Value, question: FigureQuestion, { aggregate }: BoundAggregate, service: FigureService): Value {
  if (answer instanceof FormulaError) return refusals.has(answer.errors[0]?.details?.httpStatus ?? 0) ? notGiven : answer;
  if (question.in === 'total') {
    const total = isRow(answer) ? plainNumber(field(answer, question.field)) : undefined;
    return total === undefined || !Number.isSafeInteger(total) ? notGiven : total;
  }
  const rows = service.rowsOf(answer);
  if (!Array.isArray(rows)) return notGiven;
  if (question.in === 'column') {
    if (factsOf(rows as Table)?.complete === false) return notGiven;
    return (rows as Table).map((item) =>
      isRow(item ?? null) ? row([[types.VALUE, field(item as never, question.field)]]) : item,
    );
  }
  const [first] = rows as Table;
  if (rows.length !== 1 || !isRow(first ?? null) || aggregate.kind === 'distinct') return notGiven;
  const found = field(first as never, question.field);
  if (aggregate.kind === 'count') return plainNumber(found) ?? notGiven;
  if (question.count === undefined) return valueOf(found, aggregate.column, service) ?? notGiven;
  const count = plainNumber(field(first as never, question.count)) ?? 0;
  const sum = valueOf(found, aggregate.column, service);
  // No values have no average: the formula says so in its own words.
  if (count === 0 || sum === undefined || sum === null) return notGiven;
  if (sum instanceof Decimal) return sum.divide(Decimal.fromNumber(count) as Decimal);
  return typeof sum === 'number' ? sum / count : notGiven;
}

function plainNumber(value: Value): number | undefined {
  const found = (value as unknown) instanceof JsonNumber ? Number((value as unknown as JsonNumber).text) : value;
  if (typeof found === 'number') return found;
  return typeof found === 'string' && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(found) ? Number(found) : undefined;
}

/** JSON of a figure as a value of the kind that its column has; undefined where it is none. */
function valueOf(json: Value, column: QueryColumn, { type, zone }: FigureService): Value | undefined {
  if (json === null) return null;
  if (column.kind === 'date' || column.kind === 'dateTime') {
    const wall = typeof json === 'string' ? readMoment(json, column.kind === 'date' ? 'UTC' : zone) : undefined;
    return wall === undefined ? undefined : column.kind === 'date' ? new DateValue(wall) : new DateTimeValue(wall);
  }
  if (type.fields.get(column.name)?.kind !== 'decimal') return plainNumber(json);
  const text = (json as unknown) instanceof JsonNumber ? (json as unknown as JsonNumber).text : String(plainNumber(json));
  const decimal = Decimal.parse(text);
  return decimal instanceof Decimal ? decimal : undefined;
}
