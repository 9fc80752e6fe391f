import { Observable } from 'rxjs';
import type { Value } from '../formula/index.ts';
import type { App } from './app.ts';

/**
 * The values of a property (`Label1.Text`), a variable or a named formula: the one there is now, then each further one, for as long as
 * somebody is subscribed. While it is watched its formulas are live, also when the screen is not shown.
 * @throws {RangeError} on subscription, if the app has no such thing.
 */
export const observe = (app: App, path: string): Observable<Value> =>
  new Observable((subscriber) => app.watch(path, (value) => subscriber.next(value)));
