import type { ApiOperation } from '../definition.ts';
import { readPolicies, type Policy } from '../policies/policy.ts';
import { pathSteps } from '../policies/policy-expression.ts';
import * as service from '../service-type.ts';
import type { ServiceType, TableType } from '../service-type.ts';
import type { ConnectorSettings } from '../settings.ts';

/** Whether an operation is a polling trigger: a service is asked for news (`x-ms-trigger`), instead of calling back where a page cannot be called. */
export const isPolling = ({ trigger, webhook, method }: ApiOperation): boolean =>
  trigger !== undefined && !webhook && method === 'GET';

/** The policy that says how a trigger is asked again; undefined where there is none. */
export const triggerPolicy = ({ id }: ApiOperation, { apiProperties }: ConnectorSettings): Policy | undefined =>
  readPolicies(apiProperties).find(
    ({ template, operations }) => template === 'pollingtrigger' && (operations === undefined || operations.has(id ?? '')),
  );

/** The path into the body that a template such as `@triggerBody().value[0].id` names; undefined where it names none. */
export function triggerPath(template: string): readonly string[] | undefined {
  const match = /@\{?triggerBody\(\)([^}]*)\}?/i.exec(template);
  return match === null ? undefined : pathSteps(match[1] ?? '');
}

/** The rows that a trigger of this answer gives: the whole answer, or the items of the list that its policy names, or of its only list. */
export function triggerRows(type: ServiceType, operation: ApiOperation, settings: ConnectorSettings): TableType {
  const path = triggerPath(triggerPolicy(operation, settings)?.text('triggerDataPath') ?? '');
  const found = operation.trigger === 'single' ? type : path === undefined ? onlyList(type) : within(type, path);
  if (found.kind === 'table') return found;
  return found.kind === 'record' && found.fields.size > 0
    ? { kind: 'table', row: found, scalar: false }
    : service.tableOfValues(found.kind === 'record' ? service.untyped : found);
}

function onlyList(type: ServiceType): ServiceType {
  if (type.kind !== 'record') return type;
  const lists = [...type.fields.values()].filter((column) => column.type.kind === 'table');
  const list = lists.find(({ name }) => name === 'value') ?? (lists.length === 1 ? lists[0] : undefined);
  return list?.type ?? type;
}

function within(type: ServiceType, [step, ...rest]: readonly string[]): ServiceType {
  if (step === undefined) return type;
  return type.kind === 'record' ? within(type.fields.get(step)?.type ?? service.untyped, rest) : service.untyped;
}
