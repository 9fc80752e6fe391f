import type { Connector } from '../connector.ts';
import type { SecurityScheme } from '../definition.ts';
import type { JsonObject } from '../json.ts';
import { referenceMarkdown } from './reference-page.ts';
import { referenceOf } from './reference.ts';
import { toSwagger } from './to-swagger.ts';

/** What a package says of its maker; the rest follows from the description. */
export interface PackageFacts {
  readonly publisher: string;
  readonly stackOwner?: string;
  /** `#1a73e8`. */
  readonly iconBrandColor: string;
}

/** The texts of a package by file name, and what of the definition got lost in them. */
export interface ConnectorPackage {
  readonly files: ReadonlyMap<string, string>;
  readonly losses: ReturnType<typeof toSwagger>['losses'];
}

/** The files that certification expects of a connector: its definition in Swagger 2.0, its properties, its readme. */
export function packageOf(connector: Connector, facts: PackageFacts): ConnectorPackage {
  const { document, losses } = toSwagger(connector.definition);
  const text = (json: unknown): string => `${JSON.stringify(json, null, 2)}\n`;
  return {
    losses,
    files: new Map([
      ['apiDefinition.swagger.json', text(document)],
      ['apiProperties.json', text(propertiesOf(connector, facts))],
      ['readme.md', referenceMarkdown(referenceOf(connector))],
    ]),
  };
}

function propertiesOf(
  { definition }: Connector,
  { publisher, stackOwner = publisher, iconBrandColor }: PackageFacts,
): JsonObject {
  const parameters = Object.assign({}, ...[...definition.securitySchemes.values()].map(parametersOf)) as JsonObject;
  return { properties: { connectionParameters: parameters, iconBrandColor, capabilities: [], publisher, stackOwner } };
}

const asked = (displayName: string, description: string, tabIndex: number, clearText: boolean): JsonObject => ({
  type: clearText ? 'string' : 'securestring',
  uiDefinition: { displayName, description, tooltip: description, constraints: { tabIndex, clearText, required: 'true' } },
});

/** What a person gives to connect, by the security scheme. Never a secret itself: the client's own is filled in on the platform. */
function parametersOf(scheme: SecurityScheme): JsonObject {
  switch (scheme.kind) {
    case 'apiKey':
      return { api_key: asked('API key', 'The key of your account.', 2, false) };
    case 'bearer':
      return { api_key: asked('API key', 'The word Bearer, a space, and the token of your account.', 2, false) };
    case 'basic':
      return {
        username: asked('User name', 'The name of your account.', 1, true),
        password: asked('Password', 'The password of your account.', 2, false),
      };
    case 'oauth2': {
      const [flow] = scheme.flows;
      return {
        token: {
          type: 'oauthSetting',
          oAuthSettings: {
            identityProvider: 'oauth2',
            clientId: '',
            scopes: [...(flow?.scopes.keys() ?? [])],
            redirectMode: 'Global',
            redirectUrl: 'https://global.consent.azure-apim.net/redirect',
            properties: { IsFirstParty: 'False', IsOnbehalfofLoginSupported: false },
            customParameters: {
              authorizationUrl: { value: flow?.authorizationUrl ?? '' },
              tokenUrl: { value: flow?.tokenUrl ?? '' },
              refreshUrl: { value: flow?.refreshUrl ?? flow?.tokenUrl ?? '' },
            },
          },
        },
      };
    }
    case 'other':
      return {};
  }
}

/** Why bytes are no icon of a connector: a square PNG of 100 to 230 pixels, under 1 MB; undefined where they are one. */
export function iconProblem(bytes: Uint8Array): string | undefined {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (bytes.length < 24 || signature.some((byte, i) => bytes[i] !== byte)) return 'The icon is no PNG.';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (bytes.length >= 1_048_576) return 'The icon has 1 MB or more.';
  if (width !== height) return `The icon has ${width} by ${height} pixels and is no square.`;
  return width < 100 || width > 230 ? `The icon has ${width} pixels; it should have 100 to 230.` : undefined;
}

/** Why a colour is none for an icon's background; undefined where it is one. */
export function brandColorProblem(color: string): string | undefined {
  if (!/^#[0-9a-f]{6}$/i.test(color)) return `The colour "${color}" is not of the form #1a73e8.`;
  return ['#007ee5', '#ffffff'].includes(color.toLowerCase())
    ? `The colour ${color} is not allowed: it is the platform's default or white.`
    : undefined;
}
