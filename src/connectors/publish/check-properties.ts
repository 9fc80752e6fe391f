import { bindOperations, bindTriggers } from '../functions.ts';
import { arrayMember, child, isObject, objectMember, type JsonObject } from '../json.ts';
import { readDefinition } from '../read-definition.ts';
import type { Source } from '../source.ts';
import { Findings, ownPointer, type DefinitionFinding } from './findings.ts';
import { connectionParameterRules, policyRules, wholePropertiesRules, type PropertiesSubject } from './rules-properties.ts';

/** Whether a document is a connector's `apiProperties.json`. */
export const isProperties = ({ root }: Source): boolean =>
  ['connectionParameters', 'connectionParameterSets', 'policyTemplateInstances', 'iconBrandColor'].some(
    (name) => isObject(ownProperties(root)?.[name]) || ownProperties(root)?.[name] !== undefined,
  ) && !['swagger', 'openapi', 'paths'].some((name) => isObject(root) && Object.hasOwn(root, name));

const ownProperties = (root: unknown): JsonObject | undefined =>
  objectMember(root, 'properties') ?? (isObject(root) ? root : undefined);

/**
 * Everything that is wrong with a connector's `apiProperties.json`, or could be better, in the order of the text; what it says of operations is
 * compared with the definition, where there is one. Never throws for what the documents hold.
 */
export function checkProperties(source: Source, definition: Source | undefined): readonly DefinitionFinding[] {
  const properties = ownProperties(source.root) ?? {};
  const pointer = objectMember(source.root, 'properties') === undefined ? '' : '/properties';
  const parameters = parametersOf(properties, pointer);
  const subject: PropertiesSubject = {
    pointer,
    properties,
    parameters: new Set(parameters.map(({ name }) => name)),
    operations: definition === undefined ? undefined : operationIds(definition),
  };
  const policies = arrayMember(properties, 'policyTemplateInstances').map((raw, i) => ({
    raw,
    pointer: child(child(pointer, 'policyTemplateInstances'), i),
    of: subject,
  }));
  const found = new Findings();
  found.apply(wholePropertiesRules, [subject], ownPointer);
  found.apply(connectionParameterRules, parameters, ownPointer);
  found.apply(policyRules, policies, ownPointer);
  return found.placed(
    source,
    source.diagnostics.map((diagnostic) => ({ ...diagnostic, remedy: '' })),
  );
}

/** The parameters of a connection: its own, or those of each way to sign in. */
function parametersOf(
  properties: JsonObject,
  pointer: string,
): readonly { readonly name: string; readonly raw: unknown; readonly pointer: string }[] {
  const sets = objectMember(properties, 'connectionParameterSets');
  const base = child(child(pointer, 'connectionParameterSets'), 'values');
  const owners: (readonly [JsonObject | undefined, string])[] = [
    [objectMember(properties, 'connectionParameters'), child(pointer, 'connectionParameters')],
    ...arrayMember(sets, 'values').map(
      (set, i) => [objectMember(set, 'parameters'), child(child(base, i), 'parameters')] as const,
    ),
  ];
  return owners.flatMap(([owner, at]) =>
    Object.entries(owner ?? {}).map(([name, raw]) => ({ name, raw, pointer: child(at, name) })),
  );
}

/** The ids of all operations, triggers too. */
function operationIds(source: Source): ReadonlySet<string> {
  const definition = readDefinition(source);
  const settings = { namespace: 'Connector', includeInternal: true, includeWebhooks: true, includeUnsupported: true };
  return new Set(
    [...bindOperations(definition, settings), ...bindTriggers(definition, settings)].map(
      ({ name, operation }) => operation.id ?? name,
    ),
  );
}
