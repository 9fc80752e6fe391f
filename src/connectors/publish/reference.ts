import { printType } from '../../formula/index.ts';
import type { Connector } from '../connector.ts';
import type { BoundOperation } from '../functions.ts';
import { at, member } from '../json.ts';
import { formulaType } from '../service-type.ts';
import type { FunctionParameter } from '../signature.ts';
import { exampleFormula } from './example.ts';

/** What the items of a stream make together, in a sentence. */
const goesOn = {
  rows: 'Goes on: each item that the service sends adds a row.',
  keyed: 'Goes on: an item that the service sends takes the place of the row with its key, or adds one.',
  newest: 'Goes on: the newest item that the service sends is the value.',
};

/** What a reference page says of a connector: plain data, for any form of page. */
export interface Reference {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly servers: readonly string[];
  readonly signIn: readonly string[];
  readonly operations: readonly OperationReference[];
}

export interface OperationReference {
  readonly name: string;
  /** `Shop.GetItem(id, {view})`. */
  readonly signature: string;
  readonly summary: string;
  readonly description: string;
  readonly remarks: readonly string[];
  readonly parameters: readonly ParameterReference[];
  readonly result: string;
  readonly errors: readonly { readonly status: string; readonly description: string }[];
  /** Parses and checks against the connector. */
  readonly example: string;
}

export interface ParameterReference {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  /** Allowed values, limits, what is sent without one. */
  readonly notes: readonly string[];
}

/** Collects the reference of a connector from its description. */
export function referenceOf(connector: Connector): Reference {
  const { definition } = connector;
  return {
    name: connector.name,
    title: definition.title || connector.name,
    version: textOf(member(at(definition.schemas.root, '/info'), 'version')),
    description: definition.description,
    servers: definition.servers.map(({ url }) => url),
    signIn: [...definition.securitySchemes].map(([name, scheme]) => {
      if (scheme.kind === 'apiKey') return `${name}: a key in the ${scheme.in} ${scheme.name}`;
      return `${name}: ${{ basic: 'user and password', bearer: 'a token', oauth2: 'sign-in by OAuth 2', other: 'another way' }[scheme.kind]}`;
    }),
    operations: [...connector.operations.values()].map((operation) => operationOf(connector, operation)),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function operationOf(connector: Connector, bound: BoundOperation): OperationReference {
  const { name, operation, signature } = bound;
  const names = [
    ...signature.required.map((of) => of.name),
    ...(signature.optional.length > 0 ? [`{${signature.optional.map((of) => of.name).join(', ')}}`] : []),
  ];
  const shape = (of: FunctionParameter, required: boolean): ParameterReference => ({
    name: of.name,
    type: printType(formulaType(of.type), 2),
    required,
    description: of.description || of.label,
    notes: notesOf(connector, bound, of),
  });
  return {
    name,
    signature: `${connector.name}.${name}(${names.join(', ')})`,
    summary: operation.summary || operation.description || `${operation.method} ${operation.path}`,
    description: operation.description === operation.summary ? '' : operation.description,
    remarks: [
      ...(operation.deprecated ? ['Deprecated.'] : []),
      ...(signature.unsupported === undefined ? [] : [`Cannot be called: ${signature.unsupported}.`]),
      ...(signature.behavior ? ['Changes something: for behaviors such as OnSelect.'] : []),
      ...(operation.pages === undefined ? [] : ['Comes in pages; further ones are fetched when they are needed.']),
      ...(signature.answer.stream === undefined ? [] : [goesOn[signature.answer.stream.value]]),
    ],
    parameters: [...signature.required.map((of) => shape(of, true)), ...signature.optional.map((of) => shape(of, false))],
    result: printType(formulaType(signature.answer.type), 3),
    errors: operation.responses
      .filter(({ status }) => /^[345]|^default$/.test(status))
      .map(({ status, description }) => ({ status, description })),
    example: exampleFormula(connector, bound),
  };
}

const limits: readonly (readonly [keyword: string, say: (value: string) => string])[] = [
  ['minimum', (value) => `at least ${value}`],
  ['maximum', (value) => `at most ${value}`],
  ['minLength', (value) => `at least ${value} characters`],
  ['maxLength', (value) => `at most ${value} characters`],
  ['minItems', (value) => `at least ${value} items`],
  ['maxItems', (value) => `at most ${value} items`],
];

function notesOf({ definition }: Connector, { signature }: BoundOperation, of: FunctionParameter): readonly string[] {
  const { type } = of;
  const place = of.source?.schema ?? definition.schemas.read(signature.body?.media.schema).properties.get(of.wire);
  const { raw } = definition.schemas.read(place);
  const choices = type.kind === 'text' || type.kind === 'number' ? (type.choices ?? []) : [];
  const shown = choices.slice(0, 20).map(({ value }) => String(value));
  const own = of.default;
  return [
    ...(shown.length === 0 ? [] : [`one of ${shown.join(', ')}${choices.length > shown.length ? ' …' : ''}`]),
    ...limits.flatMap(([keyword, say]) => (typeof member(raw, keyword) === 'number' ? [say(textOf(member(raw, keyword)))] : [])),
    ...(typeof own === 'string' || typeof own === 'number' || typeof own === 'boolean'
      ? [`without it ${JSON.stringify(own)}`]
      : []),
  ];
}
