import { nearest } from '../../formula/index.ts';
import { child, member, objectMember, textMember, textsMember, type JsonObject } from '../json.ts';
import { PARAMETER_PREFIX } from '../policies/policy.ts';
import { parametersOf } from '../policies/policy-expression.ts';
import { membersIn } from './members.ts';
import { brandColorProblem } from './package.ts';
import { rulesFor, type Fault } from './rule.ts';

/** A connector's `apiProperties.json`: what stands in its `properties`. */
export interface PropertiesSubject {
  readonly pointer: string;
  readonly properties: JsonObject;
  /** Names of all parameters of connections. */
  readonly parameters: ReadonlySet<string>;
  /** Ids of the definition's operations; undefined where there is no definition to compare with. */
  readonly operations: ReadonlySet<string> | undefined;
}

interface ConnectionParameterSubject {
  readonly pointer: string;
  readonly name: string;
  readonly raw: unknown;
}

interface PolicySubject {
  readonly pointer: string;
  readonly raw: unknown;
  readonly of: PropertiesSubject;
}

/** Templates of policies, and the parameters that each needs (Power Platform documentation, "Policy templates"). */
const templates: ReadonlyMap<string, readonly string[]> = new Map([
  ['setheader', ['name', 'value']],
  ['setqueryparameter', ['name', 'value']],
  ['dynamichosturl', ['urlTemplate']],
  ['dynamicsubdomain', ['urlTemplate']],
  ['routerequesttoendpoint', ['newPath']],
  ['setproperty', ['newPropertyParentPathTemplate', 'newPropertySubPathTemplate', 'propertyValuePathTemplate']],
  ['setvaluefromurl', ['parameterTemplate', 'parameterValueUrl', 'parameterValuePathTemplate']],
  ['updatenextlink', ['nextLinkPropertyName']],
  ['pollingtrigger', ['triggerConfig', 'triggerDataPath']],
  ['stringreplace', ['propertyParentPath', 'propertySubPath', 'sourceString']],
  ['stringtoarray', ['propertyParentPath', 'propertySubPath', 'delimiterList']],
  ['encodepropertyvalue', ['propertyParentPath', 'propertySubPath']],
  ['convertarraytoobject', ['propertyParentPath', 'keyWithinCollectionPath']],
  ['convertobjecttoarray', ['propertyParentPath', 'keyName', 'valueName']],
  ['moveproperties', ['srcParentPath', 'dstParentPath']],
  ['setconnectionstatustounauthenticated', ['statusCode']],
]);
const kinds: ReadonlySet<string> = new Set(['string', 'securestring', 'int', 'bool', 'oauthsetting', 'gatewaysetting']);
const REDIRECT = 'https://global.consent.azure-apim.net/redirect';
const providers = ['oauth2', 'oauth2generic', 'aad', 'aadcertificate'];
const secretNames = /^(?:client_?secret|password|api_?key|secret)$/i;

const guess = (name: string, known: Iterable<string>): string => {
  const meant = nearest(name, known);
  return meant === undefined ? '' : ` Did you mean ${meant}?`;
};
const settingsOf = (raw: unknown): JsonObject | undefined => objectMember(raw, 'oAuthSettings');
const isOAuth = (raw: unknown): boolean => textMember(raw, 'type')?.toLowerCase() === 'oauthsetting';
const templateOf = ({ raw }: PolicySubject): string => (textMember(raw, 'templateId') ?? '').toLowerCase();

/** Texts of a policy's parameters, with their places. */
const textsOf = ({ raw, pointer }: PolicySubject): readonly (readonly [text: string, pointer: string])[] =>
  [...membersIn(objectMember(raw, 'parameters'), child(pointer, 'parameters'))].flatMap(({ value, pointer: place }) =>
    typeof value === 'string' ? [[value, place] as const] : [],
  );

