import { nearest } from '../../formula/index.ts';
import { arrayMember, child, isObject, member, objectMember, textMember, textsMember } from '../json.ts';
import { membersIn } from './members.ts';
import { rulesFor, type DocumentSubject, type Fault, type PathSubject } from './rule.ts';

const info = ({ root }: DocumentSubject, name: string): string => textMember(root['info'], name)?.trim() ?? '';
const isSwagger = ({ definition }: DocumentSubject): boolean => definition.format === 'swagger';

/** The categories that a connector's metadata may name. */
const categories: ReadonlySet<string> = new Set([
  'AI', 'Business Management', 'Business Intelligence', 'Collaboration', 'Commerce', 'Communication', 'Content and Files', 'Finance', 'Data',
  'Human Resources', 'Internet of Things', 'IT Operations', 'Lifestyle and Entertainment', 'Marketing', 'Productivity', 'Sales and CRM',
  'Security', 'Social Media', 'Website',
]); // prettier-ignore

function metadata({ root }: DocumentSubject): ReadonlyMap<string, string> {
  return new Map(
    arrayMember(root, 'x-ms-connector-metadata').map((entry) => [
      textMember(entry, 'propertyName')?.toLowerCase() ?? '',
      textMember(entry, 'propertyValue') ?? '',
    ]),
  );
}

const lacks = (document: DocumentSubject, name: string): boolean => (metadata(document).get(name) ?? '').trim() === '';

