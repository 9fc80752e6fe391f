import { answering, type TracedAnswer } from '../../connectors/traced-exchanges.ts';
import type { App } from '../app.ts';
import type { YamlFile, YamlNode, YamlPair } from '../document-yaml.ts';
import type { Place } from '../places.ts';
import { isList } from '../yaml-nodes.ts';

/** An answer that a test plan gives in a service's place, as in Power Apps Test Engine. */
export interface NetworkMock {
  /** The address that it answers for, whole or from its path on; `*` stands for any text. */
  readonly url: string | undefined;
  /** Or the operation of a connection: `Shop.ListOrders`. */
  readonly operation: string | undefined;
  readonly method: string | undefined;
  readonly status: number;
  readonly body: string;
  /** The file that has the body, counted from that of the plan. */
  readonly file: string | undefined;
  readonly place: Place;
}

const KEYS = ['requestURL', 'operation', 'method', 'responseStatus', 'responseBody', 'responseDataFile'];

/** Reads `networkRequestMocks`: a list of answers. What is wrong is reported. */
export function readMocks(file: YamlFile, pair: YamlPair | undefined): readonly NetworkMock[] {
  const list = pair?.value;
  if (pair === undefined) return [];
  if (!isList(list)) {
    file.report(list ?? pair.key, 'WrongShape', 'networkRequestMocks should be a list, each with requestURL or operation.');
    return [];
  }
  return list.items.flatMap((item) => readMock(file, item) ?? []);
}

function readMock(file: YamlFile, item: YamlNode): NetworkMock | undefined {
  const keys = file.keys(item, 'A mock', KEYS, 'a map with requestURL or operation');
  const text = (name: string): string | undefined => file.text(keys, name);
  const [url, operation, written] = [text('requestURL'), text('operation'), text('responseStatus')];
  if ((url === undefined) === (operation === undefined))
    return file.report(item, 'MockWithoutRequest', 'A mock names what it answers: either requestURL or operation.');
  const status = Number(written ?? 200);
  if (!Number.isInteger(status) || status < 200 || status > 599)
    return file.report(keys.get('responseStatus')?.value, 'WrongShape', 'responseStatus should be a number from 200 to 599.');
  const [body, data] = [text('responseBody'), text('responseDataFile')];
  if (body !== undefined && data !== undefined)
    return file.report(item, 'MockWithTwoBodies', 'A mock has one body: either responseBody or responseDataFile.');
  return { url, operation, method: text('method')?.toUpperCase(), status, body: body ?? '', file: data, place: file.at(item) };
}

/** Whether a text is of a form in which `*` stands for any text. */
export function fits(form: string, text: string): boolean {
  const [first, ...parts] = form.split('*') as [string, ...string[]];
  const last = parts.pop();
  if (last === undefined) return form === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.endsWith(last) && text.length - last.length >= at;
}

/**
 * Has mocks answer an app's requests in place of its services. Those of the first list that has any for a request count: each answers once, in their
 * order, and the last from then on. A request that none fits is told to `unanswered` and fails. Returns what ends that.
 */
export function answerByMocks(
  app: App,
  lists: readonly (readonly NetworkMock[])[],
  unanswered: (request: string) => void,
): () => void {
  const used = new Set<NetworkMock>();
  const stops = app.services.map((service) => {
    const interceptor = answering(({ method, url }, { id = '' }): Promise<TracedAnswer> => {
      const { pathname, search } = new URL(url);
      const isFor = (mock: NetworkMock): boolean =>
        (mock.method ?? method) === method &&
        (mock.url === undefined
          ? mock.operation === `${service.namespace.name}.${id}`
          : fits(mock.url, url) || fits(mock.url, pathname + search));
      const fitting = lists.map((mocks) => mocks.filter(isFor)).find((mocks) => mocks.length > 0) ?? [];
      const found = fitting.find((mock) => !used.has(mock)) ?? fitting.at(-1);
      if (found === undefined) {
        unanswered(`${method} ${url}`);
        return Promise.resolve({ failure: 'not-recorded' });
      }
      used.add(found);
      return Promise.resolve({ status: found.status, headers: { 'content-type': typeOf(found.body) }, body: found.body });
    });
    return service.intercept?.(interceptor);
  });
  return () => {
    for (const stop of stops) stop?.();
  };
}

const typeOf = (body: string): string => (/^\s*[[{"]/.test(body) ? 'application/json' : 'text/plain');
