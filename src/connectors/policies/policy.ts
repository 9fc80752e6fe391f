import { arrayMember, flagMember, member, objectMember, textMember, textsMember } from '../json.ts';

/**
 * A policy of a connector's `apiProperties.json`: a change to its requests or answers that the definition does not show
 * (Microsoft's "Policy templates for custom connectors").
 */
export interface Policy {
  /** Lower case: `setheader`, `dynamichosturl`. */
  readonly template: string;
  /** Ids of the operations that it is for; undefined: all. */
  readonly operations: ReadonlySet<string> | undefined;
  readonly section: 'request' | 'response';
  /** A parameter's text by its bare name: `urlTemplate`; empty where it is missing. */
  readonly text: (name: string) => string;
  readonly flag: (name: string) => boolean;
  /** A parameter that is a dictionary of texts. */
  readonly entries: (name: string) => readonly (readonly [string, string])[];
}

/** Templates that change an answer even where their section is not said. */
const answerTemplates: ReadonlySet<string> = new Set(['setconnectionstatustounauthenticated', 'updatenextlink']);
/** What the names of a policy's own parameters begin with. */
export const PARAMETER_PREFIX = 'x-ms-apimTemplateParameter.';

/** The policies of an `apiProperties.json`, parsed, in their order; empty for anything else. */
export function readPolicies(apiProperties: unknown): readonly Policy[] {
  const properties = objectMember(apiProperties, 'properties') ?? apiProperties;
  return arrayMember(properties, 'policyTemplateInstances').map((raw): Policy => {
    const template = (textMember(raw, 'templateId') ?? '').toLowerCase();
    const parameters = objectMember(raw, 'parameters');
    const names = textsMember(parameters, 'x-ms-apimTemplate-operationName');
    const section = textMember(parameters, 'x-ms-apimTemplate-policySection')?.toLowerCase();
    const text = (name: string): string => {
      const value = member(parameters, PARAMETER_PREFIX + name);
      return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
    };
    return {
      template,
      operations: names.length === 0 ? undefined : new Set(names),
      section: section === 'response' || (section === undefined && answerTemplates.has(template)) ? 'response' : 'request',
      text,
      flag: (name) => flagMember(parameters, PARAMETER_PREFIX + name) === true,
      entries: (name) =>
        Object.entries(objectMember(parameters, PARAMETER_PREFIX + name) ?? {}).flatMap(([key, of]) =>
          typeof of === 'string' ? [[key, of] as const] : [],
        ),
    };
  });
}
