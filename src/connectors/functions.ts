import type { ApiOperation, Definition } from './definition.ts';
import { TypeReader, type TypeRules } from './schema-type.ts';
import type { ConnectorSettings } from './settings.ts';
import { isPolling } from './streams/trigger.ts';
import { isSubscription } from './streams/webhook.ts';
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
export function bindOperations(definition: Definition, settings: ConnectorSettings): readonly BoundOperation[] {
  return named(definition)
    .filter(
      ({ operation }) =>
        isSubscription(operation, settings) ||
        ((operation.trigger === undefined || (settings.triggers === true && isPolling(operation))) &&
          (!operation.webhook || settings.includeWebhooks === true)),
    )
    .filter(({ operation }) => operation.visibility !== 'internal' || settings.includeInternal === true)
    .map(binder(definition, settings));
}

/** The operations that are sources of events rather than functions. */
export function bindTriggers(definition: Definition, settings: ConnectorSettings): readonly BoundOperation[] {
  return named(definition)
    .filter(({ operation }) => operation.trigger !== undefined)
    .map(binder(definition, settings));
}

/** How a connection reads types. */
export function typeRules(settings: ConnectorSettings): TypeRules {
  const choices = settings.compatibility === 'tabular' || settings.choices === true;
  return {
    dropInternal: (settings.compatibility ?? 'powerApps') !== 'powerApps',
    choices,
    namedValues: choices,
    choicesAsText: settings.choicesAsText === true,
  };
}

interface Named {
  readonly name: string;
  readonly operation: ApiOperation;
}

function binder(definition: Definition, settings: ConnectorSettings): (named: Named) => BoundOperation {
  const { report } = definition;
  const types = new TypeReader(definition.schemas, typeRules(settings), report);
  const signing: Signing = { definition, settings, types, diagnostics: report };
  return ({ name, operation }) => {
    let made: Signature | undefined;
    return {
      name,
      operation,
      get signature() {
        if (made === undefined) {
          made = signature(signing, operation, name);
          if (made.unsupported !== undefined)
            report.warning('unsupported', operation.pointer, `${name} cannot be called: ${made.unsupported}.`);
        }
        return made;
      },
    };
  };
}

/** Gives each operation its name; names that coincide are numbered, with a diagnostic. */
function named({ operations, report }: Definition): readonly Named[] {
  const used = new Set<string>();
  const result: Named[] = [];
  for (const operation of operations) {
    const plain = functionName(operation);
    if (plain === '') {
      report.warning(
        'operation-name',
        operation.pointer,
        'This operation has no name that a formula could call. Give it an operationId of letters and digits.',
      );
      continue;
    }
    if (operation.id === undefined) {
      report.add(
        'info',
        'operation-name',
        operation.pointer,
        `This operation has no operationId; it is called ${plain} after its path.`,
      );
    }
    let name = plain;
    for (let i = 1; used.has(name); i++) name = `${plain}_${i}`;
    if (name !== plain)
      report.warning(
        'duplicate-name',
        operation.pointer,
        `Another operation is already called ${plain}; this one is ${name}. Give each an operationId of its own.`,
      );
    used.add(name);
    result.push({ name, operation });
  }
  return result;
}