/** Rules over a whole definition. */
export const documentRules = rulesFor<DocumentSubject>()(
  {
    id: 'title-missing',
    level: 'error',
    remedy: 'Write "info": {"title": "…"}.',
    test: (document) => (info(document, 'title') === '' ? 'The definition has no title.' : undefined),
  },
  {
    id: 'version-missing',
    level: 'error',
    remedy: 'Write "info": {"version": "1.0"}.',
    test: ({ root }) =>
      member(root['info'], 'version') === undefined ? 'The definition says no version of the API.' : undefined,
  },
  {
    id: 'paths-missing',
    level: 'error',
    remedy: 'Write "paths": {"/items": {"get": …}}.',
    test: ({ root }) =>
      Object.keys(objectMember(root, 'paths') ?? {}).length === 0 ? 'The definition has no paths.' : undefined,
  },
  {
    id: 'base-path',
    level: 'error',
    remedy: 'Begin basePath with /.',
    test: ({ root }) => {
      const path = textMember(root, 'basePath');
      return path === undefined || path.startsWith('/')
        ? undefined
        : [{ pointer: '/basePath', message: `The basePath "${path.slice(0, 60)}" does not begin with /.` }];
    },
  },
  {
    id: 'https',
    level: 'error',
    remedy: 'Offer https: calls carry credentials.',
    test: (document) => {
      const { root, definition } = document;
      const schemes = textsMember(root, 'schemes');
      if (isSwagger(document))
        return schemes.length === 0 || schemes.includes('https')
          ? undefined
          : [{ pointer: '/schemes', message: 'The service is offered over http only.' }];
      const plain = definition.servers.filter(({ url }) => url.startsWith('http:') && !/^http:\/\/(?:localhost|127\.)/.test(url));
      return plain.map(({ pointer }) => ({ pointer, message: 'This server is reached over http.' }));
    },
  },
  {
    id: 'security-undefined',
    level: 'error',
    remedy: 'Define it, or take the requirement away.',
    test: undefinedSchemes,
  },
  {
    id: 'scope-undefined',
    level: 'error',
    remedy: 'Add the scope to the scheme, with what it allows.',
    test: undefinedScopes,
  },
  {
    id: 'secret-in-file',
    level: 'error',
    remedy: 'Take it out, and change the secret: it may have been seen.',
    test: (document) => findSecrets(document.root, ''),
  },
  {
    id: 'title-length',
    level: 'warning',
    remedy: 'Use at most 30 characters.',
    test: (document) => over(info(document, 'title').length, 30, '/info/title', 'The title has {0} characters.'),
  },
  {
    id: 'title-words',
    level: 'warning',
    remedy: 'Name the service alone.',
    test: (document) => {
      const word = /\b(?:API|connector|Power ?Apps?|Power ?Automate|Logic ?Apps?|Microsoft Flow|Copilot Studio)\b/i.exec(
        info(document, 'title'),
      )?.[0];
      return word === undefined ? undefined : [{ pointer: '/info/title', message: `The title says "${word}".` }];
    },
  },
  {
    id: 'title-end',
    level: 'warning',
    remedy: 'End the title with a letter or digit.',
    test: (document) =>
      /[^\p{L}\p{N})]$/u.test(info(document, 'title'))
        ? [{ pointer: '/info/title', message: 'The title ends with a sign.' }]
        : undefined,
  },
  {
    id: 'description-length',
    level: 'warning',
    remedy: 'Say in 30 to 500 characters what the service is for.',
    test: (document) => {
      const { length } = info(document, 'description');
      return length >= 30 && length <= 500
        ? undefined
        : [
            {
              pointer: length === 0 ? '/info' : '/info/description',
              message: `The description of the service has ${length} characters.`,
            },
          ];
    },
  },
  {
    id: 'contact',
    level: 'warning',
    remedy: 'Write "contact": {"name": "…", "url": "…", "email": "…"} into info.',
    test: ({ root }) => {
      const contact = objectMember(root['info'], 'contact');
      return textMember(contact, 'email') === undefined && textMember(contact, 'url') === undefined
        ? [{ pointer: '/info', message: 'The definition says nobody to turn to.' }]
        : undefined;
    },
  },
  {
    id: 'connector-metadata',
    level: 'warning',
    remedy: 'Add x-ms-connector-metadata with Website, Privacy policy and Categories.',
    test: (document) => {
      const missing = ['Website', 'Privacy policy', 'Categories'].filter((name) => lacks(document, name.toLowerCase()));
      return missing.length === 0 ? undefined : `The connector's metadata lacks ${missing.join(', ')}.`;
    },
  },
  {
    id: 'categories',
    level: 'warning',
    remedy: `Name one or two of: ${[...categories].join(', ')}.`,
    test: (document) => {
      const named = (metadata(document).get('categories') ?? '')
        .split(/[;,]/)
        .map((name) => name.trim())
        .filter((name) => name !== '');
      const unknown = named.filter((name) => ![...categories].some((known) => known.toLowerCase() === name.toLowerCase()));
      if (unknown.length > 0)
        return [{ pointer: '/x-ms-connector-metadata', message: `There is no category ${unknown.join(', ')}.` }];
      return named.length > 2
        ? [{ pointer: '/x-ms-connector-metadata', message: `The connector names ${named.length} categories.` }]
        : undefined;
    },
  },
  {
    id: 'size',
    level: 'warning',
    remedy: 'Power Apps takes definitions up to 1 MB: split it, or leave out what is not needed.',
    test: ({ length }) => (length > 1_048_576 ? `The definition has ${(length / 1_048_576).toFixed(1)} MB.` : undefined),
  },
  {
    id: 'extension-misspelt',
    level: 'warning',
    remedy: 'Correct the name; as it stands it has no effect.',
    test: ({ root }) => findMisspelt(root),
  },
);

