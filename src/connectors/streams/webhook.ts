import type { ApiOperation } from '../definition.ts';
import { isObject, member } from '../json.ts';
import type { SchemaPlace, Schemas } from '../schema.ts';
import type { ConnectorSettings } from '../settings.ts';

/** Whether an operation asks the service to call back when there is news (`x-ms-trigger` with `x-ms-notification-content`). */
export const isWebhook = ({ trigger, webhook }: ApiOperation): boolean => trigger !== undefined && webhook;

/** Whether an operation is a stream of what its service calls back with: only something that can be called receives that for a page. */
export const isSubscription = (operation: ApiOperation, { gateway }: ConnectorSettings): boolean =>
  gateway === true && isWebhook(operation);

/** Whether a property is the address to call, which is not the page's to give. */
export const isCallbackAddress = ({ raw }: SchemaPlace): boolean => member(raw, 'x-ms-notification-url') === true;

const MAX_DEPTH = 5;

/** Where the body of an operation has the address that the service is to call (`x-ms-notification-url`); undefined where it has none. */
export function notificationPath({ body }: ApiOperation, schemas: Schemas): readonly string[] | undefined {
  const media = body?.content.find(({ schema }) => schema !== undefined);
  return media?.schema && find(media.schema, schemas, []);
}

function find(place: SchemaPlace, schemas: Schemas, path: readonly string[]): readonly string[] | undefined {
  if (isCallbackAddress(place)) return path;
  if (path.length >= MAX_DEPTH) return undefined;
  for (const [name, property] of schemas.read(place).properties) {
    const found = find(property, schemas, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A body with a value at a path; what is missing on the way is made. */
export function withValueAt(json: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const own = isObject(json) ? json : {};
  return { ...own, [step]: withValueAt(member(own, step), rest, value) };
}