export const wholePropertiesRules = rulesFor<PropertiesSubject>()(
  {
    id: 'brand-color',
    level: 'warning',
    remedy: 'Set iconBrandColor to the colour behind the icon, as #rrggbb.',
    test: ({ properties, pointer }) => {
      const color = textMember(properties, 'iconBrandColor');
      const problem = color === undefined ? 'There is no iconBrandColor.' : brandColorProblem(color);
      return problem === undefined
        ? undefined
        : [{ message: problem, pointer: color === undefined ? pointer : child(pointer, 'iconBrandColor') }];
    },
  },
  {
    id: 'publisher',
    level: 'warning',
    remedy: 'Name who publishes the connector (publisher), and whose the service is (stackOwner).',
    test: ({ properties }) => {
      const missing = ['publisher', 'stackOwner'].filter((name) => (textMember(properties, name) ?? '').trim() === '');
      return missing.length === 0 ? undefined : `There is no ${missing.join(', and no ')}.`;
    },
  },
  {
    id: 'properties-secret',
    level: 'error',
    remedy: 'Take it out, and change the secret: it may have been seen.',
    test: ({ properties, pointer }) => secretsIn(properties, pointer),
  },
  {
    id: 'script-operation',
    level: 'error',
    remedy: 'List operationIds of the definition.',
    test: ({ properties, pointer, operations }) => unknownOperations(properties, 'scriptOperations', pointer, operations),
  },
);

export const connectionParameterRules = rulesFor<ConnectionParameterSubject>()(
  {
    id: 'connection-parameter-type',
    level: 'error',
    remedy: 'Use string, securestring, int, bool, oauthSetting or gatewaySetting.',
    test: ({ name, raw }) => {
      const type = textMember(raw, 'type');
      if (type !== undefined && kinds.has(type.toLowerCase())) return undefined;
      return type === undefined
        ? `The connection parameter ${name} has no type.`
        : `The connection parameter ${name} has the unknown type ${type}.`;
    },
  },
  {
    id: 'connection-parameter-words',
    level: 'warning',
    remedy: 'Give it a uiDefinition with displayName and tooltip: people see them when they make a connection.',
    test: ({ name, raw }) => {
      const ui = objectMember(raw, 'uiDefinition');
      const hidden = String(member(objectMember(ui, 'constraints'), 'hidden')).toLowerCase() === 'true';
      const chosen = isOAuth(raw) || textMember(raw, 'type')?.toLowerCase() === 'gatewaysetting';
      if (chosen || hidden || name.includes(':')) return undefined;
      const missing = ['displayName', 'tooltip'].filter((word) => (textMember(ui, word) ?? '') === '');
      return missing.length === 0 ? undefined : `The connection parameter ${name} has no ${missing.join(' and no ')}.`;
    },
  },
  {
    id: 'connection-parameter-secret',
    level: 'warning',
    remedy: 'Make it a securestring.',
    test: ({ name, raw }) =>
      /(?:^|[_ -])(?:api_?key|password|secret|token)$/i.test(name) && textMember(raw, 'type')?.toLowerCase() === 'string'
        ? `The connection parameter ${name} sounds secret, and is stored and shown as a string.`
        : undefined,
  },
  {
    id: 'oauth-provider',
    level: 'error',
    remedy:
      'Name one in oAuthSettings.identityProvider: oauth2, oauth2generic, aad, or the one of a service that the platform knows.',
    test: ({ name, raw }) => {
      const provider = textMember(settingsOf(raw), 'identityProvider');
      return isOAuth(raw) && (provider ?? '') === '' ? `The sign-in ${name} names no identity provider.` : undefined;
    },
  },
  {
    id: 'oauth-address',
    level: 'error',
    remedy: 'Add it to oAuthSettings.customParameters, as {"value": "https://…"}.',
    test: ({ name, raw }) => {
      const settings = settingsOf(raw);
      if (!isOAuth(raw) || textMember(settings, 'identityProvider')?.toLowerCase() !== providers[0]) return undefined;
      const custom = objectMember(settings, 'customParameters');
      const has = (names: readonly string[]): boolean =>
        Object.keys(custom ?? {}).some(
          (key) => names.includes(key.toLowerCase()) && (textMember(custom![key], 'value') ?? '') !== '',
        );
      const missing = ['authorizationUrl', 'tokenUrl'].filter((key) => !has([key.toLowerCase(), `${key.toLowerCase()}template`]));
      return missing.length === 0 ? undefined : `The sign-in ${name} has no ${missing.join(' and no ')}.`;
    },
  },
  {
    id: 'oauth-redirect',
    level: 'warning',
    remedy: `Use redirectMode Global with ${REDIRECT}, or GlobalPerConnector.`,
    test: ({ name, raw }) => {
      const settings = settingsOf(raw);
      const mode = textMember(settings, 'redirectMode');
      const url = textMember(settings, 'redirectUrl');
      if (!isOAuth(raw) || mode?.toLowerCase() === 'globalperconnector') return undefined;
      return url === undefined || url.startsWith(REDIRECT) ? undefined : `The sign-in ${name} redirects to ${url.slice(0, 80)}.`;
    },
  },
);

