import type { ApiOperation, Definition } from './definition.ts';
import type { Diagnostics } from './diagnostic.ts';
import { TypeReader } from './schema-type.ts';
import type { ConnectorSettings } from './settings.ts';
import { functionName, signature, type Signature, type Signing } from './signature.ts';

/** A named operation whose signature is made when it is first asked for. */
export interface BoundOperation {
  readonly name: string;
  readonly operation: ApiOperation;
  readonly signature: Signature;
}

/**
 * Every function of a definition under a name of its own, in the document's order: no triggers; internal operations and such as register
 * callbacks only where the settings want them. Signatures are made on demand.
 */
export function bindOperations(definition: Definition, settings: ConnectorSettings, diagnostics: Diagnostics): readonly BoundOperation[] {
  return named(definition, diagnostics)
    .filter(({ operation }) => operation.trigger === undefined)
    .filter(({ operation }) => !operation.webhook || settings.includeWebhooks === true)
    .filter(({ operation }) => operation.visibility !== 'internal' || settings.includeInternal === true)
    .map(binder(definition, settings, diagnostics));
}

/** The operations that are sources of events rather than functions. */
export function bindTriggers(definition: Definition, settings: ConnectorSettings, diagnostics: Diagnostics): readonly BoundOperation[] {
  return named(definition, diagnostics)
    .filter(({ operation }) => operation.trigger !== undefined)
    .map(binder(definition, settings, diagnostics));
}

interface Named {
  readonly name: string;
  readonly operation: ApiOperation;
}

function binder(definition: Definition, settings: ConnectorSettings, diagnostics: Diagnostics): (named: Named) => BoundOperation {
  const tabular = settings.compatibility === 'tabular';
  const types = new TypeReader(
    definition.schemas,
    {
      dropInternal: (settings.compatibility ?? 'powerApps') !== 'powerApps',
      choices: tabular || settings.choices === true,
      namedValues: tabular || settings.choices === true,
      choicesAsText: settings.choicesAsText === true,
    },
    diagnostics,
  );
  const signing: Signing = { definition, settings, types, diagnostics };
  return ({ name, operation }) => {
    let made: Signature | undefined;
    return {
      name,
      operation,
      get signature() {
        return (made ??= signature(signing, operation, name));
      },
    };
  };
}

/** Gives each operation its name; names that coincide are numbered, with a diagnostic. */
function named(definition: Definition, diagnostics: Diagnostics): readonly Named[] {
  const used = new Set<string>();
  const result: Named[] = [];
  for (const operation of definition.operations) {
    const plain = functionName(operation);
    if (plain === '') {
      diagnostics.warning('operation-name', operation.pointer, 'This operation has no name that a formula could call. Give it an operationId of letters and digits.');
      continue;
    }
    if (operation.id === undefined) {
      diagnostics.add('info', 'operation-name', operation.pointer, `This operation has no operationId; it is called ${plain} after its path.`);
    }
    let name = plain;
    for (let i = 1; used.has(name); i++) name = `${plain}_${i}`;
    if (name !== plain) diagnostics.warning('duplicate-name', operation.pointer, `Another operation is already called ${plain}; this one is ${name}. Give each an operationId of its own.`);
    used.add(name);
    result.push({ name, operation });
  }
  return result;
}
