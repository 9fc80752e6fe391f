import { quoteName } from '../../formula/index.ts';
import type { DefinitionDiagnostic } from '../diagnostic.ts';
import { bindOperations, type BoundOperation } from '../functions.ts';
import { member } from '../json.ts';
import { readDefinition } from '../read-definition.ts';
import type { Source } from '../source.ts';
import { Findings, ownPointer, type DefinitionFinding } from './findings.ts';
import type { Rule } from './rule.ts';
import { propertiesRules } from './rules-properties.ts';
import { documentRules, pathRules } from './rules-document.ts';
import { dynamicRules, dynamicSubjects } from './rules-dynamic.ts';
import { operationRules, responseRules } from './rules-operations.ts';
import { parameterRules } from './rules-parameters.ts';
import { schemaRules } from './rules-schemas.ts';
import { documentSubject, schemaSubjects } from './subjects.ts';

/** Notes on what binding makes of an operation. */
const notes: readonly Rule<BoundOperation>[] = [
  {
    id: 'note-renamed',
    level: 'info',
    remedy: 'Give the parameters different names.',
    test: ({ signature }) => {
      const renamed = signature.optional.filter(({ name, wire }) => name !== wire);
      return renamed.length === 0
        ? undefined
        : `In formulas ${renamed.map(({ name, wire }) => `${wire} is called ${name}`).join(', ')}: another parameter has the name.`;
    },
  },
  {
    id: 'note-quoted',
    level: 'info',
    remedy: 'Nothing to do where the service needs these names.',
    test: ({ signature }) => {
      const quoted = [...signature.required, ...signature.optional].filter(({ name }) => quoteName(name) !== name);
      return quoted.length === 0
        ? undefined
        : `In formulas ${quoted.map(({ name }) => quoteName(name)).join(', ')} must be written in quotes.`;
    },
  },
  {
    id: 'note-untyped',
    level: 'info',
    remedy: 'Describe the answer, so that formulas can name its fields.',
    test: ({ name, signature }) =>
      signature.answer.type.kind === 'untyped' && signature.unsupported === undefined
        ? `The answer of ${name} is untyped.`
        : undefined,
  },
  {
    id: 'note-name',
    level: 'info',
    remedy: 'Use letters and digits only.',
    test: ({ name, operation }) =>
      operation.id === undefined || operation.id === name ? undefined : `In formulas ${operation.id} is called ${name}.`,
  },
];

/** All that the checker looks for, by id: for documentation, and for a list of what was not found. */
export const definitionRules: readonly Pick<Rule<never>, 'id' | 'level' | 'remedy'>[] = [
  ...documentRules,
  ...pathRules,
  ...operationRules,
  ...responseRules,
  ...parameterRules,
  ...schemaRules,
  ...dynamicRules,
  ...notes,
  ...propertiesRules,
];

/**
 * Everything that is wrong with a definition, or could be better, in the order of the text. `length` is that of the text. Never throws for
 * what the document holds.
 */
export function checkDefinition(source: Source, length: number): readonly DefinitionFinding[] {
  const definition = readDefinition(source);
  const operations = bindOperations(definition, { namespace: 'Connector', includeUnsupported: true });
  for (const { signature } of operations) void signature.answer;
  const found = new Findings();
  if (definition.operations.length > 0 || member(definition.schemas.root, 'paths') !== undefined) {
    const document = documentSubject(definition, length);
    found.apply(documentRules, [document], ownPointer);
    found.apply(pathRules, document.paths, ownPointer);
    found.apply(operationRules, document.operations, ownPointer);
    found.apply(
      responseRules,
      document.operations.flatMap(({ responses }) => responses),
      ownPointer,
    );
    found.apply(
      parameterRules,
      document.operations.flatMap(({ parameters }) => parameters),
      ownPointer,
    );
    found.apply(schemaRules, schemaSubjects(document), ownPointer);
    found.apply(dynamicRules, dynamicSubjects(document), ownPointer);
    found.apply(notes, operations, ({ operation }) => operation.pointer);
  }
  const read = definition.diagnostics.filter(({ code, pointer }) => !found.has(superseded.get(code) ?? '', pointer));
  return found.placed(source, read.map(asFinding));
}

/** What the reader says while it binds, where a rule says it of the same place. */
const superseded: ReadonlyMap<string, string> = new Map([
  ['operation-name', 'operation-id-missing'],
  ['duplicate-name', 'operation-id-duplicate'],
  ['paths', 'paths-missing'],
]);

const asFinding = ({ severity, code, message, pointer, line, column }: DefinitionDiagnostic): DefinitionFinding => ({
  code,
  severity,
  message,
  remedy: '',
  pointer,
  ...(line !== undefined && column !== undefined && { line, column }),
});