/** Rules over one path. */
export const pathRules = rulesFor<PathSubject>()(
  {
    id: 'path-characters',
    level: 'error',
    remedy: 'Write parameters of the query as parameters, and escape other signs.',
    test: ({ path }) => {
      const sign = /[?#*]/.exec(path)?.[0];
      return sign === undefined ? undefined : `The path ${path} contains ${sign}.`;
    },
  },
  {
    id: 'path-spaces',
    level: 'warning',
    remedy: 'Escape it as the service expects it (%20).',
    test: ({ path }) => (/[^!-~]/.test(path) ? `The path ${path} contains a space or a letter beyond ASCII.` : undefined),
  },
  {
    id: 'path-braces',
    level: 'error',
    remedy: 'Close each { in the same segment.',
    test: ({ path }) =>
      path.split('/').every((segment) => /^(?:[^{}]*\{[^{}]+\})*[^{}]*$/.test(segment))
        ? undefined
        : `The braces of the path ${path} do not match.`,
  },
  {
    id: 'path-colon',
    level: 'warning',
    remedy: 'Write {id} instead of :id.',
    test: ({ path }) => {
      const found = /\/:(\w+)/.exec(path)?.[0];
      return found === undefined ? undefined : `The path has ${found}, which is no placeholder in OpenAPI.`;
    },
  },
  {
    id: 'path-duplicate',
    level: 'error',
    remedy: 'Make them one path, or tell them apart by more than the names of placeholders.',
    test: ({ path, document }) => {
      const shape = (text: string): string => text.toLowerCase().replace(/\{[^{}]*\}/g, '{}');
      const first = document.paths.find((other) => shape(other.path) === shape(path))!;
      return first.path === path ? undefined : `This is the same path as ${first.path}.`;
    },
  },
);

/** A fault where a number is larger than allowed. `{0}` stands for it. */
export const over = (count: number, most: number, pointer: string, message: string): readonly Fault[] | undefined =>
  count > most ? [{ pointer, message: message.replace('{0}', String(count)) }] : undefined;

function eachRequirement(
  document: DocumentSubject,
  visit: (name: string, scopes: readonly string[], pointer: string) => void,
): void {
  const owners = [{ raw: document.root, pointer: '' }, ...document.operations];
  for (const { raw, pointer } of owners) {
    arrayMember(raw, 'security').forEach((requirement, i) => {
      if (!isObject(requirement)) return;
      for (const name of Object.keys(requirement))
        visit(name, textsMember(requirement, name), child(child(child(pointer, 'security'), i), name));
    });
  }
}

function undefinedSchemes(document: DocumentSubject): readonly Fault[] {
  const faults: Fault[] = [];
  eachRequirement(document, (name, _, pointer) => {
    if (!document.definition.securitySchemes.has(name))
      faults.push({ pointer, message: `The security scheme ${name} is not defined.` });
  });
  return faults;
}

function undefinedScopes(document: DocumentSubject): readonly Fault[] {
  const faults: Fault[] = [];
  eachRequirement(document, (name, scopes, pointer) => {
    const scheme = document.definition.securitySchemes.get(name);
    if (scheme?.kind !== 'oauth2') return;
    const known = new Set(scheme.flows.flatMap((flow) => [...flow.scopes.keys()]));
    for (const scope of scopes)
      if (!known.has(scope)) faults.push({ pointer, message: `The security scheme ${name} has no scope ${scope}.` });
  });
  return faults;
}

const secretNames = /^(?:client_?secret|password|api_?key|access_?token|refresh_?token)$/i;

/** Texts that look like secrets, where only a tool would put them: never in examples, schemas or parameters. */
function findSecrets(root: unknown, base: string): readonly Fault[] {
  const faults: Fault[] = [];
  const owners = ['securityDefinitions', 'x-ms-connector-metadata', 'info'].map(
    (name) => [member(root, name), child(base, name)] as const,
  );
  for (const [owner, base] of owners) {
    for (const { name, value, pointer } of membersIn(owner, base)) {
      if (secretNames.test(name) && typeof value === 'string' && value.length > 5 && !/[*<>{}\s]/.test(value))
        faults.push({ pointer, message: `The definition contains what looks like a secret (${name}).` });
    }
  }
  return faults;
}

const extensions = [
  'x-ms-summary', 'x-ms-visibility', 'x-ms-trigger', 'x-ms-trigger-hint', 'x-ms-trigger-metadata', 'x-ms-notification-content',
  'x-ms-notification-url', 'x-ms-url-encoding', 'x-ms-dynamic-values', 'x-ms-dynamic-list', 'x-ms-dynamic-schema', 'x-ms-dynamic-properties',
  'x-ms-dynamic-tree', 'x-ms-capabilities', 'x-ms-connector-metadata', 'x-ms-api-annotation', 'x-ms-enum', 'x-ms-enum-values', 'x-ms-pageable',
  'x-ms-media-kind', 'x-ms-no-generic-test', 'x-ms-test-value', 'x-ms-safe-operation', 'x-ms-require-user-confirmation',
]; // prettier-ignore
const known: ReadonlySet<string> = new Set(extensions);

function findMisspelt(root: unknown): readonly Fault[] {
  const faults: Fault[] = [];
  const meant = new Map<string, string | undefined>();
  for (const { name, pointer } of membersIn(root, '')) {
    if (!/^x-?ms/i.test(name) || known.has(name)) continue;
    if (!meant.has(name)) meant.set(name, nearest(name, extensions, 2.5));
    const right = meant.get(name);
    if (right !== undefined) faults.push({ pointer, message: `${name} is no extension; it probably means ${right}.` });
  }
  return faults;
}