export const policyRules = rulesFor<PolicySubject>()(
  {
    id: 'policy-template',
    level: 'error',
    remedy: `Use one of ${[...templates.keys()].join(', ')}.`,
    test: (policy) => {
      const template = templateOf(policy);
      if (templates.has(template)) return undefined;
      return template === ''
        ? 'A policy has no templateId.'
        : `There is no policy template ${template}.${guess(template, templates.keys())}`;
    },
  },
  {
    id: 'policy-parameter',
    level: 'error',
    remedy: `Add it to the policy's parameters, as ${PARAMETER_PREFIX}NAME.`,
    test: (policy) => {
      const given = objectMember(policy.raw, 'parameters');
      const missing = (templates.get(templateOf(policy)) ?? []).filter((name) => {
        const value = member(given, PARAMETER_PREFIX + name);
        return value === undefined || value === '';
      });
      return missing.length === 0 ? undefined : `The policy ${templateOf(policy)} has no ${missing.join(', no ')}.`;
    },
  },
  {
    id: 'policy-operation',
    level: 'error',
    remedy: 'List operationIds of the definition, or none for a policy of all operations.',
    test: ({ raw, pointer, of }) =>
      unknownOperations(
        objectMember(raw, 'parameters'),
        'x-ms-apimTemplate-operationName',
        child(pointer, 'parameters'),
        of.operations,
      ),
  },
  {
    id: 'policy-connection-parameter',
    level: 'error',
    remedy: 'Declare it in connectionParameters, or give the expression a default.',
    test: (policy) => {
      const faults = textsOf(policy).flatMap(([text, pointer]): readonly Fault[] =>
        parametersOf(text)
          .filter((name) => !policy.of.parameters.has(name))
          .map((name) => ({
            pointer,
            message: `The connection parameter ${name} is not declared.${guess(name, policy.of.parameters)}`,
          })),
      );
      return faults.length === 0 ? undefined : faults;
    },
  },
);

/** All rules for `apiProperties.json`. */
export const propertiesRules = [...wholePropertiesRules, ...connectionParameterRules, ...policyRules];

function unknownOperations(
  owner: unknown,
  name: string,
  pointer: string,
  operations: ReadonlySet<string> | undefined,
): readonly Fault[] | undefined {
  if (operations === undefined) return undefined;
  const faults = textsMember(owner, name).flatMap((id, i): readonly Fault[] =>
    operations.has(id)
      ? []
      : [{ pointer: child(child(pointer, name), i), message: `There is no operation ${id}.${guess(id, operations)}` }],
  );
  return faults.length === 0 ? undefined : faults;
}

function secretsIn(properties: unknown, base: string): readonly Fault[] | undefined {
  const faults: Fault[] = [];
  for (const { name, value, pointer } of membersIn(properties, base)) {
    const text = typeof value === 'string' ? value : textMember(value, 'value');
    if (secretNames.test(name) && text !== undefined && text.length > 5 && !/[*<>{}\s@]/.test(text))
      faults.push({ pointer, message: `The file contains what looks like a secret (${name}).` });
  }
  return faults.length === 0 ? undefined : faults;
}
